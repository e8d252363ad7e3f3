"""How terms look on a page: short names, links, labels, and dates as exact as they are known."""

from collections.abc import Iterable
from typing import Any

from .. import terms
from ..engine import Engine

LABELS = """
SELECT ?x (SAMPLE(?label) AS ?l) {{
  VALUES ?x {{ {iris} }}
  ?x rdfs:label|skos:prefLabel|dcterms:title ?label
  FILTER(LANG(?label) IN ("en", ""))
}} GROUP BY ?x
"""


WORDS = {
    "skos:altLabel": "also called",
    "skos:note": "note",
    "skos:definition": "definition",
    "skos:scopeNote": "scope note",
    "skos:example": "example",
    "skos:broader": "broader",
    "skos:narrower": "narrower",
    "skos:inScheme": "scheme",
    "skos:topConceptOf": "top concept of",
    "skos:hasTopConcept": "top concept",
    "skos:related": "related",
    "dcterms:description": "description",
    "dcterms:publisher": "publisher",
    "dcterms:issued": "published",
    "dcterms:license": "licence",
    "dcterms:creator": "author",
    "dcterms:source": "source",
    "foaf:isPrimaryTopicOf": "article about it",
    "rdf:object": "says: object",
    "rdf:predicate": "says: property",
    "rdf:subject": "says: subject",
    "rdf:type": "kind",
    "rdfs:isDefinedBy": "defined in",
    "rdfs:seeAlso": "see also",
}


def named(iri: str) -> str:
    """What a property of another vocabulary is called on our pages."""
    return WORDS.get(terms.short(iri), terms.short(iri))


def href(iri: str) -> str:
    """Where a page about it is: here for our own names, the web for others, nowhere for no web address."""
    if iri.startswith(terms.BASE):
        return "/" + iri[len(terms.BASE) :]
    return iri if iri.startswith(("https://", "http://")) else ""


def is_own(iri: str) -> bool:
    return iri.startswith(terms.BASE)


def labels(engine: Engine, iris: Iterable[str]) -> dict[str, str]:
    """The English labels of those that have one."""
    wanted = sorted({iri for iri in iris if is_safe(iri)})
    found: dict[str, str] = {}
    for start in range(0, len(wanted), 500):
        text = LABELS.format(iris=" ".join(f"<{iri}>" for iri in wanted[start : start + 500]))
        found |= {row["x"]["value"]: row["l"]["value"] for row in engine.rows(text).rows}
    return found


def is_safe(iri: str) -> bool:
    """Whether it can be written between < and > in a query."""
    return bool(iri) and not any(mark <= " " or mark in '<>"{}|^`\\' for mark in iri)


def iris_in(rows: Iterable[dict[str, dict[str, Any]]]) -> set[str]:
    """Every IRI in a table."""
    return {term["value"] for row in rows for term in row.values() if term["type"] == "uri"}


def date_text(date: str, precision: str) -> str:
    """A date as exactly as it is known: 1998, not 1998-01-01, where only the year is."""
    kept = {"year": 4, "month": 7}.get(precision.rpartition("-")[2])
    if precision.endswith("decade"):
        return date[:3] + "0s"
    return date[:kept] if kept else date
