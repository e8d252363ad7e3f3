"""Turtle in, findings out: the check of a contribution before it is made."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from .. import terms
from ..check.report import Finding, without_result
from ..engine import Engine, Limits, QueryError, QueryFailed, QueryTimeout, QueueFull, StartError, named
from ..engine.pool import Pool
from ..engine.source import Folder
from . import explaining
from .checker import FILE
from .names import is_safe
from .problems import Problem, of_query
from .site import Site, site
from .things import nearest

blueprint = Blueprint("validation", __name__)

MAX_TURTLE = 1024 * 1024
SECONDS = 60.0
FORM = "application/x-www-form-urlencoded"
TYPES = ("text/turtle", "application/x-turtle", "application/n-triples", "text/plain")
OFFERED = ("application/json", "text/html", "text/turtle", "text/plain")
CONTEXT = """
CONSTRUCT {{ ?s ?p ?o . ?o a ?class }} WHERE {{
  VALUES ?s {{ {iris} }}
  GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != graph:inferred)
  OPTIONAL {{ GRAPH ?h {{ ?o a ?class }} FILTER(?h != graph:inferred) }}
}}
"""
EXAMPLE = """PREFIX id: <https://w3id.org/spaceonto/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sco: <https://w3id.org/spaceonto/ns#>

id:my-mission
    a sco:RoboticMission ;
    rdfs:label "My mission"@en ;
.
"""


def pool(place: Site) -> Pool:
    """The validation workers; they are started by the first who needs them."""
    arguments = {"root": str(place.workspace.root)}
    limits = Limits(fast=1, long=2, queue=8, seconds=SECONDS, memory=1024**3)
    return Pool("spaceonto.web.checker:prepare", arguments, limits)


@blueprint.get("/validate")
def form() -> str:
    """The form; whoever opens it will soon need the workers."""
    _require_shapes()
    site().validation(pool)
    return render_template("validate.html", text=EXAMPLE, report=None)


@blueprint.post("/validate")
def validate() -> Response:
    """The findings on a Turtle text: 200 whether or not it conforms, 422 where it cannot be read."""
    _require_shapes()
    text = _sent()
    try:
        report = check(site().validation(pool), site().engine, text, _clashes(text))
    except (QueryFailed, QueryTimeout, QueueFull, StartError) as error:
        problem = of_query(error)
        problem.title, problem.name = "The check could not be finished", "check-failed"
        raise problem from None
    return _written(report, text)


def _require_shapes() -> None:
    if site().workspace.is_general:
        raise Problem(
            404,
            "Nothing to check by",
            "This service holds RDF of any kind, and has no shapes to check by.",
            "What is sent to /store or /update is read before it is taken.",
        )


def _clashes(text: str) -> list[dict[str, Any]]:
    """The contradictions of the text with what the graph knows; a remark where they cannot be looked for."""
    source = site().engine.source
    try:
        if not isinstance(source, Folder):
            raise StartError("this service asks another one")
        workers = site().explanation(source.path, explaining.pool)
        told, _ = workers.run({"file": FILE}, explaining.SECONDS, body=text.encode())
        if "error" in told:
            raise StartError(str(told.get("message", told["error"])))
    except (QueryError, StartError) as error:
        remark = Finding(
            "info",
            "contradiction",
            f"contradictions with what is known were not looked for ({error})",
            "let `spaceonto check` look for them",
        )
        return [without_result(remark)]
    return list(told["findings"])


def check(workers: Pool, engine: Engine, text: str, clashes: list[dict[str, Any]]) -> dict[str, Any]:
    """`conforms` and `findings`; `readable` is false where the Turtle has mistakes. Raises QueryError."""
    first, _ = workers.run({"step": "names", "text": text})
    if "findings" in first:
        return first
    asked = {"step": "check", "text": text, "context": context(engine, first["names"])}
    report, _ = workers.run({**asked, "clashes": clashes})
    if "error" in report:
        raise QueryFailed(report.get("message", "The check ended without a result."))
    for found in report["findings"]:
        _add_hint(engine, found)
    return report


def _add_hint(engine: Engine, found: dict[str, Any]) -> None:
    """Names what may have been meant by a name of ours that is not known."""
    value = found.get("value", "")
    if "hint" in found or not found.get("component", "").endswith("ClassConstraintComponent"):
        return
    for start in (terms.ID, terms.CONCEPT):
        near = nearest(engine, start, value[len(start) :], 2) if value.startswith(start) else []
        if near and value[len(start) :] not in {name for name, _ in near}:
            meant = " or ".join(f"{terms.short(start + name)} ({label})" for name, label in near)
            found["hint"] = f"Did you mean {meant}?"


def context(engine: Engine, names: Iterable[str]) -> str:
    """What the files state of these names, and the kinds of what they point to, as N-Triples."""
    wanted = [name for name in names if is_safe(name)]
    found = b""
    for start in range(0, len(wanted), 500):
        iris = " ".join(f"<{name}>" for name in wanted[start : start + 500])
        found += engine.query(CONTEXT.format(iris=iris), named("nt", "graph"), whole=True).read()
    return found.decode()


def _sent() -> str:
    """The Turtle of the request: its body, or the field `turtle` or the file of a form."""
    request.max_content_length = 3 * MAX_TURTLE if request.mimetype == FORM else MAX_TURTLE + 10_000
    request.max_form_memory_size = MAX_TURTLE
    if request.mimetype in ("multipart/form-data", FORM):
        upload = request.files.get("file")
        if upload and upload.filename:
            return _text(upload.read())
        text = request.form.get("turtle", "")
    elif request.mimetype in TYPES:
        text = _text(request.get_data(cache=False))
    else:
        raise Problem(
            415, "Unknown kind of text", f"`{request.mimetype or 'nothing'}` is not checked here.",
            "Send Turtle as text/turtle.",
        )  # fmt: skip
    if not text.strip():
        raise Problem(
            400, "Nothing to check", "No Turtle was sent.", "Send it as the body, or as the field `turtle`."
        )
    return text


def _text(data: bytes) -> str:
    if len(data) > MAX_TURTLE:
        raise Problem(
            413, "Too large", f"More than {MAX_TURTLE // 1024} KiB were sent.", "Check it in parts."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Problem(
            422, "Not UTF-8", f"Line {line} holds a byte that is not UTF-8.", "Save it in UTF-8."
        ) from None


def _written(report: dict[str, Any], text: str) -> Response:
    status = 200 if report["readable"] else 422
    accept = request.accept_mimetypes
    wanted = accept.best_match(OFFERED, "application/json") if accept.provided else "application/json"
    if wanted == "text/html":
        response = Response(
            render_template("validate.html", text=text, report=report), status, mimetype=wanted
        )
    elif wanted == "text/turtle":
        response = Response(report["turtle"], status, mimetype=wanted)
    elif wanted == "text/plain":
        response = Response(report["text"], status, mimetype=wanted)
    else:
        response = jsonify({"conforms": report["conforms"], "findings": report["findings"]})
        response.status_code = status
    response.vary.add("Accept")
    return response
