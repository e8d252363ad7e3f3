"""Gathers triples about individuals in the vocabulary of SpaceOnto."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from .. import terms

Term = NamedNode | Literal
RDF_TYPE = NamedNode(terms.RDF + "type")
LABEL = NamedNode(terms.RDFS + "label")
ALT_LABEL = NamedNode(terms.SKOS + "altLabel")
NOTE = NamedNode(terms.SKOS + "note")
HOMEPAGE = NamedNode(terms.PREFIXES["foaf"] + "homepage")
SAME_AS = NamedNode(terms.OWL + "sameAs")
XSD_DATE = NamedNode(terms.XSD + "date")
LICENSE = NamedNode(terms.DCTERMS + "license")
ORIGIN = NamedNode(terms.DCTERMS + "source")
ADDRESS = re.compile(r"https?://(?!https?:)[^\s<>\"{}|\\^`]+")
# Printed where a town would stand.
NO_TOWN = {"Aichi Prefecture", "Arizona", "California", "Colorado", "Emirate of Abu Dhabi", "Hokkaidō",
           "Iran", "Israel", "Russia", "Texas", "United States"}  # fmt: skip

# Towns that a table prints in their own language or shortened.
ENGLISH_TOWNS = {"ciudad-de-mexico": "mexico-city", "n-las-vegas": "north-las-vegas", "st-john": "saint-john",
                 "wien": "vienna"}  # fmt: skip

_NOT_DECOMPOSED = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ı": "i", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "Ae", "đ": "d", "Đ": "D",
     "œ": "oe", "þ": "th", "ə": "e", "Ə": "E", "&": " and ", "'": "", "’": "", "ʻ": ""}
)  # fmt: skip


def sco(name: str) -> NamedNode:
    """A class or property of the vocabulary."""
    return NamedNode(terms.SCO + name)


def ident(slug: str) -> NamedNode:
    """An individual."""
    return NamedNode(terms.ID + slug)


def concept(slug: str) -> NamedNode:
    """A concept, its slug led by that of its scheme."""
    return NamedNode(terms.CONCEPT + slug)


def slugify(name: str) -> str:
    """The name in lower-case ASCII letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.translate(_NOT_DECOMPOSED))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def town(place: str | None) -> str | None:
    """What is printed as a seat; none where that is a state or a large part of one."""
    return place if place and place not in NO_TOWN else None


def same_place(one: str, other: str) -> bool:
    """Whether two sources can mean one town: a part of one is in the other, or a word that begins alike."""
    ours, theirs = _towns(one), _towns(other)
    return any(a in b or b in a or (a[:3] == b[:3] and "-" not in a + b) for a in ours for b in theirs)


def _towns(place: str) -> list[str]:
    slugs = [slugify(part) for part in re.split("[:,]", place)]
    return [ENGLISH_TOWNS.get(slug, slug) for slug in slugs if slug]


def homepage(address: str | None) -> NamedNode | None:
    """A web address as a node, where there is one and it is well-formed."""
    return NamedNode(address) if address and ADDRESS.fullmatch(address) else None


class Facts:
    """The triples of one file, in the making."""

    def __init__(self) -> None:
        self._triples: set[Triple] = set()

    def __iter__(self) -> Iterator[Triple]:
        return iter(self._triples)

    def add(self, subject: NamedNode, predicate: NamedNode, *values: Term | str | None) -> None:
        """State each value that is there; a plain string becomes a plain literal."""
        for value in values:
            if value is None or value == "":
                continue
            self._triples.add(Triple(subject, predicate, Literal(value) if isinstance(value, str) else value))

    def text(self, subject: NamedNode, predicate: NamedNode, text: str | None, language: str = "en") -> None:
        """State a text in a language, where there is one."""
        if text:
            self.add(subject, predicate, Literal(text, language=language))

    def date(self, subject: NamedNode, which: str, day: str, precision: str = "day") -> None:
        """State a date: `which` is "begin" or "end", or the name of the one dated property of the node."""
        own = which in {"begin", "end"}
        self.add(subject, sco(which + "Date" if own else which), Literal(day, datatype=XSD_DATE))
        if precision != "day":
            mark = sco(which + "Precision" if own else "datePrecision")
            self.add(subject, mark, concept("date-precision-" + precision))

    def origin(self, path: Path, source: str, license_iri: str) -> None:
        """Say of the whole file where it comes from and under which licence it stands."""
        graph = NamedNode(terms.GRAPH + path.with_suffix("").as_posix())
        self.add(graph, ORIGIN, ident(source))
        self.add(graph, LICENSE, NamedNode(license_iri))

    def triples(self) -> list[Triple]:
        """All triples, in no order."""
        return list(self._triples)
