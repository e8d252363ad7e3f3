"""Satellites that several states or bodies operate together, from the UCS Satellite Database of May 2023."""

from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, parse

from .. import terms
from ..workspace import Workspace
from . import Import, Skipped
from .facts import LABEL, NOTE, ORIGIN, RDF_TYPE, Facts, concept, ident, sco, slugify
from .identities import Identities, read_identities
from .tables import Row, read_tsv

FILE: Final = "joint_satellites.tsv"
COLUMNS: Final = (
    "name", "operator_countries", "operator", "users", "purpose", "launch_date_as_printed", "cospar",
)  # fmt: skip
MISSIONS: Final = Path("data", "joint-satellites.ttl")
STATES: Final = {"USA": "united-states", "UK": "united-kingdom", "ESA": "esa"}
# No party is named by these; a territory is no agent.
NO_AGENT: Final = {"Multinational", "Taiwan"}
# The list gives them to EUMETSAT, which flies Sentinel-3 and Sentinel-6 only, as its own pages say.
FLOWN_BY_ESA: Final = {"Sentinel 1A", "Sentinel 1B", "Sentinel 2A", "Sentinel 2B", "Sentinel 5P"}
# Under the name of one satellite the list gives the day and the designator of another.
MIXED_UP: Final = {"Steamsat-1": "its day and designator are those of SteamSat-2"}
# GCAT has these as ended: when, as it prints it.
ENDED: Final = {
    "Helios 2A": "perhaps in September 2021",
    "Helios 2B": "on 30 April 2022",
    "Maroc Tubsat": "perhaps in 2015",
}
# Words in the operator's name → the agent.
OPERATORS: Final = {
    "Agenzia Spaziale Italiana": "asi",
    "Brazilian Space Agency": "aeb",
    "CNES": "cnes",
    "China National Space Administration": "cnsa",
    "EUMETSAT": "eumetsat",
    "European Space Agency": "esa",
    "European Space Operations Centre": "esa",
    "GFZ": "gfz",
    "ISAS": "isas",
    "ISRO": "isro",
    "Israel Space Agency": "israel-space-agency",
    "Italian Institute for Nuclear Physics": "infn",
    "JAXA": "jaxa",
    "NASA": "nasa",
    "NOAA": "noaa",
    "National Institute for Space Research (Brazil)": "inpe",
    "RASCOM": "rascom",
    "Russian Academy of Sciences": "russian-academy-of-sciences",
    "University of California, Berkeley": "university-of-california-berkeley",
}
# "Space Science" is said of the Earth's plasma as of the stars: it tells no field.
FIELDS: Final = {"Earth Observation": "earth-environment", "Earth Science": "earth-environment"}


def convert(folder: Path, workspace: Workspace) -> Import:
    """A mission for each satellite with two agents or more that no file describes yet, in one file.

    Raises ImportSourceError where the table cannot be read.
    """
    known, (used, launched, assets) = read_identities(workspace), _stated(workspace)
    facts, skipped = Facts(), []
    for line, row in read_tsv(folder / FILE, COLUMNS):
        agents, reason = roles(row), None
        asset = assets.get(row["cospar"])
        if asset in used or row["name"] == "International Space Station":
            reason = "its mission is described by hand"
        elif row["name"] in MIXED_UP:
            reason = MIXED_UP[row["name"]]
        elif row["name"] in FLOWN_BY_ESA:
            reason = "ESA flies it, not EUMETSAT"
        elif len(agents) < 2:
            reason = f"only {next(iter(agents), 'no agent')} is named"
        if reason:
            skipped.append(Skipped(f"line {line}: {row['name']}", reason))
            continue
        _describe(facts, row, agents, asset, known, launched)
    # The database is offered freely, under no licence that could be named.
    graph = NamedNode(terms.GRAPH + MISSIONS.with_suffix("").as_posix())
    facts.add(graph, ORIGIN, ident("source-ucs-satellites"))
    return Import({MISSIONS: facts.triples()}, skipped)


def roles(row: Row) -> dict[str, str]:
    """The slugs of those that a row names, with their roles: operators by their names, states as partners.

    The list puts ESA where a state would stand for any satellite of several Europeans; the agency is meant
    only where its name or that of EUMETSAT, which works with it, is among the operators. Where firms alone
    use a satellite, the state is that of a firm and takes no part.
    """
    operators = {slug for word, slug in OPERATORS.items() if word in row["operator"]}
    owners = {STATES.get(name) or slugify(name) for name in row["operator_countries"].split("/")}
    owners -= {slugify(name) for name in NO_AGENT}
    if row["users"] == "Commercial":
        owners = set()
    if not operators & {"esa", "eumetsat"}:
        owners -= {"esa"}
    return {slug: "operator" if slug in operators else "partner" for slug in sorted(operators | owners)}


def _describe(
    facts: Facts,
    row: Row,
    agents: dict[str, str],
    asset: str | None,
    known: Identities,
    launched: dict[str, str],
) -> None:
    slug = slugify(row["name"].replace("µ", "u"))
    mission = slug + "-mission"
    satellite = asset or (slug if known.home(slug) in {None, MISSIONS} else slug + "-satellite")
    # Printed as day, month, year of local time; the date in Universal Time goes before it where it is known.
    printed = "-".join(reversed(row["launch_date_as_printed"].split("/")))
    date = launched.get(satellite, printed)
    if asset is None:
        facts.add(ident(satellite), RDF_TYPE, sco("Satellite"))
        facts.text(ident(satellite), LABEL, row["name"])
        facts.add(ident(satellite), sco("cosparId"), row["cospar"])
        facts.date(ident(satellite), "launchDate", date)
        facts.add(ident(satellite), sco("source"), ident("source-ucs-satellites"))
    facts.add(ident(mission), RDF_TYPE, sco("RoboticMission"))
    facts.text(ident(mission), LABEL, row["name"] + " mission")
    facts.add(ident(mission), sco("usesAsset"), ident(satellite))
    ended = ENDED.get(row["name"])
    facts.add(ident(mission), sco("status"), concept(f"activity-status-{'completed' if ended else 'active'}"))
    doubt = f"; GCAT ends it {ended}" if ended else ""
    facts.text(ident(mission), NOTE, f"In operation on 1 May 2023, by the UCS list{doubt}.")
    # Armed forces alone look at the Earth for other ends than its study.
    field = FIELDS.get(row["purpose"].split("/")[0]) if row["users"] != "Military" else None
    facts.add(ident(mission), sco("field"), concept("field-" + field) if field else None)
    facts.date(ident(mission), "launchDate", date)
    facts.add(ident(mission), sco("source"), ident("source-ucs-satellites"))
    if date != printed or ended:
        facts.add(ident(mission), sco("source"), ident("source-gcat"))
    for agent, role in agents.items():
        part = ident(f"{mission}--participation--{agent}")
        facts.add(part, RDF_TYPE, sco("Participation"))
        facts.add(part, sco("participant"), ident(agent))
        facts.add(part, sco("participationIn"), ident(mission))
        facts.add(part, sco("role"), concept(f"role-{role}"))
        facts.add(part, sco("source"), ident("source-ucs-satellites"))


def _stated(workspace: Workspace) -> tuple[set[str], dict[str, str], dict[str, str]]:
    """The assets that a described activity uses, the launch dates of assets, and the assets by designator."""
    used, launched, assets = set(), {}, {}
    for file in sorted(workspace.data.rglob("*.ttl")):
        path = file.relative_to(workspace.root)
        if path == MISSIONS or path.parts[1] not in {"activities", "assets", "launches"}:
            continue
        for quad in parse(path=str(file), format=RdfFormat.TURTLE):
            slug = str(getattr(quad.subject, "value", "")).removeprefix(terms.ID)
            value = str(getattr(quad.object, "value", "")).removeprefix(terms.ID)
            if quad.predicate == sco("usesAsset"):
                used.add(value)
            elif quad.predicate == sco("launchDate"):
                launched[slug] = value
            elif quad.predicate == sco("cosparId"):
                assets[value] = slug
    return used, launched, assets
