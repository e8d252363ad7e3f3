"""How much each client asks: a bucket of requests that fills with time, and how many are going on at once."""

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, Response, g, request

from .handover import LEFT
from .problems import Problem
from .settings import Settings

REMEMBERED = 20_000
"""Clients whose buckets are kept; the one that asked longest ago is forgotten first."""
FREE = ("/healthz", "/readyz", "/metrics", "/static/")


@lru_cache(4096)
def name_of(address: str) -> str:
    """A client as it is counted: an address, and of IPv6 its network; empty for this machine itself.

    Whoever asks from this machine runs it, or is a proxy of which the service has not been told.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_loopback:
        return ""
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))


def client() -> str:
    """The client that sent the request."""
    return name_of(request.remote_addr or "")


@dataclass
class Bucket:
    """The requests that a client has left, when that was counted, and how many of its requests go on."""

    left: float
    seen: float
    at_once: int = 0


class Clients:
    """The buckets of all clients."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.settings = settings
        self._clock = clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def come(self, name: str) -> int:
        """Takes a request in; returns how many more may follow at once. Raises Problem for one too many."""
        rate, burst = self.settings.rate, self.settings.burst
        with self._lock:
            now = self._clock()
            bucket = self._buckets.get(name)
            if bucket is None:
                bucket = self._buckets[name] = Bucket(burst, now)
                self._forget()
            self._buckets.move_to_end(name)
            bucket.left = min(burst, bucket.left + (now - bucket.seen) * rate)
            bucket.seen = now
            if bucket.left < 1:
                raise self._too_many((1 - bucket.left) / rate)
            if bucket.at_once >= self.settings.at_once:
                raise self._too_many_at_once(bucket)
            bucket.left -= 1
            bucket.at_once += 1
            return int(bucket.left)

    def go(self, name: str) -> None:
        """Says that a request has been answered."""
        with self._lock:
            bucket = self._buckets.get(name)
            if bucket is not None and bucket.at_once:
                bucket.at_once -= 1

    def headers(self, left: int) -> dict[str, str]:
        """What an answer tells a client of its bucket."""
        burst = self.settings.burst
        reset = math.ceil((burst - left) / self.settings.rate)
        return {
            "RateLimit-Limit": str(burst),
            "RateLimit-Remaining": str(left),
            "RateLimit-Reset": str(reset),
        }

    def _forget(self) -> None:
        if len(self._buckets) > REMEMBERED:
            oldest = next((name for name, bucket in self._buckets.items() if not bucket.at_once), None)
            if oldest is not None:
                del self._buckets[oldest]

    def _too_many(self, wait: float) -> Problem:
        seconds = max(1, math.ceil(wait))
        return Problem(
            429,
            "Too many requests",
            f"More requests came from your address than are answered here: {self.settings.burst} in a burst "
            f"and {self.settings.rate:g} a second after that.",
            f"Wait {seconds} second{'s' if seconds > 1 else ''}; then ask more slowly, or more in one query.",
            "too-many-requests",
            headers={**self.headers(0), "Retry-After": str(seconds)},
        )

    def _too_many_at_once(self, bucket: Bucket) -> Problem:
        return Problem(
            429,
            "Too many requests at once",
            f"{bucket.at_once} requests from your address are being answered, as many as may be at once.",
            "Wait until one of them is answered.",
            "too-many-requests",
            headers={**self.headers(int(bucket.left)), "Retry-After": "1"},
        )


def bound(app: Flask, clients: Clients) -> None:
    """Has the application refuse what a client asks beyond its share."""
    if not clients.settings.rate:
        return

    @app.before_request
    def come() -> None:
        name = client()
        if not name or request.path.startswith(FREE):
            return
        taken: int | None = request.environ.get(LEFT)  # taken in on the short way already
        g.left = clients.come(name) if taken is None else taken
        g.client = name

    @app.after_request
    def tell(response: Response) -> Response:
        if "left" in g:
            response.headers.update(clients.headers(g.left))
        return response

    @app.teardown_request
    def go(_: BaseException | None) -> None:
        if "client" in g:
            clients.go(g.pop("client"))
