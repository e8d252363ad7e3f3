"""Checks the steps of a proof one by one, by substitution; shares nothing with the search for proofs.

It takes the parsed rules, and what literals mean. A step is right if one of the rules of its name gives its
fact from its premises alone, using each of them, while nothing that the rule wants absent follows from what
is asserted. Conditions are tried in the order in which they are written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Protocol

from pyoxigraph import Literal, Triple

from spaceonto.reason.datatypes import datatypes_of, is_known, means, value_of
from spaceonto.reason.rules import Atom, Program, Rule, Variable

Bound = dict[str, object]
Found = Iterator[tuple[Bound, frozenset[Triple]]]


class Step(Protocol):
    """What is to be checked: a fact, the rule that gives it, and the proofs of its premises."""

    fact: tuple[str, tuple[object, ...]]
    rule: str | None
    premises: "tuple[Step, ...]"


class Checker:
    """The rules, and what is asserted."""

    def __init__(self, program: Program, asserted: Iterable[Triple]) -> None:
        self.program = program
        self.asserted = set(asserted)
        self.by_subject: dict[object, list[Triple]] = defaultdict(list)
        self.by_object: dict[object, list[Triple]] = defaultdict(list)
        for triple in self.asserted:
            self.by_subject[triple.subject].append(triple)
            self.by_object[triple.object].append(triple)

    def wrong(self, proof: Step, right: set[object]) -> list[Step]:
        """The steps of a proof that are not right; those whose facts are in `right` have been looked at."""
        if proof.fact in right:
            return []
        right.add(proof.fact)
        if proof.rule is None:
            return [] if Triple(*proof.fact[1]) in self.asserted else [proof]
        below = [step for premise in proof.premises for step in self.wrong(premise, right)]
        return below if self.is_instance(proof) else [proof, *below]

    def is_instance(self, step: Step) -> bool:
        """Whether a rule of that name gives the fact from just these premises."""
        premises = {Triple(*premise.fact[1]) for premise in step.premises}
        for rule in self.program.rules:
            bound = unified(rule.head, step.fact[1], {}) if rule.name == step.rule else None
            if bound is None or rule.head.predicate != step.fact[0]:
                continue
            for found, used in self._all(rule.body, bound, premises, frozenset()):
                if used == premises and self._allowed(rule, found):
                    return True
        return False

    def _allowed(self, rule: Rule, bound: Bound) -> bool:
        unlike = all(put(one, bound) != put(other, bound) for one, other in rule.different)
        missing = (self._one(atom, bound, None, frozenset()) for atom in rule.absent)
        return unlike and not any(True for found in missing for _ in found)

    def _all(
        self, atoms: tuple[Atom, ...], bound: Bound, premises: set[Triple] | None, above: frozenset[object]
    ) -> Found:
        if not atoms:
            yield bound, frozenset()
            return
        for found, used in self._one(atoms[0], bound, premises, above):
            for complete, more in self._all(atoms[1:], found, premises, above):
                yield complete, used | more

    def _one(self, atom: Atom, bound: Bound, premises: set[Triple] | None, above: frozenset[object]) -> Found:
        """Every way in which an atom is true by the premises; by all that is asserted where they are None."""
        nodes = tuple(put(term, bound) for term in atom.terms)
        if atom.predicate in ("triple", "asserted"):
            for triple in self._near(nodes) if premises is None else premises:
                found = unified(atom, tuple(triple), bound)
                if found is not None and (atom.predicate == "triple" or triple in self.asserted):
                    yield found, frozenset([triple])
        for given in meaning(atom.predicate, nodes):
            found = unified(atom, given, bound)
            if found is not None:
                yield found, frozenset()
        if atom.predicate != "triple" and (goal := (atom.predicate, nodes)) not in above:
            yield from self._helped(atom, nodes, bound, premises, above | {goal})

    def _helped(
        self,
        atom: Atom,
        nodes: tuple[object, ...],
        bound: Bound,
        premises: set[Triple] | None,
        above: frozenset[object],
    ) -> Found:
        for rule in self.program.rules:
            start = unified(rule.head, nodes, {}) if rule.head.predicate == atom.predicate else None
            if start is None:
                continue
            for inner, used in self._all(rule.body, start, premises, above):
                if self._allowed(rule, inner):
                    made = tuple(put(term, inner) for term in rule.head.terms)
                    found = unified(atom, made, bound)
                    if found is not None:
                        yield found, used

    def _near(self, nodes: tuple[object, ...]) -> Iterable[Triple]:
        if nodes[0] is not None:
            return self.by_subject[nodes[0]]
        return self.by_object[nodes[2]] if nodes[2] is not None else self.asserted


def meaning(predicate: str, nodes: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    """What holds of a literal that is known, and of a datatype."""
    one = nodes[0]
    if predicate == "known_datatype":
        yield nodes
    if not isinstance(one, Literal):
        return
    if (
        (predicate == "literal" and is_known(one))
        or (predicate == "zero" and means(one, 0))
        or (predicate == "one" and means(one, 1))
        or (predicate == "value" and getattr(nodes[1], "value", None) in datatypes_of(one))
        or (predicate == "equal" and one != nodes[1] and value_of(one) == value_of(nodes[1]))  # type: ignore
    ):
        yield nodes


def put(term: object, bound: Bound) -> object:
    """What a term stands for; None where that is open."""
    return bound.get(term.name) if isinstance(term, Variable) else term


def unified(atom: Atom, nodes: tuple[object, ...], bound: Bound) -> Bound | None:
    """The bindings that make an atom these nodes (None: any), or None."""
    found = dict(bound)
    for term, node in zip(atom.terms, nodes, strict=True):
        if node is None:
            continue
        if (found.setdefault(term.name, node) if isinstance(term, Variable) else term) != node:
            return None
    return found
