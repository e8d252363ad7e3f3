"""A long answer says that it is cut, and its next page is one link away."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse

from small_release import write_release
from spaceonto.engine import Limits
from spaceonto.web import create_app
from spaceonto.web.site import Site
from spaceonto.workspace import Workspace

ALL = "SELECT ?s ?p { ?s ?p ?o }"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def capped_app(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site that gives 20 rows at once."""
    workspace = replace(workspace, releases=tmp_path_factory.mktemp("capped"))
    folder = write_release(workspace.releases, digest="capped", workspace=workspace)
    made = create_app(workspace, lambda: folder, Limits(fast=1, long=1, rows=20))
    place: Site = made.extensions["spaceonto"]
    place.engine.wait_ready()
    yield made
    place.close()


@pytest.fixture
def capped(capped_app: Flask) -> FlaskClient:
    return capped_app.test_client()


def following(answer: TestResponse) -> str:
    """The address of the next page; none at the end."""
    links = [link for link in answer.headers.getlist("Link") if link.endswith('; rel="next"')]
    return links[0].partition(">")[0][1:] if links else ""


def pages(client: FlaskClient, text: str, form: str, **more: object) -> list[TestResponse]:
    found = [client.get("/sparql", query_string={"query": text, "format": form, **more})]
    while address := following(found[-1]):
        found.append(client.get(address))
        assert len(found) < 100
    assert {answer.status_code for answer in found} == {200}
    return found


def rows(form: str, data: bytes) -> list[str]:
    if form == "json":
        return [json.dumps(row, sort_keys=True) for row in json.loads(data)["results"]["bindings"]]
    if form == "xml":
        return [ElementTree.tostring(row).decode() for row in ElementTree.fromstring(data)[1]]
    if form in ("csv", "tsv"):
        return data.decode().splitlines()[1:]
    if form == "ndjson":
        return data.decode().splitlines()
    kinds = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}
    kinds |= {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
    return sorted(f"{quad.subject} {quad.predicate} {quad.object}" for quad in ox.parse(data, kinds[form]))


@pytest.mark.parametrize(
    "form", ["json", "xml", "csv", "tsv", "ndjson", "ttl", "nt", "nq", "trig", "jsonld", "rdf"]
)
def test_links_lead_through_the_whole_answer(capped: FlaskClient, client: FlaskClient, form: str) -> None:
    """The other site has the same data and no cap that matters."""
    text = GRAPH if form in ("ttl", "nt", "nq", "trig", "jsonld", "rdf") else ALL
    found = pages(capped, text, form)
    assert len(found) > 3
    whole = client.get("/sparql", query_string={"query": text, "format": form})
    together = [row for page in found for row in rows(form, page.data)]
    assert sorted(together) == sorted(rows(form, whole.data))
    assert "X-SPARQL-Truncated" not in whole.headers
    assert "X-SPARQL-Truncated" not in found[-1].headers
    for number, page in enumerate(found[:-1], 1):
        said = parse_options_header("x; " + page.headers["X-SPARQL-Truncated"])[1]
        assert said == {"rows": "20", "by": "rows", "next-offset": str(20 * number)}
        assert int(page.headers["Content-Length"]) == len(page.data)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_results_name_the_next_page_in_their_head(capped: FlaskClient, form: str) -> None:
    first, *_, last = pages(capped, ALL, form)
    if form == "json":
        assert json.loads(first.data)["head"] == {"vars": ["s", "p"], "link": [following(first)]}
        assert json.loads(last.data)["head"] == {"vars": ["s", "p"]}
    else:
        head = ElementTree.fromstring(first.data)[0]
        assert head[-1].tag.endswith("}link")
        assert head[-1].attrib == {"href": following(first)}
        assert len(ElementTree.fromstring(last.data)[0]) == 2


def test_a_next_page_asks_the_same_release_with_the_same_options(capped: FlaskClient) -> None:
    sent = {"infer": "false", "default-graph-uri": "https://w3id.org/spaceonto/graph/data/agents/nasa"}
    found = capped.get("/sparql", query_string={"query": ALL, "format": "csv", "limit": "5", **sent})
    fields = parse_qs(urlsplit(following(found)).query)
    assert fields.pop("after")
    expected = {"query": ALL, "format": "csv", "version": "capped", "limit": "5", "offset": "5", **sent}
    assert fields == {name: [value] for name, value in expected.items()}


def test_smaller_pages_can_be_asked_for_and_larger_ones_are_not_given(capped: FlaskClient) -> None:
    small = capped.get("/sparql", query_string={"query": ALL, "limit": "3"})
    assert len(rows("json", small.data)) == 3
    assert small.headers["X-SPARQL-Truncated"].startswith("rows=3; by=limit")
    large = capped.get("/sparql", query_string={"query": ALL, "limit": "5000"})
    assert len(rows("json", large.data)) == 20
    assert large.headers["X-SPARQL-Truncated"].startswith("rows=20; by=rows")


def test_a_page_can_be_validated_and_differs_from_others(capped: FlaskClient) -> None:
    first = capped.get("/sparql", query_string={"query": ALL})
    second = capped.get(following(first))
    assert first.headers["ETag"] != second.headers["ETag"]
    again = capped.get(following(first), headers={"If-None-Match": second.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_a_posted_query_goes_on_by_address(capped: FlaskClient, method: str) -> None:
    first = capped.open("/sparql", method=method, data=ALL, content_type="application/sparql-query")
    second = capped.get(following(first))
    assert rows("json", second.data) == rows("json", second_page(capped))
    assert second.data != first.data


def test_a_query_too_long_for_an_address_goes_on_by_offset(capped: FlaskClient) -> None:
    text = ALL + " # " + "x" * 9000
    first = capped.post("/sparql", data={"query": text})
    assert not following(first)
    assert first.headers["X-SPARQL-Truncated"] == "rows=20; by=rows; next-offset=20"
    second = capped.post("/sparql", data={"query": text, "offset": "20"})
    assert rows("json", second.data) == rows("json", second_page(capped))


def second_page(client: FlaskClient) -> bytes:
    return client.get(following(client.get("/sparql", query_string={"query": ALL}))).data


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (RAND() AS ?x) ?s { ?s ?p ?o }",
        "SELECT (BNODE() AS ?x) ?s { ?s ?p ?o }",
        "CONSTRUCT { [] rdfs:label ?o } WHERE { ?s ?p ?o }",
        "CONSTRUCT { _:b rdfs:label ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_answer_that_is_never_the_same_is_cut_aloud_and_has_no_next_page(
    capped: FlaskClient, text: str
) -> None:
    answer = capped.get("/sparql", query_string={"query": text})
    assert answer.headers["X-SPARQL-Truncated"].startswith("rows=20")
    assert not following(answer)


def test_a_page_that_does_not_follow_is_a_conflict(capped: FlaskClient) -> None:
    answer = capped.get("/sparql", query_string={"query": ALL, "offset": "20", "after": "nothing"})
    assert answer.status_code == 409
    assert "first page" in answer.get_json(force=True)["hint"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "x"),
        ("offset", "1e3"),
        ("offset", "٣"),
        ("limit", "9" * 30),
    ],
)
def test_what_is_no_number_of_rows_is_said(capped: FlaskClient, name: str, value: str) -> None:
    answer = capped.get("/sparql", query_string={"query": ALL, name: value})
    assert answer.status_code == 400
    assert f"{name}=" in answer.get_json(force=True)["detail"]


@pytest.mark.parametrize(
    "path", ["/ns.nt", "/graph/ontology/core.nt", "/id/nasa.nt", "/store?default&format=nt", "/ns"]
)
def test_documents_are_given_whole(capped: FlaskClient, client: FlaskClient, path: str) -> None:
    """There is no link by which they would go on."""
    for site in (capped, client):
        site.get("/ns/axioms")  # once they are counted, /ns shows them
    cut, whole = capped.get(path), client.get(path)
    assert cut.status_code == whole.status_code == 200
    assert sorted(cut.text.splitlines()) == sorted(whole.text.splitlines())


def test_the_page_for_people_leads_on_too(capped: FlaskClient) -> None:
    found = capped.get("/sparql", query_string={"query": ALL, "limit": 10}, headers={"Accept": "text/html"})
    assert "rows 1 to 10" in found.text
    address = found.text.partition('<a rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "rows 11 to 20" in capped.get(address, headers={"Accept": "text/html"}).text


def test_a_large_answer_in_a_file_has_the_link_too(tmp_path: Path) -> None:
    folder = write_release(tmp_path, digest="large")
    made = create_app(Workspace(tmp_path, tmp_path), lambda: folder, Limits(fast=1, rows=11_000))
    try:
        answer = made.test_client().get(
            "/sparql", query_string={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g sco:acronym ?h }"}
        )
        assert len(answer.data) == int(answer.headers["Content-Length"]) > 4_200_000
        found = json.loads(answer.data)
        assert len(found["results"]["bindings"]) == 11_000
        assert found["head"]["link"] == [following(answer)]
    finally:
        made.extensions["spaceonto"].close()
