"""A small release written by hand: what the engine and the pages are tested on, without a build."""

import json
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from spaceonto import terms
from spaceonto.release.describing import describe
from spaceonto.workspace import Workspace

HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in terms.PREFIXES.items())

FILES = {
    "ontology/core": """
<https://w3id.org/spaceonto/ns/core> a owl:Ontology ; dcterms:title "SpaceOnto core"@en ;
    dcterms:description "The top classes."@en .
sco:Agent a owl:Class ; rdfs:label "agent"@en ; skos:definition "Party able to act."@en ;
    rdfs:isDefinedBy <https://w3id.org/spaceonto/ns/core> .
sco:SpaceAgency a owl:Class ; rdfs:subClassOf sco:Agent ; rdfs:label "space agency"@en ;
    skos:definition "Organisation charged with a space programme."@en ;
    rdfs:isDefinedBy <https://w3id.org/spaceonto/ns/core> .
sco:participant a owl:ObjectProperty ; rdfs:label "participant"@en ; rdfs:range sco:Agent ;
    skos:definition "Who takes part."@en ; rdfs:isDefinedBy <https://w3id.org/spaceonto/ns/core> .
sco:participationIn a owl:ObjectProperty ; rdfs:label "participation in"@en ;
    skos:definition "In what."@en ; rdfs:isDefinedBy <https://w3id.org/spaceonto/ns/core> .
""",
    "ontology/schemes/role": """
concept:role a skos:ConceptScheme ; dcterms:title "Roles"@en .
concept:role-lead a skos:Concept ; skos:prefLabel "lead"@en ; skos:inScheme concept:role ;
    skos:definition "Who answers for the whole."@en .
concept:role-partner a skos:Concept ; skos:prefLabel "partner"@en ; skos:inScheme concept:role .
""",
    "data/agents/nasa": """
id:nasa a sco:SpaceAgency ; rdfs:label "National Aeronautics and Space Administration"@en, "Агентство"@ru ;
    sco:acronym "NASA" ; sco:beginDate "1958-01-01"^^xsd:date ;
    sco:beginPrecision concept:date-precision-year ;
    sco:source id:source-example ; owl:sameAs wd:Q23548 .
id:esa a sco:SpaceAgency ; rdfs:label "European Space Agency"@en ; sco:acronym "ESA" ;
    sco:source id:source-example .
id:csa a sco:SpaceAgency ; rdfs:label "Canadian Space Agency"@en ; sco:source id:source-example .
""",
    "data/activities/jwst-mission": """
id:jwst-mission a sco:RoboticMission ; rdfs:label "James Webb Space Telescope mission"@en ;
    skos:note "<script>alert(1)</script> & \\u0001 a control character" ; sco:source id:source-example .
id:jwst-mission--participation--nasa a sco:Participation ; sco:participationIn id:jwst-mission ;
    sco:participant id:nasa ; sco:role concept:role-lead ; sco:source id:source-example .
id:jwst-mission--participation--esa a sco:Participation ; sco:participationIn id:jwst-mission ;
    sco:participant id:esa ; sco:role concept:role-partner ; sco:source id:source-example .
id:jwst-mission--participation--csa a sco:Participation ; sco:participationIn id:jwst-mission ;
    sco:participant id:csa ; sco:role concept:role-partner ; sco:source id:source-example .
""",
    "data/sources/example": """
id:source-example a sco:Source ; rdfs:label "An example"@en ; rdfs:seeAlso <https://example.org/> .
""",
}
INFERRED = """
id:nasa a sco:Agent ; sco:cooperatesWith id:esa, id:csa .
id:esa a sco:Agent ; sco:cooperatesWith id:nasa, id:csa .
id:csa a sco:Agent ; sco:cooperatesWith id:nasa, id:esa .
"""
REPEATED = "id:nasa a sco:SpaceAgency ."
"""What data/agents/nasa says already."""


def write_release(
    folder: Path,
    *,
    digest: str = "small",
    more: dict[str, str] | None = None,
    created: str = "2026-01-02T03:04:05+00:00",
    workspace: Workspace | None = None,
) -> Path:
    """Writes a release into a new folder below; returns that. The questions are those of the workspace."""
    made = folder / digest
    made.mkdir(parents=True)
    store = Store()
    for name, text in {**FILES, **(more or {})}.items():
        graph = NamedNode(terms.GRAPH + name)
        store.load((HEAD + text).encode(), format=RdfFormat.TURTLE, to_graph=graph)
    store.dump(made / "asserted.nq", format=RdfFormat.N_QUADS)
    inferred = Store()
    inferred.load((HEAD + INFERRED).encode(), format=RdfFormat.TURTLE)
    inferred.dump(made / "inferred.nt", format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    describe(made, workspace or Workspace(folder, folder))
    manifest = {
        "digest": digest,
        "created": created,
        "options": {"reasoner": "nemo"},
        "counts": {"asserted": len(store), "inferred": len(inferred)},
        "seconds": {"total": 0.0},
        "versions": {"spaceonto": "0.1.0"},
        "files": {file.name: {"bytes": file.stat().st_size} for file in made.iterdir()},
    }
    (made / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return made
