"""Capabilities, budgets and private spaceflight companies of the Space Atlas (`agencies.json`).

The file is made from two lists of Wikipedia and stands under CC BY-SA, so what comes from it is written to
files of its own that say so. Rows are matched by the address of their Wikipedia article.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from .. import terms
from ..workspace import Workspace
from . import Import, Skipped
from .facts import (
    HOMEPAGE,
    LABEL,
    NOTE,
    RDF_TYPE,
    Facts,
    concept,
    homepage,
    ident,
    same_place,
    sco,
    slugify,
    town,
)
from .identities import Identities, read_identities
from .space_atlas import founded, read_atlas

SOURCE: Final = "source-space-atlas-wikipedia"
LICENSE: Final = "https://creativecommons.org/licenses/by-sa/4.0/"
PAGE: Final = NamedNode(terms.PREFIXES["foaf"] + "isPrimaryTopicOf")
HERE: Final = ("agents-wikipedia", "companies-wikipedia")

CAPABILITIES: Final = {
    "cargoSpacecraft": "cargo-spacecraft",
    "circumlunarFlight": "circumlunar-flight",
    "crewedLaunch": "crewed-launch",
    "crewedSuborbital": "crewed-suborbital",
    "cryogenicEngine": "cryogenic-engine",
    "eva": "eva",
    "extraterrestrialOrbiter": "extraterrestrial-orbiter",
    "firstSpaceTraveler": "first-space-traveller",
    "flyby": "flyby",
    "launchSite": "launch-site",
    "moonLanding": "moon-landing",
    "operatesSatellites": "satellite-operation",
    "orbitalLaunch": "orbital-launch",
    "recoverablePayloads": "recoverable-biological-sounding-rocket",
    "rendezvousDocking": "rendezvous-docking",
    "reusableSystems": "reusable-systems",
    "rover": "rover",
    "sampleReturn": "sample-return",
    "softLanding": "soft-landing",
    "spaceStation": "space-station",
    "suborbitalLaunch": "suborbital-launch",
    "surfaceImpact": "surface-impact",
}
# Rows that name the article of something else.
WRONG_PAGES: Final = {
    "mircorp": "its article is that of the station Mir",
    "technical-university-of-denmark": "its article is that of the university",
}
# The list tells what a state was first to do and credits its agency of today with it. These are the abilities
# that the agency, or one that it replaces, has shown: by the example, or as an owner or launcher in GCAT.
OWN: Final = {
    "algerian-space-agency": "operatesSatellites",
    "azercosmos": "operatesSatellites",
    "bahrain-space-agency": "operatesSatellites",
    "bolivarian-agency-for-space-activities": "operatesSatellites",
    "canadian-space-agency": "operatesSatellites",
    "china-national-space-administration": "extraterrestrialOrbiter flyby rover sampleReturn softLanding "
    "surfaceImpact",
    "cnes": "firstSpaceTraveler launchSite operatesSatellites orbitalLaunch suborbitalLaunch",
    "egyptian-space-agency": "operatesSatellites",
    "european-space-agency": "extraterrestrialOrbiter firstSpaceTraveler flyby launchSite operatesSatellites "
    "orbitalLaunch softLanding surfaceImpact",
    "geo-informatics-and-space-technology-development-agency": "operatesSatellites",
    "iranian-space-agency": "launchSite operatesSatellites orbitalLaunch recoverablePayloads "
    "suborbitalLaunch",
    "israel-space-agency": "operatesSatellites",
    "isro": "cryogenicEngine extraterrestrialOrbiter firstSpaceTraveler launchSite operatesSatellites "
    "orbitalLaunch rendezvousDocking rover softLanding suborbitalLaunch surfaceImpact",
    "italian-space-agency": "firstSpaceTraveler operatesSatellites",
    "jaxa": "cryogenicEngine extraterrestrialOrbiter launchSite operatesSatellites orbitalLaunch rover "
    "sampleReturn softLanding",
    "kazcosmos": "operatesSatellites",
    "kenya-space-agency": "operatesSatellites",
    "korea-aerospace-research-institute": "extraterrestrialOrbiter firstSpaceTraveler launchSite "
    "operatesSatellites orbitalLaunch",
    "lithuanian-space-association": "operatesSatellites",
    "nasa": "circumlunarFlight crewedLaunch cryogenicEngine eva extraterrestrialOrbiter firstSpaceTraveler "
    "flyby launchSite moonLanding operatesSatellites orbitalLaunch rendezvousDocking reusableSystems rover "
    "sampleReturn softLanding spaceStation surfaceImpact",
    "national-space-activities-commission": "operatesSatellites",
    "national-space-research-and-development-agency": "operatesSatellites",
    "norwegian-space-agency": "operatesSatellites",
    "roscosmos": "crewedLaunch eva firstSpaceTraveler operatesSatellites orbitalLaunch rendezvousDocking "
    "spaceStation",
    "soviet-space-program": "crewedLaunch cryogenicEngine eva extraterrestrialOrbiter firstSpaceTraveler "
    "flyby launchSite operatesSatellites orbitalLaunch rendezvousDocking rover sampleReturn softLanding "
    "spaceStation surfaceImpact",
    "suparco": "launchSite operatesSatellites suborbitalLaunch",
    "swedish-national-space-agency": "operatesSatellites",
    "taiwan-space-agency": "operatesSatellites",
    "turkish-space-agency": "firstSpaceTraveler",
    "uk-space-agency": "operatesSatellites",
    "vietnam-academy-of-science-and-technology": "operatesSatellites",
}
# What the list marks for a company although its example did not show it.
UNSHOWN: Final = {
    ("atmos-space-cargo", "cargoSpacecraft"): "the list does not say that Phoenix 1 carried cargo",
    ("bigelow-aerospace", "spaceStation"): "Genesis I was a small test craft",
    ("blushift-aerospace", "reusableSystems"): "Stardust is not shown to have flown to space",
    ("blushift-aerospace", "suborbitalLaunch"): "Stardust is not shown to have flown to space",
    ("exos-aerospace", "reusableSystems"): "SARGE is not shown to have flown to space",
    ("exos-aerospace", "suborbitalLaunch"): "SARGE is not shown to have flown to space",
    ("gilmour-space-technologies", "suborbitalLaunch"): "RASTA is not shown to have flown to space",
    ("hyimpulse", "suborbitalLaunch"): "SR75 is not shown to have flown to space",
    ("impulse-space", "cargoSpacecraft"): "Mira is not shown to have carried cargo",
    ("linkspace", "reusableSystems"): "RLV-T is not shown to have flown to space",
    ("linkspace", "suborbitalLaunch"): "RLV-T is not shown to have flown to space",
    ("luxspace", "extraterrestrialOrbiter"): "the list says that it only flew by",
    ("otrag", "suborbitalLaunch"): "its rocket is not shown to have flown to space",
    ("pld-space", "suborbitalLaunch"): "Miura 1 is not shown to have flown to space",
    ("raytheon-intelligence-space", "extraterrestrialOrbiter"): "the list names no craft",
    ("rocket-lab", "extraterrestrialOrbiter"): "the list names the bus of a craft of others",
    ("rocket-lab", "reusableSystems"): "Electron is not shown to have flown again",
    ("skyroot-aerospace", "orbitalLaunch"): "Vikram-I is not shown to have flown",
    ("skyrora", "suborbitalLaunch"): "Skylark Micro is not shown to have flown to space",
    ("spacehab", "spaceStation"): "its modules were no station",
    ("success-rockets", "suborbitalLaunch"): "Nebo 1 is not shown to have flown to space",
    ("vast-company", "spaceStation"): "Haven Demo is a demonstrator",
    ("voyager-technologies", "spaceStation"): "Bishop is an airlock",
}
# What a company is listed for, whether it has shown it or not, is its line of trade.
AREAS: Final = {
    "cargoSpacecraft": "cargo-transport",
    "crewedLaunch": "crew-transport",
    "crewedSuborbital": "space-tourism",
    "orbitalLaunch": "launch-vehicle-manufacturer",
    "propulsion": "propulsion",
    "researchCraft": "research-craft",
    "rover": "lander-developer",
    "softLanding": "lander-developer",
    "spaceManufacturing": "space-manufacturing",
    "spaceMining": "space-mining",
    "spaceStation": "station-developer",
    "spacecraftComponents": "component-manufacturer",
    "suborbitalLaunch": "launch-vehicle-manufacturer",
}


def convert(folder: Path, workspace: Workspace) -> Import:
    """Capabilities and budgets of agencies, and companies by state.

    Raises ImportSourceError where the file is missing or not what it was.
    """
    known = read_identities(workspace)
    files: defaultdict[Path, Facts] = defaultdict(Facts)
    skipped = []
    for row in read_atlas(folder / "agencies.json", ("orgType", "iso2", "capabilities"))["organisations"]:
        if row["id"] in WRONG_PAGES:
            skipped.append(Skipped(row["name"], WRONG_PAGES[row["id"]]))
            continue
        slug = _slug(row, known)
        if slug is None:
            skipped.append(
                Skipped(row["name"], "no individual here has its Wikipedia article, and it is no company")
            )
            continue
        node, state = ident(slug), known.slug("iso2", row["iso2"])
        home = known.home(slug)
        if row["orgType"] == "private":
            facts = files[Path(f"data/companies-wikipedia/{state or 'international'}.ttl")]
            if home is None or home.parts[1] in HERE:
                _company(facts, node, state, row)
            facts.add(node, sco("businessArea"), *_concepts("business-area", AREAS, row["capabilities"]))
        else:
            facts = files[Path("data/agents-wikipedia/capabilities.ttl")]
            _budget(files[Path("data/agents-wikipedia/budgets.ttl")], slug, row.get("budget"))
        shown, doubted = _shown(row)
        skipped += [Skipped(f"{row['name']}, {name}", reason) for name, reason in doubted.items()]
        facts.add(node, sco("capability"), *_concepts("capability", CAPABILITIES, shown))
        facts.add(node, PAGE, homepage(row.get("wikipedia")))
        facts.add(node, sco("source"), ident(SOURCE))
        if home and home.parts[1] not in HERE and not known.by_hand(slug):
            _differences(facts, node, row, known.value(slug, "beginDate"), known.value(slug, "seat"))
    for path, facts in files.items():
        facts.origin(path, SOURCE, LICENSE)
    return Import({path: facts.triples() for path, facts in files.items()}, skipped)


def _slug(row: dict[str, Any], known: Identities) -> str | None:
    slug = known.slug("page", row.get("wikipedia") or "")
    if slug is None and row["orgType"] == "private":
        slug = known.fresh(slugify(row["name"]), row["iso2"].lower())
        known.kinds[slug] = {"Company"}
    return slug


def _shown(row: dict[str, Any]) -> tuple[list[str], dict[str, str]]:
    """The abilities that the agent has shown itself, and the others of the list, with the reason to doubt."""
    own = OWN.get(row["id"], "").split()
    shown, doubted = [], {}
    for name in (n for n, found in row["capabilities"].items() if found["has"] and n in CAPABILITIES):
        if not row["capabilities"][name].get("detail"):
            doubted[name] = "the list names no example"
        elif (row["id"], name) in UNSHOWN:
            doubted[name] = UNSHOWN[row["id"], name]
        elif row["orgType"] != "private" and name not in own:
            doubted[name] = "not shown by the agency itself"
        else:
            shown.append(name)
    return shown, doubted


def _concepts(scheme: str, names: dict[str, str], found: Iterable[str]) -> list[NamedNode]:
    return [concept(f"{scheme}-{names[name]}") for name in found if name in names]


def _company(facts: Facts, node: NamedNode, state: str | None, row: dict[str, Any]) -> None:
    facts.add(node, RDF_TYPE, sco("Company"))
    facts.text(node, LABEL, row["name"].split(" (")[0])
    facts.add(node, sco("basedIn"), ident(state) if state else None)
    founded(facts, node, row.get("founded"))
    facts.add(node, sco("seat"), town(row.get("headquarters")))
    facts.add(node, HOMEPAGE, homepage(row.get("website")))


def _differences(
    facts: Facts, node: NamedNode, row: dict[str, Any], begun: str | None, seat: str | None
) -> None:
    """Note where the list has another year or town than the table that describes the organisation here."""
    year, place = (row.get("founded") or "")[:4], town(row.get("headquarters"))
    if begun and year not in {"", begun[:4]}:
        facts.text(node, NOTE, f"Wikipedia's list begins it in {year}.")
    if seat and place and not same_place(seat, place):
        facts.text(node, NOTE, f"Wikipedia's list has its seat in {place}.")


def _budget(facts: Facts, slug: str, budget: dict[str, Any] | None) -> None:
    if not budget:
        return
    node = ident(f"{slug}--budget--{budget['year']}")
    dollars = Decimal(str(budget["usdMillions"])) * 1_000_000
    facts.add(node, RDF_TYPE, sco("BudgetFigure"))
    facts.add(node, sco("budgetOf"), ident(slug))
    facts.add(node, sco("amount"), Literal(f"{dollars:.1f}", datatype=NamedNode(terms.XSD + "decimal")))
    facts.add(node, sco("currency"), "USD")
    facts.add(node, sco("fiscalYear"), Literal(budget["year"]))
    facts.add(node, sco("source"), ident(SOURCE))
