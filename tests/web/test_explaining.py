"""/explain: why a fact holds, for people and for programs, and marks that lead there."""

import html
import json
import re

import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient

from spaceonto import terms
from spaceonto.engine import QueryTimeout
from spaceonto.web.marks import marks
from spaceonto.web.site import Site
from spaceonto.web.table import rows_of

COOPERATES = {"s": "id:nasa", "p": "sco:cooperatesWith", "o": "id:esa"}


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
        ({**COOPERATES, "version": "older"}, 404, "Only the current release is explained"),
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
    if "nothing called" in detail:
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


def test_what_is_inferred_on_a_page_leads_to_its_why(asker: FlaskClient) -> None:
    page = asker.get("/id/nasa", headers={"Accept": "text/html"}).text
    links = re.findall(r'class="tag" href="(/explain[^"]+)"', page)
    told = {asker.get(html.unescape(link)).json["sentence"] for link in links}
    assert "NASA cooperates with ESA" in told
    assert "NASA is an agent" in told
    assert all(asker.get(html.unescape(link)).json["status"] == "inferred" for link in links)
    assert "NASA is a national space agency" not in told


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("SELECT ?s ?p ?o { ?s ?p ?o FILTER(?s = id:nasa && ?o = id:esa) }", ["o"]),
        ("SELECT ?x { id:nasa sco:cooperatesWith ?x } ORDER BY ?x", ["x", "x"]),
        ("SELECT ?x { ?x sco:cooperatesWith id:nasa ; a sco:IntergovernmentalSpaceAgency }", ["x"]),
        ("SELECT ?y { id:nasa a sco:NationalSpaceAgency ; sco:cooperatesWith ?y }", ["y", "y"]),
        ("SELECT ?x ?y { ?x sco:cooperatesWith ?y . FILTER(?x = id:nasa) } ORDER BY ?y", ["y", "y"]),
        ("CONSTRUCT { id:nasa sco:cooperatesWith id:esa ; a sco:NationalSpaceAgency } WHERE {}", ["object"]),
        ("SELECT ?x { id:nasa sco:cooperatesWith id:esa , ?x } ORDER BY ?x", ["x", "x"]),
        # Stated, or no triple of what is asked, or hidden behind a path.
        ("SELECT ?s ?p ?o { ?s ?p ?o FILTER(?s = id:nasa && ?p = sco:acronym) }", []),
        ("SELECT ?a ?b ?c { BIND(id:nasa AS ?a) BIND(id:esa AS ?c) BIND(1 AS ?b) }", []),
        ("SELECT ?x { id:nasa sco:cooperatesWith/sco:replaces ?x }", []),
        ("SELECT ?x { ?x sco:participant id:nasa }", []),
        ("ASK { id:nasa sco:cooperatesWith id:esa }", []),
        ("SELECT (COUNT(*) AS ?x) { id:nasa sco:cooperatesWith ?y }", []),
    ],
)
def test_in_an_answer_that_is_marked_which_the_graph_of_inferences_holds(
    explaining: Flask, query: str, marked: list[str]
) -> None:
    engine = explaining.extensions["spaceonto"].engine
    found = marks(engine, query, rows_of(engine, query))
    assert [column for row in found for column in row] == marked
    page = explaining.test_client().get(
        "/sparql", query_string={"query": query}, headers={"Accept": "text/html"}
    )
    assert page.status_code == 200
    assert page.text.count('class="tag" href="/explain') == len(marked)


def test_each_mark_leads_to_the_triple_of_its_row(explaining: Flask) -> None:
    engine = explaining.extensions["spaceonto"].engine
    query = 'SELECT ?s ?l { ?s rdfs:label ?l ; a skos:Concept FILTER(?l = "lead"@en) }'
    answer = rows_of(engine, query)
    (row,) = marks(engine, query, answer)
    found = explaining.test_client().get(row["l"]).json
    assert found["triple"]["object"] == {"type": "literal", "value": "lead", "xml:lang": "en"}
    assert found["status"] == "inferred"


def test_what_is_concluded_is_listed_by_property(asker: FlaskClient) -> None:
    page = asker.get("/graph/inferred", headers={"Accept": "text/html"}).text
    address = re.search(r'<a href="([^"]+)">cooperates with</a>', page)
    assert address is not None
    answer = asker.get(html.unescape(address[1]), headers={"Accept": "text/html"}).text
    assert answer.count("<tr>") - 1 == answer.count('class="tag" href="/explain') > 0
