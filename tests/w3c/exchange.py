"""The requests that the suite describes, sent to a server, and the answers held against the expected."""

import json
from dataclasses import dataclass

import pyoxigraph as ox
from answers import graph
from suite import MF, Test

from general_server import Reply, Server

HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
STATUS = {"OK": (200, 201), "Created": (201, 202), "NoContent": (204, 205), "NotFound": (404, 405)}
STATUS |= {f"StatusCode{n}xx": (n * 100, n * 100 + 100) for n in range(2, 6)}
CODECS = {"UTF-8": "utf-8", "UTF-16": "utf-16"}
KINDS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"),
}


@dataclass(frozen=True)
class Step:
    """One request of a test."""

    test: Test
    node: object

    def one(self, predicate: str) -> str:
        found = self.test.graph.one(self.node, predicate)
        return "" if found is None else found.value

    @property
    def headers(self) -> dict[str, str]:
        return headers(self.test, self.node)

    @property
    def body(self) -> bytes | None:
        content = self.test.graph.one(self.node, HT + "body")
        return None if content is None else body(self.test, content)


def steps(test: Test) -> list[Step]:
    action = test.graph.one(test.node, MF + "action")
    return [Step(test, node) for node in test.graph.all(action, HT + "requests")]


def headers(test: Test, node: object) -> dict[str, str]:
    found = test.graph.all(node, HT + "headers")
    pairs = [(test.graph.one(h, HT + "fieldName"), test.graph.one(h, HT + "fieldValue")) for h in found]
    return {name.value.lower(): value.value for name, value in pairs}


def body(test: Test, content: object) -> bytes:
    codec = test.graph.one(content, CNT + "characterEncoding")
    return test.graph.one(content, CNT + "chars").value.encode(CODECS[codec.value])


def send(server: Server, step: Step, path: str, filled: dict[str, str]) -> Reply:
    """Sends one request; `filled` gives values to the templates in it."""
    sent = step.body
    for name, value in filled.items():
        path = path.replace(name, value)
        sent = sent.replace(name.encode(), value.encode()) if sent else sent
    return server.send(step.one(HT + "methodName"), path, sent, **step.headers)


def hold(step: Step, reply: Reply, filled: dict[str, str]) -> None:
    """Fails where the answer is another than the suite expects."""
    test = step.test
    expected = test.graph.one(step.node, HT + "resp")
    allowed = [s.value.rpartition("#")[2] for s in test.graph.all(expected, MF + "expectedStatus")]
    assert any(STATUS[a][0] <= reply.status < STATUS[a][1] for a in allowed), (allowed, reply)
    kind = test.graph.one(expected, MF + "expectedFormat")
    media_type = reply.headers.get("content-type", "").partition(";")[0]
    if kind is not None:
        assert media_type in KINDS[kind.value]
    boolean = test.graph.one(expected, MF + "expectedBoolean")
    if boolean is not None:
        assert json.loads(reply.body)["boolean"] is (boolean.value == "true")
    for name, value in headers(test, expected).items():
        assert reply.headers[name].replace(" ", "").lower() == value.replace(" ", "").lower()
    location = test.graph.one(expected, MF + "expectedLocation")
    if location is not None:
        filled[location.value] = reply.headers["location"]
    content = test.graph.one(expected, HT + "body")
    if content is not None:
        wanted = body(test, content)
        for template, value in filled.items():
            wanted = wanted.replace(template.encode(), value.encode())
        assert of_turtle(reply.body) == of_turtle(wanted)


def of_turtle(data: bytes) -> str:
    parsed = ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri="http://www.example/")
    return graph([quad.triple for quad in parsed]).text
