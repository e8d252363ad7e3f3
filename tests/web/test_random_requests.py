"""Requests that nobody would send: whatever comes, the answer is no fault of ours and holds no traceback."""

import logging
from urllib.parse import quote_plus

import pytest
from flask import Flask
from hypothesis import example, given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app

# fmt: off
PATHS = [
    "/", "/sparql", "/sparql/", "/questions", "/questions.ttl", "/questions/a/b", "/id/nasa", "/id/nasa.ttl",
    "/id/", "/concept/role", "/graph/inferred", "/ns", "/ns.rdf", "/ns/core", "/healthz", "/readyz",
    "/static/style.css",
    "/static/../../cli.py", "/.well-known/void", "/robots.txt", "/cite", "/releases", "/releases.json",
    "/dumps/", "/dumps/all.zip",
]
QUERIES = [
    "ASK {}", "SELECT * { ?s ?p ?o } LIMIT 3", "CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE id:nasa", "SELECT",
    "DROP ALL",
]
NAMES = ["query", "format", "output", "timeout", "default-graph-uri", "named-graph-uri", "update", "ac", "é",
         "version", "infer", "permalink"]
VALUES = [
    *QUERIES, "json", "html", "ttl", "xml", "1", "-1", "1e9", "nan", "urn:x", "<>", "small", "false", "csl",
    "https://w3id.org/spaceonto/id/x", "",
]
ACCEPTS = [
    "*/*", "text/html", "text/turtle", "application/json", "text/csv;q=0.1", "image/*", ";", "a/b;q=x", ",,,",
    "text/*",
]
TYPES = [
    "application/sparql-query", "application/x-www-form-urlencoded", "text/turtle", "multipart/form-data",
    "multipart/form-data; boundary=x", "application/json", "application/sparql-query; charset=latin-1", ";;",
    "",
]
# fmt: on
METHODS = ["GET", "POST", "QUERY", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"]

anything = st.text(st.characters(min_codepoint=1, max_codepoint=0xD7FF), max_size=12)
odd_path = st.tuples(st.sampled_from(PATHS), anything).map(lambda pair: (pair[0] + pair[1]).replace("?", ""))
paths = st.sampled_from(PATHS) | odd_path
fields = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES) | anything), max_size=4)
bodies = st.sampled_from([b"query=ASK+%7B%7D", *(query.encode() for query in QUERIES)]) | st.binary(
    max_size=60
)
headers = st.fixed_dictionaries(
    {},
    optional={
        "Accept": st.sampled_from(ACCEPTS) | st.lists(st.sampled_from(ACCEPTS), max_size=3).map(", ".join),
        "Accept-Encoding": st.sampled_from(["gzip", "gzip;q=0", "*", "x;q=a", ""]),
        "If-None-Match": st.sampled_from(["*", '"x"', "W/x", '"', ""]),
        "Content-Type": st.sampled_from(TYPES),
        "Content-Length": st.sampled_from(["0", "5", "-1", "x", "99999999999"]),
        "Range": st.just("bytes=0-1"),
        "Host": st.sampled_from(["..", "a b", "[::1", "e.org:x", "é", "", "<x>"]),
    },
)


@settings(max_examples=400)
@given(st.sampled_from(METHODS), paths, fields, bodies, headers)
@example("GET", "/sparql", [("query", "ASK {}"), ("format", "\x00")], b"", {})
@example("POST", "/sparql", [], b"\xff", {"Content-Type": "application/x-www-form-urlencoded"})
@example("GET", "/id/\n", [], b"", {"Accept": "text/html"})
@example("GET", "/sparql", [("query", "ASK {}")], b"", {"Accept": "text/html", "Host": ".."})
def test_whatever_is_asked_is_answered(
    app: Flask, method: str, path: str, fields: list[tuple[str, str]], body: bytes, headers: dict[str, str]
) -> None:
    builder = EnvironBuilder(path=path, method=method, query_string=fields_text(fields), data=body)
    environ = builder.get_environ()
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    pieces, status, answered = run_wsgi_app(app, environ, buffered=True)
    text = b"".join(pieces)
    assert not status.startswith("500"), text
    assert b"Traceback" not in text
    assert answered.get("Access-Control-Allow-Origin") == "*"


def fields_text(fields: list[tuple[str, str]]) -> str:
    """The fields as a query string."""
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in fields)


def test_a_fault_of_ours_is_logged_and_shows_nothing_of_the_inside(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the inside")

    monkeypatch.setattr("spaceonto.web.sparql.read", fail)
    with caplog.at_level(logging.ERROR):
        answer = app.test_client().post("/sparql", data={"query": "ASK {}"})
    assert answer.status_code == 500
    assert "the inside" not in answer.text
    assert "the inside" in caplog.text
