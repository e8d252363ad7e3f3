"""Wikidata items of people who flew, joined by name and citizenship where both are found once only."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, parse

from .. import terms
from ..workspace import Workspace
from . import Import, Skipped
from .facts import SAME_AS, Facts, ident, sco, slugify
from .people import COMMON_NAMES
from .tables import read_tsv

FILE: Final = "astronauts_qids.tsv"
VINTAGE: Final = "2025-06-20"
CC0: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
LINKS: Final = Path("data", "links", "people.ttl")
SOURCE: Final = "source-wikidata-astronauts"
# States which one person may have been a citizen of without moving.
SUCCEEDED: Final = {
    "soviet-union": "russia",
    "east-germany": "germany",
    "west-germany": "germany",
    "german-democratic-republic": "germany",
    "czechoslovakia": "czechia",
    "czech-republic": "czechia",
    "peoples-republic-of-china": "china",
    "kingdom-of-the-netherlands": "netherlands",
    "united-states-of-america": "united-states",
    "democratic-republic-of-afghanistan": "afghanistan",
    "kingdom-of-denmark": "denmark",
    "turkey": "turkiye",
}
# Ways to write one sound of a Russian name in English, each with the one that stands for all.
SPELLINGS: Final = (
    (r"aleks", "alex"),
    (r"xandr-", "xander-"),
    (r"\bye", "e"),
    (r"[yj]", "i"),
    (r"ie", "e"),
    (r"(?:ei|ii)\b", "i"),
    (r"(.)\1", r"\1"),
)


def convert(folder: Path, workspace: Workspace) -> Import:
    """Links for the people whose name and citizenship exactly one item has, and who alone fit that item.

    Raises ImportSourceError where the table cannot be read.
    """
    people, known = flown(workspace), set(COMMON_NAMES.values())
    rows = [row for _, row in read_tsv(folder / FILE, ("qid", "label", "citizenship_labels"))]
    facts, skipped = Facts(), []
    fits = {row["qid"]: _fitting(row, people) for row in rows}
    wooers: defaultdict[str, list[str]] = defaultdict(list)
    for qid, slugs in fits.items():
        for slug in slugs:
            wooers[slug].append(qid)
    for row in rows:
        slugs = fits[row["qid"]]
        who = f"{row['qid']} ({row['label']})"
        if len(slugs) == 1 and len(wooers[slugs[0]]) == 1:
            facts.add(ident(slugs[0]), SAME_AS, NamedNode(terms.WD + row["qid"]))
            facts.date(ident(slugs[0]), "linkCheckedDate", VINTAGE)
            facts.add(ident(slugs[0]), sco("source"), ident(SOURCE))
        elif slugs:
            skipped.append(Skipped(who, f"fits {', '.join(slugs)}, which fit other items too"))
        elif row["label"] in known:
            skipped.append(Skipped(who, "the citizenship differs"))
    facts.origin(LINKS, SOURCE, CC0)
    return Import({LINKS: facts.triples()}, skipped)


def flown(workspace: Workspace) -> dict[str, tuple[set[str], set[str]]]:
    """Of each person in the data: the names as slugs, and the states of citizenship or their successors."""
    people: dict[str, tuple[set[str], set[str]]] = {}
    for file in sorted(workspace.data.glob("people/*.ttl")):
        for quad in parse(path=str(file), format=RdfFormat.TURTLE):
            slug = str(getattr(quad.subject, "value", "")).removeprefix(terms.ID)
            value = str(getattr(quad.object, "value", ""))
            if quad.predicate == sco("citizenOf"):
                state = value.removeprefix(terms.ID)
                people.setdefault(slug, (set(), set()))[1].add(SUCCEEDED.get(state, state))
            elif quad.predicate.value in {terms.RDFS + "label", terms.SKOS + "altLabel"}:
                people.setdefault(slug, (set(), set()))[0].update({slugify(value), _short(value)})
    return people


def _fitting(row: dict[str, str], people: dict[str, tuple[set[str], set[str]]]) -> list[str]:
    """The people of a common state with the whole name; failing these, with the first and last name."""
    states = {slugify(label) for label in row["citizenship_labels"].split("|")}
    states = {SUCCEEDED.get(state, state) for state in states}
    citizens = {slug: called for slug, (called, citizen) in people.items() if states & citizen}
    whole = sorted(slug for slug, called in citizens.items() if slugify(row["label"]) in called)
    return whole or sorted(slug for slug, called in citizens.items() if _short(row["label"]) in called)


def _short(name: str) -> str:
    """First and last name in one spelling, without initials, middle names and suffixes."""
    parts = [part for part in slugify(name).split("-") if len(part) > 1 and part not in {"jr", "ii", "iii"}]
    short = "-".join((parts[0], parts[-1])) if parts else ""
    for written, meant in SPELLINGS:
        short = re.sub(written, meant, short)
    return short
