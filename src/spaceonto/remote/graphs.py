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


def graphs_of(folder: Path, *, union: bool = True) -> list[Graph]:
    """The graphs of a release by name, with what was inferred, and one that is asked where none is named.

    SPARQL leaves it to a server what its default graph is, so ours has to be one that can be named: the union
    of all, or what no named graph has. Raises OSError or SyntaxError where the release cannot be read.
    """
    found: dict[str, set[str]] = {}
    for name, line in _lines(folder / "asserted.nq", terms.UNION):
        found.setdefault(name, set()).add(line)
    for _, line in _lines(folder / "inferred.nt", ""):
        found.setdefault(terms.INFERRED, set()).add(line)
    if union:
        found[terms.UNION] = set().union(*found.values())
        # It says something of the release itself, and so is no part of the union.
        for name, line in _lines(folder / "described.nq", ""):
            found.setdefault(name, set()).add(line)
    return [_graph(name, found.pop(name)) for name in sorted(found)]


def _lines(file: Path, default: str) -> Iterator[tuple[str, str]]:
    """The graph, and the triple as a line of N-Triples, of each statement in a file."""
    if not file.is_file():
        return
    form = RdfFormat.N_TRIPLES if file.suffix == ".nt" else RdfFormat.N_QUADS
    for quad in parse(path=file, format=form, lenient=True):
        name = default if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
        yield name, f"{quad.triple} .\n"


def _graph(name: str, lines: set[str]) -> Graph:
    joined = sorted(line for line in lines if _has_blank_node(line))
    rest = sorted(lines.difference(joined))
    return Graph(name, (*joined, *rest), len(joined))


def _has_blank_node(line: str) -> bool:
    return line.startswith("_:") or " _:" in line
