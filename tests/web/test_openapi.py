"""The OpenAPI document tells of every route, and the service does what it tells."""

import re
from pathlib import Path

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from jsonschema_rs import meta
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from spaceonto.release import Options
from spaceonto.web import create_app
from spaceonto.web.openapi import document
from spaceonto.web.site import Site, Writing
from spaceonto.workspace import Workspace

UNTOLD = {"/static/{filename}"}
IMPLIED = {"HEAD", "OPTIONS", "QUERY"}


def routes(app: Flask) -> dict[str, set[str]]:
    """Each route in the manner of OpenAPI, with its methods; twins with a slash at their end are the same."""
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        path = path if path == "/" else path.rstrip("/")
        found.setdefault(path, set()).update((rule.methods or set()) - IMPLIED)
    return {path: methods for path, methods in found.items() if path not in UNTOLD}


@pytest.mark.parametrize("writes", [False, True], ids=["reading", "writing"])
def test_every_route_is_told_of_and_none_else(tmp_path: Path, writes: bool) -> None:
    writing = Writing("token", Options()) if writes else None
    app = create_app(Workspace(tmp_path, tmp_path), lambda: None, writing=writing)
    told = app.test_client().get("/openapi.json").get_json()
    paths = {path: {method.upper() for method in made} for path, made in told["paths"].items()}
    assert paths == routes(app)


def test_the_document_is_one_of_openapi(client: FlaskClient) -> None:
    told = client.get("/openapi.json").get_json()
    schemathesis.openapi.from_dict(told).validate()
    assert told["servers"] == [{"url": "http://localhost"}]
    names = [made["operationId"] for path in told["paths"].values() for made in path.values()]
    assert len(names) == len(set(names))
    for name, schema in told["components"]["schemas"].items():
        assert meta.is_valid(schema), name


CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = [
    (path, method)
    for path, made in document("http://e.org/", writing=False)["paths"].items()
    for method in made
]


@pytest.fixture(scope="module")
def api(app: Flask) -> schemathesis.BaseSchema:
    place: Site = app.extensions["spaceonto"]
    place.engine.wait_ready()
    return schemathesis.openapi.from_wsgi("/openapi.json", app)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_service_does_what_the_document_tells(
    api: schemathesis.BaseSchema, path: str, method: str
) -> None:
    @settings(max_examples=12, suppress_health_check=list(HealthCheck))
    @given(api[path][method.upper()].as_strategy())
    def ask(case: schemathesis.Case) -> None:
        answer = case.call(headers={"Accept-Encoding": "identity"})
        assert answer.status_code != 500
        case.validate_response(answer, checks=CHECKS)

    ask()


def test_writing_needs_the_token_in_the_document_too() -> None:
    made = document("http://e.org/", writing=True)["paths"]
    assert made["/update"]["post"]["security"] == [{"token": []}]
    assert all("security" in made["/store"][method] for method in ("put", "post", "delete"))
    assert "security" not in made["/store"]["get"]
