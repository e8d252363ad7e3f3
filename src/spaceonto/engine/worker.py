"""What a query worker does: hold a release in memory, answer one query at a time, and reach nothing else.

`prepare` runs once, in the keeper; `answer` runs in its forks, one of which may be ended at any moment.
"""

import json
import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from .. import terms
from .formats import FORMATS, Format

BY_NAME = {(entry.kind, entry.name): entry for entry in FORMATS}
UNWRITABLE = re.compile(b"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|\r")
Request = dict[str, Any]
Write = Callable[[bytes], object]
Handler = Callable[[Request, Write], dict[str, Any]]


class TooLarge(Exception):  # noqa: N818
    """The answer went beyond the bytes that may be sent."""


def prepare(folder: str, union: bool = True, infer: bool = True) -> Handler:
    """Loads a release into memory; returns what answers a request on it.

    Raises OSError or SyntaxError where the release cannot be read.
    """
    store = ox.Store()
    asserted = (Path(folder) / "asserted.nq").read_bytes()
    inferred = (Path(folder) / "inferred.nt").read_bytes() if infer else b""
    # Lenient is twice as fast, and a release holds no malformed IRI or language tag.
    store.load(asserted, format=ox.RdfFormat.N_QUADS, lenient=True)
    store.load(inferred, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(terms.INFERRED), lenient=True)
    once = each_once(asserted, inferred) if union else None
    if once is not None:
        store.load(once, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    graphs = frozenset(str(graph) for graph in store.named_graphs())

    def handle(request: Request, write: Write) -> dict[str, Any]:
        return answer(store, graphs, union and once is None, request, write)

    return handle


def each_once(asserted: bytes, inferred: bytes) -> bytes | None:
    """The triples of all graphs without repetition; nothing where none is repeated.

    Over graphs that say the same, the engine's union would count a triple once for each; so then the union is
    kept as a graph of its own, which doubles the memory.
    """
    stated = [line.rpartition(b" <")[0] + b" ." for line in asserted.split(b"\n") if line]
    concluded = [line for line in inferred.split(b"\n") if line]
    distinct = {*stated, *concluded}
    return None if len(distinct) == len(stated) + len(concluded) else b"\n".join(distinct)


def answer(
    store: ox.Store, graphs: frozenset[str], union: bool, request: Request, write: Write
) -> dict[str, Any]:
    """Runs one query and writes its answer; returns what is known of it at the end."""
    missing = [name for name in request["from"] if f"<{name}>" not in graphs]
    if missing:
        return {"error": "graph", "graph": missing[0], "graphs": sorted(graphs)}
    options: dict[str, Any] = {"prefixes": terms.PREFIXES, "base_iri": request.get("base")}
    if request["default_graphs"] is not None or request["named_graphs"] is not None:
        options["default_graph"] = [ox.NamedNode(name) for name in request["default_graphs"] or ()]
        options["named_graphs"] = [ox.NamedNode(name) for name in request["named_graphs"] or ()]
    else:
        # With its union switched on, the engine would pass over FROM.
        options["use_default_graph_as_union"] = union and not request["has_dataset"]
    try:
        results = store.query(request["query"], **options)
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error)}
    kind = "graph" if isinstance(results, ox.QueryTriples) else "bindings"
    form = BY_NAME.get((kind, request["format"]))
    if form is None:  # the guard took the query for another form than it is
        return {"error": "failed", "message": f"this query gives a result of kind {kind}"}
    out = Bounded(write, request["max_bytes"], form.is_xml)
    info = _write(results, form, out, request.get("max_rows"))
    out.flush()
    return {"kind": kind, "format": form.name, **info}


def _write(results: Any, form: Format, out: "Bounded", max_rows: int | None) -> dict[str, Any]:
    if form.name == "ndjson":
        return _write_lines(results, out, max_rows)
    if max_rows is not None and form.kind == "graph":
        first = list(islice(results, max_rows + 1))
        ox.serialize(first[:max_rows], cast(IO[bytes], out), format=cast(ox.RdfFormat, form.engine))
        return {"rows": min(len(first), max_rows), "more": len(first) > max_rows}
    if form.kind == "bindings" or form.engine in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS):
        results.serialize(out, format=form.engine)
    else:
        rdf_format = cast(ox.RdfFormat, form.engine)
        ox.serialize(results, cast(IO[bytes], out), format=rdf_format, prefixes=terms.PREFIXES)
    return {}


def _write_lines(results: Any, out: "Bounded", max_rows: int | None) -> dict[str, Any]:
    """One JSON object a row, in the terms of SPARQL's JSON results; a yes or no is one line."""
    if isinstance(results, ox.QueryBoolean):
        out.write(json.dumps({"boolean": bool(results)}).encode() + b"\n")
        return {"boolean": bool(results), "variables": []}
    variables = [variable.value for variable in results.variables]
    rows = 0
    for solution in results:
        if rows == max_rows:
            return {"variables": variables, "rows": rows, "more": True}
        row = {name: as_json(value) for name in variables if (value := solution[name]) is not None}
        out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        rows += 1
    return {"variables": variables, "rows": rows, "more": False}


def as_json(term: Any) -> dict[str, Any]:
    """A term as SPARQL's JSON results write it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: as_json(part) for name, part in parts.items()}}
    found: dict[str, Any] = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != terms.XSD + "string":
        found["datatype"] = term.datatype.value
    return found


class Bounded:
    """The way out: counts bytes, gathers small pieces, and mends what XML cannot hold."""

    def __init__(self, write: Write, limit: int, is_xml: bool) -> None:
        self._write = write
        self._left = limit
        self._is_xml = is_xml
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge
        self._held += data
        if len(self._held) > 65536:
            self._pass_on(keep=2)
        return len(data)

    def flush(self) -> None:
        self._pass_on(keep=0)

    def _pass_on(self, keep: int) -> None:
        """Sends what is held; in XML the last bytes stay, lest a character be cut in two."""
        cut = len(self._held) - (keep if self._is_xml else 0)
        data = bytes(self._held[:cut])
        del self._held[:cut]
        if self._is_xml:
            data = UNWRITABLE.sub(lambda found: b"&#xD;" if found.group() == b"\r" else b"\xef\xbf\xbd", data)
        if data:
            self._write(data)
