"""What other servers answer, read as SPARQL means it, whatever their habits."""

import re
from collections.abc import Iterator
from typing import IO, Any, cast

import httpx
import pyoxigraph as ox

from ..engine.guard import Query

JSON = "application/sparql-results+json"
ACCEPT = {
    "bindings": JSON,
    "graph": "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8",
}
NODE = re.compile(rb'("type": *"bnode" *, *"value": *")nodeID://')
"""How Virtuoso writes a blank node: with a colon and slashes, which no label may have."""
LONGEST = 64
"""Bytes that what is mended never goes beyond."""


class Unreadable(Exception):  # noqa: N818
    """An answer that is not what the protocol asks for."""


class Triples:
    """Triples as the engine would give them."""

    def __init__(self, quads: Iterator[ox.Quad]) -> None:
        self._quads = quads

    def __iter__(self) -> Iterator[ox.Triple]:
        return (quad.triple for quad in self._quads)

    def serialize(self, out: IO[bytes], format: ox.RdfFormat) -> None:
        """Writes them all."""
        ox.serialize(iter(self), out, format=format)


class Body:
    """The bytes of an answer, mended on the way, as a file to read from."""

    def __init__(self, response: httpx.Response) -> None:
        self._pieces = response.iter_bytes()
        self._held = b""
        self._ready = b""

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes, none at the end."""
        while not self._ready:
            piece = next(self._pieces, None)
            if piece is None:
                self._ready, self._held = self._held, b""
                break
            mended = NODE.sub(rb"\1", self._held + piece)
            self._ready, self._held = mended[:-LONGEST], mended[-LONGEST:]
        size = len(self._ready) if size < 0 else size
        given, self._ready = self._ready[:size], self._ready[size:]
        return given


def results(response: httpx.Response, query: Query) -> Any:
    """The rows, truth or triples of an answer, read while they come. Raises Unreadable, SyntaxError."""
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    body = cast(IO[bytes], Body(response))
    if query.gives_graph:
        form = ox.RdfFormat.from_media_type(kind)
        if form is None:
            raise Unreadable(f"a graph was asked for, and something of type {kind or 'unknown'} came")
        return Triples(ox.parse(body, format=form, lenient=True))
    if not kind.endswith("json"):
        raise Unreadable(f"{JSON} was asked for, and {kind or 'something of no type'} came")
    found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if query.form == "ASK" and isinstance(found, ox.QuerySolutions):
        # Virtuoso answers with a table of one number.
        truths = [str(row[0].value) for row in found if isinstance(row[0], ox.Literal)]
        return boolean(truths[:1] in (["1"], ["true"]))
    return found


def boolean(truth: bool) -> Any:
    """A yes or no as the engine would give it."""
    text = b'{"head":{},"boolean":%s}' % (b"true" if truth else b"false")
    return ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)


CUT = re.compile(r"rows=(\d+)")


def is_incomplete(response: httpx.Response) -> bool:
    """Whether the server says that it stopped in the middle because its time was over."""
    return bool(response.headers.get("X-SQL-State"))


def most_rows(response: httpx.Response) -> int | None:
    """The number of rows at which the server cuts this answer, where it says so."""
    told = response.headers.get("X-SPARQL-MaxRows", "")
    if told.isdigit():
        return int(told)
    cut = CUT.match(response.headers.get("X-SPARQL-Truncated", ""))  # as another SpaceOnto says it
    return int(cut.group(1)) if cut else None
