"""Where each triple of a Turtle text stands: pyoxigraph gives the triples, this scan gives their places.

The scan trusts that the text is valid Turtle, so it needs to know tokens, brackets and punctuation only.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

BLANK: Final = r"(?:\s++|\#[^\r\n]*+)*+"
IRI: Final = r"<[^<>\s]*+>"
STRING: Final = r"""(?:
      \"\"\"[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+\"\"\"
    | '''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''
    | "[^"\\]*+(?:\\.[^"\\]*+)*+"
    | '[^'\\]*+(?:\\.[^'\\]*+)*+'
)"""
NUMBER: Final = r"""[+-]?(?:
    [0-9]++\.[0-9]*+[eE][+-]?[0-9]++ | \.?[0-9]++[eE][+-]?[0-9]++ | [0-9]*+\.[0-9]++ | [0-9]++
)"""
NAME_PART: Final = r"(?:[^\s<>\"'\\.,;()\[\]{}^\#@|~]|\\.)++"
NAME: Final = rf"(?:{NAME_PART}(?:\.++{NAME_PART})*+)"
LITERAL: Final = rf"(?:{STRING}(?:{BLANK}(?:@[A-Za-z0-9-]++|\^\^{BLANK}(?:{NAME}|{IRI})))?+|{NUMBER})"

# Any character is a token at last: where none fits, as in a bad file, a search would look everywhere for one.
TOKEN: Final = re.compile(
    rf"{BLANK}({IRI}|{LITERAL}|{NAME}|@[a-z]++|<<|>>|{{\||\|}}|\Z|.)", re.VERBOSE | re.DOTALL
)
# What most statements are made of, in one step: twice as fast as token by token.
PAIR: Final = re.compile(
    rf"{BLANK}(?:{NAME}|{IRI}){BLANK}({LITERAL}|{NAME}|{IRI}){BLANK}((?:;{BLANK})*+\.|[;,])",
    re.VERBOSE | re.DOTALL,
)
DIRECTIVE_LENGTH: Final = {"prefix": 2, "@prefix": 3, "base": 1, "@base": 2, "version": 1, "@version": 2}

VERB, OBJECT, MARK, ITEM = range(4)
"""What may come next; a mark is one of `;`, `,`, `.` and `]`."""

Node = list[tuple[int, "Node | None"]]
"""What is said of one subject, in order: where each object starts, and its own node if it is bracketed."""


class Cell(Node):
    """The node of one cell of a list: first its item, then the cell that follows or the closing bracket."""


class Statement(NamedTuple):
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
    first = TOKEN.match(text)
    while first and first[1]:
        subject, end = first[1], first.end()
        length = DIRECTIVE_LENGTH.get(subject.lower())
        if length is not None:
            end = next(islice(TOKEN.finditer(text, end), length - 1, None)).end()
        else:
            node: Node = Cell() if subject == "(" else []
            bracketed, end = _fill(node, subject, text, end)
            yield Statement(subject, node, bracketed)
        first = TOKEN.match(text, end)


def _fill(node: Node, subject: str, text: str, end: int) -> tuple[bool, int]:
    """Puts what the statement says into `node`; returns whether there are brackets in it, and its end.

    Open brackets wait on a list of ours, since a hostile file may nest them deeper than Python can call.
    """
    waiting: list[tuple[Node, int]] = [(node, VERB)] if subject in ("[", "(") else []
    bracketed = bool(waiting)
    expected = ITEM if subject == "(" else VERB
    while not bracketed and expected == VERB and (pair := PAIR.match(text, end)):
        node.append((pair.start(1), None))
        end = pair.end()
        if pair[2][-1] == ".":
            return False, end
        expected = OBJECT if pair[2] == "," else VERB
    for found in TOKEN.finditer(text, end):
        word = found[1]
        if expected == OBJECT or (expected == ITEM and word != ")"):
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
            return bracketed, found.end()
        elif word in ("]", ")"):
            if word == ")" and node:
                node.append((found.start(1), None))
            node, expected = waiting.pop()
        elif expected == VERB:
            expected = OBJECT
    return bracketed, len(text)


def _cell(node: Node, start: int) -> Node:
    """The cell of a list to put the next item into: this one while it is empty, else a new one tied to it."""
    if not node:
        return node
    cell = Cell()
    node.append((start, cell))
    return cell
