"""States, territories and regions of the world from datasets/country-codes (`country-codes.csv`).

What a row is, a state or a territory, is kept as the data has it; for a new one it is read from the name that
the terminology service of the United Nations (UNTERM) gives, and from the mark behind it: one star for an
observer, two for an area that is neither member nor observer.
"""

import re
from collections import defaultdict
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from .. import terms
from ..workspace import Workspace
from . import Import, Skipped
from .facts import ALT_LABEL, LABEL, RDF_TYPE, SAME_AS, Facts, ident, sco, slugify
from .identities import Identities, read_identities
from .tables import Row, read_csv

SOURCE = "source-country-codes"
LICENSE = "http://opendatacommons.org/licenses/pddl/1.0/"
# The day of the release on which the Wikidata ids were read from the table.
CHECKED = "2026-05-15"

# Language → column of the UNTERM short name, and of the name in the M49 standard.
NAMES = {
    "ar": ("UNTERM Arabic Short", "official_name_ar"),
    "en": ("UNTERM English Short", "official_name_en"),
    "es": ("UNTERM Spanish Short", "official_name_es"),
    "fr": ("UNTERM French Short", "official_name_fr"),
    "ru": ("UNTERM Russian Short", "official_name_ru"),
    "zh": ("UNTERM Chinese Short", "official_name_cn"),
}
ISO2, ISO3, COMMON = "ISO3166-1-Alpha-2", "ISO3166-1-Alpha-3", "CLDR display name"
LEVELS = ("Region", "Sub-region", "Intermediate Region")
COLUMNS = {ISO2, ISO3, COMMON, "M49", "wikidata_id", "Capital", *sum(NAMES.values(), ())}
COLUMNS |= {f"{level} {what}" for level in LEVELS for what in ("Name", "Code")}

# The sub-region Micronesia shares its name with a state that lies in it.
REGION_SLUGS = {"Micronesia": "micronesia-region"}
# Links that two other tables contradict (country-coder and internacia-db agree on Q6250).
DOUBTED = {"EH"}
# An article behind the name, as in "Bahamas (the)" or "Iraq (l')"; a longer bracket is part of the name.
ARTICLE = re.compile(r"\s*\((?:the|le|la|les|l['’]|el|los|las)\)$")
MARK = re.compile(r"\s*(\*+)$")


def convert(folder: Path, workspace: Workspace) -> Import:
    """States by region, territories, the regions themselves and links to Wikidata.

    Raises ImportSourceError where the table cannot be read.
    """
    known = read_identities(workspace)
    files: defaultdict[Path, Facts] = defaultdict(Facts)
    regions = files[Path("data/states/regions.ttl")]
    links = files[Path("data/links/states.ttl")]
    skipped = []
    for line, row in read_csv(folder / "country-codes.csv", COLUMNS):
        kind = _kind(row, known)
        if kind is None:
            skipped.append(
                Skipped(f"line {line}, {row[ISO2]} {_name(row, 'en')}", "no capital: nobody lives there")
            )
            continue
        area = _regions(row, regions)
        slug = known.slug("iso2", row[ISO2]) or known.fresh(slugify(row[COMMON]), row[ISO2].lower())
        group = "territories" if kind == "Territory" else slugify(row["Region Name"])
        _country(files[Path(f"data/states/{group}.ttl")], ident(slug), kind, row, area)
        if row["wikidata_id"] and row[ISO2] not in DOUBTED:
            links.add(ident(slug), SAME_AS, NamedNode(terms.WD + row["wikidata_id"].rsplit("/", 1)[-1]))
            links.date(ident(slug), "linkCheckedDate", CHECKED)
        else:
            why = "two other tables name another item" if row["wikidata_id"] else "the table gives none"
            skipped.append(Skipped(f"line {line}, {row[ISO2]}: its link to Wikidata", why))
    for path, facts in files.items():
        facts.origin(path, SOURCE, LICENSE)
    return Import({path: facts.triples() for path, facts in files.items()}, skipped)


def _kind(row: Row, known: Identities) -> str | None:
    """State, Territory, or None for uninhabited places."""
    slug = known.slug("iso2", row[ISO2])
    kept = known.kind(slug) & {"State", "Territory"} if slug else set()
    if kept:
        return kept.pop()
    name = row[NAMES["en"][0]]
    mark = MARK.search(name)
    if name and (mark is None or mark[1] == "*"):
        return "State"
    return "Territory" if row["Capital"] else None


def _name(row: Row, language: str) -> str:
    """The name without article and footnote mark: UNTERM's, else that of the M49 standard."""
    unterm, m49 = NAMES[language]
    return ARTICLE.sub("", MARK.sub("", row[unterm] or row[m49])).strip()


def _country(facts: Facts, node: NamedNode, kind: str, row: Row, area: NamedNode | None) -> None:
    facts.add(node, RDF_TYPE, sco(kind))
    # UNTERM is empty for two members, whose rows the publisher failed to join; one has an old English name.
    label = row[COMMON] if kind == "State" and not row[NAMES["en"][0]] else _name(row, "en")
    facts.text(node, LABEL, label)
    for language in NAMES.keys() - {"en"}:
        facts.text(node, LABEL, _name(row, language), language)
    for other in {row[COMMON], row["official_name_en"]} - {label}:
        facts.text(node, ALT_LABEL, other)
    facts.add(node, sco("countryCode"), row[ISO2])
    facts.add(node, sco("countryCode3"), row[ISO3])
    facts.add(node, sco("m49Code"), Literal(row["M49"].zfill(3)) if row["M49"] else None)
    facts.add(node, sco("locatedIn"), area)
    facts.add(node, sco("source"), ident(SOURCE))


def _regions(row: Row, facts: Facts) -> NamedNode | None:
    """The smallest region that the row names; the regions are stated on the way to it."""
    outer = None
    for level in LEVELS:
        name = row[f"{level} Name"]
        if not name:
            continue
        node = ident(REGION_SLUGS.get(name) or slugify(name))
        facts.add(node, RDF_TYPE, sco("Place"))
        facts.text(node, LABEL, name)
        facts.add(node, sco("m49Code"), row[f"{level} Code"].zfill(3))
        facts.add(node, sco("locatedIn"), outer)
        facts.add(node, sco("source"), ident(SOURCE))
        outer = node
    return outer
