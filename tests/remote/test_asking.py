"""Pages and queries over a real Virtuoso that holds the release: as if it were in memory here."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask.testing import FlaskClient
from virtuoso import Virtuoso, free_port

from small_release import write_release
from spaceonto import terms
from spaceonto.engine import (
    AnswerTooLarge,
    Engine,
    Limits,
    QueryError,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueueFull,
    formats,
)
from spaceonto.engine.graphstore import read
from spaceonto.release import releases
from spaceonto.remote import Endpoints, Published, Server, Watch, find, publish
from spaceonto.remote.login import PASSWORD, USER
from spaceonto.web import create_app
from spaceonto.web.site import Site
from spaceonto.workspace import Workspace

LIMITS = Limits(fast=2, long=2, queue=8, queue_seconds=2, seconds=5)
NASA, SOURCES = terms.GRAPH + "data/agents/nasa", terms.GRAPH + "data/sources/example"
MANY_ROWS = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 12000"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o FILTER(?a != ?m) }"

QUERIES = [
    "SELECT * { id:nasa ?p ?o }",
    "SELECT ?agent ?role { ?x sco:participant ?agent ; sco:role ?role } ORDER BY ?agent",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    "SELECT ?s ?g { GRAPH ?g { ?s a sco:SpaceAgency } OPTIONAL { GRAPH ?g { ?s sco:acronym ?a } } }",
    f"SELECT ?s {{ GRAPH <{NASA}> {{ ?s a sco:SpaceAgency }} ?s sco:acronym ?a }}",
    "SELECT ?s { GRAPH graph:inferred { ?s a sco:Agent } }",
    f"SELECT ?s ?p ?o FROM <{SOURCES}> {{ ?s ?p ?o }}",
    f"SELECT ?s FROM <{SOURCES}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    f"SELECT ?s ?g FROM NAMED <{SOURCES}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    f"SELECT ?s FROM NAMED <{SOURCES}> {{ ?s ?p ?o }}",
    'SELECT ?l { id:nasa rdfs:label ?l FILTER(LANG(?l) = "ru") }',
    "ASK { id:nasa a sco:Agent }",
    "ASK { id:nasa a sco:Mission }",
    "PREFIX n: <https://w3id.org/spaceonto/id/> SELECT ?p { n:esa ?p ?o }",
    "SELECT ?none { id:nobody ?p ?none }",
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    nameless = '[] skos:note "nameless" .'
    return write_release(tmp_path_factory.mktemp("asked"), more={"data/blank": nameless})


@pytest.fixture(scope="module")
def source(virtuoso: Virtuoso, small: Path) -> Published:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(USER, "dba")
        environment.setenv(PASSWORD, "dba")
        with Server(Endpoints(virtuoso.query, virtuoso.update, virtuoso.store)) as server:
            publish(small, server)
    with Server(Endpoints(virtuoso.query)) as server:
        return find(server)


@pytest.fixture(scope="module")
def there(source: Published) -> Iterator[Engine]:
    with Engine(source, limits=LIMITS) as running:
        running.wait_ready()
        yield running


@pytest.fixture(scope="module")
def here(small: Path) -> Iterator[Engine]:
    with Engine(small, limits=LIMITS) as running:
        running.wait_ready()
        yield running


@pytest.fixture(scope="module")
def client(source: Published, small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    root = tmp_path_factory.mktemp("asking")
    (root / "ontology" / "questions").mkdir(parents=True)
    app = create_app(Workspace(root, small.parent), lambda: source, LIMITS)
    place: Site = app.extensions["spaceonto"]
    place.engine.wait_ready()
    yield app.test_client()
    place.close()


def table(engine: Engine, query: str, **options: Any) -> tuple[Any, ...]:
    """The answer, but for the order of rows."""
    rows = engine.rows(query, **options)
    return rows.variables, rows.boolean, Counter(json.dumps(row, sort_keys=True) for row in rows.rows)


@pytest.mark.parametrize("query", QUERIES)
def test_an_answer_is_the_same_there_as_here(query: str, there: Engine, here: Engine) -> None:
    assert table(there, query) == table(here, query)


@pytest.mark.parametrize("named", [(), (SOURCES,)])
def test_the_data_set_of_a_request_is_kept_to(named: tuple[str, ...], there: Engine, here: Engine) -> None:
    options = {"default_graphs": (NASA,), "named_graphs": named}
    for query in ("SELECT ?s ?p ?o { ?s ?p ?o }", "SELECT ?s { GRAPH ?g { ?s ?p ?o } }"):
        assert table(there, query, **options) == table(here, query, **options)


@pytest.mark.parametrize("form", formats("bindings"), ids=lambda form: form.name)
def test_every_format_of_a_table_is_made_here(form: Any, there: Engine, here: Engine) -> None:
    query = "SELECT ?s ?o { ?s rdfs:label ?o } ORDER BY ?s ?o"
    assert there.query(query, form).read() == here.query(query, form).read()
    assert (
        there.query("ASK { id:nasa a sco:Agent }", form).read()
        == here.query("ASK { id:nasa a sco:Agent }", form).read()
    )


@pytest.mark.parametrize("form", formats("graph"), ids=lambda form: form.name)
def test_every_format_of_a_graph_is_made_here(form: Any, there: Engine, here: Engine) -> None:
    query = "CONSTRUCT { id:esa sco:acronym ?o } { id:esa sco:acronym ?o }"
    assert there.query(query, form).read() == here.query(query, form).read()


def test_blank_nodes_come_through(there: Engine) -> None:
    rows = there.rows("SELECT ?b { ?b skos:note ?o FILTER(isBlank(?b)) }").rows
    assert [row["b"]["type"] for row in rows] == ["bnode"]
    graph = there.query(
        "CONSTRUCT { ?b skos:note ?o . _:x skos:note ?o } { ?b skos:note ?o FILTER(isBlank(?b)) }"
    )
    assert graph.read().count(b"nameless") == 2


@pytest.mark.parametrize(
    ("query", "kind", "sentence"),
    [
        ("SELECT * { ?s ?p }", QuerySyntaxError, "Line 1"),
        ("SELECT * { foo:x ?p ?o }", QuerySyntaxError, "The prefix `foo:` is not declared"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", QueryRefused, "fetches nothing"),
        ("DELETE WHERE { ?s ?p ?o }", QueryRefused, "only reads"),
        ('DEFINE get:soft "replace" SELECT * { ?s ?p ?o }', QuerySyntaxError, "Line 1"),
        ("SELECT * FROM <http://127.0.0.1/x> { ?s ?p ?o }", QueryRefused, "There is no graph"),
    ],
)
def test_what_is_refused_here_is_never_sent(
    query: str, kind: type[QueryError], sentence: str, there: Engine
) -> None:
    with pytest.raises(kind, match=sentence):
        there.query(query)


def test_a_long_query_ends_at_its_deadline(there: Engine) -> None:
    start = time.monotonic()
    with pytest.raises(QueryTimeout):
        there.query(ENDLESS, seconds=1)
    assert time.monotonic() - start < 3
    assert there.rows("ASK {}").boolean


def test_places_are_bounded(source: Published) -> None:
    limits = Limits(fast=1, long=0, queue=0, seconds=2)
    with Engine(source, limits=limits) as engine, ThreadPoolExecutor(1) as threads:
        engine.wait_ready()
        busy = threads.submit(engine.query, ENDLESS)
        time.sleep(0.5)
        with pytest.raises(QueueFull):
            engine.query("SELECT * { ?s ?p ?o }")
        assert isinstance(busy.exception(), QueryTimeout)
        assert engine.query("SELECT * { ?s ?p ?o } LIMIT 1")


def test_an_answer_that_the_server_cuts_is_no_answer(there: Engine) -> None:
    with pytest.raises(AnswerTooLarge, match="cuts answers at 10,000 rows"):
        there.query(MANY_ROWS)
    with pytest.raises(AnswerTooLarge, match="cuts answers at 10,000 rows"):
        there.query(MANY_ROWS.replace("SELECT ?a ?d", "CONSTRUCT { ?a <urn:with> ?d . ?d <urn:of> ?g }"))
    assert len(there.rows(MANY_ROWS, max_rows=500).rows) == 500


def test_a_page_leads_to_the_next(there: Engine) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
    first = there.rows(query, max_rows=20)
    assert first.more
    rest = there.rows(query, max_rows=1000, offset=20, after=first.last)
    assert [*first.rows, *rest.rows] == there.rows(query).rows


def test_the_release_names_the_answers(client: FlaskClient, source: Published) -> None:
    answer = client.get("/sparql", query_string={"query": QUERIES[0]})
    assert answer.headers["X-Release"] == source.digest == "small"
    etag = answer.headers["ETag"]
    again = client.get("/sparql", query_string={"query": QUERIES[0]}, headers={"If-None-Match": etag})
    assert again.status_code == 304


@pytest.mark.parametrize("page", ["/", "/id/nasa", "/concept/role-lead", "/ns", "/graph/data/agents/nasa"])
def test_pages_stand_on_the_other_server(page: str, client: FlaskClient) -> None:
    answer = client.get(page, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "National Aeronautics" in answer.text or page in ("/", "/ns", "/concept/role-lead")


def test_a_whole_graph_is_read_over_there(there: Engine, here: Engine) -> None:
    for name in (NASA, None):
        for form in formats("graph")[1:2]:
            theirs, ours = (sorted(read(engine, name, form).read().splitlines()) for engine in (there, here))
            assert [line for line in theirs if b"_:" not in line] == [
                line for line in ours if b"_:" not in line
            ]
    with pytest.raises(QueryError, match="There is no graph"):
        read(there, terms.PUBLICATION, formats("graph")[1])


def test_releases_that_lie_here_are_not_offered_there(client: FlaskClient) -> None:
    place: Site = client.application.extensions["spaceonto"]
    assert releases(place.workspace)
    assert client.get("/releases.json").json == []


def test_what_only_files_have_is_refused_with_a_reason(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": QUERIES[0], "infer": "false"})
    assert answer.status_code == 400
    assert "another server" in answer.text


def test_a_server_without_a_record_is_asked_as_it_is_and_nothing_is_kept(
    virtuoso: Virtuoso, source: Published
) -> None:
    plain = Published(source.endpoints, is_virtuoso=True)
    with Engine(plain, limits=LIMITS) as engine:
        engine.wait_ready()
        assert engine.digest == ""
        answer = engine.query("SELECT ?p { id:nasa sco:acronym ?p }")
        assert answer.etag == ""
        with pytest.raises(QueryRefused, match="There is no graph"):
            engine.query("SELECT * FROM <urn:x-nothing> { ?s ?p ?o }")
        with pytest.raises(QueryRefused, match="There is no graph"):
            engine.query("ASK {}", default_graphs=("urn:x> { } } #",))


def test_a_server_that_is_gone_is_a_sentence_without_its_address(small: Path) -> None:
    gone = Published(Endpoints(f"http://127.0.0.1:{free_port()}/sparql"), "digest")
    with Engine(gone, limits=LIMITS) as engine:
        engine.wait_ready()
        assert not engine.ready
        with pytest.raises(QueryFailed, match="does not answer") as caught:
            engine.query("SELECT * { ?s ?p ?o }")
    assert "127.0.0.1" not in str(caught.value)


def test_a_new_release_there_is_noticed(
    virtuoso: Virtuoso, server: Server, small: Path, many: Path, source: Published
) -> None:
    watch = Watch(Endpoints(virtuoso.query), seconds=0.1)
    assert watch.current() == source
    publish(many, server)
    try:
        end = time.monotonic() + 5
        while time.monotonic() < end and watch.current().digest != "many":
            time.sleep(0.05)
        assert watch.current().digest == "many"
    finally:
        watch.close()
        publish(small, server)


def test_virtuoso_is_asked_as_its_users_would(virtuoso: Virtuoso) -> None:
    """The habits that the program works round are still there; else the work can go."""
    ask = {"query": "ASK {}", "format": "application/sparql-results+json"}
    assert "boolean" not in httpx.get(virtuoso.query, params=ask).json()
