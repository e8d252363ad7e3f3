"""The ontology's files, as the tests read them."""

from pathlib import Path

import pyoxigraph

ONTOLOGY = Path(__file__).parents[2] / "ontology"
GRAPHS = "https://w3id.org/spaceonto/graph/ontology/"
NS = "https://w3id.org/spaceonto/ns"
HEADER = ONTOLOGY / "spaceonto.ttl"
MODULES = sorted(set(ONTOLOGY.glob("*.ttl")) - {HEADER})
SCHEMES = sorted((ONTOLOGY / "schemes").glob("*.ttl"))
ALIGNMENTS = sorted((ONTOLOGY / "alignments").glob("*.ttl"))


def triples(source: Path | str) -> list[pyoxigraph.Triple]:
    """The triples of a file, or of a text in Turtle."""
    text = source.read_bytes() if isinstance(source, Path) else source.encode()
    return [quad.triple for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)]


def graph(file: Path) -> pyoxigraph.NamedNode:
    """The named graph in which a file of the ontology is served."""
    return pyoxigraph.NamedNode(GRAPHS + file.relative_to(ONTOLOGY).with_suffix("").as_posix())


def store() -> pyoxigraph.Store:
    """The header, the modules and the schemes, each in its graph."""
    found = pyoxigraph.Store()
    for file in (HEADER, *MODULES, *SCHEMES):
        found.extend(pyoxigraph.Quad(*triple, graph(file)) for triple in triples(file))
    return found
