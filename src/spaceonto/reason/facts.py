"""Triples to look things up in, the asserted ones apart from those that follow."""

from collections.abc import Iterable, Iterator
from typing import cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from .rules import is_schema

Node = NamedNode | BlankNode | Literal
Nodes = tuple[Node, NamedNode, Node]
Pattern = tuple[Node | None, Node | None, Node | None]

EVERYTHING = DefaultGraph()
ASSERTED = NamedNode("urn:asserted")


class Facts:
    """A closed set of triples: all in one graph of a store in memory, the asserted in another as well."""

    def __init__(self, asserted: Iterable[Triple], inferred: Iterable[Triple] = ()) -> None:
        self._store = Store()
        self.changes = 0  # how often something was added
        self.axioms = 0  # how often an axiom was among it
        asserted = list(asserted)
        self._store.bulk_extend(Quad(s, p, o, ASSERTED) for s, p, o in asserted)
        self._store.bulk_extend(Quad(s, p, o, EVERYTHING) for s, p, o in asserted)
        self.add(inferred)

    def add(self, inferred: Iterable[Triple]) -> None:
        """Takes in triples that follow from the others."""
        inferred = list(inferred)
        self.changes += 1
        self.axioms += any(is_schema(triple.predicate, triple.object) for triple in inferred)
        self._store.bulk_extend(Quad(s, p, o, EVERYTHING) for s, p, o in inferred)

    def match(self, pattern: Pattern, *, asserted: bool = False) -> Iterator[Triple]:
        """The triples with these nodes, None standing for any; a literal is the subject of none."""
        subject, predicate, value = pattern
        if isinstance(subject, Literal) or not isinstance(predicate, NamedNode | None):
            return
        graph = ASSERTED if asserted else EVERYTHING
        for quad in self._store.quads_for_pattern(subject, predicate, value, graph):
            yield quad.triple

    def is_asserted(self, triple: Triple) -> bool:
        """Whether somebody stated the triple."""
        return Quad(triple.subject, triple.predicate, triple.object, ASSERTED) in self._store

    def holds(self, triple: Triple) -> bool:
        """Whether the triple is stated or follows."""
        return Quad(triple.subject, triple.predicate, triple.object, EVERYTHING) in self._store

    def objects(self, subject: Node, predicate: NamedNode) -> list[Node]:
        """What the subject has for this predicate."""
        return [nodes_of(triple)[2] for triple in self.match((subject, predicate, None))]

    def __len__(self) -> int:
        return sum(1 for _ in self._store.quads_for_pattern(None, None, None, EVERYTHING))


def nodes_of(triple: Triple) -> Nodes:
    """Subject, predicate and object of a triple, none of which is a triple itself."""
    return cast(Nodes, tuple(triple))
