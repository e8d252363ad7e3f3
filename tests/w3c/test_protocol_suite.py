"""The W3C's tests of the protocols: queries, updates, graph stores, and the description of the service."""

import pyoxigraph as ox
import pytest
from answers import fill
from exchange import HT, STATUS, Step, hold, of_turtle, send, steps
from suite import RDF, Test, entries

from general_server import Server

PROTOCOL = entries("protocol/manifest.ttl", "ProtocolTest")
STORE = entries("graph-store-protocol/manifest.ttl", "GraphStoreProtocolTest")
DESCRIPTION = entries("service-description/manifest.ttl", "ServiceDescriptionTest")
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize("test", PROTOCOL, ids=lambda test: test.id)
def test_a_request_is_answered_as_the_protocol_has_it(server: Server, test: Test) -> None:
    fill(server, test.own_data)
    for step in steps(test):
        endpoint = "/update/" if is_update(step) else "/sparql/"
        path = step.one(HT + "absolutePath").replace("/sparql/", endpoint, 1)
        hold(step, send(server, step, path, {}), {})


def is_update(step: Step) -> bool:
    """Whether a request is meant for updates; the suite gives one address for both."""
    if step.headers.get("content-type", "").startswith("application/sparql-query"):
        return False
    sent = (step.body or b"").decode("latin-1") + step.one(HT + "absolutePath")
    return (
        "update" in step.headers.get("content-type", "") or "update=" in sent or "bad_update" in step.test.id
    )


@pytest.mark.parametrize("test", STORE, ids=lambda test: f"{test.graph.file.stem}-{test.id}")
def test_a_graph_is_kept_as_the_graph_store_protocol_has_it(server: Server, test: Test) -> None:
    assert server.update("DROP ALL").status == 200
    here = {"http%3A%2F%2Fwww.example%2Fgsp": f"http%3A%2F%2F127.0.0.1%3A{server.port}%2Fstore"}
    filled = {**here, "http://www.example/gsp": f"{server.url}/store"}
    for step in steps(test):
        path = step.one(HT + "absolutePath").replace("/gsp", "/store", 1)
        reply = send(server, step, path, filled)
        hold(step, reply, filled)


@pytest.mark.parametrize("test", DESCRIPTION, ids=lambda test: test.id)
def test_the_service_describes_itself(server: Server, test: Test) -> None:
    reply = server.send("GET", "/sparql", token="", Accept="text/turtle")
    assert STATUS["OK"][0] <= reply.status < STATUS["OK"][1]
    assert of_turtle(reply.body)
    store = ox.Store()
    store.load(reply.body, format=ox.RdfFormat.TURTLE)
    endpoint = ox.NamedNode(f"{server.url}/sparql")
    services = [q.subject for q in store.quads_for_pattern(None, ox.NamedNode(SD + "endpoint"), endpoint)]
    kind, service = ox.NamedNode(RDF + "type"), ox.NamedNode(SD + "Service")
    assert len(services) == 1
    assert list(store.quads_for_pattern(services[0], kind, service))
