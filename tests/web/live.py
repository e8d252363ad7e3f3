"""A real server on a small workspace of its own, for the tests that ask it over the wire."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "spaceonto", "--workspace"]
CORE = """PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sco: <https://w3id.org/spaceonto/ns#>

sco:Agent a owl:Class .
sco:SpaceAgency a owl:Class ; rdfs:subClassOf sco:Agent .
"""
PROFILE = """PREFIX owl: <http://www.w3.org/2002/07/owl#>

<https://w3id.org/spaceonto/shapes/profile-contributor> a owl:Ontology .
"""
AGENCY = """PREFIX id: <https://w3id.org/spaceonto/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sco: <https://w3id.org/spaceonto/ns#>

id:{slug} a sco:SpaceAgency ; rdfs:label "{slug}"@en .
"""
AGENTS = "SELECT ?x { ?x a sco:Agent } ORDER BY ?x"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(12)) + " }"


@dataclass
class Server:
    """A running `spaceonto serve`."""

    process: subprocess.Popen[str]
    root: Path
    port: int
    log: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Takes in what the server prints, which it could not print on and on otherwise."""
        assert self.process.stdout is not None
        self.log.extend(self.process.stdout)

    def get(self, path: str, timeout: float = 20) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=timeout) as response:
            return bytes(response.read())

    def agents(self) -> list[str]:
        data = self.get("/sparql?query=" + urllib.parse.quote(AGENTS))
        return [row["x"]["value"].rpartition("/")[2] for row in json.loads(data)["results"]["bindings"]]

    def descendants(self) -> set[int]:
        """The server and all processes below it."""
        parents = {}
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found


def spaceonto(root: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [*PROGRAM, str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, **options)  # type: ignore[call-overload, no-any-return]


@contextlib.contextmanager
def running(root: Path, *options: str, **environment: str) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [*PROGRAM, str(root), "serve", "--port", str(port), "--timeout", "20", *options]
    pipe, env = subprocess.PIPE, {**os.environ, **environment}
    with subprocess.Popen(command, stdout=pipe, stderr=subprocess.STDOUT, text=True, env=env) as process:
        made = Server(process, root, port)
        listener = threading.Thread(target=made.listen, daemon=True)
        try:
            assert process.stdout is not None
            # A build may go before, where the program has changed since the template was built.
            assert f"SpaceOnto is served at http://localhost:{port}/\n" in iter(process.stdout.readline, "")
            listener.start()
            until(lambda: made.get("/readyz"))
            yield made
        finally:
            process.kill()
            if listener.is_alive():
                listener.join(5)


def until(attempt: object, seconds: float = 20) -> object:
    end = time.monotonic() + seconds
    while True:
        try:
            result = attempt()  # type: ignore[operator]
            if result:
                return result
        except OSError:
            pass
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)
