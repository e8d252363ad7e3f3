"""Counts over the whole graph, answered from the release's statistics.

Only for one pattern whose variables all differ, and over the dataset that was counted. The engine counted
it, and has each triple there once, so COUNT(*) and COUNT of any variable of the pattern are both the
number of triples.
"""

import re
from collections.abc import Callable

from .shapes import Nested, Pattern, Select, Triples
from .statistics import TYPE, Count, Statistics

MOST = 5000
"""Rows that are written into a query."""
NONE = Count(0, 0, 0)
KEY = re.compile(r"<[^<>]*>")
SORTS = re.compile(
    r"(?:ORDER BY(?: [?$]\w+| (?:ASC|DESC) \( [?$]\w+ \))+ ?)?(?:LIMIT \d+ ?)?(?:OFFSET \d+ ?)?"
)
Expand = Callable[[str], str]


def answer(query: Select, expand: Expand, statistics: Statistics) -> str | None:
    """A query that states the counted figures, or nothing where this one asks for something else."""
    found = _pattern(query)
    if query.form != "SELECT" or found is None:
        return None
    graph, pattern = found
    variables = [part for part in (pattern.subject, pattern.predicate, pattern.object, graph) if _free(part)]
    if len(set(variables)) != len(variables) or not _free(pattern.subject) or pattern.path:
        return None
    head = [_plain(token) for token in query.head_tokens]
    if query.distinct or query.grouped:
        return _by_key(query, head, graph, pattern, expand, statistics)
    if query.tail_tokens:
        return None
    counted = _counted(head)
    number = counted and _number(counted[0], graph, pattern, _whole(graph, pattern, expand, statistics))
    return (
        None
        if counted is None or number is None
        else f"SELECT {counted[1]} {{ VALUES {counted[1]} {{ {number} }} }}"
    )


def _free(text: str) -> bool:
    return text[:1] in ("?", "$")


def _plain(token: str) -> str:
    return "?" + token[1:] if _free(token) else token


def _pattern(query: Select) -> tuple[str, Pattern] | None:
    """The one pattern that the query consists of, with the variable for its graph."""
    elements, graph = query.group.elements, ""
    if len(elements) == 1 and isinstance(elements[0], Nested) and elements[0].word == "GRAPH":
        graph, elements = _plain(elements[0].name), elements[0].groups[0].elements
        if not _free(graph):
            return None
    if len(elements) != 1 or not isinstance(elements[0], Triples) or len(elements[0].patterns) != 1:
        return None
    given = elements[0].patterns[0]
    return graph, Pattern(_plain(given.subject), _plain(given.predicate), _plain(given.object), given.path)


def _counted(tokens: list[str]) -> tuple[str, str] | None:
    """What `( COUNT ( … ) AS ?n )` counts, with DISTINCT before it if there, and the name it gives."""
    match tokens:
        case ["(", "COUNT", "(", what, ")", "AS", name, ")"]:
            return what, name
        case ["(", "COUNT", "(", "DISTINCT", what, ")", "AS", name, ")"]:
            return f"DISTINCT {what}", name
    return None


def _whole(graph: str, pattern: Pattern, expand: Expand, statistics: Statistics) -> Count | None:
    """The figures of all the pattern's triples."""
    if _free(pattern.predicate):
        if not _free(pattern.object):
            return None
        return Count(sum(statistics.graphs.values()), 0, 0) if graph else statistics.total
    predicate, value = expand(pattern.predicate), expand(pattern.object)
    if graph:
        return None
    if _free(pattern.object):
        return statistics.predicates.get(predicate, NONE)
    number = statistics.classes.get(value, 0)
    return Count(number, number, 0) if predicate == TYPE and KEY.fullmatch(value) else None


def _number(what: str, graph: str, pattern: Pattern, count: Count | None) -> int | None:
    if count is None:
        return None
    if what in ("*", *filter(_free, (pattern.subject, pattern.predicate, pattern.object, graph))):
        return count.triples
    if graph:
        return None
    return {f"DISTINCT {pattern.subject}": count.subjects, f"DISTINCT {pattern.object}": count.objects}.get(
        what
    )


def _by_key(
    query: Select, head: list[str], graph: str, pattern: Pattern, expand: Expand, statistics: Statistics
) -> str | None:
    """Counts by predicate, class or graph, or a list of these."""
    key = head[0]
    table = _table(key, graph, pattern, expand, statistics)
    tail = " ".join(_plain(token) for token in query.tail_tokens)
    if table is None or len(table) > MOST or not all(KEY.fullmatch(term) for term in table):
        return None
    if query.distinct:
        if len(head) > 1 or query.grouped or not SORTS.fullmatch(tail):
            return None
        return f"SELECT {key} {{ VALUES {key} {{ {' '.join(table)} }} }} {tail}"
    counted = _counted(head[1:])
    start = f"GROUP BY {key}"
    if (
        counted is None
        or counted[1] == key
        or not tail.startswith(start)
        or not SORTS.fullmatch(tail[len(start) :].strip())
    ):
        return None
    numbers = {term: _number(counted[0], graph, pattern, count) for term, count in table.items()}
    if None in numbers.values() or counted[0] == f"DISTINCT {key}":
        return None
    rows = " ".join(f"({term} {number})" for term, number in numbers.items())
    return f"SELECT {key} {counted[1]} {{ VALUES ({key} {counted[1]}) {{ {rows} }} }} {tail[len(start) :]}"


def _table(
    key: str, graph: str, pattern: Pattern, expand: Expand, statistics: Statistics
) -> dict[str, Count] | None:
    if not _free(pattern.object) or not _free(key):
        return None
    if graph:
        is_open = key == graph and _free(pattern.predicate)
        return {term: Count(number, 0, 0) for term, number in statistics.graphs.items()} if is_open else None
    if key == pattern.predicate:
        return statistics.predicates
    if key == pattern.object and not _free(pattern.predicate) and expand(pattern.predicate) == TYPE:
        return {term: Count(number, number, 1) for term, number in statistics.classes.items()}
    return None
