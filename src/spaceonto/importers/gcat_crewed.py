"""Flights with people aboard that reached for orbit, from GCAT's list of launches and list of payloads."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..workspace import Workspace
from . import Import, Skipped, gcat
from .facts import ALT_LABEL, LABEL, RDF_TYPE, Facts, concept, ident, sco, slugify
from .tables import Row, read_tsv

CC_BY: Final = "https://creativecommons.org/licenses/by/4.0/"
LOG_COLUMNS: Final = ("Launch_Date", "Piece", "Type", "Name", "JCAT")
PAYLOAD_COLUMNS: Final = ("JCAT", "TDate")

# GCAT names the ship, English usage the flight; what no rule below turns into the usual name stands here.
NAMES: Final = {
    "Vostok": "Vostok 1",
    "Friendship Seven": "Mercury-Atlas 6",
    "Aurora Seven": "Mercury-Atlas 7",
    "Sigma Seven": "Mercury-Atlas 8",
    "Faith Seven": "Mercury-Atlas 9",
    "Voskhod": "Voskhod 1",
    "[Soyuz-18]": "Soyuz 18-1",
    "[Soyuz T]": "Soyuz T-10-1",
    "Skylab SL-2": "Skylab 2",
    "Skylab SL-3": "Skylab 3",
    "Skylab SL-4": "Skylab 4",
    "Calypso": "Boeing Crew Flight Test",
    "Dragon Endeavour (SpX DM-2)": "Crew Dragon Demo-2",
}
# The two ships of the Apollo-Soyuz Test Project flew one mission, described by hand.
BY_HAND: Final = {"Soyuz-19", "Apollo-Soyuz Test Project"}
# Coded as flying without people, though two flew.
MISCODED: Final = {"Calypso"}
# Landings that the table dates before its own last day of the flight.
LANDED: Final = {"Soyuz TMA-16": "2010 Mar 18"}
ROMAN: Final = {"III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7", "VIII": "8", "IX": "9", "X": "10",
                "XI": "11", "XII": "12"}  # fmt: skip

SHUTTLE = re.compile(r"(?P<orbiter>\w+) *\(STS[- ](?P<number>\d+(?:-[A-Z])?)R?\)")
CREW_DRAGON = re.compile(r"Dragon (?P<ship>\w+) \(Crew-(?P<number>\d+)\)")
GEMINI = re.compile(r"Gemini (?P<number>[IVX]+)(?:-(?P<again>A))?")
NUMBERED = re.compile(r"(?P<series>Soyuz|Vostok|Voskhod)-(?P<number>\d+)")
FAMILIES: Final = {
    "STS": "space-shuttle",
    "SpaceX": "crew-dragon",
    "Crew": "crew-dragon",
    "Axiom": "crew-dragon",
    "Inspiration4": "crew-dragon",
    "Polaris": "crew-dragon",
    "Boeing": "starliner",
    "Skylab": "apollo",
}


def convert(folder: Path, workspace: Workspace) -> Import:
    """One file per kind of ship in data/crewed, from launchlog.tsv.gz and psatcat.tsv.gz.

    Raises ImportSourceError where a table cannot be read.
    """
    landings = {row["JCAT"]: row["TDate"] for _, row in _table(folder / "psatcat.tsv.gz", PAYLOAD_COLUMNS)}
    files: defaultdict[Path, Facts] = defaultdict(Facts)
    skipped = []
    for line, row in _table(folder / "launchlog.tsv.gz", LOG_COLUMNS):
        if not row["Type"].startswith("PH") and row["Name"] not in MISCODED:
            continue
        if row["Name"] in BY_HAND:
            skipped.append(
                Skipped(f"launchlog line {line}: {row['Name']}", "described by hand as Apollo-Soyuz")
            )
            continue
        path = Path("data", "crewed", family(flight_name(row["Name"])) + ".ttl")
        _describe(files[path], row, landings.get(row["JCAT"], ""))
    for path, facts in files.items():
        facts.origin(path, "source-gcat", CC_BY)
    return Import({path: facts.triples() for path, facts in files.items()}, skipped)


def flight_name(ship: str) -> str:
    """The usual English name of a flight: "Columbia (STS-9)" flew STS-9, "Soyuz-28" is Soyuz 28."""
    if ship in NAMES:
        return NAMES[ship]
    if found := SHUTTLE.fullmatch(ship):
        return "STS-" + found["number"]
    if found := CREW_DRAGON.fullmatch(ship):
        return "SpaceX Crew-" + found["number"]
    if found := GEMINI.fullmatch(ship):
        return f"Gemini {ROMAN[found['number']]}{found['again'] or ''}"
    if found := NUMBERED.fullmatch(ship):
        return f"{found['series']} {found['number']}"
    return ship.removesuffix(" CSM").replace("Axiom Ax-", "Axiom Mission ")


def flight_slug(name: str) -> str:
    """The slug of a flight; those of SpaceX's crew rotations leave out the company."""
    return slugify(name.removeprefix("SpaceX "))


def family(name: str) -> str:
    """The kind of ship, which is the name of the file: soyuz, space-shuttle, shenzhou…"""
    first = re.split(r"[ -]", name)[0]
    return FAMILIES.get(first, first.lower())


def _describe(facts: Facts, row: Row, landing: str) -> None:
    name = flight_name(row["Name"])
    flight = ident(flight_slug(name))
    launched, landed = gcat.vague_date(row["Launch_Date"]), gcat.vague_date(LANDED.get(name, landing))
    facts.add(flight, RDF_TYPE, sco("CrewedMission"))
    facts.text(flight, LABEL, name)
    plain = row["Name"].strip("[]")
    facts.text(
        flight, ALT_LABEL, plain if plain != name and row["Name"] not in {"[Soyuz T]", "[Soyuz-18]"} else None
    )
    facts.add(flight, sco("cosparId"), gcat.cospar(row["Piece"]))
    if launched:
        facts.date(flight, "launchDate", launched.value, launched.precision)
    if landed:
        facts.date(flight, "end", landed.value, landed.precision)
        facts.add(flight, sco("status"), concept("activity-status-completed"))
    if "-F" in row["Piece"]:
        facts.add(flight, sco("status"), concept("activity-status-failed"))
    facts.add(flight, sco("usesAsset"), ident(SHIPS[family(name)]))
    facts.add(flight, sco("source"), ident("source-gcat"))


def _table(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    return read_tsv(file, columns, comment="#")


SHIPS: Final = {
    "apollo": "apollo-spacecraft",
    "crew-dragon": "crew-dragon",
    "gemini": "gemini-spacecraft",
    "mercury": "mercury-spacecraft",
    "shenzhou": "shenzhou-spacecraft",
    "soyuz": "soyuz-spacecraft",
    "space-shuttle": "space-shuttle",
    "starliner": "starliner",
    "voskhod": "voskhod-spacecraft",
    "vostok": "vostok-spacecraft",
}
