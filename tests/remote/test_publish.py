"""A release loaded into a real Virtuoso by both protocols, also when a run or the server is ended."""

import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse
from virtuoso import PASSWORD as DBA_PASSWORD
from virtuoso import USER as DBA
from virtuoso import Virtuoso

from small_release import write_release
from spaceonto import terms
from spaceonto.cli import main
from spaceonto.remote import Endpoints, RemoteError, Server, publish
from spaceonto.remote import record as records
from spaceonto.remote.login import PASSWORD, USER
from spaceonto.remote.verify import counts

SLOWLY = """
import sys, time
from pathlib import Path
from spaceonto.remote import Endpoints, Server, publish
import spaceonto.remote.publishing
spaceonto.remote.publishing.NOTE = 0.0
slowly = lambda step, done, total: time.sleep(0.1)
publish(Path(sys.argv[1]), Server(Endpoints(*sys.argv[2:])), size=25, progress=slowly)
"""


def triples(folder: Path) -> dict[str, set[str]]:
    """What is in a release by graph, read by nothing that is tested here."""
    found: dict[str, set[str]] = {}
    for name in ("asserted.nq", "described.nq"):
        for quad in parse(path=folder / name, format=RdfFormat.N_QUADS):
            found.setdefault(quad.graph_name.value, set()).add(str(quad.triple))
    for quad in parse(path=folder / "inferred.nt", format=RdfFormat.N_TRIPLES):
        found.setdefault(terms.INFERRED, set()).add(str(quad.triple))
    return found


def held(virtuoso: Virtuoso) -> dict[str, int]:
    """The size of each graph of ours, asked for over plain HTTP."""
    query = (
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } "
        f'FILTER(STRSTARTS(STR(?g), "{terms.BASE}")) }} GROUP BY ?g'
    )
    answer = httpx.get(virtuoso.query, params={"query": query, "format": "application/sparql-results+json"})
    rows = answer.json()["results"]["bindings"]
    return {row["g"]["value"]: int(row["n"]["value"]) for row in rows}


def expected(folder: Path) -> dict[str, int]:
    found = triples(folder)
    union = set().union(*(found[name] for name in found if name not in terms.DESCRIPTIONS))
    return {name: len(lines) for name, lines in found.items()} | {terms.UNION: len(union)}


def without_record(counted: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in counted.items() if name != terms.PUBLICATION}


@pytest.fixture(scope="module", autouse=True)
def without_traces(virtuoso: Virtuoso) -> None:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(USER, DBA)
        environment.setenv(PASSWORD, DBA_PASSWORD)
        with Server(Endpoints(virtuoso.query, virtuoso.update, virtuoso.store)) as server:
            forget(server)


@pytest.mark.parametrize("way", ["server", "updated"])
def test_a_release_is_loaded_whole_by_either_protocol(
    way: str, virtuoso: Virtuoso, small: Path, request: pytest.FixtureRequest
) -> None:
    server: Server = request.getfixturevalue(way)
    forget(server)
    outcome = publish(small, server, size=7)
    assert outcome.differences == []
    assert without_record(held(virtuoso)) == expected(small)
    assert outcome.triples == sum(expected(small).values()) == outcome.sent_triples
    assert records.release(server) == "small"


def test_a_second_run_sends_nothing(server: Server, small: Path) -> None:
    publish(small, server)
    again = publish(small, server)
    assert (again.sent_graphs, again.sent_triples, again.dropped) == (0, 0, 0)
    assert again.differences == []


def test_a_new_release_sends_what_differs_and_takes_away_what_is_gone(
    server: Server, virtuoso: Virtuoso, small: Path, tmp_path: Path
) -> None:
    publish(small, server)
    newer = write_release(tmp_path, digest="newer", more={"data/new": 'id:new rdfs:label "new"@en .'})
    outcome = publish(newer, server)
    assert outcome.sent_graphs == 3  # the new one, the union, and what describes the release
    assert without_record(held(virtuoso)) == expected(newer)
    assert publish(small, server).dropped == 1
    assert without_record(held(virtuoso)) == expected(small)


def test_a_graph_that_somebody_changed_is_mended(
    server: Server, updated: Server, virtuoso: Virtuoso, small: Path
) -> None:
    publish(small, server)
    name = terms.GRAPH + "data/agents/nasa"
    updated.update(f"DELETE WHERE {{ GRAPH <{name}> {{ <{terms.ID}nasa> ?p ?o }} }}")
    assert held(virtuoso)[name] < expected(small)[name]
    assert publish(small, server).sent_graphs == 1
    assert without_record(held(virtuoso)) == expected(small)


def test_graphs_of_others_are_left_alone(server: Server, small: Path) -> None:
    server.store("PUT", "urn:other", b'<urn:a> <urn:b> "c" .')
    publish(small, server)
    assert counts(server, ["urn:other"]) == {"urn:other": 1}


def test_a_run_that_is_killed_is_gone_on_with(
    server: Server, virtuoso: Virtuoso, many: Path, small: Path
) -> None:
    forget(server)
    command = [sys.executable, "-c", SLOWLY, str(many), virtuoso.query, virtuoso.update, virtuoso.store]
    with subprocess.Popen(command) as run:
        wait_for_entries(server, 6)
        run.kill()
    assert records.release(server) == ""
    outcome = publish(many, server)
    assert 0 < outcome.sent_graphs < outcome.graphs - 3
    assert without_record(held(virtuoso)) == expected(many)
    assert records.release(server) == "many"


def test_a_large_graph_is_gone_on_with_in_the_middle(
    server: Server, virtuoso: Virtuoso, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spaceonto.remote.publishing.NOTE", 0.0)
    forget(server)
    total = sum(expected(many).values())
    stop = total - expected(many)[terms.UNION] // 2  # the union is sent last
    sent = 0

    def progress(step: str, done: int, _: int) -> None:
        nonlocal sent
        if step == "loading triples":
            sent = done
            if done >= stop:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(many, server, size=100, progress=progress)
    outcome = publish(many, server, size=100)
    assert outcome.sent_graphs == 1
    assert outcome.sent_triples <= total - sent + 100
    assert without_record(held(virtuoso)) == expected(many)


@pytest.mark.usefixtures("virtuoso")
def test_a_server_that_dies_in_the_middle_is_told_of_and_gone_on_with(tmp_path: Path, many: Path) -> None:
    mortal = Virtuoso(tmp_path).start()
    try:
        with Server(Endpoints(mortal.query, mortal.update, mortal.store)) as server:
            steps = 0

            def progress(step: str, done: int, total: int) -> None:
                nonlocal steps
                steps += step == "loading triples"
                if steps == 20:
                    mortal.kill()

            with pytest.raises(RemoteError, match=r"Nothing answers at http://127\.0\.0\.1"):
                publish(many, server, waits=(0.01,), progress=progress)
            mortal.start()
            outcome = publish(many, server)
            assert outcome.sent_graphs > 0
            assert outcome.differences == []
            assert without_record(held(mortal)) == expected(many)
    finally:
        mortal.kill()


def test_a_literal_that_the_server_merges_is_told_honestly(server: Server, tmp_path: Path) -> None:
    folder = with_values(tmp_path, '"3290.40"^^xsd:decimal', '"3290.4"^^xsd:decimal', '"x"@en')
    outcome = publish(folder, server)
    told = {difference.graph: (difference.sent, difference.there) for difference in outcome.differences}
    assert told[VALUES] == (3, 2)
    assert all(not difference.lost for difference in outcome.differences)
    assert "2 graphs differ" in outcome.summary()
    assert publish(folder, server).sent_graphs == 0


def test_a_value_that_the_server_loses_is_named(server: Server, tmp_path: Path) -> None:
    # To this server, a truth and the number one are the same.
    outcome = publish(with_values(tmp_path, '"1.0E0"^^xsd:double', '"true"^^xsd:boolean'), server)
    (difference,) = (found for found in outcome.differences if found.graph == VALUES)
    assert (difference.sent, difference.there) == (2, 1)
    assert len(difference.lost) == 1
    assert f"<{terms.SCO}amount>" in difference.lost[0]
    assert "not there: " in outcome.summary()


VALUES = terms.GRAPH + "data/values"


def with_values(folder: Path, *values: str) -> Path:
    """A release with a graph of these values, spelt as they are here."""
    made = write_release(folder, digest="values")
    with (made / "asserted.nq").open("a", encoding="utf-8") as file:
        for value in values:
            spelt = re.sub(r"xsd:(\w+)", rf"<{terms.XSD}\1>", value)
            file.write(f"<{terms.ID}x> <{terms.SCO}amount> {spelt} <{VALUES}> .\n")
    return made


@pytest.mark.parametrize("way", ["server", "updated"])
def test_blank_nodes_stay_together(way: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(way)
    forget(server)
    chain = " ".join(f"_:n{i} rdfs:seeAlso _:n{i + 1} ." for i in range(20))
    publish(write_release(tmp_path, digest="blank", more={"data/blank": chain}), server, size=3)
    graph = terms.GRAPH + "data/blank"
    path = "/".join(["rdfs:seeAlso"] * 20)
    query = f"PREFIX rdfs: <{terms.RDFS}> SELECT ?end {{ GRAPH <{graph}> {{ ?start {path} ?end }} }}"
    assert len(server.rows(query)) == 1


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://127.0.0.1:1/sparql", "Nothing answers at"),
        ("http://no-such-host.invalid/sparql", "There is no machine named no-such-host.invalid"),
        ("ftp://example.org/", "no address of a server"),
        ("http://me:secret@example.org/", "A password in an address can be seen by others"),
        ("{root}/nowhere", "There is nothing at"),
        ("{root}/conductor/", "There is nothing at"),
    ],
)
def test_a_wrong_address_is_told_in_a_sentence(
    address: str, sentence: str, virtuoso: Virtuoso, small_workspace: list[str]
) -> None:
    done = CliRunner().invoke(main, [*small_workspace, "publish", address.format(root=virtuoso.root)])
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert "secret@" not in done.stderr


def test_a_wrong_password_is_told_and_nothing_is_written(
    virtuoso: Virtuoso, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(Endpoints(virtuoso.query, virtuoso.update, virtuoso.store)) as server:
        forget(server)
    monkeypatch.setenv(PASSWORD, "wrong")
    with (
        Server(Endpoints(virtuoso.query, virtuoso.update, virtuoso.store)) as server,
        pytest.raises(RemoteError, match="does not take this login"),
    ):
        publish(small, server)
    monkeypatch.delenv(USER)
    with (
        Server(Endpoints(virtuoso.query, virtuoso.update)) as server,
        pytest.raises(RemoteError, match=f"set {USER} and {PASSWORD}"),
    ):
        publish(small, server)
    assert held(virtuoso) == {}


def test_the_command_loads_the_current_release(virtuoso: Virtuoso, small_workspace: list[str]) -> None:
    command = [*small_workspace, "publish", virtuoso.query, "--store", virtuoso.store]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert "Release small is there" in done.stdout
    assert "Each graph has as many triples as it should." in done.stdout


def forget(server: Server) -> None:
    """Takes the release away, and the record of it, as if it had never been there."""
    record = records.read(server)
    for name in [*(record.identifiers if record else ()), terms.PUBLICATION]:
        try:
            server.store("DELETE", name) if server.endpoints.store else server.update(
                f"DROP SILENT GRAPH <{name}>"
            )
        except RemoteError as error:
            assert error.status == 404


def wait_for_entries(server: Server, number: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = records.read(server)
        if found and len(found.identifiers) >= number:
            return
        time.sleep(0.02)
    raise AssertionError("the run wrote no record")
