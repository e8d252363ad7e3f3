"""Fires rules in Python, fact by fact: for additions to a closure, and for rules that owlrl does not know."""

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from .facts import Facts, Node
from .match import Fact, unify
from .reads import properties_read
from .rules import ASSERTED, CLASH, GIVEN, TRIPLE, TYPE, Atom, Program, Rule, Variable
from .solve import Solver

Key = tuple[str, Node | None]


class Chainer:
    """A program over facts that grow."""

    def __init__(self, program: Program, facts: Facts) -> None:
        self.facts = facts
        self.solver = Solver(program, facts)
        self.program = program
        self._axioms = -1
        self._read: set[object] | None = None
        self._users: dict[Key, list[tuple[Rule, int]]] = {}
        for rule in program.rules:
            for index, atom in enumerate(rule.body):
                self._users.setdefault(_key(atom.predicate, atom.terms), []).append((rule, index))

    def fire(self, rules: Iterable[Rule]) -> Iterator[Fact]:
        """What the rules give on the facts as they are; nothing is added."""
        for rule in rules:
            for bindings, _ in self.solver.solutions(rule, {}):
                yield _instantiated(rule.head, bindings)

    def add(self, facts: Iterable[Fact], stated: Iterable[Fact] = ()) -> list[Fact]:
        """Adds the facts and what follows from them; returns the triples that are new, and the clashes.

        What is `stated` is among the facts already, but not what follows from it.
        """
        there = set(stated)
        waiting = [*facts, *there]
        done: set[Fact] = set()
        new = []
        while waiting:
            fact = waiting.pop()
            if fact in done or not (fact in there or self._takes(fact)):
                continue
            done.add(fact)
            if fact[0] in (TRIPLE, CLASH):
                new.append(fact)
            if self._is_idle(fact):
                continue
            for rule, index in self._interested(fact):
                bindings = unify(rule.body[index].terms, fact[1], {})
                if bindings is not None:
                    waiting += [
                        _instantiated(rule.head, found)
                        for found, _ in self.solver.solutions(rule, bindings, met=index)
                    ]
        return new

    def _is_idle(self, fact: Fact) -> bool:
        """Whether the fact says what literal something has, and no rule can use that."""
        predicate, nodes = fact
        if predicate not in (TRIPLE, ASSERTED) or not isinstance(nodes[2], Literal):
            return False
        if self._axioms != self.facts.axioms:
            self._axioms = self.facts.axioms
            self._read = properties_read(self.program, self._schema())
        return self._read is not None and nodes[1] not in self._read

    def _schema(self) -> Iterator[Triple]:
        for word in self.program.axioms:
            if isinstance(word, NamedNode):
                yield from self.facts.match((None, word, None))
                yield from self.facts.match((None, TYPE, word))

    def _takes(self, fact: Fact) -> bool:
        """Puts a triple with the facts; false where it is there already."""
        predicate, nodes = fact
        if predicate != TRIPLE or isinstance(nodes[0], Literal):
            return True
        triple = as_triple(nodes)
        if triple is None or self.facts.holds(triple):
            return False
        self.facts.add([triple])
        return True

    def _interested(self, fact: Fact) -> Iterator[tuple[Rule, int]]:
        predicate, nodes = fact
        yield from self._users.get((predicate, None), ())
        if predicate in (TRIPLE, ASSERTED):
            yield from self._users.get((predicate, nodes[1]), ())


def as_triple(nodes: tuple[Node, ...]) -> Triple | None:
    """The nodes as a triple of RDF; None where they cannot be one."""
    subject, predicate, value = nodes
    if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode):
        return Triple(subject, predicate, value)
    return None


def needs_rebuild(program: Program, triples: Iterable[Triple]) -> bool:
    """Whether additions could take something back: some rule asks for the absence of such a statement."""
    asked: set[str] = set()
    waiting = [atom for rule in program.rules for atom in rule.absent]
    properties: set[object] = set()
    while waiting:
        atom = waiting.pop()
        if atom.predicate in (TRIPLE, ASSERTED):
            properties.add(atom.terms[1])
        elif atom.predicate not in asked and atom.predicate not in GIVEN:
            asked.add(atom.predicate)
            waiting += [inner for rule in program.by_head[atom.predicate] for inner in rule.body]
    if any(isinstance(found, Variable) for found in properties):
        return True
    return any(triple.predicate in properties for triple in triples)


def _key(predicate: str, terms: tuple[object, ...]) -> Key:
    if predicate in (TRIPLE, ASSERTED) and isinstance(terms[1], NamedNode):
        return predicate, terms[1]
    return predicate, None


def _instantiated(head: Atom, bindings: dict[str, Node]) -> Fact:
    nodes = tuple(bindings[term.name] if isinstance(term, Variable) else term for term in head.terms)
    return head.predicate, nodes
