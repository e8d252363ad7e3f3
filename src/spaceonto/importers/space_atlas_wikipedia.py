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
from .facts import HOMEPAGE, LABEL, RDF_TYPE, Facts, concept, homepage, ident, sco, slugify
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
# Examples that the list gives for a capability, but that are yet to fly.
PLANNED: Final = {"NGLV", "Reusable OLV project", "Soyuz-7 2028"}
# Examples that the list gives for an agency, but that others showed before there was such an agency.
OLDER: Final = {("national-space-activities-commission", "Orión"): "flew from 1965 to 1971, before CONAE"}
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
        shown, doubted = _shown(row["id"], row["capabilities"])
        skipped += [Skipped(f"{row['name']}, {name}", reason) for name, reason in doubted.items()]
        facts.add(node, sco("capability"), *_concepts("capability", CAPABILITIES, shown))
        facts.add(node, PAGE, homepage(row.get("wikipedia")))
        facts.add(node, sco("source"), ident(SOURCE))
    for path, facts in files.items():
        facts.origin(path, SOURCE, LICENSE)
    return Import({path: facts.triples() for path, facts in files.items()}, skipped)


def _slug(row: dict[str, Any], known: Identities) -> str | None:
    slug = known.slug("page", row.get("wikipedia") or "")
    if slug is None and row["orgType"] == "private":
        slug = known.fresh(slugify(row["name"]), row["iso2"].lower())
        known.kinds[slug] = {"Company"}
    return slug


def _shown(agency: str, capabilities: dict[str, Any]) -> tuple[list[str], dict[str, str]]:
    """The abilities that the list shows by an example, and the others it marks, with the reason to doubt."""
    shown, doubted = [], {}
    for name, found in capabilities.items():
        example = found.get("detail")
        if found["has"] and example in PLANNED:
            doubted[name] = f"{example} is a plan"
        elif found["has"] and (agency, example) in OLDER:
            doubted[name] = f"{example} {OLDER[agency, example]}"
        elif found["has"] and not example:
            doubted[name] = "the list names no example"
        elif found["has"]:
            shown.append(name)
    return shown, doubted


def _concepts(scheme: str, names: dict[str, str], found: Iterable[str]) -> list[NamedNode]:
    return [concept(f"{scheme}-{names[name]}") for name in found if name in names]


def _company(facts: Facts, node: NamedNode, state: str | None, row: dict[str, Any]) -> None:
    facts.add(node, RDF_TYPE, sco("Company"))
    facts.text(node, LABEL, row["name"].split(" (")[0])
    facts.add(node, sco("basedIn"), ident(state) if state else None)
    founded(facts, node, row.get("founded"))
    facts.add(node, sco("seat"), row.get("headquarters"))
    facts.add(node, HOMEPAGE, homepage(row.get("website")))


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
