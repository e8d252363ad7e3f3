"""Wikidata items of spacecraft and crewed flights, joined by international designator only."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, parse

from .. import terms
from ..workspace import Workspace
from . import Import, Skipped
from .facts import SAME_AS, Facts, ident, sco
from .tables import read_tsv

FILE: Final = "spacecraft_identifiers.tsv"
VINTAGE: Final = "2025-12-15"
CC0: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
LINKS: Final = Path("data", "links", "spacecraft.ttl")
SOURCE: Final = "source-wikidata-spacecraft"
# Words of "instance of" that name a flight rather than the ship which flew it.
FLIGHT: Final = ("spaceflight", "space mission", "Moon landing", "human")
# Items that have a designator of another thing, or are more than the thing with the designator.
NOT_IT: Final = {
    "Q11227964": "the item is KITSAT-3, ours DLR-TUBSAT, which flew with it",
    "Q1526343": "the item is the mission Mars 2020, ours the rover",
    "Q39059373": "the item is PicSat, ours MicroMAS-2A, which flew with it",
    "Q48496": "the item is the mission Mars Science Laboratory, ours the rover",
    "Q796936": "the item is the constellation BRITE, ours one satellite of it",
}


def convert(folder: Path, workspace: Workspace) -> Import:
    """Links where exactly one thing here and exactly one item there have the designator.

    Raises ImportSourceError where the table cannot be read.
    """
    ours, taken = designators(workspace), linked(workspace)
    rows = [
        row
        for _, row in read_tsv(folder / FILE, ("qid", "label", "cospar_id", "instance_of"))
        if row["cospar_id"]
    ]
    items = Counter(row["cospar_id"] for row in rows)
    facts, skipped = Facts(), []
    for row in rows:
        slugs = ours.get(row["cospar_id"], set())
        if not slugs:
            continue
        if reason := _doubt(row, slugs, items[row["cospar_id"]], taken):
            skipped.append(Skipped(f"{row['qid']} ({row['label']}), {row['cospar_id']}", reason))
            continue
        thing = ident(next(iter(slugs))[0])
        facts.add(thing, SAME_AS, NamedNode(terms.WD + row["qid"]))
        facts.date(thing, "linkCheckedDate", VINTAGE)
        facts.add(thing, sco("source"), ident(SOURCE))
    facts.origin(LINKS, SOURCE, CC0)
    return Import({LINKS: facts.triples()}, skipped)


def designators(workspace: Workspace) -> dict[str, set[tuple[str, bool]]]:
    """Which things the data gives each designator: slug, and whether it is a flight rather than a ship."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    flights = set()
    for file in sorted(workspace.data.rglob("*.ttl")):
        for quad in parse(path=str(file), format=RdfFormat.TURTLE):
            slug = str(getattr(quad.subject, "value", "")).removeprefix(terms.ID)
            if quad.predicate == sco("cosparId"):
                found[str(getattr(quad.object, "value", ""))].add(slug)
            elif quad.object == sco("CrewedMission"):
                flights.add(slug)
    return {cospar: {(slug, slug in flights) for slug in slugs} for cospar, slugs in found.items()}


def linked(workspace: Workspace) -> tuple[set[str], set[str]]:
    """The slugs that have an item already, and the items that are used, in the other files of data/links."""
    slugs, items = set(), set()
    for file in sorted(workspace.data.glob("links/*.ttl")):
        if file.relative_to(workspace.root) == LINKS:
            continue
        for quad in parse(path=str(file), format=RdfFormat.TURTLE):
            if quad.predicate == SAME_AS:
                slugs.add(str(getattr(quad.subject, "value", "")).removeprefix(terms.ID))
                items.add(str(getattr(quad.object, "value", "")).removeprefix(terms.WD))
    return slugs, items


def _doubt(
    row: dict[str, str], slugs: set[tuple[str, bool]], items: int, taken: tuple[set[str], set[str]]
) -> str | None:
    if row["qid"] in NOT_IT:
        return NOT_IT[row["qid"]]
    if items > 1:
        return "several items have this designator"
    if len(slugs) > 1:
        return f"several things here have it: {', '.join(sorted(slug for slug, _ in slugs))}"
    slug, crewed = next(iter(slugs))
    if slug in taken[0] or row["qid"] in taken[1]:
        return "linked already in another file"
    if not crewed and any(word in row["instance_of"] for word in FLIGHT):
        return "the item is a flight, ours is a spacecraft"
    return None
