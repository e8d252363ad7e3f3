"""A Virtuoso of our own: in a temporary folder, on free ports of this machine alone, gone with the tests."""

import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

PROGRAM = shutil.which("virtuoso-t")
SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = 2000
MaxDirtyBuffers = 1200
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = {rows}
"""
USER = PASSWORD = "dba"


@dataclass
class Virtuoso:
    """A server that can be ended at any moment and started again on the same files and ports."""

    folder: Path
    rows: int = 10_000
    ports: tuple[int, int] = field(default_factory=lambda: (free_port(), free_port()))
    process: subprocess.Popen[bytes] | None = None

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.ports[1]}"

    @property
    def query(self) -> str:
        return f"{self.root}/sparql"

    @property
    def update(self) -> str:
        return f"{self.root}/sparql-auth"

    @property
    def store(self) -> str:
        return f"{self.root}/sparql-graph-crud-auth"

    def start(self) -> "Virtuoso":
        assert PROGRAM is not None
        settings = SETTINGS.format(sql=self.ports[0], http=self.ports[1], rows=self.rows)
        (self.folder / "virtuoso.ini").write_text(settings, "ascii")
        (self.folder / "virtuoso.lck").unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [PROGRAM, "+configfile", "virtuoso.ini", "+foreground"],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if httpx.get(self.query, params={"query": "ASK {}"}, timeout=5).is_success:
                    return self
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError((self.folder / "virtuoso.log").read_text("utf-8", "replace")[-2000:])

    def kill(self) -> None:
        """Ends it without a chance to write anything."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
