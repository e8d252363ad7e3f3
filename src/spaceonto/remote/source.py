"""A release that another server holds, found by its record there and looked at again from time to time."""

import logging
import threading
from dataclasses import dataclass, field
from typing import Any

from .. import terms
from ..engine.pool import Limits
from . import record as records
from .reading import most_rows
from .runner import Remote
from .scope import Scope
from .server import Endpoints, RemoteError, Server

LOG = logging.getLogger("spaceonto.remote")
SHOWS_ALL = f"SELECT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{terms.UNION}>) }} LIMIT 1"
MANY = "SELECT ?s { ?s ?p ?o . ?s2 ?p2 ?o2 } LIMIT 100001"
SECONDS = 10.0
"""How often it is asked which release is there."""
PATIENCE = 30.0
"""Seconds that the record may take to come."""


@dataclass(frozen=True)
class Published:
    """What a server holds: a release, or where it has no whole one, data that may change at any time."""

    endpoints: Endpoints
    digest: str = ""
    scope: Scope = field(default_factory=Scope)
    asserted: int = 0
    inferred: int = 0
    is_virtuoso: bool = False
    most_rows: int = 0
    """Where it cuts answers, where that is known; graphs are cut without a word."""

    @property
    def manifest(self) -> dict[str, Any]:
        counts = {"asserted": self.asserted, "inferred": self.inferred}
        return {"digest": self.digest, "counts": counts}

    def start(self, limits: Limits) -> Remote:
        server = Server(self.endpoints, seconds=limits.seconds, connections=limits.fast + limits.long)
        return Remote(server, self.scope, limits, is_virtuoso=self.is_virtuoso, most_rows=self.most_rows)


def find(server: Server) -> Published:
    """What a server holds. Raises RemoteError."""
    record = records.read(server)
    is_virtuoso = server.product.startswith("Virtuoso")
    most = _most_rows(server) if is_virtuoso else 0
    if record is None:
        return Published(server.endpoints, is_virtuoso=is_virtuoso, most_rows=most)
    graphs = tuple(sorted(name for name in record.triples if name not in (terms.UNION, terms.PUBLICATION)))
    shows_all = bool(server.rows(SHOWS_ALL, {"default-graph-uri": terms.UNION}))
    inferred = record.triples.get(terms.INFERRED, 0)
    asserted = sum(record.triples[name] for name in graphs) - inferred
    return Published(
        server.endpoints, record.release, Scope(graphs, shows_all), asserted, inferred, is_virtuoso, most
    )


def _most_rows(server: Server) -> int:
    """The number of rows beyond which Virtuoso cuts, told in the head of an answer that is cut."""
    data = {"query": MANY}
    with server.stream("POST", server.endpoints.query, server.seconds, data=data) as response:
        return most_rows(response) or 0


class Watch:
    """Knows which release a server holds, and asks again in a thread of its own, so that nobody waits."""

    def __init__(self, endpoints: Endpoints, seconds: float = SECONDS) -> None:
        self._server = Server(endpoints, seconds=PATIENCE)
        self._seconds = seconds
        self._found: Published | None = None
        self._ended = threading.Event()
        self._look()
        threading.Thread(target=self._go_on, name="watch", daemon=True).start()

    def current(self) -> Published | None:
        """What the server held when it was asked last; nothing where it has never answered."""
        return self._found

    def close(self) -> None:
        """Asks no more."""
        self._ended.set()

    def _go_on(self) -> None:
        while not self._ended.wait(self._seconds):
            self._look()

    def _look(self) -> None:
        try:
            digest = records.release(self._server)
            if self._found is None or not digest or digest != self._found.digest:
                self._found = find(self._server)
        except RemoteError as error:  # what is known stays; a query will tell the asker
            LOG.warning("%s", error)
