"""An answer that surprises comes with sentences on what may be behind it, and others come without."""

import pytest

from spaceonto.engine import Engine
from spaceonto.engine.notices import lone_variables, notices

EMPTY = [
    (
        "SELECT ?x { ?x a sco:spaceagency }",
        "sco:spaceagency occurs nowhere in the graph. Did you mean sco:SpaceAgency?",
    ),
    (
        "PREFIX sco: <https://w3id.org/spaceonto/ns#> SELECT ?x { ?x a sco:spaceagency }",
        "sco:spaceagency occurs nowhere in the graph. Did you mean sco:SpaceAgency?",
    ),
    ("SELECT ?x { id:NASA ?p ?x }", "id:NASA occurs nowhere in the graph. Did you mean id:nasa?"),
    ("SELECT ?x { ?x rdf:label ?l }", "rdf:label occurs nowhere in the graph. Did you mean rdfs:label?"),
    (
        "SELECT ?x { ?x rdfs:labl ?l }",
        "rdfs:labl occurs nowhere in the graph. Did you mean rdfs:label or skos:prefLabel?",
    ),
    ("SELECT ?x { ?x wdt:P31 ?l }", "wdt:P31 occurs nowhere in the graph."),
    ('SELECT ?x { ?x a "SpaceAgency" }', "A class is a name and no text: a sco:SpaceAgency."),
    (
        "SELECT ?x { ?x sco:beginDate ?d FILTER(?d > 1950) }",
        '?d is a date, and 1950 is none. Write YEAR(?d) > 1950, or "1950-01-01"^^xsd:date.',
    ),
    (
        "SELECT ?x { ?x sco:beginDate ?d FILTER(?d = '1958-01-01') }",
        "?d is a date, and '1958-01-01' is none. Write YEAR(?d) = 1958, or \"1958-01-01\"^^xsd:date.",
    ),
    (
        'SELECT ?x { ?x rdfs:label "European Space Agency" }',
        '"European Space Agency" without a language is another text than "European Space Agency"@en, '
        "which is there. Write that, or compare STR(?x).",
    ),
    (
        "SELECT ?x { ?x sco:acronym ?a FILTER(?b > 3) }",
        "?b is used in a FILTER, but nothing gives it a value.",
    ),
]


@pytest.mark.parametrize(("query", "notice"), EMPTY)
def test_the_reason_of_an_empty_answer_is_told(engine: Engine, query: str, notice: str) -> None:
    assert engine.rows(query).rows == []
    assert notices(engine, query) == [notice]


def test_a_name_under_a_prefix_of_the_query_s_own_is_no_name_of_ours(engine: Engine) -> None:
    assert notices(engine, "PREFIX sco: <https://example.org/> SELECT ?x { ?x a sco:spaceagency }") == []


LONE = [
    ("SELECT ?a ?b { ?a ?p ?o }", "?b is selected"),
    ("SELECT (COUNT(?b) AS ?n) { ?a ?p ?o }", "?b is selected"),
    (
        "SELECT ?a { ?a ?p ?o } ORDER BY DESC(?b) LIMIT 1",
        "?b is used in ORDER BY",
    ),
    (
        "SELECT ?p { ?a ?p ?o } GROUP BY ?p HAVING(SUM(?b) > 1)",
        "?b is used in HAVING",
    ),
    ("SELECT ?p (COUNT(*) AS ?n) { ?a ?p ?o } GROUP BY ?p ORDER BY DESC(?n)", ""),
    ("SELECT ?p ?n { { SELECT ?p (COUNT(*) AS ?n) { ?a ?p ?o } GROUP BY ?p } FILTER(?n > 2) }", ""),
    ("SELECT ?a { ?a ?p ?o FILTER NOT EXISTS { ?a ?q ?r FILTER(?r > ?o) } }", ""),
    ("SELECT ?a { ?a ?p ?o FILTER(EXISTS { ?a ?q ?r } && ?r > 1) }", ""),
    (
        "SELECT ?a { ?a ?p ?o FILTER CONTAINS(STR(?z), 'a') }",
        "?z is used in a FILTER",
    ),
    ("SELECT ?x { VALUES ?x { 1 2 } FILTER(?x > 1) }", ""),
    ("SELECT ?y { ?a ?p ?o BIND(STR(?o) AS ?y) } ORDER BY ?y", ""),
    ("SELECT * { ?a ?p ?o }", ""),
    ("ASK { ?a ?p ?o }", ""),
    ("DESCRIBE ?a { ?a ?p ?o }", ""),
    ("CONSTRUCT { ?a a ?c } WHERE { ?a a ?c }", ""),
]


@pytest.mark.parametrize(("query", "expected"), LONE)
def test_variables_without_a_value_are_named(query: str, expected: str) -> None:
    said = (f"{expected}, but nothing gives it a value.",) if expected else ()
    assert lone_variables(query) == said
