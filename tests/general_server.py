"""A real `spaceonto serve`, started on a free port, with a token to write by."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TOKEN = "a-token-of-the-tests"


@dataclass(frozen=True)
class Reply:
    """What came back: `headers` by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Server:
    """A running server on a workspace."""

    root: Path
    port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        *,
        token: str = TOKEN,
        timeout: float = 60,
        **headers: str,
    ) -> Reply:
        """Sends one request on a connection of its own. Header names have _ for -; no token, no header."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent.setdefault("Authorization", f"Bearer {token}")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        with contextlib.closing(connection):
            data = body.encode() if isinstance(body, str) else body
            connection.request(method, path, data, sent)
            response = connection.getresponse()
            read = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, read, response.read())

    def update(self, text: str, parameters: str = "", **options: object) -> Reply:
        """Sends a SPARQL update as it is."""
        kind = "application/sparql-update"
        return self.send("POST", f"/update{parameters}", text, Content_Type=kind, **options)  # type: ignore[arg-type]

    def select(self, text: str) -> list[tuple[str, ...]]:
        """The rows of a query, as CSV has them."""
        query = urllib.parse.urlencode({"query": text})
        reply = self.send("GET", f"/sparql?{query}", token="", Accept="text/csv")
        assert reply.status == 200, reply.body
        return [tuple(line.split(",")) for line in reply.body.decode().split("\r\n")[1:] if line]

    def put(self, graph: str | None, turtle: str) -> Reply:
        """Makes a graph hold this Turtle."""
        return self.send("PUT", where(graph), turtle, Content_Type="text/turtle")


def where(graph: str | None) -> str:
    """The path of a graph in the store."""
    return "/store?default" if graph is None else "/store?" + urllib.parse.urlencode({"graph": graph})


@contextlib.contextmanager
def serving(root: Path, *options: str, token: str = TOKEN) -> Iterator[Server]:
    """The server, ended with kill -9 afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "spaceonto", "serve", "--workspace", str(root), "--port", str(port)]
    environment = {**os.environ, "SPACEONTO_TOKEN": token}
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            told = []
            for line in process.stdout:
                told.append(line)
                if line.startswith("SpaceOnto is served at"):
                    break
            else:
                raise AssertionError("".join(told))
            server = Server(root, port, process)
            end = time.monotonic() + 30
            while server.send("GET", "/readyz").status != 200:
                assert time.monotonic() < end, "the data were not loaded"
                time.sleep(0.02)
            yield server
        finally:
            process.kill()
            if process.stdout is not None:
                process.stdout.close()
