"""Prefixes and namespaces: the only place that spells an IRI."""

from typing import Final

BASE: Final = "https://w3id.org/spaceonto/"
SCO: Final = BASE + "ns#"
ID: Final = BASE + "id/"
CONCEPT: Final = BASE + "concept/"
GRAPH: Final = BASE + "graph/"
SHAPE: Final = BASE + "shape#"
INFERRED: Final = GRAPH + "inferred"
UNION: Final = GRAPH + "union"
PUBLICATION: Final = GRAPH + "publication"
DESCRIPTION: Final = BASE + ".well-known/void"
EXAMPLES: Final = BASE + ".well-known/sparql-examples"
DESCRIPTIONS: Final = (DESCRIPTION, EXAMPLES)
"""The graphs in which a release describes itself. They are no part of the union of all."""
DATASET: Final = DESCRIPTION + "#spaceonto"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SH: Final = "http://www.w3.org/ns/shacl#"
DCTERMS: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"
VOID_EXT: Final = "http://ldf.fi/void-ext#"
WD: Final = "http://www.wikidata.org/entity/"
WDT: Final = "http://www.wikidata.org/prop/direct/"

PREFIXES: Final[dict[str, str]] = {
    "concept": CONCEPT,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": DCTERMS,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "graph": GRAPH,
    "gufo": "http://purl.org/nemo/gufo#",
    "id": ID,
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": "https://schema.org/",
    "sco": SCO,
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": SH,
    "shape": SHAPE,
    "skos": SKOS,
    "spex": "https://purl.expasy.org/sparql-examples/ontology#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "wd": WD,
    "wdt": WDT,
    "xsd": XSD,
}


def short(iri: str) -> str:
    """The IRI with the known prefix that leaves least of it, or whole where none fits."""
    fitting = [
        (iri.removeprefix(start), prefix) for prefix, start in PREFIXES.items() if iri.startswith(start)
    ]
    if not fitting:
        return iri
    local, prefix = min(fitting, key=lambda pair: len(pair[0]))
    return f"{prefix}:{local}"
