"""SERVICE over HTTP: the operator's list decides, and pages show the query as it was sent."""

import subprocess
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from live import PROGRAM

from endpoint import Listener, endpoint, listening
from spaceonto.engine import Limits
from spaceonto.web import create_app
from spaceonto.web.settings import Settings
from spaceonto.web.site import Site
from spaceonto.workspace import Workspace

STAFF = "SELECT ?name ?n { ?x sco:acronym ?name SERVICE <URL> { ?x <http://e.org/staff> ?n } } ORDER BY ?n"


@pytest.fixture(scope="module")
def other() -> Iterator[Listener]:
    with listening(endpoint) as made:
        yield made


@pytest.fixture(scope="module")
def asking(workspace: Workspace, app: Flask, other: Listener) -> Iterator[FlaskClient]:
    place: Site = app.extensions["spaceonto"]
    source = place.engine.source
    settings = Settings(services=(other.url,), private=("127.0.0.1",))
    made = create_app(workspace, lambda: source, Limits(fast=1, long=1, rows=1), settings)
    yield made.test_client()
    made.extensions["spaceonto"].close()


def test_a_listed_service_is_asked_and_the_page_shows_the_query_as_sent(
    asking: FlaskClient, other: Listener
) -> None:
    text = STAFF.replace("?x <http", "FILTER(isIRI(?x)) ?x <http").replace("URL", other.url)
    sent = {"query": text, "format": "csv"}
    answer = asking.get("/sparql", query_string=sent)
    assert answer.text == "name,n\r\nESA,2500\r\n"
    assert answer.headers["X-SPARQL-Truncated"].startswith("rows=1")
    assert "Link" not in answer.headers  # the other one may answer differently next time
    page = asking.get("/sparql", query_string={"query": text}, headers={"Accept": "text/html"}).text
    assert "SERVICE &lt;http://127.0.0.1" in page
    assert "VALUES" not in page


def test_any_other_is_refused_and_sees_nothing(
    asking: FlaskClient, client: FlaskClient, other: Listener
) -> None:
    with listening(endpoint) as unasked:
        for way, url in ((asking, unasked.url), (client, unasked.url), (client, other.url)):
            before = len(other.seen)
            answer = way.get("/sparql", query_string={"query": STAFF.replace("URL", url)})
            assert answer.status_code == 400
            assert answer.get_json(force=True)["type"].endswith("query-refused")
            assert len(other.seen) == before
    assert unasked.seen == []


def test_blank_nodes_of_a_service_are_told_in_a_sentence(asking: FlaskClient, other: Listener) -> None:
    text = f"SELECT * {{ SERVICE <{other.url}> {{ ?x <http://e.org/staff> ?n }} }}"
    answer = asking.get("/sparql", query_string={"query": text})
    assert answer.status_code == 503
    assert "blank nodes" in answer.get_json(force=True)["detail"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--allow-service", "ftp://e.org/"], "http or https"),
        (["--allow-service", "http://u:p@e.org/"], "credentials"),
        (["--allow-service", "http://e.org/", "--allow-private", "10.0.0.0/99"], "network"),
    ],
)
def test_a_list_with_a_mistake_starts_no_server(tmp_path: object, options: list[str], message: str) -> None:
    command = [*PROGRAM, str(tmp_path), "serve", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
