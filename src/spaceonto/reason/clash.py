"""Contradictions, told: which statements cannot all be true, where they stand, and what to do."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from pyoxigraph import BlankNode, Literal, Triple

from ..check.report import Finding
from ..dataset import Dataset, Location
from .closure import Clash, Closure, infer, statements
from .facts import Facts
from .prove import Proof, Prover
from .rules import CLASH, Program
from .solve import Solver
from .words import Words, is_axiom, is_part

MOST: Final = 100
"""As many contradictions are told; one mistake in the ontology may well cause thousands."""

Locate = Callable[[Triple], Location | None]


def contradictions(dataset: Dataset, program: Program, *, reasoner: str = "nemo") -> Iterator[Finding]:
    """A finding for each contradiction in a dataset, which is reasoned over for it."""
    yield from tell(infer(statements(dataset), program, reasoner=reasoner), dataset, program)


def tell(closure: Closure, dataset: Dataset, program: Program) -> Iterator[Finding]:
    """The contradictions of a closure as findings, one for each set of statements that cannot all be true.

    The place is that of the statement in the last file, since what is contributed comes last.
    """
    if not closure.clashes:
        return
    facts = Facts(statements(dataset), [*closure.triples(), *closure.triples(anonymous=True)])
    prover, words = Prover(Solver(program, facts)), Words(facts)
    order = {file.path: number for number, file in enumerate(dataset.files)}
    told: set[frozenset[Triple]] = set()
    for clash in closure.clashes:
        proof = prover.smallest((CLASH, (Literal(clash.rule), *clash.nodes)))
        if proof is None:  # no proof within bounds, but the contradiction stands
            yield _finding(clash, f"the rule {clash.rule} finds a contradiction here", "")
            continue
        stated = frozenset(t for t in proof.leaves() if not (is_axiom(t) or is_part(t)))
        if stated not in told:
            told.add(stated)
            finding = _told(clash, proof, words, dataset.locate)
            places = sorted(filter(None, map(dataset.locate, stated)), key=lambda place: order[place.file])
            yield replace(finding, **places[-1]._asdict()) if places else finding
        if len(told) == MOST:
            return


def _told(clash: Clash, proof: Proof, words: Words, locate: Locate) -> Finding:
    leaves = [triple for triple in proof.leaves() if not is_part(triple)]
    stated = [triple for triple in leaves if not is_axiom(triple)] or leaves
    axioms = [triple for triple in leaves if is_axiom(triple) and triple not in stated]
    broken = {premise.triple for premise in proof.premises}  # told first, before what only leads to it
    axioms.sort(key=lambda triple: triple not in broken)
    message = "these statements contradict each other: " + _list(stated, words, locate)
    remedy = "correct or take away one of the statements"
    if axioms:
        message += "; for " + _list(axioms, words, locate)
        remedy += "; if they are all true, an axiom is wrong"
    return _finding(clash, message, remedy)


def _finding(clash: Clash, message: str, remedy: str) -> Finding:
    focus = clash.nodes[0]
    text = f"_:{focus.value}" if isinstance(focus, BlankNode) else focus.value
    return Finding("violation", "contradiction", message, remedy, focus=text, value=clash.rule)


def _list(triples: Iterable[Triple], words: Words, locate: Locate) -> str:
    return ", and ".join(f"{words.says(triple)} ({_place(locate(triple))})" for triple in triples)


def _place(location: Location | None) -> str:
    if location is None:
        return "of unknown place"
    return f"{location.file}:{location.line}" if location.line else location.file
