"""The Graph Store Protocol: whole graphs to be read by anyone, and written by those who have the token."""

from collections.abc import Callable
from functools import partial
from urllib.parse import quote, urljoin
from uuid import uuid4

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from .. import terms
from ..contribute import Refused
from ..engine import DataError, Engine, GraphMissing, formats, named
from ..engine.graphstore import Change, Document, Graph, add, drop, etag, read, replace
from .compress import is_known
from .conditions import require_conditions
from .negotiate import choose
from .problems import Problem, of_query
from .site import site
from .sparql import as_bytes
from .writing import acknowledge, report, require_token, written

READING = ["GET", "HEAD", "OPTIONS"]
WRITING = ["PUT", "POST", "DELETE"]
MAX_BODY = 256 * 1024 * 1024
"""Bytes of the triples that are sent at once."""
Make = Callable[[Engine], Change]


def blueprint(*, writing: bool) -> Blueprint:
    """The routes; without `writing` there are none to write by."""
    made = Blueprint("store", __name__)
    methods = [*READING, *(WRITING if writing else [])]
    for rule in ("/store", "/store/", "/store/<path:name>"):
        made.add_url_rule(rule, view_func=store, methods=methods, strict_slashes=False)
    return made


def store(name: str = "") -> Response:
    """Gives a graph, or makes it another."""
    if request.method == "OPTIONS":
        methods = [*READING, *(WRITING if site().writing else [])]
        return Response(status=204, headers={"Allow": ", ".join(methods)})
    if request.method in ("GET", "HEAD"):
        return _read(_target(name))
    require_token()
    try:
        if request.method == "DELETE":
            return _drop(_target(name))
        return _put(_target(name, may_be_new=request.method == "POST"))
    except Refused as refused:
        return report(refused)
    except DataError as error:
        raise of_query(error) from None


def _read(graph: Graph) -> Response:
    choice = choose(request, "graph", page=False, wanted=request.args.get("format", ""))
    engine = site().engine
    name = etag(engine, graph, choice.format) if engine.digest else ""
    if name and is_known(name):
        response = Response(status=304)
    else:
        try:
            response = as_bytes(read(engine, graph, choice.format), choice)
        except GraphMissing as error:
            raise _missing(error) from None
    if name:
        response.set_etag(name)
    response.vary.add("Accept")
    response.headers["X-Release"] = engine.digest
    response.headers["Cache-Control"] = "no-cache"
    return response


def _put(graph: Graph) -> Response:
    """Makes a graph hold what was sent, or adds that to it: 201 where there was none before."""
    documents = _documents()
    make = replace if request.method == "PUT" else add
    is_general = site().workspace.is_general
    base = request.base_url if graph is None else graph
    change = partial(make, graph=graph, documents=documents, base=base, whole=is_general)
    done = written(partial(_if_as_wanted, graph=graph, make=change), graph)
    response = acknowledge(done)
    if graph is not None and any(not changed.existed for changed in done.graphs):
        response.status_code = 201
        response.headers["Location"] = graph if graph.startswith(request.url_root) else _address(graph)
    return response


def _drop(graph: Graph) -> Response:
    change = partial(drop, graph=graph, whole=site().workspace.is_general)
    done = written(partial(_if_as_wanted, graph=graph, make=change), graph)
    if not done.graphs and graph is not None:
        raise _missing(GraphMissing(f"There is no graph <{graph}>."))
    return acknowledge(done)


def _if_as_wanted(engine: Engine, graph: Graph, make: Make) -> Change:
    require_conditions(engine, graph)
    return make(engine)


def _target(name: str, *, may_be_new: bool = False) -> Graph:
    """The graph that the request means: by its own address, by `graph=`, or `default`.

    Raises Problem where it means none or several.
    """
    graphs, default = request.args.getlist("graph"), "default" in request.args
    if name and not graphs and not default:
        return request.base_url if site().workspace.is_general else terms.GRAPH + name.removesuffix(".ttl")
    if not name and may_be_new and not graphs and not default:
        if site().workspace.is_general:
            return f"{request.url_root}store/{uuid4()}"
        raise Problem(400, "No graph", "A new graph needs a name here.", "Add graph= and its name.")
    if name or len(graphs) + default != 1:
        raise Problem(
            400, "Not one graph", "A request to the store is about one graph.",
            "Add ?default, or ?graph= and its name, or the path of the graph to /store/, one of them.",
        )  # fmt: skip
    if default:
        return None
    if not graphs[0]:
        raise Problem(400, "No graph name", "The parameter `graph` is empty.", "Give it the graph's name.")
    try:
        return NamedNode(urljoin(request.base_url, graphs[0])).value
    except ValueError:
        raise Problem(400, "No graph name", f"`{graphs[0]}` is no IRI.", "Write it in full.") from None


def _documents() -> list[Document]:
    """What was sent: the body, or each file of a form. Raises Problem where it is of no known kind."""
    request.max_content_length = MAX_BODY
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Problem(415, "Compressed", "A compressed body is not read here.", "Send it as it is.")
    if request.mimetype == "multipart/form-data":
        request.max_form_memory_size = MAX_BODY
        files = [file for _, file in request.files.items(multi=True)]
        if not files:
            raise Problem(400, "Nothing sent", "The form holds no file.", "Send each graph as a file.")
        for file in files:
            _require_utf8(file.mimetype_params.get("charset", "utf-8"))
        return [_document(file.mimetype, file.read()) for file in files]
    _require_utf8(request.mimetype_params.get("charset", "utf-8"))
    return [_document(request.mimetype, request.get_data(cache=False))]


def _document(media_type: str, data: bytes) -> Document:
    form = named(media_type, "graph")
    if form is None:
        known = ", ".join(entry.media_type for entry in formats("graph"))
        raise Problem(
            415, "Unknown kind of data", f"`{media_type or 'nothing'}` is not read here.",
            f"Say in Content-Type what it is, one of: {known}.",
        )  # fmt: skip
    return Document(form.name, data)


def _require_utf8(charset: str) -> None:
    if charset.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, "Not UTF-8", f"Data in {charset} are not read here.", "Send them in UTF-8.")


def _missing(error: GraphMissing) -> Problem:
    problem = of_query(error)
    problem.status = 404
    return problem


def _address(graph: str) -> str:
    return f"{request.url_root}store?graph={quote(graph, safe='')}"
