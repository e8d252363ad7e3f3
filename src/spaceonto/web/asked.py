"""What a request to the endpoint asks, read as the SPARQL protocol has it."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import request

from ..engine.guard import MAX_LENGTH
from .paging import Part, part_of
from .problems import Problem
from .site import site

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
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
            fields = [*fields, ("query", text_of(body))]
        elif kind == FORM:
            fields = fields + fields_of(text_of(body))
        elif kind == UPDATE:
            raise read_only()
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
        raise read_only()
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


def read_only() -> Problem:
    """What is said of an update where queries are asked."""
    hint = "Send it to /update, with the token." if site().writing is not None else ""
    return Problem(403, "Updates are not taken", "This address only reads.", hint, "read-only")


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
