"""The parts of a query's tree. Each knows its text, and the variables it surely or possibly binds."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pattern:
    """One triple pattern as it is written; `path` holds the marks of its property path, if it has one."""

    subject: str
    predicate: str
    object: str
    path: str = ""

    @property
    def variables(self) -> frozenset[str]:
        return frozenset(
            part[1:] for part in (self.subject, self.predicate, self.object) if part[:1] in ("?", "$")
        )

    @property
    def text(self) -> str:
        return f"{self.subject} {self.predicate} {self.object}"


@dataclass
class Triples:
    """Triple patterns side by side. `patterns` is empty where some are written in brackets."""

    text: str
    patterns: list[Pattern]
    variables: frozenset[str]

    @property
    def certain(self) -> frozenset[str]:
        return self.variables


@dataclass
class Filter:
    """A condition. `exists` is the group of a bare EXISTS or NOT EXISTS; `asks`: one occurs in it."""

    text: str
    variables: frozenset[str]
    exists: Group | None
    is_negated: bool
    asks: bool
    volatile: bool
    certain: frozenset[str] = frozenset()


@dataclass
class Values:
    """VALUES or BIND: variables that it may give a value to, or read."""

    text: str
    certain: frozenset[str]
    variables: frozenset[str]


@dataclass
class Nested:
    """OPTIONAL, MINUS, GRAPH with its name, or one or more groups joined by UNION."""

    word: str
    name: str
    groups: list[Group]

    @property
    def variables(self) -> frozenset[str]:
        named = {self.name[1:]} if self.name[:1] in ("?", "$") else set()
        return frozenset(named.union(*(group.variables for group in self.groups)))

    @property
    def certain(self) -> frozenset[str]:
        if self.word in ("OPTIONAL", "MINUS"):
            return frozenset()
        found = frozenset.intersection(*(group.certain for group in self.groups))
        return found | {self.name[1:]} if self.name[:1] in ("?", "$") else found


@dataclass
class Group:
    """What stands between two braces."""

    elements: list[Element] = field(default_factory=list)

    @property
    def variables(self) -> frozenset[str]:
        return frozenset().union(*(element.variables for element in self.elements))

    @property
    def certain(self) -> frozenset[str]:
        return frozenset().union(*(element.certain for element in self.elements))


@dataclass
class Select:
    """A query, or one within a query: its head and tail as they are written, and what hangs on them."""

    form: str
    head: str
    tail: str
    group: Group
    star: bool
    distinct: bool
    projected: tuple[str, ...]
    computes: bool
    grouped: bool
    ordered: bool
    words: frozenset[str]
    dataset: bool
    limit: int | None
    volatile: bool
    head_tokens: tuple[str, ...]
    tail_tokens: tuple[str, ...]

    @property
    def variables(self) -> frozenset[str]:
        """Those seen from outside; too many rather than too few."""
        return self.group.variables | frozenset(self.projected)

    @property
    def certain(self) -> frozenset[str]:
        """Those that every row binds. Under grouping or an own VALUES, none is relied on."""
        if self.computes or self.words & {"GROUP", "VALUES"}:
            return frozenset()
        inner = self.group.certain
        return inner if self.star else inner & frozenset(self.projected)


Element = Triples | Filter | Values | Nested | Select
