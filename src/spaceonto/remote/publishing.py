"""A release loaded into another server, graph by graph, so that a run that breaks off can be gone on with."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .. import terms
from ..engine import Folder
from . import record as records
from .graphs import Graph, graphs_of
from .record import Record
from .server import Server
from .verify import counts, lost
from .writer import Writer

Progress = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and how much there is to do (0: unknown)."""

LOAD, COUNT = "loading triples", "counting what is there"
WAITS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before what may pass is tried again."""
NOTE = 2.0
"""Seconds of work that are lost at most where a run breaks off: so often the record is written."""


@dataclass(frozen=True)
class Difference:
    """A graph of which the server holds another number of triples than it was given."""

    graph: str
    sent: int
    there: int
    lost: tuple[str, ...] = ()

    def __str__(self) -> str:
        some = "".join(f"\n    not there: {line}" for line in self.lost)
        return f"<{self.graph}>: {self.sent} triples sent, {self.there} there{some}"


@dataclass(frozen=True)
class Publication:
    """What came of it: graphs and triples in all, how many were sent in this run, what differs."""

    release: str
    graphs: int
    triples: int
    sent_graphs: int
    sent_triples: int
    dropped: int
    differences: list[Difference]

    def summary(self) -> str:
        """What came of it, in sentences."""
        done = (
            f"{self.sent_graphs} graphs with {self.sent_triples} triples were sent, {self.dropped} dropped."
            if self.sent_graphs or self.dropped
            else "Nothing was to be sent."
        )
        held = f"Release {self.release} is there: {self.graphs} graphs with {self.triples} triples. {done}"
        if not self.differences:
            return f"{held} Each graph has as many triples as it should."
        return "\n".join(
            [
                held,
                f"{len(self.differences)} graphs differ. A server that spells two values alike keeps one of "
                "them; what else is missing, it has lost:",
                *(f"  {difference}" for difference in self.differences),
            ]
        )


@dataclass
class Run:
    """One run at work: what is still to be noted in the record, and what has been sent."""

    server: Server
    writer: Writer
    progress: Progress
    record: Record
    total: int = 0
    sent: int = 0
    loaded: list[Graph] = field(default_factory=list)
    noted: float = field(default_factory=time.monotonic)

    def load(self, graph: Graph, start: int) -> None:
        """Sends a graph from a position on."""
        if not graph.lines:
            self.writer.drop(graph.name)
        for begin, lines in graph.batches(start, self.writer.size):
            (self.writer.add if begin else self.writer.replace)(graph.name, lines)
            end = begin + len(lines)
            self.sent += len(lines)
            self.progress(LOAD, self.sent, self.total)
            if end < len(graph.lines) and time.monotonic() - self.noted > NOTE:
                self.note()
                part = records.lines(graph.name, f"{graph.digest}/{end}")
                self.writer.add(terms.PUBLICATION, part)
        self.loaded.append(graph)
        if time.monotonic() - self.noted > NOTE:
            self.note()

    def note(self) -> None:
        """Writes down which graphs are whole, with what the server counts in them."""
        graphs, self.loaded = self.loaded, []
        there = counts(self.server, [graph.name for graph in graphs])
        told: list[str] = []
        for graph in graphs:
            if there[graph.name] != len(graph.lines) and self.record.progress(graph.name, graph.digest):
                # What an earlier run sent of it has not lasted: once more, from the beginning.
                del self.record.identifiers[graph.name]
                self.load(graph, 0)
            else:
                told += records.lines(graph.name, graph.digest, there[graph.name])
        if told:
            self.writer.add(terms.PUBLICATION, told)
        self.noted = time.monotonic()


def publish(
    folder: Path,
    server: Server,
    *,
    union: bool = True,
    size: int | None = None,
    waits: Sequence[float] = WAITS,
    progress: Progress = lambda step, done, total: None,
) -> Publication:
    """Makes the server hold the release of a folder, and what it held of an earlier one no more.

    Only graphs that a release has or had are touched. Raises RemoteError where it breaks off: the next run
    goes on from there. Raises OSError or SyntaxError where the release cannot be read. `size` is the number
    of triples in a request; without `union`, what no named graph has is what is asked where none is named.
    """
    digest = Folder(folder).digest
    graphs = graphs_of(folder, union=union)
    names = [graph.name for graph in graphs]
    record = records.read(server) or Record()
    there = counts(server, names, lambda done: progress(COUNT, done, len(names)))
    standing = {
        graph.name
        for graph in graphs
        if record.progress(graph.name, graph.digest) is None
        and there[graph.name] == record.triples.get(graph.name)
    }
    to_load = [graph for graph in graphs if graph.name not in standing]
    to_drop = sorted(record.identifiers.keys() - set(names))
    run = Run(server, Writer(server, size or server.portion, waits), progress, record)
    if record.release != digest or to_load or to_drop:
        _begin(run, graphs, standing, there)
        for name in to_drop:
            run.writer.drop(name)
        starts = {graph.name: record.progress(graph.name, graph.digest) or 0 for graph in to_load}
        run.total = sum(len(graph.lines) - starts[graph.name] for graph in to_load)
        for graph in to_load:
            run.load(graph, starts[graph.name])
        while run.loaded:
            run.note()
        there = counts(server, names, lambda done: progress(COUNT, done, len(names)))
        total = sum(there.values())
        run.writer.add(terms.PUBLICATION, records.lines(terms.PUBLICATION, digest, total))
    differences = [
        Difference(graph.name, len(graph.lines), there[graph.name], tuple(lost(server, graph)))
        for graph in graphs
        if there[graph.name] != len(graph.lines)
    ]
    return Publication(
        digest, len(graphs), sum(there.values()), len(to_load), run.sent, len(to_drop), differences
    )


def _begin(run: Run, graphs: list[Graph], standing: set[str], there: dict[str, int]) -> None:
    """Leaves in the record what still holds: from now on, until the end, no release is whole there."""
    kept: list[str] = []
    stale = bool(run.record.release)
    for graph in graphs:
        sent = run.record.progress(graph.name, graph.digest)
        if graph.name in standing:
            kept += records.lines(graph.name, graph.digest, there[graph.name])
        elif sent:
            kept += records.lines(graph.name, f"{graph.digest}/{sent}")
        else:
            stale = stale or graph.name in run.record.identifiers
    stale = stale or bool(run.record.identifiers.keys() - {graph.name for graph in graphs})
    if stale and kept:
        run.writer.replace(terms.PUBLICATION, kept)
    elif stale or not run.record.identifiers:
        run.writer.drop(terms.PUBLICATION)
