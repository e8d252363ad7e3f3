"""Smallest proofs: from a fact back to statements that need none."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Triple

from .facts import Facts
from .rules import TRIPLE
from .solve import Fact, Instance, Solver

TIES = 64
"""How many more one-step proofs are looked at once one is found, for one with fewer premises."""


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

    def __init__(self, solver: Solver, most_steps: int = 30) -> None:
        self._solver = solver
        self._facts: Facts = solver.facts
        self._most = most_steps
        self._ways: dict[Fact, list[Instance]] = {}
        self._found: dict[Fact, Proof] = {}
        self._bounds: dict[Fact, int] = {}

    def smallest(self, fact: Fact) -> Proof | None:
        """A proof with the fewest steps; None where the fact does not hold, or only by more than allowed."""
        predicate, nodes = fact
        if predicate == TRIPLE and not self._facts.holds(Triple(*nodes)):  # type: ignore[arg-type]
            return None
        return self._within(fact, self._most)

    def all(self, fact: Fact, limit: int, slack: int = 2) -> list[Proof]:
        """Up to `limit` proofs, smaller ones first, of at most `slack` steps more than the smallest."""
        smallest = self.smallest(fact)
        if smallest is None:
            return []
        sizes = range(smallest.steps, smallest.steps + slack + 1)
        proofs = (proof for steps in sizes for proof in self._exactly(fact, steps, frozenset()))
        return list(islice(dict.fromkeys(proofs), limit))

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
            self._bounds[fact] = 0 if self._is_asserted(fact) else 1
        return self._bounds[fact]

    def _attempt(self, fact: Fact, budget: int) -> Proof | None:
        """A proof of so many steps, where none of fewer exists; else the bound for the fact grows."""
        if fact in self._found:
            return self._found[fact]
        if budget == 0:
            return Proof(fact)
        best: Proof | None = None
        least = self._most + 1
        for instance in self._instances(fact):
            premises: list[Fact] = [(TRIPLE, tuple(triple)) for triple in instance.premises]
            proof = self._complete(fact, instance.rule.name, premises, budget)
            if proof is None:
                least = min(least, 1 + sum(map(self._least, premises)))
            elif best is None or _size(proof) < _size(best):
                best = proof
        if best is None:
            self._bounds[fact] = max(least, budget + 1)
        else:
            self._found[fact] = best
        return best

    def _complete(self, fact: Fact, rule: str, premises: list[Fact], budget: int) -> Proof | None:
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

    def _instances(self, fact: Fact) -> list[Instance]:
        """The ways to conclude a fact; where some need no inferred premise, a few of those only."""
        if fact not in self._ways:
            ways: list[Instance] = []
            direct: list[Instance] = []
            for instance in self._solver.derivations(fact):
                ways.append(instance)
                if all(self._facts.is_asserted(triple) for triple in instance.premises):
                    direct.append(instance)
                    if len(direct) > TIES:
                        break
            self._ways[fact] = direct or ways
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
