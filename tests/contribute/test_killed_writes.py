"""A server killed while it writes: what it acknowledged is there, and nothing is there by half."""

import contextlib
import os
import random
import signal
import threading
import time
from http.client import HTTPException
from pathlib import Path

from general_server import Server, serving, where
from small_workspace import small_workspace

ROUNDS = 3
MUCH = "\n".join(f"<urn:mars> <urn:p> {number} ." for number in range(20_000))
"""So much that it is still being tried out some seconds later."""
GRAPHS = [f"http://example.org/{name}" for name in "abc"]


def descendants(pid: int) -> list[int]:
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def write_on(server: Server, first: int, acknowledged: list[int]) -> None:
    """Writes number after number into all graphs at once, until the server is gone."""
    for number in range(first, first + 100_000):
        parts = " ".join(f"GRAPH <{graph}> {{ <urn:x> <urn:n> {number} }}" for graph in GRAPHS)
        try:
            if server.update(f"INSERT DATA {{ {parts} }}").status == 200:
                acknowledged.append(number)
        except OSError:
            return


def wait_for_more_than(count: int, acknowledged: list[int]) -> None:
    end = time.monotonic() + 60
    while len(acknowledged) <= count:
        assert time.monotonic() < end, "nothing is acknowledged"
        time.sleep(0.01)


def numbers(server: Server, graph: str) -> set[int]:
    return {int(n) for (n,) in server.select(f"SELECT ?n {{ GRAPH <{graph}> {{ ?x <urn:n> ?n }} }}")}


def test_what_was_acknowledged_outlives_kill_9_and_no_write_is_there_by_half(tmp_path: Path) -> None:
    chance = random.Random(1969)
    acknowledged: list[int] = []
    seen: set[int] = set()
    for round_ in range(ROUNDS + 1):
        with serving(tmp_path, "--reasoner", "none") as server:
            found = [numbers(server, graph) for graph in GRAPHS]
            assert found[0] == found[1] == found[2]
            assert set(acknowledged) <= found[0]
            assert seen <= found[0]
            seen = found[0]
            if round_ == ROUNDS:
                break
            starts = [round_ * 1_000_000 + writer * 100_000 for writer in range(2)]
            threads = [threading.Thread(target=write_on, args=(server, s, acknowledged)) for s in starts]
            for thread in threads:
                thread.start()
            wait_for_more_than(len(acknowledged) + 1, acknowledged)
            time.sleep(chance.uniform(0, 0.5))
            for pid in descendants(server.process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            for thread in threads:
                thread.join()
    assert len(acknowledged) >= 2 * ROUNDS
    assert len(seen) - len(acknowledged) <= 2 * ROUNDS  # at most what was under way at each end


def test_a_server_killed_while_it_tries_a_write_out_leaves_nothing_behind(
    tmp_path: Path,
) -> None:
    workspace = small_workspace(tmp_path / "workspace")
    graph = "https://w3id.org/spaceonto/graph/data/mars"
    with serving(workspace.root, "--reasoner", "none") as server:
        asked = threading.Thread(target=put_in_vain, args=(server, graph))
        asked.start()
        end = time.monotonic() + 30
        while not list(workspace.root.glob(".spaceonto/.staged-*/data")) and time.monotonic() < end:
            time.sleep(0.005)
        family = descendants(server.process.pid)
        os.kill(server.process.pid, signal.SIGKILL)
        asked.join()
        end = time.monotonic() + 10
        while [pid for pid in family if is_alive(pid)] and time.monotonic() < end:
            time.sleep(0.05)
        assert [pid for pid in family if is_alive(pid)] == []
    with serving(workspace.root, "--reasoner", "none") as again:
        assert again.send("GET", where(graph)).status == 404
        assert again.put(graph, "<urn:mars> <urn:p> 1 .").status == 201
    assert not list(workspace.root.glob(".spaceonto/.staged-*"))


def put_in_vain(server: Server, graph: str) -> None:
    with contextlib.suppress(OSError, HTTPException):
        server.put(graph, MUCH)


def is_alive(pid: int) -> bool:
    """Whether a process still runs; one that has ended and only waits to be noticed does not."""
    with contextlib.suppress(OSError):
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
