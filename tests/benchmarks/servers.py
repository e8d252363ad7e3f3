"""The servers that are measured: ours, rdflib-endpoint and Virtuoso, each started here and ended again."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

GRAPH = "https://example.org/graph"
VIRTUOSO_BUFFERS = 250_000
"""Of 8 KiB each: 2 GiB, what our workers may use too."""
CONFIGURATION = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 100
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 70
MaxClientConnections = 70
MaxKeepAlives = 70
KeepAliveTimeout = 30
[SPARQL]
DefaultGraph = {graph}
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 0
MaxQueryCostEstimationTime = 0
"""


@dataclass
class Server:
    """A running server: where its SPARQL endpoint is, and how long it took to start and load."""

    name: str
    port: int
    path: str
    process: subprocess.Popen[bytes]
    seconds: float = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"

    @property
    def memory(self) -> float:
        """MiB of it and all its processes; what several share counts once."""
        total = 0
        for pid in family(self.process.pid):
            with contextlib.suppress(OSError):
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total / 1024


def family(pid: int) -> list[int]:
    """A process and all below it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(name: str, command: list[str], port: int, path: str, folder: Path) -> Iterator[Server]:
    """A server, from its start until the end of the block, with nothing left of it."""
    log = (folder / f"{name}.log").open("wb")
    start = time.monotonic()
    process = subprocess.Popen(
        command, stdout=log, stderr=subprocess.STDOUT, cwd=folder, start_new_session=True
    )
    server = Server(name, port, path, process)
    try:
        yield server
    finally:
        members = family(process.pid)
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
        for pid in members:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        log.close()
    server.seconds = server.seconds or time.monotonic() - start


def wait_for(server: Server, seconds: float) -> None:
    """Returns once the server answers a query. Raises RuntimeError where it does not."""
    start = time.monotonic()
    query = urllib.parse.urlencode({"query": "ASK { ?s ?p ?o }"})
    request = urllib.request.Request(
        f"{server.url}?{query}", headers={"Accept": "application/sparql-results+json"}
    )
    while time.monotonic() - start < seconds:
        if server.process.poll() is not None:
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=5) as answer:
            if answer.status == 200 and b"true" in answer.read():
                server.seconds = time.monotonic() - start
                return
        time.sleep(0.05)
    raise RuntimeError(f"{server.name} did not answer within {seconds:.0f} s")


@contextlib.contextmanager
def ours(data: Path, folder: Path) -> Iterator[Server]:
    """SpaceOnto as a server of any RDF, with its usual limits."""
    workspace = folder / "spaceonto"
    (workspace / "data").mkdir(parents=True)
    shutil.copy(data, workspace / "data" / "all.ttl")
    port = free_port()
    command = [sys.executable, "-m", "spaceonto", "serve", "--port", str(port), "--default-graph", "union"]
    command += ["--workspace", str(workspace)]
    with running("SpaceOnto", command, port, "/sparql", folder) as server:
        wait_for(server, 300)
        yield server


@contextlib.contextmanager
def rdflib_endpoint(data: Path, folder: Path) -> Iterator[Server]:
    """rdflib-endpoint, from the environment that holds it."""
    program = Path(os.environ.get("BENCH_VENV", ".bench")) / "bin" / "rdflib-endpoint"
    if not program.exists():
        raise FileNotFoundError("rdflib-endpoint is not installed: `make bench` does that")
    port = free_port()
    command = [str(program.absolute()), "serve", "--host", "127.0.0.1", "--port", str(port), str(data)]
    with running("rdflib-endpoint", command, port, "/", folder) as server:
        wait_for(server, 600)
        yield server


@contextlib.contextmanager
def virtuoso(data: Path, folder: Path) -> Iterator[Server]:
    """Virtuoso with a configuration of our own."""
    if not shutil.which("virtuoso-t") or not shutil.which("isql-vt"):
        raise FileNotFoundError("Virtuoso is not installed: apt-get install virtuoso-opensource")
    place = folder / "virtuoso"
    place.mkdir()
    shutil.copy(data, place / "all.nt")
    sql, http = free_port(), free_port()
    (place / "virtuoso.ini").write_text(
        CONFIGURATION.format(
            folder=place, sql=sql, http=http, graph=GRAPH, buffers=VIRTUOSO_BUFFERS,
            dirty=VIRTUOSO_BUFFERS * 3 // 4,
        )
    )  # fmt: skip
    command = ["virtuoso-t", "+foreground", "+configfile", str(place / "virtuoso.ini")]
    with running("Virtuoso", command, http, "/sparql", folder) as server:
        start = time.monotonic()
        load = f"exec=ld_dir('{place}', 'all.nt', '{GRAPH}'); rdf_loader_run(); checkpoint;"
        while time.monotonic() - start < 120:
            told = subprocess.run(
                ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", load], capture_output=True, check=False
            )
            if told.returncode == 0 and b"Error" not in told.stderr:
                break
            time.sleep(0.3)
        wait_for(server, 60)
        server.seconds = time.monotonic() - start
        yield server


STARTERS = {"SpaceOnto": ours, "rdflib-endpoint": rdflib_endpoint, "Virtuoso": virtuoso}
