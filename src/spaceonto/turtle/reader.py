"""Turtle in, with the line and the column of every triple."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from operator import itemgetter
from typing import Final, NamedTuple

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse

from .. import terms
from .errors import TurtleError, explain, explain_bytes
from .positions import Cell, Node, Statement, statements, tokens

# Said about triples by RDF 1.2. Looked for before parsing, since deep nesting ends pyoxigraph's process.
ABOUT_TRIPLES: Final = ("<<", ">>", "{|", "|}", "~")

REST: Final = terms.RDF + "rest"


class Located(NamedTuple):
    """A triple and where its object starts; line and column (in characters) count from 1."""

    triple: Triple
    line: int
    column: int


def read(data: bytes, file: str) -> Iterator[Located]:
    """Every triple of a Turtle file with its place, in the order of the file.

    Literals keep the very characters of the file. Blank nodes are named after the file, so that two files
    never share one and a second reading gives the same names. Raises TurtleError at the file's first error.
    """
    text = decode(data, file)
    _refuse_triples_about_triples(text, file)
    try:
        quads = list(parse(text, format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise explain(text, file, error) from None
    found = _locate(text, quads, _Names(file))
    if len(found) != len(quads):
        raise TurtleError(
            file,
            1,
            1,
            f"the file holds {len(quads)} triples, of which {len(found)} could be found in its text",
            "This is a fault of SpaceOnto: please report it, with the file.",
        )
    return iter(found)


def decode(data: bytes, file: str) -> str:
    """The text of a file, without a byte order mark; raises TurtleError where it is not UTF-8."""
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise explain_bytes(data, file, error) from None


def _refuse_triples_about_triples(text: str, file: str) -> None:
    if not any(mark in text for mark in ABOUT_TRIPLES):
        return
    for found in tokens(text):
        if found[1] in ABOUT_TRIPLES:
            start = found.start(1)
            raise TurtleError(
                file,
                text.count("\n", 0, start) + 1,
                start - text.rfind("\n", 0, start),
                f"`{found[1]}` begins or ends a statement about a triple, which SpaceOnto does not read",
                "State it as a sco:Claim with rdf:subject, rdf:predicate and rdf:object.",
            )


def _locate(text: str, quads: list[Quad], names: "_Names") -> list[Located]:
    line_starts = [0, *(found.end() for found in re.finditer("\n", text))]
    labelled = "_:" in text
    located = []
    source = iter(quads)
    for statement in statements(text):
        if statement.bracketed:
            placed = _place_in_brackets(statement, list(islice(source, _size(statement.node))))
        else:
            # The node comes first: zip takes from the second only once the first has given.
            placed = [(start, quad.triple) for (start, _), quad in zip(statement.node, source, strict=False)]
        if labelled or statement.bracketed:
            placed = [(start, names.apply(triple)) for start, triple in placed]
        for start, triple in placed:
            line = bisect_right(line_starts, start)
            located.append(Located(triple, line, start - line_starts[line - 1] + 1))
    return located


def _place_in_brackets(statement: Statement, quads: list[Quad]) -> list[tuple[int, Triple]]:
    """The triples of one statement: pyoxigraph keeps the order for each subject, but mixes the subjects.

    Of a list it tells the rest before the first where that is a text, since a language tag might follow.
    """
    said_of: defaultdict[object, list[Triple]] = defaultdict(list)
    for quad in quads:
        said_of[quad.subject].append(quad.triple)
    found = []
    waiting = [(_subject(statement, quads), statement.node)]
    while waiting:
        subject, node = waiting.pop()
        said = said_of[subject]
        in_list = isinstance(node, Cell) and isinstance(subject, BlankNode)
        if in_list and said[0].predicate.value == REST:
            said[0], said[1] = said[1], said[0]
        for (start, inner), triple in zip(node, said, strict=False):
            found.append((start, triple))
            if inner:
                waiting.append((triple.object, inner))
    return sorted(found, key=itemgetter(0))


def _subject(statement: Statement, quads: list[Quad]) -> object:
    """What the statement is about: an IRI (the empty list has one), a labelled blank node, or a bracket."""
    if statement.subject.startswith("_:"):
        return BlankNode(statement.subject[2:])
    subjects = {quad.subject for quad in quads}
    named = [subject for subject in subjects if isinstance(subject, NamedNode)]
    return named[0] if named else next(iter(subjects - {quad.object for quad in quads}), None)


def _size(node: Node) -> int:
    size, waiting = 0, [node]
    while waiting:
        node = waiting.pop()
        size += len(node)
        waiting.extend(inner for _, inner in node if inner)
    return size


class _Names:
    """New names for the blank nodes of one file, in the order in which they are met."""

    def __init__(self, file: str) -> None:
        self._stem = f"b{sha256(file.encode()).hexdigest()[:12]}n"
        self._names: dict[BlankNode, BlankNode] = {}

    def apply(self, triple: Triple) -> Triple:
        subject, value = triple.subject, triple.object
        if isinstance(subject, BlankNode):
            subject = self._name(subject)
        elif not isinstance(value, BlankNode):
            return triple
        if isinstance(value, BlankNode):
            value = self._name(value)
        return Triple(subject, triple.predicate, value)

    def _name(self, node: BlankNode) -> BlankNode:
        return self._names.setdefault(node, BlankNode(f"{self._stem}{len(self._names)}"))
