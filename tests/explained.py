"""A small knowledge base under the shipped ontology and rules, built once: what explanations are tried on."""

import shutil
from pathlib import Path

from small_release import HEAD
from spaceonto.release import Release, build
from spaceonto.workspace import Workspace

ROOT = Path(__file__).parents[1]
PROFILE = "PREFIX owl: <http://www.w3.org/2002/07/owl#>\n\n<urn:x-profile> a owl:Ontology .\n"
FILES = {
    "data/agents/agencies.ttl": """
id:nasa
    a sco:NationalSpaceAgency ;
    rdfs:label "NASA"@en ;
    sco:acronym "NASA" ;
    sco:catalogNumber 007 ;
    sco:source id:source-example ;
.

id:esa a sco:IntergovernmentalSpaceAgency ; rdfs:label "ESA"@en ; sco:source id:source-example .
id:jaxa a sco:NationalSpaceAgency ; rdfs:label "JAXA"@en ; sco:replaces id:nasda .
id:nasda a sco:NationalSpaceAgency ; rdfs:label "NASDA"@en .
id:isro a sco:NationalSpaceAgency ; rdfs:label "ISRO"@en ; skos:note "a <b>bold</b> \\"note\\""@en .
""",
    "data/activities/webb.ttl": """
id:webb a sco:RoboticMission ; rdfs:label "Webb"@en .
id:webb--participation--nasa
    a sco:Participation ;
    sco:participationIn id:webb ;
    sco:participant id:nasa ;
    sco:source id:source-example ;
.

id:webb--participation--esa a sco:Participation ; sco:participationIn id:webb ; sco:participant id:esa .
id:webb--participation--jaxa a sco:Participation ; sco:participationIn id:webb ; sco:participant id:jaxa .
""",
    "data/agents/again.ttl": 'id:nasa rdfs:label "NASA"@en .\n',
    "data/sources/example.ttl": """
id:source-example a sco:Source ; rdfs:label "An example"@en ; rdfs:seeAlso <https://example.org/> .
""",
}


def explained(root: Path) -> tuple[Workspace, Release]:
    """A new workspace in a folder, and its release."""
    workspace = Workspace(root, root / ".spaceonto" / "releases")
    for name in ("ontology", "data", "shapes"):
        (root / name).mkdir(parents=True)
    shutil.copytree(ROOT / "ontology", root / "ontology", dirs_exist_ok=True)
    (root / "shapes" / "profile-contributor.ttl").write_text(PROFILE, "utf-8")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(HEAD + text, "utf-8")
    outcome = build(workspace)
    assert outcome.release is not None, outcome.report
    return workspace, outcome.release
