"""From a validation result to the place in a file that has to change, and to what it might have meant."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from .. import terms
from ..dataset import Dataset, Location
from ..turtle import Located
from .graph import TYPE, Graph, Term, items, text_of
from .report import Result
from .shapes import Shapes
from .vocabulary import did_you_mean, short

SH: Final = terms.SH
TOO_MANY: Final = frozenset(
    SH + name + "ConstraintComponent" for name in ("MaxCount", "UniqueLang", "QualifiedMaxCount")
)

Stated = tuple[Located, str]
"""A triple with its place, and its file."""


class Locator:
    """Finds the triple to blame for each of some results."""

    def __init__(self, dataset: Dataset, results: Iterable[Result], shapes: Shapes) -> None:
        self._shapes = shapes
        wanted: set[Term] = set()
        for result in results:
            wanted.add(result.focus)
            if result.value is not None and not isinstance(result.value, Literal):
                wanted.add(result.value)
        self._about: defaultdict[Term, list[Stated]] = defaultdict(list)
        self._pointing: defaultdict[Term, list[Stated]] = defaultdict(list)
        for file in dataset.files:
            for located in file.located:
                subject, _, value = located.triple
                if subject in wanted:
                    self._about[subject].append((located, file.path))
                if value in wanted:
                    self._pointing[value].append((located, file.path))

    def place(self, result: Result) -> Location | None:
        """Where the triple to blame stands; for what is missing, where its subject begins."""
        stated = next(self._candidates(result), None)
        if stated is None:
            return None
        (_, line, column), file = stated
        return Location(file, line, column)

    def _candidates(self, result: Result) -> Iterator[Stated]:
        about = self._about[result.focus]
        steps = list(result.path.first_steps()) if result.path else []
        for predicate, against in steps:
            walked = self._pointing[result.focus] if against else about
            end = 0 if against else 2
            there = [s for s in walked if s[0].triple.predicate.value == predicate]
            if result.value is not None:
                yield from (s for s in there if s[0].triple[end] == result.value)
                yield from there
            elif result.component in TOO_MANY:
                yield from reversed(there)
        if not steps and result.value is not None and result.value != result.focus:
            yield from (s for s in about if s[0].triple.object == result.value)
        yield from self._by_target(result, about)
        yield from (s for s in about if s[0].triple.predicate.value == TYPE)
        yield from about
        yield from self._pointing[result.focus]

    def _by_target(self, result: Result, about: list[Stated]) -> Iterator[Stated]:
        """The triples for which a shape looked at its focus node."""
        for target in self._shapes.graph.values(result.shape, SH + "targetSubjectsOf"):
            yield from (s for s in about if s[0].triple.predicate == target)


class Adviser:
    """Finds what a value might have meant."""

    def __init__(self, dataset: Dataset, shapes: Shapes) -> None:
        self._graph = Graph(
            located.triple
            for file in dataset.files
            for located in file.located
            if located.triple.predicate.value in (TYPE, terms.RDFS + "subClassOf")
        )
        self._shapes = shapes.graph
        self._members: dict[str, set[str]] = {}

    def hint(self, result: Result) -> str:
        """What the value is instead, or the nearest that it may be; empty where there is nothing to say."""
        value = result.value
        if not isinstance(value, NamedNode):
            return ""
        wanted = set(self._allowed(result))
        if not wanted or value.value in wanted:
            return ""
        kinds = [kind for kind in self._graph.values(value, TYPE) if isinstance(kind, NamedNode)]
        if kinds and not value.value.startswith(terms.CONCEPT):
            return f"{short(value.value)} is a {' and a '.join(short(kind.value) for kind in kinds)}."
        return did_you_mean(value.value, wanted)

    def _allowed(self, result: Result) -> Iterator[str]:
        """The values that the shape of a result would take, as far as it names a class or a list."""
        waiting = [result.shape]
        while waiting:
            node = waiting.pop()
            for predicate, value in self._shapes.about(node):
                if predicate == SH + "class" and isinstance(value, NamedNode):
                    yield from self._instances(value.value, result)
                elif predicate == SH + "in":
                    yield from (text_of(item) for item in items(self._shapes, value))
                elif predicate == SH + "or":
                    waiting.extend(items(self._shapes, value))

    def _instances(self, class_: str, result: Result) -> Iterable[str]:
        if class_ not in self._members:
            below = self._graph.below(class_)
            self._members[class_] = {
                text_of(subject) for subject, kind in self._graph.using(TYPE) if text_of(kind) in below
            }
        pattern = self._shapes.value(result.shape, SH + "pattern")
        if isinstance(pattern, Literal) and pattern.value.startswith("^"):
            stem = pattern.value[1:].replace("\\", "")
            return (name for name in self._members[class_] if name.startswith(stem))
        return self._members[class_]
