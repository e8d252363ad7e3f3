"""What is known of one thing, gathered for its page."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .. import terms
from ..engine import Engine
from .marks import Triple, inferred
from .names import date_text, iris_in, labels

Term = dict[str, Any]

SHOWN = 40
"""Rows of one kind on a page; the query behind the rest is linked."""
OUT = "SELECT ?g ?p ?o {{ GRAPH ?g {{ <{iri}> ?p ?o }} }}"
IN_COUNTS = """SELECT ?p (COUNT(DISTINCT ?s) AS ?n) (MAX(IF(?g = graph:inferred, 0, 1)) AS ?stated) {{
  GRAPH ?g {{ ?s ?p <{iri}> }}
}} GROUP BY ?p ORDER BY DESC(?n) ?p"""
IN = "SELECT DISTINCT ?s {{ ?s <{p}> <{iri}> }} ORDER BY ?s LIMIT {limit}"
FACTS = "SELECT ?s ?p ?o {{ VALUES ?s {{ {iris} }} ?s ?p ?o }}"
ALL_IN = """SELECT ?thing ?label {{
  ?thing <{p}> <{iri}> .
  OPTIONAL {{ ?thing rdfs:label ?label FILTER(LANG(?label) = "en") }}
}} ORDER BY ?thing"""

LABELS = (terms.RDFS + "label", terms.SKOS + "prefLabel")
SAME = (
    terms.OWL + "sameAs",
    terms.RDFS + "seeAlso",
    terms.PREFIXES["foaf"] + "homepage",
    terms.SKOS + "exactMatch",
)
SOURCE = terms.SCO + "source"
TYPE = terms.RDF + "type"
HIDDEN_TYPES = {terms.OWL + "Thing", terms.OWL + "NamedIndividual", terms.RDFS + "Resource"}
PRECISIONS = {terms.SCO + "datePrecision", terms.SCO + "beginPrecision", terms.SCO + "endPrecision"}
FIRST = (
    terms.SCO + "acronym",
    terms.SKOS + "definition",
    terms.DCTERMS + "description",
    terms.SKOS + "scopeNote",
)


@dataclass
class Value:
    """An object of a fact; `inferred` where no file states it."""

    term: Term
    inferred: bool = False
    text: str = ""


@dataclass
class Incoming:
    """Things that name this one by a property: as a list, or as a table where they are relationships."""

    predicate: str
    count: int
    things: list[str]
    columns: list[str] = field(default_factory=list)
    cells: dict[str, dict[str, list[Value]]] = field(default_factory=dict)
    query: str = ""

    @property
    def kind(self) -> str:
        """What kind of record most of them are, as their names say: owner--kind--other."""
        kinds = Counter(thing.rpartition("/")[2].split("--")[1] for thing in self.things if "--" in thing)
        return kinds.most_common(1)[0][0].replace("-", " ") if kinds else ""


@dataclass
class Thing:
    """Everything that its page shows."""

    iri: str
    label: str
    names: list[Value] = field(default_factory=list)
    types: list[Value] = field(default_factory=list)
    facts: dict[str, list[Value]] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    incoming: list[Incoming] = field(default_factory=list)
    concluded: list[Incoming] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    inferred: set[str] = field(default_factory=set)
    """The addresses of the whys of what is shown of other things and follows only."""


def gather(engine: Engine, iri: str) -> Thing | None:
    """The thing, or nothing where the graph does not speak of it."""
    rows = engine.rows(OUT.format(iri=iri)).rows
    counts = engine.rows(IN_COUNTS.format(iri=iri)).rows
    if not rows and not counts:
        return None
    thing = Thing(iri, terms.short(iri))
    _outgoing(thing, rows)
    _incoming(engine, thing, counts)
    wanted = iris_in(rows) | {iri}
    wanted |= {group.predicate for group in thing.concluded}
    for group in thing.incoming:
        wanted |= {group.predicate, *group.things, *group.columns}
        for row in group.cells.values():
            wanted |= iris_in({name: value.term} for name, cell in row.items() for value in cell)
    thing.labels = labels(engine, wanted)
    thing.inferred = inferred(engine, _shown_of_others(thing))
    thing.label = thing.labels.get(iri, thing.label)
    return thing


def _shown_of_others(thing: Thing) -> Iterator[Triple]:
    """The triples of things that name this one, as they stand in lists and tables."""
    for group in thing.incoming:
        for subject in group.things:
            yield _uri(subject), _uri(group.predicate), _uri(thing.iri)
            for name in group.columns:
                for value in group.cells[subject].get(name, ()):
                    yield _uri(subject), _uri(name), value.term


def _uri(value: str) -> Term:
    return {"type": "uri", "value": value}


def _outgoing(thing: Thing, rows: list[dict[str, Term]]) -> None:
    """Sorts the facts into names, kinds, links, sources and the rest."""
    graphs: dict[tuple[str, str], set[str]] = defaultdict(set)
    stated: dict[tuple[str, str], Term] = {}
    for row in rows:
        key = row["p"]["value"], str(sorted(row["o"].items()))
        graphs[key].add(row["g"]["value"])
        stated[key] = row["o"]
    thing.files = sorted({graph for found in graphs.values() for graph in found} - {terms.INFERRED})
    precision = _precisions((key[0], term) for key, term in stated.items())
    for key, term in sorted(stated.items(), key=_order):
        name = key[0]
        value = Value(term, graphs[key] == {terms.INFERRED}, _text(name, term, precision))
        target = term["value"]
        if name in LABELS:
            thing.names.append(value)
        elif name == TYPE and target not in HIDDEN_TYPES:
            thing.types.append(value)
        elif name == SOURCE:
            thing.sources.append(target)
        elif name in SAME and term["type"] == "uri":
            thing.links.append(target)
        elif name != TYPE and name not in PRECISIONS and term["type"] != "bnode":
            thing.facts.setdefault(name, []).append(value)
    for name in [name for name, values in thing.facts.items() if all(map(_repeats_a_record, values))]:
        del thing.facts[name]
    thing.names = [] if len({value.term["value"] for value in thing.names}) < 2 else thing.names
    thing.types.sort(key=lambda value: value.inferred)


def _repeats_a_record(value: Value) -> bool:
    """Whether it only points back to a record that names this thing, and is shown as such."""
    return value.inferred and "--" in value.term["value"]


def _order(item: tuple[tuple[str, str], Term]) -> tuple[int, str, str, str]:
    (name, _), term = item
    rank = FIRST.index(name) if name in FIRST else len(FIRST)
    return rank, name.rpartition("#")[2], term.get("xml:lang", ""), term["value"]


def _precisions(facts: Any) -> dict[str, str]:
    """Precision concepts by what they say something of: `begin`, `end`, or any single date."""
    return {
        name.rpartition("#")[2].removesuffix("Precision"): term["value"]
        for name, term in facts
        if name in PRECISIONS
    }


def _text(name: str, term: Term, precision: dict[str, str]) -> str:
    """The value as it is read; a date as exactly as it is known."""
    if term.get("datatype") != terms.XSD + "date":
        return str(term["value"])
    side = name.rpartition("#")[2].removesuffix("Date")
    single = "" if side in ("begin", "end") else precision.get("date", "")
    return date_text(term["value"], precision.get(side, single))


def _incoming(engine: Engine, thing: Thing, counts: list[dict[str, Term]]) -> None:
    for row in counts:
        name = row["p"]["value"]
        query = ALL_IN.format(iri=thing.iri, p=name)
        count = int(row["n"]["value"])
        if row["stated"]["value"] == "0":
            # It follows from the records shown; a list of it all would say them twice.
            thing.concluded.append(Incoming(name, count, [], query=query))
            continue
        found = engine.rows(IN.format(iri=thing.iri, p=name, limit=SHOWN)).rows
        things = [each["s"]["value"] for each in found if each["s"]["type"] == "uri"]
        if things:
            thing.incoming.append(Incoming(name, count, things, query=query))
    nodes = {subject for group in thing.incoming for subject in group.things if "--" in subject}
    if not nodes:
        return
    described = _describe(engine, nodes)
    for group in thing.incoming:
        _tabulate(group, described)
    thing.incoming.sort(key=lambda group: not group.cells)


def _describe(engine: Engine, nodes: set[str]) -> dict[str, dict[str, list[Value]]]:
    """The facts of relationship nodes, which have no names of their own."""
    facts: dict[str, list[tuple[str, Term]]] = defaultdict(list)
    text = FACTS.format(iris=" ".join(f"<{node}>" for node in sorted(nodes)))
    for row in engine.rows(text).rows:
        facts[row["s"]["value"]].append((row["p"]["value"], row["o"]))
    described: dict[str, dict[str, list[Value]]] = {}
    for node, pairs in facts.items():
        precision = _precisions(pairs)
        described[node] = defaultdict(list)
        for name, term in pairs:
            described[node][name].append(Value(term, text=_text(name, term, precision)))
    return described


def _tabulate(group: Incoming, described: dict[str, dict[str, list[Value]]]) -> None:
    """Makes the group a table when its things are relationships."""
    if not all("--" in subject for subject in group.things):
        return
    skipped = {group.predicate, TYPE, SOURCE, terms.SCO + "locator", *PRECISIONS, *LABELS}
    found = Counter(
        name for subject in group.things for name in described.get(subject, {}) if name not in skipped
    )
    group.columns = sorted(
        (name for name, _ in found.most_common(6)), key=lambda name: _kind(name, described)
    )
    group.cells = {subject: described.get(subject, {}) for subject in group.things}


def _kind(name: str, described: dict[str, dict[str, list[Value]]]) -> tuple[int, str]:
    """Where a column stands: things first, then concepts such as roles, then dates and words."""
    value = next(value for cells in described.values() for value in cells.get(name, []))
    if value.term["type"] != "uri":
        return 2, name
    return int(value.term["value"].startswith(terms.CONCEPT)), name
