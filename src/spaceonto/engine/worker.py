"""What a query worker does: hold a release in memory, answer one query at a time, and reach nothing else.

`prepare` runs once, in the keeper; `answer` runs in its forks, one of which may be ended at any moment.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NoReturn, cast

import pyoxigraph as ox

from .. import terms
from .digest import digest
from .formats import DIGESTS, FORMATS, Format
from .out import Out, TooLarge, Write
from .pages import PREFIXED, Moved, Page, write_page
from .plan import Statistics, count, improved
from .storage import Data, change, read

BY_NAME = {(entry.kind, entry.name): entry for entry in FORMATS}
SLACK = 65536
"""Bytes by which the last row of a page, or what a writer holds back, may go beyond twice the cap."""
UNNAMED = ox.NamedNode("urn:x-spaceonto:default")
Request = dict[str, Any]
Handler = Callable[[Request, Write], dict[str, Any]]


def prepare(folder: str, union: bool = True, infer: bool = True, open: bool = False) -> Handler:
    """Loads a release into memory; returns what answers a request on it.

    Raises OSError or SyntaxError where the release cannot be read.
    """
    store = ox.Store()
    asserted = (Path(folder) / "asserted.nq").read_bytes()
    inferred = (Path(folder) / "inferred.nt").read_bytes() if infer else b""
    # Lenient is twice as fast, and a release holds no malformed IRI or language tag.
    load(store, asserted)
    store.load(inferred, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(terms.INFERRED), lenient=True)
    for name in _told_graphs(Path(folder)):
        store.add_graph(ox.NamedNode(name))  # one without triples leaves no trace in the quads
    own = tuple(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    described = Path(folder) / "described.nq"
    has_description = union and described.is_file()
    once = each_once(_named(asserted, own), inferred, always=has_description) if union else None
    if once is not None:
        load(store, once)
    if has_description:
        load(store, described.read_bytes())
    graphs = frozenset(str(graph) for graph in store.named_graphs())
    data = Data(store, own if once is not None else None)
    statistics = count(store, union and once is None)

    def handle(request: Request, write: Write) -> dict[str, Any]:
        if "kind" in request:
            return change(data, request, request["body"], write)
        if "read" in request:
            return read(data, union and once is None, request, write)
        if open and not request.get("strict"):
            request["from"] = []
        return answer(store, statistics, graphs, union and once is None, request, write)

    return handle


def load(store: ox.Store, quads: bytes) -> None:
    """Loads N-Quads whose blank nodes keep their labels, by which files share them."""
    if b"_:" in quads:
        store.extend(ox.parse(quads, format=ox.RdfFormat.N_QUADS, lenient=True))
    else:
        store.load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)


def _named(asserted: bytes, own: tuple[ox.Quad, ...]) -> bytes:
    """The quads with a graph for those of the default graph, which have none to leave out later."""
    if not own:
        return asserted
    quads = ox.parse(asserted, format=ox.RdfFormat.N_QUADS, lenient=True)
    stated = (
        q if isinstance(q.graph_name, ox.NamedNode) else ox.Quad(q.subject, q.predicate, q.object, UNNAMED)
        for q in quads
    )
    return ox.serialize(stated, format=ox.RdfFormat.N_QUADS) or b""


def _told_graphs(folder: Path) -> list[str]:
    counts = json.loads((folder / "manifest.json").read_text("utf-8"))["counts"]
    return list(counts.get("graphs", ()))


def each_once(asserted: bytes, inferred: bytes, *, always: bool = False) -> bytes | None:
    """The triples of all graphs without repetition; nothing where none is repeated, unless `always`.

    Over graphs that say the same, the engine's union would count a triple once for each; so then the union is
    kept as a graph of its own, which doubles the memory. It is needed, too, where there are graphs that say
    something of the release itself, which are no part of the union.
    """
    stated = [line.rpartition(b" <")[0] + b" ." for line in asserted.split(b"\n") if line]
    concluded = [line for line in inferred.split(b"\n") if line]
    # In the order of the files, so that every load gives the rows of an answer in the same order.
    distinct = dict.fromkeys((*stated, *concluded))
    if not always and len(distinct) == len(stated) + len(concluded):
        return None
    return b"\n".join(distinct)


def answer(
    store: ox.Store,
    statistics: Statistics,
    graphs: frozenset[str],
    union: bool,
    request: Request,
    write: Write,
) -> dict[str, Any]:
    """Runs one query and writes its answer; returns what is known of it at the end."""
    missing = [name for name in request["from"] if f"<{name}>" not in graphs]
    if missing:
        return {"error": "graph", "graph": missing[0], "graphs": sorted(graphs)}
    options: dict[str, Any] = {"prefixes": terms.PREFIXES, "base_iri": request.get("base")}
    if request["default_graphs"] is not None or request["named_graphs"] is not None:
        try:
            options["default_graph"] = [ox.NamedNode(name) for name in request["default_graphs"] or ()]
            options["named_graphs"] = [ox.NamedNode(name) for name in request["named_graphs"] or ()]
        except ValueError as error:
            return {"error": "name", "message": str(error)}
    elif request["described"] and not request["has_dataset"] and f"<{terms.DESCRIPTION}>" in graphs:
        options["default_graph"] = [ox.DefaultGraph(), *map(ox.NamedNode, terms.DESCRIPTIONS)]
    else:
        # With its union switched on, the engine would pass over FROM.
        options["use_default_graph_as_union"] = union and not request["has_dataset"]
    is_whole = not request["has_dataset"] and "default_graph" not in options
    try:
        results = _results(store, improved(request["query"], statistics, whole=is_whole), request, options)
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error)}
    kind = "graph" if isinstance(results, ox.QueryTriples) else "bindings"
    return written(results, kind, request, write)


def written(results: Any, kind: str, request: Request, write: Write) -> dict[str, Any]:
    """Writes rows, a yes or no, or triples in the format asked for; returns what is known of them at the end.

    Raises TooLarge where they are more than may be sent at once.
    """
    if request["format"] == DIGESTS[kind].name:
        told = digest(results, request["max_rows"], request["max_bytes"])
        write(told["sha256"].encode())
        return {"kind": kind, "format": request["format"], **told}
    form = BY_NAME.get((kind, request["format"]))
    if form is None:  # the guard took the query for another form than it is
        return {"error": "failed", "message": f"this query gives a result of kind {kind}"}
    page = Page(request["max_rows"], request["max_bytes"], request["offset"], request["after"])
    try:
        if request["paged"] or form.name == "ndjson":
            out = Out(write, 2 * page.bytes + SLACK, is_xml=form.is_xml, new=form.new)
            info = write_page(results, form, out, page, request["order"])
        else:
            out = Out(write, page.bytes, is_xml=form.is_xml, new=form.new, most=page.rows, form=form.name)
            info = _write_whole(results, form, out, page)
        out.finish()
    except Moved:
        return {"error": "moved"}
    except OSError as error:
        if "RDF 1.2" in str(error):
            return {"error": "format", "format": form.media_type}
        raise
    return {"kind": kind, "format": form.name, "version": out.version, **info}


def _results(store: ox.Store, text: str, request: Request, options: dict[str, Any]) -> Any:
    """What the engine gives. Raises SyntaxError, with the place in the text as it was sent."""
    try:
        return store.query(text, **options)
    except SyntaxError:
        return store.query(request["query"], **options)


def _write_whole(results: Any, form: Format, out: Out, page: Page) -> dict[str, Any]:
    """Writes all rows, by the engine itself where it can. Raises TooLarge where they are more than a page."""
    if form.name not in PREFIXED:
        results.serialize(out, format=form.engine)
        return {}
    rows = (row if number < page.rows else _too_many() for number, row in enumerate(results))
    rdf_format = cast(ox.RdfFormat, form.engine)
    ox.serialize(rows, cast(IO[bytes], out), format=rdf_format, prefixes=terms.PREFIXES)
    return {}


def _too_many() -> NoReturn:
    raise TooLarge
