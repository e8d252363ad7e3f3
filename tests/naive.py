"""The rules fired the slow and simple way, every fact tried for every condition: proofs are held against it.

Nothing here is shared with the program but the parsed rules, what literals mean, and the form of a proof.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

from pyoxigraph import Literal, Triple

from spaceonto.reason.datatypes import datatypes_of, is_datatype, means, value_of
from spaceonto.reason.prove import Proof
from spaceonto.reason.rules import Program, Rule, Variable

Fact = tuple[str, tuple[object, ...]]
Premises = frozenset[Triple]
Supports = dict[Fact, set[Premises]]
"""For each fact, the sets of triples that give it; of a triple, itself."""


def given(triples: Iterable[Triple], asserted: Iterable[Triple]) -> Supports:
    """The triples as facts, and what holds of the literals in them."""
    found: Supports = {("triple", tuple(t)): {frozenset([t])} for t in triples}
    found |= {("asserted", tuple(t)): {frozenset([t])} for t in asserted}
    nodes = {node for triple in triples for node in triple}
    nothing = {frozenset()}
    literals = [node for node in nodes if isinstance(node, Literal)]
    for one in literals:
        found["literal", (one,)] = nothing
        for kind in nodes:
            if getattr(kind, "value", None) in datatypes_of(one) and is_datatype(kind):
                found["value", (one, kind)] = nothing
        for name, number in (("zero", 0), ("one", 1)):
            if means(one, number):
                found[name, (one,)] = nothing
    for one, other in product(literals, literals):
        if one != other and value_of(one) == value_of(other):
            found["equal", (one, other)] = nothing
    for node in nodes:
        if is_datatype(node):
            found["known_datatype", (node,)] = nothing
    return found


def fired(rule: Rule, supports: Supports, absent: set[Fact]) -> Iterator[tuple[Fact, Premises]]:
    """Every way in which the conditions of a rule hold."""
    index: dict[str, list[tuple[tuple[object, ...], set[Premises]]]] = defaultdict(list)
    for (predicate, nodes), sets in supports.items():
        index[predicate].append((nodes, sets))

    def put(terms: tuple[object, ...], bound: dict[str, object]) -> tuple[object, ...]:
        return tuple(bound[t.name] if isinstance(t, Variable) else t for t in terms)

    def search(place: int, bound: dict[str, object], premises: Premises) -> Iterator[tuple[Fact, Premises]]:
        if place == len(rule.body):
            differ = all(len(set(put(pair, bound))) == 2 for pair in rule.different)
            if differ and not any((a.predicate, put(a.terms, bound)) in absent for a in rule.absent):
                yield (rule.head.predicate, put(rule.head.terms, bound)), premises
            return
        atom = rule.body[place]
        for nodes, sets in index[atom.predicate]:
            more = dict(bound)
            if all(
                more.setdefault(t.name, node) == node if isinstance(t, Variable) else t == node
                for t, node in zip(atom.terms, nodes, strict=True)
            ):
                for each in sets:
                    yield from search(place + 1, more, premises | each)

    yield from search(0, {}, frozenset())


def helpers(program: Program, supports: Supports) -> Supports:
    """The same with all facts of the predicates that only serve other rules."""
    found = {fact: set(sets) for fact, sets in supports.items()}
    rules = [rule for rule in program.rules if rule.head.predicate not in ("triple", "clash")]
    while True:
        before = sum(map(len, found.values()))
        for rule in rules:
            for fact, premises in list(fired(rule, found, set())):
                found.setdefault(fact, set()).add(premises)
        if before == sum(map(len, found.values())):
            return found


def instances(
    program: Program, closed: list[Triple], asserted: list[Triple]
) -> dict[Fact, set[tuple[str, Premises]]]:
    """For each fact, every rule with a set of triples from which it gives the fact."""
    supports = helpers(program, given(closed, asserted))
    found: dict[Fact, set[tuple[str, Premises]]] = defaultdict(set)
    for rule in program.rules:
        if rule.head.predicate in ("triple", "clash") and rule.name != "asserted":
            for fact, premises in fired(rule, supports, set(supports)):
                found[fact].add((rule.name, premises))
    return found


def fewest_steps(found: dict[Fact, set[tuple[str, Premises]]], asserted: list[Triple]) -> dict[Triple, int]:
    """How many steps the smallest proof of each triple takes."""
    steps = dict.fromkeys(asserted, 0)
    while True:
        before = dict(steps)
        for (predicate, nodes), ways in found.items():
            for _, premises in ways:
                if predicate == "triple" and premises <= steps.keys() and not isinstance(nodes[0], Literal):
                    triple = Triple(*nodes)
                    cost = 1 + sum(steps[premise] for premise in premises)
                    steps[triple] = min(cost, steps.get(triple, cost))
        if before == steps:
            return steps


def steps(proof: Proof) -> Iterator[Proof]:
    """Every step of a proof that applies a rule."""
    if proof.rule is not None:
        yield proof
        for premise in proof.premises:
            yield from steps(premise)


def is_instance(step: Proof, program: Program, absent: set[Fact]) -> bool:
    """Whether a rule of that name gives the fact from the premises alone."""
    premises = [premise.triple for premise in step.premises]
    supports = helpers(program, given(premises, premises))
    return any(
        fact == step.fact and found == frozenset(premises)
        for rule in program.rules
        if rule.name == step.rule
        for fact, found in fired(rule, supports, absent)
    )
