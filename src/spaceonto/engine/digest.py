"""A digest of an answer that does not hang on the order of its rows, nor on the names of its blank nodes.

The lines of the answer as TSV, or of a graph as N-Triples, are sorted by their bytes, each ended by a line
feed, and hashed by SHA-256; so `curl … | LC_ALL=C sort | sha256sum` gives the same. Blank nodes are named by
RDFC-1.0 first, where each row counts as a node with its values.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from .out import TooLarge
from .rows import ROW_FORMATS

COLUMN = "urn:column:"
NAMING = ox.CanonicalizationAlgorithm.RDFC_1_0


def digest(results: Any, max_rows: int, max_bytes: int) -> dict[str, Any]:
    """The digest and the number of rows or triples. Raises TooLarge beyond what is given at once."""
    if isinstance(results, ox.QueryBoolean):
        lines, rows = {"true" if results else "false"}, 1
    elif isinstance(results, ox.QueryTriples):
        lines = graph_lines(results)
        rows = len(lines)
    else:
        return _of_rows(results, max_rows, max_bytes)
    return _hashed(sorted(line.encode() for line in lines), rows, max_rows, max_bytes)


def graph_lines(triples: Iterable[ox.Triple]) -> set[str]:
    """The triples in N-Triples, blank nodes under their canonical names."""
    found = set(triples)
    if any(has_blank(part) for triple in found for part in (triple.subject, triple.object)):
        graph = ox.Dataset(ox.Quad(each.subject, each.predicate, each.object) for each in found)
        graph.canonicalize(NAMING)
        found = {quad.triple for quad in graph}
    return {f"{triple} ." for triple in found}


def _of_rows(results: Any, max_rows: int, max_bytes: int) -> dict[str, Any]:
    names = [variable.value for variable in results.variables]
    rows: list[list[Any]] = []
    for solution in results:
        rows.append([solution[name] for name in names])
        if len(rows) > max_rows:
            raise TooLarge
    if any(has_blank(value) for row in rows for value in row):
        rows = _renamed(rows)
    writer = ROW_FORMATS["tsv"]
    lines = [writer.row(names, row).rstrip("\n").encode() for row in rows]
    lines.append(writer.head(names).rstrip("\n").encode())
    return _hashed(sorted(lines), len(rows), max_rows, max_bytes)


def _hashed(lines: list[bytes], rows: int, max_rows: int, max_bytes: int) -> dict[str, Any]:
    if rows > max_rows or sum(len(line) + 1 for line in lines) > max_bytes:
        raise TooLarge
    whole = hashlib.sha256()
    for line in lines:
        whole.update(line + b"\n")
    return {"sha256": whole.hexdigest(), "rows": rows}


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
