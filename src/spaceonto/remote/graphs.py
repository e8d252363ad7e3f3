"""A release as the graphs that another server is to hold, each with a digest of its content."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, parse

from .. import terms


@dataclass(frozen=True)
class Graph:
    """A named graph: its triples as lines of N-Triples, sorted, those with blank nodes first."""

    name: str
    lines: tuple[str, ...]
    joined: int
    """How many of the lines have blank nodes: they have to travel together."""

    @cached_property
    def digest(self) -> str:
        whole = hashlib.sha256()
        for line in self.lines:
            whole.update(line.encode())
        return whole.hexdigest()[:32]

    def batches(self, start: int, size: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The lines from a position on in portions, each with the position where it begins."""
        if start < self.joined:
            yield 0, self.lines[: self.joined]
        for begin in range(max(start, self.joined), len(self.lines), size):
            yield begin, self.lines[begin : begin + size]


def graphs_of(folder: Path) -> list[Graph]:
    """The graphs of a release by name, with what was inferred, and the union of all as a graph too.

    SPARQL leaves it to a server what its default graph is, so the union has to be one that can be named.
    Raises OSError or SyntaxError where the release cannot be read.
    """
    found: dict[str, set[str]] = {}
    for file, form in (("asserted.nq", RdfFormat.N_QUADS), ("inferred.nt", RdfFormat.N_TRIPLES)):
        for quad in parse((folder / file).read_bytes(), format=form, lenient=True):
            if form is RdfFormat.N_TRIPLES:
                name = terms.INFERRED
            else:
                name = terms.UNION if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
            found.setdefault(name, set()).add(f"{quad.triple} .\n")
    found[terms.UNION] = set().union(*found.values())
    return [_graph(name, found.pop(name)) for name in sorted(found)]


def _graph(name: str, lines: set[str]) -> Graph:
    joined = sorted(line for line in lines if _has_blank_node(line))
    rest = sorted(lines.difference(joined))
    return Graph(name, (*joined, *rest), len(joined))


def _has_blank_node(line: str) -> bool:
    return line.startswith("_:") or " _:" in line
