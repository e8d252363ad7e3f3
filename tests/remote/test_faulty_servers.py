"""Servers that refuse, lie, dawdle or are full: each is told of in a sentence, in time."""

import base64
import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from copy import copy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from small_release import write_release
from spaceonto.engine import Engine, Limits, QueryFailed, QueryTimeout, QueueFull
from spaceonto.remote import Endpoints, Published, RemoteError, Server, publish
from spaceonto.remote.login import PASSWORD, TOKEN, USER
from spaceonto.remote.writer import Writer

Answer = tuple[int, dict[str, str], bytes]
LIMITS = Limits(fast=1, long=1, queue=2, queue_seconds=1, seconds=3)
NOTHING = json.dumps({"head": {"vars": []}, "results": {"bindings": []}}).encode()
RESULTS = {"Content-Type": "application/sparql-results+json"}


class Handler(BaseHTTPRequestHandler):
    """Answers as the test says; keeps what it was asked."""

    protocol_version = "HTTP/1.1"
    reply: ClassVar[Callable[["Handler"], Answer | None]]
    seen: ClassVar[list["Handler"]] = []

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        type(self).seen.append(copy(self))  # the next request on the connection has the same handler
        answer = type(self).reply(self)
        if answer is None:
            self.close_connection = True
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_DELETE = do_POST  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Nothing: the tests say what is wrong."""


@pytest.fixture(autouse=True)
def nothing_seen() -> None:
    Handler.seen = []


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/sparql"
        server.shutdown()


def answers(*replies: Answer) -> None:
    """The next requests get these answers, the last of them for good."""
    left = list(replies)
    Handler.reply = lambda _: left.pop(0) if len(left) > 1 else left[0]


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        ((200, {"Content-Type": "text/html"}, b"<html>Welcome</html>"), "not with SPARQL results"),
        ((301, {"Location": "https://example.org/sparql"}, b""), r"has moved to https://example\.org/sparql"),
        ((404, {}, b""), "There is nothing at"),
        ((403, {}, b"<p>You may not</p>"), r"refuses \(403\): You may not"),
        ((500, {}, b"java.io.IOException: No space left on device"), "The disk of the server at"),
        ((507, {}, b"full"), "The disk of the server at"),
        ((500, {}, b"<html><style>p { }</style><b>Oh   no</b>.</html>"), r"refuses \(500\): Oh no\."),
    ],
)
def test_what_a_server_says_becomes_one_sentence(reply: Answer, sentence: str, address: str) -> None:
    answers(reply)
    with Server(Endpoints(address)) as server, pytest.raises(RemoteError, match=sentence):
        server.rows("SELECT * { ?s ?p ?o }")


def test_basic_login_is_given_only_when_asked_for(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN, raising=False)
    monkeypatch.setenv(USER, "ann")
    monkeypatch.setenv(PASSWORD, "secret")
    answers((401, {"WWW-Authenticate": 'Basic realm="x"'}, b""), (200, RESULTS, NOTHING))
    with Server(Endpoints(address)) as server:
        server.rows("ASK {}")
        server.rows("ASK {}")
    sent = [request.headers.get("Authorization") for request in Handler.seen]
    assert sent == [None, *2 * ["Basic " + base64.b64encode(b"ann:secret").decode()]]


def test_a_token_is_given_at_once(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "t0k3n")
    answers((200, RESULTS, NOTHING))
    with Server(Endpoints(address)) as server:
        server.rows("ASK {}")
    assert Handler.seen[0].headers["Authorization"] == "Bearer t0k3n"


def test_what_passes_is_tried_again_and_then_told(address: str) -> None:
    answers((503, {}, b"later"), (503, {}, b"later"), (204, {}, b""))
    with Server(Endpoints(address, address, address)) as server:
        Writer(server, 10, waits=(0, 0)).add("urn:g", ["<urn:a> <urn:b> <urn:c> .\n"])
        assert len(Handler.seen) == 3
        answers((503, {}, b"still later"))
        with pytest.raises(RemoteError, match="still later"):
            Writer(server, 10, waits=(0,)).add("urn:g", ["<urn:a> <urn:b> <urn:c> .\n"])


@pytest.mark.parametrize("store", [True, False])
def test_a_server_that_takes_little_gets_less_and_what_it_never_takes_is_named(
    store: bool, address: str
) -> None:
    lines = [f"<urn:a> <urn:b> <urn:c{number}> .\n" for number in range(16)]

    def picky(request: Handler) -> Answer:
        return (413, {}, b"too much") if request.body.count(b"<urn:a>") > 3 else (204, {}, b"")

    Handler.reply = picky
    with Server(Endpoints(address, address, address if store else "")) as server:
        Writer(server, 16, waits=()).replace("urn:g", lines)
        taken = [request.body for request in Handler.seen if picky(request)[0] == 204]
        assert sum(body.count(b"<urn:a>") for body in taken) == 16
        first = [request.command == "PUT" or b"DROP" in request.body for request in Handler.seen]
        assert first.count(True) == 4  # 16, 8, 4, 2: what begins a graph begins it anew
        Handler.reply = lambda request: (400, {}, b"bad") if b"<urn:c7>" in request.body else (204, {}, b"")
        with pytest.raises(RemoteError, match=r"bad.*It was sent: <urn:a> <urn:b> <urn:c7>"):
            Writer(server, 16, waits=()).add("urn:g", lines)


def test_a_full_disk_ends_the_run_at_once(address: str, tmp_path: Path) -> None:
    def reply(request: Handler) -> Answer:
        asked = request.headers["Content-Type"].startswith("application/x-www-form-urlencoded")
        return (200, RESULTS, NOTHING) if asked else (500, {}, b"write failed: disk full")

    Handler.reply = reply
    with Server(Endpoints(address, address)) as server, pytest.raises(RemoteError, match="is full") as caught:
        publish(write_release(tmp_path), server, waits=(5, 5))
    assert caught.value.kind == "full"


@pytest.fixture(scope="module")
def engine(address: str) -> Iterator[Engine]:
    with Engine(Published(Endpoints(address), "digest"), limits=LIMITS) as running:
        running.wait_ready()
        yield running


def test_a_server_that_sends_drop_by_drop_is_cut_off(address: str, engine: Engine) -> None:
    def drip(request: Handler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", RESULTS["Content-Type"])
        request.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(100):
                request.wfile.write(b" ")
                time.sleep(0.1)

    Handler.reply = drip
    start = time.monotonic()
    with pytest.raises(QueryTimeout):
        engine.query("ASK {}", seconds=1)
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    "body",
    [b"", b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {', b"[]", b'{"head": {}}', b"\xff\xfe"],
)
def test_half_an_answer_is_none(body: bytes, address: str, engine: Engine) -> None:
    answers((200, RESULTS, body))
    with pytest.raises(QueryFailed, match="cannot be read"):
        engine.query("SELECT ?a { ?a ?b ?c }")


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ((200, {"Content-Type": "text/html"}, b"<html>"), QueryFailed),
        ((429, {}, b"slow down"), QueueFull),
        ((400, {}, b"secret details of http://10.0.0.7/"), QueryFailed),
    ],
)
def test_an_asker_is_told_what_to_do_and_no_secrets(
    reply: Answer, kind: type[Exception], address: str, engine: Engine
) -> None:
    answers(reply)
    with pytest.raises(kind) as caught:
        engine.query("SELECT * { ?s ?p ?o }")
    assert "10.0.0.7" not in str(caught.value)
    assert "127.0.0.1" not in str(caught.value)


def test_a_connection_that_breaks_off_is_told(address: str, engine: Engine) -> None:
    Handler.reply = lambda _: None
    with pytest.raises(QueryFailed, match="does not answer"):
        engine.query("SELECT * { ?s ?p ?o }")


def test_a_large_answer_is_cut_with_a_way_to_the_next_part(address: str) -> None:
    rows = [{"s": {"type": "literal", "value": f"{number:0>100}"}} for number in range(1000)]
    body = json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": rows}}).encode()
    answers((200, RESULTS, body))
    limits = Limits(fast=1, long=1, seconds=5, answer=20_000)
    with Engine(Published(Endpoints(address), "digest"), limits=limits) as engine:
        engine.wait_ready()
        first = engine.query("SELECT ?s { ?s ?p ?o }")
        assert first.more
        assert 20_000 <= first.length < 25_000
        rest = engine.query("SELECT ?s { ?s ?p ?o }", offset=first.info["rows"], after=first.last)
        assert rest.length > 0
