"""Property paths of SHACL: read from a graph, written as SPARQL writes them, and back into a graph."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Triple

from .. import terms
from .graph import FIRST, REST, Graph, Term, items

NIL: Final = NamedNode(terms.RDF + "nil")
INVERSE: Final = terms.SH + "inversePath"
ALTERNATIVE: Final = terms.SH + "alternativePath"
REPEATS: Final = {
    terms.SH + "zeroOrMorePath": "*",
    terms.SH + "oneOrMorePath": "+",
    terms.SH + "zeroOrOnePath": "?",
}


@dataclass(frozen=True, slots=True)
class Path:
    """A property path: an operator (`/`, `|`, `^`, `*`, `+`, `?`) over parts, or a single predicate."""

    operator: str
    parts: tuple["Path", ...] = ()
    predicate: str = ""

    def __str__(self) -> str:
        """The path as SPARQL writes it, with IRIs written out."""
        if not self.operator:
            return f"<{self.predicate}>"
        if self.operator in "/|":
            return f"({self.operator.join(str(part) for part in self.parts)})"
        inner = str(self.parts[0])
        return f"^{inner}" if self.operator == "^" else f"{inner}{self.operator}"

    def first_steps(self) -> Iterator[tuple[str, bool]]:
        """The predicates that a walk along the path may start with, and whether it goes against them."""
        if not self.operator:
            yield self.predicate, False
        elif self.operator == "^":
            yield from ((predicate, not against) for predicate, against in self.parts[0].first_steps())
        else:
            for part in self.parts[:1] if self.operator == "/" else self.parts:
                yield from part.first_steps()


def read_path(graph: Graph, node: Term) -> Path:
    """The path that starts at a node of a graph; raises ValueError where there is none."""
    if isinstance(node, NamedNode) and node != NIL:
        return Path("", predicate=node.value)
    if graph.value(node, FIRST) is not None:
        return Path("/", tuple(read_path(graph, item) for item in items(graph, node)))
    for predicate, value in graph.about(node):
        if predicate == INVERSE:
            return Path("^", (read_path(graph, value),))
        if predicate == ALTERNATIVE:
            return Path("|", tuple(read_path(graph, item) for item in items(graph, value)))
        if predicate in REPEATS:
            return Path(REPEATS[predicate], (read_path(graph, value),))
    raise ValueError(f"{node} is no property path")


def write_path(path: Path) -> tuple[NamedNode | BlankNode, list[Triple]]:
    """A node for the path, and the triples that say what it is."""
    if not path.operator:
        return NamedNode(path.predicate), []
    written = [write_path(part) for part in path.parts]
    triples = [triple for _, inner in written for triple in inner]
    if path.operator in "/|":
        value, cells = _list([node for node, _ in written])
        triples += cells
        if path.operator == "/":
            return value, triples
        predicate = ALTERNATIVE
    else:
        value = written[0][0]
        predicate = next((iri for iri, sign in REPEATS.items() if sign == path.operator), INVERSE)
    node = BlankNode()
    return node, [*triples, Triple(node, NamedNode(predicate), value)]


def _list(nodes: list[NamedNode | BlankNode]) -> tuple[NamedNode | BlankNode, list[Triple]]:
    rest: NamedNode | BlankNode = NIL
    triples = []
    for node in reversed(nodes):
        cell = BlankNode()
        triples += [Triple(cell, NamedNode(FIRST), node), Triple(cell, NamedNode(REST), rest)]
        rest = cell
    return rest, triples
