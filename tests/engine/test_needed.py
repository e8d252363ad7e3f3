"""An endpoint is told which values are of use, and the answer is the same as if it had given everything."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from endpoint import Listener, endpoint, listening
from spaceonto.engine import Engine, QueryTimeout, Rows
from spaceonto.engine.federation import Services, federate, services
from spaceonto.engine.needed import needed

STAFF = "SERVICE <URL> { ?x <http://e.org/staff> ?n FILTER(isIRI(?x)) }"
QUERIES = {
    "a join": f"?x sco:acronym ?name {STAFF}",
    "a join of two": f"?x sco:acronym ?name ; a ?c . {STAFF} FILTER(?n > 3000)",
    "before": f"{STAFF} ?x sco:acronym ?name",
    "optional": f"?x sco:acronym ?name OPTIONAL {{ {STAFF} }}",
    "optional before": f"OPTIONAL {{ {STAFF} }} ?x rdfs:label ?name",
    "optional before others": f"OPTIONAL {{ {STAFF} }} ?x a sco:Participation",
    "minus before": f"VALUES ?x {{ id:nasa }} MINUS {{ {STAFF} }} ?x a ?c",
    "optional with more": f"?x rdfs:label ?name OPTIONAL {{ ?x sco:acronym ?short {STAFF} }}",
    "minus": f"?x sco:acronym ?name MINUS {{ {STAFF} }}",
    "union": f"?x sco:acronym ?name {{ {STAFF} }} UNION {{ ?x a ?n }}",
    "exists": f"?x sco:acronym ?name FILTER EXISTS {{ {STAFF} }}",
    "not exists": f"?x sco:acronym ?name FILTER NOT EXISTS {{ {STAFF} }}",
    "a query within": f"?x sco:acronym ?name {{ SELECT ?x ?n {{ ?x a sco:SpaceAgency {STAFF} }} }}",
    "a group": f"?x sco:acronym ?name {{ {{ {STAFF} }} }}",
    "in a graph": f"?x sco:acronym ?name GRAPH ?g {{ ?x a ?c {STAFF} }}",
    "after optional": f"?x a sco:SpaceAgency OPTIONAL {{ ?x sco:acronym ?name }} {STAFF}",
    "none of them": f"?x a sco:Nothing {STAFF}",
    "none of them, optional": f"?y sco:acronym ?name OPTIONAL {{ ?x a sco:Nothing {STAFF} }}",
    "two services": f"?x sco:acronym ?name {STAFF} SERVICE <URL> {{ ?x <http://e.org/motto> ?m }}",
    "a literal in common": "?x sco:acronym ?name SERVICE <URL> { ?y <http://e.org/motto> ?name }",
    "with a bind": "?x sco:acronym ?name SERVICE <URL> "
    "{ ?y <http://e.org/staff> ?n FILTER(isIRI(?y)) BIND(?y AS ?x) }",
    "with its own optional": "?x a sco:SpaceAgency SERVICE <URL> { ?y <http://e.org/staff> ?n "
    "FILTER(isIRI(?y)) OPTIONAL { ?x <http://e.org/motto> ?m } }",
    "a limit inside": "?x sco:acronym ?name SERVICE <URL> "
    "{ SELECT ?x ?n { ?x <http://e.org/staff> ?n FILTER(isIRI(?x)) } ORDER BY ?n LIMIT 1 }",
}


@pytest.fixture(scope="module")
def other() -> Iterator[Listener]:
    with listening(endpoint) as made:
        yield made


@pytest.fixture(scope="module")
def known(other: Listener) -> Services:
    return services((other.url,), ("127.0.0.0/8",))


def sent(other: Listener, since: int) -> list[str]:
    """The queries that the endpoint was asked."""
    bodies = [request.partition(b"\r\n\r\n")[2].decode() for request in other.seen[since:]]
    return [parse_qs(body)["query"][0].partition("SELECT * WHERE ")[2] for body in bodies]


@pytest.mark.parametrize("name", QUERIES)
def test_the_answer_is_the_same_as_without(
    engine: Engine, other: Listener, known: Services, name: str
) -> None:
    text = f"SELECT * {{ {QUERIES[name].replace('URL', other.url)} }}"

    def answered(text: str) -> Counter[str]:
        return Counter(
            repr(sorted((k, v["value"]) for k, v in row.items())) for row in engine.rows(text).rows
        )

    def ask(text: str, most: int) -> Rows:
        return engine.rows(text, max_rows=most)

    assert answered(federate(text, known, 5, ask)) == answered(federate(text, known, 5))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a join", ["VALUES (?x)"]),
        ("optional", ["VALUES (?x)"]),
        ("after optional", ["VALUES (?x)"]),
        ("a query within", ["VALUES (?x)"]),
        ("in a graph", ["VALUES (?x)"]),
        ("none of them", []),
        ("two services", ["VALUES (?x)", "VALUES (?x)"]),
        ("before", [""]),
        ("optional before", [""]),
        ("a literal in common", [""]),
    ],
)
def test_an_endpoint_is_told_what_is_known_before(
    engine: Engine, other: Listener, known: Services, name: str, told: list[str]
) -> None:
    before = len(other.seen)
    text = f"SELECT * {{ {QUERIES[name].replace('URL', other.url)} }}"
    federate(text, known, 5, lambda text, most: engine.rows(text, max_rows=most))
    queries = sent(other, before)
    assert len(queries) == len(told)
    for query, start in zip(queries, told, strict=True):
        assert query.startswith("{" + start)
        assert ("VALUES" in query) == bool(start)
        assert "id/nasa>" in query or not start


def test_what_is_too_much_or_takes_too_long_is_not_told(known: Services, other: Listener) -> None:
    text = f"SELECT * {{ ?x a ?c {STAFF.replace('URL', other.url)} }}"
    part = Rows(("x",), [{"x": {"type": "uri", "value": f"urn:{n}"}} for n in range(5)], more=True)

    def late(*_: object) -> Rows:
        raise QueryTimeout("late")

    for ask in (lambda *_: part, late):
        before = len(other.seen)
        federate(text, known, 5, ask)
        assert ["VALUES" in query for query in sent(other, before)] == [False]


@pytest.mark.parametrize("value", ["http://e.org/a b", "http://e.org/>", 'http://e.org/"'])
def test_an_odd_iri_is_not_told(value: str) -> None:
    text = "SELECT * { ?x a ?c VALUES ?here { 1 } }"

    def ask(iri: str) -> Rows:
        return Rows(("x",), [{"x": {"type": "uri", "value": iri}}])

    assert needed(text, "here", "?x ?y ?z", lambda *_: ask(value)) is None
    plain = needed(text, "here", "?x ?y ?z", lambda *_: ask("urn:x"))
    assert plain is not None
    assert plain.text == "VALUES (?x) { (<urn:x>) }"
