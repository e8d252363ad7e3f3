"""Paths of any length from a variable that has few values: followed once from each value, not from each row.

Where `?x p ?t` stands beside `?t path ?c`, every row's ?t is among the distinct values of ?t in `?x p
?t`, each of which is there once; so joining the path from these with `?x p ?t` gives the same rows as
often. ?c must occur in no other pattern, since from a known ?c the engine had better go backwards.
"""

import re
from collections.abc import Iterator

from .joins import Expand, count_of
from .shapes import Pattern
from .statistics import Statistics

FEW = 0.2
"""Different values to rows, below which it is worth it."""
LEAST = 500
"""Rows below which nothing is won."""
AHEAD = re.compile(r"(?P<first>a|[\w-]*:[\w.-]*|<[^<>]*>)\s*/\s*(?P<rest>(?:[\w-]*:[\w.-]*|<[^<>]*>)[*+])")
FRESH = "?spaceonto_between"


def split(patterns: list[Pattern], text: str, numbers: Iterator[int]) -> list[Pattern]:
    """The patterns with `?x p/q* ?c` as two, by a variable that is nowhere else in the query."""
    found: list[Pattern] = []
    for pattern in patterns:
        ahead = AHEAD.fullmatch(pattern.predicate) if pattern.path else None
        if ahead is None or FRESH[1:] in text:
            found.append(pattern)
            continue
        between = f"{FRESH}_{next(numbers)}"
        found.append(Pattern(pattern.subject, ahead["first"], between))
        found.append(Pattern(between, ahead["rest"], pattern.object, ahead["rest"][-1]))
    return found


def once(patterns: list[Pattern], expand: Expand, statistics: Statistics) -> list[str] | None:
    """The texts of the patterns, with paths followed once from each value; nothing where none is worth it."""
    texts = [f"{pattern.text} ." for pattern in patterns]
    is_better = False
    for index, pattern in enumerate(patterns):
        others = [other for other in patterns if other is not pattern]
        start, end = pattern.subject, pattern.object
        if not set("*+") & set(pattern.path) or start[:1] != "?" or end[:1] != "?" or start == end:
            continue
        if any(end[1:] in other.variables for other in others):
            continue
        source = next((other for other in others if _has_few(other, start, expand, statistics)), None)
        if source is None:
            continue
        values = f"{{ SELECT DISTINCT {start} {{ {source.text} }} }}"
        texts[index] = f"{{ SELECT {start} {end} {{ {values} {pattern.text} }} }}"
        is_better = True
    return texts if is_better else None


def _has_few(pattern: Pattern, name: str, expand: Expand, statistics: Statistics) -> bool:
    if pattern.path or name not in (pattern.subject, pattern.object) or pattern.subject == pattern.object:
        return False
    count = count_of(pattern, expand, statistics)
    different = count.subjects if name == pattern.subject else count.objects
    return count.triples > LEAST and different < FEW * count.triples
