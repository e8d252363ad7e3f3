"""Organisations that own satellites or launch them, from GCAT (`orgs.tsv`, `launchlog.tsv.gz`).

Taken are those that launch, those whose satellite another state's agency launched, civil ones of either kind,
and the parents of all these. GCAT gives a new code when an organisation is renamed or moves: which codes are
one individual here is read from the data, where a person can join or part them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from ..workspace import Workspace
from . import Import, Skipped
from .facts import ALT_LABEL, LABEL, NOTE, RDF_TYPE, Facts, ident, same_place, sco, slugify, town
from .gcat import loose_date
from .gcat_lines import age, older, same_line, stop_of
from .gcat_states import BEFORE, native_language, state
from .identities import Identities, read_identities
from .tables import Row, read_tsv

SOURCE: Final = "source-gcat"
LICENSE: Final = "https://creativecommons.org/licenses/by/4.0/"
ORG_COLUMNS: Final = (
    *("Code", "UCode", "StateCode", "Type", "Class", "TStart", "TStop"),
    *("ShortName", "Name", "Location", "Parent", "EName", "UName"),
)
LAUNCH_COLUMNS: Final = ("SatOwner", "SatState", "Agency", "LVState")

# GCAT's class A holds clubs and schools too; these words mark what is devoted to research or higher learning.
LEARNED = re.compile(
    r"universi|institut|academ|college|polit[eé]cn|polytech|techni(on|sche)|laborator|observat|hochschule|daigaku|"
    r"research|daehak|daxue|faculty|school of",
    re.IGNORECASE,
)
# Organisations whose first code begins in another year than the organisation by its ROR record does, in most
# cases with a new name. ROR is not joined to them by an identifier, so no beginning is told.
OTHER_BEGINNING: Final = frozenset({
    "ADD", "AEC", "ANCZ", "AUCZ", "CDTI", "COSMOG", "CSIRO", "DELFT", "DRDC", "DUTH", "EMAVI", "EPFL",
    "ETRI", "GATOM", "IHIC", "ITRC", "ITUTR", "KRAU", "KTELT", "KTU", "KYO", "LLNL", "MANU", "MONTP",
    "MUKD", "NAIR", "NIST", "NRCC", "NUDTC", "NUS", "NYUAD", "OPM", "PATRAS", "POLY", "RIKEN", "SEDENA",
    "TNOR", "UFSC", "ULLAF", "UNB", "UNSW", "UTE", "WURZ", "YUKON",
})  # fmt: skip
# How many letters of a date are known, by its precision.
PRINTED: Final = {"day": 10, "month": 7}
BRACKET = re.compile(r"\s*\([^)]*\)")
# What a company adds to its name to say that it is one.
LEGAL_FORM = re.compile(
    r"[,\s]+(inc|llc|ltd|co|corp|corporation|company|s\.?a|s\.?a\.?s|gmbh|ag|plc|limited|a/s|b\.?v|ab|oy|s\.?r\.?l|"
    r"se|pte|pty|sdn|bhd|lp|jsc|srl|spa|s\.p\.a|kk|lda)\.?$",
    re.IGNORECASE,
)


def convert(folder: Path, workspace: Workspace) -> Import:
    """Organisations, a file for each state they belong to. Raises ImportSourceError for unreadable tables."""
    known = read_identities(workspace)
    rows = organisations(folder)
    skipped, groups = [], defaultdict(list)
    for code in sorted(_wanted(folder, rows) | _here(known)):
        why = _unfit(code, rows, known)
        if why:
            skipped.append(Skipped(f"orgs.tsv, code {code}", why))
        else:
            groups[_slug(rows[code], known)].append(rows[code])
    slugs = {row["Code"]: slug for slug, group in groups.items() for row in group}
    others = [row for code, row in rows.items() if code not in slugs]
    parents = {code: _parent(code, slugs, rows) for code in slugs}
    files: defaultdict[Path, Facts] = defaultdict(Facts)
    for slug, group in sorted(groups.items()):
        group.sort(key=age)
        path = Path(f"data/operators/{_home(group[-1], known) or 'international'}.ttl")
        _describe(files[path], path, slug, group, known, parents)
        # What is described elsewhere may be older than its first code here and outlive its last.
        own = known.home(slug) in {None, path}
        first = own or not any(older(row, group[0]) for row in rows.values())
        _begin(files[path], path, slug, group, known, first=first)
        if own and all(loose_date(row["TStop"]) for row in others if same_line(row, group)):
            _end(files[path], path, slug, group, known)
    for path, facts in files.items():
        facts.origin(path, SOURCE, LICENSE)
    return Import({path: facts.triples() for path, facts in files.items()}, skipped)


def organisations(folder: Path) -> dict[str, Row]:
    """The rows of orgs.tsv by code. Raises ImportSourceError where it cannot be read."""
    return {row["Code"]: row for _, row in read_tsv(folder / "orgs.tsv", ORG_COLUMNS, comment="#")}


def codes(cell: str) -> Iterator[str]:
    """The codes in a cell such as "ESA/BNSC?", which names two owners and doubts the second."""
    for code in cell.split("/"):
        if code.strip("?- "):
            yield code.strip("? ")


def _wanted(folder: Path, rows: dict[str, Row]) -> set[str]:
    wanted: set[str] = set()
    for _, launch in read_tsv(folder / "launchlog.tsv.gz", LAUNCH_COLUMNS, comment="#"):
        wanted.update(codes(launch["Agency"]))
        if launch["SatState"] != launch["LVState"]:
            wanted.update(codes(launch["SatOwner"]))
    wanted |= {
        c for c, row in rows.items() if row["Class"] == "C" and {"O", "LA"} & set(row["Type"].split("/"))
    }
    wanted |= {c for c, row in rows.items() if row["Type"] == "IGO"}
    before: set[str] = set()
    while before != wanted:
        before = set(wanted)
        wanted |= {rows[c]["Parent"] for c in before if c in rows and rows[c]["Parent"] in rows}
    return wanted


def _here(known: Identities) -> set[str]:
    """The codes of organisations that are in the data already: what is here once stays."""
    others = {"State", "Territory", "GroundFacility"}
    return {c for (key, c), slug in known.slugs.items() if key == "gcat" and not known.kind(slug) & others}


def _unfit(code: str, rows: dict[str, Row], known: Identities) -> str:
    """Why a code is not an organisation of ours; empty where it is."""
    if code not in rows:
        return "named by a launch, but not in the list of organisations"
    row = rows[code]
    if code == "I-ISS":
        return "the partnership of the station, which is described as a programme"
    if row["Type"] in {"CY", "CYP", "AP"}:
        return "a state, a part of one, or a body in space"
    if not row["StateCode"].startswith("I-") and state(row["StateCode"], known) is None:
        return f"its state {row['StateCode']} is none that we know"
    return ""


def _slug(row: Row, known: Identities) -> str:
    name = _name(row)
    while LEGAL_FORM.search(name) and len(LEGAL_FORM.sub("", name)) > 2:
        name = LEGAL_FORM.sub("", name)
    kept = known.slug("gcat", row["Code"])
    if kept is None:
        kept = known.fresh(slugify(name), slugify(row["Code"]))
        known.kinds[kept] = {"Organization"}
        known.slugs["gcat", row["Code"]] = kept
    return kept


def _name(row: Row) -> str:
    """The English name; else the name in its own spelling if that is Latin, else transcribed."""
    if row["EName"] not in {"", "-"}:
        return BRACKET.sub("", row["EName"]).strip(" ,;")
    latin = row["UName"] not in {"", "-"} and all(ord(c) < 0x250 or c in "’–" for c in row["UName"])
    return BRACKET.sub("", row["UName"] if latin else row["Name"]).strip(" ,;")


def _parent(code: str, slugs: dict[str, str], rows: dict[str, Row]) -> str | None:
    """The organisation above this one; none where the way up leads back (where codes were joined)."""
    passed: set[str] = set()
    above = rows[code]["Parent"]
    while above in rows and above not in passed:
        if slugs.get(above) == slugs[code]:
            return None
        passed.add(above)
        above = rows[above]["Parent"]
    return slugs.get(rows[code]["Parent"])


def _home(row: Row, known: Identities) -> str | None:
    """The state or territory, as it was when the organisation ended; GCAT keeps the code of a former one."""
    home = state(row["StateCode"], known, stop_of(row))
    for now, (former, day) in BEFORE.items():
        stop = stop_of(row) if loose_date(row["TStop"]) else ""
        if home == former and (age(row) > day or stop > f"{int(day[:4]) + 1}-01-01"):
            return now
    return home


def _kind(row: Row) -> str:
    if row["StateCode"].startswith("I-"):
        return "IntergovernmentalOrganization" if row["Type"] == "IGO" else "Organization"
    if row["Class"] == "A":
        return (
            "ResearchInstitute" if LEARNED.search(" ".join((row["Name"], row["EName"]))) else "Organization"
        )
    return "Company" if row["Class"] == "B" else "PublicBody"


def _describe(
    facts: Facts, path: Path, slug: str, group: list[Row], known: Identities, parents: dict[str, str | None]
) -> None:
    """State what GCAT says of one organisation, by age; what other files state is left to them."""
    node, last = ident(slug), group[-1]
    facts.add(node, sco("source"), ident(SOURCE))
    for row in group:
        facts.add(node, sco("gcatCode"), row["Code"])
        parent = parents[row["Code"]]
        facts.add(node, sco("subOrganizationOf"), ident(parent) if parent else None)
    if known.home(slug) in {None, path}:
        kinds = known.kind(slug) if known.home(slug) == path else {_kind(last)}
        facts.add(node, RDF_TYPE, *(sco(kind) for kind in sorted(kinds)))
        _names(facts, node, group)
        home = _home(last, known)
        facts.add(node, sco("basedIn"), ident(home) if home else None)
        facts.add(node, sco("seat"), town(_place(last)))
    told, places = known.value(slug, "seat", path), [place for row in group if (place := _place(row))]
    if told and places and not any(same_place(told, place) for place in places) and not known.by_hand(slug):
        facts.text(node, NOTE, f"GCAT has it in {', then in '.join(dict.fromkeys(places))}.")


def _place(row: Row) -> str:
    """Where an organisation sits; a part that GCAT doubts is left out."""
    sure = [part.strip() for part in row["Location"].split(":") if part.strip("- ") and "?" not in part]
    return ", ".join(sure)


def _begin(facts: Facts, path: Path, slug: str, group: list[Row], known: Identities, *, first: bool) -> None:
    """State when the first of the codes began; where another file has another date, only note it.

    Not `first` is a code that goes on where another organisation ended.
    """
    start, told = loose_date(group[0]["TStart"]), known.value(slug, "beginDate", path)
    if start is None or (told is None and not first):
        return
    year = start.value[:4]
    if told is None:
        if group[0]["Code"] not in OTHER_BEGINNING:
            facts.date(ident(slug), "begin", start.value, start.precision)
    elif start.precision == "decade":
        if year[:3] != told[:3]:
            facts.text(ident(slug), NOTE, f"Its first code in GCAT begins in the {year}s.")
    elif year != told[:4]:
        if known.noted(slug, "GCAT", year):
            return
        which = "Its first code in GCAT" if first else "The code that GCAT has for it"
        when = f"perhaps in {year}" if start.precision == "approximate" else f"in {year}"
        facts.text(ident(slug), NOTE, f"{which} begins {when}.")
    elif not known.by_hand(slug):
        told_to = (known.value(slug, "beginPrecision", path) or "day").rpartition("-")[2]
        known_to = min(PRINTED.get(told_to, 4), PRINTED.get(start.precision, 4))
        if start.value[:known_to] != told[:known_to]:
            month = date.fromisoformat(start.value).strftime("%B %Y")
            when = f"on {int(start.value[8:])} {month}" if start.precision == "day" else f"in {month}"
            facts.text(ident(slug), NOTE, f"GCAT begins it {when}.")


def _end(facts: Facts, path: Path, slug: str, codes: list[Row], known: Identities) -> None:
    """State when the last of the codes ended; nothing where one is still in use."""
    stops = [day for row in codes if (day := loose_date(row["TStop"]))]
    if len(stops) == len(codes) and not known.told(slug, "endDate", path):
        last = max(stops, key=lambda stop: stop.value)
        facts.date(ident(slug), "end", last.value, last.precision)


def _names(facts: Facts, node: NamedNode, group: list[Row]) -> None:
    last = group[-1]
    label = _name(last)
    facts.text(node, LABEL, label)
    language = native_language(last["UName"], last["StateCode"], has_english=last["EName"] not in {"", "-"})
    own = BRACKET.sub("", last["UName"]).strip()
    if language and own != label:
        facts.text(node, LABEL, own, language)
    for row in group:
        others = {BRACKET.sub("", row[column]).strip() for column in ("ShortName", "EName")} | {_name(row)}
        facts.add(node, ALT_LABEL, *(Literal(o, language="en") for o in others - {label, "", "-"}))
