"""The query as another server gets it: with our prefixes, on the graphs of the release and no others.

By the protocol a request says which graphs are the default graph and which are named ones. Virtuoso takes
all that it has as named ones as long as none is listed, also its own and those of others, and cannot take
long lists. There the query itself is told to look at ours alone.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .. import terms
from ..engine.errors import QueryFailed
from ..engine.guard import CLOSE, OPEN, Query, graph_named
from ..engine.lexer import Token
from ..engine.lexer import tokens as find_tokens

NONE = terms.GRAPH + "none"
"""A graph that nobody has: to list no graph at all would mean all of them."""


@dataclass(frozen=True)
class Scope:
    """The graphs of a release on a server. With `shows_all`, it shows every graph until some are listed."""

    graphs: tuple[str, ...] = ()
    shows_all: bool = False

    @property
    def is_known(self) -> bool:
        return bool(self.graphs)

    @property
    def start(self) -> str:
        """What the names of all its graphs begin with."""
        return os.path.commonprefix(self.graphs)  # noqa: RUF071 - IRIs are no paths


@dataclass(frozen=True)
class Sent:
    """What is sent: the text of the query, and the graphs that are its data set, both empty for all."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def scoped(
    query: Query,
    scope: Scope,
    default_graphs: Sequence[str] | None,
    named_graphs: Sequence[str] | None,
    base: str | None = None,
    *,
    described: bool = False,
) -> Sent:
    """The query within the scope; the data set is the one asked for, else the one that the text names.

    Raises QueryFailed where the server cannot be asked this.
    """
    head = "".join(f"PREFIX {prefix}: <{terms.PREFIXES[prefix]}> " for prefix in _missing_prefixes(query))
    if base:
        head = f"BASE <{base}> {head}"
    default, named, text = _from(query)
    if default_graphs is not None or named_graphs is not None:
        default, named = tuple(default_graphs or ()), tuple(named_graphs or ())
    elif not query.has_dataset:
        return _on_release(query, head, scope, described=described)
    return Sent(head + text, default or (NONE,), named or (NONE,))


def _on_release(query: Query, head: str, scope: Scope, *, described: bool) -> Sent:
    """A query that names no data set, on the union of all graphs of the release and on each of them."""
    text = head + query.text
    if not scope.is_known:
        return Sent(text)
    if described:
        return Sent(text, (terms.UNION, *terms.DESCRIPTIONS), (NONE,))
    told = _graph_clauses(query)
    if not told:
        return Sent(text, (terms.UNION,))
    if not scope.shows_all:
        return Sent(text, (terms.UNION,), scope.graphs)
    if "" not in told:
        return Sent(text, (terms.UNION,), tuple(sorted(told.intersection(scope.graphs))) or (NONE,))
    if len(told) == 1:
        return Sent(head + _narrowed(query, scope.start), (terms.UNION,))
    raise QueryFailed(
        "The server that holds the data cannot take GRAPH with a variable and with a name in one query.",
        "Write a variable in both places, and FILTER(?g = …).",
    )


def counted(text: str) -> str | None:
    """A query that counts the solutions of a CONSTRUCT; None for one that is none."""
    tokens = tuple(find_tokens(text))
    start = next((index for index, token in enumerate(tokens) if token.word == "CONSTRUCT"), None)
    if start is None:
        return None
    rest = tokens[start].start + len("CONSTRUCT")
    if tokens[start + 1].text == "{":
        end = _closing(tokens, start + 1)
        if end is None:
            return None
        rest = end.start + 1
    return f"{text[: tokens[start].start]}SELECT (COUNT(*) AS ?n) WHERE {{ SELECT * {text[rest:]}\n}}"


def _graph_clauses(query: Query) -> set[str]:
    """What GRAPH is followed by: names, and "" for a variable."""
    prefixes = terms.PREFIXES | query.prefixes
    clauses = (index for index, token in enumerate(query.tokens) if token.word == "GRAPH")
    return {graph_named(query.tokens, index, prefixes) for index in clauses}


def _missing_prefixes(query: Query) -> list[str]:
    """The prefixes that everybody here may use without declaring them, as far as the query does so."""
    used = {token.text.partition(":")[0] for token in query.tokens if token.kind == "name"}
    return sorted(used & terms.PREFIXES.keys() - query.prefixes.keys())


def _from(query: Query) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The graphs of FROM and of FROM NAMED, and the text without these clauses."""
    prefixes = terms.PREFIXES | query.prefixes
    default: list[str] = []
    named: list[str] = []
    clauses: list[tuple[int, int]] = []
    depth = 0
    for index, token in enumerate(query.tokens[:-1]):
        if token.kind == "symbol":
            depth += (token.text in OPEN) - (token.text in CLOSE)
        if token.word == "FROM" and depth == 0:
            is_named = query.tokens[index + 1].word == "NAMED"
            name = query.tokens[min(index + 1 + is_named, len(query.tokens) - 1)]
            (named if is_named else default).append(graph_named(query.tokens, index, prefixes))
            clauses.append((token.start, name.start + len(name.text)))
    text = query.text
    for start, end in reversed(clauses):
        text = text[:start] + text[end:]
    return tuple(filter(None, default)), tuple(filter(None, named)), text


def _narrowed(query: Query, start: str) -> str:
    """The text, in which `GRAPH ?g { … }` finds no graph but those of the release."""
    insertions: list[tuple[int, str]] = []
    tokens = query.tokens
    for index, (token, then) in enumerate(pairwise(tokens)):
        if token.word == "GRAPH" and then.kind == "variable":
            end = _closing(tokens, index + 2)
            if end is not None:
                bookkeeping = f"<{terms.UNION}>, <{terms.PUBLICATION}>"
                only = f'STRSTARTS(STR({then.text}), "{start}") && {then.text} NOT IN ({bookkeeping})'
                insertions += [(token.start, "{ "), (end.start + 1, f" FILTER({only}) }}")]
    text = query.text
    for position, words in sorted(insertions, reverse=True):
        text = text[:position] + words + text[position:]
    return text


def _closing(tokens: tuple[Token, ...], start: int) -> Token | None:
    """The bracket that closes the one at a position."""
    depth = 0
    for token in tokens[start:]:
        if token.kind == "symbol":
            depth += (token.text in OPEN) - (token.text in CLOSE)
        if depth == 0:
            return token if token.text == "}" else None
    return None
