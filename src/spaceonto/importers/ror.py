"""Identifiers from the Research Organization Registry (`ror_space_orgs.tsv`), joined by its Wikidata ids."""

from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from .. import terms
from ..workspace import Workspace
from . import Import, Skipped
from .facts import NOTE, SAME_AS, Facts, ident, sco
from .identities import read_identities
from .tables import read_tsv

SOURCE: Final = "source-ror"
LICENSE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
# The day of the release of the registry from which the records were taken.
CHECKED: Final = "2026-06-23"
COLUMNS: Final = ("ror_id", "name", "wikidata_qids", "established", "status")
IDENTIFIERS: Final = Path("data/links/ror.ttl")


def convert(folder: Path, workspace: Workspace) -> Import:
    """ROR ids of organisations that are in the data already, and Wikidata links where no file has one.

    Raises ImportSourceError where the table cannot be read.
    """
    known = read_identities(workspace)
    facts, skipped = Facts(), []
    for line, row in read_tsv(folder / "ror_space_orgs.tsv", COLUMNS):
        name = f"line {line}, {row['name']}"
        qids = row["wikidata_qids"].split("|")
        slug = known.slug("ror", row["ror_id"]) or next(
            filter(None, (known.slug("wikidata", q) for q in qids)), None
        )
        if row["status"] == "withdrawn":
            skipped.append(Skipped(name, "withdrawn from the registry"))
        elif slug is None or known.kind(slug) & {"GroundFacility", "SpaceStation"}:
            skipped.append(Skipped(name, "no organisation here has its ROR id or Wikidata id"))
        else:
            facts.add(ident(slug), sco("rorId"), row["ror_id"])
            facts.add(ident(slug), sco("source"), ident(SOURCE))
            if not known.told(slug, "sameAs", IDENTIFIERS):
                facts.add(ident(slug), SAME_AS, NamedNode(terms.WD + qids[0]))
                facts.date(ident(slug), "linkCheckedDate", CHECKED)
            begun = known.value(slug, "beginDate", IDENTIFIERS)
            if begun and row["established"] not in {"", begun[:4]} and not known.by_hand(slug):
                facts.text(ident(slug), NOTE, f"ROR counts from {row['established']}.")
    facts.origin(IDENTIFIERS, SOURCE, LICENSE)
    return Import({IDENTIFIERS: facts.triples()}, skipped)
