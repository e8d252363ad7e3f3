"""Answers about predicates that rest on what is asserted alone, such as those that rules want absent."""

from collections.abc import Iterator, Sequence
from typing import cast

from .facts import Facts, Node, Nodes
from .match import Bindings, Goal, pattern, unify, value
from .rules import ASSERTED, Atom, Program, Rule

Rows = set[tuple[Node, ...]]


class Tables:
    """All answers to each question asked so far, as long as nothing more is asserted."""

    def __init__(self, program: Program, facts: Facts) -> None:
        self._program = program
        self._facts = facts
        self._known: dict[Goal, Rows] = {}

    def holds(self, atom: Atom, bindings: Bindings) -> bool:
        """Whether the atom, one of a predicate in `program.fixed` without open variables, is true."""
        nodes = tuple(value(term, bindings) for term in atom.terms)
        return nodes in self._answers((atom.predicate, (nodes[0], *(None for _ in nodes[1:]))))

    def _answers(self, goal: Goal) -> Rows:
        """The answers to a goal, found together with those to all it rests on, which may be itself."""
        if goal not in self._known:
            rows: dict[Goal, Rows] = {goal: set()}
            before, now = 0, 1
            while before != now:
                for asked in list(rows):
                    rows[asked].update(list(self._by_rules(asked, rows)))
                before, now = now, sum(1 + len(found) for found in rows.values())
            self._known |= rows
        return self._known[goal]

    def _by_rules(self, goal: Goal, rows: dict[Goal, Rows]) -> Iterator[tuple[Node, ...]]:
        for rule in self._program.by_head[goal[0]]:
            start = unify(rule.head.terms, goal[1], {})
            if start is not None:
                for found in self._joined(rule.body, start, rows):
                    if self._passes(rule, found):
                        yield tuple(cast(Node, value(term, found)) for term in rule.head.terms)

    def _passes(self, rule: Rule, found: Bindings) -> bool:
        return all(value(a, found) != value(b, found) for a, b in rule.different) and not any(
            self.holds(atom, found) for atom in rule.absent
        )

    def _joined(
        self, atoms: Sequence[Atom], bindings: Bindings, rows: dict[Goal, Rows]
    ) -> Iterator[Bindings]:
        if not atoms:
            yield bindings
            return
        atom = min(atoms, key=lambda one: [value(term, bindings) for term in one.terms].count(None))
        rest = [other for other in atoms if other is not atom]
        for nodes in self._rows(atom, bindings, rows):
            found = unify(atom.terms, nodes, bindings)
            if found is not None:
                yield from self._joined(rest, found, rows)

    def _rows(self, atom: Atom, bindings: Bindings, rows: dict[Goal, Rows]) -> list[tuple[Node, ...]]:
        if atom.predicate == ASSERTED:
            return [cast(Nodes, tuple(t)) for t in self._facts.match(pattern(atom, bindings), asserted=True)]
        goal = (atom.predicate, tuple(value(term, bindings) for term in atom.terms))
        return list(self._known[goal] if goal in self._known else rows.setdefault(goal, set()))
