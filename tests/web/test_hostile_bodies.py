"""Bodies that mean harm, sent to a server that takes writes: refused in a sentence; nothing is fetched."""

import gzip
import json
from collections.abc import Iterator

import pytest
from live import Server, running
from mutations import TOKEN, send

from endpoint import Listener, endpoint, listening

XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">%s</rdf:RDF>'
THING = "<rdf:Description><e:b>%s</e:b></rdf:Description>"
DEEP = 50_000


def bomb() -> bytes:
    """Ten entities, each of which is ten of the one before."""
    entities = '<!ENTITY a0 "aaaaaaaaaa">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    return (f"<!DOCTYPE r [{entities}]>" + XML % (THING % "&a9;")).encode()


@pytest.fixture(scope="module")
def unasked() -> Iterator[Listener]:
    with listening(endpoint) as made:
        yield made


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("open")
    with running(folder, "--timeout", "2", "--workspace", str(folder), SPACEONTO_TOKEN=TOKEN) as started:
        yield started
        assert not any("Traceback" in line for line in started.log)


def put(server: Server, kind: str, data: bytes, *heads: str) -> tuple[int, dict[str, object]]:
    lines = ["PUT /store?graph=urn:g HTTP/1.1", "Host: x", f"Authorization: Bearer {TOKEN}", *heads]
    lines += [f"Content-Type: {kind}", f"Content-Length: {len(data)}", "Connection: close", "", ""]
    answer = send(server.port, "\r\n".join(lines).encode() + data, 20)
    return int(answer[9:12]), json.loads(answer.partition(b"\r\n\r\n")[2])


BODIES = {
    "a bomb of entities": ("application/rdf+xml", bomb(), "document type"),
    "an entity elsewhere": (
        "application/rdf+xml",
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "URL">]>' + (XML % (THING % "&x;")).encode(),
        "document type",
    ),
    "a document type elsewhere": (
        "application/rdf+xml", b'<!DOCTYPE r SYSTEM "URL">' + (XML % "").encode(), "document type",
    ),
    "a document type in UTF-16": (
        "application/rdf+xml",
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE r [<!ENTITY x "a">]>' + XML % "").encode("utf-16"),
        "document type",
    ),
    "elements never closed": ("application/rdf+xml", (XML % "").encode()[:-10], "well-formed"),
    "a context elsewhere": ("application/ld+json", b'{"@context": "URL", "b": 1}', "context"),
    "a context that imports": (
        "application/ld+json", b'{"@context": {"@version": 1.1, "@import": "URL"}, "b": 1}', "context",
    ),
    "lists in lists": ("application/ld+json", b"[" * 200_000 + b"]" * 200_000, "stack"),
    "bytes that are no text": ("text/turtle", b"<urn:a> <urn:b> \"\xff\" .", ""),
    "half a character": ("text/turtle", b'<urn:a> <urn:b> "\\uD800" .', ""),
    "what is packed": ("text/turtle", gzip.compress(b" " * 1_000_000), ""),
    "brackets never closed": ("text/turtle", b"<urn:a> <urn:b> " + b"[ <urn:c> " * DEEP, ""),
    "triples in triples": (
        "text/turtle", b"<urn:a> <urn:b> " + b"<<( <urn:a> <urn:b> " * DEEP + b"1" + b" )>>" * DEEP, "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_means_harm_is_refused(open_server: Server, unasked: Listener, name: str) -> None:
    kind, data, said = BODIES[name]
    status, problem = put(open_server, kind, data.replace(b"URL", unasked.url.encode()))
    assert status in (400, 413, 415, 422, 503)
    assert said in str(problem["detail"])
    assert unasked.seen == []
    assert b"urn:g" not in open_server.get("/sparql?format=csv&query=SELECT+?g+%7B+GRAPH+?g+%7B%7D+%7D")


def test_a_packed_body_is_not_unpacked(open_server: Server) -> None:
    status, problem = put(
        open_server, "text/turtle", gzip.compress(b" " * 1_000_000), "Content-Encoding: gzip"
    )
    assert status == 415
    assert "ompressed" in str(problem["title"])
