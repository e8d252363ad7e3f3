"""Satellites of one state or body that another's rocket launched, from GCAT, and their UN registration."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, parse

from .. import terms
from ..workspace import Workspace
from . import Import, Skipped, gcat
from .facts import ALT_LABEL, LABEL, NOTE, RDF_TYPE, Facts, concept, ident, sco
from .gcat_crewed import CC_BY
from .gcat_lines import code_on
from .gcat_orgs import organisations
from .gcat_states import state
from .identities import Identities, read_identities
from .tables import Row, read_tsv

LOG_COLUMNS: Final = (
    "Launch_Tag", "Launch_Date", "Piece", "Name", "PLName", "JCAT", "SatOwner", "SatState", "LV_Type",
    "Launch_Site", "Agency", "LVState", "Launch_Code",
)  # fmt: skip
PAYLOAD_COLUMNS: Final = ("JCAT", "Piece", "Name", "UNState", "UNReg")
VEHICLES: Final = Path("data", "launches", "vehicles.ttl")

# Two codes of one state, so that a launch of the one by the other is no launch by another.
SAME_STATE: Final = {
    ("HK", "CN"): "Hong Kong is part of China",
    ("PR", "US"): "Puerto Rico is a territory of the United States",
    ("RU", "SU"): "Russia continues the Soviet Union",
    ("SU", "RU"): "Russia continues the Soviet Union",
}
# Bodies and former states, which have no ISO code; bodies are found by the code of the organisation itself.
FORMER: Final = {"CSFR": "czechoslovakia", "HKUK": "hong-kong"}


@dataclass(frozen=True)
class Payload:
    """One satellite's row in the list of launches, with its registration from the list of payloads."""

    line: int
    row: Row
    un_state: str
    un_document: str
    doubted: bool

    @property
    def cospar(self) -> str | None:
        return gcat.cospar(self.row["Piece"])

    @property
    def launched(self) -> str:
        day = gcat.vague_date(self.row["Launch_Date"])
        return day.value if day else ""

    @property
    def failed(self) -> bool:
        return self.row["Launch_Code"].startswith("OF")


def convert(folder: Path, workspace: Workspace) -> Import:
    """One file per decade in data/launches, and one of the kinds of rockets, from launchlog and psatcat.

    Raises ImportSourceError where a table cannot be read.
    """
    known, by_hand, orgs = read_identities(workspace), described(workspace), organisations(folder)
    files: defaultdict[Path, Facts] = defaultdict(Facts)
    skipped = []
    for payload in _payloads(folder):
        if not payload.row["Launch_Tag"][4:].startswith("-U"):
            _vehicle(files[VEHICLES], payload.row["LV_Type"])
        pair = (payload.row["SatState"], payload.row["LVState"])
        if pair[0] == pair[1] or payload.row["JCAT"][0] not in "SF":
            continue
        reason = SAME_STATE.get(pair) or (
            "GCAT's two lists take its piece for different payloads"
            if payload.doubted
            else _write(files, payload, known, by_hand, orgs)
        )
        if reason:
            skipped.append(Skipped(f"launchlog line {payload.line}: {payload.row['Name']}", reason))
    for path, facts in files.items():
        facts.origin(path, "source-gcat", CC_BY)
    return Import({path: facts.triples() for path, facts in files.items()}, skipped)


def owner(payload: Payload, known: Identities, orgs: dict[str, Row]) -> list[str]:
    """The slugs of a satellite's owners: the organisations, or the state or body where none is known."""
    codes = payload.row["SatOwner"].split("/")
    owners = [slug for code in codes if (slug := _on_that_day(code, payload, known, orgs))]
    code = payload.row["SatState"]
    land = FORMER.get(code) or state(code, known, payload.launched) or known.slug("gcat", code)
    return owners or ([land] if land else [])


def _on_that_day(code: str, payload: Payload, known: Identities, orgs: dict[str, Row]) -> str | None:
    """The slug of an organisation under the code of that day, or of what it then was a part of."""
    now = code_on(code, payload.launched, orgs)
    found = known.slug("gcat", now)
    if found is None and now != code:
        found = known.slug("gcat", orgs[now]["Parent"])
    return found or known.slug("gcat", code)


def described(workspace: Workspace) -> dict[str, str]:
    """The slugs of the spacecraft described by hand, by designator."""
    found = {}
    for file in sorted(workspace.data.glob("assets/**/*.ttl")):
        for quad in parse(path=str(file), format=RdfFormat.TURTLE):
            if quad.predicate == sco("cosparId"):
                slug = str(getattr(quad.subject, "value", "")).removeprefix(terms.ID)
                found[str(getattr(quad.object, "value", ""))] = slug
    return found


def _write(
    files: defaultdict[Path, Facts],
    payload: Payload,
    known: Identities,
    by_hand: dict[str, str],
    orgs: dict[str, Row],
) -> str | None:
    """State a satellite, its launch and its registration; where that cannot be done, the reason."""
    owners = owner(payload, known, orgs)
    if not owners:
        return f"nothing known has the owner code {payload.row['SatOwner']} or the state code of it"
    path = Path("data", "launches", payload.launched[:3] + "0s.ttl")
    launch = "launch-" + gcat.launch_tag(payload.row["Launch_Tag"]).lower()
    satellite = by_hand.get(payload.cospar or "")
    facts = files[path]
    _describe_launch(facts, payload, launch, known, orgs)
    if satellite is None:
        satellite = "satellite-" + (payload.cospar or payload.row["JCAT"]).lower()
        _describe_satellite(facts, payload, satellite)
    facts.add(ident(satellite), sco("launchedIn"), ident(launch))
    facts.add(ident(satellite), sco("ownedBy"), *(ident(slug) for slug in owners))
    _register(facts, payload, satellite, known)
    return None


def _describe_satellite(facts: Facts, payload: Payload, slug: str) -> None:
    row, satellite = payload.row, ident(slug)
    # A name in brackets is GCAT's own, given where the satellite never got one.
    name = (row["Name"] if row["Name"] != "-" else row["PLName"]).strip("[]")
    facts.add(satellite, RDF_TYPE, sco("Spacecraft" if row["Launch_Code"].startswith("D") else "Satellite"))
    facts.text(satellite, LABEL, name)
    facts.text(satellite, ALT_LABEL, row["PLName"] if row["PLName"] not in {name, "-"} else None)
    facts.add(satellite, sco("cosparId"), payload.cospar)
    facts.add(satellite, sco("gcatId"), row["JCAT"])
    if row["JCAT"].startswith("S"):
        facts.add(satellite, sco("catalogNumber"), str(int(row["JCAT"][1:])))
    _date(facts, payload, slug)
    facts.add(satellite, sco("source"), ident("source-gcat"))


def _describe_launch(
    facts: Facts, payload: Payload, slug: str, known: Identities, orgs: dict[str, Row]
) -> None:
    row, launch = payload.row, ident(slug)
    tag = gcat.launch_tag(row["Launch_Tag"])
    facts.add(launch, RDF_TYPE, sco("Launch"))
    facts.text(launch, LABEL, f"{gcat.vehicle_name(row['LV_Type'])} launch {tag}")
    facts.add(launch, sco("launchTag"), tag)
    _date(facts, payload, slug)
    facts.add(launch, sco("launchVehicle"), ident(gcat.vehicle_slug(row["LV_Type"])))
    # A question mark doubts who launched.
    for code in () if row["Agency"].endswith("?") else row["Agency"].split("/"):
        if provider := _on_that_day(code, payload, known, orgs):
            facts.add(launch, sco("launchProvider"), ident(provider))
    if site := known.slug("gcat-site", row["Launch_Site"]):
        facts.add(launch, sco("launchSite"), ident(site))
    outcome = "failed" if payload.failed else "completed"
    facts.add(launch, sco("status"), concept("activity-status-" + outcome))
    facts.add(launch, sco("source"), ident("source-gcat"))


def _register(facts: Facts, payload: Payload, satellite: str, known: Identities) -> None:
    # Brackets mark a state that has not registered the satellite, an asterisk one that is not the owner's.
    code = payload.un_state.rstrip("*")
    if code.startswith("[") or code in {"", "-"} or payload.un_document in {"", "-"}:
        return
    party = FORMER.get(code) or state(code, known, payload.launched) or known.slug("gcat", code)
    if party is None:
        return
    fact = ident(f"{satellite}--registration--{party}")
    facts.add(fact, RDF_TYPE, sco("Registration"))
    facts.add(fact, sco("registers"), ident(satellite))
    facts.add(fact, sco("registeringState"), ident(party))
    facts.add(fact, sco("documentSymbol"), gcat.document_symbol(payload.un_document))
    facts.add(fact, sco("source"), ident("source-gcat"))
    if payload.un_state.endswith("*") and code != payload.row["SatState"]:
        facts.text(fact, NOTE, "Registered by another state than that of the owner.")


def _vehicle(facts: Facts, kind: str) -> None:
    slug = gcat.vehicle_slug(kind)
    if slug == "space-shuttle":  # described by hand, as the ship that it is too
        return
    vehicle = ident(slug)
    facts.add(vehicle, RDF_TYPE, sco("LaunchVehicle"))
    facts.text(vehicle, LABEL, gcat.vehicle_name(kind))
    if "Chang Zheng" in kind:
        facts.text(vehicle, ALT_LABEL, kind.split("/")[0])
    facts.add(vehicle, sco("source"), ident("source-gcat"))


def _date(facts: Facts, payload: Payload, slug: str) -> None:
    if day := gcat.vague_date(payload.row["Launch_Date"]):
        facts.date(ident(slug), "launchDate", day.value, day.precision)


def _payloads(folder: Path) -> Iterator[Payload]:
    listed = {
        row["JCAT"]: row for _, row in read_tsv(folder / "psatcat.tsv.gz", PAYLOAD_COLUMNS, comment="#")
    }
    launches: defaultdict[str, list[tuple[int, Row]]] = defaultdict(list)
    for line, row in read_tsv(folder / "launchlog.tsv.gz", LOG_COLUMNS, comment="#"):
        launches[row["Launch_Tag"]].append((line, row))
    for rows in launches.values():
        for line, row, doubted in _told_apart(rows, listed):
            entry = listed.get(row["JCAT"], {})
            yield Payload(line, row, entry.get("UNState", ""), entry.get("UNReg", ""), doubted)


def _told_apart(rows: list[tuple[int, Row]], listed: dict[str, Row]) -> list[tuple[int, Row, bool]]:
    """The payloads of a launch, each as the piece that the list of payloads, the younger one, takes it for.

    Where that list does not tell all of them apart they stay as they are, and those on which the lists differ
    are doubted.
    """
    entries = [listed[row["JCAT"]] for _, row in rows if row["JCAT"] in listed]
    often = Counter(entry["Name"] for entry in entries)
    pieces = {entry["Name"]: entry for entry in entries if often[entry["Name"]] == 1}
    now = [(line, row | _piece(pieces.get(row["Name"], row)), False) for line, row in rows]
    if len({row["JCAT"] for _, row, _ in now}) == len({row["JCAT"] for _, row in rows}):
        return now
    names = {row["Name"] for _, row in rows}

    def differs(row: Row) -> bool:
        other = listed.get(row["JCAT"], row)["Name"]
        return _piece(pieces.get(row["Name"], row)) != _piece(row) or other in names - {row["Name"]}

    return [(line, row, differs(row)) for line, row in rows]


def _piece(row: Row) -> Row:
    return {"JCAT": row["JCAT"], "Piece": row["Piece"]}
