"""The connections of this process, seen from beside the HTTP server: those that only take room are ended."""

import contextlib
import os
import resource
import socket
import stat
import struct
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .clients import name_of

MOST = min(8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1] // 2)
"""Connections that are held at once; beyond, new ones wait. Each takes a descriptor."""
LOOK = 2.0
"""Seconds between looks."""
SILENCE = 10.0
"""Seconds in which a new connection has to send something. From then on the HTTP server counts the time."""
EACH = 512
"""Connections of one client."""
MAPPED = "::ffff:"
INFO = struct.Struct("52xI72xQ")
"""Of Linux' tcp_info: milliseconds since data came, and the bytes that came."""


@dataclass(frozen=True)
class Connection:
    """A connection by its descriptor: with whom, for how long it has been silent, and how much came by it."""

    number: int
    peer: str
    silent: float
    received: int


def connections() -> list[Connection]:
    """Those over TCP that somebody has made to this process, and not those that it has made itself."""
    listening, found = set(), []
    for number, link in _sockets():
        port = link.getsockname()[1]
        if link.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            listening.add(port)
            continue
        with contextlib.suppress(OSError):
            found.append((port, _seen(number, link)))
    return [connection for port, connection in found if port in listening]


def _sockets() -> Iterator[tuple[int, socket.socket]]:
    """The sockets of this process over IP, each with its descriptor, and open for a moment."""
    for entry in Path("/dev/fd").iterdir():
        with contextlib.suppress(OSError, ValueError):
            number = int(entry.name)
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                with socket.socket(fileno=os.dup(number)) as link:
                    if link.family in (socket.AF_INET, socket.AF_INET6) and link.type == socket.SOCK_STREAM:
                        yield number, link


def _seen(number: int, link: socket.socket) -> Connection:
    peer = link.getpeername()[0].removeprefix(MAPPED)
    if sys.platform != "linux":
        return Connection(number, peer, 0.0, 1)
    milliseconds, received = INFO.unpack(link.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, INFO.size))
    return Connection(number, peer, milliseconds / 1000, received)


def end(connection: Connection) -> None:
    """Ends it, if the descriptor is still the same connection's."""
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(connection.number)) as link:
        if link.getpeername()[0].removeprefix(MAPPED) == connection.peer:
            link.shutdown(socket.SHUT_RDWR)


def cut(peer: str) -> None:
    """Ends all connections with an address: which of them is a slow one cannot be told."""
    for connection in connections():
        if connection.peer == peer.removeprefix(MAPPED):
            end(connection)


def superfluous(found: list[Connection], *, behind_proxy: bool) -> list[Connection]:
    """Those that have never sent anything, and of a client with too many the ones that are silent longest.

    What comes by a proxy, or from this machine, is of many clients.
    """
    ended = [each for each in found if not each.received and each.silent > SILENCE]
    if behind_proxy:
        return ended
    by_client: dict[str, list[Connection]] = defaultdict(list)
    for each in found:
        by_client[name_of(each.peer)].append(each)
    for name, group in by_client.items():
        if name and len(group) > EACH:
            ended += sorted(group, key=lambda each: each.silent)[EACH:]
    return ended


def watch(*, behind_proxy: bool) -> None:
    """Looks after them from now on, in a thread of its own."""

    def look() -> None:
        while True:
            time.sleep(LOOK)
            for each in superfluous(connections(), behind_proxy=behind_proxy):
                end(each)

    threading.Thread(target=look, name="connections", daemon=True).start()
