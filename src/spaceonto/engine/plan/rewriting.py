"""From a query's tree back to text, with what is known to be faster in its place."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from ... import terms
from . import counts, exists, joins, paths
from .reader import Unknown
from .shapes import Element, Filter, Group, Nested, Pattern, Select, Triples, Values
from .statistics import Statistics
from .syntax import parse

AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}


def improved(text: str, statistics: Statistics, *, whole: bool = True) -> str:
    """The query as the engine had better be asked; the same text where nothing is known to be better.

    `whole` says that the query is asked of the dataset whose statistics these are.
    """
    try:
        prologue, prefixes, query = parse(text)
        expand = joins.Expand(terms.PREFIXES | prefixes)
        if whole and not query.dataset:
            known = counts.answer(query, expand, statistics)
            if known is not None:
                return f"{prologue}\n{known}"
        writer = Writer(statistics, expand, text)
        written = writer.select(query)
    except (Unknown, IndexError, RecursionError):
        return text
    return f"{prologue}\n{written}" if writer.has_changed else text


@dataclass(frozen=True)
class Place:
    """Where a group stands: the rows after which nobody reads on, and what surrounds it."""

    most: float = math.inf
    is_alone: bool = True
    """Whether the engine evaluates it by itself, and not once for each row of something beside it."""
    is_kept: bool = False
    """Whether its conditions may see more than its own variables, so that they stay as they are."""
    in_graph: bool = False


@dataclass
class Writer:
    """Writes a tree down; `has_changed` says that something is not as it was."""

    statistics: Statistics
    expand: joins.Expand
    text: str
    has_star: bool = False
    has_changed: bool = False
    numbers: Iterator[int] = field(default_factory=count)
    """For the names of new variables."""

    def select(self, query: Select, place: Place = Place()) -> str:
        """The query, or one within it."""
        self.has_star = self.has_star or query.star
        most = place.most
        if query.grouped or query.ordered or AGGREGATES & set(query.head_tokens):
            most = math.inf
        elif query.form == "ASK":
            most = 1
        elif query.limit is not None:
            most = min(most, query.limit)
        inside = Place(most, in_graph=place.in_graph)
        return f"{query.head} WHERE {self.group(query.group, inside)} {query.tail}".rstrip()

    def group(self, group: Group, place: Place) -> str:
        """A group in its braces."""
        pieces: list[str] = []
        last: list[str] = []
        runs: list[list[Triples | Filter]] = [[]]
        order: list[list[Triples | Filter] | Element] = [runs[0]]
        for element in group.elements:
            better = self.instead(element, group, place)
            if better is not None:
                last.append(better)
            elif isinstance(element, Triples | Filter):
                runs[-1].append(element)
            else:
                runs.append([])
                order += [element, runs[-1]]
        joined = [
            element
            for element in group.elements
            if not isinstance(element, Filter) and not _is_aside(element)
        ]
        may_move = (
            place.is_alone
            and not place.in_graph
            and _in_one_run(runs)
            and not any(
                isinstance(element, Nested | Select | Values) and not _is_aside(element)
                for element in group.elements
            )
        )
        for part in order:
            if isinstance(part, list):
                pieces += self.patterns(part, place, may_move)
            else:
                pieces.append(self.element(part, place, is_only=len(joined) == 1))
        return "{ " + "\n".join([*pieces, *last]) + " }"

    def instead(self, element: Element, group: Group, place: Place) -> str | None:
        """What takes the place of an EXISTS, at the end of the group."""
        if not isinstance(element, Filter) or element.exists is None or place.is_kept or place.in_graph:
            return None
        better = exists.instead(element, group, lambda inner: self.group(inner, Place()))
        self.has_changed = self.has_changed or better is not None
        return better

    def element(self, element: Element, place: Place, is_only: bool) -> str:
        """What is neither pattern nor condition; `is_only` says that it is joined with nothing."""
        if isinstance(element, Select):
            return self.select(element, place)
        if not isinstance(element, Nested):
            return element.text
        in_graph = place.in_graph or element.word == "GRAPH"
        match element.word:
            case "MINUS":
                inside = Place(in_graph=in_graph)
            case "OPTIONAL":
                inside = Place(is_alone=False, is_kept=True, in_graph=in_graph)
            case _:
                inside = Place(place.most, place.is_alone and is_only, in_graph=in_graph)
        groups = " UNION ".join(self.group(group, inside) for group in element.groups)
        return groups if element.word == "UNION" else f"{element.word} {element.name} {groups}"

    def patterns(self, elements: list[Triples | Filter], place: Place, may_move: bool) -> list[str]:
        """Patterns side by side, with the conditions among them, which hold for the whole group anyway."""
        blocks = [element for element in elements if isinstance(element, Triples)]
        conditions = [element for element in elements if isinstance(element, Filter)]
        if may_move and blocks and all(block.patterns for block in blocks):
            found = [pattern for block in blocks for pattern in block.patterns]
            better = self.arranged(found, conditions, place.most)
            if better is not None:
                self.has_changed = True
                return better
        return [element.text + (" ." if isinstance(element, Triples) else "") for element in elements]

    def arranged(self, found: list[Pattern], conditions: list[Filter], most: float) -> list[str] | None:
        """The patterns and conditions in a better way, if there is one."""
        if not any(pattern.path for pattern in found):
            return joins.arranged(found, conditions, self.expand, self.statistics, most)
        if math.isfinite(most):
            return None
        parts = found if self.has_star else paths.split(found, self.text, self.numbers)
        texts = paths.once(parts, self.expand, self.statistics)
        return None if texts is None else [*texts, *(condition.text for condition in conditions)]


def _is_aside(element: Element) -> bool:
    """Whether an element is not joined with the others: it takes away, adds where it fits, names a value."""
    if isinstance(element, Nested):
        return element.word in ("OPTIONAL", "MINUS")
    return isinstance(element, Values) and element.text[:4].upper() == "BIND"


def _in_one_run(runs: list[list[Triples | Filter]]) -> bool:
    return sum(any(isinstance(element, Triples) for element in run) for run in runs) == 1
