"""A release in another SpaceOnto that serves RDF of any kind: a server that keeps to the standard."""

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from small_release import write_release
from spaceonto import terms
from spaceonto.engine import AnswerTooLarge, Engine, Limits, QueryRefused
from spaceonto.engine.source import Folder
from spaceonto.release import Options, build, current
from spaceonto.remote import Endpoints, RemoteError, Server, find, publish
from spaceonto.remote.login import TOKEN
from spaceonto.web import create_app
from spaceonto.web.settings import Settings
from spaceonto.web.site import Site, Writing
from spaceonto.workspace import Workspace, as_served

SECRET = "a-token-for-tests"
LIMITS = Limits(fast=2, long=2, queue=8, seconds=10)
PLAIN = Options("none")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("general")
    workspace = as_served(Workspace(folder, folder / ".spaceonto" / "releases"))
    build(workspace, PLAIN)

    def newest() -> Folder | None:
        found = current(workspace)
        return None if found is None else Folder(found.folder, union=False, open=True)

    app = create_app(workspace, newest, LIMITS, Settings(rate=0), Writing(SECRET, PLAIN))
    place: Site = app.extensions["spaceonto"]
    place.engine.wait_ready()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    place.close()


@pytest.fixture(scope="module")
def stated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of which nothing is inferred: a SpaceOnto takes no inferred triples from others."""
    folder = write_release(tmp_path_factory.mktemp("stated"), digest="stated")
    (folder / "inferred.nt").write_bytes(b"")
    (folder / "described.nq").unlink(missing_ok=True)
    return folder


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, SECRET)


def test_a_release_is_loaded_and_asked(root: str, stated: Path) -> None:
    with Server(Endpoints(root + "sparql", root + "update", root + "store")) as server:
        outcome = publish(stated, server)
        assert outcome.differences == []
        source = find(server)
    assert not source.scope.shows_all
    with Engine(source, limits=LIMITS) as there, Engine(stated, limits=LIMITS) as here:
        for query in (
            "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
            "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
            f"SELECT ?s ?g {{ GRAPH <{terms.GRAPH}data/agents/nasa> {{ ?s a ?c }} GRAPH ?g {{ ?s ?p ?o }} }}",
            "ASK { id:nasa a sco:SpaceAgency }",
        ):
            theirs, ours = there.rows(query), here.rows(query)
            assert theirs.boolean == ours.boolean
            assert Counter(map(repr, map(sorted, map(dict.items, theirs.rows)))) == Counter(
                map(repr, map(sorted, map(dict.items, ours.rows)))
            )
        with pytest.raises(QueryRefused):
            there.query(f"SELECT * FROM <{terms.PUBLICATION}> {{ ?s ?p ?o }}")


def test_by_update_it_finds_nothing_left_to_send(root: str, stated: Path) -> None:
    with Server(Endpoints(root + "sparql", root + "update")) as server:
        publish(stated, server)
        again = publish(stated, server)
    assert (again.sent_graphs, again.differences) == (0, [])


def test_a_wrong_token_is_told(root: str, stated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "another")
    with (
        Server(Endpoints(root + "sparql", root + "update")) as server,
        pytest.raises(RemoteError, match="not the token of this service"),
    ):
        server.update("DROP SILENT GRAPH <urn:x>")


def test_an_answer_that_is_cut_has_no_link_to_a_release_that_cannot_be_named(root: str, stated: Path) -> None:
    with Server(Endpoints(root + "sparql", root + "update", root + "store")) as server:
        publish(stated, server)
        source = find(server)
    made = create_app(Workspace(stated, stated), lambda: source, Limits(fast=1, rows=5))
    try:
        sent = {"query": "SELECT ?s { ?s ?p ?o }", "format": "json"}
        answer = made.test_client().get("/sparql", query_string=sent)
        assert len(answer.get_json(force=True)["results"]["bindings"]) == 5
        assert answer.headers["X-SPARQL-Truncated"].startswith("rows=5; by=rows; next-offset=5")
        assert "Link" not in answer.headers
        rest = made.test_client().get("/sparql", query_string={**sent, "offset": "5"})
        assert len(rest.get_json(force=True)["results"]["bindings"]) == 5
    finally:
        made.extensions["spaceonto"].close()


def test_what_another_server_cut_is_not_given_as_the_whole(root: str, stated: Path) -> None:
    with Server(Endpoints(root + "sparql", root + "update", root + "store")) as server:
        publish(stated, server)
        source = find(server)
    with Engine(source, limits=LIMITS) as there:
        whole = there.rows("SELECT ?s { ?s ?p ?o }").rows
        assert len(whole) > 20
        cut = replace(LIMITS, rows=10)
        app = create_app(Workspace(stated, stated), lambda: stated, cut, Settings(rate=0))
        upstream = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=upstream.serve_forever, daemon=True).start()
        try:
            with Server(Endpoints(f"http://127.0.0.1:{upstream.server_port}/sparql")) as server:
                source = find(server)
                with (
                    Engine(source, limits=LIMITS) as engine,
                    pytest.raises(AnswerTooLarge, match="cuts answers at 10"),
                ):
                    engine.query("SELECT ?s { ?s ?p ?o }")
        finally:
            upstream.shutdown()
            app.extensions["spaceonto"].close()
