"""The International Astronaut Database of CSIS: who flew to space, of which state, on which flights."""

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Triple, parse

from .. import terms
from ..workspace import Workspace
from . import Import, Skipped
from .facts import ALT_LABEL, LABEL, ORIGIN, RDF_TYPE, Facts, concept, ident, sco, slugify
from .gcat_crewed import family, flight_slug
from .people import COMMON_NAMES, person_name
from .tables import read_csv

CC_BY: Final = "https://creativecommons.org/licenses/by/4.0/"
SOURCE: Final = ident("source-csis-astronauts")
CREW_MARK: Final = "--crew--"
FILE: Final = "international_astronaut_database.csv"
FLIGHT = re.compile(r"(?P<name>.+?) \((?P<year>\d{4})\)")
# Two ships, one mission.
SAME_FLIGHT: Final = {"Soyuz 19": "Apollo-Soyuz", "Apollo-Soyuz Test Project": "Apollo-Soyuz"}
# Places aboard that other lists give to another flight of the same person.
WRONG: Final = {
    ("Klaus-Dietrich Flade", "Soyuz TM-13"): "he flew on Soyuz TM-14",
    ("Charles Hobaugh", "STS-108"): "he flew on STS-118",
}
# Flights above the atmosphere that no list of launches to orbit has.
SUBORBITAL = re.compile(r"Mercury-Redstone|X-15|SpaceShipOne")


@dataclass(frozen=True)
class Elsewhere:
    """What other files say: launch years of flights, flights whose day is known, facts of places aboard."""

    years: dict[str, str]
    dated: set[str]
    places: set[Triple]


def convert(folder: Path, workspace: Workspace) -> Import:
    """People in data/people by first letter, their places aboard in data/crews by kind of ship.

    A flight must be described in the workspace already and have begun in the year the source prints; the
    suborbital ones are described here. Raises ImportSourceError where the table cannot be read.
    """
    there = _already_there(workspace)
    files: defaultdict[Path, Facts] = defaultdict(Facts)
    skipped = []
    for line, row in read_csv(folder / FILE, ("Name", "Country", "Flights")):
        name = person_name(row["Name"])
        person = slugify(name)
        _describe(files[Path("data", "people", person[0] + ".ttl")], person, name, row)
        flights = [(found["name"].strip(" ,"), found["year"]) for found in FLIGHT.finditer(row["Flights"])]
        reasons = [(flight, _place(files, there, name, flight, year)) for flight, year in flights]
        skipped += [Skipped(f"line {line}: {name} on {flight}", why) for flight, why in reasons if why]
    for path, facts in files.items():
        facts.origin(path, "source-csis-astronauts", CC_BY)
    made = {path: [t for t in facts if t not in there.places] for path, facts in files.items()}
    return Import(made, skipped)


def _place(
    files: defaultdict[Path, Facts], there: Elsewhere, name: str, flight_name: str, year: str
) -> str | None:
    """State one person's place on one flight; where that cannot be done, the reason."""
    if reason := WRONG.get((name, flight_name)):
        return reason
    flight = flight_slug(SAME_FLIGHT.get(flight_name, flight_name))
    if SUBORBITAL.match(flight_name):
        kind = "suborbital"
        facts = files[Path("data", "crewed", "suborbital.ttl")]
        _suborbital(facts, flight, flight_name)
        if flight not in there.dated:
            facts.date(ident(flight), "launchDate", f"{year}-01-01", "year")
    elif there.years.get(flight) == year:
        kind = family(flight_name)
    else:
        return f"no flight {flight} of {year} in the data (launched in {there.years.get(flight, 'no year')})"
    _assign(files[Path("data", "crews", kind + ".ttl")], flight, slugify(name))
    return None


def _already_there(workspace: Workspace) -> Elsewhere:
    """What the workspace says of flights and crews; all but the years from files not made of this source."""
    there = Elsewhere({}, set(), set())
    for folder in ("activities", "crewed", "crews"):
        for file in sorted((workspace.data / folder).glob("*.ttl")):
            triples = {quad.triple for quad in parse(path=str(file), format=RdfFormat.TURTLE)}
            own = any(triple.predicate == ORIGIN and triple.object == SOURCE for triple in triples)
            for triple in triples:
                subject = str(triple.subject.value).removeprefix(terms.ID)
                if triple.predicate == sco("launchDate"):
                    there.years[subject] = str(triple.object.value)[:4]
                    there.dated.update(() if own else {subject})
                elif not own and CREW_MARK in subject:
                    there.places.add(triple)
    return there


def _describe(facts: Facts, person: str, name: str, row: dict[str, str]) -> None:
    facts.add(ident(person), RDF_TYPE, sco("Astronaut"))
    facts.text(ident(person), LABEL, name)
    printed = person_name(row["Name"], common=False)
    if printed != name and printed in COMMON_NAMES:
        facts.text(ident(person), ALT_LABEL, printed)
    facts.add(ident(person), sco("citizenOf"), ident(slugify(row["Country"])))
    facts.add(ident(person), sco("source"), SOURCE)


def _suborbital(facts: Facts, flight: str, name: str) -> None:
    facts.add(ident(flight), RDF_TYPE, sco("CrewedMission"))
    facts.text(ident(flight), LABEL, name)
    facts.add(ident(flight), sco("status"), concept("activity-status-completed"))
    facts.add(ident(flight), sco("source"), SOURCE)


def _assign(facts: Facts, flight: str, person: str) -> None:
    place = ident(f"{flight}--crew--{person}")
    facts.add(place, RDF_TYPE, sco("CrewAssignment"))
    facts.add(place, sco("assignedTo"), ident(flight))
    facts.add(place, sco("crewMember"), ident(person))
    facts.add(place, sco("source"), SOURCE)
