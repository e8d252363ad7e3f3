"""/explain: why a fact holds, for people and for programs, and marks that lead there."""

import json
import re
from collections.abc import Iterator

import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient

from explained import explained
from spaceonto import terms
from spaceonto.engine import Limits, QueryTimeout
from spaceonto.web import create_app
from spaceonto.web.site import Site

COOPERATES = {"s": "id:nasa", "p": "sco:cooperatesWith", "o": "id:esa"}


@pytest.fixture(scope="module")
def explaining(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    workspace, release = explained(tmp_path_factory.mktemp("explaining") / "workspace")
    made = create_app(workspace, lambda: release.folder, Limits(fast=1, long=2, seconds=20))
    yield made
    made.extensions["spaceonto"].close()


@pytest.fixture
def asker(explaining: Flask) -> FlaskClient:
    return explaining.test_client()


def get(asker: FlaskClient, accept: str = "application/json", **arguments: str):
    return asker.get("/explain", query_string=arguments, headers={"Accept": accept})


def test_the_answer_is_json_unless_asked_otherwise(asker: FlaskClient) -> None:
    response = asker.get("/explain", query_string=COOPERATES)
    assert (response.status_code, response.mimetype) == (200, "application/json")
    found = json.loads(response.data)
    assert (found["status"], found["proofs"][0]["steps"]) == ("inferred", 7)
    assert response.headers["X-Release"] == found["release"]
    assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("accept", "name", "mimetype", "holds"),
    [
        ("text/plain", "text", "text/plain", "by cooperates-with"),
        ("text/html", "html", "text/html", "<h1>NASA cooperates with ESA</h1>"),
        ("text/turtle", "ttl", "text/turtle", "sh:sourceRule"),
        ("application/json;q=0.1, text/turtle", "turtle", "text/turtle", "prov:wasDerivedFrom"),
    ],
)
def test_the_format_follows_accept_or_the_parameter(
    asker: FlaskClient, accept: str, name: str, mimetype: str, holds: str
) -> None:
    for response in (get(asker, accept, **COOPERATES), get(asker, "*/*", format=name, **COOPERATES)):
        assert (response.status_code, response.mimetype) == (200, mimetype)
        assert holds in response.text
    if mimetype == "text/turtle":
        rdflib.Graph().parse(data=response.data, format="turtle")


def test_all_proofs_can_be_had_up_to_a_number(asker: FlaskClient) -> None:
    agent = {"s": "id:nasa", "p": "a", "o": "sco:Agent"}
    assert len(get(asker, **agent).json["proofs"]) == 1
    assert len(get(asker, all="true", **agent).json["proofs"]) > 3
    few = get(asker, all="true", limit="2", **agent).json
    assert (len(few["proofs"]), few["more"]) == (2, True)


def test_what_does_not_hold_is_answered_with_what_is_missing(asker: FlaskClient) -> None:
    response = get(asker, s="id:nasa", p="sco:cooperatesWith", o="id:isro")
    assert response.status_code == 200
    assert response.json["status"] == "unknown"
    assert response.json["nearest"][0]["rule"] == "cooperates-with"
    page = get(asker, "text/html", s="id:nasa", p="sco:cooperatesWith", o="id:isro").text
    assert "What is missing" in page
    assert "all=true" not in page


@pytest.mark.parametrize(
    ("arguments", "status", "detail"),
    [
        ({"s": "id:nasaa", "p": "a", "o": "sco:Agent"}, 404, "nothing called id:nasaa"),
        ({"s": "nasa", "p": "a", "o": "sco:Agent"}, 400, "has no prefix"),
        ({"s": "id:nasa", "p": "a"}, 400, "`o` is missing"),
        ({}, 400, "`s` is missing"),
        ({**COOPERATES, "format": "pdf"}, 400, "`pdf` is no format"),
        ({**COOPERATES, "all": "perhaps"}, 400, "all=perhaps"),
        ({**COOPERATES, "limit": "0"}, 400, "limit=0"),
        ({**COOPERATES, "limit": "²"}, 400, "limit=²"),
        ({**COOPERATES, "s": "id:" + "x" * 5000}, 400, "more than 4000 characters"),
        ({**COOPERATES, "o": '"' + "\\" * 300}, 400, "no prefix"),
    ],
)
def test_a_question_that_cannot_be_answered_is_a_problem_with_a_way_out(
    asker: FlaskClient, arguments: dict[str, str], status: int, detail: str
) -> None:
    response = get(asker, **arguments)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert detail in response.json["detail"]
    if status == 404:
        assert response.json["nearest"][0] == {"iri": terms.ID + "nasa", "label": "NASA"}


def test_no_format_that_there_is_is_said(asker: FlaskClient) -> None:
    assert get(asker, "image/png", **COOPERATES).status_code == 406


def test_the_form_asks_for_a_fact(asker: FlaskClient) -> None:
    page = get(asker, "text/html").text
    assert re.findall(r'<label for="(.)">', page) == ["s", "p", "o"]


def test_the_page_is_a_tree_of_lists_whose_leaves_lead_to_file_and_source(asker: FlaskClient) -> None:
    page = get(asker, "text/html", **COOPERATES).text
    assert page.count('<ul aria-label="because">') == 7
    assert 'href="/graph/data/activities/webb"' in page
    assert '<a href="/id/source-example">An example</a>' in page
    assert "<script" not in page.split("<main")[1]


def test_a_worker_that_runs_wild_is_ended_and_the_next_question_answered(explaining: Flask) -> None:
    place: Site = explaining.extensions["spaceonto"]
    client = explaining.test_client()
    assert get(client, **COOPERATES).status_code == 200
    assert place._explanation is not None
    pool = place._explanation[1]
    keeper = pool.crew._process.pid
    with pytest.raises(QueryTimeout):
        pool.run({**COOPERATES, "all": True, "limit": 100, "format": "json", "path": ""}, seconds=1e-6)
    assert get(client, **COOPERATES).status_code == 200
    assert pool.crew._process.pid == keeper
