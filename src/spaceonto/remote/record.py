"""What a server holds of a release, written down there in a graph of its own.

Each graph has an identifier: the digest of its content once it is whole, `digest/n` while n triples of it are
there. The record itself has one, the digest of the release, once every graph is whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .. import terms
from .server import Server

IDENTIFIER = terms.DCTERMS + "identifier"
TRIPLES = terms.PREFIXES["void"] + "triples"
PAGE = 5000
"""Rows asked for at once: servers cut longer answers off, some without a word."""
QUERY = f"""
SELECT ?s ?p ?o {{
  GRAPH <{terms.PUBLICATION}> {{ ?s ?p ?o FILTER(?p IN (<{IDENTIFIER}>, <{TRIPLES}>)) }}
}} ORDER BY ?s ?p ?o LIMIT {PAGE} OFFSET %d
"""
RELEASE = (
    f"SELECT ?digest {{ GRAPH <{terms.PUBLICATION}> {{ <{terms.PUBLICATION}> <{IDENTIFIER}> ?digest }} }}"
)


@dataclass(frozen=True)
class Record:
    """The release that is whole, if one is, and for each graph its identifiers and number of triples."""

    release: str = ""
    identifiers: dict[str, set[str]] = field(default_factory=dict)
    triples: dict[str, int] = field(default_factory=dict)

    def progress(self, name: str, digest: str) -> int | None:
        """How many triples of the graph with this content were sent; None where all of them are there."""
        known = self.identifiers.get(name, set())
        if digest in known:
            return None
        return max((int(number) for text, _, number in _split(known) if text == digest), default=0)


def _split(identifiers: Iterable[str]) -> list[tuple[str, str, str]]:
    return [parts for text in identifiers if (parts := text.partition("/"))[2].isdigit()]


def read(server: Server) -> Record | None:
    """The record that the server has, if any. Raises RemoteError."""
    rows: list[dict[str, str]] = []
    while True:
        page = server.rows(QUERY % len(rows))
        rows += page
        if len(page) < PAGE:
            break
    if not rows:
        return None
    release = ""
    identifiers: dict[str, set[str]] = {}
    triples: dict[str, int] = {}
    for row in rows:
        if row["s"] == terms.PUBLICATION and row["p"] == IDENTIFIER:
            release = row["o"]
        elif row["p"] == IDENTIFIER:
            identifiers.setdefault(row["s"], set()).add(row["o"])
        elif row["o"].isdigit():
            triples[row["s"]] = int(row["o"])
    return Record(release, identifiers, triples)


def release(server: Server) -> str:
    """The digest of the release that is whole there; empty where none is. Raises RemoteError."""
    rows = server.rows(RELEASE)
    return rows[0]["digest"] if len(rows) == 1 else ""


def lines(name: str, identifier: str, triples: int | None = None) -> list[str]:
    """The record's statements on a graph, or on itself, as lines of N-Triples."""
    told = [f'<{name}> <{IDENTIFIER}> "{identifier}" .\n']
    if triples is not None:
        told.append(f'<{name}> <{TRIPLES}> "{triples}"^^<{terms.XSD}integer> .\n')
    return told
