"""Contradictions, told: which statements cannot all be true, where they stand, and what to do."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, Triple

from ..check.report import Finding, Part, Role
from ..dataset import Dataset, Location
from .closure import Clash, Closure, infer, statements
from .facts import Facts
from .prove import Proof, Prover
from .reasons import is_standard, reason
from .rules import CLASH, Program, Rule
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
    order = {file.path: number for number, file in enumerate(dataset.files)}
    yield from told(closure.clashes, Solver(program, facts), dataset.locate, order.__getitem__)


def told(
    clashes: Iterable[Clash], solver: Solver, locate: Locate, order: Callable[[str], int]
) -> Iterator[Finding]:
    """The clashes among some facts as findings, each placed in the last of its files by `order`."""
    prover, words = Prover(solver), Words(solver.facts)
    rules = {rule.name: rule for rule in solver.program.by_head.get(CLASH, ())}
    seen: set[frozenset[Triple]] = set()
    for clash in clashes:
        proof = prover.smallest((CLASH, (Literal(clash.rule), *clash.nodes)))
        if proof is None:  # no proof within bounds, but the contradiction stands
            yield _finding(clash, f"the rule {clash.rule} finds a contradiction here", "", ())
            continue
        leaves = [triple for triple in proof.leaves() if not is_part(triple)]
        stated = [triple for triple in leaves if not is_axiom(triple)] or leaves
        if frozenset(stated) not in seen:
            seen.add(frozenset(stated))
            finding = _told(clash, proof, stated, words, locate, rules[clash.rule])
            places = [part for part in finding.parts if part.role == "statement" and part.file]
            last = max(places, key=lambda part: order(part.file), default=None)
            yield (
                finding
                if last is None
                else replace(finding, file=last.file, line=last.line, column=last.column)
            )
        if len(seen) == MOST:
            return


def _told(
    clash: Clash, proof: Proof, stated: list[Triple], words: Words, locate: Locate, rule: Rule
) -> Finding:
    """The statements, then why they clash: the rule if it is one of ours, the axiom, and what leads to it."""
    axioms = [t for t in proof.leaves() if is_axiom(t) and not is_part(t) and t not in stated]
    broken = {premise.triple for premise in proof.premises}
    axioms.sort(key=lambda triple: triple not in broken)
    parts = [_part("statement", triple, words, locate) for triple in stated]
    if not is_standard(clash.rule):
        file = f"ontology/rules/{Path(rule.file).name}"
        parts.append(Part("rule", reason(clash.rule), file, rule.line, 1))
    parts += [_part("axiom", triple, words, locate) for triple in axioms]
    message = "these statements contradict each other: " + _list(p for p in parts if p.role == "statement")
    because = [part for part in parts if part.role != "statement"]
    remedy = "correct or take away one of the statements"
    if because:
        message += "; for " + _list(because)
        remedy += f"; if they are all true, {_wrong(because)} is wrong"
    return _finding(clash, message, remedy, tuple(parts))


def _wrong(because: Iterable[Part]) -> str:
    roles = {part.role for part in because}
    return "the rule or an axiom" if len(roles) == 2 else "the rule" if "rule" in roles else "an axiom"


def _finding(clash: Clash, message: str, remedy: str, parts: tuple[Part, ...]) -> Finding:
    focus = clash.nodes[0]
    text = f"_:{focus.value}" if isinstance(focus, BlankNode) else focus.value
    return Finding("violation", "contradiction", message, remedy, focus=text, value=clash.rule, parts=parts)


def _part(role: Role, triple: Triple, words: Words, locate: Locate) -> Part:
    location = locate(triple)
    return Part(role, words.says(triple), *(location or ("", 0, 0)))


def _list(parts: Iterable[Part]) -> str:
    return ", and ".join(f"{part.says} ({_place(part)})" for part in parts)


def _place(part: Part) -> str:
    if not part.file:
        return "of unknown place"
    return f"{part.file}:{part.line}" if part.line else part.file
