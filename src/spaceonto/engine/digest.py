"""A digest of an answer that does not hang on the order of its rows, nor on the names of its blank nodes.

The lines of the answer as TSV, or of a graph as N-Triples, are sorted by their bytes, each ended by a line
feed, and hashed by SHA-256; so `curl … | LC_ALL=C sort | sha256sum` gives the same. Blank nodes are named by
RDFC-1.0 first, where each row counts as a node with its values.
"""

import hashlib
from collections import defaultdict
from typing import Any

import pyoxigraph as ox

from .out import Out, TooLarge
from .rows import ROW_FORMATS

COLUMN = "urn:column:"
NAMING = ox.CanonicalizationAlgorithm.RDFC_1_0


def digest(results: Any, max_rows: int, max_bytes: int) -> dict[str, Any]:
    """The digest and the number of rows or triples. Raises TooLarge beyond what is given at once."""
    is_graph = not isinstance(results, ox.QuerySolutions | ox.QueryBoolean)
    body = bytearray()
    out = Out(body.extend, max_bytes, is_xml=False)
    results.serialize(out, format=ox.RdfFormat.N_TRIPLES if is_graph else ox.QueryResultsFormat.TSV)
    out.finish()
    lines = bytes(body).removesuffix(b"\n").split(b"\n") if body else []
    rows = len(lines) if is_graph or isinstance(results, ox.QueryBoolean) else len(lines) - 1
    if rows > max_rows:
        raise TooLarge
    if b"_:" in body and not isinstance(results, ox.QueryBoolean):
        lines = _graph_named(bytes(body), lines) if is_graph else _rows_named(bytes(body), lines)
    kept = sorted(set(lines) if is_graph else lines)
    whole = hashlib.sha256(b"".join(line + b"\n" for line in kept))
    return {"sha256": whole.hexdigest(), "rows": len(kept) if is_graph else rows}


def _graph_named(body: bytes, lines: list[bytes]) -> list[bytes]:
    """The lines of a graph with canonical names for its blank nodes."""
    graph = ox.Dataset(ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
    if not any(has_blank(part) for quad in graph for part in (quad.subject, quad.object)):
        return lines
    graph.canonicalize(NAMING)
    return [f"{quad.triple} .".encode() for quad in graph]


def _rows_named(body: bytes, lines: list[bytes]) -> list[bytes]:
    """The lines of a table with canonical names for its blank nodes."""
    found = ox.parse_query_results(body, format=ox.QueryResultsFormat.TSV)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    rows = [[solution[name] for name in names] for solution in found]
    if not any(has_blank(value) for row in rows for value in row):
        return lines
    writer = ROW_FORMATS["tsv"]
    return [lines[0], *(writer.row(names, row).rstrip("\n").encode() for row in _renamed(rows))]


def _renamed(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows with canonical names for their blank nodes."""
    graph = ox.Dataset()
    for row in rows:
        node = ox.BlankNode()
        for column, value in enumerate(row):
            if value is not None:
                graph.add(ox.Quad(node, ox.NamedNode(f"{COLUMN}{column}"), value))
    graph.canonicalize(NAMING)
    found: dict[Any, list[Any]] = defaultdict(lambda: [None] * len(rows[0]))
    for quad in graph:
        found[quad.subject][int(quad.predicate.value.removeprefix(COLUMN))] = quad.object
    empty = [row for row in rows if all(value is None for value in row)]
    return [*found.values(), *empty]


def has_blank(term: Any) -> bool:
    """Whether it is a blank node, or a triple with one in it."""
    if isinstance(term, ox.Triple):
        return has_blank(term.subject) or has_blank(term.object)
    return isinstance(term, ox.BlankNode)
