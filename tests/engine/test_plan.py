"""A query written anew gives the same rows as often: on chosen, on random and on the W3C's queries."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_queries import Quad, Queries, quads

from spaceonto.engine.plan import Statistics, count, improved, joins, paths
from spaceonto.engine.plan.statistics import Count

FOLDER = os.environ.get("SPACEONTO_RDF_TESTS", "")
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
FILES = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES,
           ".trig": ox.RdfFormat.TRIG, ".nq": ox.RdfFormat.N_QUADS}  # fmt: skip
FIND = f"""SELECT ?query ?data ?named {{
  ?test a <{MF}QueryEvaluationTest> ; <{MF}action> ?action . ?action <{QT}query> ?query
  OPTIONAL {{ ?action <{QT}data> ?data }} OPTIONAL {{ ?action <{QT}graphData> ?named FILTER(isIRI(?named)) }}
}}"""


def store_of(found: list[Quad]) -> ox.Store:
    store = ox.Store()
    lines = "\n".join(" ".join(quad).strip() + " ." for quad in found)
    store.load(lines.encode(), format=ox.RdfFormat.N_QUADS)
    return store


def rows(store: ox.Store, query: str, union: bool = False) -> Counter[str]:
    """The answer as a bag of rows."""
    found = store.query(query, use_default_graph_as_union=union)
    if isinstance(found, ox.QueryBoolean):
        return Counter([str(bool(found))])
    if isinstance(found, ox.QueryTriples):
        graph = ox.Dataset(ox.Quad(*triple) for triple in found)
        graph.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        return Counter(map(str, graph))
    told: dict[str, Any] = json.loads(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
    return Counter(json.dumps(row, sort_keys=True) for row in told["results"]["bindings"])


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever may be rewritten is, however little is won."""
    for name, value in {"WORTH": -1e12, "MUCH": 1e12}.items():
        monkeypatch.setattr(joins, name, value)
    monkeypatch.setattr(paths, "FEW", 1e12)
    monkeypatch.setattr(paths, "LEAST", -1)


@pytest.fixture
def orderly(eager: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Patterns are put in another order rather than into subqueries."""
    monkeypatch.setattr(joins, "HASH", 1e30)


def same(store: ox.Store, query: str, union: bool) -> bool:
    """Whether the query gives the same in both forms; whether it was rewritten at all is returned."""
    try:
        expected = rows(store, query, union)
    except SyntaxError:
        assume(False)
    written = improved(query, count(store, union), whole=True)
    assert rows(store, written, union) == expected, written
    return written != query


NOTHING = Statistics()
TWO = "{ ?m :p ?l . ?l :q :x }"


@pytest.mark.parametrize(
    ("query", "part"),
    [
        (f"SELECT * {{ ?m a :x FILTER NOT EXISTS {TWO} }}", "MINUS { ?m :p ?l . ?l :q :x . }"),
        ("SELECT * { ?m a :x FILTER NOT EXISTS { ?m :p/:q :x } }", "MINUS"),
        ("SELECT * { ?m a :x FILTER NOT EXISTS { ?m :p ?l . ?l :q ?o FILTER(?o = :x) } }", "MINUS"),
        (f"SELECT * {{ FILTER NOT EXISTS {TWO} ?m a :x }}", "?m a :x .\nMINUS"),
        (f"SELECT * {{ ?m a :x OPTIONAL {{ ?s :q ?o {{ ?m :q ?z FILTER NOT EXISTS {TWO} }} }} }}", "MINUS"),
        (f"SELECT * {{ ?m a ?t FILTER EXISTS {TWO} }}", "{ SELECT DISTINCT ?m { ?m :p ?l"),
    ],
)
def test_a_condition_on_several_patterns_becomes_a_set(query: str, part: str) -> None:
    assert part in improved(f"PREFIX : <https://example.org/> {query}", NOTHING)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?m a :x FILTER NOT EXISTS { ?m :p :x } }",
        f"SELECT * {{ ?n a :x FILTER NOT EXISTS {TWO} }}",
        f"SELECT * {{ ?n a :x OPTIONAL {{ ?n :q ?m }} FILTER NOT EXISTS {TWO} }}",
        f"SELECT * {{ VALUES ?m {{ UNDEF }} FILTER NOT EXISTS {TWO} }}",
        f"SELECT * {{ BIND(1/0 AS ?m) FILTER NOT EXISTS {TWO} }}",
        "SELECT * { ?m a ?n FILTER NOT EXISTS { ?m :p ?l . ?l :q ?o FILTER(?o = ?n) } }",
        "SELECT * { ?m a ?n FILTER NOT EXISTS { ?m :p ?l . ?l :q ?o BIND(?n AS ?k) } }",
        "SELECT * { ?m a ?n FILTER NOT EXISTS { ?m :p ?l . ?l :q* :x } }",
        "SELECT * { ?m a ?n FILTER NOT EXISTS { ?m :p ?l . ?l :q ?o FILTER(RAND() < 0.5 && ?o = 1) } }",
        "SELECT * { ?m a ?n FILTER NOT EXISTS { ?m :p ?l OPTIONAL { ?l :q ?n } } }",
        "SELECT * { ?m a ?n FILTER NOT EXISTS { ?m :p ?l . ?l :q [ a ?n ] } }",
        "SELECT * { ?m a ?n FILTER NOT EXISTS { ?m :p _:l . _:l :q ?n } }",
        f"SELECT * {{ GRAPH ?g {{ ?m a :x FILTER NOT EXISTS {TWO} }} }}",
        f"SELECT * {{ ?s ?p ?o OPTIONAL {{ ?m a :x FILTER NOT EXISTS {TWO} }} }}",
        f"SELECT * {{ ?m a :x FILTER EXISTS {{ ?m :q ?z FILTER NOT EXISTS {TWO} }} }}",
        f"SELECT * {{ ?m a :x FILTER(NOT EXISTS {TWO} || ?m = :x) }}",
        f"SELECT * {{ ?m a :x OPTIONAL {{ ?m :q ?l }} FILTER EXISTS {TWO} }}",
    ],
)
def test_a_condition_that_might_mean_something_else_as_a_set_is_left_alone(query: str) -> None:
    text = f"PREFIX : <https://example.org/> {query}"
    assert improved(text, NOTHING) == text


def test_a_count_over_everything_is_read_from_the_statistics() -> None:
    known = Statistics(total=Count(7, 3, 5), predicates={"<https://example.org/p>": Count(4, 2, 3)})
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    assert improved(query, known).strip() == "SELECT ?n { VALUES ?n { 7 } }"
    assert improved(query, known, whole=False) == query
    narrowed = query.replace("WHERE", "FROM <https://example.org/g> WHERE")
    assert improved(narrowed, known) == narrowed
    by_predicate = improved("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n)", known)
    assert "(<https://example.org/p> 4)" in by_predicate


def test_patterns_follow_the_counts_and_what_is_large_is_joined_by_hashing() -> None:
    terms = {f"<https://example.org/{name}>": Count(n, n, n) for name, n in {"p": 90_000, "q": 2_000}.items()}
    known = Statistics(total=Count(92_000, 92_000, 92_000), predicates=terms)
    head = "PREFIX : <https://example.org/> "
    assert "{ ?m :q ?b ." in improved(head + "SELECT ?m { ?m :p ?a ; :q ?b }", known)
    even = Statistics(total=known.total, predicates=dict.fromkeys(terms, Count(50_000, 50_000, 50_000)))
    assert improved(head + "SELECT ?m { ?m :p ?a ; :q ?b }", even).count("SELECT * {") == 2
    for kept in ("SELECT ?m { ?m :p ?a ; :q ?b } LIMIT 10", "ASK { ?m :p ?a ; :q ?b }"):
        assert improved(head + kept, even) == head + kept


def test_a_query_that_is_not_understood_is_left_alone() -> None:
    for text in (
        "",
        "SELECT",
        "SELECT * {",
        "DESCRIBE <https://example.org/x>",
        "FILTER NOT EXISTS",
        "}{",
        "é",
    ):
        assert improved(text, NOTHING) == text


MANY = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
chances = st.randoms(use_true_random=True)


@MANY
@given(chances)
def test_random_queries_give_the_same_rows(eager: None, chance: Random) -> None:
    same(store_of(quads(chance, repeated=True)), Queries(chance).whole(), union=False)


@MANY
@given(chances)
def test_random_queries_in_another_order_give_the_same_rows(orderly: None, chance: Random) -> None:
    same(store_of(quads(chance, repeated=True)), Queries(chance).whole(), union=False)


@MANY
@given(chances)
def test_random_queries_over_the_union_of_graphs_give_the_same_rows(eager: None, chance: Random) -> None:
    same(store_of(quads(chance, repeated=False)), Queries(chance).whole(), union=True)


def cases() -> Iterator[tuple[Path, frozenset[tuple[Path, str]]]]:
    """Each query file of the evaluation tests, with the files and graphs that it is asked of."""
    for manifest in sorted(Path(FOLDER).glob("sparql/sparql1[0-2]/**/manifest.ttl")):
        store = ox.Store()
        base = manifest.absolute().as_uri()
        store.load(path=manifest, format=ox.RdfFormat.TURTLE, base_iri=base)
        found: dict[Path, set[tuple[Path, str]]] = {}
        for row in store.query(FIND):
            files = found.setdefault(_path(row["query"]), set())
            if row["data"] is not None:
                files.add((_path(row["data"]), ""))
            if row["named"] is not None:
                files.add((_path(row["named"]), row["named"].value))
        yield from ((query, frozenset(files)) for query, files in found.items())


def _path(iri: ox.NamedNode) -> Path:
    return Path(iri.value.removeprefix("file://"))


@pytest.mark.skipif(not FOLDER, reason="SPACEONTO_RDF_TESTS names no checkout of the W3C's tests")
def test_each_query_of_the_w3c_gives_the_same_in_both_forms(eager: None) -> None:
    seen: Counter[str] = Counter()
    for path, files in cases():
        if path.parent.name == "service":  # asks elsewhere
            continue
        store = ox.Store()
        text = path.read_text("utf-8")
        try:
            for file, graph in files:
                target = ox.NamedNode(graph) if graph else ox.DefaultGraph()
                store.load(path=file, format=FILES[file.suffix], base_iri=file.as_uri(), to_graph=target)
            expected = rows(store, text)
        except (SyntaxError, OSError, ValueError, KeyError):
            continue  # what the engine itself does not take
        written = improved(text, count(store, False))
        seen["all"] += 1
        if written != text:
            seen["rewritten"] += 1
            assert rows(store, written) == expected, f"{path}\n{written}"
    assert seen["all"] > 400
    assert seen["rewritten"] > 60
