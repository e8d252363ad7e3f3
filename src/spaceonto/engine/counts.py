"""What this process has done with queries so far, in numbers that only grow."""

import threading
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

BOUNDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
"""Seconds that part short queries from long ones in the histogram."""


@dataclass(frozen=True)
class Seen:
    """The counts of events, and of queries the sum of seconds and how many lie below each of BOUNDS."""

    events: dict[str, int]
    seconds: float
    below: tuple[int, ...]
    queries: int


class Counts:
    """Events by name, and how long queries took."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: Counter[str] = Counter()
        self._buckets = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0

    def add(self, event: str) -> None:
        """Counts an event."""
        with self._lock:
            self._events[event] += 1

    def took(self, seconds: float) -> None:
        """Counts a query that a worker has run for so long, however it ended."""
        with self._lock:
            self._buckets[bisect_left(BOUNDS, seconds)] += 1
            self._seconds += seconds

    def seen(self) -> Seen:
        """All of it at one moment."""
        with self._lock:
            total, below = 0, []
            for number in self._buckets:
                total += number
                below.append(total)
            return Seen(dict(self._events), self._seconds, tuple(below[:-1]), total)


COUNTS = Counts()
