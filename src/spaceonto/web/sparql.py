"""The SPARQL endpoint: the W3C's protocol for queries, in every format, with errors that help."""

from functools import partial

from flask import Blueprint, Response, current_app, g, render_template, request

from ..engine import Answer, Engine, QueryError, QueueFull, Rows, StartError
from ..engine.federation import SECONDS, federate
from ..engine.guard import Query, guard
from ..engine.linked import linked
from ..engine.notices import said
from . import description
from .asked import Asked, read
from .clients import client
from .compress import is_known
from .handover import ERROR, FOREIGN
from .lending import lent
from .negotiate import HTML, Choice, choose
from .paging import announce, following
from .problems import Problem, as_response, of_query
from .site import Site, site
from .slow import DOWNLOADS, Transfer, sent
from .table import answer_page

blueprint = Blueprint("sparql", __name__)

METHODS = ["GET", "HEAD", "POST", "QUERY", "OPTIONS"]


@blueprint.route("/sparql", methods=METHODS, strict_slashes=False)
@blueprint.route("/sparql/", methods=METHODS, strict_slashes=False)
def sparql() -> Response:
    """Answers a query, or says what this service is."""
    if request.method == "OPTIONS":
        return Response(status=204, headers={"Allow": ", ".join(METHODS)})
    asked = read()
    if asked.query is None:
        return _without_query(asked)
    g.query = asked.query
    try:
        if ERROR in request.environ:
            raise request.environ[ERROR]
        return _answer(asked, asked.query)
    except (QueryError, StartError) as error:
        return as_response(of_query(error, asked.query), asked.query, asked.options)
    except Problem as problem:
        return as_response(problem, asked.query, asked.options)


def _without_query(asked: Asked) -> Response:
    choice = choose(request, "graph", wanted=asked.format)
    if choice.format is HTML:
        response = Response(
            render_template("sparql.html", query="", answer=None, sent=asked.options), mimetype="text/html"
        )
        response.vary.add("Accept")
        return response
    return description.response(choice, whole=False)


def _answer(asked: Asked, text: str) -> Response:
    engine = lent(asked.version, asked.infer)
    seconds = min(asked.seconds or SECONDS, site().limits.seconds)
    known = current_app.extensions["services"]
    sent_text, text = text, federate(text, known, seconds, partial(_rows, engine, asked, seconds))
    request.environ[FOREIGN] = text != sent_text
    query = guard(text)
    choice = choose(request, "graph" if query.gives_graph else "bindings", wanted=asked.format)
    etag = name_of_answer(engine, query, asked, choice, request.base_url)
    if etag and is_known(etag):
        return _validated(Response(status=304), engine, etag)
    if choice.format is HTML:
        return _validated(
            answer_page(
                engine,
                text,
                sent_text,
                asked.options,
                asked.part,
                asked.seconds,
                asked.default_graphs,
                asked.named_graphs,
            ),
            engine,
            "",
        )
    answer = engine.query(
        text,
        choice.format,
        seconds=asked.seconds,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        base=base_of_query(site(), request.base_url),
        max_rows=asked.part.limit,
        offset=asked.part.offset,
        after=asked.part.after,
    )
    if not answer.more:
        response = as_bytes(answer, choice)
        for notice in said(engine, answer, text):
            response.headers.add("X-Notice", notice.encode("ascii", "backslashreplace").decode()[:500])
        return _validated(response, engine, etag)
    options = {**asked.options, "format": [asked.format]}
    # What another service answers may be different the next time.
    is_own = text == sent_text
    rest = following(engine, query, asked.part, options, answer.info["rows"], answer.last) if is_own else ""
    response = as_bytes(linked(answer, rest) if rest else answer, choice)
    announce(response, answer, asked.part, rest)
    return _validated(response, engine, etag)


def base_of_query(place: Site, address: str) -> str | None:
    """What a relative IRI in a query is told from; `address` is that of the endpoint.

    Over our own data there is nothing: it is a mistake that should be told, not a name of nothing.
    """
    return address if place.workspace.is_general else None


def name_of_answer(engine: Engine, query: Query, asked: Asked, choice: Choice, address: str) -> str:
    """What the answer is called; `address` is that of the endpoint, to which its links lead."""
    return engine.etag(
        query,
        choice.format,
        (
            asked.default_graphs,
            asked.named_graphs,
            asked.infer.lower(),
            choice.media_type,
            address,
            asked.part.limit,
            asked.part.offset,
            asked.part.after,
        ),
    )


def content_headers(answer: Answer, choice: Choice) -> list[tuple[str, str]]:
    """What an answer is, and how long."""
    version = f"; version={answer.info['version']}" if answer.info.get("version") else ""
    return [
        ("Content-Type", choice.content_type + version),
        ("Content-Length", str(answer.length)),
        ("Content-Disposition", f'inline; filename="answer.{choice.format.name}"'),
    ]


def validity_headers(engine: Engine, etag: str) -> list[tuple[str, str]]:
    """Of which release an answer is, and how long it holds."""
    named = [("ETag", f'"{etag}"')] if etag else []
    return [("X-Release", engine.digest), *named, ("Cache-Control", "no-cache" if etag else "no-store")]


def _rows(engine: Engine, asked: Asked, seconds: float, text: str, most: int) -> Rows:
    """The rows of a part of the query, asked of the same data as the whole."""
    graphs = asked.default_graphs, asked.named_graphs
    return engine.rows(
        text, max_rows=most, seconds=seconds / 4, default_graphs=graphs[0], named_graphs=graphs[1]
    )


def as_bytes(answer: Answer, choice: Choice) -> Response:
    """The answer as it is, with its length."""
    body = answer.whole()
    response = Response(body)
    response.headers.update(content_headers(answer, choice))
    if body is None:
        transfer = place_to_send()
        response.call_on_close(transfer.end)  # also where nobody takes the first piece
        response.response = sent(answer.pieces(), transfer)
    return response


def place_to_send() -> Transfer:
    """A place for a large answer, which holds a thread on its way. Raises Problem where all are taken."""
    peer = "" if "werkzeug.proxy_fix.orig" in request.environ else request.remote_addr or ""
    transfer = DOWNLOADS.take(client(), peer, 0)
    if transfer is None:
        error = QueueFull(
            "Too many large answers are being sent.", "Try again in half a minute.", retry_after=30
        )
        raise of_query(error)
    return transfer


def _validated(response: Response, engine: Engine, etag: str) -> Response:
    response.vary.add("Accept")
    response.headers.update(validity_headers(engine, etag))
    return response
