"""Rules made ready for facts of one kind: what the schema says of that kind is looked up once for all."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from pyoxigraph import Triple

from .match import Bindings, Fact, Goal, unify, value
from .rules import ASSERTED, GIVEN, TRIPLE, TYPE, Atom, Program, Rule, Term, Variable, is_axiomatic, is_schema

Place = tuple[int, ...]
"""The number of a condition, and of those within it where it stands for others."""
Condition = tuple[Place, Atom]
Part = tuple[Place, tuple[Triple, ...]]
"""The place of a condition, and the triples that make it true."""
LookUp = Callable[[Atom, Bindings], Iterator[tuple[Bindings, tuple[Triple, ...]]]]

DEEP: Final = 16
"""As deep helper predicates are written out, as lists are; what is longer is left to the search."""


class Opening(NamedTuple):
    """A rule, what is known of its variables and of its conditions, and what is left to be found."""

    rule: Rule
    bindings: Bindings
    parts: tuple[Part, ...]
    rest: tuple[Condition, ...]
    absent: tuple[Atom, ...]
    different: tuple[tuple[Term, Term], ...]


def opening(rule: Rule, bindings: Bindings, but: int | None = None) -> Opening:
    """The rule as it stands, less the condition of that number."""
    rest = tuple(((place,), atom) for place, atom in enumerate(rule.body) if place != but)
    return Opening(rule, bindings, (), rest, rule.absent, rule.different)


class Openings:
    """The openings for each kind of fact, remembered; for a fact of the schema and a clash, for it alone."""

    def __init__(self, program: Program, look_up: LookUp) -> None:
        self._program = program
        self._look_up = look_up
        self._found: dict[Goal, tuple[Opening, ...]] = {}

    def of(self, fact: Fact) -> tuple[Opening, ...]:
        """The openings that could give a fact of this kind."""
        predicate, nodes = fact
        kind: Goal = fact
        if predicate == TRIPLE and not is_axiomatic(nodes[1]):
            kind = predicate, (None, nodes[1], nodes[2] if nodes[1] == TYPE else None)
        if kind in self._found:
            return self._found[kind]
        found = tuple(self._open(kind))
        if kind != fact:
            self._found[kind] = found
        return found

    def forget(self) -> None:
        """To be called where the schema has grown."""
        self._found.clear()

    def _open(self, kind: Goal) -> Iterator[Opening]:
        for rule in self._program.by_head.get(kind[0], ()):
            repeats = rule.body[0].predicate == ASSERTED and rule.head.terms == rule.body[0].terms
            bindings = None if repeats else unify(rule.head.terms, kind[1], {})
            if bindings is not None:
                yield from self._narrowed(opening(rule, bindings))

    def _narrowed(self, one: Opening) -> Iterator[Opening]:
        """The opening with each choice that the schema gives for what is known, helpers written out."""
        for condition in one.rest:
            if self._tells(condition[1], one.bindings):
                yield from self._looked_up(one, condition)
                return
        for condition in one.rest:
            if self._can_be_written_out(condition, one.bindings):
                for variant in self._written_out(one, condition):
                    yield from self._narrowed(variant)
                return
        yield one

    def _looked_up(self, one: Opening, condition: Condition) -> Iterator[Opening]:
        place, atom = condition
        rest = tuple(other for other in one.rest if other[0] != place)
        for bindings, premises in self._look_up(atom, one.bindings):
            parts = (*one.parts, (place, premises))
            yield from self._narrowed(one._replace(bindings=bindings, parts=parts, rest=rest))

    def _tells(self, atom: Atom, bindings: Bindings) -> bool:
        """Whether the atom asks the schema about something known."""
        if not any(isinstance(term, Variable) and term.name in bindings for term in atom.terms):
            return False
        if atom.predicate == TRIPLE:
            return is_schema(value(atom.terms[1], bindings), atom.terms[2])
        return atom.predicate in self._program.schema

    def _can_be_written_out(self, condition: Condition, bindings: Bindings) -> bool:
        place, atom = condition
        if atom.predicate in (TRIPLE, ASSERTED, *GIVEN) or len(place) > DEEP:
            return False
        ends = any(value(term, bindings) is not None for term in atom.terms)
        return atom.predicate in self._program.plain and (
            ends or atom.predicate not in self._program.recursive
        )

    def _written_out(self, one: Opening, condition: Condition) -> Iterator[Opening]:
        """The opening with the conditions of each rule for a helper in the helper's place."""
        place, atom = condition
        rest = tuple(other for other in one.rest if other[0] != place)
        for rule in self._program.by_head[atom.predicate]:
            meant = dict(zip(rule.head.terms, atom.terms, strict=True))

            def renamed(term: Term, meant: dict[Term, Term] = meant) -> Term:
                if not isinstance(term, Variable):
                    return term
                return meant.get(term) or Variable(".".join((term.name, *map(str, place))))

            def made(inner: Atom, renamed: Callable[[Term], Term] = renamed) -> Atom:
                return Atom(inner.predicate, tuple(map(renamed, inner.terms)))

            yield one._replace(
                rest=(*rest, *(((*place, n), made(inner)) for n, inner in enumerate(rule.body))),
                absent=(*one.absent, *map(made, rule.absent)),
                different=(*one.different, *((renamed(a), renamed(b)) for a, b in rule.different)),
            )
