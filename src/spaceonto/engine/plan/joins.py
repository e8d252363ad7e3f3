"""Triple patterns in an order, and joined in a way, that the counts of the release advise.

The engine knows no counts: it takes patterns that look alike in the order of the text, and looks each row
of one up in the next. Where a look-up per row costs more than reading the next pattern whole, the
patterns become subqueries, which it joins by hashing.

A join is commutative and associative, and `SELECT *` over one pattern is that pattern, so the answer is
the same multiset of rows. Only patterns with plain terms and no path move, so no blank node changes its
scope.
"""

import re
from dataclasses import dataclass

from .reader import Unknown
from .shapes import Filter, Pattern
from .statistics import TYPE, Count, Statistics

PROBE, HASH, READ = 1.1, 0.25, 0.15
"""Microseconds to look a row up, to put one into a hash table or find it there, to read one."""
WORTH = 500.0
"""Microseconds that have to be won before anything is rewritten."""
MUCH = 0.7
"""Of the cost as it is, what a better way may cost at the most."""
EQUAL = re.compile(r"[^!<>=]=[^=]")
SEARCHING = ("CONTAINS", "REGEX", "STRSTARTS", "STRENDS", " IN ", " IN(")
FEW = 5
"""Patterns of which each is tried as the first."""
MOST = 12
"""Patterns in one group that are looked at."""


@dataclass(frozen=True)
class Partial:
    """Patterns joined so far: the rows expected, and the different values of each variable."""

    rows: float
    values: dict[str, float]


@dataclass(frozen=True)
class Plan:
    """An order of patterns, how many of the first are looked up in each other, cost, rows at the end."""

    order: tuple[int, ...]
    head: int
    cost: float
    rows: float


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
            count_of(pattern, expand, statistics),
            [entry for entry in conditions if _is_own(entry, pattern.variables)],
        )
        for pattern in patterns
    ]
    given = _costed(patterns, counts, _as_engine(patterns), hashing=False)
    if given.rows > most or given.cost < WORTH:
        return None
    smallest = min(range(len(patterns)), key=lambda index: counts[index].triples)
    starts = range(len(patterns)) if len(patterns) <= FEW else (smallest,)
    orders = {_in_order(patterns, counts, start) for start in starts}
    plans = [_costed(patterns, counts, order, hashing) for order in orders for hashing in (False, True)]
    best = min(plans, key=lambda plan: (plan.cost, plan.order))
    if given.cost - best.cost < WORTH or best.cost > MUCH * given.cost:
        return None
    in_order = [patterns[index] for index in best.order]
    if best.head < len(patterns):
        return _as_subqueries(in_order, best.head, conditions)
    return [*(f"{pattern.text} ." for pattern in in_order), *(condition.text for condition in conditions)]


def _as_subqueries(patterns: list[Pattern], head: int, conditions: list[Filter]) -> list[str]:
    """The first patterns in one subquery, each of the others in its own, with conditions on them alone."""
    left = list(conditions)
    texts = []
    for part in (patterns[:head], *([pattern] for pattern in patterns[head:])):
        variables = frozenset().union(*(pattern.variables for pattern in part))
        own = [entry for entry in left if _is_own(entry, variables)]
        left = [entry for entry in left if entry not in own]
        inside = [*(f"{pattern.text} ." for pattern in part), *(entry.text for entry in own)]
        texts.append(f"{{ SELECT * {{ {' '.join(inside)} }} }}")
    return texts + [entry.text for entry in left]


def _is_own(condition: Filter, variables: frozenset[str]) -> bool:
    """Whether a condition looks at nothing but these variables."""
    return condition.variables <= variables and not condition.asks and not condition.volatile


def _kept(count: Count, conditions: list[Filter]) -> Count:
    """What may be left of a pattern's triples after conditions on it."""
    for condition in conditions:
        text = condition.text.upper()
        if "LANG" in text:
            part = 0.3
        elif EQUAL.search(text):
            part = 0.02
        else:
            part = 0.05 if any(word in text for word in SEARCHING) else 0.5
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


def _joined(left: Partial, pattern: Pattern, count: Count) -> tuple[Partial, float, float]:
    """What a further pattern makes of it, and the cost of looking each row up, and of hashing."""
    values = _values(pattern, count)
    shared = left.values.keys() & values.keys()
    rows = left.rows * count.triples
    for name in shared:
        rows /= max(1.0, left.values[name], values[name])
    merged = left.values | values
    for name in shared:
        merged[name] = min(left.values[name], values[name])
    made = Partial(rows, {name: min(number, max(1.0, rows)) for name, number in merged.items()})
    looked_up = left.rows * PROBE + rows * READ if shared else rows * READ
    hashed = count.triples * (READ + HASH) + left.rows * HASH + rows * READ
    return made, looked_up, hashed


def _costed(patterns: list[Pattern], counts: list[Count], order: tuple[int, ...], hashing: bool) -> Plan:
    """The cost of an order; with `hashing`, from the first pattern on where that is cheaper."""
    first = order[0]
    so_far = Partial(float(counts[first].triples), _values(patterns[first], counts[first]))
    cost, head = so_far.rows * READ, len(order)
    for place, index in enumerate(order[1:], start=1):
        so_far, looked_up, hashed = _joined(so_far, patterns[index], counts[index])
        if hashing and head == len(order) and hashed < looked_up:
            head = place
        cost += hashed if place >= head else looked_up
    return Plan(order, head, cost, so_far.rows)


def _in_order(patterns: list[Pattern], counts: list[Count], start: int) -> tuple[int, ...]:
    """From the first on, whatever gives the fewest rows among those that share a variable."""
    left = set(range(len(patterns))) - {start}
    so_far = Partial(float(counts[start].triples), _values(patterns[start], counts[start]))
    order = [start]
    while left:
        linked = [index for index in left if patterns[index].variables & so_far.values.keys()] or list(left)
        tried = {index: _joined(so_far, patterns[index], counts[index])[0] for index in linked}
        index = min(linked, key=lambda index: (tried[index].rows, counts[index].triples, index))
        so_far = tried[index]
        order.append(index)
        left.remove(index)
    return tuple(order)


def _as_engine(patterns: list[Pattern]) -> tuple[int, ...]:
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
    return tuple(order)
