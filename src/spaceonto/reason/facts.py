"""Triples to look things up in, the asserted ones apart from those that follow."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from .. import terms
from .rules import is_schema

Node = NamedNode | BlankNode | Literal
Nodes = tuple[Node, NamedNode, Node]
Pattern = tuple[Node | None, Node | None, Node | None]

ASSERTED: Final = NamedNode("urn:asserted")
INFERRED: Final = NamedNode(terms.INFERRED)
NOT_REASONED_OVER: Final = terms.GRAPH + "ontology/alignments/"


class Facts:
    """A closed set of triples in memory: those that follow in a graph of their own, the others elsewhere."""

    def __init__(self, asserted: Iterable[Triple] = (), inferred: Iterable[Triple] = ()) -> None:
        self._store = Store()
        self.changes = 0  # how often something was added
        self.axioms = 0  # how often an axiom was among it
        self._store.bulk_extend(Quad(s, p, o, ASSERTED) for s, p, o in asserted)
        self.add(inferred)

    @classmethod
    def of_release(cls, folder: Path) -> "Facts":
        """The facts of a release that were reasoned over, each asserted one in the graph of its file.

        Numbers come in their shortest form. Raises OSError or SyntaxError where the release cannot be read.
        """
        facts = cls()
        # A parse keeps the names of blank nodes, by which the two files belong together; a load would not.
        quads = parse(path=folder / "asserted.nq", format=RdfFormat.N_QUADS, lenient=True)
        facts._store.bulk_extend(quad for quad in quads if not _is_aside(quad.graph_name))
        for name in ("inferred.nt", "anonymous.nt"):
            if (folder / name).is_file():
                found = parse(path=folder / name, format=RdfFormat.N_TRIPLES, lenient=True)
                facts._store.bulk_extend(Quad(q.subject, q.predicate, q.object, INFERRED) for q in found)
        return facts

    def add(self, inferred: Iterable[Triple]) -> None:
        """Takes in triples that follow from the others."""
        inferred = list(inferred)
        self.changes += 1
        self.axioms += any(is_schema(triple.predicate, triple.object) for triple in inferred)
        self._store.bulk_extend(Quad(s, p, o, INFERRED) for s, p, o in inferred)

    def state(self, triples: Iterable[Triple], graph: NamedNode = ASSERTED) -> None:
        """Takes in triples that somebody states, by default nobody knows where.

        A solver made before learns of what follows from them by add(), but not of what they make untrue.
        """
        triples = list(triples)
        self.changes += 1
        self.axioms += any(is_schema(triple.predicate, triple.object) for triple in triples)
        self._store.bulk_extend(Quad(s, p, o, graph) for s, p, o in triples)

    def match(self, pattern: Pattern, *, asserted: bool = False) -> Iterator[Triple]:
        """The triples with these nodes, None standing for any; a literal is the subject of none."""
        subject, predicate, value = pattern
        if isinstance(subject, Literal) or not isinstance(predicate, NamedNode | None):
            return
        for quad in self._store.quads_for_pattern(subject, predicate, value, None):
            if not asserted or quad.graph_name != INFERRED:
                yield quad.triple

    def inferred(self) -> Iterator[Triple]:
        """The triples that follow."""
        return (quad.triple for quad in self._store.quads_for_pattern(None, None, None, INFERRED))

    def stated(self) -> Iterator[Triple]:
        """The triples that somebody states, one stated in two graphs twice."""
        quads = self._store.quads_for_pattern(None, None, None, None)
        return (quad.triple for quad in quads if quad.graph_name != INFERRED)

    def is_asserted(self, triple: Triple) -> bool:
        """Whether somebody stated the triple."""
        return any(True for _ in self.graphs(triple))

    def holds(self, triple: Triple) -> bool:
        """Whether the triple is stated or follows."""
        return any(True for _ in self._quads(triple))

    def graphs(self, triple: Triple) -> Iterator[NamedNode]:
        """The graphs in which the triple is stated; one where it is not known by file."""
        for quad in self._quads(triple):
            if quad.graph_name != INFERRED:
                yield cast(NamedNode, quad.graph_name)

    def _quads(self, triple: Triple) -> Iterator[Quad]:
        return self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)

    def objects(self, subject: Node, predicate: NamedNode) -> list[Node]:
        """What the subject has for this predicate."""
        return list(dict.fromkeys(nodes_of(t)[2] for t in self.match((subject, predicate, None))))

    def __len__(self) -> int:
        return len(self._store)


def _is_aside(graph: object) -> bool:
    return isinstance(graph, NamedNode) and graph.value.startswith(NOT_REASONED_OVER)


def nodes_of(triple: Triple) -> Nodes:
    """Subject, predicate and object of a triple, none of which is a triple itself."""
    return cast(Nodes, tuple(triple))
