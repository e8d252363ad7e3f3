"""The W3C's tests of SPARQL 1.1 Update, sent over HTTP: all that the engine itself passes."""

import pyoxigraph as ox
import pytest
from answers import dataset, fill, held
from suite import Test, entries

from general_server import Server

UPDATES = entries("manifest-sparql11-update.ttl", "UpdateEvaluationTest")
SYNTAX = entries("manifest-sparql11-update.ttl", "PositiveUpdateSyntaxTest11", "NegativeUpdateSyntaxTest11")


@pytest.mark.parametrize("test", UPDATES, ids=lambda test: test.id)
def test_an_update_leaves_the_data_that_the_suite_has(server: Server, test: Test) -> None:
    fill(server, test.data)
    text, base = test.request.read_text("utf-8"), test.request.as_uri()
    reply = server.update(f"BASE <{base}>\n{text}")
    expected = dataset(test.after.quads)
    same = reply.status == 200 and held(server) == expected
    if not same and not by_engine(test, text, base, expected):
        pytest.xfail("the engine itself does not pass")
    assert reply.status == 200, reply.body
    assert held(server) == expected


def by_engine(test: Test, text: str, base: str, expected: str) -> bool:
    """Whether the engine passes, in this process."""
    store = ox.Store()
    store.extend(test.data.quads)
    try:
        store.update(text, base_iri=base)
    except (SyntaxError, RuntimeError, OSError):
        return False
    return dataset(store) == expected


@pytest.mark.parametrize("test", SYNTAX, ids=lambda test: test.id)
def test_an_update_is_taken_or_refused_as_the_suite_has_it(server: Server, test: Test) -> None:
    text, base = test.request.read_text("utf-8"), test.request.as_uri()
    reply = server.update(f"BASE <{base}>\n{text}")
    wanted = test.kind.startswith("Negative")
    refused = reply.status == 400 and (wanted or b"problem/query-syntax" in reply.body)
    if refused != wanted and has_mistake(text, base) != wanted:
        pytest.xfail("the engine itself does not pass")
    assert refused == wanted, reply.body


def has_mistake(text: str, base: str) -> bool:
    """Whether the engine, in this process, takes the text for no SPARQL."""
    try:
        ox.Store().update(text, base_iri=base)
    except SyntaxError:
        return True
    except (RuntimeError, OSError):
        pass
    return False
