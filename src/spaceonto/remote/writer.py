"""Graphs written to a server: by the Graph Store Protocol where it has that, else by SPARQL Update."""

import time
from collections.abc import Callable, Sequence
from functools import partial

from .server import RemoteError, Server

TOO_MUCH = frozenset({400, 413, 414, 500})
"""What servers say to a portion that is too large for them; they may also mean one triple in it."""


class Writer:
    """Writes triples in portions that the server takes; tries again what may pass, after each wait.

    All calls raise RemoteError.
    """

    def __init__(self, server: Server, size: int, waits: Sequence[float]) -> None:
        self._server = server
        self._waits = waits
        self.size = size

    def replace(self, graph: str, lines: Sequence[str]) -> None:
        """Makes the lines the whole content of the graph."""
        if self._server.endpoints.store:
            self._in_halves(lines, lambda part, first: self._put("PUT" if first else "POST", graph, part))
        else:
            self._in_halves(lines, lambda part, first: self._insert(graph, part, clear=first))

    def add(self, graph: str, lines: Sequence[str]) -> None:
        """Adds the lines to the graph."""
        if self._server.endpoints.store:
            self._in_halves(lines, lambda part, first: self._put("POST", graph, part))
        else:
            self._in_halves(lines, lambda part, first: self._insert(graph, part, clear=False))

    def drop(self, graph: str) -> None:
        """Takes the graph away, if it is there."""
        try:
            if self._server.endpoints.store:
                self._patiently(lambda: self._server.store("DELETE", graph))
            else:
                self._patiently(lambda: self._server.update(f"DROP SILENT GRAPH <{graph}>"))
        except RemoteError as error:
            if error.status != 404:
                raise

    def _put(self, method: str, graph: str, lines: Sequence[str]) -> None:
        self._server.store(method, graph, "".join(lines).encode())

    def _insert(self, graph: str, lines: Sequence[str], *, clear: bool) -> None:
        first = f"DROP SILENT GRAPH <{graph}> ;\n" if clear else ""
        body = f"{{ GRAPH <{graph}> {{\n{''.join(lines)}}} }}"
        # Virtuoso takes no blank nodes as data, but makes them from a pattern.
        has_blank = any("_:" in line for line in lines)
        self._server.update(f"{first}INSERT {body} WHERE {{}}" if has_blank else f"{first}INSERT DATA {body}")

    def _in_halves(self, lines: Sequence[str], write: Callable[[Sequence[str], bool], None]) -> None:
        """Writes the lines, in ever smaller portions where the server finds them too large.

        The first portion is told to be it. Blank nodes may not be parted.
        """
        start, step = 0, len(lines)
        while start < len(lines) or start == step == 0:
            portion = lines[start : start + step]
            try:
                self._patiently(partial(write, portion, start == 0))
            except RemoteError as error:
                if error.status not in TOO_MUCH or error.kind == "full":
                    raise
                if len(portion) <= 1 or any("_:" in line for line in portion):
                    raise RemoteError(f"{error} It was sent: {''.join(portion)[:200].strip()}") from None
                step = len(portion) // 2
                self.size = min(self.size, step)
                continue
            start += max(step, 1)

    def _patiently(self, call: Callable[[], None]) -> None:
        for wait in self._waits:
            try:
                return call()
            except RemoteError as error:
                if not error.is_passing:
                    raise
            time.sleep(wait)
        return call()
