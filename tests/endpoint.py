"""Servers of this machine for tests of SERVICE: a small SPARQL endpoint, and ones that behave badly."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pyoxigraph as ox

DATA = b"""
<https://w3id.org/spaceonto/id/nasa> <http://e.org/staff> 17000 ;
    <http://e.org/motto> "For \\"all\\"\\n{}"@en .
<https://w3id.org/spaceonto/id/esa> <http://e.org/staff> 2500 .
_:nobody <http://e.org/staff> 0 .
"""
Talk = Callable[[socket.socket, bytes], None]


@dataclass
class Listener:
    """A server, and the requests that it has seen; a connection counts, even when nothing is sent on it."""

    port: int
    seen: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"


@contextlib.contextmanager
def listening(talk: Talk) -> Iterator[Listener]:
    """A server that reads one request on each connection and lets `talk` answer it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        made = Listener(server.getsockname()[1])
        server.settimeout(0.05)
        ended = threading.Event()

        def serve(link: socket.socket, index: int) -> None:
            with link, contextlib.suppress(OSError):
                link.settimeout(5)
                request = b""
                while b"\r\n\r\n" not in request:
                    request += link.recv(65536)
                head, _, body = request.partition(b"\r\n\r\n")
                length = next(
                    int(x[15:]) for x in head.split(b"\r\n") if x.lower().startswith(b"content-length")
                )
                while len(body) < length:
                    body += link.recv(65536)
                made.seen[index] = head + b"\r\n\r\n" + body
                talk(link, body)

        def listen() -> None:
            while not ended.is_set():
                with contextlib.suppress(TimeoutError):
                    link, _ = server.accept()
                    made.seen.append(b"")
                    threading.Thread(target=serve, args=(link, len(made.seen) - 1), daemon=True).start()

        thread = threading.Thread(target=listen)
        thread.start()
        yield made
        ended.set()
        thread.join()


def answer(data: bytes, status: str = "200 OK", *heads: str) -> bytes:
    """An answer over HTTP."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(data)}", "Connection: close", *heads, "", ""]
    return "\r\n".join(lines).encode() + data


def endpoint(link: socket.socket, body: bytes) -> None:
    """Answers as a SPARQL endpoint over DATA does."""
    store = ox.Store()
    store.load(DATA, format=ox.RdfFormat.TURTLE)
    try:
        results = store.query(parse_qs(body.decode())["query"][0])
    except SyntaxError as error:
        link.sendall(answer(str(error).encode(), "400 Bad Request"))
        return
    link.sendall(answer(results.serialize(format=ox.QueryResultsFormat.JSON)))  # type: ignore[union-attr, arg-type]


def redirect(target: str, status: str = "307 Temporary Redirect") -> Talk:
    """A server that sends everybody elsewhere."""
    return lambda link, _: link.sendall(answer(b"", status, f"Location: {target}"))


def says(data: bytes) -> Talk:
    """A server that always sends the same bytes."""
    return lambda link, _: link.sendall(data)


def dribbles(head: bytes) -> Talk:
    """A server that goes on sending a byte now and then, for ever."""

    def talk(link: socket.socket, _: bytes) -> None:
        link.sendall(head)
        while True:
            link.sendall(b" ")
            time.sleep(0.05)

    return talk
