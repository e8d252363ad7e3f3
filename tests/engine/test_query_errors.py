"""Each mistake is named at its place in the text as it was sent, with what to do about it."""

import pytest

from spaceonto.engine import Engine, QueryError, QueryRefused, QuerySyntaxError

MISTAKES = [
    ("SELECT * {\n  ?s scoo:acronym ?o }", 2, 6, "`scoo:` is not declared", "Did you mean `sco:`?"),
    ("SELECT * { ?s zzzz:a ?o }", 1, 15, "`zzzz:` is not declared", "Declare it: PREFIX zzzz:"),
    ("SELCT * {}", 1, 1, "`SELCT` is no word", "SELECT"),
    ("SELECT * { ?s ?p ?o FILTER(REGX(?o, 'a')) }", 1, 28, "`REGX`", "REGEX"),
    ("SELECT * {\n ?s ?p ?o", 1, 10, "never closed", "Add `}`"),
    ("SELECT * { ?s ?p ?o }\n}", 2, 1, "closes nothing", "Take it away"),
    ("SELECT * { FILTER(?a = (1 ] }", 1, 27, "closes `(`", "`)` is missing"),
    ('SELECT * {\n\n ?s ?p "never closed\n}', 3, 8, "not closed", "three marks"),
    ("SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c }", 1, 8, "`?a`", "GROUP BY"),
    ("SELECT (1 AS ?a) (2 AS ?a) {}", None, None, "twice", "AS"),
    ("SELECT * { ?a ?b ?c BIND(1 AS ?a) }", 1, 31, "BIND", "new name"),
    ("SELECT * { ?s <rel> ?o }", 1, 15, "absolute IRI", "id:nasa"),
    ("SELECT * { ?s ?p ?o } LIMIT", 1, 23, "`LIMIT`", ""),
    ("SELECT * { ?s ?p ?o FILTER(?o >) }", 1, 31, "`>`", ""),
    ("ASK {} ASK {}", 1, 8, "second query", "one at a time"),
    ("SELECT * { ?s ?p ?o } é", 1, 23, "`é`", ""),
    ("", 1, 1, "no query", "SELECT"),
    ("# è à ü\nSELECT * { ?s nasa ?o }", 2, 15, "`nasa`", "sco:nasa"),
    ("SELECT x { ?x a sco:Mission }", 1, 8, "`x` is no variable", "Write ?x."),
    ("SELECT ?x, ?y { ?x a ?y }", 1, 10, "without commas", "SELECT ?x ?y"),
    ("SELECT COUNT(?x) { ?x a sco:Mission }", 1, 8, "needs a name", "(COUNT(?x) AS ?n)"),
    ("SELECT (COUNT(?x) AS n) { ?x a sco:Mission }", 1, 22, "After AS comes a variable", "AS ?n"),
    ("SELECT TOP 10 ?s { ?s ?p ?o }", 1, 8, "`TOP`", "LIMIT 10"),
    (
        "SELECT ?x {\n ?x a sco:Mission\n ?x rdfs:label ?l }",
        3,
        2,
        "full stop is missing before `?x`",
        "Put a .",
    ),
    ("SELECT * { ?s ?p 'a'@en ; ?q '1'^^xsd:int ?t ?u ?v }", 1, 43, "full stop is missing before `?t`", "."),
    ("SELECT * { ?s ?p ?l FILTER(LANG(?l) = en) }", 1, 39, "quotation marks", '"en"'),
    ("SELECT * { ?s ?p ?o FILTER NOT EXISTS ?s a ?c }", 1, 32, "group in braces", "EXISTS { … }"),
    ("SELECT * WHERE ?s ?p ?o", 1, 10, "group in braces", "WHERE { … }"),
    ("SELECT * { OPTIONAL ?s ?p ?o }", 1, 12, "group in braces", "OPTIONAL { … }"),
    ("SELECT * { ?s ?p ?o FILTER(?o == 1) }", 1, 32, "one `=`", "away"),
    ("SELECT * { ?s ?p ?o FILTER(?o = 1 AND ?s = 1) }", 1, 35, "no word `AND`", "&&"),
    ("SELECT * { ?s ?p ?o FILTER(?o = 1 or ?s = 1) }", 1, 35, "no word `OR`", "||"),
    ("SELECT * { ?s ?p ?o } ORDER BY DESC ?o", 1, 32, "wants brackets", "DESC(?x)"),
    ("SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING ?n > 2", 1, 36, "wants brackets", "HAVING("),
    ("SELECT ?s { ?s ?p ?o HAVING(?o > 2) }", 1, 22, "within the braces", "behind the last }"),
    ("PREFIX e: http://e.org/ ASK {}", 1, 11, "between < and >", "PREFIX x: <"),
    ("PREFIX e <http://e.org/> ASK {}", 1, 8, "ends with a colon", "PREFIX e:"),
    ("SELECT * { ?s ?p ?o } LIMIT ten", 1, 23, "whole number", "LIMIT 10"),
    ("SELECT * FROM nasa { ?s ?p ?o }", 1, 15, "no name of a graph", "FROM <https"),
    ("SELECT * { ?s ?p ?o } WHERE { ?s a ?c }", 1, 23, "second time", "one group"),
    ("SELECT * { ?s ?p “NASA” }", 1, 18, "typography", 'Write "'),
    ("SELECT * { ?s ?p 'Int'l' }", 1, 24, "not closed", 'stands between "'),
    ("SELECT * { <nasa> ?p ?o . ?p }", 1, 12, "absolute IRI", "id:nasa"),
    ("SELECT * { VALUES ?x { 1 2 3 4 5 } ?s nasa: ?x }", 1, 39, "`nasa:` is not declared", "Declare it"),
]


@pytest.mark.parametrize(("text", "line", "column", "message", "hint"), MISTAKES)
def test_a_mistake_has_a_place_a_cause_and_a_remedy(
    engine: Engine, text: str, line: int | None, column: int | None, message: str, hint: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        engine.query(text)
    assert message in caught.value.message
    assert hint in caught.value.hint
    if line is not None:
        assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:b> <a:c> 1 }",
        "PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "CLEAR DEFAULT",
    ],
)
def test_updates_are_refused_by_name(engine: Engine, text: str) -> None:
    with pytest.raises(QueryRefused, match="only reads"):
        engine.query(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?insert ?delete 'LOAD' } # DROP",
        "PREFIX load: <http://e.org/drop#> ASK { ?s load:insert ?o }",
        "SELECT (1 AS ?service) { ?s ?p 'SERVICE' # SERVICE\n }",
        "ASK { <http://e.org/service/x> ?p ?o }",
        "ASK { ?s sco:service-module ?o }",
    ],
)
def test_words_in_strings_names_and_comments_mean_nothing(engine: Engine, text: str) -> None:
    engine.query(text)


def test_an_unknown_graph_is_answered_by_the_nearest(engine: Engine) -> None:
    with pytest.raises(QueryRefused, match="data/agents/nasa"):
        engine.query("SELECT * FROM <https://w3id.org/spaceonto/graph/data/agent/nasa> { ?s ?p ?o }")


def test_a_slow_kind_of_query_is_told_a_faster_one(engine: Engine) -> None:
    endless = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6))
    slow = f"SELECT (COUNT(*) AS ?n) {{ {endless} FILTER NOT EXISTS {{ ?a1 ?x ?d . ?d ?y ?a2 }} }}"
    with pytest.raises(QueryError) as caught:
        engine.query(slow, seconds=0.5)
    assert "MINUS" in caught.value.hint
