"""A graph of space cooperation of any size as N-Triples, and fourteen questions as researchers ask them.

`python tests/benchmarks/research.py MISSIONS FILE` writes it: 2,000 missions make about 126,000 triples.
"""

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

NS, ID = "https://example.org/so#", "https://example.org/id/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TREE = {
    "Thing": "Agent Place Artefact Event Document Concept Situation",
    "Agent": "Organisation Person Country",
    "Organisation": "SpaceAgency Company University IntergovernmentalOrganisation ResearchInstitute",
    "SpaceAgency": "NationalAgency RegionalAgency MilitaryAgency",
    "Company": "LaunchProvider Manufacturer Operator",
    "Person": "Astronaut Signatory Scientist Official",
    "Country": "SpacefaringCountry EmergingCountry LaunchingState",
    "Place": "LaunchSite City Region CelestialBody GroundStation",
    "CelestialBody": "Planet Moon Asteroid Comet Star",
    "Artefact": "Spacecraft LaunchVehicle Payload Module SpaceStation",
    "Spacecraft": "Orbiter Lander Rover Capsule Satellite Probe",
    "Satellite": "EarthObservationSatellite NavigationSatellite CommunicationSatellite",
    "Payload": "ScienceInstrument Camera Spectrometer Radar",
    "Event": "Mission Launch Landing Meeting Programme Phase Milestone",
    "Mission": "CrewedMission RoboticMission OrbiterMission LanderMission SampleReturnMission FlybyMission"
    " StationExpedition JointMission",
    "Document": "Agreement Treaty",
    "Agreement": "BilateralAgreement MultilateralAgreement MemorandumOfUnderstanding FrameworkAgreement"
    " ImplementingArrangement",
    "Situation": "Participation Signature Membership CrewAssignment Funding Operation",
    "Concept": "Role Status Outcome Discipline",
}
BODIES = [
    "Sun",
    "Earth",
    "Moon",
    "Mars",
    "Venus",
    "Jupiter",
    "Europa",
    "Titan",
    "Saturn",
    "Phobos",
    "Mercury",
    "Ceres",
]
HEAD = f"""PREFIX : <{NS}> PREFIX d: <{ID}> PREFIX rdfs: <{RDFS}> PREFIX xsd: <{XSD}>
"""
QUESTIONS = {
    "a label": 'SELECT ?s ?t { ?s rdfs:label "Mission 77"@en ; a ?t }',
    "a star": """SELECT ?l ?s ?e ?b ?st {
  d:mission_42 rdfs:label ?l ; :startDate ?s ; :endDate ?e ; :budget ?b ; :status ?st
  FILTER(lang(?l) = "fr") }""",
    "three hops": """SELECT DISTINCT ?m ?cl { ?c rdfs:label "Country 3"@en . ?a :agencyOf ?c .
  ?p :participant ?a ; :inMission ?m . ?m :hasLaunch ?l . ?l :launchSite ?site . ?site :siteCountry ?c2 .
  ?c2 rdfs:label ?cl FILTER(lang(?cl) = "en") } ORDER BY ?m LIMIT 200""",
    "paths": """SELECT ?m ?pl { d:mission_47 :successorOf+ ?m . ?m :partOf/:partOf* ?p . ?p rdfs:label ?pl
  FILTER(lang(?pl) = "en") }""",
    "by decade": """SELECT ?dec (COUNT(?m) AS ?n) (AVG(?b) AS ?avg) { ?m :startDate ?d ; :budget ?b
  BIND(FLOOR(YEAR(?d) / 10) * 10 AS ?dec) } GROUP BY ?dec ORDER BY ?dec""",
    "who works with whom": """SELECT ?a ?b (COUNT(DISTINCT ?m) AS ?n) { ?p :inMission ?m ; :participant ?a .
  ?q :inMission ?m ; :participant ?b FILTER(STR(?a) < STR(?b)) }
  GROUP BY ?a ?b ORDER BY DESC(?n) ?a ?b LIMIT 20""",
    "what is not there": """SELECT (COUNT(*) AS ?n) { ?m :status d:status_completed ; :startDate ?s
  OPTIONAL { ?ag :concerns ?m ; :signedOn ?so } OPTIONAL { ?m :hasCrew ?c }
  MINUS { ?m :target d:body_Moon } FILTER NOT EXISTS { ?m :hasLaunch/:outcome d:outcome_failure } }""",
    "in the text": """SELECT ?m ?t { ?m :summary ?t
  FILTER(CONTAINS(LCASE(?t), "europa") && REGEX(?t, "payload of 1[01]")) } LIMIT 100""",
    "the dearest": "SELECT ?m ?b { ?m :budget ?b } ORDER BY DESC(?b) LIMIT 25",
    "how many triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "how many different": """SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?v ?site {
  ?m :operatedBy ?a ; :hasLaunch ?l . ?l :launchVehicle ?v ; :launchSite ?site } }""",
    "class counts": """SELECT ?c (COUNT(DISTINCT ?x) AS ?n) { ?x a ?t . ?t rdfs:subClassOf* ?c }
  GROUP BY ?c ORDER BY DESC(?n) ?c LIMIT 20""",
    "6,000 rows": """SELECT ?p ?a ?m ?s { ?p :participant ?a ; :inMission ?m ; :startDate ?s } LIMIT 6000""",
    "a new graph": """CONSTRUCT { ?a :worksWith ?b } {
  ?p :inMission ?m ; :participant ?a ; :role d:role_lead .
  ?q :inMission ?m ; :participant ?b ; :role d:role_host }""",
}
QUESTIONS = {name: HEAD + text for name, text in QUESTIONS.items()}
Triple = tuple[str, str, str]


def n(name: str) -> str:
    return f"<{NS}{name}>"


def d(name: str) -> str:
    return f"<{ID}{name}>"


def day(when: date) -> str:
    return f'"{when}"^^<{XSD}date>'


def number(value: float, digits: int) -> str:
    return f'"{value:.{digits}f}"^^<{XSD}decimal>'


def thing(
    name: str, kind: str, label: str = "", languages: tuple[str, ...] = ("en", "fr", "de"), **facts: object
) -> Iterator[Triple]:
    """A thing of a kind with labels and facts; several values of one property come as a list."""
    yield d(name), "a", n(kind)
    for language in languages if label else ():
        yield d(name), f"<{RDFS}label>", f'"{label}{"" if language == "en" else " " + language}"@{language}'
    for key, value in facts.items():
        for each in value if isinstance(value, list) else [value]:
            yield d(name), n(key), str(each)


def surroundings(missions: int, chance: random.Random) -> Iterator[Triple]:
    """Classes, states, agencies, sites, people, programmes: what missions refer to."""
    for parent, children in TREE.items():
        for child in children.split():
            yield n(child), f"<{RDFS}subClassOf>", n(parent)
    for kind, names in {
        "Role": "lead partner supplier host observer",
        "Status": "planned active completed cancelled",
        "Outcome": "success failure partial",
    }.items():
        for name in names.split():
            yield from thing(f"{kind.lower()}_{name}", kind, f"{kind} {name}")
    for body in BODIES:
        yield from thing(f"body_{body}", "CelestialBody", body)
    states, agencies = states_and_agencies(missions)
    for i in range(states):
        yield from thing(
            f"country_{i}",
            "Country",
            f"Country {i}",
            isoCode=f'"C{i:03}"',
            borders=d(f"country_{(i + 1) % states}"),
        )
    for i in range(120):
        yield from thing(f"city_{i}", "City", f"City {i}")
    for i in range(40):
        yield from thing(
            f"site_{i}",
            "LaunchSite",
            f"Launch site {i}",
            siteCountry=d(f"country_{chance.randrange(states)}"),
        )
    for i in range(60):
        yield from thing(
            f"vehicle_{i}", "LaunchVehicle", f"Vehicle {i}", builtBy=d(f"agency_{chance.randrange(agencies)}")
        )
    for i in range(agencies):
        of = {"agencyOf": d(f"country_{i}")} if i < states else {}
        kind = "NationalAgency" if of else chance.choice(["LaunchProvider", "Manufacturer", "University"])
        yield from thing(f"agency_{i}", kind, f"Agency {i}", acronym=f'"AG{i}"', **of)
    for i in range(20 + missions // 20):
        yield from thing(
            f"person_{i}", "Astronaut", f"Person {i}", nationality=d(f"country_{chance.randrange(states)}")
        )
    for i in range(programmes(missions)):
        above = {"partOf": d(f"programme_{i // 8}")} if i > 7 else {}
        yield from thing(f"programme_{i}", "Programme", f"Programme {i}", **above)


def states_and_agencies(missions: int) -> tuple[int, int]:
    return min(195, 20 + missions // 20), min(900, 12 + missions // 25)


def programmes(missions: int) -> int:
    return 4 + missions // 40


def mission(i: int, missions: int, chance: random.Random) -> Iterator[Triple]:
    """A mission with its launch, craft, participations, crew and agreement."""
    states, agencies = states_and_agencies(missions)
    start = date(1957, 10, 4) + timedelta(days=chance.randrange(24_800))
    end = start + timedelta(days=chance.randint(30, 5000))

    def agency() -> str:
        return d(f"agency_{int(chance.random() ** 2 * agencies)}")

    more: dict[str, object] = {"successorOf": d(f"mission_{i - 1}")} if i % 8 else {}
    if i % 12 == 0:
        more["hasCrew"] = d(f"crew_{i}")
        crew = [d(f"person_{chance.randrange(20 + missions // 20)}") for _ in range(2)]
        yield from thing(f"crew_{i}", "CrewAssignment", inMission=d(f"mission_{i}"), crewMember=crew)
    body = chance.choice(BODIES)
    summary = (
        f'"Mission {i} studies {body} with a payload of {chance.randint(1, 12)} instruments'
        ' and was built by several partners."@en'
    )
    kind = chance.choice(
        ["OrbiterMission", "LanderMission", "FlybyMission", "SampleReturnMission", "RoboticMission"]
    )
    status = chance.choice(["planned", "active", "completed", "cancelled"])
    yield from thing(
        f"mission_{i}",
        kind,
        f"Mission {i}",
        startDate=day(start),
        endDate=day(end),
        summary=summary,
        cosparId=f'"{start.year}-{i % 1000:03}A"',
        budget=number(chance.uniform(10, 4000), 2),
        operatedBy=agency(),
        target=d(f"body_{body}"),
        status=d(f"status_{status}"),
        hasLaunch=d(f"launch_{i}"),
        partOf=d(f"programme_{chance.randrange(programmes(missions))}"),
        spacecraft=d(f"craft_{i}"),
        **more,
    )
    outcome = chance.choice(["success"] * 8 + ["failure", "partial"])
    yield from thing(
        f"launch_{i}",
        "Launch",
        f"Launch of mission {i}",
        ("en",),
        launchDate=day(start),
        launchVehicle=d(f"vehicle_{chance.randrange(60)}"),
        launchSite=d(f"site_{chance.randrange(40)}"),
        outcome=d(f"outcome_{outcome}"),
    )
    payloads = [f"payload_{i}_{j}" for j in range(2)]
    yield from thing(
        f"craft_{i}",
        chance.choice(["Orbiter", "Lander", "Probe", "EarthObservationSatellite"]),
        f"Craft {i}",
        ("en",),
        mass=number(chance.uniform(50, 9000), 1),
        builtBy=agency(),
        carries=[d(name) for name in payloads],
    )
    for name in payloads:
        yield from thing(
            name, chance.choice(["Camera", "Spectrometer", "Radar"]), name.replace("_", " "), ("en",)
        )
    for j in range(chance.randint(2, 4)):
        role = "lead" if j == 0 else chance.choice(["partner", "supplier", "host"])
        yield from thing(
            f"part_{i}_{j}",
            "Participation",
            participant=agency(),
            inMission=d(f"mission_{i}"),
            role=d(f"role_{role}"),
            startDate=day(start + timedelta(days=chance.randint(0, 20))),
            endDate=day(end),
            share=number(chance.random(), 3),
        )
    if i % 3 == 0:
        signed = day(start - timedelta(days=chance.randint(100, 900)))
        names = [f"signature_{i}_{j}" for j in range(3)]
        yield from thing(
            f"agreement_{i}",
            chance.choice(["BilateralAgreement", "FrameworkAgreement"]),
            f"Agreement {i}",
            concerns=d(f"mission_{i}"),
            signedOn=signed,
            entryIntoForce=day(start),
            hasSignature=[d(name) for name in names],
        )
        for name in names:
            signatory, city = d(f"country_{chance.randrange(states)}"), d(f"city_{chance.randrange(120)}")
            yield from thing(name, "Signature", signatory=signatory, signedOn=signed, signedAt=city)


def write(missions: int, file: Path) -> int:
    """Writes the graph, the same for the same number; returns how many triples it has."""
    chance = random.Random(missions)
    lines: dict[str, None] = {}
    for triples in (surroundings(missions, chance), *(mission(i, missions, chance) for i in range(missions))):
        for subject, predicate, value in triples:
            predicate = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" if predicate == "a" else predicate
            lines[f"{subject} {predicate} {value} .\n"] = None
    file.write_text("".join(lines), "utf-8")
    return len(lines)


if __name__ == "__main__":
    print(write(int(sys.argv[1]), Path(sys.argv[2])), "triples")
