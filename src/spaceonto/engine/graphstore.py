"""Whole graphs of a release: one as it is, and what a change would make of them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .. import terms
from .answers import Answer
from .engine import Engine
from .errors import DataError, GraphMissing, Impossible, QueryFailed, QueryRefused, QuerySyntaxError
from .formats import Format
from .guard import Query
from .hints import explain
from .pool import Pool
from .spool import Spool
from .updates import graphs_named, guard_update, over

EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
Graph = str | None
"""The name of a graph; None is the default graph."""


@dataclass(frozen=True)
class Changed:
    """A graph that a change makes another: whether it is there before and after, with how many triples.

    `gone` and `come` are as many bytes of N-Triples; of a whole graph, `come` is its Turtle.
    """

    graph: Graph
    existed: bool
    exists: bool
    before: int
    triples: int
    gone: int
    come: int


@dataclass(frozen=True)
class Change:
    """What a change would come to. `pieces` are the bytes of all graphs, then as many of N-Quads."""

    graphs: tuple[Changed, ...]
    quads: int
    spool: Spool

    def pieces(self) -> Iterator[bytes]:
        """The bytes in order, once."""
        return self.spool.pieces()


@dataclass(frozen=True)
class Update:
    """A SPARQL update, and the graphs that its patterns shall range over, where the request names some."""

    text: str
    base: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """Triples as they were sent: the short name of the format, and the bytes."""

    format: str
    data: bytes


def etag(engine: Engine, graph: Graph, form: Format) -> str:
    """A name for a whole graph in a format, which can be had without reading it."""
    return hashlib.sha256(repr((engine.digest, graph, form.name)).encode()).hexdigest()[:32]


def read(engine: Engine, graph: Graph, form: Format) -> Answer:
    """A whole graph in a format. Raises GraphMissing where there is none of the name.

    The default graph is what queries ask by default, and over RDF of any kind what was put there.
    """
    if not isinstance(engine.runner, Pool):
        return engine.query(EVERYTHING, form, default_graphs=None if graph is None else (graph,), whole=True)
    own = getattr(engine.source, "open", False)
    info, spool = engine.runner.run({"read": graph, "format": form.name, "own": own})
    if "error" in info:
        raise GraphMissing(f"There is no graph <{graph}>.", "SELECT DISTINCT ?g { GRAPH ?g {} } lists them.")
    body = spool.whole()
    return Answer(form, spool.length, etag(engine, graph, form), info, spool if body is None else body)


def replace(engine: Engine, graph: Graph, documents: Sequence[Document], *, base: str, whole: bool) -> Change:
    """The change that makes a graph hold these triples and no others. Raises DataError or QueryError."""
    return _store(engine, "replace", graph, documents, base, whole)


def add(engine: Engine, graph: Graph, documents: Sequence[Document], *, base: str, whole: bool) -> Change:
    """The change that adds triples to a graph. Raises DataError or QueryError."""
    return _store(engine, "add", graph, documents, base, whole)


def drop(engine: Engine, graph: Graph, *, whole: bool) -> Change:
    """The change that takes a graph away. Raises QueryError."""
    return _change(engine, {"kind": "drop", "graph": graph, "whole": whole}, b"")


def update(engine: Engine, asked: Update, *, union: bool, whole: bool) -> Change:
    """The change that an update makes. With `union`, its patterns range over all graphs unless it names some.

    Raises QuerySyntaxError, QueryRefused, Impossible or another QueryError.
    """
    query = guard_update(asked.text)
    text = query.text
    if asked.default or asked.named:
        text = over(query, asked.default, asked.named)
    elif union:
        graphs = dict.fromkeys([*_graphs(engine), *graphs_named(query)])
        text = over(query, graphs, graphs, refuse=False)
    request = {"kind": "update", "base": asked.base, "whole": whole}
    try:
        return _change(engine, request, text.encode(), query)
    except QuerySyntaxError:
        if text != query.text:  # so that a mistake is found where the asker wrote it
            _change(engine, request, query.text.encode(), query)
        raise


def _store(
    engine: Engine, kind: str, graph: Graph, documents: Sequence[Document], base: str, whole: bool
) -> Change:
    told = [[document.format, len(document.data)] for document in documents]
    request = {"kind": kind, "graph": graph, "documents": told, "base": base, "whole": whole}
    return _change(engine, request, b"".join(document.data for document in documents))


def _change(engine: Engine, request: dict[str, Any], body: bytes, query: Query | None = None) -> Change:
    if not isinstance(engine.runner, Pool):
        raise QueryRefused("The data lie on another server.", "Change them there.")
    info, spool = engine.runner.run(request, body=body)
    if "error" in info:
        raise _error(info, query)
    return Change(tuple(Changed(**graph) for graph in info["graphs"]), info["quads"], spool)


def _error(info: dict[str, Any], query: Query | None) -> Exception:
    said = info.get("message", "no reason given")
    match info["error"]:
        case "syntax" if query is not None:
            return explain(query, said)
        case "data":
            return DataError(f"{said}.", line=info["line"], column=info["column"])
        case "impossible":
            return Impossible(f"{said}.".replace("..", "."), "Nothing was changed.")
        case "fetch":
            return QueryRefused("The update asks elsewhere; this server fetches nothing.")
        case "derived":
            return QueryRefused(
                f"<{info['graph']}> is made from the other graphs and cannot be written.",
                "Change the statements from which it follows.",
            )
        case "memory":
            return QueryFailed("The change needed more memory than one may use.", "Make it in parts.")
    return QueryFailed(f"The engine gave up: {said}.")


def _graphs(engine: Engine) -> list[str]:
    return [*engine.manifest["counts"].get("graphs", ()), terms.INFERRED]
