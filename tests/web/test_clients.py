"""Each client gets its share: who asks too much is told so in a sentence, and nobody else notices."""

from collections.abc import Iterator

import pytest
from flask import Flask

from spaceonto.engine import Limits
from spaceonto.web import clients, create_app
from spaceonto.web.clients import Clients, name_of
from spaceonto.web.problems import Problem
from spaceonto.web.settings import Settings
from spaceonto.web.site import Site
from spaceonto.workspace import Workspace

FEW = Settings(rate=2, burst=5, at_once=3)


class Clock:
    """A time that goes on when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def ask(buckets: Clients, name: str, times: int = 1) -> int:
    left = -1
    for _ in range(times):
        left = buckets.come(name)
        buckets.go(name)
    return left


def test_a_bucket_empties_and_fills_with_time(clock: Clock) -> None:
    buckets = Clients(FEW, clock)
    assert ask(buckets, "a", 5) == 0
    with pytest.raises(Problem) as refused:
        buckets.come("a")
    assert refused.value.status == 429
    assert refused.value.headers["Retry-After"] == "1"
    assert ask(buckets, "b") == 4
    clock.now += 1
    assert ask(buckets, "a", 2) == 0
    with pytest.raises(Problem):
        buckets.come("a")
    clock.now += 1000
    assert ask(buckets, "a") == 4


def test_what_was_refused_costs_nothing(clock: Clock) -> None:
    buckets = Clients(FEW, clock)
    ask(buckets, "a", 5)
    for _ in range(50):
        with pytest.raises(Problem):
            buckets.come("a")
    clock.now += 0.5
    assert ask(buckets, "a") == 0


def test_one_client_has_only_so_many_requests_at_once(clock: Clock) -> None:
    buckets = Clients(FEW, clock)
    for _ in range(3):
        buckets.come("a")
    with pytest.raises(Problem, match="") as refused:
        buckets.come("a")
    assert refused.value.title == "Too many requests at once"
    buckets.come("b")
    buckets.go("a")
    buckets.come("a")


def test_clients_are_remembered_up_to_a_number(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "REMEMBERED", 50)
    buckets = Clients(FEW, clock)
    buckets.come("at work")
    for number in range(500):
        ask(buckets, f"client-{number}")
    assert len(buckets._buckets) == 50
    buckets.come("at work")
    buckets.come("at work")
    with pytest.raises(Problem):  # what it has going on was not forgotten
        buckets.come("at work")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("::ffff:127.0.0.1", ""),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_a_client_is_an_address_or_a_network_of_ipv6(address: str, name: str) -> None:
    assert name_of(address) == name


@pytest.fixture(scope="module")
def site_of_few(workspace: Workspace, app: Flask) -> Iterator[Flask]:
    place: Site = app.extensions["spaceonto"]
    source = place.engine.source
    made = create_app(
        workspace, lambda: source, Limits(fast=1, long=1), Settings(rate=0.01, burst=4, proxies=1)
    )
    yield made
    made.extensions["spaceonto"].close()


def test_who_asks_too_much_is_told_and_others_are_answered(site_of_few: Flask) -> None:
    client = site_of_few.test_client()
    answers = [
        client.get("/sparql?query=ASK{}", headers={"X-Forwarded-For": "198.51.100.1"}) for _ in range(6)
    ]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["3", "2", "1", "0", "0", "0"]
    refused = answers[-1]
    assert refused.headers["RateLimit-Limit"] == "4"
    assert int(refused.headers["Retry-After"]) > 10
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    problem = refused.get_json(force=True)
    assert problem["type"].endswith("too-many-requests")
    assert "0.01 a second" in problem["detail"]
    assert problem["hint"].startswith("Wait ")
    other = client.get("/sparql?query=ASK{}", headers={"X-Forwarded-For": "198.51.100.2"})
    assert other.status_code == 200
    page = client.get("/", headers={"X-Forwarded-For": "198.51.100.1", "Accept": "text/html"})
    assert page.status_code == 429
    assert "<h1>Too many requests</h1>" in page.text


def test_an_address_that_a_client_makes_up_does_not_count(site_of_few: Flask) -> None:
    """With one proxy, only the last address was written by it."""
    client = site_of_few.test_client()
    statuses = [
        client.get(
            "/sparql?query=ASK{}", headers={"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.3"}
        ).status_code
        for number in range(6)
    ]
    assert statuses == [200] * 4 + [429] * 2


def test_without_a_trusted_proxy_nothing_is_believed(workspace: Workspace, app: Flask) -> None:
    place: Site = app.extensions["spaceonto"]
    source = place.engine.source
    made = create_app(workspace, lambda: source, Limits(fast=1), Settings(rate=0.01, burst=2))
    try:
        client = made.test_client()
        statuses = [
            client.get(
                "/robots.txt",
                headers={"X-Forwarded-For": f"203.0.113.{number}"},
                environ_overrides={"REMOTE_ADDR": "198.51.100.9"},
            ).status_code
            for number in range(4)
        ]
        assert statuses == [200, 200, 429, 429]
        local = [client.get("/robots.txt").status_code for _ in range(10)]
        assert local == [200] * 10
    finally:
        made.extensions["spaceonto"].close()


def test_health_is_told_at_any_rate(site_of_few: Flask) -> None:
    client = site_of_few.test_client()
    headers = {"X-Forwarded-For": "198.51.100.4"}
    assert {client.get("/healthz", headers=headers).status_code for _ in range(12)} == {200}


def test_a_rate_of_nothing_bounds_nobody(workspace: Workspace) -> None:
    made = create_app(workspace, lambda: None, Limits(), Settings(rate=0))
    answers = [
        made.test_client().get("/robots.txt", environ_overrides={"REMOTE_ADDR": "198.51.100.9"})
        for _ in range(400)
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert "RateLimit-Limit" not in answers[0].headers
