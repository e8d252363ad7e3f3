"""The vocabulary: every class and property with its definition, as a page and as RDF."""

from dataclasses import dataclass, field

from flask import Blueprint, Response, abort, render_template

from .. import terms
from ..engine import Engine
from . import axioms
from .negotiate import HTML
from .site import site
from .sparql import as_bytes
from .things import split

blueprint = Blueprint("vocabulary", __name__)

TERMS = """
SELECT ?term ?kind ?p ?o {
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
  VALUES ?p {
    rdfs:label skos:definition skos:scopeNote skos:example rdfs:isDefinedBy owl:deprecated
    dcterms:isReplacedBy rdfs:subClassOf rdfs:subPropertyOf rdfs:domain rdfs:range owl:inverseOf
  }
  GRAPH ?g { ?term a ?kind ; ?p ?o }
  FILTER(STRSTARTS(STR(?term), STR(sco:)) && ?g != graph:inferred && !ISBLANK(?o))
}
"""
MODULES = """
SELECT ?module ?title ?description {
  ?module a owl:Ontology ; dcterms:title ?title OPTIONAL { ?module dcterms:description ?description }
  FILTER(STRSTARTS(STR(?module), "https://w3id.org/spaceonto/ns/"))
} ORDER BY ?module
"""
ALL = """
CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o }
  FILTER(STRSTARTS(STR(?g), "https://w3id.org/spaceonto/graph/ontology/")
    && !CONTAINS(STR(?g), "/schemes/") && !CONTAINS(STR(?g), "/alignments/")) }
"""
MODULE = """
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  GRAPH ?g {{ <{iri}> a owl:Ontology . ?s ?p ?o }} FILTER(?g != graph:inferred)
}}
"""


@dataclass
class VocabularyTerm:
    """A class or property; `facts` map short names such as `definition` to values."""

    iri: str
    kind: str
    facts: dict[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.iri.rpartition("#")[2]

    def first(self, name: str) -> str:
        """The first value, or nothing."""
        return (self.facts.get(name) or [""])[0]


@dataclass(frozen=True)
class Module:
    """A module of the ontology and the terms it defines."""

    iri: str
    title: str
    description: str
    classes: list[VocabularyTerm]
    properties: list[VocabularyTerm]

    @property
    def name(self) -> str:
        return self.iri.rpartition("/")[2]


@blueprint.get("/ns")
@blueprint.get("/ns.<suffix>")
@blueprint.get("/ns/<path:name>")
def vocabulary(name: str = "", suffix: str = "") -> Response:
    """All terms, or those of one module."""
    slug, choice = split(f"{name}.{suffix}" if suffix else name)
    engine = site().engine
    if choice.format is not HTML:
        iri = f"{terms.BASE}ns/{slug}"
        if slug and not any(module.iri == iri for module in modules(engine)):
            abort(404)
        return as_bytes(
            engine.query(MODULE.format(iri=iri) if slug else ALL, choice.format, whole=True), choice
        )
    shown = [module for module in modules(engine) if slug in ("", module.name)] or abort(404)
    response = Response(
        render_template(
            "vocabulary.html",
            modules=shown,
            name=slug,
            prefixes=terms.PREFIXES,
            axioms=None if slug else axioms.known(site()),
        ),
        mimetype="text/html",
    )
    response.vary.add("Accept")
    return response


def modules(engine: Engine) -> list[Module]:
    """The modules that define terms, each with its classes and properties by name."""
    found: dict[str, VocabularyTerm] = {}
    for row in engine.rows(TERMS).rows:
        iri = row["term"]["value"]
        term = found.setdefault(iri, VocabularyTerm(iri, terms.short(row["kind"]["value"])))
        value = row["o"]["value"]
        values = term.facts.setdefault(terms.short(row["p"]["value"]).rpartition(":")[2], [])
        if value not in values and row["o"].get("xml:lang", "en") == "en":
            values.append(value)
    ordered = sorted(found.values(), key=lambda term: term.name.lower())
    made = []
    for row in engine.rows(MODULES).rows:
        iri = row["module"]["value"]
        here = [term for term in ordered if iri in term.facts.get("isDefinedBy", ())]
        classes = [term for term in here if term.kind == "owl:Class"]
        properties = [term for term in here if term.kind != "owl:Class"]
        if here:
            made.append(
                Module(
                    iri,
                    row["title"]["value"],
                    row.get("description", {}).get("value", ""),
                    classes,
                    properties,
                )
            )
    return made
