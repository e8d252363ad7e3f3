"""What the service says of itself to programs: SPARQL's service description, and VoID for the data."""

from flask import Response, request
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from .. import terms
from ..engine import FORMATS, Engine
from .negotiate import Choice
from .site import site

SD = terms.PREFIXES["sd"]
VOID = terms.PREFIXES["void"]
ENT = "http://www.w3.org/ns/entailment/"
PROFILE = "http://www.w3.org/ns/owl-profile/RL"
A = NamedNode(terms.RDF + "type")
CLASSES = """
SELECT ?class (COUNT(DISTINCT ?x) AS ?n) {
  ?x a ?class FILTER(STRSTARTS(STR(?class), STR(sco:)))
} GROUP BY ?class
"""
PROPERTIES = "SELECT ?property (COUNT(*) AS ?n) { ?s ?property ?o } GROUP BY ?property"
COUNTS = """
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) { ?s ?p ?o }
"""


def response(choice: Choice) -> Response:
    """The description in a graph format."""
    engine = site().engine
    endpoint = NamedNode(request.url_root + "sparql")
    triples = [*service(endpoint), *dataset(engine, endpoint)]
    engine_format = choice.format.engine
    assert isinstance(engine_format, RdfFormat)
    body = serialize(triples, format=engine_format, prefixes=terms.PREFIXES)
    answer = Response(body, content_type=choice.content_type)
    answer.vary.add("Accept")
    return answer


def service(endpoint: NamedNode) -> list[Triple]:
    """The languages, formats and features of the endpoint."""
    node = BlankNode("service")
    entailed = BlankNode("default-graph")
    described = BlankNode("data")
    facts: list[tuple[str, str | NamedNode | BlankNode]] = [
        ("endpoint", endpoint),
        ("supportedLanguage", SD + "SPARQL10Query"),
        ("supportedLanguage", SD + "SPARQL11Query"),
        ("feature", SD + "UnionDefaultGraph"),
        ("defaultDataset", described),
        *(("resultFormat", entry.iri) for entry in FORMATS if entry.iri),
    ]
    triples = [Triple(node, A, NamedNode(SD + "Service"))]
    triples += [Triple(node, NamedNode(SD + name), _node(value)) for name, value in facts]
    triples += [
        Triple(described, A, NamedNode(SD + "Dataset")),
        Triple(described, A, NamedNode(VOID + "Dataset")),
        Triple(described, NamedNode(SD + "defaultGraph"), entailed),
        Triple(entailed, A, NamedNode(SD + "Graph")),
        Triple(entailed, NamedNode(SD + "entailmentRegime"), NamedNode(ENT + "OWL-RDF-Based")),
        Triple(entailed, NamedNode(SD + "supportedEntailmentProfile"), NamedNode(PROFILE)),
    ]
    return triples


def dataset(engine: Engine, endpoint: NamedNode) -> list[Triple]:
    """What the data hold, counted: triples, subjects, and how many of each class and property."""
    node = BlankNode("data")
    totals = engine.rows(COUNTS).rows[0]
    triples = [
        Triple(node, NamedNode(VOID + "sparqlEndpoint"), endpoint),
        Triple(node, NamedNode(VOID + "uriSpace"), Literal(terms.ID)),
        Triple(node, NamedNode(VOID + "vocabulary"), NamedNode(terms.SCO)),
        Triple(node, NamedNode(VOID + "triples"), _number(totals["triples"]["value"])),
        Triple(node, NamedNode(VOID + "distinctSubjects"), _number(totals["subjects"]["value"])),
        Triple(node, NamedNode(terms.DCTERMS + "identifier"), Literal(engine.digest)),
        Triple(
            node,
            NamedNode(terms.DCTERMS + "license"),
            NamedNode("https://creativecommons.org/licenses/by/4.0/"),
        ),
    ]
    for query, name, count in ((CLASSES, "class", "entities"), (PROPERTIES, "property", "triples")):
        for index, row in enumerate(engine.rows(query).rows):
            part = BlankNode(f"{name}-{index}")
            triples += [
                Triple(node, NamedNode(f"{VOID}{name}Partition"), part),
                Triple(part, NamedNode(VOID + name), NamedNode(row[name]["value"])),
                Triple(part, NamedNode(VOID + count), _number(row["n"]["value"])),
            ]
    return triples


def _node(value: str | NamedNode | BlankNode) -> NamedNode | BlankNode:
    return NamedNode(value) if isinstance(value, str) else value


def _number(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(terms.XSD + "integer"))
