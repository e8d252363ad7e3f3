"""Connections that only take room are ended, and no others."""

import socket
import sys
import time

import pytest

from spaceonto.web import connections as module
from spaceonto.web.connections import EACH, SILENCE, Connection, connections, cut, superfluous

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells of connections there")
Pair = tuple[socket.socket, socket.socket]


@linux
def test_connections_with_one_address_are_ended_and_no_others(
    pairs: dict[str, Pair],
) -> None:
    cut("127.0.0.2")
    theirs, _ = pairs["127.0.0.2"]
    assert theirs.recv(1) == b""
    theirs, ours = pairs["127.0.0.1"]
    theirs.sendall(b"x")
    assert ours.recv(1) == b"x"


@linux
def test_what_the_kernel_tells_of_a_connection_is_read_right(pairs: dict[str, Pair]) -> None:
    theirs, ours = pairs["127.0.0.2"]
    time.sleep(0.3)

    def seen() -> Connection:
        return next(each for each in connections() if each.number == ours.fileno())

    before = seen()
    assert (before.peer, before.received) == ("127.0.0.2", 0)
    assert 0.2 < before.silent < 5
    theirs.sendall(b"x" * 12_345)
    time.sleep(0.05)
    after = seen()
    assert after.received == 12_345
    assert after.silent < before.silent


@linux
def test_who_never_sends_anything_is_ended(pairs: dict[str, Pair], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SILENCE", 0.5)
    monkeypatch.setattr(module, "LOOK", 0.1)
    theirs, ours = pairs["127.0.0.1"]
    theirs.sendall(b"x")
    for name in ("127.0.0.1", "127.0.0.2"):
        for end in pairs[name]:
            end.settimeout(5)
    ours_of = {pair[1].fileno() for pair in pairs.values()}
    time.sleep(0.6)
    assert {each.number for each in connections()} >= ours_of
    assert not {each.number for each in connections()} & {pair[0].fileno() for pair in pairs.values()}
    for each in superfluous([each for each in connections() if each.number in ours_of], behind_proxy=False):
        module.end(each)
    quiet, _ = pairs["127.0.0.2"]
    assert quiet.recv(1) == b""
    theirs.sendall(b"y")
    assert ours.recv(2) == b"xy"


def test_one_client_has_so_many_and_the_most_silent_go() -> None:
    crowd = [Connection(n, "198.51.100.1", n / 1000, 5) for n in range(EACH + 3)]
    others = [Connection(9000 + n, f"198.51.100.{n + 2}", 500.0, 5) for n in range(50)]
    here = [Connection(10_000 + n, "127.0.0.1", 500.0, 5) for n in range(EACH + 3)]
    ended = superfluous([*crowd, *others, *here], behind_proxy=False)
    assert {each.number for each in ended} == {EACH, EACH + 1, EACH + 2}
    assert superfluous([*crowd, *others, *here], behind_proxy=True) == []


def test_a_new_connection_has_a_moment() -> None:
    fresh, late = (Connection(n, "198.51.100.1", SILENCE + n - 1.5, 0) for n in (1, 2))
    assert superfluous([fresh, late], behind_proxy=True) == [late]
