"""A workspace small enough to be built in a second, with an axiom, a shape and the real rules."""

import shutil
from pathlib import Path

from spaceonto.workspace import Workspace

ROOT = Path(__file__).parents[1]
PREFIXES = """PREFIX id: <https://w3id.org/spaceonto/id/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sco: <https://w3id.org/spaceonto/ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX shape: <https://w3id.org/spaceonto/shape#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

"""
ONTOLOGY = """
<https://w3id.org/spaceonto/ns> a owl:Ontology .
sco:Agent a owl:Class ; rdfs:label "agent"@en ; owl:disjointWith sco:Place .
sco:Place a owl:Class ; rdfs:label "place"@en .
sco:SpaceAgency a owl:Class ; rdfs:label "space agency"@en ; rdfs:subClassOf sco:Agent .
sco:beginDate a owl:DatatypeProperty ; rdfs:label "begin date"@en .
sco:partOf a owl:ObjectProperty , owl:TransitiveProperty ; rdfs:label "part of"@en .
"""
SHAPE = """
shape:Agency a sh:NodeShape ; sh:targetClass sco:SpaceAgency ; sh:property shape:label .
shape:label a sh:PropertyShape ; sh:path rdfs:label ; sh:minCount 1 ; sh:name "label" ;
    sh:message "an agency has no label; nobody could read of it; add rdfs:label" .
"""
DATA = """
id:nasa a sco:SpaceAgency ; rdfs:label "NASA"@en ; sco:beginDate "1958-07-29"^^xsd:date .
id:esa a sco:SpaceAgency ; rdfs:label "ESA"@en .
"""


def small_workspace(folder: Path) -> Workspace:
    """A new workspace in the folder."""
    workspace = Workspace(folder, folder / ".spaceonto" / "releases")
    workspace.ontology.mkdir(parents=True)
    shutil.copytree(ROOT / "ontology" / "rules", workspace.ontology / "rules")
    write(workspace, "ontology/spaceonto.ttl", ONTOLOGY)
    write(workspace, "shapes/profile-contributor.ttl", SHAPE)
    write(workspace, "data/agents.ttl", DATA)
    return workspace


def write(workspace: Workspace, path: str, text: str) -> Path:
    """Puts Turtle with the usual prefixes into a file of the workspace."""
    file = workspace.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PREFIXES + text, encoding="utf-8")
    return file
