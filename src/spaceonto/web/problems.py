"""Errors as answers: RFC 9457 problem JSON for programs, a page or plain text for people."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Request, Response, g, json, render_template, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from .. import terms
from ..engine import (
    AnswerMoved,
    AnswerTooLarge,
    DataError,
    GraphMissing,
    Impossible,
    QueryError,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueueFull,
    StartError,
)

LOG = logging.getLogger(__name__)
TYPE = terms.BASE + "problem/"


@dataclass
class Problem(Exception):  # noqa: N818
    """What went wrong with a request, and the status it gets. `members` go into the JSON as they are.

    One with a title of its own has a type of its own, which ends with `name`, else with the title.
    """

    status: int
    title: str
    detail: str
    hint: str = ""
    name: str = ""
    members: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.name and self.title.lower() != HTTPStatus(self.status).phrase.lower():
            self.name = re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")


KINDS: dict[type[Exception], tuple[int, str, str]] = {
    QuerySyntaxError: (400, "query-syntax", "The query has a mistake"),
    QueryRefused: (400, "query-refused", "This query is not run here"),
    GraphMissing: (400, "no-such-graph", "There is no such graph"),
    DataError: (400, "data-syntax", "The data have a mistake"),
    Impossible: (409, "impossible", "This change is not possible"),
    AnswerTooLarge: (400, "answer-too-large", "The answer is too large"),
    AnswerMoved: (409, "answer-moved", "The answer has changed between pages"),
    QueryTimeout: (503, "query-timeout", "The query took too long"),
    QueueFull: (503, "busy", "The service is busy"),
    QueryFailed: (503, "query-failed", "The query could not be finished"),
    StartError: (503, "no-data", "The data are not loaded"),
}


def of_query(error: QueryError | StartError, text: str = "") -> Problem:
    """The problem that an error of the engine is."""
    status, name, title = KINDS.get(type(error), (503, "query-failed", "The query could not be finished"))
    if isinstance(error, StartError):
        LOG.error("%s", error)
        # What follows the colon names files of this machine.
        detail = str(error).partition(": ")[0].rstrip(".") + "."
        return Problem(status, title, detail, name=name, headers={"Retry-After": "10"})
    problem = Problem(status, title, error.message, error.hint, name)
    if isinstance(error, DataError):
        problem.members = {"line": error.line, "column": error.column}
    elif isinstance(error, QuerySyntaxError):
        problem.members = {"line": error.line, "column": error.column, "token": error.token}
        lines = text.splitlines()
        if error.line <= len(lines):
            problem.members["excerpt"] = excerpt(lines[error.line - 1], error.column)
    elif isinstance(error, QueueFull):
        problem.headers = {"Retry-After": str(error.retry_after)}
    elif isinstance(error, QueryTimeout):
        problem.headers = {"Retry-After": "60"}
        problem.members = {"seconds": error.seconds}
    return problem


def excerpt(line: str, column: int, width: int = 70) -> str:
    """The line with a caret below the column, cut round it where it is long."""
    start = max(0, column - 1 - width // 2)
    shown = line[start : start + width].expandtabs(1)
    return f"{shown}\n{' ' * (column - 1 - start)}^"


def as_response(
    problem: Problem, query: str = "", sent: Mapping[str, Sequence[str]] | None = None
) -> Response:
    """The problem in the form that the asker wants to read; `sent` are the parameters beside the query."""
    g.problem = problem.name
    form = _wanted(request)
    if form == "html":
        body = render_template("problem.html", problem=problem, query=query, sent=sent or {})
        response = Response(body, problem.status, mimetype="text/html")
    elif form == "text":
        lines = [problem.title, problem.detail, problem.members.get("excerpt", ""), problem.hint]
        place = (
            f"Line {problem.members['line']}, column {problem.members['column']}: "
            if "line" in problem.members
            else ""
        )
        lines[1] = place + lines[1]
        response = Response("\n".join(filter(None, lines)) + "\n", problem.status, mimetype="text/plain")
    else:
        members = {"title": problem.title, "status": problem.status, "detail": problem.detail}
        if problem.name:
            members = {"type": TYPE + problem.name, **members}
        if problem.hint:
            members["hint"] = problem.hint
        body = json.dumps({**members, **problem.members}, ensure_ascii=False)
        response = Response(body + "\n", problem.status, content_type="application/problem+json")
    response.headers.update(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def of_http(error: HTTPException) -> Problem:
    """The problem that one of the framework's own refusals is."""
    known = {
        404: "There is nothing at this address.",
        405: f"{request.method} is not possible here.",
        413: "More was sent than is taken here.",
        415: "What was sent is of a kind that is not read here.",
    }
    status = error.code or 500
    headers = (
        {"Allow": ", ".join(sorted(error.valid_methods or ()))} if hasattr(error, "valid_methods") else {}
    )
    return Problem(status, error.name, known.get(status, error.description or error.name), headers=headers)


def _wanted(asked: Request) -> str:
    if request_ctx.url_adapter is None:  # the Host is no host, so that a page could have no links
        return "json"
    accept = asked.accept_mimetypes
    offers = {"html": "text/html", "json": "application/problem+json", "text": "text/plain"}
    if not accept.provided or asked.args.get("format", "html") != "html":
        return "json"
    named = {value.partition(";")[0].strip().lower() for value, _ in accept}
    if "text/html" in named and accept.quality("text/html") >= accept.quality("application/problem+json"):
        return "html"
    return "text" if offers["text"] in named and not any("json" in value for value in named) else "json"
