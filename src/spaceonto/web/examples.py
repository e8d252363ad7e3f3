"""The questions as RDF, in the convention by which other tools read examples of queries."""

from collections.abc import Iterable

from flask import Response, request
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from .. import terms
from ..engine import named
from ..engine.guard import guard
from ..questions import Question
from .negotiate import HTML, Choice, choose

SH, SPEX, SCHEMA = terms.SH, terms.PREFIXES["spex"], terms.PREFIXES["schema"]
A = NamedNode(terms.RDF + "type")
KINDS = {"SELECT": "Select", "ASK": "Ask", "CONSTRUCT": "Construct", "DESCRIBE": "Describe"}


def choice(suffix: str) -> Choice | None:
    """The RDF format that a suffix or Accept asks for; nothing where a page is wanted."""
    if suffix:
        found = named(suffix, "graph")
        return Choice(found, found.media_type) if found and found.name == suffix else None
    chosen = choose(request, "graph")
    return None if chosen.format is HTML or not request.accept_mimetypes.provided else chosen


def response(known: Iterable[Question], wanted: Choice) -> Response:
    """All questions in a graph format."""
    endpoint = NamedNode(request.url_root + "sparql")
    engine_format = wanted.format.engine
    assert isinstance(engine_format, RdfFormat)
    body = serialize(triples(known, endpoint), format=engine_format, prefixes=terms.PREFIXES)
    answer = Response(body, content_type=wanted.content_type)
    answer.vary.add("Accept")
    return answer


def triples(known: Iterable[Question], endpoint: NamedNode) -> list[Triple]:
    """Each question as an executable with its words, query, keywords and endpoint; then the prefixes."""
    prefixes = NamedNode(terms.BASE + "prefixes")
    found = [Triple(prefixes, A, NamedNode(terms.OWL + "Ontology"))]
    for question in known:
        kind = KINDS.get(guard(question.text).form, "Select")
        node = NamedNode(f"{terms.BASE}questions/{question.section}/{question.slug}")
        base = SPEX if kind == "Describe" else SH
        found += [
            Triple(node, A, NamedNode(SH + "SPARQLExecutable")),
            Triple(node, A, NamedNode(f"{base}SPARQL{kind}Executable")),
            Triple(node, NamedNode(terms.RDFS + "label"), Literal(question.title, language="en")),
            Triple(node, NamedNode(terms.RDFS + "comment"), Literal(question.question, language="en")),
            Triple(node, NamedNode(base + kind.lower()), Literal(question.text)),
            Triple(node, NamedNode(terms.DCTERMS + "identifier"), Literal(question.code)),
            Triple(node, NamedNode(SH + "prefixes"), prefixes),
            Triple(node, NamedNode(SCHEMA + "target"), endpoint),
        ]
        found += [Triple(node, NamedNode(SCHEMA + "keywords"), Literal(word)) for word in question.keywords]
    for name, iri in terms.PREFIXES.items():
        declared = BlankNode(f"prefix-{name}")
        found += [
            Triple(prefixes, NamedNode(SH + "declare"), declared),
            Triple(declared, NamedNode(SH + "prefix"), Literal(name)),
            Triple(
                declared, NamedNode(SH + "namespace"), Literal(iri, datatype=NamedNode(terms.XSD + "anyURI"))
            ),
        ]
    return found
