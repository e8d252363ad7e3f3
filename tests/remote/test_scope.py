"""What is sent to another server asks the graphs of the release and no others, and means the same."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from small_release import write_release
from spaceonto import terms
from spaceonto.engine import QueryFailed
from spaceonto.engine.guard import guard
from spaceonto.remote.graphs import Graph, graphs_of
from spaceonto.remote.scope import NONE, Scope, counted, scoped

OURS = tuple(f"{terms.GRAPH}data/{name}" for name in ("one", "two"))
OPEN = Scope(OURS, shows_all=True)
STRICT = Scope(OURS)
QUERIES = [
    "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?g ?h { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?o ?q ?s } }",
    "SELECT ?s ?g { ?s ?p ?o OPTIONAL { GRAPH ?g { ?s ?p ?x FILTER(?x = ?o) } } }",
    "SELECT ?s { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?o ?q ?r } } }",
    "SELECT ?s { ?s ?p ?o MINUS { GRAPH ?g { ?s ?p ?o } } }",
    "SELECT ?g (COUNT(*) AS ?n) { { GRAPH $g {} } UNION { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?g",
    f"SELECT * {{ GRAPH ?g {{ {{ ?s ?p ?o }} }} VALUES ?g {{ <urn:foreign> <{OURS[0]}> }} }}",
    "# GRAPH ?g { ?s ?p ?o }\nSELECT * { GRAPH ?g { ?s ?p 'GRAPH ?x { }' } }",
]


def store(*, foreign: bool) -> ox.Store:
    made = ox.Store()
    a, b, c = (ox.NamedNode(f"urn:{name}") for name in "abc")
    text = ox.Literal("GRAPH ?x { }")
    for graph, triples in ((OURS[0], [(a, b, c), (a, b, text)]), (OURS[1], [(c, b, a)])):
        for triple in triples:
            made.add(ox.Quad(*triple, ox.NamedNode(graph)))
            made.add(ox.Quad(*triple))
    if foreign:
        for name in ("urn:foreign", terms.UNION, terms.PUBLICATION):
            made.add(ox.Quad(b, a, c, ox.NamedNode(name)))
    return made


def rows(held: ox.Store, text: str) -> list[str]:
    results: Any = held.query(text)
    found = json.loads(results.serialize(format=ox.QueryResultsFormat.JSON))["results"]["bindings"]
    return sorted(json.dumps(row, sort_keys=True) for row in found)


@pytest.mark.parametrize("query", QUERIES)
def test_a_variable_finds_no_graph_but_those_of_the_release(query: str) -> None:
    sent = scoped(guard(query), OPEN, None, None)
    assert (sent.default_graphs, sent.named_graphs) == ((terms.UNION,), ())
    assert rows(store(foreign=True), sent.text) == rows(store(foreign=False), query)
    assert rows(store(foreign=True), query) != [] or "MINUS" in query or "EXISTS" in query


def test_where_lists_are_taken_the_text_stays_as_it_is() -> None:
    for query in QUERIES:
        sent = scoped(guard(query), STRICT, None, None)
        assert (sent.text, sent.default_graphs, sent.named_graphs) == (query, (terms.UNION,), OURS)


def test_a_named_graph_is_listed_and_one_of_nobody_where_none_is_ours() -> None:
    known = scoped(guard(f"ASK {{ GRAPH <{OURS[1]}> {{ ?s ?p ?o }} }}"), OPEN, None, None)
    assert known.named_graphs == (OURS[1],)
    strange = scoped(guard("ASK { GRAPH <urn:foreign> { ?s ?p ?o } }"), OPEN, None, None)
    assert strange.named_graphs == (NONE,)
    with pytest.raises(QueryFailed, match="a variable and with a name"):
        scoped(guard(f"ASK {{ GRAPH ?g {{}} GRAPH <{OURS[1]}> {{}} }}"), OPEN, None, None)


def test_from_becomes_part_of_the_request() -> None:
    query = f"PREFIX x: <{terms.GRAPH}data/> SELECT * FROM x:one\nFROM NAMED <{OURS[1]}> {{ ?s ?p ?o }}"
    sent = scoped(guard(query), OPEN, None, None)
    assert (sent.default_graphs, sent.named_graphs) == ((OURS[0],), (OURS[1],))
    assert "FROM" not in sent.text
    assert rows(store(foreign=False), sent.text) == rows(store(foreign=False), "SELECT * { ?s ?p ?o }")
    asked = scoped(guard(query), OPEN, ("urn:x",), None)
    assert (asked.default_graphs, asked.named_graphs) == (("urn:x",), (NONE,))


def test_prefixes_that_everybody_may_use_are_declared() -> None:
    sent = scoped(guard("PREFIX id: <urn:mine:> SELECT * { id:x sco:participant ?o }"), OPEN, None, None)
    assert f"PREFIX sco: <{terms.SCO}>" in sent.text
    assert sent.text.count("PREFIX id:") == 1
    assert list(ox.Store().query(sent.text)) == []


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", 3),
        ("CONSTRUCT { ?s <urn:p> [] . ?o <urn:p> ?s } WHERE { ?s ?p ?o . ?x ?y ?z }", 9),
        ("PREFIX p: <urn:> CONSTRUCT WHERE { ?s p:b ?o }", 3),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } ORDER BY ?s LIMIT 2 # the end", 2),
    ],
)
def test_the_solutions_of_a_construct_are_counted(query: str, number: int) -> None:
    text = counted(query)
    assert text is not None
    (row,) = store(foreign=False).query(text)
    assert row["n"].value == str(number)


def test_a_graph_travels_in_portions_with_its_blank_nodes_in_one() -> None:
    lines = (
        "_:a <urn:b> _:c .\n",
        "_:c <urn:b> <urn:d> .\n",
        *(f"<urn:{n}> <urn:b> 1 .\n" for n in range(7)),
    )
    graph = Graph("urn:g", lines, 2)
    batches = list(graph.batches(0, 3))
    assert [begin for begin, _ in batches] == [0, 2, 5, 8]
    assert tuple(line for _, part in batches for line in part) == lines
    assert [begin for begin, _ in graph.batches(5, 3)] == [5, 8]
    assert [begin for begin, _ in graph.batches(1, 3)] == [0, 2, 5, 8]


def test_a_graph_is_known_by_its_content_and_not_by_the_order_of_a_file(tmp_path: Path) -> None:
    folder = write_release(tmp_path)
    before = {graph.name: graph.digest for graph in graphs_of(folder)}
    file = folder / "asserted.nq"
    file.write_text("".join(sorted(file.read_text("utf-8").splitlines(keepends=True))), "utf-8")
    assert {graph.name: graph.digest for graph in graphs_of(folder)} == before


def test_without_a_union_what_no_graph_has_is_the_default(tmp_path: Path) -> None:
    folder = write_release(tmp_path)
    with (folder / "asserted.nq").open("a", encoding="utf-8") as file:
        file.write("<urn:a> <urn:b> <urn:c> .\n")
    graphs = {graph.name: graph.lines for graph in graphs_of(folder, union=False)}
    assert graphs[terms.UNION] == ("<urn:a> <urn:b> <urn:c> .\n",)
    union = {graph.name: graph.lines for graph in graphs_of(folder)}[terms.UNION]
    assert "<urn:a> <urn:b> <urn:c> .\n" in union
    assert len(union) > 60
