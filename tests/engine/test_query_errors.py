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
