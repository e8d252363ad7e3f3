"""What of a SERVICE clause the query can use: values of the variables that triple patterns before it share.

Sent along, they spare the other service from giving everything. Only what stands before the clause counts,
and of that only what every row has to fulfil; so nothing is left out that would be in the answer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .answers import Rows
from .lexer import tokens
from .plan.reader import Unknown
from .plan.shapes import Group, Nested, Select, Triples
from .plan.syntax import parse

MOST = 1000
"""Combinations of values that are sent along."""
ODD = set('<>"{}|^`\\ ')
Ask = Callable[[str, int], Rows]
"""Answers a query here, with at most so many rows."""


@dataclass(frozen=True)
class Needed:
    """Variables, and the combinations of IRIs that they have here."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """As a VALUES clause."""
        rows = (f"({' '.join(f'<{iri}>' for iri in row)})" for row in self.rows)
        return f"VALUES ({' '.join(f'?{name}' for name in self.names)}) {{ {' '.join(rows)} }}"


def needed(text: str, marked: str, pattern: str, ask: Ask) -> Needed | None:
    """What the clause can use; nothing where that cannot be told, or is too much to send.

    `text` is the query with `VALUES ?marked { 1 }` in place of the clause, `pattern` what the clause asks.
    """
    try:
        prologue, _, query = parse(text)
    except (Unknown, IndexError):
        return None
    if query.dataset:
        return None
    before = next(_before(query.group, marked, []), [])
    bound = {name for part in before for name in part.variables}
    shared = tuple(sorted(bound & {token.text[1:] for token in tokens(pattern) if token.kind == "variable"}))
    if not shared:
        return None
    head = " ".join(f"?{name}" for name in shared)
    where = " . ".join(part.text for part in before)
    found = ask(f"{prologue}\nSELECT DISTINCT {head} WHERE {{ {where} }}", MOST)
    if found.more:
        return None
    rows = found.rows
    # Of other terms than IRIs it depends on the server which of them are the same.
    names = tuple(name for name in shared if all(_is_plain(row[name]) for row in rows))
    if not names:
        return None
    return Needed(names, tuple(sorted({tuple(row[name]["value"] for name in names) for row in rows})))


def _is_plain(term: dict[str, str]) -> bool:
    return term["type"] == "uri" and not ODD & set(term["value"])


def _before(group: Group, marked: str, outer: list[Triples]) -> Iterator[list[Triples]]:
    """The triple patterns before the clause, of its own group and of those round it."""
    found = list(outer)
    for element in group.elements:
        if isinstance(element, Triples):
            found.append(element)
        elif marked not in element.variables:
            continue
        elif isinstance(element, Select):
            yield from _before(element.group, marked, [])
        elif isinstance(element, Nested):
            if element.word == "GRAPH":  # its patterns would have to be asked of another graph
                yield found
            for inner in element.groups:
                yield from _before(inner, marked, found)
        else:
            yield found
