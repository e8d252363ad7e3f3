"""The real server: it starts and ends cleanly, follows new releases, and bears bad manners."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from live import AGENCY, AGENTS, ENDLESS, PROGRAM, Server, spaceonto, until


def alive(pids: set[int]) -> set[int]:
    """Those that still run; what has ended and only waits to be noticed does not count."""
    found = set()
    for pid in pids:
        with contextlib.suppress(OSError):
            if (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                found.add(pid)
    return found


linux = pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")


@linux
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_end_of_the_server_ends_all_its_processes_even_amid_a_query(server: Server, sign: int) -> None:
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(server.get, "/sparql?query=" + urllib.parse.quote(ENDLESS))
        time.sleep(0.8)
        family = server.descendants()
        assert len(family) >= 4
        start = time.monotonic()
        os.kill(server.process.pid, sign)
        server.process.wait(5)
        until(lambda: not alive(family), 3)
        assert time.monotonic() - start < 2.5
        assert asked.exception(5) is not None
    assert not any("Traceback" in line for line in server.log)


def test_a_new_release_is_served_without_a_restart(server: Server) -> None:
    assert server.agents() == ["nasa"]
    (server.root / "data" / "agents" / "esa.ttl").write_text(AGENCY.format(slug="esa"), "utf-8")
    assert spaceonto(server.root, "build").returncode == 0
    until(lambda: server.agents() == ["esa", "nasa"])


def test_files_that_are_refused_leave_the_running_release_as_it_is(server: Server) -> None:
    (server.root / "data" / "agents" / "esa.ttl").write_text("id:esa a sco:SpaceAgency", "utf-8")
    assert spaceonto(server.root, "build").returncode == 1
    time.sleep(2.5)
    assert server.agents() == ["nasa"]


def test_refused_files_leave_an_earlier_release_to_ask_and_without_one_say_why(
    root: Path,
) -> None:
    (root / "data" / "agents" / "esa.ttl").write_text("broken", "utf-8")
    command = [*PROGRAM, str(root), "query", "-", "--format", "csv"]
    fallback = subprocess.run(command, input=AGENTS, capture_output=True, text=True, check=False, timeout=60)
    assert "nasa" in fallback.stdout
    shutil.rmtree(root / ".spaceonto")
    refused = subprocess.run(command, input=AGENTS, capture_output=True, text=True, check=False, timeout=60)
    assert refused.returncode == 2
    assert "data/agents/esa.ttl:1:1" in refused.stderr
    assert "Traceback" not in refused.stderr


def no_data(root: Path) -> list[str]:
    shutil.rmtree(root / "data")
    return []


def releases_are_a_file(root: Path) -> list[str]:
    shutil.rmtree(root / ".spaceonto")
    (root / ".spaceonto").write_text("in the way", "utf-8")
    return []


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda root: ["--host", "192.0.2.1"], "no address of this machine"),
        (lambda root: ["--host", "no.such.invalid"], "no address of this machine"),
        (lambda root: ["--port", "0"], "--port"),
        (no_data, "data is missing"),
        (releases_are_a_file, "No release was made"),
    ],
    ids=["address", "name", "port", "no data", "no place for releases"],
)
def test_what_stands_in_the_way_is_one_clear_sentence(root: Path, prepare: object, message: str) -> None:
    done = spaceonto(root, "serve", *prepare(root))  # type: ignore[operator]
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_said_with_another_way(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = spaceonto(root, "serve", "--port", str(port))
    assert done.returncode == 2
    assert done.stderr == (
        f"spaceonto: Port {port} on 127.0.0.1 cannot be used: another program listens there. "
        "End that one, or choose another port with --port.\n"
    )


RUDE = {
    "nothing": b"",
    "half a line": b"GET /sparql",
    "half a head": b"GET / HTTP/1.1\r\nHost: x\r\n",
    "no http": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
    "a long line": b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "many heads": b"GET / HTTP/1.1\r\n" + b"".join(b"H%d: x\r\n" % n for n in range(5000)) + b"\r\n",
    "a bad length": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    "two lengths": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
    b"Content-Length: 50\r\n\r\nASK {}",
    "less than promised": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    b"Content-Length: 500\r\n\r\nASK {}",
    "endless pieces": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n" + b"10000\r\n" + b" " * 65536 + b"\r\n",
    "a broken path": b"GET /%ff%fe?query=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
    "a strange method": b"BREW /sparql HTTP/1.1\r\nHost: x\r\n\r\n",
    "an absolute address": b"GET http://192.0.2.1/ HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("manner", RUDE)
@pytest.mark.parametrize("closing", ["at once", "half", "never"])
def test_bad_manners_do_not_keep_others_waiting(standing: Server, manner: str, closing: str) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            rude = stack.enter_context(socket.create_connection(("127.0.0.1", standing.port)))
            with contextlib.suppress(OSError):
                rude.sendall(RUDE[manner])
                if closing == "half":
                    rude.shutdown(socket.SHUT_WR)
            if closing == "at once":
                rude.close()
        start = time.monotonic()
        assert standing.agents() == ["nasa"]
        assert time.monotonic() - start < 2


def test_a_body_in_pieces_is_read_and_bounded(standing: Server) -> None:
    def send(pieces: list[bytes]) -> bytes:
        with socket.create_connection(("127.0.0.1", standing.port), timeout=10) as link:
            link.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: text/csv\r\n"
                b"Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
            with contextlib.suppress(OSError):
                for piece in pieces:
                    link.sendall(b"%x\r\n" % len(piece) + piece + b"\r\n")
                link.sendall(b"0\r\n\r\n")
            answer = b""
            with contextlib.suppress(OSError):
                while more := link.recv(65536):
                    answer += more
            return answer

    # The places of the rude clients before may not be free at once.
    until = time.monotonic() + 30
    while (answer := send([AGENTS[:10].encode(), AGENTS[10:].encode()])).startswith(b"HTTP/1.1 503"):
        assert b"retry-after" in answer and time.monotonic() < until
        time.sleep(0.5)
    assert b"https://w3id.org/spaceonto/id/nasa" in answer
    assert send([b" " * 65536] * 40).startswith((b"HTTP/1.1 413", b""))


def test_many_ask_at_once_and_all_are_answered(standing: Server) -> None:
    with ThreadPoolExecutor(32) as threads:
        answers = list(threads.map(lambda n: standing.get(f"/sparql?query=ASK+%7B%7D+%23{n}"), range(400)))
    assert all(b"true" in answer for answer in answers)


def test_small_questions_are_answered_while_every_worker_is_at_an_endless_one(standing: Server) -> None:
    def endless(number: int) -> None:
        with contextlib.suppress(urllib.error.HTTPError):
            query = urllib.parse.quote(f"{ENDLESS} # {number}")
            standing.get(f"/sparql?timeout=3&query={query}")

    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(endless, number) for number in range(4)]
        time.sleep(1)
        times = []
        while not all(future.done() for future in asked):
            start = time.monotonic()
            assert standing.get(f"/sparql?query=ASK+%7B%7D+%23{start}")
            times.append(time.monotonic() - start)
    assert len(times) > 20
    assert sorted(times)[len(times) * 9 // 10] < 0.5


def test_answers_over_the_wire_are_whole(standing: Server) -> None:
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } # large"
    request = urllib.request.Request(
        f"http://127.0.0.1:{standing.port}/sparql?" + urllib.parse.urlencode({"query": text, "format": "csv"})
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        data = response.read()
        assert len(data) == int(response.headers["Content-Length"])


def test_the_second_version_of_http_is_not_spoken(standing: Server) -> None:
    with socket.create_connection(("127.0.0.1", standing.port), timeout=10) as link:
        link.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(3) + b"\x04" + bytes(5))
        assert b"\x04" not in link.recv(1000)  # settings would be the answer
    assert standing.agents() == ["nasa"]
