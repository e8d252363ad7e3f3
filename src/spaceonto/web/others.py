"""Engines beside the current one: of older releases, and of releases without what is inferred."""

import threading
import time
from dataclasses import dataclass, replace

from ..engine import Engine, Limits, QueueFull, Source

MOST = 3
"""Engines beside the current one. Each holds a release in memory."""
REMEMBERED = 8 * 1024 * 1024
"""Bytes of answers that each of them keeps."""
IDLE = 300.0
"""Seconds without a question after which one is closed."""
LEAST = 10.0
"""Seconds that one stands at least, so that whoever asks in turns for many does not keep us loading."""


@dataclass
class Standing:
    """An engine, how many requests use it, since when it stands, and when it was used last."""

    engine: Engine
    users: int
    since: float
    used: float


class Others:
    """Starts an engine when one is asked for, and closes it when nobody has asked for a while."""

    def __init__(self, limits: Limits) -> None:
        self._limits = replace(limits, fast=min(2, limits.fast), long=min(2, limits.long))
        self._standing: dict[Source, Standing] = {}
        self._lock = threading.Lock()
        self._sweeper: threading.Timer | None = None

    def lend(self, source: Source) -> Engine:
        """An engine, to be given back. Raises QueueFull where none is free, OSError without a release."""
        with self._lock:
            standing = self._standing.get(source)
            if standing is None:
                self._make_room()
                now = time.monotonic()
                engine = Engine(source, limits=self._limits, remembered=REMEMBERED)
                standing = self._standing[source] = Standing(engine, 0, now, now)
            standing.users += 1
            return standing.engine

    def give_back(self, engine: Engine) -> None:
        """Says that a request is done with an engine; one that could not be loaded is forgotten."""
        with self._lock:
            standing = self._standing.get(engine.source)
            if standing is None or standing.engine is not engine:
                return
            standing.users -= 1
            standing.used = time.monotonic()
            if engine.failed and not standing.users:
                del self._standing[engine.source]
                engine.close()
            self._sweep_later()

    def _make_room(self) -> None:
        if len(self._standing) < MOST:
            return
        now = time.monotonic()
        idle = [
            (standing.used, source)
            for source, standing in self._standing.items()
            if not standing.users and now - standing.since > LEAST
        ]
        if not idle:
            raise QueueFull(
                f"{MOST} other releases, or releases without inference, are being asked already.",
                "Try again in a few seconds, or ask the current release.",
                retry_after=int(LEAST),
            )
        self._standing.pop(min(idle, key=lambda each: each[0])[1]).engine.close()

    def _sweep_later(self) -> None:
        if self._sweeper is None and self._standing:
            self._sweeper = threading.Timer(IDLE / 5, self._sweep)
            self._sweeper.daemon = True
            self._sweeper.start()

    def _sweep(self) -> None:
        with self._lock:
            self._sweeper = None
            now = time.monotonic()
            for source, standing in list(self._standing.items()):
                if not standing.users and now - standing.used > IDLE:
                    self._standing.pop(source).engine.close()
            self._sweep_later()

    def close(self) -> None:
        """Ends them all."""
        with self._lock:
            if self._sweeper is not None:
                self._sweeper.cancel()
            while self._standing:
                self._standing.popitem()[1].engine.close()
