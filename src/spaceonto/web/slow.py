"""Bodies that come and answers that go slowly: each holds a thread, so that they are bounded and watched."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .clients import name_of
from .connections import cut
from .problems import Problem

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

GRACE = 30.0
"""Seconds that any transfer may take."""
LEAST = 16 * 1024
"""Bytes that it has to move in each further second."""
PIECE = 64 * 1024
PATIENCE = 2.0
"""Seconds that one waits for a place."""


@dataclass(eq=False)
class Transfer:
    """Bytes on their way from or to a client; `peer` is the address at the other end of its connection."""

    slots: "Slots"
    client: str
    peer: str
    moved: int = 0
    start: float = field(default_factory=time.monotonic)

    def end(self) -> None:
        """Leaves the place."""
        self.slots.leave(self)

    @property
    def overdue(self) -> bool:
        return time.monotonic() - self.start > GRACE + self.moved / LEAST


class Slots:
    """Places for `total` transfers at once, of which one client has `each` at most."""

    def __init__(self, total: int, each: int) -> None:
        self._total, self._each = total, each
        self._held: set[Transfer] = set()
        self._counts: Counter[str] = Counter()
        self._waiting = 0
        self._change = threading.Condition()
        self._watched = False

    def take(self, client: str, peer: str, patience: float = PATIENCE) -> Transfer | None:
        """A place, to be left again; none where all stay taken."""
        until = time.monotonic() + patience
        with self._change:
            if self._waiting < self._total:
                self._waiting += 1
                self._change.wait_for(lambda: self._is_free(client), max(0.0, until - time.monotonic()))
                self._waiting -= 1
            if not self._is_free(client):
                return None
            made = Transfer(self, client, peer)
            self._held.add(made)
            self._counts[client] += 1
            if not self._watched:
                self._watched = True
                threading.Thread(target=self._watch, name="slow", daemon=True).start()
            return made

    def leave(self, transfer: Transfer) -> None:
        """Gives a place back; once is enough."""
        with self._change:
            if transfer not in self._held:
                return
            self._held.remove(transfer)
            self._counts[transfer.client] -= 1
            if self._counts[transfer.client] <= 0:
                del self._counts[transfer.client]
            self._change.notify_all()

    def _is_free(self, client: str) -> bool:
        return len(self._held) < self._total and self._counts[client] < self._each

    def _watch(self) -> None:
        """Ends the connections of those who take too long, as long as there is anybody to watch."""
        while True:
            time.sleep(1)
            with self._change:
                if not self._held:
                    self._watched = False
                    return
                peers = {transfer.peer for transfer in self._held if transfer.overdue}
            for peer in peers - {""}:
                cut(peer)


UPLOADS = Slots(32, 8)
DOWNLOADS = Slots(16, 4)


class Body:
    """A request's body, of a length if that is told. While it is being read it has a place among UPLOADS."""

    def __init__(self, stream: Any, client: str, peer: str, length: int | None = None) -> None:
        self._stream, self._client, self._peer = stream, client, peer
        self._left = length
        self._transfer: Transfer | None = None

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; without one, all. Raises Problem where too many bodies are being read."""
        if self._left == 0:
            return b""
        if self._transfer is None:
            self._transfer = UPLOADS.take(self._client, self._peer)
        if self._transfer is None:
            raise Problem(
                503, "The service is busy", "Too many requests are being received.",
                "Try again in half a minute.", "busy", headers={"Retry-After": "30"},
            )  # fmt: skip
        found = bytearray()
        while size < 0 or len(found) < size:
            piece = self._stream.read(PIECE if size < 0 else min(PIECE, size - len(found)))
            found += piece
            self._transfer.moved += len(piece)
            if self._left is not None:
                self._left = max(0, self._left - len(piece))
            if not piece or self._left == 0:
                self._left = 0
                self.done()  # what is made of it may take longer than it may take to come
                break
        return bytes(found)

    def done(self) -> None:
        """Leaves the place."""
        if self._transfer is not None:
            self._transfer.end()
            self._transfer = None


def watched(app: Wsgi, proxies: int) -> Wsgi:
    """The application, with the bodies that it reads under watch.

    Connections with a trusted proxy are not ended: they serve many, and the proxy bears with slow clients.
    """

    def call(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("CONTENT_LENGTH", "0") == "0" and "HTTP_TRANSFER_ENCODING" not in environ:
            return app(environ, start_response)
        address = environ.get("REMOTE_ADDR", "")
        told = environ.get("CONTENT_LENGTH", "")
        length = int(told) if told.isdecimal() else None
        body = Body(environ["wsgi.input"], name_of(address), "" if proxies else address, length)
        environ["wsgi.input"] = body
        try:
            return app(environ, start_response)
        finally:
            body.done()

    return call


def sent(pieces: Iterator[bytes], transfer: Transfer) -> Iterator[bytes]:
    """The pieces of an answer; at their end, or when nobody takes them any more, its place is left."""
    try:
        for piece in pieces:
            yield piece
            transfer.moved += len(piece)
    finally:
        transfer.end()
