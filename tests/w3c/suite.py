"""The manifests of the W3C's SPARQL tests, as far as these tests read them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(os.environ.get("SPACEONTO_RDF_TESTS", "nowhere")) / "sparql" / "sparql11"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".trig": ox.RdfFormat.TRIG,
}


@dataclass(frozen=True)
class Graph:
    """A manifest as a graph."""

    file: Path
    store: ox.Store = field(repr=False)

    def all(self, node: object, predicate: str) -> list:
        """The objects of a predicate; of a list, its members."""
        found = []
        for quad in self.store.quads_for_pattern(node, ox.NamedNode(predicate), None):
            found += self.members(quad.object)
        return found

    def one(self, node: object, predicate: str):
        """The object of a predicate, or nothing."""
        return next(iter(self.all(node, predicate)), None)

    def members(self, node: object) -> Iterator:
        """The members of a list, or the node itself where it is none."""
        if isinstance(node, ox.Literal):
            yield node
            return
        first = list(self.store.quads_for_pattern(node, ox.NamedNode(RDF + "first"), None))
        if not first and node != ox.NamedNode(RDF + "nil"):
            yield node
        while first:
            yield first[0].object
            node = next(self.store.quads_for_pattern(node, ox.NamedNode(RDF + "rest"), None)).object
            first = list(self.store.quads_for_pattern(node, ox.NamedNode(RDF + "first"), None))


@dataclass(frozen=True)
class Data:
    """A dataset of a test: files of the default graph, and of named ones with their names."""

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()

    @cached_property
    def quads(self) -> tuple[ox.Quad, ...]:
        found = []
        for number, (graph, file) in enumerate([*((None, f) for f in self.default), *self.named]):
            name = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
            for triple in triples(file):
                s, p, o = (apart(term, number) for term in triple)
                found.append(ox.Quad(s, p, o, name))
        return tuple(found)


@dataclass(frozen=True)
class Test:
    """One entry of a manifest."""

    __test__ = False
    graph: Graph
    node: ox.NamedNode
    kind: str

    @property
    def id(self) -> str:
        return f"{self.graph.file.parent.name}/{self.node.value.rpartition('#')[2]}"

    def action(self, name: str) -> object:
        return self.graph.one(self.graph.one(self.node, MF + "action"), name)

    @property
    def data(self) -> Data:
        return self._data(self.graph.one(self.node, MF + "action"), QT, UT)

    @property
    def after(self) -> Data:
        return self._data(self.graph.one(self.node, MF + "result"), UT)

    @property
    def own_data(self) -> Data:
        """The data that a test of the protocol tells of itself, not of its action."""
        return self._data(self.node, UT)

    @property
    def request(self) -> Path:
        action = self.graph.one(self.node, MF + "action")
        return file_of(
            self.graph.one(action, QT + "query") or self.graph.one(action, UT + "request") or action
        )

    @property
    def expected(self) -> Path:
        return file_of(self.graph.one(self.node, MF + "result"))

    @property
    def is_lax(self) -> bool:
        return self.graph.one(self.node, MF + "resultCardinality") == ox.NamedNode(MF + "LaxCardinality")

    def _data(self, node: object, *spaces: str) -> Data:
        default = [file_of(found) for space in spaces for found in self.graph.all(node, space + "data")]
        named = []
        for found in (found for space in spaces for found in self.graph.all(node, space + "graphData")):
            inner = self.graph.one(found, UT + "graph") or self.graph.one(found, UT + "data")
            label = self.graph.one(found, RDFS + "label")
            named.append((label.value, file_of(inner)) if inner else (found.value, file_of(found)))
        return Data(tuple(default), tuple(named))


def entries(manifest: str, *kinds: str) -> list[Test]:
    """The tests of these kinds in a manifest and all that it includes."""
    file = ROOT / manifest
    store = ox.Store()
    store.load(file.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=file.as_uri())
    graph = Graph(file, store)
    kind, of_kind = ox.NamedNode(RDF + "type"), ox.NamedNode(MF + "Manifest")
    this = next(store.quads_for_pattern(None, kind, of_kind)).subject
    found = [
        test
        for included in graph.all(this, MF + "include")
        for test in entries(included_path(included), *kinds)
    ]
    for entry in graph.all(this, MF + "entries"):
        kind = graph.one(entry, RDF + "type")
        if kind is not None and kind.value.removeprefix(MF) in kinds:
            found.append(Test(graph, entry, kind.value.removeprefix(MF)))
    return found


def included_path(node: ox.NamedNode) -> str:
    return str(file_of(node))


def file_of(node: ox.NamedNode) -> Path:
    return Path(node.value.removeprefix("file://"))


def triples(file: Path) -> list[ox.Triple]:
    """The triples of a file, with its own address as the base."""
    parsed = ox.parse(file.read_bytes(), format=FORMATS[file.suffix], base_iri=file.as_uri())
    return [quad.triple for quad in parsed]


def apart(term: object, number: int) -> object:
    """The term, with a blank node that no other file has."""
    return ox.BlankNode(f"f{number}{term.value}") if isinstance(term, ox.BlankNode) else term
