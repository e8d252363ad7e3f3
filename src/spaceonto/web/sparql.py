"""The SPARQL endpoint: the W3C's protocol for queries, in every format, with errors that help."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import Blueprint, Response, current_app, g, render_template, request

from ..engine import Answer, Engine, QueryError, QueueFull, StartError
from ..engine.federation import SECONDS, federate
from ..engine.guard import MAX_LENGTH, Query, guard
from ..engine.linked import linked
from ..engine.notices import said
from . import description
from .clients import client
from .compress import is_known
from .handover import ERROR, FOREIGN
from .lending import lent
from .negotiate import HTML, Choice, choose
from .paging import Part, announce, following, part_of
from .problems import Problem, as_response, of_query
from .site import site
from .slow import DOWNLOADS, Transfer, sent
from .table import answer_page

blueprint = Blueprint("sparql", __name__)

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
METHODS = ["GET", "HEAD", "POST", "QUERY", "OPTIONS"]
MAX_FIELDS = 200
MAX_BODY = 4 * MAX_LENGTH
"""Bytes of a request: a query of the greatest length, of characters of four bytes."""


@dataclass(frozen=True)
class Asked:
    """What a request asks. Without `query`, it asks for the page or the description of the service."""

    query: str | None
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    format: str
    seconds: float | None
    version: str
    infer: str
    part: Part

    @property
    def options(self) -> dict[str, list[str]]:
        """The parameters that change the answer, as they were sent."""
        sent = {
            "default-graph-uri": list(self.default_graphs or ()),
            "named-graph-uri": list(self.named_graphs or ()),
            "infer": [self.infer],
            "version": [self.version],
        }
        return {name: values for name, values in sent.items() if any(values)}


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
        return as_response(of_query(error, asked.query), asked.query)
    except Problem as problem:
        return as_response(problem, asked.query)


def _without_query(asked: Asked) -> Response:
    choice = choose(request, "graph", wanted=asked.format)
    if choice.format is HTML:
        response = Response(render_template("sparql.html", query="", answer=None), mimetype="text/html")
        response.vary.add("Accept")
        return response
    return description.response(choice, whole=False)


def _answer(asked: Asked, text: str) -> Response:
    engine = lent(asked.version, asked.infer)
    seconds = min(asked.seconds or SECONDS, site().limits.seconds)
    sent_text, text = text, federate(text, current_app.extensions["services"], seconds)
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
        # Over our own data, a relative IRI is a mistake that should be told, not a name of nothing.
        base=request.base_url if site().workspace.is_general else None,
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


def read() -> Asked:
    """What the request asks. Raises Problem where it breaks the protocol."""
    fields = fields_of(request.query_string.decode("latin-1"))
    if request.method in ("POST", "QUERY"):
        kind = request.mimetype
        charset = request.mimetype_params.get("charset", "utf-8").lower().strip("\"'")
        if charset not in ("utf-8", "utf8", "us-ascii"):
            raise Problem(
                415, "Not UTF-8", f"A body in {charset} is not read here.", "Send it in UTF-8.", "not-utf-8"
            )
        body = _body()
        if kind == QUERY:
            fields = [pair for pair in fields if pair[0] != "query"] + [("query", text_of(body))]
        elif kind == FORM:
            fields = fields + fields_of(text_of(body))
        elif kind == UPDATE:
            raise Problem(403, "Updates are not taken", "This service only reads.", name="read-only")
        else:
            raise Problem(
                415, "Unknown kind of request", f"A body of type `{kind or 'unknown'}` is not read here.",
                f"Send {QUERY}, or {FORM} with query=….",
            )  # fmt: skip
    return asked_of(fields)


def asked_of(fields: list[tuple[str, str]]) -> Asked:
    """What these parameters ask. Raises Problem where they break the protocol."""

    def values(name: str) -> list[str]:
        return [value for key, value in fields if key == name]

    queries = values("query")
    if values("update"):
        raise Problem(403, "Updates are not taken", "This service only reads.", name="read-only")
    if len(queries) > 1:
        raise Problem(
            400, "Two queries", "The parameter `query` is given more than once.", "Send one at a time."
        )
    if not queries and request.method in ("POST", "QUERY"):
        raise Problem(
            400, "No query", "The parameter `query` is missing.", f"Send query=…, or a body of type {QUERY}."
        )
    dataset = [tuple(values(name)) for name in ("default-graph-uri", "named-graph-uri")]
    has_dataset = any(dataset)
    formats = values("format") or values("output")
    return Asked(
        query=queries[0] if queries else None,
        default_graphs=dataset[0] if has_dataset else None,
        named_graphs=dataset[1] if has_dataset else None,
        format=formats[0].strip().replace(" ", "+") if formats else "",
        seconds=_seconds(values("timeout")),
        version=_one(values("version")),
        infer=_one(values("infer")),
        part=part_of(*(_one(values(name)) for name in ("limit", "offset", "after"))),
    )


def _one(values: list[str]) -> str:
    return values[0].strip() if values else ""


def _seconds(values: list[str]) -> float | None:
    if not values or not values[0]:
        return None
    try:
        seconds = float(values[0])
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < 1e6:
        raise Problem(
            400, "Unreadable time", f"timeout={values[0]} is no number of seconds.", "Send timeout=10."
        )
    return seconds


def _body() -> bytes:
    request.max_content_length = MAX_BODY
    return request.get_data(cache=False)


def text_of(body: bytes) -> str:
    """The text of a body. Raises Problem where it is not UTF-8."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(
            400,
            "Not UTF-8",
            f"Byte {error.start + 1} of the request is not UTF-8.",
            "Send the query in UTF-8.",
        ) from None


def fields_of(text: str) -> list[tuple[str, str]]:
    """The fields of a form, decoded once. Raises Problem where they are not UTF-8 or too many."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError:
        raise Problem(
            400, "Not UTF-8", "A parameter holds bytes that are not UTF-8.", "Encode it in UTF-8."
        ) from None
    except ValueError:
        raise Problem(400, "Too many parameters", f"More than {MAX_FIELDS} parameters were sent.") from None
