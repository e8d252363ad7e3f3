"""Organisations of the Space Atlas, open tier (`organisations.open.json`): facts of Wikidata, CC0.

The table calls universities, armed forces and firms alike "private": what an organisation is stands in the
data, where a person judged it; a new one comes in as an organisation of no particular kind.
"""

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode

from .. import terms
from ..workspace import Workspace
from . import Import, ImportSourceError, Skipped
from .facts import HOMEPAGE, LABEL, RDF_TYPE, SAME_AS, Facts, concept, homepage, ident, sco, slugify, town
from .identities import Identities, read_identities

SOURCE: Final = "source-space-atlas"
LICENSE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
FOLDERS: Final = {"Company": "companies", "PublicBody": "bodies"}
ELSE: Final = "institutes"
AREAS: Final = {
    "manufacturer": "spacecraft-manufacturer",
    "operator": "satellite-operator",
    "spaceport": "spaceport-operator",
}
# Aerospacelab, Türksat, BazoomQ, Nara Space, Arianespace, DMC International Imaging, Viasat: GCAT has them as
# owners (class O) and not as builders of anything (PL, LV, E).
NOT_BUILDERS: Final = {
    "Q113833269", "Q12812126", "Q137841371", "Q139283552", "Q309867", "Q5205607", "Q7924358"
}  # fmt: skip
# These rows are states and a station, not organisations.
NOT_ORGANISATIONS: Final = {"Q801", "Q159", "Q15180", "Q30", "Q25271"}

Organisation = dict[str, Any]


def convert(folder: Path, workspace: Workspace) -> Import:
    """Companies, institutes and public bodies by state, and links to Wikidata.

    Raises ImportSourceError where the file is missing or not what it was.
    """
    known = read_identities(workspace)
    whole = read_atlas(folder / "organisations.open.json", ("wikidataId", "iso2", "roles"))
    files: defaultdict[Path, Facts] = defaultdict(Facts)
    skipped = []
    for organisation in whole["organisations"]:
        qid, name = organisation["wikidataId"], organisation["name"]
        if qid in NOT_ORGANISATIONS:
            skipped.append(Skipped(f"{name} ({qid})", "not an organisation"))
            continue
        slug = known.slug("wikidata", qid)
        if slug is None:
            slug = known.fresh(slugify(name), organisation["iso2"].lower())
            known.kinds[slug] = {"Organization"}
        links = files[Path(f"data/links/{'companies' if 'Company' in known.kind(slug) else 'agents'}.ttl")]
        links.add(ident(slug), SAME_AS, NamedNode(terms.WD + qid))
        links.date(ident(slug), "linkCheckedDate", whole["generatedAt"][:10])
        home = known.home(slug)
        if home and home.parts[1] not in {*FOLDERS.values(), ELSE}:
            skipped.append(Skipped(f"{name} ({qid})", f"kept in {home.as_posix()}"))
            continue
        if qid in NOT_BUILDERS:
            organisation = organisation | {"roles": [r for r in organisation["roles"] if r != "manufacturer"]}
            skipped.append(Skipped(f"{name} ({qid}), manufacturer", "no builder by GCAT"))
        state = known.slug("iso2", organisation["iso2"])
        kind = next((k for k in FOLDERS if k in known.kind(slug)), "")
        path = Path("data", FOLDERS.get(kind, ELSE), f"{state or 'international'}.ttl")
        _describe(files[path], slug, state, organisation, known)
    for path, facts in files.items():
        facts.origin(path, SOURCE, LICENSE)
    return Import({path: facts.triples() for path, facts in files.items()}, skipped)


def read_atlas(file: Path, fields: tuple[str, ...]) -> dict[str, Any]:
    """A file of the Space Atlas. Raises ImportSourceError where it is missing or lacks one of the fields."""
    if not file.is_file():
        raise ImportSourceError(f"{file} is missing. Put the file there as the Space Atlas publishes it.")
    try:
        whole: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        rows = [
            (row.get("name", "?"), [f for f in ("name", "id", *fields) if f not in row])
            for row in whole["organisations"]
        ]
        date.fromisoformat(whole["generatedAt"][:10])
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise ImportSourceError(
            f"{file} is not a list of organisations ({error!r}). "
            "The download may have broken off: fetch it again."
        ) from error
    for number, (name, lacking) in enumerate(rows, start=1):
        if lacking:
            raise ImportSourceError(
                f"{file}, organisation {number} ({name}): there is no {', '.join(lacking)}. "
                "The Space Atlas may have changed its form: mend the importer."
            )
    return whole


def founded(facts: Facts, node: NamedNode, text: str | None) -> None:
    """State the founding date: Wikidata writes a lone year as its first of January, or with zeros.

    A first of another month is taken for the month alone: the table keeps no precision, and has six times as
    many of them as of any other day.
    """
    if not text:
        return
    year, month, day = text[:10].split("-")
    if month == "00" or (month, day) == ("01", "01"):
        facts.date(node, "begin", f"{year}-01-01", "year")
    elif day in ("00", "01"):
        facts.date(node, "begin", f"{year}-{month}-01", "month")
    else:
        facts.date(node, "begin", f"{year}-{month}-{day}", "day")


def _describe(
    facts: Facts, slug: str, state: str | None, organisation: Organisation, known: Identities
) -> None:
    node, kinds = ident(slug), known.kind(slug)
    facts.add(node, RDF_TYPE, *(sco(kind) for kind in sorted(kinds)))
    facts.text(node, LABEL, organisation["name"])
    facts.add(node, sco("basedIn"), ident(state) if state else None)
    founded(facts, node, organisation.get("founded"))
    facts.add(node, sco("seat"), town(organisation.get("headquarters")))
    facts.add(node, HOMEPAGE, homepage(organisation.get("website")))
    if "Company" in kinds:
        areas = (AREAS.get(role) for role in organisation["roles"])
        facts.add(node, sco("businessArea"), *(concept(f"business-area-{area}") for area in areas if area))
    facts.add(node, sco("source"), ident(SOURCE))
