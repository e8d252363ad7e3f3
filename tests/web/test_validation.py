"""Turtle sent to /validate comes back with findings that name line, cause and remedy."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient

from small_release import HEAD, write_release
from spaceonto import terms
from spaceonto.engine import Limits
from spaceonto.web import create_app
from spaceonto.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
SH = rdflib.Namespace(terms.SH)
MISSION = """
id:my-mission a sco:RoboticMission ; rdfs:label "My mission"@en ; sco:source id:source-example ;
    sco:status concept:activity-status-active .
id:my-mission--participation--nasa a sco:Participation ; sco:participant id:nasa ;
    sco:participationIn id:my-mission ; sco:role concept:role-lead ; sco:source id:source-example .
"""
GOOD = HEAD + MISSION
BAD = HEAD + MISSION.replace("sco:participant id:nasa", "sco:participant id:nasaa").replace(
    "sco:status", "sco:statuss"
)
LINE = len(HEAD.splitlines())


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The shipped ontology and shapes, with the small release as the context."""
    folder = write_release(tmp_path_factory.mktemp("releases"))
    made = create_app(Workspace(ROOT, folder.parent), lambda: folder, Limits(fast=1))
    yield made
    made.extensions["spaceonto"].close()


@pytest.fixture
def checker(real: Flask) -> FlaskClient:
    return real.test_client()


def post(client: FlaskClient, text: str, accept: str = "application/json") -> object:
    return client.post(
        "/validate", data=text.encode(), content_type="text/turtle", headers={"Accept": accept}
    )


def test_what_is_in_order_conforms_and_leans_on_what_the_graph_knows(checker: FlaskClient) -> None:
    report = json.loads(post(checker, GOOD).data)  # type: ignore[attr-defined]
    assert [f for f in report["findings"] if f["severity"] == "violation"] == []
    assert report["conforms"] is True


def test_a_fact_added_to_a_thing_that_is_known_needs_not_say_the_rest_again(checker: FlaskClient) -> None:
    added = HEAD + 'id:nasa a sco:SpaceAgency ; sco:beginDate "1958-07-29"^^xsd:date .'
    report = json.loads(post(checker, added).data)  # type: ignore[attr-defined]
    assert [f for f in report["findings"] if f["check"] == "Labelled"] == []


def test_each_finding_has_line_cause_and_remedy(checker: FlaskClient) -> None:
    response = post(checker, BAD)
    report = json.loads(response.data)  # type: ignore[attr-defined]
    assert response.status_code == 200  # type: ignore[attr-defined]
    assert report["conforms"] is False
    by_value = {found["value"]: found for found in report["findings"] if "value" in found}
    agent = by_value[terms.ID + "nasaa"]
    assert agent["line"] == LINE + 4
    assert "not a known agent" in agent["message"]
    assert agent["remedy"]
    assert "id:nasa (" in agent["hint"]
    term = by_value[terms.SCO + "statuss"]
    assert term["line"] == LINE + 3
    assert "sco:status" in term["hint"]


def test_the_report_is_to_be_had_as_the_w3c_writes_it(checker: FlaskClient) -> None:
    response = post(checker, BAD, "text/turtle")
    graph = rdflib.Graph().parse(data=response.data, format="turtle")  # type: ignore[attr-defined]
    report = next(graph.subjects(rdflib.RDF.type, SH.ValidationReport))
    assert graph.value(report, SH.conforms).toPython() is False
    focus = {
        str(node)
        for result in graph.objects(report, SH.result)
        for node in graph.objects(result, SH.focusNode)
    }
    assert terms.ID + "my-mission--participation--nasa" in focus


def test_the_report_is_to_be_had_as_text_and_as_a_page(checker: FlaskClient) -> None:
    text = post(checker, BAD, "text/plain").text  # type: ignore[attr-defined]
    assert f"{LINE + 4}:" in text
    assert text.endswith("the data does not conform.\n")
    page = checker.post("/validate", data={"turtle": BAD}, headers={"Accept": "text/html"})
    assert "not a known agent" in page.text
    assert f"line {LINE + 4}" in page.text


def test_a_file_can_be_sent_by_the_form(checker: FlaskClient, tmp_path: Path) -> None:
    file = tmp_path / "my.ttl"
    file.write_text(BAD, "utf-8")
    with file.open("rb") as data:
        response = checker.post("/validate", data={"turtle": "", "file": (data, "my.ttl")})
    assert json.loads(response.data)["conforms"] is False


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"id:x a ;", 1), (b"<http://e.org/a> <http://e.org/b>\n  'open .\n", 2), (b"<a\n> <b> <c> .", 1)],
)
def test_what_is_no_turtle_is_422_with_line_and_remedy(checker: FlaskClient, data: bytes, line: int) -> None:
    response = checker.post("/validate", data=data, content_type="text/turtle")
    assert response.status_code == 422
    (found,) = json.loads(response.data)["findings"]
    assert found["line"] == line
    assert found["message"]


HOSTILE = [
    (b"\xff\xfe", "text/turtle", 422),
    (b"", "text/turtle", 400),
    (b"   ", "text/turtle", 400),
    (b"x" * 1_200_000, "text/turtle", 413),
    (b"turtle=" + b"x" * 3_200_000, "application/x-www-form-urlencoded", 413),
    (b"<rdf/>", "application/rdf+xml", 415),
    (b"{}", "application/json", 415),
    (b"x", "", 415),
    (b"<a:s> <a:p> " + b"[ <a:p> " * 50_000, "text/turtle", 422),
    (b"<a:s> <a:p> " + b"( " * 100_000, "text/turtle", 422),
    (b"<a:s> <a:p> " + b"( " * 10_000 + b") " * 10_000 + b".", "text/turtle", None),
    (b"@base <file:///etc/passwd> . <> <a:p> <a:o> .", "text/turtle", 200),
    (b"<a:s> <http://www.w3.org/2002/07/owl#imports> <file:///etc/passwd> .", "text/turtle", 200),
    (b"\x00" * 1000, "text/turtle", 422),
    (b"<a:s> <a:p> '" + b"\\u0000" * 10 + b"' .", "text/turtle", None),
]


@pytest.mark.parametrize(("data", "kind", "status"), HOSTILE, ids=lambda value: str(value)[:24])
def test_hostile_text_ends_in_an_answer(
    checker: FlaskClient, data: bytes, kind: str, status: int | None
) -> None:
    response = checker.post("/validate", data=data, content_type=kind)
    assert response.status_code == status or (status is None and response.status_code in (200, 422, 503))
    assert "Traceback" not in response.text
    assert "root:" not in response.text
    assert json.loads(post(checker, GOOD).data)["conforms"]  # type: ignore[attr-defined]


def test_a_contradiction_with_what_is_known_refuses_the_text(explaining: Flask) -> None:
    client = explaining.test_client()
    clash = HEAD + "id:webb a sco:Place .\n"
    report = json.loads(post(client, clash).data)  # type: ignore[attr-defined]
    assert report["conforms"] is False
    (found,) = [found for found in report["findings"] if found["check"] == "contradiction"]
    assert (found["line"], found["value"]) == (LINE + 1, "cax-adc")
    stated = {part["file"]: part["says"] for part in found["parts"] if part["role"] == "statement"}
    assert stated.keys() == {"", "data/activities/webb.ttl"}
    assert stated[""] == "Webb is a place"
    assert any("exclude one another" in part["says"] for part in found["parts"] if part["role"] == "axiom")
    for accept in ("text/plain", "text/html", "text/turtle"):
        text = post(client, clash, accept).get_data(as_text=True)  # type: ignore[attr-defined]
        assert "Webb is a place" in text
        assert "data/activities/webb.ttl" in text
    again = json.loads(post(client, HEAD + MISSION).data)  # type: ignore[attr-defined]
    assert not [found for found in again["findings"] if found["check"] == "contradiction"], "nothing is kept"


def test_where_contradictions_cannot_be_looked_for_that_is_said(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "releases")
    for name in ("ontology", "shapes"):
        shutil.copytree(ROOT / name, tmp_path / "w" / name)
    shutil.rmtree(tmp_path / "w" / "ontology" / "rules")
    made = create_app(Workspace(tmp_path / "w", folder.parent), lambda: folder, Limits(fast=1))
    try:
        report = json.loads(post(made.test_client(), GOOD).data)  # type: ignore[attr-defined]
        (found,) = [found for found in report["findings"] if found["check"] == "contradiction"]
        assert found["severity"] == "info"
        assert "were not looked for" in found["message"]
        assert report["conforms"] is True
    finally:
        made.extensions["spaceonto"].close()
