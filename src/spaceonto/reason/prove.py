"""Smallest proofs: from a fact back to statements that need none."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice
from math import inf
from time import monotonic
from typing import NamedTuple

from pyoxigraph import Triple

from .facts import Facts
from .match import Fact
from .rules import TRIPLE
from .solve import Solver

TIES = 16
"""As many proofs of the same size are looked at, for one that rests on fewer statements."""


class Way(NamedTuple):
    """A rule that could give a fact: how many steps that takes at least, and on which premises it rests."""

    least: int
    number: int
    rule: str
    premises: tuple[Fact, ...]


@dataclass(frozen=True)
class Proof:
    """A fact and why it holds: a rule and proofs of its premises, or nothing more where it is asserted."""

    fact: Fact
    rule: str | None = None
    premises: tuple["Proof", ...] = ()

    @property
    def steps(self) -> int:
        """How often a rule is applied, each time counted."""
        return (self.rule is not None) + sum(premise.steps for premise in self.premises)

    @property
    def triple(self) -> Triple:
        """The fact as a triple; a clash is none."""
        assert self.fact[0] == TRIPLE
        return Triple(*self.fact[1])  # type: ignore[arg-type]

    def leaves(self) -> tuple[Triple, ...]:
        """The asserted triples on which it rests, each once, in the order of reading."""
        if self.rule is None:
            return (self.triple,)
        return tuple(dict.fromkeys(leaf for premise in self.premises for leaf in premise.leaves()))


class Prover:
    """Finds proofs over facts that do not change meanwhile, and remembers what it found."""

    def __init__(self, solver: Solver, most_steps: int = 30, seconds: float = inf) -> None:
        self._solver = solver
        self._end = monotonic() + seconds
        self._facts: Facts = solver.facts
        self._most = most_steps
        self._ways: dict[Fact, list[Way]] = {}
        self._found: dict[Fact, Proof] = {}
        self._bounds: dict[Fact, int] = {}

    def smallest(self, fact: Fact) -> Proof | None:
        """A proof with the fewest steps; None where the fact does not hold, or only by more than allowed."""
        predicate, nodes = fact
        if predicate == TRIPLE and not self._facts.holds(Triple(*nodes)):  # type: ignore[arg-type]
            return None
        return self._within(fact, self._most)

    def all(self, fact: Fact, limit: int, slack: int = 2) -> list[Proof]:
        """Up to `limit` proofs, smaller ones first, of at most `slack` steps more than the smallest.

        Fewer where the time of the prover is up.
        """
        smallest = self.smallest(fact)
        if smallest is None:
            return []
        sizes = range(smallest.steps, smallest.steps + slack + 1)
        proofs = (proof for steps in sizes for proof in self._exactly(fact, steps, frozenset()))
        return list(islice(dict.fromkeys(proofs), limit))

    @property
    def is_late(self) -> bool:
        """Whether its time is up."""
        return monotonic() > self._end

    def _within(self, fact: Fact, budget: int) -> Proof | None:
        """The smallest proof, if it takes no more steps than the budget.

        The budget is raised step by step, so that the first proof found is a smallest one.
        """
        while (least := self._least(fact)) <= budget:
            proof = self._attempt(fact, least)
            if proof is not None:
                return proof
        return None

    def _least(self, fact: Fact) -> int:
        """How many steps a proof takes at least, by what is known so far."""
        if fact in self._found:
            return self._found[fact].steps
        if fact not in self._bounds:
            self._bounds[fact] = 0 if self._is_asserted(fact) else self._solver.bounds.least(fact)
        return self._bounds[fact]

    def _attempt(self, fact: Fact, budget: int) -> Proof | None:
        """A proof of so many steps, where none of fewer exists; else the bound for the fact grows."""
        if fact in self._found:
            return self._found[fact]
        if budget == 0:
            return Proof(fact)
        ways = self._ways_to(fact)
        found: list[Proof] = []
        while ways and ways[0].least <= budget and len(found) < TIES:
            least, number, rule, premises = heappop(ways)
            known = 1 + sum(map(self._least, premises))
            if known <= least:
                proof = self._complete(fact, rule, premises, budget)
                if proof is not None:
                    found.append(proof)
                    continue
                known = max(budget + 1, 1 + sum(map(self._least, premises)))
            heappush(ways, Way(known, number, rule, premises))
        if not found:
            self._bounds[fact] = ways[0].least if ways else self._most + 1
            return None
        self._found[fact] = min(found, key=_size)
        del self._ways[fact]
        return self._found[fact]

    def _complete(self, fact: Fact, rule: str, premises: tuple[Fact, ...], budget: int) -> Proof | None:
        """The proof with these premises, if it takes no more steps than the budget."""
        left = budget - 1 - sum(map(self._least, premises))
        if left < 0:
            return None
        proofs = []
        for premise in premises:
            least = self._least(premise)
            proof = self._within(premise, least + left)
            if proof is None:
                return None
            left -= proof.steps - least
            proofs.append(proof)
        return Proof(fact, rule, tuple(proofs))

    def _ways_to(self, fact: Fact) -> list[Way]:
        """The ways to conclude a fact, a heap; where some need no inferred premise, a few of those only."""
        if fact not in self._ways:
            ways: dict[tuple[str, frozenset[Triple]], tuple[Triple, ...]] = {}
            direct = []
            for rule, premises in self._solver.derivations(fact):
                key = rule.name, frozenset(premises)
                if key in ways:  # the same with two of its parts the other way round
                    continue
                ways[key] = premises
                if all(self._facts.is_asserted(triple) for triple in premises):
                    direct.append((rule.name, premises))
                    if len(direct) == TIES:
                        break
            chosen = direct or [(name, premises) for (name, _), premises in ways.items()]
            self._ways[fact] = [
                Way(1, number, name, tuple((TRIPLE, tuple(triple)) for triple in premises))
                for number, (name, premises) in enumerate(chosen)
            ]
        return self._ways[fact]

    def _exactly(self, fact: Fact, steps: int, above: frozenset[Fact]) -> Iterator[Proof]:
        """Every proof of just so many steps in which nothing rests on itself."""
        if self._is_asserted(fact):
            if steps == 0:
                yield Proof(fact)
            return
        if steps == 0 or fact in above:
            return
        for instance in self._solver.derivations(fact):
            if self.is_late:
                return
            premises: list[Fact] = [(TRIPLE, tuple(triple)) for triple in instance.premises]
            for proofs in self._splits(premises, steps - 1, above | {fact}):
                yield Proof(fact, instance.rule.name, proofs)

    def _splits(
        self, premises: list[Fact], steps: int, above: frozenset[Fact]
    ) -> Iterator[tuple[Proof, ...]]:
        """Every choice of proofs for the premises that takes so many steps together."""
        if not premises:
            if steps == 0:
                yield ()
            return
        least = [0 if self._is_asserted(premise) else 1 for premise in premises]
        if sum(least) > steps:
            return
        for share in range(least[0], steps - sum(least[1:]) + 1 if least[0] else 1):
            for proof in self._exactly(premises[0], share, above):
                for others in self._splits(premises[1:], steps - share, above):
                    yield (proof, *others)

    def _is_asserted(self, fact: Fact) -> bool:
        return fact[0] == TRIPLE and self._facts.is_asserted(Triple(*fact[1]))  # type: ignore[arg-type]


def _size(proof: Proof) -> tuple[int, int, str]:
    return proof.steps, len(proof.leaves()), str(proof.fact)
