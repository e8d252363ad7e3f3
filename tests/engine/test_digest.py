"""The digest of an answer is that of its sorted lines, whatever their order and the names of blank nodes."""

import hashlib
import random

import pyoxigraph as ox
import pytest

from spaceonto.engine import Engine, named
from spaceonto.engine.digest import digest
from spaceonto.engine.formats import DIGESTS
from spaceonto.engine.out import TooLarge

ODD = """SELECT ?a ?b ?c {
  VALUES (?a ?b ?c) {
    ("tab\\there" "line\\nbreak" "quote\\"d") (1 1.50 1.0e3) (true "007"^^xsd:integer "x"@en)
    ("back\\\\slash" <https://example.org/a> UNDEF) (UNDEF UNDEF UNDEF) ("é 宇宙" 'x'@en-GB "+1"^^xsd:integer)
    (-1 ".5"^^xsd:decimal "2020-01-01"^^xsd:date) ("" "\\r" "_:a") ("" "\\r" "_:a")
  }
}"""
QUERIES = [
    ("SELECT * { ?s ?p ?o }", "bindings"),
    ("SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY DESC(?o)", "bindings"),
    (ODD, "bindings"),
    ("SELECT ?x { ?x a sco:Nothing }", "bindings"),
    ("SELECT (TRIPLE(?s, ?p, ?o) AS ?t) { ?s ?p ?o }", "bindings"),
    ("ASK { id:nasa a sco:SpaceAgency }", "bindings"),
    ("ASK { id:nasa a sco:Mission }", "bindings"),
    ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "graph"),
    ("DESCRIBE id:nasa", "graph"),
]


@pytest.mark.parametrize(("query", "kind"), QUERIES)
def test_the_digest_is_that_of_the_sorted_lines(engine: Engine, query: str, kind: str) -> None:
    told = engine.query(query, DIGESTS[kind])
    body = engine.query(query, named("tsv" if kind == "bindings" else "nt", kind)).read()
    lines = body.removesuffix(b"\n").split(b"\n")
    kept = sorted(set(lines) if kind == "graph" else lines)
    assert told.read().decode() == hashlib.sha256(b"".join(line + b"\n" for line in kept)).hexdigest()
    assert told.info["rows"] == len(kept) - (kind == "bindings" and not query.startswith("ASK"))


def test_another_answer_has_another_digest(engine: Engine) -> None:
    texts = [
        "SELECT ?s { ?s sco:acronym ?o }",
        "SELECT ?s { ?s a ?o }",
        "SELECT (?s AS ?t) { ?s sco:acronym ?o }",
    ]
    assert len({engine.query(text, DIGESTS["bindings"]).read() for text in texts}) == 3


def results(triples: list[str], query: str) -> object:
    store = ox.Store()
    store.load("\n".join(triples).encode(), format=ox.RdfFormat.N_TRIPLES)
    return store.query(query)


NET = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("e", "e")]


@pytest.mark.parametrize(
    "query", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "SELECT ?s { ?s ?p ?o }"]
)
def test_names_of_blank_nodes_and_order_do_not_count(query: str) -> None:
    found = set()
    for seed in range(5):
        names = list("abcde")
        random.Random(seed).shuffle(names)
        new = dict(zip("abcde", (f"{name}{seed}" for name in names), strict=True))
        lines = [f"_:{new[s]} <x:p> _:{new[o]} ." for s, o in NET]
        random.Random(seed + 1).shuffle(lines)
        found.add(digest(results(lines, query), 100, 10_000)["sha256"])
    assert len(found) == 1
    other = [f"_:{s} <x:p> _:{o} ." for s, o in [*NET[:-1], ("e", "a")]]
    assert digest(results(other, query), 100, 10_000)["sha256"] not in found or query.startswith("SELECT ?s")


def test_rows_with_and_without_blank_nodes_keep_their_number() -> None:
    query = "SELECT ?x ?y { VALUES ?x { 1 2 2 UNDEF } OPTIONAL { ?y <x:p> ?x } }"
    told = digest(results(['_:a <x:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .'], query), 100, 1000)
    assert told["rows"] == 4


def test_what_is_too_long_has_no_digest() -> None:
    with pytest.raises(TooLarge):
        digest(results(["<x:a> <x:b> <x:c> .", "<x:a> <x:b> <x:d> ."], "SELECT * { ?s ?p ?o }"), 1, 1000)
    with pytest.raises(TooLarge):
        digest(results(["<x:a> <x:b> <x:c> ."], "CONSTRUCT WHERE { ?s ?p ?o }"), 10, 10)
