"""What the service does, for Prometheus: requests, queries, workers, the cache, the release."""

import time
from collections.abc import Callable, Iterator

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from ..engine import Engine, StartError
from ..engine.counts import BOUNDS, COUNTS
from ..engine.pool import Pool
from .handover import START
from .site import Site

blueprint = Blueprint("metrics", __name__)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "QUERY", "OPTIONS")
TYPE = "text/plain; version=0.0.4; charset=utf-8"
Seen = Callable[[str, str, int, float], None]
"""Counts a request: its route, method, status and seconds."""
EVENTS = {
    "cache_hits": "Answers given from the cache.",
    "cache_misses": "Answers that a worker had to make.",
    "timeouts": "Queries ended at their deadline.",
    "failures": "Queries that a worker could not finish.",
    "turned_away": "Queries for which no place was free.",
    "worker_kills": "Workers ended because of what they ran, or found dead.",
}


@blueprint.get("/metrics")
def metrics() -> Response:
    """The numbers, in Prometheus' text format."""
    return Response(generate_latest(current_app.extensions["metrics"]), content_type=TYPE)


def measure(app: Flask, place: Site) -> Seen:
    """Has the application count its requests, and serve what it has counted.

    Returns what counts those that do not come to it.
    """
    registry = CollectorRegistry()
    requests = Counter(
        "spaceonto_requests", "Requests answered.", ("route", "method", "status"), registry=registry
    )
    seconds = Histogram(
        "spaceonto_request_seconds", "Until an answer is ready to be sent.", ("route",), registry=registry,
        buckets=BOUNDS,
    )  # fmt: skip
    registry.register(Engines(place))
    app.extensions["metrics"] = registry
    app.register_blueprint(blueprint)

    def seen(route: str, method: str, status: int, spent: float) -> None:
        requests.labels(route, method, status).inc()
        seconds.labels(route).observe(spent)

    @app.before_request
    def start() -> None:
        g.start = request.environ.get(START) or time.monotonic()

    @app.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        method = request.method if request.method in METHODS else "other"
        seen(route, method, response.status_code, time.monotonic() - g.start)
        return response

    return seen


class Engines(Collector):
    """What the engine counts, read when it is asked for."""

    def __init__(self, place: Site) -> None:
        self._place = place

    def collect(self) -> Iterator[Metric]:
        seen = COUNTS.seen()
        for name, text in EVENTS.items():
            yield CounterMetricFamily(f"spaceonto_{name}", text, value=seen.events.get(name, 0))
        buckets = [(str(bound), float(number)) for bound, number in zip(BOUNDS, seen.below, strict=True)]
        yield HistogramMetricFamily(
            "spaceonto_query_seconds",
            "Of queries, in a worker.",
            buckets=[*buckets, ("+Inf", float(seen.queries))],
            sum_value=seen.seconds,
        )
        try:
            with self._place.using_newest() as engine:
                yield from _of_engine(engine)
        except StartError:
            return


def _of_engine(engine: Engine) -> Iterator[Metric]:
    yield InfoMetricFamily("spaceonto_release", "The release.", value={"digest": engine.digest})
    yield GaugeMetricFamily("spaceonto_ready", "Whether questions are answered.", value=int(engine.ready))
    if not isinstance(engine.runner, Pool):
        return
    load = engine.runner.load
    busy = GaugeMetricFamily("spaceonto_workers_busy", "Workers that run a query.", labels=["lane"])
    busy.add_metric(["fast"], load.fast)
    busy.add_metric(["long"], load.long)
    yield busy
    yield GaugeMetricFamily(
        "spaceonto_queries_waiting", "Queries that wait for a worker.", value=load.waiting
    )
