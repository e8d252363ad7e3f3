"""Query workers in two lanes, so that small questions are answered while long ones run.

Each query begins in the fast lane. One that takes longer than a moment is set back behind the others by the
operating system and gives its place up; at its deadline its process is ended, and another forked. What took
long before begins in the long lane, or is turned away where that is full, so that it holds up nobody.
"""

import contextlib
import os
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from .counts import COUNTS
from .crew import Crew, Worker
from .errors import QueryFailed, QueueFull
from .run import Run, too_many_long
from .spool import Spool
from .wire import Bounds

CORES = os.cpu_count() or 2
REMEMBERED = 1000
"""Queries of which it is remembered that they took long."""
FORGIVEN = 600.0
"""Seconds after which that is forgotten."""
BEHIND = 10
"""How far behind the others the operating system sets a long query; 19 is the farthest."""


@dataclass(frozen=True)
class Limits:
    """How many and how long: `fast` and `long` places, a queue, seconds and bytes of memory for one query.

    An answer is cut after `rows` rows or about `answer` bytes, and says so.
    """

    fast: int = CORES
    long: int = max(8, 4 * CORES)
    queue: int = 64
    queue_seconds: float = 10.0
    seconds: float = 30.0
    memory: int = 2 * 1024**3
    rows: int = 1_000_000
    answer: int = 256 * 1024**2


@dataclass
class Places:
    """How many workers are busy in each lane, and how many askers wait for one."""

    fast: int = 0
    long: int = 0
    waiting: int = 0
    change: threading.Condition = field(default_factory=threading.Condition)


class Pool:
    """Workers forked from one keeper. `run` may be called from any number of threads."""

    def __init__(
        self, target: str, arguments: dict[str, Any], limits: Limits, *, sealed: bool = True
    ) -> None:
        self.limits = limits
        self._start = partial(Crew, target, arguments, Bounds(limits.memory, sealed))
        self.crew = self._start()
        self._idle: dict[bool, list[Worker]] = {False: [], True: []}
        """Workers at rest: those that have been set behind, and the others."""
        self._long_before: OrderedDict[object, float] = OrderedDict()
        self._places = Places()
        self._closed = False

    @property
    def ready(self) -> bool:
        return self.crew.ready

    @property
    def failed(self) -> bool:
        return self.crew.failed

    def wait_ready(self) -> None:
        """Returns once workers can be had. Raises StartError where they cannot."""
        self.crew.wait_ready()

    def run(
        self, request: dict[str, Any], seconds: float | None = None, *, body: bytes | None = None
    ) -> tuple[dict[str, Any], Spool]:
        """Has one worker answer; returns what it says of the answer, and the answer.

        One that gets a body along with the request changes its data, and so does not work again. Raises
        QueryTimeout at the deadline, QueueFull where no place comes free, QueryFailed where the worker dies.
        """
        self.crew.wait_ready()
        deadline = self.limits.seconds if seconds is None else min(seconds, self.limits.seconds)
        name = request.get("shape")
        is_long = bool(request.get("behind")) or self._took_long(name)
        worker = self._take_long() if is_long else self._take()
        run = Run(self, worker, deadline, name, is_long)
        try:
            info = run.result(request, body)
        except BaseException:
            COUNTS.add("worker_kills")
            self._release(worker, keep=False, is_long=run.is_long)
            raise
        # What worked hard may hold much memory that it needs no more.
        self._release(worker, keep=body is None and not run.was_hard, is_long=run.is_long)
        return info, run.spool

    def _take(self) -> Worker:
        places = self._places
        give_up = time.monotonic() + self.limits.queue_seconds
        with places.change:
            if places.waiting >= self.limits.queue:
                raise QueueFull("Too many queries are waiting.", "Try again in a few seconds.")
            places.waiting += 1
            try:
                while places.fast >= self.limits.fast:
                    if not places.change.wait(give_up - time.monotonic()):
                        raise QueueFull("No place came free for this query.", "Try again in a few seconds.")
            finally:
                places.waiting -= 1
            places.fast += 1
        return self._worker(is_long=False)

    def _take_long(self) -> Worker:
        with self._places.change:
            if self._places.long >= self.limits.long:
                raise too_many_long()
            self._places.long += 1
        worker = self._worker(is_long=True)
        _set_behind(worker)
        return worker

    def _worker(self, is_long: bool) -> Worker:
        """A worker for a place that has been taken."""
        with self._places.change:
            if self._idle[is_long]:
                return self._idle[is_long].pop()
        try:
            return self._fork()
        except BaseException:
            self._give_up_place(is_long)
            raise

    def remember(self, name: object) -> None:
        """Keeps in mind that a query of this name takes long."""
        if name is None:
            return
        with self._places.change:
            self._long_before[name] = time.monotonic() + FORGIVEN
            self._long_before.move_to_end(name)
            if len(self._long_before) > REMEMBERED:
                self._long_before.popitem(last=False)

    def _took_long(self, name: object) -> bool:
        return name is not None and self._long_before.get(name, 0.0) > time.monotonic()

    def _fork(self) -> Worker:
        """A new worker; when the keeper was ended from outside, of a new keeper."""
        crew = self.crew
        try:
            return crew.fork()
        except QueryFailed:
            with self._places.change:
                if self._closed or not crew.is_gone:
                    raise
                if self.crew is crew:
                    self.crew = self._start()
        self.crew.wait_ready()
        return self.crew.fork()

    def set_back(self, worker: Worker) -> bool:
        """Moves a query to the long lane; whether a place was there."""
        with self._places.change:
            if self._places.long >= self.limits.long:
                return False
            self._places.long += 1
            self._places.fast -= 1
            self._places.change.notify()
        _set_behind(worker)
        return True

    @property
    def load(self) -> Places:
        """How busy it is."""
        return self._places

    @property
    def others_wait(self) -> bool:
        return self._places.waiting > 0

    def _release(self, worker: Worker, keep: bool, is_long: bool) -> None:
        with self._places.change:
            idle = self._idle[is_long]
            keep = keep and not self._closed and len(idle) < self.limits.fast
            if keep:
                idle.append(worker)
        if not keep:
            self.crew.end(worker)
        self._give_up_place(is_long)

    def _give_up_place(self, is_long: bool) -> None:
        with self._places.change:
            if is_long:
                self._places.long -= 1
            else:
                self._places.fast -= 1
            self._places.change.notify()

    def close(self) -> None:
        """Ends every worker, also those at work."""
        self._closed = True
        self.crew.close()


def _set_behind(worker: Worker) -> None:
    # One that has just died will be noticed by whoever reads from it.
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, worker.pid, BEHIND)
        # Where Linux shares the processor among sessions first, that alone would do nothing.
        Path(f"/proc/{worker.pid}/autogroup").write_text(str(BEHIND), "ascii")
