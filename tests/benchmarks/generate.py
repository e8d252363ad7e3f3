"""A graph of any size in the shape of ours: missions with participations, contributions and agreements.

`python tests/benchmarks/generate.py MISSIONS FOLDER` writes Turtle files; a mission makes about 45 triples.
"""

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

HEAD = """PREFIX concept: <https://w3id.org/spaceonto/concept/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX id: <https://w3id.org/spaceonto/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sco: <https://w3id.org/spaceonto/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
STATES = 60
KINDS = ("instrument", "module", "launch", "data", "ground-segment")
FIELDS = ("astronomy", "planetary-science", "biology", "medicine")
PER_FILE = 50
START = date(1960, 1, 1)


def agents() -> Iterator[str]:
    yield (
        'id:source-made a sco:Source ; rdfs:label "Made for the benchmark"@en ;'
        " sco:sourceQuality concept:source-quality-dataset ."
    )
    for n in range(STATES):
        yield (
            f'id:state-{n} a sco:State ; rdfs:label "State {n}"@en, "État {n}"@fr, "Estado {n}"@es ;'
            " sco:source id:source-made ."
        )
        yield (
            f'id:agency-{n} a sco:NationalSpaceAgency ; rdfs:label "Agency {n}"@en, "Agence {n}"@fr ;'
            f' sco:acronym "A{n}" ; sco:agencyOf id:state-{n} ; sco:source id:source-made .'
        )


def mission(n: int, chance: random.Random) -> Iterator[str]:
    launched = START + timedelta(days=chance.randrange(23000))
    name, craft = f"mission-{n}", f"craft-{n}"
    members = chance.sample(range(STATES), chance.randint(2, 4))
    part_of = f" ; sco:partOf id:mission-{chance.randrange(n)}" if n and chance.random() < 0.2 else ""
    yield (
        f'id:{name} a sco:RoboticMission ; rdfs:label "Mission {n}"@en, "Mission {n}"@fr, "Misión {n}"@es ;'
        f' sco:launchDate "{launched}"^^xsd:date ; sco:status concept:activity-status-completed ;'
        f" sco:field concept:field-{chance.choice(FIELDS)} ; sco:usesAsset id:{craft} ;"
        f" sco:governedBy id:agreement-{n}{part_of} ; sco:source id:source-made ."
    )
    yield (
        f'id:{craft} a sco:Satellite ; rdfs:label "Craft {n}"@en ; sco:launchDate "{launched}"^^xsd:date ;'
        f" sco:operatedBy id:agency-{members[0]} ; sco:source id:source-made ."
    )
    kind = "BilateralAgreement" if len(members) == 2 else "MultilateralAgreement"
    yield (
        f'id:agreement-{n} a sco:{kind} ; rdfs:label "Agreement on mission {n}"@en ;'
        " sco:legalForce concept:legal-force-political ; sco:source id:source-made ."
    )
    for place, member in enumerate(members):
        role = "lead" if place == 0 else "partner"
        yield (
            f"id:{name}--participation--agency-{member} a sco:Participation ; sco:participationIn id:{name} ;"
            f" sco:participant id:agency-{member} ; sco:role concept:role-{role} ;"
            " sco:source id:source-made ."
        )
        yield (
            f"id:{name}--contribution--agency-{member} a sco:Contribution ; sco:contributionTo id:{name} ;"
            f' sco:contributor id:agency-{member} ; dcterms:description "Part {place}"@en ;'
            f" sco:contributionKind concept:contribution-kind-{chance.choice(KINDS)} ;"
            " sco:source id:source-made ."
        )
        yield (
            f"id:agreement-{n}--signature--agency-{member} a sco:Signature ;"
            f" sco:signatureOf id:agreement-{n} ;"
            f" sco:signatory id:agency-{member} ;"
            f' sco:eventDate "{launched - timedelta(days=1000)}"^^xsd:date ; sco:source id:source-made .'
        )


def write(missions: int, folder: Path) -> None:
    """Writes the graph into the folder, fifty missions a file; the same for the same number."""
    chance = random.Random(missions)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "agents.ttl").write_text(HEAD + "\n".join(agents()) + "\n", encoding="utf-8")
    for first in range(0, missions, PER_FILE):
        blocks = [text for n in range(first, min(first + PER_FILE, missions)) for text in mission(n, chance)]
        (folder / f"missions-{first}.ttl").write_text(HEAD + "\n".join(blocks) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
