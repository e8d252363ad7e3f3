"""The keeper seen from outside: start it, have workers forked, end them."""

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from .errors import QueryFailed
from .wire import COMMAND, END, FORK, FRAME, Bounds

LITTLE = 0.02
"""Seconds that make no difference to how long one waits for a worker."""


class StartError(Exception):
    """The workers could not be started; the text says why."""


@dataclass(eq=False)
class Worker:
    """A forked process and the line to it."""

    pid: int
    link: socket.socket
    inbox: bytearray = field(default_factory=bytearray)
    patience: float = 0.0

    def seconds(self) -> float:
        """The processor's seconds that the process has had, or those of the clock where that is not told."""
        try:
            return time.clock_gettime((~self.pid << 3) | 2)  # Linux: the clock of a process
        except OSError:
            return time.monotonic()

    def wait_at_most(self, seconds: float) -> None:
        """Sets how long the line waits for bytes to come or go.

        The kernel does the waiting: were it Python, each byte sent or received would take two turns with the
        lock of the interpreter instead of one. A wait that is longer by a little is left as it is.
        """
        if not 0 <= self.patience - seconds < LITTLE:
            self.patience = seconds
            told = struct.pack("@ll", int(seconds), max(1, int(seconds % 1 * 1e6)))
            self.link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, told)
            self.link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, told)


class Crew:
    """A keeper that prepares `module:function` with the arguments, and the workers forked from it."""

    def __init__(self, target: str, arguments: dict[str, Any], bounds: Bounds) -> None:
        self._lock = threading.Lock()
        self._told = threading.Event()
        self._failure = ""
        self._control, theirs = socket.socketpair()
        command = [sys.executable, "-m", "spaceonto.engine.keeper", str(theirs.fileno()), target]
        with theirs:
            self._process = subprocess.Popen(
                [*command, json.dumps({**arguments, "bounds": asdict(bounds)})],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        threading.Thread(target=self._listen, name="crew-start", daemon=True).start()

    def _listen(self) -> None:
        """Waits for the keeper's first message, which says whether it is ready."""
        told: dict[str, Any] = {"failed": "the process that loads the data ended before it was ready"}
        try:
            head = self._control.recv(FRAME.size, socket.MSG_WAITALL)
            if len(head) == FRAME.size:
                told = json.loads(self._control.recv(FRAME.unpack(head)[1], socket.MSG_WAITALL))
        except OSError as error:
            told = {"failed": str(error)}
        self._failure = told.get("failed", "")
        self._told.set()

    @property
    def ready(self) -> bool:
        return self._told.is_set() and not self._failure

    @property
    def failed(self) -> bool:
        return self._told.is_set() and bool(self._failure)

    def wait_ready(self, seconds: float = 120.0) -> None:
        """Returns once workers can be had. Raises StartError where they cannot."""
        if not self._told.wait(seconds):
            raise StartError(f"The data were not loaded within {seconds:.0f} s.")
        if self._failure:
            raise StartError(f"The data could not be loaded: {self._failure}")

    def fork(self) -> Worker:
        """A new worker. Raises QueryFailed where the keeper is gone."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            try:
                socket.send_fds(self._control, [COMMAND.pack(FORK, 0)], [theirs.fileno()])
                reply = self._control.recv(COMMAND.size, socket.MSG_WAITALL)
            except OSError:
                reply = b""
        if len(reply) < COMMAND.size:
            ours.close()
            raise QueryFailed(
                "The query workers are gone.", "Whoever runs this service has to start it again."
            )
        return Worker(COMMAND.unpack(reply)[1], ours)

    def end(self, worker: Worker) -> int:
        """Ends a worker's process; returns the signal it died of."""
        worker.link.close()
        with self._lock:
            try:
                self._control.sendall(COMMAND.pack(END, worker.pid))
                reply = self._control.recv(COMMAND.size, socket.MSG_WAITALL)
            except OSError:
                reply = b""
        if len(reply) == COMMAND.size:
            return int(COMMAND.unpack(reply)[1])
        # Without a keeper nobody else would end it.
        with contextlib.suppress(OSError):
            os.kill(worker.pid, signal.SIGKILL)
        return 0

    @property
    def is_gone(self) -> bool:
        """Whether the keeper has ended, which it does not by itself."""
        return self._process.poll() is not None

    def close(self) -> None:
        """Ends every worker and the keeper; returns when they are gone."""
        self._control.close()
        try:
            self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
