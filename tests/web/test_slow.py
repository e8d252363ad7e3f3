"""Clients that dribble hold up neither others nor the server."""

import contextlib
import io
import select
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from live import AGENTS, Server, running

from spaceonto.web import slow
from spaceonto.web.problems import Problem
from spaceonto.web.slow import Body, Slots

linux = pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is an address of this machine there")


def test_places_are_bounded_in_all_and_for_each_client() -> None:
    slots = Slots(5, 2)
    held = [slots.take(name, "", 0) for name in ("a", "a", "a", "b", "b", "c", "d")]
    assert [place is not None for place in held] == [True, True, False, True, True, True, False]
    assert held[0] is not None
    held[0].end()
    assert slots.take("d", "", 0) is not None
    assert slots.take("a", "", 0) is None


def test_one_waits_a_moment_for_a_place() -> None:
    slots = Slots(1, 1)
    first = slots.take("a", "", 0)
    assert first is not None
    threading.Timer(0.1, first.end).start()
    assert slots.take("a", "", 5) is not None
    start = time.monotonic()
    assert slots.take("a", "", 0.2) is None
    assert 0.15 < time.monotonic() - start < 2


@pytest.mark.parametrize("told", [True, False])
def test_a_body_holds_a_place_until_it_is_read_whole(monkeypatch: pytest.MonkeyPatch, told: bool) -> None:
    """What is made of it may take long, and is bounded elsewhere."""
    monkeypatch.setattr(slow, "UPLOADS", Slots(1, 1))
    data = bytes(range(256)) * 1000
    length = len(data) if told else None
    body = Body(io.BytesIO(data), "a", "", length)
    start = body.read(10) + body.read(100_000)
    waiting = Body(io.BytesIO(data), "b", "", length)
    with pytest.raises(Problem) as busy:
        waiting.read()
    assert busy.value.status == 503
    assert start + body.read() == data
    assert body.read() == b""
    assert waiting.read(len(data)) + waiting.read() == data


def test_a_body_that_is_given_up_leaves_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow, "UPLOADS", Slots(1, 1))
    body = Body(io.BytesIO(b"abc"), "a", "")
    body.read(1)
    body.done()
    assert Body(io.BytesIO(b"abc"), "b", "").read() == b"abc"


@linux
def test_who_takes_too_long_is_cut_off_and_who_moves_on_is_not(
    pairs: dict[str, tuple[socket.socket, socket.socket]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow, "GRACE", 0.5)
    slots = Slots(4, 4)
    stuck = slots.take("a", "127.0.0.2")
    moving = slots.take("b", "127.0.0.1")
    assert stuck is not None
    assert moving is not None
    moving.moved = 10 * slow.LEAST
    theirs, ours = pairs["127.0.0.2"]
    ours.settimeout(5)
    assert ours.recv(1) == b""  # a thread that waits for more of the body wakes up
    stuck.end()
    assert stuck.overdue
    assert not moving.overdue
    theirs, ours = pairs["127.0.0.1"]
    theirs.sendall(b"x")
    assert ours.recv(1) == b"x"
    moving.end()


DRIBBLE = {
    "heads": b"GET /sparql HTTP/1.1\r\nHost: x\r\n",
    "bodies": b"POST /sparql HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.1\r\n"
    b"Content-Type: application/sparql-query\r\nContent-Length: 500\r\n\r\nASK",
    "pieces": b"POST /sparql HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.1\r\n"
    b"Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n",
    "uploads": b"POST /validate HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.1\r\n"
    b"Content-Type: text/turtle\r\nContent-Length: 50000\r\n\r\n#",
    "nothing": b"",
}


@pytest.fixture(scope="module")
def behind_a_proxy(template: Path) -> Iterator[Server]:
    with running(template, "--proxies", "1") as started:
        yield started


@pytest.mark.parametrize("kind", DRIBBLE)
def test_hundreds_of_slow_clients_do_not_keep_others_waiting(behind_a_proxy: Server, kind: str) -> None:
    def post() -> bytes:
        head = ["POST /sparql HTTP/1.1", "Host: x", "X-Forwarded-For: 198.51.100.2", "Accept: text/csv"]
        head += ["Content-Type: application/sparql-query", f"Content-Length: {len(AGENTS)}"]
        with socket.create_connection(("127.0.0.1", behind_a_proxy.port), timeout=10) as link:
            link.sendall("\r\n".join([*head, "Connection: close", "", AGENTS]).encode())
            return b"".join(iter(lambda: link.recv(65536), b""))

    with contextlib.ExitStack() as stack:
        for _ in range(1500 if kind == "nothing" else 250):
            rude = stack.enter_context(socket.create_connection(("127.0.0.1", behind_a_proxy.port)))
            with contextlib.suppress(OSError):
                rude.sendall(DRIBBLE[kind])
        start = time.monotonic()
        assert behind_a_proxy.agents() == ["nasa"]
        assert b"/id/nasa" in post()
        assert time.monotonic() - start < 3


def test_bodies_beyond_the_places_for_them_are_refused(standing: Server) -> None:
    with contextlib.ExitStack() as stack:
        links = []
        for _ in range(40):
            link = stack.enter_context(socket.create_connection(("127.0.0.1", standing.port)))
            link.sendall(DRIBBLE["bodies"])
            links.append(link)
        end = time.monotonic() + 10
        refused: set[socket.socket] = set()
        while len(refused) < 32 and time.monotonic() < end:
            refused |= set(select.select(links, [], [], 0.2)[0])
        assert len(refused) == 32
        assert all(link.recv(65536).startswith(b"HTTP/1.1 503") for link in refused)
