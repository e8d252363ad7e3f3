"""Queries run on another server: looked at first, bounded in time, number and size, put in every format."""

import logging
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ..engine.errors import AnswerTooLarge, QueryFailed, QueryTimeout, QueueFull
from ..engine.guard import guard
from ..engine.out import TooLarge
from ..engine.pool import Limits, Pool
from ..engine.spool import Spool
from ..engine.worker import written
from .reading import ACCEPT, Unreadable, is_incomplete, most_rows, results
from .scope import Scope, counted, scoped
from .server import RemoteError, Server

LOG = logging.getLogger("spaceonto.remote")
IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")
LOOK = 2.0
"""Seconds for which it is taken that the server still answers; and the most it may take to say so."""


class Remote:
    """Runs requests on a server; may be called from many threads."""

    def __init__(
        self, server: Server, scope: Scope, limits: Limits, *, is_virtuoso: bool = False, most_rows: int = 0
    ) -> None:
        self.server = server
        self.limits = limits
        self._scope = scope
        self._is_virtuoso = is_virtuoso
        self._most_rows = most_rows
        places = limits.fast + limits.long
        # Whoever has a place may wait for the parser.
        self._parser = Pool("spaceonto.remote.parser:prepare", {}, replace(limits, queue=places))
        self._places = threading.BoundedSemaphore(places)
        self._come = threading.BoundedSemaphore(places + limits.queue)
        self._answered = 0.0

    @property
    def ready(self) -> bool:
        """Whether the server answers."""
        if not self._parser.ready:
            return False
        if time.monotonic() - self._answered > LOOK:
            data = {"query": "ASK {}"}
            try:
                with self.server.stream("POST", self.server.endpoints.query, LOOK, data=data):
                    self._answered = time.monotonic()
            except RemoteError as error:
                LOG.warning("%s", error)
                return False
        return True

    @property
    def failed(self) -> bool:
        return self._parser.failed

    def wait_ready(self) -> None:
        """Returns once queries are looked at. Raises StartError where they cannot be."""
        self._parser.wait_ready()

    def close(self) -> None:
        """Ends the processes here, and the connections."""
        self._parser.close()
        self.server.close()

    def run(self, request: dict[str, Any], seconds: float | None = None) -> tuple[dict[str, Any], Spool]:
        """Runs one request. Raises QueryTimeout, QueueFull, AnswerTooLarge or QueryFailed."""
        deadline = min(seconds or self.limits.seconds, self.limits.seconds)
        end = time.monotonic() + deadline
        if "read" in request:
            request = self._whole_graph(request)
        with self._place(end):
            spool = Spool()
            try:
                info = self._fault(request, end) or self._asked(request, end, spool)
                return info, spool
            except TooLarge:
                return {"error": "size"}, Spool()
            except RemoteError as error:
                raise _told(error, deadline) from None
            except (Unreadable, SyntaxError, ValueError) as error:
                LOG.warning("%s cannot be read: %s", self.server.endpoints.query, error)
                raise QueryFailed(
                    "The server that holds the data gave an answer that cannot be read.",
                    "Whoever runs this service finds more in its log.",
                ) from None

    def _whole_graph(self, request: dict[str, Any]) -> dict[str, Any]:
        """The request for a graph as one with a query."""
        name = request["read"]
        return {
            "query": "CONSTRUCT WHERE { ?s ?p ?o }",
            "format": request["format"],
            "from": [] if name is None else [name],
            "described": False,
            "default_graphs": None if name is None else (name,),
            "named_graphs": None,
            "paged": False,
            "max_rows": self.limits.rows,
            "max_bytes": self.limits.answer,
            "offset": 0,
            "after": "",
            "order": [],
        }

    def _fault(self, request: dict[str, Any], end: float) -> dict[str, Any]:
        """What is wrong with the request before anybody else sees it, as a worker would say it."""
        told, _ = self._parser.run({"query": request["query"], "base": request.get("base")}, _left(end))
        if "error" in told:
            return told
        for name in request["from"]:
            if not IRI.fullmatch(name) or not self._has(name, end):
                return {"error": "graph", "graph": name, "graphs": list(self._scope.graphs)}
        return {}

    def _has(self, name: str, end: float) -> bool:
        """Whether there is a graph of the name: some servers would fetch one that there is not."""
        if self._scope.is_known:
            return name in self._scope.graphs
        query = f"SELECT ?s {{ GRAPH <{name}> {{ ?s ?p ?o }} }} LIMIT 1"
        return bool(self.server.rows(query, seconds=_left(end)))

    def _asked(self, request: dict[str, Any], end: float, spool: Spool) -> dict[str, Any]:
        seconds = _left(end)
        query = guard(request["query"])
        sent = scoped(
            query,
            self._scope,
            request["default_graphs"],
            request["named_graphs"],
            request.get("base"),
            described=request["described"],
        )
        kind = "graph" if query.gives_graph else "bindings"
        # Virtuoso would give what it has found until then; others end the query.
        limit = f"{seconds * 1000:.0f}" if self._is_virtuoso else f"{max(seconds, 1):.0f}"
        data: dict[str, Any] = {"query": sent.text, "timeout": limit}
        if sent.default_graphs:
            data["default-graph-uri"] = sent.default_graphs
        if sent.named_graphs:
            data["named-graph-uri"] = sent.named_graphs
        headers = {"Accept": ACCEPT[kind]}
        address = self.server.endpoints.query
        with self.server.stream("POST", address, seconds, data=data, headers=headers) as response:
            self._answered = time.monotonic()
            if is_incomplete(response):
                raise RemoteError(f"{address} stopped the query.", kind="late")
            most = most_rows(response)
            if most is not None:
                request = request | {"paged": True}  # so that the rows are counted
            info = written(results(response, query), kind, request, spool.write)
        if most is not None and not info.get("more"):
            self._refuse_cut(info["rows"] + request["offset"], most)
        elif self._most_rows and kind == "graph" and not info.get("more"):
            self._refuse_cut(self._solutions(data, end), self._most_rows)
        return info

    def _solutions(self, data: dict[str, Any], end: float) -> int:
        """From how many solutions a graph is made: Virtuoso cuts them without a word."""
        text = counted(data["query"])
        if text is None:
            return 0
        dataset = {name: value for name, value in data.items() if name.endswith("-graph-uri")}
        try:
            return int(self.server.rows(text, dataset, seconds=_left(end))[0]["n"])
        except RemoteError as error:
            if error.kind == "refused":  # one with GROUP BY cannot be counted so
                return 0
            raise

    @staticmethod
    def _refuse_cut(rows: int, most: int) -> None:
        if rows >= most:
            raise AnswerTooLarge(
                f"The server that holds the data cuts answers at {most:,} rows, and this one was cut.",
                "Ask for less, or in parts with ORDER BY, LIMIT and OFFSET.",
            )

    @contextmanager
    def _place(self, end: float) -> Iterator[None]:
        """One of the places for queries at work, waited for among a bounded number of others."""
        if not self._come.acquire(blocking=False):
            raise QueueFull("Too many queries are waiting.", "Try again in a few seconds.")
        try:
            wait = min(self.limits.queue_seconds, end - time.monotonic())
            if not self._places.acquire(timeout=max(wait, 0)):
                raise QueueFull("No place came free for this query.", "Try again in a few seconds.")
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._come.release()


def _left(end: float) -> float:
    """The seconds until then, never none."""
    return max(end - time.monotonic(), 0.01)


def _told(error: RemoteError, seconds: float) -> Exception:
    """The error for an asker, who is told nothing of addresses; these are in the log."""
    LOG.warning("%s", error)
    match error.kind:
        case "late":
            return QueryTimeout(f"The query was ended at its deadline of {seconds:g} s.", seconds=seconds)
        case "busy":
            return QueueFull("The server that holds the data is busy.", "Try again in a few seconds.")
        case "gone":
            return QueryFailed("The server that holds the data does not answer.", "Try again in a minute.")
    return QueryFailed(
        "The server that holds the data does not take this query, though it is well-formed.",
        "Write it in simpler terms. Whoever runs this service finds the reason in its log.",
    )
