"""Finds what makes the conditions of a rule true among given facts."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import inf
from time import monotonic
from typing import Final, NamedTuple, cast

from pyoxigraph import Literal, NamedNode, Triple

from .bounds import Bounds
from .datatypes import datatypes_of, is_datatype, is_known, means, value_of
from .facts import Facts, Node
from .match import Bindings, Fact, Goal, pattern, unify, value
from .openings import Condition, Opening, Openings, Part, Place, opening
from .rules import ASSERTED, GIVEN, TRIPLE, Atom, Program, Rule, is_axiomatic
from .tables import Tables

Solution = tuple[Bindings, tuple[Triple, ...]]
"""What the variables stand for, and the triples that make it so."""
Answer = tuple[tuple[Node, ...], tuple[Triple, ...]]
"""The nodes of an atom that holds, and the triples that make it so."""

MANY: Final = 16
"""As many matches as are counted to choose what to look up first."""

REMEMBERED: Final = 100_000
"""As many questions about individuals are remembered with their answers."""

FEW: Final = 1.5
"""What any look into the schema counts as: less than triples with two unknown nodes."""


class Instance(NamedTuple):
    """A rule fired once: the triples on which it rests, in the order of its conditions."""

    rule: Rule
    premises: tuple[Triple, ...]


class OutOfTimeError(Exception):
    """A search has gone on for longer than it may."""


class Solver:
    """The rules and the facts to which they apply; nothing may be asserted meanwhile."""

    def __init__(self, program: Program, facts: Facts) -> None:
        self.program = program
        self.facts = facts
        self._tables = Tables(program, facts)
        self._openings = Openings(program, lambda atom, bindings: self._matches(atom, bindings, frozenset()))
        self.bounds = Bounds(self._openings, facts)
        self.end = inf
        """When searches give up, by the monotonic clock, with an OutOfTimeError."""
        self._answers: dict[Goal, tuple[Answer, ...]] = {}
        self._passing: dict[Goal, tuple[Answer, ...]] = {}
        self._axioms = facts.axioms
        self._changes = facts.changes

    def derivations(self, fact: Fact) -> Iterator[Instance]:
        """Every way in which one rule gives the fact."""
        for one in self.openings(fact):
            for _, premises in self._solved(one, frozenset()):
                yield Instance(one.rule, tuple(dict.fromkeys(premises)))

    def openings(self, fact: Fact) -> Iterator[Opening]:
        """The rules that could give the fact, which need not hold, with what the schema says of them."""
        self._forget()
        for one in self._openings.of(fact):
            found = unify(one.rule.head.terms, fact[1], one.bindings)
            if found is not None:
                yield one._replace(bindings=found)

    def kinds(self, fact: Fact) -> tuple[Opening, ...]:
        """The same for all facts of a kind: those of a property, or of a class."""
        self._forget()
        return self._openings.of(fact)

    def solutions_of(self, one: Opening) -> Iterator[Solution]:
        """Every way in which what a rule still wants is met."""
        return self._solved(one, frozenset())

    def holding(self, conditions: Sequence[Condition], bindings: Bindings) -> Iterator[Solution]:
        """Every way in which all the conditions hold together."""
        for found, parts in self._all_of(conditions, bindings, frozenset()):
            yield found, tuple(triple for _, premises in sorted(parts, key=_place) for triple in premises)

    def holds(self, atom: Atom, bindings: Bindings) -> bool:
        """Whether the atom holds in some way."""
        return self._holds(atom, bindings, frozenset())

    def solutions(
        self, rule: Rule, bindings: Bindings, above: frozenset[Goal] = frozenset(), met: int | None = None
    ) -> Iterator[Solution]:
        """Every way to fulfil the conditions of a rule, given what some of its variables stand for.

        The condition numbered `met` is known to be true and not looked at.
        """
        return self._solved(opening(rule, bindings, met), above)

    def _solved(self, one: Opening, above: frozenset[Goal]) -> Iterator[Solution]:
        for found, parts in self._all_of(one.rest, one.bindings, above):
            if all(value(a, found) != value(b, found) for a, b in one.different) and not any(
                self._holds(atom, found, above) for atom in one.absent
            ):
                inorder = sorted((*one.parts, *parts), key=_place)
                yield found, tuple(triple for _, premises in inorder for triple in premises)

    def _holds(self, atom: Atom, bindings: Bindings, above: frozenset[Goal]) -> bool:
        if atom.predicate in self.program.fixed:
            return self._tables.holds(atom, bindings)
        return any(True for _ in islice(self._matches(atom, bindings, above), 1))

    def _forget(self) -> None:
        """Forgets what was looked up in facts that have grown, or what has become too much."""
        if self._changes != self.facts.changes or len(self._passing) > REMEMBERED:
            self._passing.clear()
            self._changes = self.facts.changes
        if self._axioms != self.facts.axioms:
            self._answers.clear()
            self._openings.forget()
            self.bounds.forget()
            self._axioms = self.facts.axioms

    def _all_of(
        self, atoms: Sequence[Condition], bindings: Bindings, above: frozenset[Goal]
    ) -> Iterator[tuple[Bindings, tuple[Part, ...]]]:
        if not atoms:
            yield bindings, ()
            return
        place, atom = self._cheapest(atoms, bindings, above)
        rest = [other for other in atoms if other[0] != place]
        for found, premises in self._matches(atom, bindings, above):
            if monotonic() > self.end:
                raise OutOfTimeError
            for complete, parts in self._all_of(rest, found, above):
                yield complete, ((place, premises), *parts)

    def _cheapest(self, atoms: Sequence[Condition], bindings: Bindings, above: frozenset[Goal]) -> Condition:
        """The atom to match first: by a guess, and among triples with one unknown node by counting them.

        One that is asked already comes last, when others may have made it another question.
        """
        if len(atoms) == 1:
            return atoms[0]
        fresh = [(place, atom) for place, atom in atoms if _goal(atom, bindings) not in above]
        guesses = [(self._effort(atom, bindings), place, atom) for place, atom in fresh or atoms]
        least, place, atom = min(guesses, key=lambda guess: guess[:2])
        if least[:2] != (1, 2):
            return place, atom
        close = [(place, atom) for (unknown, kind, _), place, atom in guesses if unknown + kind <= 3]
        return min(close, key=lambda choice: self._count(choice[1], bindings))

    def _count(self, atom: Atom, bindings: Bindings) -> int:
        """How many triples match, up to a bound; for a derived atom a number between few and many."""
        if atom.predicate not in (TRIPLE, ASSERTED):
            return MANY // 2
        found = self.facts.match(pattern(atom, bindings), asserted=atom.predicate == ASSERTED)
        return sum(1 for _ in islice(found, MANY))

    def _effort(self, atom: Atom, bindings: Bindings) -> tuple[float, int, int]:
        """What matching the atom now would cost: unknown nodes, and the schema before individuals."""
        nodes = [value(term, bindings) for term in atom.terms]
        unknown = nodes.count(None)
        if atom.predicate in GIVEN:  # which cannot be listed, only asked of a known node
            return 9 if nodes[0] is None else 0, 0, 0
        if atom.predicate in self.program.schema:
            return min(unknown, FEW), 1, 0
        if atom.predicate not in (TRIPLE, ASSERTED):
            return unknown + 1, 1, 0
        if is_axiomatic(nodes[1]):
            return min(unknown, FEW), 0, 0
        return unknown, 2, int(nodes[0] is None)

    def _matches(self, atom: Atom, bindings: Bindings, above: frozenset[Goal]) -> Iterator[Solution]:
        """Every way in which one atom holds."""
        for nodes, premises in self._answers_to(atom, bindings, above):
            found = unify(atom.terms, nodes, bindings)
            if found is not None:
                yield found, premises

    def _answers_to(self, atom: Atom, bindings: Bindings, above: frozenset[Goal]) -> Iterable[Answer]:
        wanted = tuple(value(term, bindings) for term in atom.terms)
        if atom.predicate in (TRIPLE, ASSERTED) and not isinstance(wanted[0], Literal):
            found = self.facts.match(pattern(atom, bindings), asserted=atom.predicate == ASSERTED)
            return ((cast(tuple[Node, ...], tuple(triple)), (triple,)) for triple in found)
        if atom.predicate in GIVEN:
            return ((nodes, ()) for nodes in _given(atom.predicate, wanted))
        return self._derived((atom.predicate, wanted), above)

    def _derived(self, goal: Goal, above: frozenset[Goal]) -> Iterable[Answer]:
        """What is no fact itself, by the rules that conclude it; a goal never rests on itself."""
        if goal in above:
            return ()
        predicate, _ = goal
        if predicate in self.program.schema and not any(other == predicate for other, _ in above):
            known = self._answers
        elif predicate not in self.program.recursive:
            known = self._passing
        else:
            return self._by_rules(goal, above)
        self._forget()
        if goal not in known:
            known[goal] = tuple(self._by_rules(goal, above))
        return known[goal]

    def _by_rules(self, goal: Goal, above: frozenset[Goal]) -> Iterator[Answer]:
        predicate, wanted = goal
        seen: set[Answer] = set()
        for rule in self.program.by_head.get(predicate, ()):
            start = unify(rule.head.terms, wanted, {})
            if start is None:
                continue
            for found, premises in self.solutions(rule, start, above | {goal}):
                answer = tuple(cast(Node, value(term, found)) for term in rule.head.terms), premises
                if answer not in seen:
                    seen.add(answer)
                    yield answer


def _given(predicate: str, wanted: tuple[Node | None, ...]) -> Iterator[tuple[Node, ...]]:
    """What holds of literals and datatypes; rules ask it of nodes that other conditions have found."""
    first = wanted[0]
    if predicate == "known_datatype" and is_datatype(first):
        yield (cast(Node, first),)
    if not isinstance(first, Literal):
        return
    if predicate == "literal":
        yield from [(first,)] if is_known(first) else []
    elif predicate in ("zero", "one") and means(first, predicate == "one"):
        yield (first,)
    elif predicate == "value":
        yield from ((first, NamedNode(datatype)) for datatype in datatypes_of(first))
    elif predicate == "equal" and isinstance(second := wanted[1], Literal) and first != second:
        yield from [(first, second)] if value_of(first) == value_of(second) else []


def _goal(atom: Atom, bindings: Bindings) -> Goal:
    return atom.predicate, tuple(value(term, bindings) for term in atom.terms)


def _place(part: Part) -> Place:
    return part[0]
