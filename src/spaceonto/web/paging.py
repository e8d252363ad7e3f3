"""Answers in parts: what `limit=`, `offset=`, `after=` ask for, and how an answer says that more follows."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, request

from ..engine import Answer, Engine
from ..engine.guard import Query
from ..engine.source import Folder
from .problems import Problem

MOST = 2**53
LONGEST = 8000
"""Characters of an address that servers and clients take."""


@dataclass(frozen=True)
class Part:
    """At most `limit` rows after the first `offset`, the last of which is the one that `after` names."""

    limit: int | None = None
    offset: int = 0
    after: str = ""


def part_of(limit: str, offset: str, after: str) -> Part:
    """The part that is asked for. Raises Problem for what is no number of rows."""
    return Part(_number("limit", limit, 1) if limit else None, _number("offset", offset or "0", 0), after)


def _number(name: str, text: str, least: int) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 17 else -1
    if not least <= number < MOST:
        raise Problem(
            400,
            "Unreadable number",
            f"{name}={text} is no number of rows.",
            f"Send {name}=1000, or leave it out.",
        )
    return number


def following(
    engine: Engine, query: Query, part: Part, options: dict[str, list[str]], rows: int, last: str
) -> str:
    """The address of the part after `rows` rows with this `last` one, asked with the same options.

    None where parts would not fit together, or where it would be too long.
    """
    # Of another server it is not known whether it keeps to one order, and it has but one release.
    if not query.steady or not isinstance(engine.source, Folder) or not engine.digest:
        return ""
    fields = {"query": [query.text], **options, "version": [engine.digest]}
    if part.limit is not None:
        fields["limit"] = [str(part.limit)]
    fields |= {"offset": [str(part.offset + rows)], "after": [last]}
    sent = [(name, value) for name, values in fields.items() for value in values if value]
    address = f"{request.base_url}?{urlencode(sent)}"
    return address if len(address) <= LONGEST else ""


def announce(response: Response, answer: Answer, part: Part, following: str) -> None:
    """Says on the response that it is not all, why, and where it goes on."""
    rows = answer.info["rows"]
    reason = "limit" if rows == part.limit else answer.info["by"]
    said = f"rows={rows}; by={reason}; next-offset={part.offset + rows}"
    if following:
        response.headers.add("Link", f'<{following}>; rel="next"')
    response.headers["X-SPARQL-Truncated"] = said
