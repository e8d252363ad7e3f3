"""The formats in which an answer is given: names, media types, file suffixes. One table for everybody."""

from dataclasses import dataclass

import pyoxigraph as ox


@dataclass(frozen=True)
class Format:
    """One way to write an answer. `kind` is what it can hold: `bindings` (also yes or no) or `graph`."""

    name: str
    kind: str
    media_type: str
    aliases: tuple[str, ...] = ()
    engine: ox.QueryResultsFormat | ox.RdfFormat | None = None
    iri: str = ""

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type

    @property
    def new(self) -> tuple[bytes, ...]:
        """What shows that an answer holds terms of RDF 1.2; a text that looks so does no harm."""
        return NEW_TERMS.get(self.name, ())

    @property
    def is_xml(self) -> bool:
        return self.media_type.endswith("+xml")


LIKE_TURTLE = (b"<<(", b"--ltr", b"--rtl")
NEW_TERMS = {
    **dict.fromkeys(("ttl", "nt", "nq", "trig", "tsv"), LIKE_TURTLE),
    **dict.fromkeys(("json", "ndjson"), (b'"triple"', b'"its:dir"')),
    "xml": (b"<triple>", b"its:dir"),
    "rdf": (b"rdf:version",),
}

_W3C = "http://www.w3.org/ns/formats/"

FORMATS = (
    Format(
        "json",
        "bindings",
        "application/sparql-results+json",
        ("application/json",),
        ox.QueryResultsFormat.JSON,
        _W3C + "SPARQL_Results_JSON",
    ),
    Format(
        "xml",
        "bindings",
        "application/sparql-results+xml",
        ("application/xml", "text/xml"),
        ox.QueryResultsFormat.XML,
        _W3C + "SPARQL_Results_XML",
    ),
    Format("csv", "bindings", "text/csv", (), ox.QueryResultsFormat.CSV, _W3C + "SPARQL_Results_CSV"),
    Format(
        "tsv",
        "bindings",
        "text/tab-separated-values",
        (),
        ox.QueryResultsFormat.TSV,
        _W3C + "SPARQL_Results_TSV",
    ),
    Format("ndjson", "bindings", "application/x-ndjson", ("application/jsonl",)),
    Format(
        "ttl",
        "graph",
        "text/turtle",
        ("application/x-turtle", "text/n3"),
        ox.RdfFormat.TURTLE,
        _W3C + "Turtle",
    ),
    Format(
        "nt", "graph", "application/n-triples", ("text/plain",), ox.RdfFormat.N_TRIPLES, _W3C + "N-Triples"
    ),
    Format("nq", "graph", "application/n-quads", (), ox.RdfFormat.N_QUADS, _W3C + "N-Quads"),
    Format("trig", "graph", "application/trig", (), ox.RdfFormat.TRIG, _W3C + "TriG"),
    Format(
        "jsonld",
        "graph",
        "application/ld+json",
        ("application/json",),
        ox.RdfFormat.JSON_LD,
        _W3C + "JSON-LD",
    ),
    Format(
        "rdf",
        "graph",
        "application/rdf+xml",
        ("application/xml", "text/xml"),
        ox.RdfFormat.RDF_XML,
        _W3C + "RDF_XML",
    ),
)


DIGESTS = {kind: Format("sha256", kind, "text/plain") for kind in ("bindings", "graph")}
"""Not an answer but a digest of it (see `digest`); no asker is offered this as a format."""


def formats(kind: str) -> tuple[Format, ...]:
    """The formats of a kind, the preferred first."""
    return tuple(entry for entry in FORMATS if entry.kind == kind)


def named(name: str, kind: str) -> Format | None:
    """The format of a kind by its short name or one of its media types, if there is one."""
    wanted = name.strip().lower()
    for entry in formats(kind):
        if wanted in (entry.name, entry.media_type, *entry.aliases):
            return entry
    return None
