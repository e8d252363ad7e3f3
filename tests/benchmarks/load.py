"""Requests in numbers: by wrk where it is installed, else by threads of Python. The same for every server."""

import http.client
import json
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from urllib.parse import quote

JSON = "application/sparql-results+json"
SCRIPT = """
local texts, accepts, headers = {%(texts)s}, {%(accepts)s}, {%(headers)s}
local n = %(seed)d
request = function()
  n = n + 1
  local i = n %% #texts + 1
  local text = texts[i]:gsub("NUMBER", tostring(n %% %(many)d))
  if %(fresh)s then text = text .. "%%23" .. n end
  headers["Accept"] = accepts[i]
  return wrk.format("GET", "%(path)s?query=" .. text, headers)
end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '\\nRESULT {"requests": %%d, "seconds": %%f, "failed": %%d, "lost": %%d, "p50": %%f, "p99": %%f}\\n',
    summary.requests, summary.duration / 1e6, e.status, e.connect + e.read + e.write + e.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
"""
seeds = iter(range(1_000_000, 10**12, 10_000_000))


@dataclass(frozen=True)
class Work:
    """Queries asked in turns. In each, NUMBER stands for a number below `many`.

    `fresh` makes each text one that was never asked before, by a comment at its end.
    """

    queries: tuple[str, ...]
    fresh: bool = True
    many: int = 1000
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Figures:
    """What came of it. `lost` requests got no answer, `failed` ones one that says no; times in ms."""

    per_second: float
    p50: float
    p99: float
    failed: int
    lost: int


def accept(query: str) -> str:
    return "text/turtle" if "CONSTRUCT" in query else JSON


def measure(url: str, work: Work, clients: int, seconds: float) -> Figures:
    """Asks with so many clients at once for so long."""
    seed = next(seeds)
    if not shutil.which("wrk"):
        return by_threads(url, work, clients, seconds, seed)
    base, _, path = url.removeprefix("http://").partition("/")
    script = SCRIPT % {
        "texts": ", ".join(json.dumps(quote(query, safe="")) for query in work.queries),
        "accepts": ", ".join(json.dumps(accept(query)) for query in work.queries),
        "headers": ", ".join(f"[{json.dumps(name)}] = {json.dumps(value)}" for name, value in work.headers),
        "fresh": "true" if work.fresh else "false",
        "path": f"/{path}",
        "many": work.many,
        "seed": seed,
    }
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds:.0f}s", "--timeout", "60s", "-s", file.name]
        told = subprocess.run([*command, f"http://{base}"], capture_output=True, text=True, check=True).stdout
    found = json.loads(told.partition("RESULT ")[2])
    per_second = found["requests"] / found["seconds"]
    return Figures(per_second, found["p50"], found["p99"], found["failed"], found["lost"])


def by_threads(url: str, work: Work, clients: int, seconds: float, seed: int) -> Figures:
    """The same by threads; what they can ask in a second is bounded by Python."""
    base, _, path = url.removeprefix("http://").partition("/")
    end = time.monotonic() + seconds
    times: list[float] = []
    failed, lost = [0], [0]

    def ask(first: int) -> None:
        link = http.client.HTTPConnection(base, timeout=60)
        number = seed + first
        while time.monotonic() < end:
            number += clients
            query = work.queries[number % len(work.queries)].replace("NUMBER", str(number % work.many))
            text = quote(f"{query}#{number}" if work.fresh else query, safe="")
            start = time.monotonic()
            try:
                link.request(
                    "GET", f"/{path}?query={text}", headers={"Accept": accept(query), **dict(work.headers)}
                )
                answer = link.getresponse()
                answer.read()
            except OSError:
                lost[0] += 1
                link.close()
                continue
            failed[0] += answer.status >= 400
            times.append((time.monotonic() - start) * 1000)

    threads = [threading.Thread(target=ask, args=(first,)) for first in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(times) < 2:
        return Figures(len(times) / seconds, *(times * 2 or (0.0, 0.0)), failed[0], lost[0])
    percentiles = statistics.quantiles(times, n=100)
    return Figures(len(times) / seconds, percentiles[49], percentiles[98], failed[0], lost[0])


def settle(url: str) -> None:
    """Returns when the server is done with what nobody waits for any more: then it answers at once."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        start = time.monotonic()
        if time_one(url, "ASK { ?s ?p ?o }", 1, 60) is not None and time.monotonic() - start < 0.2:
            return


def time_one(url: str, query: str, times: int, limit: float) -> tuple[float, int] | None:
    """The median of milliseconds for a query, new each time, and its rows; nothing beyond the limit."""
    base, _, path = url.removeprefix("http://").partition("/")
    spent, rows = [], 0
    for _ in range(times):
        text = quote(f"{query}#{next(seeds)}", safe="")
        link = http.client.HTTPConnection(base, timeout=limit)
        try:
            link.connect()
            start = time.perf_counter()
            link.request("GET", f"/{path}?query={text}", headers={"Accept": accept(query)})
            answer = link.getresponse()
            body = answer.read()
        except OSError:
            return None
        finally:
            link.close()
        if answer.status != 200:
            raise RuntimeError(
                f"{url} answers {answer.status} to\n{query}\n{body[:500].decode(errors='replace')}"
            )
        spent.append((time.perf_counter() - start) * 1000)
        rows = rows_in(body, accept(query))
        if spent[-1] > 3000:
            break
    return statistics.median(spent), rows


def rows_in(body: bytes, media_type: str) -> int:
    """The rows of a table, or the different triples of a graph."""
    if media_type == JSON:
        return len(json.loads(body).get("results", {}).get("bindings", ()))
    import pyoxigraph as ox

    return len({str(triple) for triple in ox.parse(body, format=ox.RdfFormat.TURTLE)})
