"""Rules and triples as numbers, the way Nemo takes them fastest; and its answer back as rows of numbers.

Every node becomes a number, so that Nemo can neither rewrite a literal nor rename a blank node. A condition
`triple(?x, rdfs:domain, ?c)` becomes one on a table of its own, `t7(?x, ?c)`, filled by one more rule: with
such small tables Nemo's joins are ten times faster than on the one large table of all triples.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from .rules import ASSERTED, CLASH, TRIPLE, Atom, Program, Rule, Term, Variable

Rows: TypeAlias = "array[int]"
"""Rows of three numbers, one after the other."""

ARITY = {ASSERTED: 3, "literal": 1, "value": 2, "equal": 2, "zero": 1, "one": 1, "known_datatype": 1}


@dataclass
class Numbers:
    """The number of each node, in the order of the nodes' N-Triples: rows then sort as their triples do."""

    nodes: list[object] = field(default_factory=list)
    _numbers: dict[object, int] = field(default_factory=dict)

    @classmethod
    def sorted(cls, nodes: Iterable[object]) -> "Numbers":
        """Numbers for these nodes."""
        inorder = sorted(nodes, key=str)
        return cls(inorder, {node: number for number, node in enumerate(inorder)})

    def of(self, node: object) -> int:
        """The node's number; raises KeyError where it has none."""
        return self._numbers[node]


class Derived(NamedTuple):
    """What an engine gives: rows that are not asserted, clashes, and the most memory in MiB it took apart."""

    numbers: Numbers
    rows: Rows
    clashes: list[tuple[int, ...]]
    memory: int = 0


def live_rules(program: Program, nodes: Iterable[object], given: Iterable[str]) -> list[Rule]:
    """The rules that could fire on triples over these nodes and on facts of the given predicates.

    Rules make no nodes: one that names a node which is neither there nor in the conclusion of a live rule can
    never fire, nor can one with a condition that no live rule concludes.
    """
    nodes, predicates = set(nodes), set(given)
    live: set[int] = set()
    grown = True
    while grown:
        grown = False
        for index, rule in enumerate(program.rules):
            if index not in live and all(_possible(atom, nodes, predicates) for atom in rule.body):
                live.add(index)
                predicates.add(rule.head.predicate)
                if rule.head.predicate == TRIPLE:
                    nodes.update(rule.head.terms)
                grown = True
    return [program.rules[index] for index in sorted(live)]


def _possible(atom: Atom, nodes: set[object], predicates: set[str]) -> bool:
    return atom.predicate in predicates and all(
        isinstance(term, Variable) or term in nodes for term in atom.terms
    )


def program_text(rules: Sequence[Rule], numbers: Numbers, given: Iterable[str]) -> str:
    """The rules in Nemo's language over numbers, with the files to read (`.csv`) and to write (`.out`).

    `given` names the predicates whose facts come in files.
    """
    views: dict[str, str] = {}
    derived = {rule.head.predicate for rule in rules}
    texts = [_rule(rule, numbers, views, derived | set(given)) for rule in rules]
    imports = [
        f'@import {name} :- csv{{resource="{name}.csv", format=({", ".join(["int"] * ARITY[name])})}} .'
        for name in sorted(given)
    ]
    exports = [
        f'@export {name} :- csv{{resource="{name}.out"}} .' for name in (TRIPLE, CLASH) if name in derived
    ]
    return "\n".join((*imports, *texts[:1], *views.values(), *texts[1:], *exports, ""))


def _rule(rule: Rule, numbers: Numbers, views: dict[str, str], known: set[str]) -> str:
    conditions = [_condition(atom, numbers, views) for atom in rule.body]
    conditions += [f"{_term(left, numbers)} != {_term(right, numbers)}" for left, right in rule.different]
    conditions += ["~" + _condition(atom, numbers, views) for atom in rule.absent if atom.predicate in known]
    return f"{_atom(rule.head, numbers)} :- {', '.join(conditions)} ."


def _condition(atom: Atom, numbers: Numbers, views: dict[str, str]) -> str:
    """The atom as it stands in conditions: on a table of its own where it names the predicate."""
    if atom.predicate not in (TRIPLE, ASSERTED) or isinstance(atom.terms[1], Variable):
        return _atom(atom, numbers)
    subject, predicate, value = (_term(term, numbers) for term in atom.terms)
    name = f"{atom.predicate[0]}{predicate}"
    if isinstance(atom.terms[2], Variable):
        views.setdefault(name, f"{name}(?s, ?o) :- {atom.predicate}(?s, {predicate}, ?o) .")
        return f"{name}({subject}, {value})"
    name = f"{name}_{value}"
    views.setdefault(name, f"{name}(?s) :- {atom.predicate}(?s, {predicate}, {value}) .")
    return f"{name}({subject})"


def _atom(atom: Atom, numbers: Numbers) -> str:
    return f"{atom.predicate}({', '.join(_term(term, numbers) for term in atom.terms)})"


def _term(term: Term, numbers: Numbers) -> str:
    return f"?{term.name}" if isinstance(term, Variable) else str(numbers.of(term))
