"""Where each triple of a Turtle text stands: pyoxigraph gives the triples, this scan gives their places.

The scan trusts that the text is valid Turtle, so it needs to know tokens, brackets and punctuation only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

NAME = r"(?:[^\s<>\"'\\.,;()\[\]{}^#@|~]|\\.)++"
TOKEN: Final = re.compile(
    rf"""(?:\s++|\#[^\r\n]*+)*+(
      <(?!<)[^>]*+>
    | \"\"\"[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+\"\"\"
    | '''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''
    | "[^"\\]*+(?:\\.[^"\\]*+)*+"
    | '[^'\\]*+(?:\\.[^'\\]*+)*+'
    | [+-]?(?:[0-9]++\.[0-9]*+[eE][+-]?[0-9]++|\.?[0-9]++[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)
    | {NAME}(?:\.++{NAME})*+
    | @[A-Za-z0-9-]++
    | \^\^ | << | >> | {{\| | \|}} | [.,;()\[\]{{}}~] | \Z
    )""",
    re.VERBOSE | re.DOTALL,
)
DIRECTIVE_LENGTH: Final = {"prefix": 2, "base": 1, "version": 1}

VERB, OBJECT, MARK, ITEM = range(4)
"""What may come next; before a mark (`;`, `,`, `.`, `]`) there may be a language tag or a datatype."""

Node = list[tuple[int, "Node | None"]]
"""What is said of one subject, in order: where each object starts, and its own node if it is bracketed."""


class Cell(Node):
    """The node of one cell of a list: first its item, then the cell that follows or the closing bracket."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its subject's token, what is said of it, and whether brackets stand anywhere in it."""

    subject: str
    node: Node
    bracketed: bool


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Every token as a match whose group 1 is the token; the last one is empty."""
    return TOKEN.finditer(text)


def first_comment(text: str) -> int | None:
    """Where the first comment of a valid Turtle text starts, or None where there is none."""
    if "#" in text:
        for found in tokens(text):
            hash_sign = text.find("#", found.start(), found.start(1))
            if hash_sign >= 0:
                return hash_sign
    return None


def statements(text: str) -> Iterator[Statement]:
    """Every statement of a valid Turtle text, directives left out, in the order of the text."""
    stream = tokens(text)
    for first in stream:
        subject = first[1]
        if subject.startswith("@"):
            next(found for found in stream if found[1] == ".")
        elif subject.lower() in DIRECTIVE_LENGTH:
            for _ in range(DIRECTIVE_LENGTH[subject.lower()]):
                next(stream)
        elif subject:
            node: Node = Cell() if subject == "(" else []
            bracketed = _fill(node, subject, stream)
            yield Statement(subject, node, bracketed)


def _fill(node: Node, subject: str, stream: Iterator[re.Match[str]]) -> bool:
    """Puts what the statement says into `node`; returns whether there are brackets in it.

    Open brackets wait on a list of ours, since a hostile file may nest them deeper than Python can call.
    """
    waiting: list[tuple[Node, int]] = [(node, VERB)] if subject in ("[", "(") else []
    bracketed = bool(waiting)
    expected = ITEM if subject == "(" else VERB
    for found in stream:
        word = found[1]
        if expected == OBJECT or (expected == ITEM and word[0] not in ")@^"):
            after = MARK if expected == OBJECT else ITEM
            if expected == ITEM:
                node = _cell(node, found.start(1))
            inner: Node | None = None
            if word in ("[", "("):
                inner, bracketed = Cell() if word == "(" else [], True
                waiting.append((node, after))
                after = ITEM if word == "(" else VERB
            node.append((found.start(1), inner))
            node, expected = node if inner is None else inner, after
        elif word == ";":
            expected = VERB
        elif word == ",":
            expected = OBJECT
        elif word == ".":
            break
        elif word in ("]", ")"):
            if word == ")" and node:
                node.append((found.start(1), None))
            node, expected = waiting.pop()
        elif expected == VERB:
            expected = OBJECT
        elif expected == ITEM and word == "^^":
            next(stream)
    return bracketed


def _cell(node: Node, start: int) -> Node:
    """The cell of a list to put the next item into: this one while it is empty, else a new one tied to it."""
    if not node:
        return node
    cell = Cell()
    node.append((start, cell))
    return cell
