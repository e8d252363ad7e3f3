"""An answer is cited with its query, its release and its digest, and its address gives it again."""

import hashlib
import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from small_release import write_release
from spaceonto.engine import Limits
from spaceonto.web import create_app
from spaceonto.web.site import Site
from spaceonto.workspace import Workspace

QUESTION = "# title: x\nSELECT ?x ?name { ?x sco:acronym ?name }"
KNOWN = """# code: H1
# title: Acronyms
# question: Which acronyms are there?
SELECT ?n { ?x sco:acronym ?n }"""
GRAPH = "CONSTRUCT WHERE { ?x sco:acronym ?name }"
HEADER = """
<https://w3id.org/spaceonto/ns> a owl:Ontology ; dcterms:title "Space & 100 % of its_ties"@en ;
    dcterms:creator "The contributors" ; dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
"""


@pytest.fixture(scope="module")
def workspace_(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("cited")
    section = root / "ontology" / "questions" / "history"
    section.mkdir(parents=True)
    (section / "acronyms.rq").write_text(KNOWN, "utf-8")
    return Workspace(root, root / "releases")


@pytest.fixture(scope="module")
def site_(workspace_: Workspace) -> Iterator[Flask]:
    more = {"ontology/header": HEADER}
    write_release(workspace_.releases, digest="older-release", created="2025-05-05T00:00:00+00:00", more=more)
    folder = write_release(workspace_.releases, digest="newer-release", more=more)
    limits = Limits(fast=1, long=1, queue=8, queue_seconds=2, seconds=4, rows=50)
    app = create_app(workspace_, lambda: folder, limits)
    place: Site = app.extensions["spaceonto"]
    place.engine.wait_ready()
    yield app
    place.close()


@pytest.fixture
def cited(site_: Flask) -> FlaskClient:
    return site_.test_client()


def cite(client: FlaskClient, query: str, form: str = "json", **options: str) -> dict[str, object]:
    answer = client.get("/cite", query_string={"query": query, "format": form, **options})
    assert answer.status_code == 200, answer.text
    return json.loads(answer.data)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("query", "accept"), [(QUESTION, "text/tab-separated-values"), (GRAPH, "application/n-triples")]
)
@pytest.mark.parametrize("options", [{}, {"version": "older-release"}, {"infer": "false"}])
def test_the_address_gives_the_answer_that_has_the_digest(
    cited: FlaskClient, query: str, accept: str, options: dict[str, str]
) -> None:
    made = cite(cited, query, **options)
    address = urlsplit(str(made["permalink"]))
    again = cited.get(f"{address.path}?{address.query}", headers={"Accept": accept})
    assert again.headers["X-Release"] == made["release"] == options.get("version", "newer-release")
    lines = sorted(again.data.removesuffix(b"\n").split(b"\n"))
    assert hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest() == made["sha256"]
    assert made["rows"] == 2
    assert cite(cited, query, **options)["sha256"] == made["sha256"]
    link = cited.get("/cite", query_string={"permalink": made["permalink"], "format": "json"})
    assert json.loads(link.data)["permalink"] == made["permalink"]


def test_a_cited_release_is_marked_and_listed_as_kept(cited: FlaskClient, workspace_: Workspace) -> None:
    assert cite(cited, QUESTION, version="older-release")["kept"] is True
    assert (workspace_.releases / "cited" / "older-release").is_file()
    listed = {each["release"]: each for each in json.loads(cited.get("/releases.json").data)}
    assert listed["older-release"]["cited"] is True
    assert listed["newer-release"]["current"] is True
    page = cited.get("/releases", headers={"Accept": "text/html"})
    assert "older-release" in page.text
    assert cited.get("/releases", headers={"Accept": "application/json"}).mimetype == "application/json"


def test_a_look_at_the_head_keeps_nothing(cited: FlaskClient, workspace_: Workspace) -> None:
    mark = workspace_.releases / "cited" / "newer-release"
    mark.unlink(missing_ok=True)
    assert cited.head("/cite", query_string={"query": QUESTION}).status_code == 200
    assert not mark.exists()


def test_what_cannot_be_promised_is_said(
    cited: FlaskClient, workspace_: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spaceonto.release.cited.MOST", 0)
    (workspace_.releases / "cited" / "newer-release").unlink(missing_ok=True)
    made = cite(cited, QUESTION)
    assert made["kept"] is False
    assert made["why not kept"] == "it keeps 0 cited releases already"
    page = cited.get("/cite", query_string={"query": QUESTION, "format": "html"}).text
    assert "cannot promise to keep the release: it keeps 0" in page


def test_the_citation_is_text_bibtex_and_csl(cited: FlaskClient) -> None:
    query = {"query": KNOWN}
    text = cited.get("/cite", query_string=query)
    assert text.mimetype == "text/plain"
    assert text.text.startswith(
        "The contributors (2026). Which acronyms are there? In: Space & 100 % of its_ties, release"
    )
    bibtex = cited.get("/cite", query_string=query, headers={"Accept": "application/x-bibtex"}).text
    assert re.match(r"@misc\{spaceonto-newer-re-[0-9a-f]{8},\n", bibtex)
    assert "howpublished = {In: Space \\& 100 \\% of its\\_ties, release newer-release}" in bibtex
    assert bibtex.count("{") == bibtex.count("}")
    csl = json.loads(cited.get("/cite", query_string={**query, "format": "csl"}).data)[0]
    assert csl["type"] == "dataset"
    assert csl["author"] == [{"literal": "The contributors"}]
    assert csl["issued"] == {"date-parts": [[2026, 1, 2]]}
    assert csl["version"] == "newer-release"
    assert csl["URL"].endswith("version=newer-release")


@pytest.mark.parametrize(
    ("options", "status", "part"),
    [
        ({}, 400, "no query"),
        ({"query": "SELECT (NOW() AS ?t) {}"}, 400, "another one each time"),
        ({"query": "SELECT * {"}, 400, "never closed"),
        ({"query": "SELECT * { ?s ?p ?o }"}, 400, "longer than is given at once"),
        ({"query": QUESTION + "#" * 9000}, 400, "characters"),
        ({"query": QUESTION, "version": "none"}, 404, "no release `none`"),
        ({"query": QUESTION, "format": "mla"}, 400, "no form of a citation"),
        ({"query": "DROP ALL"}, 400, "only reads"),
        ({"permalink": "https://e.org/nothing"}, 400, "no query"),
    ],
)
def test_what_cannot_be_cited_is_refused_with_the_reason(
    cited: FlaskClient, options: dict[str, str], status: int, part: str
) -> None:
    answer = cited.get("/cite", query_string=options)
    assert answer.status_code == status
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert part in json.loads(answer.data)["detail"]


def test_crawlers_are_asked_to_cite_nothing(cited: FlaskClient) -> None:
    assert "Disallow: /cite\n" in cited.get("/robots.txt").text
    assert (
        'rel="nofollow">Cite' in cited.get("/sparql", query_string={"query": QUESTION, "format": "html"}).text
    )


def test_the_answer_of_a_page_leads_to_its_citation(cited: FlaskClient) -> None:
    asked = {"query": QUESTION, "format": "html", "infer": "false", "version": "older-release"}
    page = cited.get("/sparql", query_string=asked).text
    link = re.search(r'href="(/cite[^"]*)"', page)
    assert link
    made = cited.get(link.group(1).replace("&amp;", "&"), headers={"Accept": "application/json"})
    assert json.loads(made.data)["release"] == "older-release"
    assert "infer=false" in json.loads(made.data)["permalink"]
