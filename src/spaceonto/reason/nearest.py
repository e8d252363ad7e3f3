"""What is missing for a fact that does not hold: rules that could give it, and which conditions fail."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, count, islice
from math import inf
from time import monotonic
from typing import Final

from pyoxigraph import NamedNode, Triple

from .. import terms
from .match import Bindings, Fact, value
from .openings import Condition, Opening
from .rules import ASSERTED, GIVEN, TRIPLE, TYPE, Atom, Rule, Term, Variable
from .solve import OutOfTimeError, Solution, Solver

MOST: Final = 50
"""As many ways to meet the other conditions are counted."""
DEEPEST: Final = 6
HOPELESS: Final = 9
MOMENT: Final = 0.3
"""Seconds for the conditions of one rule."""
UNKNOWN: Final = "urn:unknown:"
LABEL: Final = NamedNode(terms.RDFS + "label")


@dataclass(frozen=True)
class Gap:
    """A condition that nothing meets, and how it could be met itself, where nobody states such things.

    What it leaves open has a name below UNKNOWN, the same wherever the same thing is meant.
    """

    atom: Atom
    attempt: "Attempt | None" = None
    is_stated: bool = True

    @property
    def faults(self) -> int:
        """How many conditions fail in the end; what nobody states and no rule gives counts for many."""
        return self.attempt.faults if self.attempt else 1 if self.is_stated else HOPELESS


@dataclass(frozen=True)
class Attempt:
    """A rule that would give the conclusion: what holds of its conditions, and what keeps it from firing.

    `blocked` are conditions that must be absent and hold, `same` nodes that must differ and do not.
    `count` says in how many ways the conditions that hold do so; `held` is one of them.
    """

    rule: Rule
    conclusion: Atom
    held: tuple[Triple, ...]
    schema: tuple[Triple, ...]
    gaps: tuple[Gap, ...] = ()
    blocked: tuple[Atom, ...] = ()
    same: tuple[Term, ...] = ()
    count: int = 1

    @property
    def faults(self) -> int:
        """How many conditions fail in the end."""
        return sum(gap.faults for gap in self.gaps) + len(self.blocked) + len(self.same)

    @property
    def depth(self) -> int:
        """How many rules would have to fire one after the other."""
        return 1 + max((gap.attempt.depth for gap in self.gaps if gap.attempt), default=0)


def nearest(solver: Solver, fact: Fact, limit: int = 5, seconds: float = 3.0) -> list[Attempt]:
    """The rules that come nearest to giving a fact that does not hold, those with the fewest faults first.

    A rule for which that cannot be found out in a moment is left out, as are all once the time is up.
    """
    search = _Search(solver, monotonic() + seconds)
    goal = Atom(*fact)
    above = frozenset({goal.terms, *([] if search.is_stated(goal) else [goal.terms[::-1]])})
    unlike: dict[object, Attempt] = {}
    for attempt in sorted(search.attempts(goal, above, DEEPEST), key=_order):
        unlike.setdefault(frozenset(_wanting(attempt)), attempt)
    return list(unlike.values())[:limit]


class _Search:
    """Looks for attempts; `above` holds what is tried for already, `left` how deep it may go."""

    def __init__(self, solver: Solver, end: float) -> None:
        self._solver = solver
        self._end = end
        self._numbers = count(1)

    def attempts(self, goal: Atom, above: frozenset[tuple[Term, ...]], left: int) -> Iterator[Attempt]:
        """The attempts at a condition."""
        for one in self._solver.openings((goal.predicate, goal.terms)):  # type: ignore[arg-type]
            wanted = [_put(atom, one.bindings) for _, atom in one.rest]
            if not any(atom.terms in above or _is_of_literals(atom) for atom in wanted):
                yield from self._partial(one, above, left)

    def _partial(self, one: Opening, above: frozenset[tuple[Term, ...]], left: int) -> Iterator[Attempt]:
        """The rule with as few conditions unmet as possible, once for each choice of them."""
        head = _put(one.rule.head, one.bindings)
        some = False
        for unmet in range(len(one.rest) + 1):
            for missing in combinations(one.rest, unmet):
                kept = [condition for condition in one.rest if condition not in missing]
                if monotonic() > self._end:
                    return
                if _tied([_put(atom, one.bindings) for _, atom in kept], head):
                    solutions = self._solutions(one, kept, missing)
                    if solutions:
                        yield self._told(one, missing, solutions, above, left)
                        some = True
            if some:
                return

    def _solutions(
        self, one: Opening, kept: Sequence[Condition], missing: Sequence[Condition]
    ) -> list[Solution]:
        """The ways to meet the conditions that are kept, without the records of others."""
        self._solver.end = min(self._end, monotonic() + MOMENT)
        try:
            found = list(islice(self._solver.holding(kept, one.bindings), MOST))
        except OutOfTimeError:
            return []
        finally:
            self._solver.end = inf
        return [
            (bindings, held)
            for bindings, held in found
            if not any(self._is_of_others(one, atom, bindings) for _, atom in missing)
        ]

    def _is_of_others(self, one: Opening, atom: Atom, found: Bindings) -> bool:
        """Whether the condition would have to be met by a record without a name, which is about others."""
        ends = (found[t.name] for t in atom.terms if isinstance(t, Variable) and t.name in found)
        new = (node for node in ends if node not in one.bindings.values())
        return any(not self._solver.facts.objects(node, LABEL) for node in new)

    def _told(
        self,
        one: Opening,
        missing: Sequence[Condition],
        solutions: list[Solution],
        above: frozenset[tuple[Term, ...]],
        left: int,
    ) -> Attempt:
        """One that nothing speaks against, if there is one."""
        bindings, held = next(
            (s for s in solutions if not (_same(one, s[0]) or self._blocked(one, s[0]))), solutions[0]
        )
        start = f"{UNKNOWN}{next(self._numbers)}-"
        gaps = [_named(_put(atom, bindings), start) for _, atom in missing]
        return Attempt(
            one.rule,
            _put(one.rule.head, bindings),
            tuple(dict.fromkeys(held)),
            tuple(dict.fromkeys(triple for _, premises in one.parts for triple in premises)),
            tuple(Gap(gap, self._through(gap, above, left), self.is_stated(gap)) for gap in gaps),
            self._blocked(one, bindings),
            _same(one, bindings),
            len(solutions),
        )

    def _blocked(self, one: Opening, found: Bindings) -> tuple[Atom, ...]:
        """What must be absent and holds."""
        atoms = (_put(atom, found) for atom in one.absent)
        return tuple(
            atom
            for atom in atoms
            if not any(isinstance(term, Variable) for term in atom.terms) and self._solver.holds(atom, {})
        )

    def _through(self, gap: Atom, above: frozenset[tuple[Term, ...]], left: int) -> Attempt | None:
        """How a condition could be met where nobody states such things."""
        if not left or gap.predicate != TRIPLE or self.is_stated(gap):
            return None
        found = self.attempts(gap, above | {gap.terms}, left - 1)
        return min(found, key=_order, default=None)

    def is_stated(self, atom: Atom) -> bool:
        """Whether somebody states such things: uses the property, or of a kind the class."""
        if atom.predicate != TRIPLE:
            return True
        _, predicate, kind = atom.terms
        pattern = (None, predicate, kind if predicate == TYPE else None)
        return any(True for _ in self._solver.facts.match(pattern, asserted=True))  # type: ignore[arg-type]


def _is_of_literals(atom: Atom) -> bool:
    """Whether the condition is met by what literals mean, which no statement could change."""
    return atom.predicate in GIVEN and atom.predicate != ASSERTED


def _same(one: Opening, found: Bindings) -> tuple[Term, ...]:
    """The nodes that must differ and do not."""
    pairs = [(value(a, found), value(b, found)) for a, b in one.different]
    return tuple(node for node, other in pairs if node is not None and node == other)


def _order(attempt: Attempt) -> tuple[int, int, int, int, str]:
    about = sum(attempt.conclusion.terms[0] in triple for triple in attempt.held)
    return attempt.faults, -about, attempt.depth, -len(attempt.held), attempt.rule.name


def _wanting(attempt: Attempt) -> Iterator[object]:
    """What is wanting in the end, by which two attempts are alike."""
    yield from (*attempt.blocked, *attempt.same)
    for gap in attempt.gaps:
        if gap.attempt is None:
            yield tuple(None if str(term).startswith(f"<{UNKNOWN}") else term for term in gap.atom.terms)
        else:
            yield from _wanting(gap.attempt)


def _tied(atoms: list[Atom], head: Atom) -> bool:
    """Whether every condition is about what the conclusion is about, or about something tied to it."""
    known: set[Term] = {head.terms[0], head.terms[-1]}
    waiting = list(atoms)
    while waiting:
        tied = [atom for atom in waiting if known & {atom.terms[0], atom.terms[-1]}]
        if not tied:
            return False
        for atom in tied:
            known |= {term for term in atom.terms if isinstance(term, Variable)}
            waiting.remove(atom)
    return True


def _named(atom: Atom, start: str) -> Atom:
    names = (NamedNode(start + t.name) if isinstance(t, Variable) else t for t in atom.terms)
    return Atom(atom.predicate, tuple(names))


def _put(atom: Atom, found: Bindings) -> Atom:
    return Atom(atom.predicate, tuple(value(term, found) or term for term in atom.terms))
