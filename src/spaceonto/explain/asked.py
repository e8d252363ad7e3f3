"""What somebody asks about: three terms as people write them, and what was meant by those nobody knows."""

import re
from dataclasses import dataclass, field
from typing import Final, cast

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from .. import terms
from ..reason.facts import Facts, Node
from .similar import most_like

LITERAL: Final = re.compile(
    r"""(?P<text>"(?:[^"\\\r\n]|\\.)*")(?:@(?P<language>[A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^(?P<kind>\S+))?""",
    re.DOTALL,
)
PLAIN: Final = {
    re.compile(r"[+-]?[0-9]+"): "integer",
    re.compile(r"[+-]?[0-9]*\.[0-9]+"): "decimal",
    re.compile(r"true|false"): "boolean",
}
CURIE: Final = re.compile(r"(?P<prefix>[A-Za-z][\w.-]*):(?P<local>[^\s<>\"{}|^`\\]*)")
IRI: Final = re.compile(r"<?(?P<iri>[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]*)>?")
OURS: Final = (terms.ID, terms.CONCEPT, terms.SCO)
LABELS: Final = (NamedNode(terms.RDFS + "label"), NamedNode(terms.SKOS + "prefLabel"))
PLACES: Final = ("subject", "property", "object")


@dataclass
class AskedError(Exception):
    """A term that cannot be read or that nobody knows: what is wrong, what to write, the nearest names."""

    message: str
    hint: str = ""
    nearest: list[tuple[str, str]] = field(default_factory=list)
    is_unknown: bool = False

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


def asked(facts: Facts, subject: str, predicate: str, value: str) -> Triple:
    """The triple that three texts mean: CURIEs, IRIs, for the last one also a literal as in Turtle.

    Raises AskedError where one cannot be read, or is a name that the facts do not have.
    """
    texts = (subject.strip(), "rdf:type" if predicate.strip() == "a" else predicate.strip(), value.strip())
    nodes = [_read(facts, text, place) for text, place in zip(texts, PLACES, strict=True)]
    for node, text, place in zip(nodes, texts, PLACES, strict=True):
        if isinstance(node, NamedNode) and not _is_known(facts, node):
            raise _unknown(facts, node, text, place)
    return Triple(*nodes)  # type: ignore[arg-type]


def _read(facts: Facts, text: str, place: str) -> Node:
    if not text:
        raise AskedError(f"The {place} is missing.", "Write a name such as id:nasa.")
    literal = _literal(text) if place == "object" else None
    if literal is not None:
        return literal
    curie = CURIE.fullmatch(text)
    if curie and curie["prefix"] in terms.PREFIXES:
        return NamedNode(terms.PREFIXES[curie["prefix"]] + curie["local"])
    iri = IRI.fullmatch(text)
    if iri and (text[0] == "<" or "//" in text or text.startswith("urn:")):
        try:
            return NamedNode(iri["iri"])
        except ValueError as error:
            raise AskedError(f"{text} is no IRI: {error}.") from None
    if text.startswith("_:"):
        raise AskedError(f"{text} has no name that could be asked about.", "Ask about what has one.")
    if curie:
        raise AskedError(
            f"The prefix of {text} is not known.",
            f"Known are {', '.join(f'{prefix}:' for prefix in terms.PREFIXES)}; or write the whole IRI.",
        )
    near = _nearest(facts, text, (terms.SCO,) if place == "property" else OURS)
    hint = _meant(near, "Write a name such as id:nasa.")
    if place == "object":
        hint += f" A text is written in quotation marks: '\"{text}\"'."
    raise AskedError(f"{text} has no prefix, so it is no name.", hint, near)


def _literal(text: str) -> Literal | None:
    found = LITERAL.fullmatch(text)
    if found:
        kind = found["kind"] or ""
        curie = CURIE.fullmatch(kind)
        if curie and curie["prefix"] in terms.PREFIXES:
            kind = f"<{terms.PREFIXES[curie['prefix']]}{curie['local']}>"
        ending = f"@{found['language']}" if found["language"] else f"^^{kind}" if kind else ""
        try:
            line = f"<urn:x> <urn:x> {found['text']}{ending} ."
            return cast(Literal, next(iter(parse(line, format=RdfFormat.N_TRIPLES))).object)
        except (SyntaxError, StopIteration):
            raise AskedError(
                f"{text} is no literal.", 'Write it as in Turtle: "text", "text"@en, "1998"^^xsd:gYear.'
            ) from None
    kind = next((kind for form, kind in PLAIN.items() if form.fullmatch(text)), "")
    return Literal(text, datatype=NamedNode(terms.XSD + kind)) if kind else None


def _is_known(facts: Facts, node: NamedNode) -> bool:
    standard = (terms.RDF, terms.RDFS, terms.OWL, terms.XSD, terms.SKOS)
    patterns: tuple[tuple[Node | None, Node | None, Node | None], ...] = (
        (node, None, None),
        (None, None, node),
        (None, node, None),
    )
    return node.value.startswith(standard) or any(True for p in patterns for _ in facts.match(p))


def _unknown(facts: Facts, node: NamedNode, text: str, place: str) -> AskedError:
    start = next((start for start in OURS if node.value.startswith(start)), "")
    near = _nearest(facts, node.value.removeprefix(start), (start,)) if start else []
    shown = terms.short(node.value)
    return AskedError(
        f"The graph knows nothing called {shown} (the {place}).",
        _meant(near, "Look it up on the pages, or with `spaceonto query`."),
        near,
        True,
    )


def _meant(near: list[tuple[str, str]], otherwise: str) -> str:
    if not near:
        return otherwise
    return "Did you mean " + " or ".join(f"{terms.short(iri)} ({label})" for iri, label in near[:3]) + "?"


def _nearest(facts: Facts, name: str, starts: tuple[str, ...]) -> list[tuple[str, str]]:
    """The names most like it below the given beginnings, as IRIs with labels."""
    labels = {start: _labels(facts, start) for start in starts}
    plain = name.lower()
    same = [(start + n, known[n]) for start, known in labels.items() for n in known if n.lower() == plain]
    if same:
        return same
    return [(start + n, known[n]) for start, known in labels.items() for n in most_like(known, name, 3)]


def _labels(facts: Facts, start: str) -> dict[str, str]:
    """The names below a beginning, records left out, with their English labels."""
    found: dict[str, str] = {}
    for property_ in LABELS:
        for triple in facts.match((None, property_, None)):
            subject, label = triple.subject, triple.object
            if isinstance(subject, BlankNode) or not isinstance(label, Literal):
                continue
            if (
                isinstance(subject, NamedNode)
                and subject.value.startswith(start)
                and label.language in ("en", None)
            ):
                found.setdefault(subject.value[len(start) :], label.value)
    return found
