"""Pages say what they should, work for everybody, and need nothing from elsewhere."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

import pytest
import rdflib
from flask.testing import FlaskClient

from spaceonto import terms

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SELECT = "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+ORDER+BY+%3Fs"
PAGES = [
    "/",
    "/sparql",
    SELECT,
    "/sparql?query=ASK+%7B%7D",
    "/sparql?query=SELECT+*+%7B+id:nothing+%3Fp+%3Fo+%7D",
    "/sparql?query=DESCRIBE+id:nasa",
    "/sparql?query=SELECT",
    "/questions",
    "/questions/partnerships/james-webb",
    "/id/nasa",
    "/id/jwst-mission",
    "/id/jwst-mission--participation--esa",
    "/id/nowhere",
    "/concept/role-lead",
    "/graph/data/agents/nasa",
    "/graph/inferred",
    "/ns",
    "/ns/core",
    "/releases",
    "/cite?query=ASK+%7B%7D",
    "/nothing/here",
]
VOID = {"meta", "link", "img", "input", "br", "hr"}


class Page(HTMLParser):
    """The elements of a page in order, with a complaint for each that is not closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.faults: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.faults += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, *tags: str) -> Iterator[dict[str, str]]:
        return (attributes for tag, attributes in self.elements if tag in tags)


def page(client: FlaskClient, path: str) -> Page:
    return Page(client.get(path, headers=HTML).text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_formed_and_accessible(client: FlaskClient, path: str) -> None:
    found = page(client, path)
    assert found.faults == []
    assert next(found.all("html"))["lang"] == "en"
    assert sum(1 for _ in found.all("h1")) == 1
    assert sum(1 for _ in found.all("main")) == 1
    assert next(found.all("a")) == {"class": "skip", "href": "#main"}
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    labelled = {attributes.get("for") for attributes in found.all("label")}
    assert all(attributes["id"] in labelled for attributes in found.all("textarea", "select", "input"))
    assert all("alt" in attributes for attributes in found.all("img"))
    assert all("scope" in attributes for attributes in found.all("th"))
    levels = [int(tag[1]) for tag, _ in found.elements if re.fullmatch("h[1-6]", tag)]
    assert all(then - first <= 1 for first, then in pairwise(levels))
    for _, attributes in found.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(attributes.get(name, "").split()) <= set(ids)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_of_its_own(
    client: FlaskClient, path: str
) -> None:
    response = client.get(path, headers=HTML)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    found = Page(response.text)
    loaded = [
        a.get("src") or a.get("href", "")
        for a in found.all("script", "img", "link")
        if a.get("rel") != "alternate"
    ]
    assert all(address.startswith("/static/") for address in loaded)
    for tag, attributes in found.elements:
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        assert not attributes.get("href", "").lower().startswith(("javascript:", "data:"))
        assert tag != "style"


def test_every_link_on_every_page_leads_somewhere(client: FlaskClient) -> None:
    seen, ahead = set(), ["/"]
    while ahead:
        path = ahead.pop().partition("#")[0] or "/"
        if path in seen:
            continue
        seen.add(path)
        ask = client.head if path.startswith("/dumps/") else client.get
        response = ask(path, headers=HTML)
        unknown = path.startswith(("/concept/date-precision", "/id/", "/ns", "/validate"))
        assert response.status_code == 200 or (unknown and response.status_code == 404), path
        if response.mimetype == "text/html":
            links = Page(response.text).all("a", "link")
            ahead += [link["href"] for link in links if link.get("href", "").startswith("/")]
    assert len(seen) > 40


def test_text_of_the_data_is_text_on_the_page(client: FlaskClient) -> None:
    for path in ("/id/jwst-mission", "/sparql?query=SELECT+*+%7B+%3Fs+skos:note+%3Fo+%7D"):
        text = client.get(path, headers=HTML).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text
    reflected = client.get(
        "/sparql", query_string={"query": "</textarea><script>x</script>"}, headers=HTML
    ).text
    assert "<script>x" not in reflected


def test_the_first_page_counts_what_is_there_and_offers_a_question(client: FlaskClient) -> None:
    text = page(client, "/").text
    assert "sources cited" in text
    assert "Which agents take part in the James Webb mission" in text
    assert "6 concluded" not in text
    assert "9 concluded" in text


def test_a_question_shows_its_answer_and_its_query(client: FlaskClient) -> None:
    found = page(client, "/questions/partnerships/james-webb")
    for name in ("European Space Agency", "National Aeronautics and Space Administration", "lead", "partner"):
        assert name in found.text
    assert "SELECT ?agent ?role" in found.text


def test_questions_are_to_be_had_as_json_and_as_rdf(client: FlaskClient) -> None:
    listed = json.loads(client.get("/questions.json").data)
    assert [(q["code"], q["section"], q["answer"]) for q in listed] == [
        ("P2", "partnerships", ["agent", "role"])
    ]
    graph = rdflib.Graph().parse(data=client.get("/questions", headers={"Accept": "text/turtle"}).data)
    sh = rdflib.Namespace(terms.SH)
    assert len(set(graph.subjects(rdflib.RDF.type, sh.SPARQLSelectExecutable))) == 1
    assert rdflib.Literal("sco") in set(graph.objects(None, sh.prefix))


def test_a_thing_shows_names_facts_ties_and_sources(client: FlaskClient) -> None:
    text = page(client, "/id/nasa").text
    for expected in (
        "Агентство",
        "acronym",
        "NASA",
        "James Webb Space Telescope mission",
        "lead",
        "An example",
        "wd:Q23548",
    ):
        assert expected in text
    assert "1958-01-01" not in text
    assert "1958" in text


def test_what_is_inferred_is_marked_in_words(client: FlaskClient) -> None:
    text = client.get("/id/nasa", headers=HTML).text
    cooperation = text[text.index("cooperatesWith") :]
    assert ">inferred</a>" in cooperation[: cooperation.index("</dd>")]
    acronym = text[text.index("acronym") :]
    assert "inferred" not in acronym[: acronym.index("</dd>")]


def test_an_unknown_name_is_answered_by_the_nearest(client: FlaskClient) -> None:
    response = client.get("/id/jwst")
    assert response.status_code == 404
    nearest = json.loads(response.data)["nearest"]
    assert nearest[0]["iri"] == terms.ID + "jwst-mission"
    by_label = json.loads(client.get("/id/european-space-agency").data)["nearest"]
    assert by_label[0]["iri"] == terms.ID + "esa"
    assert 'href="/id/jwst-mission"' in client.get("/id/jwst", headers=HTML).text


@pytest.mark.parametrize(
    "path",
    [
        "/id/nasa%3E%20%3Fp%20%3Fo%20%7D",
        '/id/a"b',
        "/id/%00",
        "/id/" + "a" * 5000,
        "/id/..%2F..%2Fetc",
        "/graph/%7B%7D",
    ],
)
def test_odd_names_are_not_found_and_nothing_worse(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


READERS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}


@pytest.mark.parametrize("suffix", READERS)
@pytest.mark.parametrize(
    "path", ["/id/nasa", "/concept/role-lead", "/graph/data/agents/nasa", "/ns", "/ns/core"]
)
def test_a_page_has_a_twin_in_rdf(client: FlaskClient, path: str, suffix: str) -> None:
    by_suffix = client.get(f"{path}.{suffix}")
    graph = rdflib.Graph().parse(data=by_suffix.data, format=READERS[suffix])
    by_accept = client.get(path, headers={"Accept": by_suffix.mimetype})
    assert set(rdflib.Graph().parse(data=by_accept.data, format=READERS[suffix])) == set(graph)
    subject = rdflib.URIRef(
        terms.SCO + "Agent" if "/ns" in path else terms.BASE + path[1:].replace("graph/data/agents", "id")
    )
    assert set(graph.predicate_objects(subject))


def test_static_files_are_there_and_cached(client: FlaskClient) -> None:
    for name in ("style.css", "page.js", "icon.svg"):
        assert client.get(f"/static/{name}").status_code == 200


def test_health_names_the_release(client: FlaskClient) -> None:
    assert json.loads(client.get("/healthz").data) == {"status": "ok", "ready": True, "release": "small"}
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("path", ["/.well-known/void", "/.well-known/sparql-examples"])
def test_the_well_known_places_hold_rdf(client: FlaskClient, path: str) -> None:
    plain = client.get(path)
    assert plain.mimetype == "text/turtle"
    assert len(rdflib.Graph().parse(data=plain.data, format="turtle")) > 30
    assert client.get(path, headers={"Accept": "application/ld+json"}).mimetype == "application/ld+json"
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_an_empty_answer_says_what_may_be_the_reason(client: FlaskClient) -> None:
    query = "SELECT ?x ?never { ?x sco:particpant id:nassa . FILTER(?x != concept:role-lead) }"
    text = Page(client.get("/sparql", query_string={"query": query}, headers=HTML).text).text
    assert "sco:particpant occurs nowhere in the graph. Did you mean sco:participant or" in text
    assert "id:nassa occurs nowhere in the graph. Did you mean id:nasa" in text
    assert "?never is selected, but nothing gives it a value." in text
    assert "concept:role-lead occurs" not in text
    full = Page(client.get(SELECT, headers=HTML).text).text
    assert "occurs nowhere" not in full
