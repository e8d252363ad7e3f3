"""Answers are right, in every format, over the dataset that SPARQL means."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from small_release import REPEATED, write_release
from spaceonto import terms
from spaceonto.engine import Engine, Format, Limits, QueryRefused, formats, named

PARTNERS = """SELECT ?agent ?role WHERE {
  ?p sco:participationIn id:jwst-mission ; sco:participant ?agent ; sco:role ?role
} ORDER BY ?agent"""
ODD = (
    r'SELECT ?x WHERE { VALUES ?x { "a\tb\n\"c\", d\\" "<&>" "é"@fr "1.50"^^xsd:decimal <http://e.org/x> } }'
)
AGENTS = ["csa", "esa", "nasa"]


def form(name: str, kind: str = "bindings") -> Format:
    found = named(name, kind)
    assert found is not None
    return found


def test_the_agents_of_a_mission_and_their_roles(engine: Engine) -> None:
    rows = engine.rows(PARTNERS).rows
    assert [row["agent"]["value"] for row in rows] == [terms.ID + name for name in AGENTS]
    assert [row["role"]["value"].rpartition("-")[2] for row in rows] == ["partner", "partner", "lead"]


@pytest.mark.parametrize("name", ["json", "xml", "tsv", "csv"])
def test_rdflib_reads_the_same_answer_from_each_w3c_format(engine: Engine, name: str) -> None:
    result = rdflib.query.Result.parse(io.BytesIO(engine.query(PARTNERS, form(name)).read()), format=name)
    assert [str(row[rdflib.Variable("agent")]).rpartition("/")[2] for row in result.bindings] == AGENTS


@pytest.mark.parametrize("name", ["json", "xml"])
def test_every_kind_of_term_survives(engine: Engine, name: str) -> None:
    result = rdflib.query.Result.parse(io.BytesIO(engine.query(ODD, form(name)).read()), format=name)
    found = {row[rdflib.Variable("x")] for row in result.bindings}
    assert rdflib.Literal('a\tb\n"c", d\\') in found
    assert rdflib.Literal("<&>") in found
    assert rdflib.Literal("é", lang="fr") in found
    assert rdflib.URIRef("http://e.org/x") in found
    assert len(found) == 5


def test_csv_keeps_quotes_commas_and_line_breaks(engine: Engine) -> None:
    rows = list(csv.reader(io.StringIO(engine.query(ODD, form("csv")).read().decode(), newline="")))
    assert rows[0] == ["x"]
    assert ['a\tb\n"c", d\\'] in rows
    assert len(rows) == 6


def test_lines_of_json_hold_one_row_each(engine: Engine) -> None:
    lines = engine.query(PARTNERS, form("ndjson")).read().splitlines()
    assert [json.loads(line)["agent"]["value"].rpartition("/")[2] for line in lines] == AGENTS


@pytest.mark.parametrize("entry", formats("graph"), ids=lambda entry: entry.name)
def test_a_graph_is_the_same_in_each_format(engine: Engine, entry: Format) -> None:
    text = "CONSTRUCT WHERE { ?s sco:acronym ?o }"
    answer = engine.query(text, entry)
    reader = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nq": "nquads"}.get(entry.name, entry.name)
    read = rdflib.Dataset(default_union=True).parse(data=answer.read(), format=reader)
    assert {str(literal) for literal in read.objects()} == {"NASA", "ESA"}


@pytest.mark.parametrize(("name", "kind"), [("xml", "bindings"), ("rdf", "graph")])
def test_xml_holds_no_character_that_xml_forbids(engine: Engine, name: str, kind: str) -> None:
    head = "SELECT *" if kind == "bindings" else "CONSTRUCT { ?s skos:note ?x }"
    text = head + ' WHERE { ?s skos:note ?note BIND(CONCAT(?note, "\\u0002\\r\\uFFFE.") AS ?x) }'
    data = engine.query(text, form(name, kind)).read()
    texts = "".join(ET.fromstring(data).itertext())
    assert "� a control character" in texts
    assert "�\r�." in texts


@pytest.mark.parametrize(
    ("text", "expected"), [("ASK { id:nasa a sco:SpaceAgency }", True), ("ASK { 1 2 3 }", False)]
)
def test_yes_or_no(engine: Engine, text: str, expected: bool) -> None:
    text = text.replace("1 2 3", "?s id:nothing ?o")
    assert engine.rows(text).boolean is expected
    assert json.loads(engine.query(text).read())["boolean"] is expected


def test_the_default_graph_is_the_union_of_all(engine: Engine) -> None:
    assert engine.rows("ASK { id:nasa a sco:SpaceAgency ; sco:cooperatesWith id:esa }").boolean


def test_what_is_inferred_is_in_a_graph_of_its_own(engine: Engine) -> None:
    rows = engine.rows("SELECT ?g { GRAPH ?g { id:nasa sco:cooperatesWith id:esa } }").rows
    assert [row["g"]["value"] for row in rows] == [terms.INFERRED]


def test_from_narrows_the_default_graph(engine: Engine) -> None:
    query = "SELECT ?x FROM <https://w3id.org/spaceonto/graph/data/agents/nasa> { ?x a sco:SpaceAgency }"
    assert len(engine.rows(query).rows) == 3
    assert not engine.rows(query.replace("?x a sco:SpaceAgency", "?x sco:cooperatesWith ?y")).rows
    assert not engine.rows(query.replace("FROM <", "FROM NAMED <")).rows


def test_the_dataset_of_the_request_goes_before_that_of_the_query(engine: Engine) -> None:
    query = "SELECT ?x FROM graph:data/agents/nasa { ?x a ?class }".replace(
        "graph:data/agents/nasa", f"<{terms.GRAPH}data/agents/nasa>"
    )
    rows = engine.rows(query, default_graphs=(terms.GRAPH + "data/sources/example",)).rows
    assert [row["x"]["value"] for row in rows] == [terms.ID + "source-example"]
    named_only = "SELECT ?g { GRAPH ?g { ?x a ?class } }"
    rows = engine.rows(named_only, named_graphs=(terms.GRAPH + "data/sources/example",)).rows
    assert {row["g"]["value"] for row in rows} == {terms.GRAPH + "data/sources/example"}
    assert not engine.rows("SELECT * { ?s ?p ?o }", named_graphs=(terms.INFERRED,)).rows


def test_a_fact_stated_in_two_files_counts_once(tmp_path: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) { id:nasa a sco:SpaceAgency }"
    both = "SELECT ?g { GRAPH ?g { id:nasa a sco:SpaceAgency } }"
    with Engine(write_release(tmp_path, more={"data/again": REPEATED}), limits=Limits(fast=1)) as engine:
        assert engine.rows(count).rows[0]["n"]["value"] == "1"
        assert len(engine.rows(both).rows) == 2
        everything = ox.parse(engine.query("CONSTRUCT WHERE { ?s ?p ?o }", form("nt", "graph")).read(),
                              format=ox.RdfFormat.N_TRIPLES)  # fmt: skip
        total = engine.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0]["n"]["value"]
        assert int(total) == len({str(quad) for quad in everything})


def test_known_prefixes_need_no_declaration_and_can_be_declared_otherwise(engine: Engine) -> None:
    assert engine.rows('ASK { ?x rdfs:label "European Space Agency"@en }').boolean
    assert not engine.rows(
        'PREFIX rdfs: <http://e.org/> ASK { ?x rdfs:label "European Space Agency"@en }'
    ).boolean


def test_columns_of_select_star_come_in_the_order_of_the_query(engine: Engine) -> None:
    assert engine.rows("SELECT * { ?who sco:acronym ?name . ?who a ?kind }").variables == (
        "who",
        "name",
        "kind",
    )
    text = "SELECT (CONCAT(?b, '!') AS ?a) ?b { ?who sco:acronym ?b }"
    assert engine.rows(text).variables == ("a", "b")


def test_more_rows_than_asked_for_are_announced(engine: Engine) -> None:
    some = engine.rows("SELECT * { ?s ?p ?o }", max_rows=5)
    assert (len(some.rows), some.more) == (5, True)
    assert not engine.rows(PARTNERS, max_rows=3).more


def test_a_format_that_does_not_suit_the_form_is_refused(engine: Engine) -> None:
    with pytest.raises(QueryRefused, match="Choose one of: ttl"):
        engine.query("DESCRIBE id:nasa", form("csv"))


def test_an_answer_asked_for_again_is_the_same_object(engine: Engine) -> None:
    assert engine.query(PARTNERS) is engine.query(PARTNERS)
    assert engine.query(PARTNERS).etag != engine.query(PARTNERS, form("csv")).etag
    random = "SELECT (RAND() AS ?x) {}"
    assert engine.query(random).read() != engine.query(random).read()
    assert engine.query(random).etag == ""
