"""Why: the proof of a fact, or what is missing for it, as a page, as JSON, as text and as RDF."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from ..engine import Limits, QueryFailed, QueryTimeout, QueueFull, StartError
from ..engine.pool import Pool
from ..engine.source import Folder
from .problems import Problem, of_query
from .site import Site, site

blueprint = Blueprint("explaining", __name__)

OFFERED = {
    "application/json": "json",
    "text/html": "html",
    "text/plain": "text",
    "text/turtle": "turtle",
}
NAMES = {"json": "json", "html": "html", "text": "text", "txt": "text", "turtle": "turtle", "ttl": "turtle"}
SECONDS = 10.0
COUNTING = 60.0
"""Seconds to look through all that follows."""
MEMORY = 512 * 1024**2
MOST = 100
LONGEST = 4000
"""Characters of a term."""


def pool(place: Site, folder: Path) -> Pool:
    """The explanation workers of a release; they are started by the first who needs them."""
    arguments = {"root": str(place.workspace.root), "folder": str(folder)}
    limits = Limits(fast=2, long=2, queue=16, seconds=COUNTING, memory=MEMORY)
    return Pool("spaceonto.web.explainer:prepare", arguments, limits, sealed=False)


@blueprint.get("/explain")
def explain() -> Response:
    """The explanation of a triple; without one, the form to ask for it."""
    form = _format()
    terms = {name: request.args.get(name, "").strip() for name in ("s", "p", "o")}
    if not any(terms.values()) and form == "html":
        return _answered(render_template("explain.html", asked=terms, told="", title=""), form)
    _check(terms)
    every, limit = _choices()
    told, body = _told({**terms, "all": every, "limit": limit, "format": form, "path": request.path})
    if form != "html":
        return _answered(body, form)
    page = render_template(
        "explain.html",
        asked=terms,
        every=every,
        can_be_more=told["status"] == "inferred" and not every,
        told=Markup(body.decode()),  # noqa: S704  (made by a template that escapes)
        title=told["sentence"],
    )
    return _answered(page, form)


def _told(asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """What a worker tells of a question, and the text; raises Problem where it has none."""
    source = site().engine.source
    if not isinstance(source, Folder):
        raise Problem(404, "No rules", "This service asks another one, which does not tell why.")
    version = request.args.get("version", "").strip()
    if version and version != source.digest:
        raise Problem(
            404,
            "Not the current release",
            f"Only the current release is explained, not `{version}`.",
            f"Leave `version` out, or ask of {source.digest}.",
        )
    try:
        info, spool = site().explanation(source.path, pool).run(asked, SECONDS)
    except (QueryFailed, QueryTimeout, QueueFull, StartError) as error:
        problem = of_query(error)
        problem.title, problem.name = "The explanation could not be finished", "explanation-failed"
        raise problem from None
    if info.get("error") == "asked":
        raise _unusable(info)
    if "error" in info:
        raise of_query(QueryFailed(info.get("message", "The explanation ended without a result.")))
    return info, b"".join(spool.pieces())


def _unusable(info: dict[str, Any]) -> Problem:
    """The problem with a name that cannot be read, or that nobody knows."""
    status, title = (404, "Unknown name") if info["unknown"] else (400, "Unreadable name")
    members = {"nearest": info["nearest"]} if info["nearest"] else {}
    return Problem(status, title, info["message"], info["hint"], "unknown-name", members)


def _answered(body: str | bytes, form: str) -> Response:
    kind = next(media_type for media_type, name in OFFERED.items() if name == form)
    response = Response(body, mimetype=kind)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Release"] = site().engine.digest
    response.vary.add("Accept")
    return response


def _format() -> str:
    """The format by `format=`, then by Accept. Raises Problem for one that there is not."""
    wanted = request.args.get("format", "")
    if wanted:
        if wanted not in NAMES:
            raise Problem(
                400,
                "Unknown format",
                f"`{wanted}` is no format for an explanation.",
                "Choose one of: json, html, text, turtle.",
            )
        return NAMES[wanted]
    accept = request.accept_mimetypes
    if not accept.provided:
        return "json"
    best = accept.best_match(list(OFFERED))
    if best is None:
        raise Problem(
            406,
            "Not acceptable",
            f"There is no explanation in {request.headers.get('Accept', '')}.",
            f"There are: {', '.join(OFFERED)}.",
        )
    return OFFERED[best]


def _check(terms: dict[str, str]) -> None:
    for name, text in terms.items():
        if not text:
            raise Problem(
                400,
                "Incomplete triple",
                f"The parameter `{name}` is missing.",
                "Send s=, p= and o=: names such as id:nasa, IRIs, for o= also a literal.",
            )
        if len(text) > LONGEST:
            raise Problem(400, "Too long", f"`{name}` has more than {LONGEST} characters.")


def _choices() -> tuple[bool, int]:
    every = request.args.get("all", "").lower()
    if every not in ("", "1", "true", "yes", "on", "0", "false", "no"):
        raise Problem(400, "Unreadable choice", f"all={every} is neither true nor false.", "Send all=true.")
    text = request.args.get("limit", "20")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST:
        raise Problem(
            400, "Unreadable number", f"limit={text} is no number from 1 to {MOST}.", "Send limit=20."
        )
    return every in ("1", "true", "yes", "on"), int(text)
