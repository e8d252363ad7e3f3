"""Answers to queries, from a server and from the engine itself, in a form in which they can be compared."""

import csv
import io
import re
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from suite import RDF, Data, Graph, triples

from general_server import Server

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Answer:
    """A yes or no, a table, or a graph: as a text that is the same for answers that mean the same."""

    kind: str
    text: str


class FailedError(Exception):
    """No answer, and why."""


def of_server(server: Server, text: str, base: str) -> Answer:
    """The answer over HTTP."""
    query = urllib.parse.urlencode({"query": f"BASE <{base}>\n{text}"})
    reply = server.send(
        "POST", "/sparql", query, Content_Type="application/x-www-form-urlencoded",
        Accept=f"{JSON}, application/n-triples;q=0.5",
    )  # fmt: skip
    if reply.status != 200:
        raise FailedError(f"{reply.status}: {reply.body.decode()}")
    if reply.headers["content-type"].partition(";")[0] == JSON:
        return of_results(ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.JSON))
    return graph([quad.triple for quad in ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES)])


def of_engine(store: ox.Store, text: str, base: str) -> Answer:
    """The answer of the engine in this process."""
    try:
        found = store.query(text, base_iri=base)
        return graph(list(found)) if isinstance(found, ox.QueryTriples) else of_results(found)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise FailedError(str(error)) from None


def of_file(file: Path) -> Answer:
    """The answer that the suite has for right."""
    if file.suffix in RESULTS:
        return of_results(ox.parse_query_results(file.read_bytes(), format=RESULTS[file.suffix]))
    found = Graph(file, ox.Store())
    found.store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples(file))
    sets = list(
        found.store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(RS + "ResultSet"))
    )
    if not sets:
        return graph(triples(file))
    boolean = found.one(sets[0].subject, RS + "boolean")
    if boolean is not None:
        return Answer("boolean", boolean.value)
    rows = []
    for solution in found.all(sets[0].subject, RS + "solution"):
        bindings = found.all(solution, RS + "binding")
        rows.append({found.one(b, RS + "variable").value: found.one(b, RS + "value") for b in bindings})
    return table([v.value for v in found.all(sets[0].subject, RS + "resultVariable")], rows)


def of_results(found: object) -> Answer:
    if isinstance(found, ox.QueryBoolean):
        return Answer("boolean", str(bool(found)).lower())
    names = [variable.value for variable in found.variables]
    rows = [{name: row[name] for name in names if row[name] is not None} for row in found]
    return table(names, rows)


def table(names: list[str], rows: list[dict[str, object]]) -> Answer:
    """Each row becomes a blank node with its values, so that tables are compared as graphs are."""
    made = []
    for number, row in enumerate(rows):
        node = ox.BlankNode(f"row{number}")
        made.append(ox.Triple(node, ox.NamedNode("urn:row"), ox.Literal("")))
        made += [ox.Triple(node, ox.NamedNode(f"urn:{name}"), value) for name, value in row.items()]
    return Answer("table", f"{sorted(names)}\n{len(rows)}\n{graph(made).text}")


def each_once(answer: Answer, rows: int | None = None) -> set[str]:
    """The lines of a table without regard to how often."""
    return set(answer.text.splitlines()[2:])


def graph(found: list[ox.Triple]) -> Answer:
    return Answer("graph", dataset(ox.Quad(t.subject, t.predicate, t.object) for t in found))


def dataset(quads: object) -> str:
    """Quads with numbers in the engine's spelling and blank nodes in canonical order."""
    store = ox.Store()
    store.extend(quads)
    made = ox.Dataset(store)
    made.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return "\n".join(sorted(str(quad) for quad in made))


def of_csv(text: str) -> list[list[str]]:
    head, *rows = csv.reader(io.StringIO(re.sub(r"_:\w+", "_:", text)))
    order = sorted(range(len(head)), key=head.__getitem__)
    return [[row[i] for i in order] for row in (head, *sorted(rows, key=lambda r: [r[i] for i in order]))]


def fill(server: Server, data: Data) -> None:
    """Makes a server hold these quads and nothing else."""
    groups: dict[str, list[str]] = {}
    for quad in data.quads:
        name = str(quad.graph_name) if isinstance(quad.graph_name, ox.NamedNode) else ""
        groups.setdefault(name, []).append(f"{quad.triple} .")
    for name, _ in data.named:
        groups.setdefault(f"<{name}>", [])
    parts = ["DROP ALL"]
    for name, found in groups.items():
        inner = " ".join(found)
        parts.append(
            f"INSERT DATA {{ GRAPH {name} {{ {inner} }} }}" if name else f"INSERT DATA {{ {inner} }}"
        )
        if name and not found:
            parts[-1] = f"CREATE GRAPH {name}"
    reply = server.update(" ;\n".join(parts))
    assert reply.status == 200, reply.body


def held(server: Server) -> str:
    """What a server holds."""
    answer = server.send("GET", "/sparql?" + urllib.parse.urlencode({"query": EVERYTHING}), Accept=JSON)
    assert answer.status == 200, answer.body
    rows = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    return dataset(ox.Quad(row["s"], row["p"], row["o"], row["g"] or ox.DefaultGraph()) for row in rows)


EVERYTHING = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
