"""The short way gives what the long way gives, and keeps to the same rules."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from small_release import write_release
from spaceonto.engine import Limits
from spaceonto.web import create_app
from spaceonto.web.settings import Settings
from spaceonto.web.site import Site
from spaceonto.workspace import Workspace

NAMES = "SELECT ?name { ?x sco:acronym ?name } ORDER BY ?name"
ALL = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
PLAIN = [
    NAMES,
    ALL,
    "ASK {}",
    "ASK { id:nasa ?p ?o FILTER(?o = 'é') }",
    "CONSTRUCT WHERE { ?s sco:acronym ?o }",
    "SELECT (NOW() AS ?now) {}",
    "SELECT * { <<( id:nasa a sco:SpaceAgency )>> ?p ?o }",
    "SELECT (TRIPLE(id:nasa, rdf:type, sco:Agent) AS ?t) {}",
    "SELECT",
    "INSERT DATA { id:x a id:y }",
    "SELECT * { SERVICE <http://192.0.2.1/> {} }",
    "SELECT * FROM <https://example.org/none> {}",
    "",
]
ACCEPTS = [
    None,
    "text/csv",
    "text/html",
    "application/json;q=0.5, text/turtle;q=0.4",
    "image/png",
    "*/*;q=0.1",
]
CHANGING = {"date", "ratelimit-remaining", "ratelimit-reset"}


def asked(
    client: FlaskClient, query: str, accept: str | None, long: bool = False, **headers: str
) -> TestResponse:
    """The answer to a query; a parameter that means nothing makes it take the long way."""
    if accept is not None:
        headers["Accept"] = accept
    query_string = {"query": query, **({"long": "1"} if long else {})}
    return client.get("/sparql", query_string=query_string, headers=headers)


def told(response: TestResponse) -> tuple[int, dict[str, str], bytes]:
    headers = {name.lower(): value for name, value in response.headers if name.lower() not in CHANGING}
    body = b"" if b"NOW()" in response.request.environ["QUERY_STRING"].encode() else response.data
    return response.status_code, headers, body


@pytest.mark.parametrize("query", PLAIN)
@pytest.mark.parametrize("accept", ACCEPTS)
@pytest.mark.parametrize("coding", [None, "gzip", "zstd, gzip;q=0.5", "identity"])
def test_both_ways_give_the_same_bytes_and_headers(
    client: FlaskClient, query: str, accept: str | None, coding: str | None
) -> None:
    headers = {"Accept-Encoding": coding} if coding else {}
    expected = told(asked(client, query, accept, long=True, **headers))
    for _ in range(3):
        if "NOW" in query:
            expected[1].pop("content-length", None)
        found = told(asked(client, query, accept, **headers))
        if "NOW" in query:
            found[1].pop("content-length", None)
        assert found == expected


def test_what_is_known_is_not_sent_again(client: FlaskClient) -> None:
    for query, headers in ((NAMES, {}), (ALL, {"Accept-Encoding": "gzip"})):
        first = asked(client, query, None, **headers)
        tag = first.headers["ETag"]
        for sent in (tag, f'"other", {tag}', f"W/{tag}", tag.replace("-gzip", "")):
            again = asked(client, query, None, **headers, **{"If-None-Match": sent})
            assert (again.status_code, again.data) == (304, b"")
            assert again.headers["ETag"] == tag
            assert again.headers["X-Release"] == "small"
            assert "Accept" in again.headers["Vary"]
            assert "Content-Length" not in again.headers
        other = asked(client, query, None, **headers, **{"If-None-Match": '"0123"'})
        assert (other.status_code, other.data) == (200, first.data)


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Flask]:
    """An application whose clients have two requests."""
    folder = write_release(tmp_path)
    (tmp_path / "data").mkdir()
    made = create_app(
        Workspace(tmp_path, tmp_path / "releases"),
        lambda: folder,
        Limits(fast=1, long=1),
        Settings(rate=0.001, burst=2, at_once=1),
    )
    place: Site = made.extensions["spaceonto"]
    place.engine.wait_ready()
    yield made
    place.close()


def test_the_short_way_counts_requests_as_the_long_way_does(strict: Flask) -> None:
    client = strict.test_client()

    def ask(query: str) -> TestResponse:
        place = {"REMOTE_ADDR": "203.0.113.7"}
        return client.get("/sparql", query_string={"query": query}, environ_overrides=place)

    answers = [ask(query) for query in (NAMES, "SELECT", NAMES, "ASK {}")]
    assert [answer.status_code for answer in answers] == [200, 400, 429, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0", "0"]


def test_a_new_release_has_answers_of_its_own(strict: Flask, tmp_path: Path) -> None:
    client = strict.test_client()
    count = "SELECT (COUNT(*) AS ?n) { ?x a sco:SpaceAgency }"
    assert b'"3"' in asked(client, count, None).data
    more = {"data/agents/jaxa": "id:jaxa a sco:SpaceAgency ."}
    place: Site = strict.extensions["spaceonto"]
    place.show_folder(write_release(tmp_path, digest="later", more=more))
    found = asked(client, count, None)
    assert b'"4"' in found.data
    assert found.headers["X-Release"] == "later"


@pytest.fixture
def general(tmp_path: Path) -> Iterator[Flask]:
    """An application over RDF of any kind."""
    folder = write_release(tmp_path)
    workspace = Workspace(tmp_path, tmp_path / "releases", is_general=True)
    made = create_app(workspace, lambda: folder, Limits(fast=1, long=1))
    place: Site = made.extensions["spaceonto"]
    place.engine.wait_ready()
    yield made
    place.close()


def test_a_relative_iri_means_the_same_on_both_ways(general: Flask) -> None:
    client = general.test_client()
    relative = "SELECT (STR(<#here>) AS ?iri) {}"
    assert b"/sparql#here" in asked(client, relative, "text/csv").data
    assert told(asked(client, relative, "text/csv")) == told(asked(client, relative, "text/csv", long=True))


def test_what_the_long_way_has_to_pack_is_not_asked_a_second_time(
    general: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    place: Site = general.extensions["spaceonto"]
    run = place.engine.runner.run
    queries: list[str] = []

    def counted(request: dict[str, Any], seconds: float | None = None) -> object:
        queries.append(request["query"])
        return run(request, seconds)

    monkeypatch.setattr(place.engine.runner, "run", counted)
    for coding in ("gzip", "identity"):
        query = f"{ALL} # {coding}"
        answer = asked(general.test_client(), query, None, **{"Accept-Encoding": coding})
        assert (answer.status_code, answer.headers.get("Content-Encoding", "identity")) == (200, coding)
        assert queries.count(query) == 1
