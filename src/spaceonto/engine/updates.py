"""SPARQL Update before it runs: does it stay at home, and over which graphs do its patterns range."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from .. import terms
from .errors import QueryRefused
from .guard import CLOSE, OPEN, Query, declared_prefixes, refuse_depth, refuse_fetches, refuse_half_characters
from .lexer import Token, place, tokens

MAX_UPDATE = 4 * 1024 * 1024
"""Characters of an update. More data goes faster by the Graph Store Protocol."""

SILENT = re.compile(r"LOAD SILENT (iri|name)( INTO GRAPH (iri|name))?")
NOTHING = "DELETE DATA {}"
"""An update that changes nothing."""


@dataclass(frozen=True)
class Pattern:
    """The part of an operation that looks for what to change, of the tokens with these indices."""

    first: int
    """The operation's first token: INSERT, DELETE or WITH."""
    where: int
    """WHERE, or the bracket that stands for it."""
    has_dataset: bool


def guard_update(text: str) -> Query:
    """The update, when it may run. Raises QueryRefused or QuerySyntaxError as `guard` does."""
    if len(text) > MAX_UPDATE:
        raise QueryRefused(
            f"The update has {len(text):,} characters, more than the {MAX_UPDATE:,} taken here.",
            "Send it in parts, or send the data themselves to /store.",
        )
    refuse_half_characters(text)
    found = tuple(tokens(text))
    refuse_fetches(text, found)
    refuse_depth(text, found, most=MAX_UPDATE)  # negative numbers count, of which data may hold many
    text = _without_loads(text, found)
    found = tuple(tokens(text))
    return Query(text, "UPDATE", found, declared_prefixes(found), (), has_dataset=False, volatile=True)


def _without_loads(text: str, found: tuple[Token, ...]) -> str:
    """The text with nothing in the place of each LOAD SILENT, which fails here and does not say so.

    Raises QueryRefused for any other LOAD.
    """
    depth, parts, start = 0, [], 0
    for index, token in enumerate(found):
        if token.kind == "symbol":
            depth += (token.text in OPEN) - (token.text in CLOSE)
        # The engine takes `LOAD:x` for the keyword and a name with the empty prefix.
        head = token.text.partition(":")[0].upper() if token.kind in ("word", "name") else ""
        if depth > 0 or head != "LOAD":
            continue
        operation = list(takewhile(lambda token: token.text != ";", found[index:]))
        if not SILENT.fullmatch(" ".join(token.word or token.kind for token in operation)):
            raise QueryRefused(
                f"LOAD at line {place(text, token.start)[0]} fetches a file; this server fetches nothing.",
                "Fetch it yourself, and send it to /store. A prefix with this name has to be renamed.",
            )
        end = operation[-1].start + len(operation[-1].text)
        parts += [text[start : token.start], NOTHING, "\n" * text.count("\n", token.start, end)]
        start = end
    return "".join([*parts, text[start:]])


def over(update: Query, default: Iterable[str], named: Iterable[str], *, refuse: bool = True) -> str:
    """The update with patterns that range over these graphs, as if USING named them in each operation.

    One that names its graphs itself is left as it is, or raises QueryRefused, as the protocol has it.
    """
    clause = "".join(f" USING <{iri}>" for iri in default)
    clause += "".join(f" USING NAMED <{iri}>" for iri in named)
    text, end, parts = update.text, 0, []
    for pattern in _patterns(update.tokens):
        first, where = update.tokens[pattern.first], update.tokens[pattern.where]
        if pattern.has_dataset:
            if refuse:
                raise QueryRefused(
                    f"Line {place(text, first.start)[0]} names its graphs by USING or WITH, and so does the "
                    "request.",
                    "Leave out using-graph-uri and using-named-graph-uri, or USING and WITH.",
                )
            continue
        parts.append(text[end : where.start])
        if pattern.where == pattern.first + 1:  # DELETE WHERE is short for DELETE with the same pattern twice
            parts.append(_group_after(update, pattern.where) + " ")
        parts.append(f"{clause} ")
        end = where.start
    return "".join([*parts, text[end:]])


def graphs_named(update: Query) -> Iterator[str]:
    """The graphs that the text names after GRAPH and INTO, as far as they can be told."""
    prefixes = terms.PREFIXES | update.prefixes
    for word, token in zip(update.tokens, update.tokens[1:], strict=False):
        if word.word != "GRAPH":
            continue
        if token.kind == "iri":
            yield token.text[1:-1]
        elif token.kind == "name" and token.text.partition(":")[0] in prefixes:
            prefix, _, local = token.text.partition(":")
            yield prefixes[prefix] + local


def _patterns(found: tuple[Token, ...]) -> Iterator[Pattern]:
    depth, first, has_dataset = 0, -1, False
    for index, token in enumerate(found):
        if token.kind == "symbol":
            depth += (token.text in OPEN) - (token.text in CLOSE)
        if depth:
            continue
        if token.text == ";":
            first, has_dataset = -1, False
        elif token.word in ("INSERT", "DELETE", "WITH"):
            first = index if first < 0 else first
            has_dataset = has_dataset or token.word == "WITH"
        elif token.word == "USING":
            has_dataset = True
        elif token.word == "WHERE" and first >= 0:
            yield Pattern(first, index, has_dataset)


def _group_after(update: Query, index: int) -> str:
    """The text of the group that follows a token."""
    depth = 0
    for token in update.tokens[index + 1 :]:
        depth += (token.text in OPEN) - (token.text in CLOSE) if token.kind == "symbol" else 0
        if not depth:
            return update.text[update.tokens[index + 1].start : token.start + len(token.text)]
    return ""
