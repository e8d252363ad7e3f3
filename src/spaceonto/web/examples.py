"""The questions as RDF, in the convention by which other tools read examples of queries."""

from collections.abc import Iterable

from flask import Response, request
from pyoxigraph import RdfFormat, serialize

from .. import terms
from ..engine import named
from ..questions import Question, as_rdf
from .negotiate import HTML, Choice, choose


def choice(suffix: str) -> Choice | None:
    """The RDF format that a suffix or Accept asks for; nothing where a page is wanted."""
    if suffix:
        found = named(suffix, "graph")
        return Choice(found, found.media_type) if found and found.name == suffix else None
    chosen = choose(request, "graph")
    return None if chosen.format is HTML or not request.accept_mimetypes.provided else chosen


def response(known: Iterable[Question], wanted: Choice) -> Response:
    """All questions in a graph format."""
    engine_format = wanted.format.engine
    assert isinstance(engine_format, RdfFormat)
    triples = as_rdf(known, request.url_root + "sparql")
    body = serialize(triples, format=engine_format, prefixes=terms.PREFIXES)
    answer = Response(body, content_type=wanted.content_type)
    answer.vary.add("Accept")
    return answer
