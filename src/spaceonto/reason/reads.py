"""Which literals a rule could read: all others stay out of the engine, for they can lead to nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from .rules import ASSERTED, TRIPLE, Atom, Program, Rule, Term, Variable


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule learns of a property: as one end of triples with this predicate and this other end."""

    predicate: NamedNode
    is_subject: bool
    other: Term | None

    def of(self, triple: Triple) -> object:
        """The property that this triple tells of, or None."""
        if triple.predicate != self.predicate:
            return None
        ends: tuple[object, object] = (triple.subject, triple.object)
        found, other = ends if self.is_subject else ends[::-1]
        return found if self.other is None or other == self.other else None


Origins = frozenset[Origin]


def properties_read(program: Program, triples: Iterable[Triple]) -> set[object] | None:
    """The properties whose literal values some rule of the program can use; None where that is all of them.

    `triples` are those without a literal. What the rules say of properties is looked up in them.
    """
    named: set[object] = set()
    origins: set[Origin] = set()
    for rule in program.rules:
        for atom in (*rule.body, *rule.absent):
            if atom.predicate not in (TRIPLE, ASSERTED) or _copies(rule, atom):
                continue
            predicate = atom.terms[1]
            if not isinstance(predicate, Variable):
                named.add(predicate)
                continue
            found = _origins(program, rule.body, predicate, frozenset())
            if found is None:
                return None
            origins |= found
    by_predicate: dict[NamedNode, list[Origin]] = {}
    for origin in origins:
        by_predicate.setdefault(origin.predicate, []).append(origin)
    for triple in triples:
        named.update(origin.of(triple) for origin in by_predicate.get(triple.predicate, ()))
    return named


def _copies(rule: Rule, atom: Atom) -> bool:
    """Whether the rule only says again what is asserted."""
    return rule.head.predicate == TRIPLE and rule.head.terms == atom.terms


def _origins(
    program: Program, body: Iterable[Atom], variable: Variable, walked: frozenset[str]
) -> Origins | None:
    """Where a variable in the place of a predicate gets its value; None where from anywhere."""
    found: Origins | None = None
    for atom in body:
        if atom.predicate in (TRIPLE, ASSERTED):
            here = _in_triple(atom, variable)
        else:
            here = _in_helper(program, atom, variable, walked)
        if here is not None and (found is None or len(here) < len(found)):
            found = here
    return found


def _in_triple(atom: Atom, variable: Variable) -> Origins | None:
    subject, predicate, value = atom.terms
    if not isinstance(predicate, NamedNode):
        return None
    if subject == variable:
        return frozenset({Origin(predicate, True, _constant(value))})
    if value == variable:
        return frozenset({Origin(predicate, False, _constant(subject))})
    return None


def _in_helper(program: Program, atom: Atom, variable: Variable, walked: frozenset[str]) -> Origins | None:
    """Where the rules for a helper predicate get that argument; a rule that calls itself adds no origin."""
    if variable not in atom.terms or atom.predicate not in program.by_head:
        return None
    if atom.predicate in walked:
        return frozenset()
    found: Origins = frozenset()
    for rule in program.by_head[atom.predicate]:
        argument = rule.head.terms[atom.terms.index(variable)]
        if isinstance(argument, Variable):
            inner = _origins(program, rule.body, argument, walked | {atom.predicate})
            if inner is None:
                return None
            found |= inner
    return found


def _constant(term: Term) -> Term | None:
    return None if isinstance(term, Variable) else term


def without_idle_literals(program: Program, triples: list[Triple]) -> list[Triple]:
    """The triples that some rule of the program can use: all but those with a literal that none reads."""
    read = properties_read(program, (t for t in triples if not isinstance(t.object, Literal)))
    if read is None:
        return triples
    return [t for t in triples if not isinstance(t.object, Literal) or t.predicate in read]
