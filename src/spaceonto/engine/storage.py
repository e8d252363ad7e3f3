"""What a query worker does with whole graphs: give one, or change some in its own copy of the data.

After a change the worker ends, and its copy with it; whoever asked decides whether the change shall be.
"""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any, Final, cast

import pyoxigraph as ox

from .. import terms
from ..turtle import TurtleError, refuse_dtd
from .formats import named
from .out import Out, Write

Lines = dict[bytes, None]
Graph = str | None
"""The name of a graph; None is the default graph."""
DERIVED: Final = frozenset((terms.INFERRED, *terms.DESCRIPTIONS))
"""Graphs that are made from the others."""
PLACE: Final = re.compile(r"^Parser error at line.*?: ")
"""What the parser puts before its reason, and gives as numbers too."""
BOM: Final = "\ufeff".encode()
DEEPEST: Final = 16
"""Triples within triples. What reads them elsewhere has a shallower stack than a worker."""


@dataclass(frozen=True)
class Data:
    """A release in memory: `own` is what its default graph states, where the store has the union there."""

    store: ox.Store
    own: tuple[ox.Quad, ...] | None = None


def read(data: Data, union: bool, request: dict[str, Any], write: Write) -> dict[str, Any]:
    """Writes a whole graph; the default graph as the union of all where it is, unless its own is wanted."""
    store, name, form = data.store, request["read"], named(request["format"], "graph")
    assert form is not None and isinstance(form.engine, ox.RdfFormat)
    if name is not None and not store.contains_named_graph(ox.NamedNode(name)):
        return {"error": "graph"}
    quads: Iterable[ox.Quad] = _quads(store, name)
    if name is None:
        quads = (quads if data.own is None else data.own) if request["own"] else store if union else quads
    out = Out(write, sys.maxsize, is_xml=form.is_xml)
    triples = (quad.triple for quad in quads)
    ox.serialize(triples, cast(IO[bytes], out), format=form.engine, prefixes=terms.PREFIXES)
    out.finish()
    return {"more": False}


def change(data: Data, request: dict[str, Any], body: bytes, write: Write) -> dict[str, Any]:
    """Applies an update, or what a graph shall hold from now on; writes the graphs that this changes.

    Of each it writes what is gone and what is new as N-Triples, or with `whole` all of it as Turtle, and at
    the end all quads as N-Quads. Returns for each how many bytes that is, or an `error`.
    """
    store = data.store
    if data.own is not None:
        store.clear_graph(ox.DefaultGraph())
        store.extend(data.own)
    target = (request["graph"],) if "graph" in request else None
    before = _snapshot(store, target)
    try:
        exact = _apply(store, request, body)
    except SyntaxError as error:
        return _syntax_error(error, request)
    except TurtleError as error:
        return {"error": "data", "message": error.message, "line": error.line, "column": error.column}
    except (RuntimeError, ValueError, RecursionError) as error:
        return {"error": "impossible", "message": str(error)}
    except OSError:
        return {"error": "fetch"}
    after = _snapshot(store, target)
    graphs = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    for name in DERIVED.intersection(graphs):
        if after.get(name, {}).keys() - before.get(name, {}).keys():
            return {"error": "derived", "graph": name}
        graphs.remove(name)  # what is taken away there comes back as long as it follows
    told = [_told(store, name, before, after, exact, request["whole"], write) for name in graphs]
    return {"graphs": told, "quads": _write_all(store, write) if request["whole"] and told else 0}


def _apply(store: ox.Store, request: dict[str, Any], body: bytes) -> bytes | None:
    """Changes the store; returns the sent triples letter by letter, where they are the whole of a graph."""
    if request["kind"] == "update":
        store.update(body.decode(), prefixes=terms.PREFIXES, base_iri=request["base"])
        return None
    graph = _node(request["graph"])
    if request["kind"] == "drop":
        store.remove_graph(graph)
        return None
    triples, start = [], 0
    for form, length in request["documents"]:
        triples += _parsed(form, body[start : start + length], request["base"])
        start += length
    if request["kind"] == "replace":
        store.clear_graph(graph)
    if isinstance(graph, ox.NamedNode):
        store.add_graph(graph)
    store.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)


def _parsed(form: str, body: bytes, base: str | None) -> list[ox.Triple]:
    known = named(form, "graph")
    assert known is not None and isinstance(known.engine, ox.RdfFormat)
    if known.is_xml:
        refuse_dtd(body, "")
    found = ox.parse(
        body.removeprefix(BOM),
        format=known.engine,
        base_iri=base,
        without_named_graphs=True,
        rename_blank_nodes=True,
    )
    triples = [quad.triple for quad in found]
    if any(_depth(triple) > DEEPEST for triple in triples):
        raise ValueError(f"triples are nested more than {DEEPEST} deep in triples")
    return triples


def _depth(term: object) -> int:
    depth = 0
    while isinstance(term, ox.Triple):
        depth, term = depth + 1, term.object
    return depth


def _snapshot(store: ox.Store, only: Iterable[Graph] | None) -> dict[Graph, Lines]:
    """The triples of each graph there is, as lines of N-Triples."""
    there: list[Graph] = [None, *(graph.value for graph in store.named_graphs())]
    wanted = there if only is None else [name for name in only if name in there]
    return {name: dict.fromkeys(_dump(store, name).splitlines()) for name in wanted}


def _told(
    store: ox.Store,
    name: Graph,
    before: dict[Graph, Lines],
    after: dict[Graph, Lines],
    exact: bytes | None,
    whole: bool,
    write: Write,
) -> dict[str, Any]:
    old, new = before.get(name, {}), after.get(name, {})
    if whole:
        gone, come = b"", turtle(store, name) if name in after else b""
    else:
        gone = b"\n".join(line for line in old if line not in new)
        come = b"\n".join(line for line in new if line not in old) if exact is None else exact
    for piece in (gone, come):
        write(piece)
    return {
        "graph": name,
        "existed": name in before,
        "exists": name in after,
        "triples": len(new),
        "before": len(old),
        "gone": len(gone),
        "come": len(come),
    }


def turtle(store: ox.Store, name: Graph) -> bytes:
    """A graph as Turtle, the same text for the same triples."""
    triples = sorted((quad.triple for quad in _quads(store, name)), key=str)
    plain = _dump(store, name).decode()
    prefixes = {prefix: iri for prefix, iri in terms.PREFIXES.items() if f"<{iri}" in plain}
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def _write_all(store: ox.Store, write: Write) -> int:
    for name in DERIVED:
        store.remove_graph(ox.NamedNode(name))
    quads = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    write(quads)
    return len(quads)


def _dump(store: ox.Store, name: Graph) -> bytes:
    return store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=_node(name)) or b""


def _quads(store: ox.Store, name: Graph) -> Iterable[ox.Quad]:
    return store.quads_for_pattern(None, None, None, _node(name))


def _node(name: Graph) -> ox.NamedNode | ox.DefaultGraph:
    return ox.DefaultGraph() if name is None else ox.NamedNode(name)


def _syntax_error(error: SyntaxError, request: dict[str, Any]) -> dict[str, Any]:
    if request["kind"] == "update":
        return {"error": "syntax", "message": str(error)}
    return {
        "error": "data",
        "message": PLACE.sub("", error.msg or str(error)),
        "line": error.lineno or 1,
        "column": error.offset or 1,
    }
