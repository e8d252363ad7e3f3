"""Finds what makes the conditions of a rule true among given facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, cast

from pyoxigraph import Literal, NamedNode, Triple

from .. import terms
from .datatypes import datatypes_of, is_datatype, means, value_of
from .facts import Facts, Node
from .rules import ASSERTED, GIVEN, TRIPLE, Atom, Program, Rule, Term, Variable

Bindings = dict[str, Node]
Fact = tuple[str, tuple[Node, ...]]
Goal = tuple[str, tuple[Node | None, ...]]
Solution = tuple[Bindings, tuple[Triple, ...]]
"""What the variables stand for, and the triples that make it so."""

TYPE: Final = NamedNode(terms.RDF + "type")
SCHEMA: Final = (terms.RDFS, terms.OWL, terms.RDF)


class Instance(NamedTuple):
    """A rule fired once: the triples on which it rests, in the order of its conditions."""

    rule: Rule
    premises: tuple[Triple, ...]


@dataclass(frozen=True)
class Solver:
    """The rules and the facts to which they apply."""

    program: Program
    facts: Facts

    def derivations(self, fact: Fact) -> Iterator[Instance]:
        """Every way in which one rule gives the fact."""
        predicate, nodes = fact
        for rule in self.program.by_head.get(predicate, ()):
            if rule.body[0].predicate == ASSERTED and rule.head.terms == rule.body[0].terms:
                continue
            bindings = unify(rule.head.terms, nodes, {})
            if bindings is not None:
                for _, premises in self.solutions(rule, bindings):
                    yield Instance(rule, premises)

    def solutions(
        self, rule: Rule, bindings: Bindings, above: frozenset[Goal] = frozenset(), met: int | None = None
    ) -> Iterator[Solution]:
        """Every way to fulfil the conditions of a rule, given what some of its variables stand for.

        The condition numbered `met` is known to be true and not looked at.
        """
        open_ = tuple(place for place in enumerate(rule.body) if place[0] != met)
        for found, parts in self._all_of(open_, bindings, above):
            if all(_value(a, found) != _value(b, found) for a, b in rule.different) and not any(
                self._any(atom, found, above) for atom in rule.absent
            ):
                yield found, tuple(triple for _, part in sorted(parts, key=_place) for triple in part)

    def _any(self, atom: Atom, bindings: Bindings, above: frozenset[Goal]) -> bool:
        return next(self.matches(atom, bindings, above), None) is not None

    def _all_of(
        self, atoms: Sequence[tuple[int, Atom]], bindings: Bindings, above: frozenset[Goal]
    ) -> Iterator[tuple[Bindings, tuple[tuple[int, tuple[Triple, ...]], ...]]]:
        if not atoms:
            yield bindings, ()
            return
        first = min(atoms, key=lambda place: _effort(place[1], bindings))
        rest = tuple(place for place in atoms if place is not first)
        for found, premises in self.matches(first[1], bindings, above):
            for complete, parts in self._all_of(rest, found, above):
                yield complete, ((first[0], premises), *parts)

    def matches(self, atom: Atom, bindings: Bindings, above: frozenset[Goal]) -> Iterator[Solution]:
        """Every way in which one atom holds."""
        wanted = tuple(_value(term, bindings) for term in atom.terms)
        if atom.predicate in (TRIPLE, ASSERTED) and not isinstance(wanted[0], Literal):
            pattern = cast(tuple[Node | None, Node | None, Node | None], wanted)
            for triple in self.facts.match(pattern, asserted=atom.predicate == ASSERTED):
                found = unify(atom.terms, tuple(triple), bindings)
                if found is not None:
                    yield found, (triple,)
        elif atom.predicate in GIVEN:
            for nodes in self._given(atom.predicate, wanted):
                found = unify(atom.terms, nodes, bindings)
                if found is not None:
                    yield found, ()
        else:
            yield from self._derived(atom, wanted, bindings, above)

    def _derived(
        self, atom: Atom, wanted: tuple[Node | None, ...], bindings: Bindings, above: frozenset[Goal]
    ) -> Iterator[Solution]:
        """An atom that is no fact itself, by the rules that conclude it; a goal never rests on itself."""
        goal = (atom.predicate, wanted)
        if goal in above:
            return
        seen = set()
        for rule in self.program.by_head.get(atom.predicate, ()):
            start = unify(rule.head.terms, wanted, {})
            if start is None:
                continue
            for inner, premises in self.solutions(rule, start, above | {goal}):
                found = unify(atom.terms, tuple(_value(term, inner) for term in rule.head.terms), bindings)
                if found is not None and (key := (tuple(found.items()), premises)) not in seen:
                    seen.add(key)
                    yield found, premises

    def _given(self, predicate: str, wanted: tuple[Node | None, ...]) -> Iterator[tuple[Node, ...]]:
        """What holds of literals and datatypes; rules ask it of nodes that other conditions have found."""
        first = wanted[0]
        if predicate == "datatype" and is_datatype(first):
            yield (cast(Node, first),)
        if not isinstance(first, Literal):
            return
        if predicate == "literal" or (predicate in ("zero", "one") and means(first, predicate == "one")):
            yield (first,)
        elif predicate == "value":
            yield from ((first, NamedNode(datatype)) for datatype in datatypes_of(first))
        elif predicate == "equal" and isinstance(second := wanted[1], Literal) and first != second:
            yield from [(first, second)] if value_of(first) == value_of(second) else []


def unify(
    terms: Sequence[Term], nodes: Sequence[Node | None], bindings: Mapping[str, Node]
) -> Bindings | None:
    """The bindings with those added that make the terms equal to the nodes (None: any), or None."""
    found = dict(bindings)
    for term, node in zip(terms, nodes, strict=True):
        if node is None:
            continue
        if not isinstance(term, Variable):
            if term != node:
                return None
        elif found.setdefault(term.name, node) != node:
            return None
    return found


def _value(term: Term, bindings: Mapping[str, Node]) -> Node | None:
    return bindings.get(term.name) if isinstance(term, Variable) else term


def _place(part: tuple[int, tuple[Triple, ...]]) -> int:
    return part[0]


def _effort(atom: Atom, bindings: Bindings) -> tuple[int, int, int]:
    """How much matching the atom now would cost, as a guess: unknown nodes, then instances before schema."""
    values = [_value(term, bindings) for term in atom.terms]
    unknown = sum(value is None for value in values)
    if atom.predicate not in (TRIPLE, ASSERTED):
        # What is given cannot be listed, only asked of a known node; a derived atom costs more than a fact.
        return (9 if values[0] is None else 0, 0, 0) if atom.predicate in GIVEN else (unknown + 1, 1, 0)
    predicate = values[1]
    schema = isinstance(predicate, NamedNode) and predicate != TYPE and predicate.value.startswith(SCHEMA)
    return (unknown, 0 if schema else 2, 0 if values[0] is not None else 1)
