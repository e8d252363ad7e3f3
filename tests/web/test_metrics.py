"""The numbers for Prometheus are right, and the log has what is slow or fails, and nobody's address."""

import json
import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from spaceonto.engine import Limits
from spaceonto.web import create_app
from spaceonto.web.settings import Settings
from spaceonto.web.site import Site
from spaceonto.workspace import Workspace

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6)) + " }"


def numbers(client: FlaskClient) -> dict[str, float]:
    """Each sample by name and labels, read by Prometheus' own reader."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        sample.name + "".join(f"|{value}" for _, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_requests_queries_and_the_cache_are_counted(client: FlaskClient) -> None:
    before = numbers(client)
    for _ in range(3):
        client.get("/sparql", query_string={"query": "ASK { id:nasa ?p ?o } # counted"})
    client.get("/sparql?query=SELECT")
    client.get("/no/such/page")
    client.open("/sparql", method="BREW")
    after = numbers(client)

    def grew(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert grew("spaceonto_requests_total|GET|/sparql|200") == 3
    assert grew("spaceonto_requests_total|GET|/sparql|400") == 1
    assert grew("spaceonto_requests_total|GET|none|404") == 1
    assert grew("spaceonto_requests_total|other|none|405") == 1
    assert grew("spaceonto_request_seconds_count|/sparql") == 4
    assert grew("spaceonto_cache_hits_total") == 2
    assert grew("spaceonto_cache_misses_total") == 2
    assert grew("spaceonto_query_seconds_count") == 2
    assert grew("spaceonto_query_seconds_bucket|+Inf") == 2
    assert grew("spaceonto_timeouts_total") == 0
    assert after["spaceonto_release_info|small"] == 1
    assert after["spaceonto_ready"] == 1
    assert after["spaceonto_workers_busy|fast"] == after["spaceonto_queries_waiting"] == 0


def test_a_query_ended_at_its_deadline_counts_as_that_and_its_worker_as_killed(client: FlaskClient) -> None:
    before = numbers(client)
    client.get("/sparql", query_string={"query": ENDLESS, "timeout": "0.4"})
    after = numbers(client)
    assert after["spaceonto_timeouts_total"] - before["spaceonto_timeouts_total"] == 1
    assert after["spaceonto_worker_kills_total"] - before["spaceonto_worker_kills_total"] == 1
    names = ("spaceonto_query_seconds_count", "spaceonto_query_seconds_bucket|0.3")
    queries, short = (after[name] - before[name] for name in names)
    assert queries - short == 1


def test_before_there_is_a_release_there_are_numbers_too(workspace: Workspace) -> None:
    made = create_app(workspace, lambda: None)
    assert "spaceonto_ready" not in numbers(made.test_client())


@pytest.fixture
def logged(app: Flask, workspace: Workspace, caplog: pytest.LogCaptureFixture) -> object:
    """Asks a site with some settings, and returns the lines of its log."""

    def ask(text: str, settings: Settings, **sent: str) -> list[str]:
        place: Site = app.extensions["spaceonto"]
        source = place.engine.source
        made = create_app(workspace, lambda: source, Limits(fast=1, long=1), settings)
        try:
            with caplog.at_level(logging.WARNING, "spaceonto.queries"):
                made.test_client().get(
                    "/sparql",
                    query_string={"query": text, **sent},
                    environ_overrides={"REMOTE_ADDR": "198.51.100.77"},
                    headers={"User-Agent": "Secret-Agent", "Referer": "http://private.example/"},
                )
        finally:
            made.extensions["spaceonto"].close()
        return [record.getMessage() for record in caplog.records if record.name == "spaceonto.queries"]

    return ask


def test_a_failed_query_is_logged_without_anything_personal(logged: object) -> None:
    (line,) = logged(ENDLESS + " # Jane Doe", Settings(), timeout="0.3")  # type: ignore[operator]
    found = json.loads(line)
    assert (found["event"], found["status"], found["problem"]) == ("failed-query", 503, "query-timeout")
    assert 0.2 < found["seconds"] < 5
    assert found["route"] == "/sparql"
    assert len(found["digest"]) == 16
    for secret in ("198.51.100.77", "Jane", "SELECT", "Secret-Agent", "private.example"):
        assert secret not in line


def test_the_text_is_logged_when_the_operator_asks_for_it(logged: object) -> None:
    (line,) = logged(ENDLESS, Settings(log_queries=True), timeout="0.3")  # type: ignore[operator]
    assert json.loads(line)["query"] == ENDLESS


def test_a_slow_query_is_logged_and_others_are_not(logged: object) -> None:
    assert logged("ASK {}", Settings()) == []  # type: ignore[operator]
    (line,) = logged("ASK {}", Settings(slow=0.0))  # type: ignore[operator]
    found = json.loads(line)
    assert (found["event"], found["status"], found["release"]) == ("slow-query", 200, "small")


def test_a_mistake_of_the_asker_is_no_failure(logged: object) -> None:
    assert logged("SELECT", Settings()) == []  # type: ignore[operator]
