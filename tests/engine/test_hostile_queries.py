"""Queries that mean harm, or are just made badly, end alone: no connection, no dead service, no odd error."""

import contextlib
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spaceonto.engine import (
    AnswerTooLarge,
    Engine,
    Limits,
    QueryError,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueueFull,
)
from spaceonto.engine.guard import MAX_LENGTH, guard

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6)) + " }"
SMALL = "SELECT ?name { id:esa sco:acronym ?name }"


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[object]]]:
    """An HTTP address of this machine, and the connections that it has seen."""
    seen: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        ended = threading.Event()

        def listen() -> None:
            while not ended.is_set():
                try:
                    connection, peer = server.accept()
                except TimeoutError:
                    continue
                seen.append(peer)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", seen
        ended.set()
        thread.join()


FETCHES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { service<URL>{ ?s ?p ?o } }",
    "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICESILENT:x { ?s ?p ?o } }",
    "PREFIX SERVICE: <URL> PREFIX : <URL> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { ?s ?p 1SERVICE:x { ?s ?p ?o } }",
    "SELECT * { OPTIONAL {} SERVICE#>\n<URL> { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { FILTER(1<2)SERVICE#>\n:x { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { FILTER('b'>'a' && 1<2)SERVICE:x{} FILTER('a'<'b') }",
    "PREFIX : <URL> SELECT * { VALUES ?x {'''a'} SERVICE:x {} #\\uD800''' }",
    "ASK { { SELECT * { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <URL>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "DESCRIBE <URL> FROM <URL>",
]


@pytest.mark.parametrize("text", FETCHES)
def test_nothing_is_fetched(engine: Engine, listener: tuple[str, list[object]], text: str) -> None:
    url, seen = listener
    with pytest.raises(QueryRefused):
        engine.query(text.replace("URL", url))
    time.sleep(0.05)
    assert seen == []


def test_a_fetch_that_the_guard_let_pass_would_fail_in_the_worker(
    engine: Engine, listener: tuple[str, list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, seen = listener
    monkeypatch.setattr("spaceonto.engine.guard.refuse_fetches", lambda *_: None)
    guard.cache_clear()
    with pytest.raises(QueryFailed):
        engine.query(f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }} # unguarded")
    engine.query(f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }} # unguarded")
    guard.cache_clear()
    time.sleep(0.05)
    assert seen == []


def test_files_of_the_machine_are_no_graphs(engine: Engine) -> None:
    with pytest.raises(QueryRefused, match="nothing is fetched"):
        engine.query("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")


# fmt: off
PIECES = st.sampled_from([
    *"{}()<>#'\".;,?$ \n\\:", "SERVICE", "service", "SERVICE:x", ":x", "SILENT", "<http://127.0.0.1:9/>",
    "{}", "{ ?s ?p ?o }",
    "'''", '"""', "\\u0053", "\\uD800", "FILTER(1<2)", "<'>", "<#>", "VALUES ?x {", "'a'", "OPTIONAL",
    "true", "1", "?s ?p", "a:b.", "_:b", "@en", "^^", "BIND(1 AS ?y)", "UNION", "#c\n",
])
# fmt: on


@settings(max_examples=1500)
@given(st.lists(PIECES, min_size=1, max_size=14))
@example(["FILTER(1<2)", "SERVICE", "#", ">", "\n", ":x", "{ ?s ?p ?o }"])
@example(["VALUES ?x {", "'''", "a", "'", "}", "SERVICE:x", "{}", "#", "\\uD800", "'''"])
def test_what_passes_the_guard_never_asks_the_engine_to_connect(pieces: list[str]) -> None:
    """The engine without our guard says when it would connect: port 9 is one that it refuses itself."""
    text = "PREFIX : <http://127.0.0.1:9/> SELECT * { " + "".join(pieces) + " }"
    try:
        guard(text)
    except QueryRefused:
        return
    try:
        result = ox.Store().query(text)
        list(result) if isinstance(result, ox.QuerySolutions) else None
    except (SyntaxError, UnicodeEncodeError):
        return
    except (OSError, RuntimeError) as error:
        pytest.fail(f"{text!r} would have connected: {error}")


DEEP = {
    "subselects": lambda n: "SELECT * " + "{ SELECT * " * n + "{ ?s ?p ?o }" + " }" * n,
    "groups": lambda n: "SELECT * " + "{" * n + "}" * n,
    "optionals": lambda n: "SELECT * {" + "OPTIONAL {" * n + "}" * n + "}",
    "parentheses": lambda n: "SELECT * { FILTER(" + "(" * n + "1" + ")" * n + ") }",
    "functions": lambda n: "SELECT * { FILTER(" + "STR(" * n + "1" + ")" * n + ") }",
    "exists": lambda n: "SELECT * {" + "FILTER EXISTS {" * n + "}" * n + "}",
    "sum": lambda n: "SELECT * { FILTER(1" + "+1" * n + ") }",
    "union": lambda n: "SELECT * { {}" + " UNION {}" * n + " }",
    "negation": lambda n: "SELECT * { FILTER(" + "!" * n + "true) }",
    "path": lambda n: "SELECT * { ?s " + "^" * n + "sco:a ?o }",
    "triples": lambda n: "SELECT * { ?s ?p " + "[ ?p " * n + "1" + " ]" * n + " }",
}


@pytest.mark.parametrize("kind", DEEP)
@pytest.mark.parametrize("size", [150, 2_000, 8_000, 40_000])
def test_depth_and_chains_kill_nothing(engine: Engine, kind: str, size: int) -> None:
    try:
        engine.query(DEEP[kind](size), seconds=0.5)
    except QueryError as error:
        assert not isinstance(error, QueueFull)
    assert engine.rows(SMALL + f" # {kind} {size}").rows


@pytest.mark.parametrize("kind", DEEP)
def test_what_people_write_is_not_too_deep(kind: str) -> None:
    assert guard(DEEP[kind](60)).form == "SELECT"


def test_a_worker_that_dies_takes_one_query_with_it(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spaceonto.engine.guard.MAX_OPERATORS", 10**9)
    monkeypatch.setattr("spaceonto.engine.guard.MAX_DEPTH", 10**9)
    monkeypatch.setattr("spaceonto.engine.guard.MAX_LENGTH", 10**9)
    with pytest.raises(QueryFailed, match="too deeply nested"):
        engine.query(DEEP["exists"](100_000))
    assert engine.rows(SMALL).rows


def test_a_query_ends_at_its_deadline_and_others_are_answered_meanwhile(engine: Engine) -> None:
    with ThreadPoolExecutor(3) as threads:
        start = time.monotonic()
        long = [threads.submit(engine.query, ENDLESS + f" # {i}", seconds=2) for i in range(3)]
        time.sleep(0.6)
        slowest = 0.0
        while not all(future.done() for future in long):
            before = time.monotonic()
            engine.rows(SMALL + f" # {before}")
            slowest = max(slowest, time.monotonic() - before)
        spent = time.monotonic() - start
        assert all(isinstance(future.exception(), QueryTimeout) for future in long)
    assert spent < 4
    assert slowest < 1


def test_no_process_is_left_of_a_query_that_was_ended(engine: Engine) -> None:
    before = set(children())
    with pytest.raises(QueryTimeout):
        engine.query(ENDLESS, seconds=0.6)
    time.sleep(0.1)
    assert set(children()) <= before


def children() -> list[int]:
    """The processes of this one's engines, on Linux; elsewhere nothing is looked at."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if b"spaceonto.engine.keeper" in (entry / "cmdline").read_bytes():
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    keepers = {pid for pid, parent in parents.items() if parent == os.getpid()}
    return [pid for pid, parent in parents.items() if pid in keepers or parent in keepers]


def test_too_many_queries_are_turned_away_and_not_left_hanging(folder: Path) -> None:
    limits = Limits(fast=1, long=1, queue=1, queue_seconds=0.3, seconds=3)
    with Engine(folder, limits=limits) as engine, ThreadPoolExecutor(8) as threads:
        engine.wait_ready()
        futures = [threads.submit(engine.query, ENDLESS + f" # {i}") for i in range(8)]
        kinds = {type(future.exception()) for future in futures}
    assert QueueFull in kinds
    assert kinds <= {QueueFull, QueryTimeout}


def test_memory_is_bounded(engine: Engine) -> None:
    text = 'SELECT (GROUP_CONCAT(?x) AS ?y) { ?a ?b ?c . ?d ?e ?f BIND("%s" AS ?x) }' % ("x" * 60_000)
    with pytest.raises((QueryFailed, AnswerTooLarge, QueryTimeout)):
        engine.query(text)
    assert engine.rows(SMALL + " # after").rows


def test_a_row_that_alone_is_too_large_is_refused(folder: Path) -> None:
    with Engine(folder, limits=Limits(fast=1, answer=20_000)) as engine:
        with pytest.raises(AnswerTooLarge, match="One row"):
            engine.query('SELECT ?y { BIND("%s" AS ?x) BIND(CONCAT(?x, ?x, ?x) AS ?y) }' % ("x" * 50_000))
        assert engine.rows(SMALL).rows


def test_an_answer_larger_than_memory_is_kept_in_a_file_and_is_whole(engine: Engine) -> None:
    answer = engine.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g sco:acronym ?i }", None)
    data = answer.read()
    assert len(data) == answer.length > 4 * 1024**2
    assert data.endswith(b"]}}")


@pytest.mark.parametrize(
    "text",
    ["", " ", "# only a comment", "\x00", "SELECT", "\ufeffSELECT * {}", "💥", "ASK { ?s ?p '\ud800' }"],
)
def test_what_is_no_query_is_a_mistake_with_a_place(engine: Engine, text: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        engine.query(text)
    assert caught.value.line == 1
    assert caught.value.message.endswith((".", "!"))


def test_a_query_beyond_the_length_is_refused_before_it_is_read() -> None:
    with pytest.raises(QueryRefused, match="characters"):
        guard("SELECT * {}" + " " * MAX_LENGTH)


@pytest.mark.parametrize(
    "text",
    ["a." * 100_000, "a:" * 100_000, "'" * 200_000, "<" * 200_000, "a:" + "." * 200_000, '"""' * 60_000,
     "_:a." * 60_000, "?" * 200_000, "1e" * 100_000, "'''a" * 60_000, "@a-" * 60_000, "\\u00" * 50_000],
    ids=lambda text: re.sub(r"\W", "_", text[:6]),
)  # fmt: skip
def test_no_text_takes_the_guard_long(text: str) -> None:
    start = time.monotonic()
    with contextlib.suppress(QueryError):
        guard.__wrapped__(text)
    assert time.monotonic() - start < 5


MUTATED = "PREFIX x: <http://e.org/> SELECT ?a (COUNT(?b) AS ?n) WHERE { ?a sco:acronym ?b OPTIONAL { ?a a/rdfs:subClassOf* ?c } FILTER(?b > 'A') } GROUP BY ?a ORDER BY ?n LIMIT 5"  # noqa: E501


@settings(max_examples=400)
@given(
    st.lists(
        st.tuples(st.integers(0, len(MUTATED)), st.integers(0, 12), st.text(max_size=4) | PIECES), max_size=4
    )
)
def test_mutated_queries_give_an_answer_or_an_error_that_says_why(
    engine: Engine, edits: list[tuple[int, int, str]]
) -> None:
    text = MUTATED
    for start, length, new in edits:
        text = text[:start] + new + text[start + length :]
    try:
        engine.query(text, seconds=3).read()
    except QuerySyntaxError as error:
        lines = text.split("\n")
        assert 1 <= error.line <= len(lines)
        assert 1 <= error.column <= len(lines[error.line - 1]) + 1
        assert error.message
    except QueryError as error:
        assert error.message


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_the_engine_recovers_when_all_its_processes_are_killed(folder: Path) -> None:
    with Engine(folder, limits=Limits(fast=2)) as engine:
        assert engine.rows(SMALL).rows
        for pid in descendants(os.getpid(), set(children())):
            os.kill(pid, signal.SIGKILL)
        for number in range(6):
            with contextlib.suppress(QueryFailed):
                engine.rows(SMALL + f" # {number}")
        assert engine.rows(SMALL + " # again").rows


def descendants(root: int, among: set[int]) -> set[int]:
    """Those processes that come from the newest keeper of this one."""
    parents = {}
    for pid in among:
        parents[pid] = int((Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
    newest = max(pid for pid, parent in parents.items() if parent == root)
    return {newest, *(pid for pid, parent in parents.items() if parent == newest)}
