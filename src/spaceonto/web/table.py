"""An answer as a page: a table that a screen reader can walk, with labels for the names in it."""

from typing import Any

from flask import Response, render_template
from pyoxigraph import RdfFormat, parse

from ..engine import Engine, Rows, named
from ..engine.guard import guard
from ..engine.notices import lone_variables, notices
from ..engine.rows import as_json
from .marks import marks
from .names import iris_in, labels
from .paging import Part, following

ROWS = 1000
"""Rows on a page; every other format gives all."""
NT = named("nt", "graph")


def rows_of(engine: Engine, text: str, *, max_rows: int = ROWS, **options: Any) -> Rows:
    """At most ROWS rows of the answer; a graph as a table of its triples."""
    if not guard(text).gives_graph:
        return engine.rows(text, max_rows=max_rows, **options)
    answer = engine.query(text, NT, max_rows=max_rows, **options)
    rows = [
        {
            "subject": as_json(quad.subject),
            "predicate": as_json(quad.predicate),
            "object": as_json(quad.object),
        }
        for quad in parse(answer.read(), format=RdfFormat.N_TRIPLES)
    ]
    return Rows(("subject", "predicate", "object"), rows, answer.more, last=answer.last)


def answer_page(
    engine: Engine,
    text: str,
    shown: str,
    sent: dict[str, list[str]],
    part: Part,
    seconds: float | None,
    default_graphs: tuple[str, ...] | None,
    named_graphs: tuple[str, ...] | None,
) -> Response:
    """The page with the answer to a query; it shows the query as it was sent, with the parameters `sent`.

    Raises as Engine.query does.
    """
    answer = rows_of(
        engine,
        text,
        max_rows=min(part.limit or ROWS, ROWS),
        seconds=seconds,
        default_graphs=default_graphs,
        named_graphs=named_graphs,
        offset=part.offset,
        after=part.after,
    )
    options = {**sent, "format": ["html"]}
    body = render_template(
        "sparql.html",
        query=shown,
        answer=answer,
        labels=labels(engine, iris_in(answer.rows)),
        marks=marks(engine, text, answer),
        formats=formats_of(text),
        first=part.offset + 1,
        rest=following(engine, guard(text), part, options, len(answer.rows), answer.last)
        if answer.more and text == shown
        else "",
        sent=sent,
        release=engine.digest,
        notices=lone_variables(text) if answer.rows or answer.boolean else notices(engine, text),
    )
    return Response(body, mimetype="text/html")


def formats_of(text: str) -> tuple[str, ...]:
    """The short names of the formats in which the answer can be had too."""
    return (
        ("ttl", "nt", "jsonld", "rdf") if guard(text).gives_graph else ("csv", "json", "xml", "tsv", "ndjson")
    )
