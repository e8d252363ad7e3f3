"""What a change makes of the files: the new contents of each file that holds a changed graph."""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, Quad, RdfFormat, Store, Triple, parse

from .. import terms
from ..engine.graphstore import Change, Changed
from ..graphs import file_of, head_of
from ..turtle import TurtleError, UnwritableError, read, refuse_comment, write
from ..workspace import Workspace

PLAIN: Final = frozenset({terms.XSD + "string", terms.RDF + "langString"})
Files = dict[str, bytes | None]
"""The new contents of files by their paths in the workspace; None where a file goes."""


class ContributionError(Exception):
    """A change that no file can hold; the text says why, `hint` what to do instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Pieces:
    """Bytes that come in pieces, to be taken by number."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    def take(self, count: int) -> bytes:
        """The next bytes."""
        held = [self._held]
        size = len(self._held)
        while size < count and (piece := next(self._pieces, b"")):
            held.append(piece)
            size += len(piece)
        whole = b"".join(held)
        self._held = whole[count:]
        return whole[:count]

    def rest(self) -> Iterator[bytes]:
        """All that is left, in pieces."""
        yield self._held
        yield from self._pieces


def general_files(workspace: Workspace, change: Change, pieces: Pieces) -> Files:
    """The files of a general workspace: a changed graph is written anew. Raises GraphNameError."""
    files: Files = {}
    for graph in change.graphs:
        text = pieces.take(graph.gone + graph.come)
        empty_default = graph.graph is None and not graph.triples
        gone = empty_default or not graph.exists
        files[file_of(workspace, graph.graph)] = None if gone else head_of(graph.graph) + text
    return files


def knowledge_files(workspace: Workspace, change: Change, pieces: Pieces) -> Files:
    """The files of data/ in canonical form, where what stays keeps its letters, such as 1.50 or 007.

    Raises GraphNameError for a graph that is no file there, ContributionError for what no file may hold.
    """
    files: Files = {}
    for graph in change.graphs:
        gone, come = pieces.take(graph.gone), pieces.take(graph.come)
        path = file_of(workspace, graph.graph)
        triples = _after(workspace, path, gone, come)
        try:
            text = write(triples).encode()
        except UnwritableError as error:
            raise ContributionError(f"In <{graph.graph}>, {error.message}.", error.hint) from None
        files[path] = text or None
    return files


def counts(old: dict[str, int], asserted: int, changed: Iterable[Changed]) -> tuple[dict[str, int], int]:
    """How many triples each named graph has after the change, and how many there are in all."""
    graphs = dict(old)
    for graph in changed:
        asserted += graph.triples - graph.before
        if graph.graph is not None:
            graphs.pop(graph.graph, None)
            if graph.exists:
                graphs[graph.graph] = graph.triples
    return graphs, asserted


def _after(workspace: Workspace, path: str, gone: bytes, come: bytes) -> list[Triple]:
    new = [quad.triple for quad in parse(come, format=RdfFormat.N_TRIPLES)]
    changed = {quad.triple for quad in parse(gone, format=RdfFormat.N_TRIPLES)}
    changed.update(_as_stored(triple) for triple in new)
    return [*(triple for triple in _standing(workspace, path) if _as_stored(triple) not in changed), *new]


def _standing(workspace: Workspace, path: str) -> list[Triple]:
    """The triples that the file states by now."""
    file = workspace.root / path
    if not file.exists():
        return []
    data = file.read_bytes()
    try:
        refuse_comment(data, path)
        return [located.triple for located in read(data, path)]
    except TurtleError as error:
        raise ContributionError(f"{path}:{error.line}:{error.column}: {error.message}.", error.hint) from None


def _as_stored(triple: Triple) -> Triple:
    """The triple as a store has it, which writes numbers and dates in its own way."""
    value = triple.object
    if not isinstance(value, Literal) or value.datatype.value in PLAIN:
        return triple
    store = Store()
    store.add(Quad(triple.subject, triple.predicate, value))
    found: Triple = next(iter(store)).triple
    return found
