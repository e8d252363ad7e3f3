"""Our server against rdflib-endpoint and Virtuoso: requests per second, times, memory, in one run.

`make bench-peers` runs it, with QUICK=1 for a look of three minutes. Every server holds the same triples, is
asked the same queries by the same generator, and stands alone while it is asked. What is called new has a
comment at its end that no text before it had; what is called again has the same text each time.
"""

import argparse
import contextlib
import http.client
import json
import math
import os
import sys
import tempfile
import threading
import time
import urllib.request
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote

import research
from load import JSON, Figures, Work, measure, settle, time_one
from servers import STARTERS, Server

SIZES = {"100k": 2_000, "1M": 20_000}
CLIENTS = (1, 8, 64)
SMALL = research.HEAD + 'SELECT ?s ?t { ?s rdfs:label "Mission NUMBER"@en ; a ?t }'
ROWS = research.QUESTIONS["6,000 rows"]
ENDLESS = (
    research.HEAD + "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?m{i} :status ?s ." for i in range(6)) + "}"
)
PLACES = 12
"""Endless queries at once: more than there are places for, with two cores."""


@dataclass
class Result:
    """What was measured of one server at one size."""

    name: str
    size: str
    start: float = 0.0
    memory: dict[str, float] = field(default_factory=dict)
    figures: dict[str, dict[int, Figures]] = field(default_factory=dict)
    questions: dict[str, tuple[float, int] | None] = field(default_factory=dict)


def works(server: Server) -> dict[str, Work]:
    """What is asked of every server; of ours also what it need not send again."""
    found = {
        "small, new": Work((SMALL,)),
        "small, again": Work((SMALL.replace("NUMBER", "77"),), fresh=False),
        "6,000 rows, new": Work((ROWS,)),
    }
    if server.name == "SpaceOnto":  # the others keep no answers
        found["6,000 rows, again"] = Work((ROWS,), fresh=False)
        found["6,000 rows, 304"] = Work((ROWS,), fresh=False, headers=(("If-None-Match", etag(server)),))
    return found


def etag(server: Server) -> str:
    request = urllib.request.Request(f"{server.url}?query={quote(ROWS, safe='')}", headers={"Accept": JSON})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return str(answer.headers["ETag"])


def ask_all(server: Server, result: Result, options: argparse.Namespace) -> None:
    """Measures one server."""
    result.memory["loaded"] = server.memory
    for name, work in works(server).items():
        for clients in options.clients:
            figures = measure(server.url, work, clients, options.seconds)
            result.figures.setdefault(name, {})[clients] = figures
            show(result, name, clients, figures)
            settle(server.url)
    for name, query in research.QUESTIONS.items():
        result.questions[name] = time_one(server.url, query, options.times, options.limit)
        if result.questions[name] is None and server.name == "rdflib-endpoint":
            break  # it goes on working at what nobody waits for any more
    if server.name != "rdflib-endpoint" and not options.quick:
        for clients in options.clients:
            settle(server.url)
            mixed = measure(
                server.url, Work(tuple(research.QUESTIONS.values())), clients, 2 * options.seconds
            )
            result.figures.setdefault("the 14 questions, new", {})[clients] = mixed
            show(result, "the 14 questions, new", clients, mixed)
    if server.name == "SpaceOnto":
        beside_endless(server, result, options)
    result.memory["at the end"] = server.memory


def beside_endless(server: Server, result: Result, options: argparse.Namespace) -> None:
    """Small look-ups while every worker runs a query that does not end."""
    stop = threading.Event()

    def keep_busy(number: int) -> None:
        while not stop.is_set():
            link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            with contextlib.suppress(OSError, http.client.HTTPException):
                text = quote(f"{ENDLESS}#{number}-{time.monotonic()}", safe="")
                link.request("GET", f"{server.path}?timeout={options.seconds * 4:.0f}&query={text}")
                link.getresponse().read()
            link.close()
            time.sleep(0.2)

    threads = [threading.Thread(target=keep_busy, args=(n,), daemon=True) for n in range(PLACES)]
    for thread in threads:
        thread.start()
    time.sleep(5)
    name = "small, new, beside endless queries"
    for clients in options.clients[:2]:
        figures = measure(server.url, Work((SMALL,)), clients, options.seconds)
        result.figures.setdefault(name, {})[clients] = figures
        show(result, name, clients, figures)
    stop.set()
    for thread in threads:
        thread.join(60)


def show(result: Result, name: str, clients: int, figures: Figures) -> None:
    bad = f"  {figures.failed} failed, {figures.lost} lost" if figures.failed or figures.lost else ""
    print(
        f"{result.size:>5} {result.name:<16} {name:<36} {clients:>3} clients {figures.per_second:>9.1f} /s"
        f"  p50 {figures.p50:>9.2f} ms  p99 {figures.p99:>9.2f} ms{bad}",
        flush=True,
    )


def compare(results: list[Result]) -> None:
    """The questions side by side, and whether all servers give the same number of rows."""
    mine = results[0]
    print(f"\n{mine.size} triples, milliseconds for each question when it is new, and its rows:")
    print(f"{'':<22}" + "".join(f"{result.name:>17}" for result in results))
    for name in research.QUESTIONS:
        cells = [result.questions.get(name) for result in results]
        rows = {cell[1] for cell in cells if cell}
        told = "".join(f"{cell[0]:>17.2f}" if cell else f"{'—':>17}" for cell in cells)
        print(f"{name:<22}{told}   {'/'.join(map(str, rows))}{'' if len(rows) <= 1 else '  NOT EQUAL'}")
    for other in results[1:]:
        both = [
            (mine.questions[name], other.questions[name])
            for name in research.QUESTIONS
            if mine.questions.get(name) and other.questions.get(name)
        ]
        ratio = math.exp(sum(math.log(theirs[0] / ours[0]) for ours, theirs in both) / len(both))
        print(f"geometric mean over {len(both)} of them: {other.name} takes {ratio:.2f} x our time")
    for result in results:
        memory = ", ".join(f"{value:.0f} MiB {when}" for when, value in result.memory.items())
        print(f"{result.name}: started and loaded in {result.start:.1f} s; {memory}")


def ratios(results: list[Result]) -> None:
    """What we answer in a second against the better of the others."""
    mine, others = results[0], results[1:]
    for name, base in (
        ("small, new", "small, new"),
        ("small, again", "small, again"),
        ("6,000 rows, new", "6,000 rows, new"),
        ("6,000 rows, again", "6,000 rows, new"),
        ("6,000 rows, 304", "6,000 rows, new"),
    ):
        for clients, figures in mine.figures.get(name, {}).items():
            best = max((other.figures[base][clients].per_second for other in others), default=0.0)
            if best:
                ratio = figures.per_second / best
                print(
                    f"{mine.size}, {name}, {clients} clients: {ratio:.1f} x the better of the others ({base})"
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three minutes: 100k triples, short runs")
    parser.add_argument("--sizes", nargs="+", choices=SIZES, help="default: both, and 100k with --quick")
    parser.add_argument("--servers", nargs="+", choices=STARTERS, default=list(STARTERS))
    parser.add_argument("--clients", nargs="+", type=int, help="default: 1 8 64, and 1 8 with --quick")
    parser.add_argument("--seconds", type=float, help="of each run; default: 10, and 3 with --quick")
    parser.add_argument("--times", type=int, help="each question is asked; default: 7, and 3 with --quick")
    parser.add_argument("--limit", type=float, default=30, help="seconds for one question")
    parser.add_argument("--json", type=Path, help="a file for all figures")
    options = parser.parse_args()
    options.sizes = options.sizes or (["100k"] if options.quick else list(SIZES))
    options.clients = options.clients or (CLIENTS[:2] if options.quick else CLIENTS)
    options.seconds = options.seconds or (3 if options.quick else 10)
    options.times = options.times or (3 if options.quick else 7)
    told: list[Result] = []
    for size in options.sizes:
        results = []
        for name in options.servers:
            with tempfile.TemporaryDirectory(prefix="bench-") as place:
                folder = Path(place)
                triples = research.write(SIZES[size], folder / "graph.nt")
                try:
                    with STARTERS[name](folder / "graph.nt", folder) as server:
                        print(f"\n{name}, {triples:,} triples, loaded in {server.seconds:.1f} s", flush=True)
                        result = Result(name, size, server.seconds)
                        ask_all(server, result, options)
                        results.append(result)
                except FileNotFoundError as error:
                    print(f"\n{name} is left out: {error}", flush=True)
        compare(results)
        ratios(results)
        told += results
    if options.json:
        options.json.write_text(json.dumps([asdict(result) for result in told], indent=1), "utf-8")


if __name__ == "__main__":
    os.environ.setdefault("BENCH_VENV", str(Path(__file__).resolve().parents[2] / ".bench"))
    sys.exit(main())
