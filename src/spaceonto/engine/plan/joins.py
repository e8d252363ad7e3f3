"""Triple patterns in an order, and joined in a way, that the counts of the release advise.

The engine knows no counts: it takes patterns that look alike in the order of the text, and looks each row
of one up in the next. Where a look-up per row costs more than reading the next pattern whole, the
patterns become subqueries, which it joins by hashing.

A join is commutative and associative, and `SELECT *` over one pattern is that pattern, so the answer is
the same multiset of rows. Only patterns with plain terms and no path move, so no blank node changes its
scope.
"""

from dataclasses import dataclass

from .reader import Unknown
from .shapes import Filter, Pattern
from .statistics import TYPE, Count, Statistics

PROBE, HASH, READ = 1.1, 0.12, 0.15
"""Microseconds to look a row up, to put one into a hash table or find it there, to read one."""
WORTH = 500.0
"""Microseconds that have to be won before anything is rewritten."""
MUCH = 0.7
"""Of the cost as it is, what a better way may cost at the most."""
MOST = 12
"""Patterns in one group that are looked at."""


@dataclass
class Partial:
    """Patterns joined so far: the rows expected, the different values of each variable, and the cost."""

    rows: float
    values: dict[str, float]
    loops: float
    hashed: float


def arranged(
    patterns: list[Pattern], conditions: list[Filter], expand: "Expand", statistics: Statistics, most: float
) -> list[str] | None:
    """The patterns and conditions as they had better be written; nothing where it would not help.

    `most` is the number of rows after which the asker stops reading.
    """
    if not 2 <= len(patterns) <= MOST:
        return None
    counts = [
        _kept(
            count_of(pattern, expand, statistics), [entry for entry in conditions if _is_own(entry, pattern)]
        )
        for pattern in patterns
    ]
    given = _cost(patterns, counts, _as_engine(patterns))
    if given.rows > most or given.loops < WORTH:
        return None
    order, best = _in_order(patterns, counts)
    if given.loops - min(best.loops, best.hashed) < WORTH:
        return None
    in_order = [patterns[index] for index in order]
    if best.hashed < MUCH * best.loops:
        return _as_subqueries(in_order, conditions)
    if best.loops < MUCH * given.loops:
        return [*(f"{pattern.text} ." for pattern in in_order), *(condition.text for condition in conditions)]
    return None


def _as_subqueries(patterns: list[Pattern], conditions: list[Filter]) -> list[str]:
    """Each pattern in a subquery, with the conditions that look at its variables alone."""
    left = list(conditions)
    texts = []
    for pattern in patterns:
        own = [entry for entry in left if _is_own(entry, pattern)]
        left = [entry for entry in left if entry not in own]
        texts.append(
            f"{{ SELECT * {{ {' '.join([pattern.text + ' .', *(entry.text for entry in own)])} }} }}"
        )
    return texts + [entry.text for entry in left]


def _is_own(condition: Filter, pattern: Pattern) -> bool:
    """Whether a condition looks at nothing but what this pattern binds."""
    return condition.variables <= pattern.variables and not condition.asks and not condition.volatile


def _kept(count: Count, conditions: list[Filter]) -> Count:
    """What may be left of a pattern's triples after conditions on it."""
    for condition in conditions:
        text = condition.text.upper()
        part = 0.3 if "LANG" in text or ("=" not in text.replace("!=", "") and "(" not in text[8:]) else 0.02
        count = Count(
            round(count.triples * part),
            max(1, round(count.subjects * part)),
            max(1, round(count.objects * part)),
        )
    return count


class Expand:
    """Turns a term as it is written into the one that N-Triples writes, with the prefixes that hold."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefixes = prefixes

    def __call__(self, text: str) -> str:
        """The term. Raises Unknown for a prefix that nobody declared."""
        if text == "a":
            return TYPE
        if text[:1] in "<\"'+-.0123456789" or text in ("true", "false"):
            return text
        prefix, _, local = text.partition(":")
        if prefix not in self._prefixes:
            raise Unknown(text)
        return f"<{self._prefixes[prefix]}{local}>"


def _is_variable(text: str) -> bool:
    return text[:1] in ("?", "$")


def count_of(pattern: Pattern, expand: Expand, statistics: Statistics) -> Count:
    """How many triples fit a pattern by itself."""
    if _is_variable(pattern.predicate):
        of = statistics.total
    else:
        of = statistics.predicates.get(expand(pattern.predicate), Count(0, 0, 0))
    triples, subjects, objects = float(of.triples), of.subjects, of.objects
    if not _is_variable(pattern.object):
        if expand(pattern.predicate) == TYPE:
            triples = float(statistics.classes.get(expand(pattern.object), 0))
        else:
            triples /= max(1, objects)
        subjects, objects = min(subjects, round(triples)), 1
    if not _is_variable(pattern.subject):
        triples /= max(1, subjects)
        objects, subjects = min(objects, round(triples)), 1
    return Count(round(triples), max(1, subjects), max(1, objects))


def _values(pattern: Pattern, count: Count) -> dict[str, float]:
    """The different values that a pattern by itself gives each of its variables."""
    return {
        part[1:]: float(number)
        for part, number in (
            (pattern.subject, count.subjects),
            (pattern.object, count.objects),
            (pattern.predicate, 100),
        )
        if _is_variable(part)
    }


def _joined(left: Partial, pattern: Pattern, count: Count) -> Partial:
    values = _values(pattern, count)
    shared = left.values.keys() & values.keys()
    rows = left.rows * count.triples
    for name in shared:
        rows /= max(1.0, left.values[name], values[name])
    merged = left.values | values
    for name in shared:
        merged[name] = min(left.values[name], values[name])
    looked_up = left.rows * PROBE + rows * READ if shared else rows * READ
    return Partial(
        rows,
        {name: min(number, max(1.0, rows)) for name, number in merged.items()},
        left.loops + looked_up,
        left.hashed + count.triples * (READ + HASH) + left.rows * HASH + rows * READ,
    )


def _first(pattern: Pattern, count: Count) -> Partial:
    read = count.triples * READ
    return Partial(float(count.triples), _values(pattern, count), read, read)


def _in_order(patterns: list[Pattern], counts: list[Count]) -> tuple[list[int], Partial]:
    """The smallest first, and then whatever gives the fewest rows among those that share a variable."""
    left = set(range(len(patterns)))
    start = min(left, key=lambda index: (counts[index].triples, index))
    left.remove(start)
    order, so_far = [start], _first(patterns[start], counts[start])
    while left:
        linked = [index for index in left if patterns[index].variables & so_far.values.keys()] or list(left)
        tried = {index: _joined(so_far, patterns[index], counts[index]) for index in linked}
        index = min(linked, key=lambda index: (tried[index].rows, counts[index].triples, index))
        so_far = tried[index]
        order.append(index)
        left.remove(index)
    return order, so_far


def _as_engine(patterns: list[Pattern]) -> list[int]:
    """The order in which the engine takes them: by how many terms are known, then as they are written."""
    left = list(range(len(patterns)))
    bound: set[str] = set()
    order: list[int] = []

    def known(index: int) -> int:
        pattern = patterns[index]
        fixed = [not _is_variable(part) or part[1:] in bound for part in (pattern.subject, pattern.object)]
        return {(True, True): 0, (True, False): 1, (False, True): 2, (False, False): 3}[(fixed[0], fixed[1])]

    while left:
        linked = [index for index in left if not order or patterns[index].variables & bound] or left
        index = min(linked, key=known)
        order.append(index)
        bound |= patterns[index].variables
        left.remove(index)
    return order


def _cost(patterns: list[Pattern], counts: list[Count], order: list[int]) -> Partial:
    so_far = _first(patterns[order[0]], counts[order[0]])
    for index in order[1:]:
        so_far = _joined(so_far, patterns[index], counts[index])
    return so_far
