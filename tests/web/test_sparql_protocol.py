"""The endpoint keeps the SPARQL protocol: methods, parameters, formats, errors, caching."""

import gzip
import json
from pathlib import Path
from urllib.parse import quote

import pyoxigraph
import pytest
import rdflib
from flask.testing import FlaskClient

from small_release import write_release
from spaceonto import terms
from spaceonto.engine import Limits
from spaceonto.engine.packing import zstd
from spaceonto.engine.source import Folder
from spaceonto.web import create_app
from spaceonto.web.slow import Slots
from spaceonto.workspace import Workspace

ASK = "ASK { id:nasa a sco:SpaceAgency }"
NAMES = "SELECT ?name { ?x sco:acronym ?name } ORDER BY ?name"
GRAPH = "CONSTRUCT WHERE { ?s sco:acronym ?o }"
JSON = "application/sparql-results+json"
DIRECT = "application/sparql-query"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6)) + " }"


def names(data: bytes) -> list[str]:
    return [row["name"]["value"] for row in json.loads(data)["results"]["bindings"]]


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_every_way_to_send_a_query_gives_the_same_answer(client: FlaskClient, path: str) -> None:
    answers = [
        client.get(path, query_string={"query": NAMES}),
        client.post(path, data={"query": NAMES}),
        client.post(path, data=NAMES.encode(), content_type=DIRECT),
        client.open(path, method="QUERY", data=NAMES.encode(), content_type=DIRECT),
        client.open(path, method="QUERY", data={"query": NAMES}),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.mimetype for answer in answers} == {JSON}
    assert {tuple(names(answer.data)) for answer in answers} == {("ESA", "NASA")}


def test_a_query_is_decoded_once(client: FlaskClient) -> None:
    text = 'SELECT ("A%2Bb c+d" AS ?name) {}'
    encoded = f"query={quote(text)}"
    assert names(client.get(f"/sparql?{encoded}").data) == ["A%2Bb c+d"]
    form = "application/x-www-form-urlencoded"
    assert names(client.post("/sparql", data=encoded, content_type=form).data) == ["A%2Bb c+d"]


def test_letters_of_all_scripts_arrive(client: FlaskClient) -> None:
    text = 'SELECT ?name { VALUES ?name { "Агентство" "宇宙航空" "🛰" } }'
    for answer in (
        client.get("/sparql", query_string={"query": text}),
        client.post("/sparql", data=text.encode(), content_type=DIRECT + "; charset=utf-8"),
        client.post("/sparql", data={"query": text}),
    ):
        assert names(answer.data) == ["Агентство", "宇宙航空", "🛰"]


def test_head_has_the_headers_of_get_and_no_body(client: FlaskClient) -> None:
    get = client.get("/sparql", query_string={"query": NAMES})
    head = client.head("/sparql", query_string={"query": NAMES})
    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(get.data))
    assert head.headers["Content-Type"] == get.headers["Content-Type"]


def test_options_names_the_methods_and_lets_other_sites_ask(client: FlaskClient) -> None:
    answer = client.options(
        "/sparql", headers={"Origin": "https://e.org", "Access-Control-Request-Method": "POST"}
    )
    assert answer.status_code == 204
    assert "QUERY" in answer.headers["Allow"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/", "/sparql", "/id/nasa", "/ns", "/questions", "/healthz", "/nothing", "/sparql?query=x"]
)
def test_every_route_lets_other_sites_read(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"


UNPACKED = {None: bytes, "gzip": gzip.decompress, "zstd": zstd.decompress}
MEDIA_TYPES = {
    "json": JSON,
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ndjson": "application/x-ndjson",
    "html": "text/html",
}
BROKEN = [
    ({"method": "GET", "query_string": "query=ASK%7B%7D&query=ASK%7B%7D"}, 400),
    ({"method": "POST", "data": {}, "content_type": "application/x-www-form-urlencoded"}, 400),
    ({"method": "POST", "data": "x", "content_type": "text/plain"}, 415),
    ({"method": "POST", "data": "x"}, 415),
    ({"method": "POST", "data": "INSERT DATA {}", "content_type": "application/sparql-update"}, 403),
    ({"method": "POST", "data": {"update": "DROP ALL"}}, 403),
    ({"method": "GET", "query_string": {"query": "DROP ALL"}}, 400),
    ({"method": "GET", "query_string": "query=ASK%7B%7D%FF"}, 400),
    ({"method": "POST", "data": b"ASK { ?s ?p '\xff' }", "content_type": DIRECT}, 400),
    ({"method": "POST", "data": b"query=%FF", "content_type": "application/x-www-form-urlencoded"}, 400),
    ({"method": "POST", "data": b"query=\xff", "content_type": "application/x-www-form-urlencoded"}, 400),
    ({"method": "GET", "query_string": {"query": "SELECT * {"}}, 400),
    ({"method": "GET", "query_string": {"query": ASK, "format": "docx"}}, 400),
    ({"method": "GET", "query_string": {"query": ASK, "format": "ttl"}}, 400),
    ({"method": "GET", "query_string": {"query": ASK, "timeout": "soon"}}, 400),
    ({"method": "GET", "query_string": {"query": ASK, "timeout": "nan"}}, 400),
    ({"method": "GET", "query_string": {"query": ASK, "default-graph-uri": "http://e.org/none"}}, 400),
    ({"method": "GET", "query_string": {"query": ASK, "default-graph-uri": "not an IRI"}}, 400),
    ({"method": "GET", "query_string": "&".join(f"a{n}=1" for n in range(1000))}, 400),
    ({"method": "POST", "data": b"x" * 2_000_000, "content_type": DIRECT}, 413),
    ({"method": "POST", "data": {"query": "ASK {}" + " " * 600_000}}, 400),
    ({"method": "POST", "data": ASK.encode("utf-16"), "content_type": DIRECT + "; charset=UTF-16"}, 415),
    ({"method": "POST", "data": ASK.encode("utf-16-le"), "content_type": DIRECT + "; charset=utf-16le"}, 415),
    ({"method": "POST", "data": ASK.encode("utf-16"), "content_type": DIRECT}, 400),
    ({"method": "POST", "data": "query=ASK%7B%7D"}, 415),
    ({"method": "POST", "data": {"query": ["ASK {}", "ASK {}"]}}, 400),
    ({"method": "QUERY"}, 415),
    ({"method": "POST", "query_string": {"query": ASK}, "data": ASK.encode(), "content_type": DIRECT}, 400),
    ({"method": "POST", "query_string": {"query": ASK}, "data": {"query": ASK}}, 400),
    ({"method": "QUERY", "data": "", "content_type": DIRECT}, 400),
    ({"method": "PUT", "data": "x"}, 405),
    ({"method": "DELETE"}, 405),
    ({"method": "PATCH"}, 405),
]


@pytest.mark.parametrize(("request_", "status"), BROKEN, ids=lambda value: str(value)[:60])
def test_a_broken_request_is_answered_with_its_problem(
    client: FlaskClient, request_: dict[str, object], status: int
) -> None:
    answer = client.open("/sparql", **request_)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    problem = json.loads(answer.data)
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem.get("type", "").startswith("https://w3id.org/spaceonto/problem/") or status in (405, 413)
    assert "Traceback" not in answer.text


ACCEPTS = [
    (NAMES, None, JSON),
    (NAMES, "*/*", JSON),
    (NAMES, "application/json", "application/json"),
    (NAMES, "text/csv", "text/csv"),
    (NAMES, "text/tab-separated-values", "text/tab-separated-values"),
    (NAMES, "application/sparql-results+xml", "application/sparql-results+xml"),
    (NAMES, "application/xml", "application/xml"),
    (NAMES, "application/x-ndjson", "application/x-ndjson"),
    (NAMES, "text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
    (NAMES, f"{JSON};q=0.1, text/csv;q=0.2, */*;q=0.05", "text/csv"),
    (NAMES, f"{JSON};q=0, */*", "application/sparql-results+xml"),
    (NAMES, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    (NAMES, "text/turtle, application/sparql-results+json", JSON),
    (ASK, "text/csv", "text/csv"),
    (GRAPH, None, "text/turtle"),
    (GRAPH, "application/ld+json", "application/ld+json"),
    (GRAPH, "application/n-triples", "application/n-triples"),
    (GRAPH, "application/rdf+xml;q=0.9, text/turtle;q=0.1", "application/rdf+xml"),
    (GRAPH, "application/trig", "application/trig"),
    (GRAPH, "application/n-quads", "application/n-quads"),
    ("DESCRIBE id:nasa", "text/turtle", "text/turtle"),
    (GRAPH, "text/turtle;version=1.2", "text/turtle"),
    (
        GRAPH,
        'application/ld+json;profile="http://e.org/x", */*;q=0.1',
        "application/ld+json",
    ),
    (GRAPH, "text/turtle;version=1.1;q=0.3, application/trig;q=0.5", "application/trig"),
    (NAMES, "text/csv; header=present; charset=utf-8", "text/csv"),
]


@pytest.mark.parametrize(("query", "accept", "expected"), ACCEPTS)
def test_the_format_follows_accept(
    client: FlaskClient, query: str, accept: str | None, expected: str
) -> None:
    headers = {} if accept is None else {"Accept": accept}
    answer = client.get("/sparql", query_string={"query": query}, headers=headers)
    assert answer.status_code == 200
    assert answer.mimetype == expected
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("query", "accept"),
    [(NAMES, "text/turtle"), (GRAPH, "text/csv"), (ASK, "image/png"), (NAMES, "text/csv;q=0")],
)
def test_what_cannot_be_given_is_406_with_what_can(client: FlaskClient, query: str, accept: str) -> None:
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 406
    assert ("text/turtle" if query == GRAPH else JSON) in json.loads(answer.data)["hint"]


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", "ndjson", "html", "text/csv", JSON])
@pytest.mark.parametrize("parameter", ["format", "output"])
def test_format_goes_before_accept(client: FlaskClient, parameter: str, name: str) -> None:
    answer = client.get(
        "/sparql", query_string={"query": NAMES, parameter: name}, headers={"Accept": "image/png"}
    )
    assert answer.status_code == 200
    assert answer.mimetype == MEDIA_TYPES.get(name, name)


def test_the_dataset_can_be_named_in_the_request(client: FlaskClient) -> None:
    graph = terms.GRAPH + "data/agents/nasa"
    query = {"query": "SELECT ?name { ?name sco:cooperatesWith ?y }", "default-graph-uri": graph}
    assert names(client.get("/sparql", query_string=query).data) == []
    query = {"query": "SELECT DISTINCT ?name { GRAPH ?name { ?s ?p ?o } }", "named-graph-uri": graph}
    assert names(client.post("/sparql", data=query).data) == [graph]


def test_the_dataset_of_the_request_goes_before_that_of_the_query(client: FlaskClient) -> None:
    nasa, mission = terms.GRAPH + "data/agents/nasa", terms.GRAPH + "data/activities/jwst-mission"
    both = "SELECT DISTINCT ?name FROM <" + mission + "> { ?x a ?name }"
    own = names(client.get("/sparql", query_string={"query": both, "default-graph-uri": nasa}).data)
    assert own == [terms.SCO + "SpaceAgency"]
    several = {
        "query": "SELECT DISTINCT ?name { ?x a ?name } ORDER BY ?name",
        "default-graph-uri": [nasa, mission],
    }
    assert len(names(client.get("/sparql", query_string=several).data)) == 3
    assert names(client.post("/sparql", data=several).data) == names(
        client.get("/sparql", query_string=several).data
    )
    apart = {
        "query": "SELECT ?name { id:nasa a sco:SpaceAgency GRAPH ?name { id:jwst-mission a ?c } }",
        "default-graph-uri": nasa,
        "named-graph-uri": mission,
    }
    direct = [(name, value) for name, value in apart.items() if name != "query"]
    for answer in (
        client.get("/sparql", query_string=apart),
        client.post("/sparql", query_string=direct, data=apart["query"], content_type=DIRECT),
        client.post("/sparql", query_string=direct, data={"query": apart["query"]}),
    ):
        assert names(answer.data) == [mission]
    none = {"query": "SELECT ?name { ?x a ?name }", "named-graph-uri": mission}
    assert names(client.get("/sparql", query_string=none).data) == []


NOTICES = [
    (
        "SELECT ?x { ?x a sco:SpaceAgenci }",
        "sco:SpaceAgenci occurs nowhere in the graph. Did you mean sco:SpaceAgency",
    ),
    (
        "SELECT ?x { ?x sco:acronym ?a } ORDER BY ?nam",
        "?nam is used in ORDER BY, but nothing gives it a value.",
    ),
    ("CONSTRUCT { ?x a ?y } WHERE { ?x a sco:Nothing ; a ?y }", "sco:Nothing occurs nowhere"),
    ("SELECT ?x { ?x sco:acronym 'ESA' }", None),
    ("ASK { ?x a sco:SpaceAgenci }", None),
]


@pytest.mark.parametrize(("query", "notice"), NOTICES)
@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", "ndjson", "nt"])
def test_what_may_be_behind_an_answer_is_told_to_programs_too(
    client: FlaskClient, query: str, notice: str | None, name: str
) -> None:
    if query.startswith("CONSTRUCT") != (name == "nt"):
        return
    answer = client.get("/sparql", query_string={"query": query, "format": name})
    assert answer.status_code == 200
    if notice is None:
        assert "X-Notice" not in answer.headers
    else:
        assert answer.headers["X-Notice"].startswith(notice)
    assert "X-Notice" in answer.headers["Access-Control-Expose-Headers"]


def test_a_notice_is_plain_ascii(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT ?имя { ?x sco:acronym ?a }"})
    assert answer.headers["X-Notice"].isascii()


def test_a_mistake_is_told_with_line_column_caret_and_remedy(client: FlaskClient) -> None:
    text = "SELECT * {\n  ?s scoo:acronym ?o }"
    answer = client.get("/sparql", query_string={"query": text})
    problem = json.loads(answer.data)
    assert (problem["line"], problem["column"], problem["token"]) == (2, 6, "scoo:acronym")
    assert problem["excerpt"] == "  ?s scoo:acronym ?o }\n     ^"
    assert "`sco:`" in problem["hint"]
    plain = client.get("/sparql", query_string={"query": text}, headers={"Accept": "text/csv, text/plain"})
    assert plain.mimetype == "text/plain"
    assert plain.text.splitlines()[1].startswith("Line 2, column 6: ")
    page = client.get("/sparql", query_string={"query": text}, headers={"Accept": "text/html"})
    assert page.status_code == 400
    assert 'data-line="2" data-column="6"' in page.text


def test_the_deadline_is_503_and_says_when_to_try_again(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": ENDLESS, "timeout": "0.5"})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert json.loads(answer.data)["seconds"] == 0.5


def test_an_answer_known_already_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/sparql", query_string={"query": NAMES})
    etag = first.headers["ETag"]
    assert not etag.startswith("W/")
    again = client.get("/sparql", query_string={"query": NAMES}, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(
        "/sparql",
        query_string={"query": NAMES},
        headers={"If-None-Match": etag, "Accept": "application/json"},
    )
    assert other.status_code == 200
    assert other.headers["ETag"] != etag
    varying = client.get("/sparql", query_string={"query": "SELECT (NOW() AS ?t) {}"})
    assert "ETag" not in varying.headers
    assert varying.headers["Cache-Control"] == "no-store"


def test_without_a_query_the_service_describes_itself(client: FlaskClient) -> None:
    sd = rdflib.Namespace(terms.PREFIXES["sd"])
    void = rdflib.Namespace(terms.PREFIXES["void"])
    readers = {
        "text/turtle": "turtle",
        "application/ld+json": "json-ld",
        "application/rdf+xml": "xml",
        "application/n-triples": "nt",
    }
    for accept, reader in readers.items():
        answer = client.get("/sparql", headers={"Accept": accept})
        assert answer.mimetype == accept
        graph = rdflib.Graph().parse(data=answer.data, format=reader)
        assert rdflib.URIRef("http://localhost/sparql") in set(graph.objects(None, sd.endpoint))
        assert len(set(graph.objects(None, sd.resultFormat))) == 10
        counted = {
            str(name): int(count)
            for part, name in graph.subject_objects(void["class"])
            for count in graph.objects(part, void.entities)
        }
        assert counted[terms.SCO + "SpaceAgency"] == 3
    assert client.get("/sparql", headers={"Accept": "text/html"}).mimetype == "text/html"


def test_a_file_name_is_proposed(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": NAMES, "format": "csv"})
    assert answer.headers["Content-Disposition"] == 'inline; filename="answer.csv"'


def test_answers_are_compressed_for_those_who_ask_so(client: FlaskClient) -> None:
    query = {"query": "SELECT * { ?s ?p ?o }", "format": "csv"}
    plain = client.get("/sparql", query_string=query)
    packed = client.get("/sparql", query_string=query, headers={"Accept-Encoding": "br;q=1, gzip;q=0.5"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert {"Accept", "Accept-Encoding"} <= {name.strip() for name in packed.headers["Vary"].split(",")}
    for etag in (plain.headers["ETag"], packed.headers["ETag"]):
        again = client.get("/sparql", query_string=query, headers={"If-None-Match": etag})
        assert again.status_code == 304
    refused = client.get("/sparql", query_string=query, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("zstd;q=0.3, gzip;q=0.8", "gzip"),
        ("*", "zstd"),
        ("zstd;q=0, *", "gzip"),
        ("br", None),
        ("identity", None),
    ],
)
def test_the_coding_follows_accept_encoding(client: FlaskClient, accepted: str, coding: str | None) -> None:
    query = {"query": "SELECT * { ?s ?p ?o }", "format": "csv"}
    plain = client.get("/sparql", query_string=query)
    packed = client.get("/sparql", query_string=query, headers={"Accept-Encoding": accepted})
    assert packed.headers.get("Content-Encoding") == coding
    assert UNPACKED[coding](packed.data) == plain.data
    etag = {"If-None-Match": packed.headers["ETag"]}
    assert client.get("/sparql", query_string=query, headers=etag).status_code == 304


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_large_answer_is_compressed_on_its_way(client: FlaskClient, coding: str) -> None:
    query = {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g sco:acronym ?i }"}
    packed = client.get("/sparql", query_string=query, headers={"Accept-Encoding": coding})
    assert packed.headers["Content-Encoding"] == coding
    assert len(json.loads(UNPACKED[coding](packed.data))["results"]["bindings"]) > 10_000


NEW = "CONSTRUCT { ?s rdf:reifies ?t } WHERE { ?s sco:acronym ?o BIND(<<( ?s sco:acronym ?o )>> AS ?t) }"
NEW_ROWS = """SELECT ?t (STRLANGDIR('a', 'ar', 'rtl') AS ?d) {
  ?s sco:acronym ?o BIND(TRIPLE(?s, sco:acronym, ?o) AS ?t)
}"""


@pytest.mark.parametrize(
    ("query", "name"),
    [(NEW, name) for name in ("ttl", "nt", "nq", "trig", "rdf")]
    + [(NEW_ROWS, name) for name in ("json", "xml", "tsv", "ndjson")],
)
def test_terms_of_rdf_1_2_are_given_and_announced(client: FlaskClient, query: str, name: str) -> None:
    answer = client.get("/sparql", query_string={"query": query, "format": name})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].endswith("; version=1.2")
    if query == NEW:
        found = set(pyoxigraph.parse(answer.data, format=pyoxigraph.RdfFormat.from_extension(name)))
        assert len(found) == 2
        assert all(isinstance(quad.object, pyoxigraph.Triple) for quad in found)
    elif name != "ndjson":
        form = pyoxigraph.QueryResultsFormat.from_media_type(answer.mimetype)
        results = pyoxigraph.parse_query_results(answer.data, format=form)
        for row in results:
            assert row["t"].predicate.value == terms.SCO + "acronym"
            assert (row["d"].language, row["d"].direction.value) == ("ar", "rtl")
    plain = client.get("/sparql", query_string={"query": GRAPH if query == NEW else NAMES, "format": name})
    assert "version" not in plain.headers["Content-Type"]


def test_a_format_without_rdf_1_2_says_so(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": NEW, "format": "jsonld"})
    assert answer.status_code == 400
    assert "TriG" in json.loads(answer.data)["hint"]


def test_a_script_in_an_answer_is_not_run(client: FlaskClient) -> None:
    text = """PREFIX x: <http://www.w3.org/1999/xhtml#> PREFIX h: <http://www.w3.org/1999/xhtml>
    CONSTRUCT { id:nasa <http://www.w3.org/1999/xhtmlscript> 'alert(1)' } WHERE {}"""
    for name in ("rdf", "ttl", "jsonld"):
        answer = client.get("/sparql", query_string={"query": text, "format": name})
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_large_answers_to_slow_readers_are_bounded_in_number(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spaceonto.web.sparql.DOWNLOADS", Slots(1, 1))
    large = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g sco:acronym ?i } # slow "
    slow = client.get("/sparql", query_string={"query": large + "1"})
    other = client.get("/sparql", query_string={"query": large + "2"})
    assert (slow.status_code, other.status_code) == (200, 503)
    assert other.headers["Retry-After"] == "30"
    assert client.get("/sparql", query_string={"query": NAMES}).status_code == 200
    slow.close()
    assert client.get("/sparql", query_string={"query": large + "3"}).status_code == 200


def test_a_graph_named_by_no_iri_is_a_mistake_of_the_asker(tmp_path: Path) -> None:
    """Where any graph may be asked for, the name itself is looked at."""
    folder = write_release(tmp_path)
    made = create_app(Workspace(tmp_path, tmp_path), lambda: Folder(folder, open=True), Limits(fast=1))
    try:
        answer = made.test_client().get("/sparql", query_string={"query": ASK, "default-graph-uri": "a b"})
        assert answer.status_code == 400
        assert "no absolute IRI" in answer.get_json(force=True)["detail"]
    finally:
        made.extensions["spaceonto"].close()


def test_why_data_are_not_loaded_is_for_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = write_release(tmp_path)
    (folder / "asserted.nq").unlink()
    made = create_app(Workspace(tmp_path, tmp_path), lambda: folder, Limits(fast=1))
    try:
        answer = made.test_client().get("/sparql", query_string={"query": ASK})
        assert answer.status_code == 503
        assert answer.get_json(force=True)["detail"] == "The data could not be loaded."
        assert str(folder) in caplog.text
    finally:
        made.extensions["spaceonto"].close()
