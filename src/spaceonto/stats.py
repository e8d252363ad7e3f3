"""What there is, by class, source, quality and decade, and what is missing: from the files alone."""

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Quad, QuerySolutions, Store
from rich.box import MARKDOWN, SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from . import terms
from .dataset import Dataset

Cell = str | int | float

PROLOGUE: Final = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in terms.PREFIXES.items())
SHOWN: Final = 25
# Nobody flew before the fifties; universities were founded.
BEFORE: Final = 194

CLASSES: Final = """SELECT ?label (COUNT(DISTINCT ?thing) AS ?things) (COUNT(DISTINCT ?linked) AS ?links) {
  ?class a owl:Class ; rdfs:label ?label . FILTER(LANG(?label) = "en")
  ?kind rdfs:subClassOf* ?class . ?thing a ?kind .
  OPTIONAL { ?thing owl:sameAs ?item . FILTER(STRSTARTS(STR(?item), STR(wd:))) BIND(?thing AS ?linked) }
} GROUP BY ?class ?label ORDER BY DESC(?things) ?label"""
FACTS: Final = "SELECT DISTINCT ?fact ?source { ?fact sco:source ?source }"
# A passage has the quality of the whole that it is part of.
QUALITIES: Final = """SELECT ?source ?label ?quality {
  ?source sco:partOf?/sco:sourceQuality/skos:prefLabel ?quality ; rdfs:label ?label .
  FILTER(LANG(?quality) = "en" && LANG(?label) = "en")
}"""
LINKED: Final = "SELECT DISTINCT ?thing { ?thing owl:sameAs ?item FILTER(STRSTARTS(STR(?item), STR(wd:))) }"
OF_CLASS: Final = "SELECT DISTINCT ?x {{ ?kind rdfs:subClassOf* {top} . ?x a ?kind }}"
EARLIEST: Final = """SELECT ?x (STR(MIN(?date)) AS ?first) {{
  ?kind rdfs:subClassOf* {top} . ?x a ?kind ; {path} ?date . FILTER(DATATYPE(?date) = xsd:date)
}} GROUP BY ?x"""

FLOWN: Final = "(sco:launchDate|sco:beginDate)"
AGREED: Final = (
    "(sco:adoptionDate|sco:openedForSignatureDate|sco:entryIntoForceDate|sco:beginDate"
    "|((^sco:signatureOf|^sco:consentTo)/sco:eventDate))"
)
DECADES: Final = {
    "agreements": ("sco:Agreement", AGREED),
    "signatures and consents": ("sco:AgreementEvent", "sco:eventDate"),
    "robotic missions": ("sco:RoboticMission", FLOWN),
    "crewed missions": ("sco:CrewedMission", FLOWN),
    "launches": ("sco:Launch", FLOWN),
    "satellites": ("sco:Satellite", FLOWN),
    "organisations founded": ("sco:Organization", "sco:beginDate"),
}
# What is missing: of which class, and how what is not missing looks.
GAPS: Final = {
    # A body of several states belongs to none of them.
    "organisations without a state": (
        "sco:Organization",
        "{ ?x sco:basedIn|sco:agencyOf ?state } UNION { ?x a/rdfs:subClassOf* ?body "
        "VALUES ?body { sco:IntergovernmentalOrganization sco:InternationalForum } }",
    ),
    "organisations without a founding date": ("sco:Organization", "?x sco:beginDate ?date"),
    "people without citizenship": ("sco:Person", "?x sco:citizenOf ?state"),
    "agreements without a date": ("sco:Agreement", f"?x {AGREED} ?date"),
    "agreements without a party": (
        "sco:Agreement",
        "?x sco:party|(^sco:signatureOf/sco:signatory)|(^sco:consentTo/sco:consentingParty) ?party",
    ),
    "missions without a date": ("sco:Mission", f"?x {FLOWN} ?date"),
    "missions without participants": (
        "sco:Mission",
        "?x ^sco:participationIn|^sco:contributionTo ?participation",
    ),
    "crewed missions without a crew": ("sco:CrewedMission", "?x ^sco:assignedTo ?assignment"),
    "satellites without an owner": ("sco:Satellite", "?x sco:ownedBy|sco:operatedBy ?owner"),
    "launches without a provider": ("sco:Launch", "?x sco:launchProvider ?provider"),
}


@dataclass(frozen=True)
class Table:
    """Figures of one kind; the first column says what a row is about."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def stats(dataset: Dataset) -> tuple[Table, ...]:
    """The tables overview, classes, sources, qualities, support, decades and gaps.

    A fact is whatever names its source: a thing with its attributes, a relationship, an event, a finding.
    """
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in dataset.triples())
    support: dict[str, set[str]] = defaultdict(set)
    for fact, source in _rows(store, FACTS):
        support[fact].add(source)
    known = {source: (label, quality) for source, label, quality in _rows(store, QUALITIES)}
    return (
        _overview(dataset, store, support),
        _classes(store),
        _sources(support, known),
        _qualities(support, known),
        _support(support),
        _decades(store),
        _gaps(store),
    )


def render(tables: Iterable[Table], form: str) -> str:
    """The tables as `table`, `markdown`, `csv` (one figure a line) or `json`.

    The two for the eye end a list after 25 rows and say how many there are.
    """
    if form == "json":
        content = {
            table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for table in tables
        }
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    text = io.StringIO()
    if form == "csv":
        lines = csv.writer(text, lineterminator="\n")
        lines.writerow(("table", "row", "figure", "value"))
        for table in tables:
            for name, *figures in table.rows:
                pairs = zip(table.columns[1:], figures, strict=True)
                lines.writerows((table.name, name, figure, value) for figure, value in pairs)
        return text.getvalue()
    console = Console(file=text, width=200)
    for table in tables:
        _show(table, console, markdown=form == "markdown")
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"


def _show(table: Table, console: Console, *, markdown: bool) -> None:
    console.print(f"## {table.name}\n" if markdown else table.name.upper(), highlight=False)
    grid = Grid(box=MARKDOWN if markdown else SIMPLE_HEAD, pad_edge=markdown, highlight=False)
    for place, column in enumerate(table.columns):
        numbers = place > 0 and all(not isinstance(row[place], str) for row in table.rows)
        grid.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in table.rows[:SHOWN]:
        grid.add_row(*(str(cell).replace("|", "/") for cell in row))
    console.print(grid, markup=False)
    if len(table.rows) > SHOWN:
        console.print(f"\nThe first {SHOWN} of {len(table.rows)}.", highlight=False)
    console.print()


def _overview(dataset: Dataset, store: Store, support: Mapping[str, set[str]]) -> Table:
    data = [file for file in dataset.files if file.path.startswith("data/")]
    figures = {
        "files of data": len(data),
        "statements in them": sum(len(file.located) for file in data),
        "facts, each with its source": len(support),
        "facts with two or more sources": sum(len(sources) > 1 for sources in support.values()),
        "sources cited": len(set().union(*support.values())),
        "things linked to Wikidata": len(_rows(store, LINKED)),
    }
    return Table("overview", ("what", "count"), tuple(figures.items()))


def _classes(store: Store) -> Table:
    rows = (
        (label, int(things), int(links), _percent(int(links), int(things)))
        for label, things, links in _rows(store, CLASSES)
    )
    return Table("classes", ("class", "things", "linked to Wikidata", "% linked"), tuple(rows))


def _sources(support: Mapping[str, set[str]], known: Mapping[str, tuple[str, str]]) -> Table:
    counts = Counter(source for sources in support.values() for source in sources)
    rows = (
        (terms.short(source), *known.get(source, ("", "not stated")), count)
        for source, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    return Table("sources", ("source", "title", "quality", "facts"), tuple(rows))


def _qualities(support: Mapping[str, set[str]], known: Mapping[str, tuple[str, str]]) -> Table:
    """Facts that name a source of this quality, and those that name no better or worse one."""
    sources: dict[str, set[str]] = defaultdict(set)
    naming: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for cited in support.values():
        qualities = {known.get(source, ("", "not stated"))[1] for source in cited}
        naming.update(qualities)
        if len(qualities) == 1:
            alone.update(qualities)
        for source in cited:
            sources[known.get(source, ("", "not stated"))[1]].add(source)
    columns = ("quality", "sources", "facts", "% of facts", "facts that rest on it alone")
    rows = [
        (quality, len(sources[quality]), count, _percent(count, len(support)), alone[quality])
        for quality, count in naming.most_common()
    ]
    return Table("qualities", columns, tuple(rows))


def _support(support: Mapping[str, set[str]]) -> Table:
    counts = Counter(len(sources) for sources in support.values())
    rows = ((number, count, _percent(count, len(support))) for number, count in sorted(counts.items()))
    return Table("support", ("sources of a fact", "facts", "% of facts"), tuple(rows))


def _decades(store: Store) -> Table:
    counts: dict[str, Counter[int]] = {}
    for kind, (top, path) in DECADES.items():
        dates = _rows(store, EARLIEST.format(top=top, path=path))
        counts[kind] = Counter(max(int(date.split("-")[0]) // 10, BEFORE) * 10 for _, date in dates)
    decades = sorted(set().union(*counts.values()))
    rows: list[tuple[Cell, ...]] = [
        (_decade(start), *(counts[kind][start] for kind in DECADES)) for start in decades
    ]
    return Table("decades", ("decade", *DECADES), tuple(rows))


def _decade(start: int) -> str:
    return f"{start}s" if start // 10 > BEFORE else f"until {start + 9}"


def _gaps(store: Store) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for gap, (top, pattern) in GAPS.items():
        things = set(_rows(store, OF_CLASS.format(top=top)))
        missing = things - set(_rows(store, f"SELECT DISTINCT ?x {{ {pattern} }}"))
        rows.append((gap, len(missing), len(things), _percent(len(missing), len(things))))
    return Table("gaps", ("gap", "things", "of", "%"), tuple(rows))


def _rows(store: Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(PROLOGUE + query)
    assert isinstance(solutions, QuerySolutions)
    return [tuple(str(getattr(term, "value", "")) for term in row) for row in solutions]


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
