"""The W3C's tests of SPARQL 1.1 and 1.2 queries, asked over HTTP: all that the engine itself passes."""

import pyoxigraph as ox
import pytest
from answers import FailedError, each_once, fill, of_csv, of_engine, of_file, of_server
from suite import ROOT, Data, Test, entries

from general_server import Server

NEWEST = str(ROOT.parent / "sparql12" / "manifest.ttl")
QUERIES = [
    *entries("manifest-sparql11-query.ttl", "QueryEvaluationTest"),
    *entries("manifest-sparql11-results.ttl", "QueryEvaluationTest", "CSVResultFormatTest"),
    *entries(NEWEST, "QueryEvaluationTest"),
]
SYNTAX = [
    *entries("manifest-sparql11-query.ttl", "PositiveSyntaxTest11", "NegativeSyntaxTest11"),
    *entries(NEWEST, "PositiveSyntaxTest", "NegativeSyntaxTest"),
]
_filled: list[Data] = []


@pytest.mark.parametrize("test", QUERIES, ids=lambda test: test.id)
def test_a_query_is_answered_as_the_suite_has_it(server: Server, test: Test) -> None:
    if _filled != [test.data]:
        fill(server, test.data)
        _filled[:] = [test.data]
    text, base = test.request.read_text("utf-8"), test.request.as_uri()
    if test.kind == "CSVResultFormatTest":
        query = f"BASE <{base}>\n{text}"
        reply = server.send(
            "POST", "/sparql", query, Content_Type="application/sparql-query", Accept="text/csv"
        )
        got, wanted = of_csv(reply.body.decode()), of_csv(test.expected.read_text("utf-8"))
        if got != wanted and csv_by_engine(test, text, base) != wanted:
            pytest.xfail("the engine itself does not pass")
        assert got == wanted
        return
    expected = of_file(test.expected)
    try:
        answer = of_server(server, text, base)
        same = answer == expected or (test.is_lax and each_once(answer) == each_once(expected))
        reason = f"{answer}\n{expected}"
    except FailedError as failed:
        same, reason = False, str(failed)
    if not same and not by_engine(test, text, base):
        pytest.xfail("the engine itself does not pass")
    assert same, reason


def by_engine(test: Test, text: str, base: str) -> bool:
    """Whether the engine passes, asked in this process."""
    store = ox.Store()
    store.extend(test.data.quads)
    try:
        answer, expected = of_engine(store, text, base), of_file(test.expected)
    except FailedError:
        return False
    return answer == expected or (test.is_lax and each_once(answer) == each_once(expected))


def csv_by_engine(test: Test, text: str, base: str) -> list[list[str]]:
    """What the engine writes as CSV, asked in this process."""
    store = ox.Store()
    store.extend(test.data.quads)
    results = store.query(text, base_iri=base)
    return of_csv(results.serialize(format=ox.QueryResultsFormat.CSV).decode())


@pytest.mark.parametrize("test", SYNTAX, ids=lambda test: test.id)
def test_a_query_is_taken_or_refused_as_the_suite_has_it(server: Server, test: Test) -> None:
    text, base = test.request.read_text("utf-8"), test.request.as_uri()
    reply = server.send("POST", "/sparql", f"BASE <{base}>\n{text}", Content_Type="application/sparql-query")
    is_syntax_error = reply.status == 400 and b"problem/query-syntax" in reply.body
    wanted = test.kind.startswith("Negative")
    if is_syntax_error != wanted and has_mistake(text, base) != wanted:
        pytest.xfail("the engine itself does not pass")
    assert is_syntax_error == wanted, reply.body


def has_mistake(text: str, base: str) -> bool:
    """Whether the engine, in this process, takes the text for no SPARQL."""
    try:
        ox.Store().query(text, base_iri=base)
    except SyntaxError:
        return True
    except (RuntimeError, OSError):
        pass
    return False
