"""What a server really holds: counted by graph, and compared where the count is not the one expected."""

from collections.abc import Callable, Sequence

from pyoxigraph import RdfFormat, Store

from .graphs import Graph
from .server import RemoteError, Server

NAMES = 500
"""Graphs counted in one query."""
COMPARED = 5000
"""Triples of the largest graph that is fetched for a comparison; servers cut longer answers off."""


def counts(
    server: Server, names: Sequence[str], counted: Callable[[int], None] = lambda number: None
) -> dict[str, int]:
    """The number of triples in each of the graphs. Raises RemoteError."""
    found = dict.fromkeys(names, 0)
    for start in range(0, len(names), NAMES):
        some = " ".join(f"<{name}>" for name in names[start : start + NAMES])
        rows = server.rows(
            f"SELECT ?g (COUNT(*) AS ?n) {{ VALUES ?g {{ {some} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        )
        found |= {row["g"]: int(row["n"]) for row in rows if "g" in row}
        counted(min(start + NAMES, len(names)))
    return found


def lost(server: Server, graph: Graph, most: int = 3) -> list[str]:
    """Some triples of a graph that the server has in no spelling; nothing where that cannot be told."""
    if len(graph.lines) > COMPARED:
        return []
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph.name}> {{ ?s ?p ?o }} }}"
    there, sent = Store(), Store()
    try:
        there.load(server.triples(query), format=RdfFormat.N_TRIPLES, lenient=True)
        sent.load("".join(graph.lines[graph.joined :]).encode(), format=RdfFormat.N_TRIPLES, lenient=True)
    except (RemoteError, SyntaxError):
        return []
    missing = (quad for quad in sent if quad not in there)
    return [str(quad.triple) for quad, _ in zip(missing, range(most), strict=False)]
