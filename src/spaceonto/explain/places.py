"""Where a statement of a release stands in the files as they are now."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from .. import terms
from ..release.fingerprint import digest_of
from ..turtle import Located, TurtleError, read
from ..turtle.reader import decode
from ..workspace import Workspace

DIRECTIVE: Final = re.compile(r"@?(?:prefix|base)\b", re.IGNORECASE)
REMEMBERED: Final = 10_000


@dataclass(frozen=True)
class Place:
    """A line and a column of a file, from 1; 0 where the file states it no longer.

    `changed` says whether the file has changed since the release, where that is known.
    """

    file: str
    line: int
    column: int
    changed: bool | None

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}" if self.line else self.file
        if not self.line:
            return f"{text} stated it, but does so no longer"
        return f"{text} (the file has changed since the release)" if self.changed else text


class Places:
    """Finds statements in the files of a workspace; `digests` are those of the files in the release."""

    def __init__(self, workspace: Workspace, digests: Mapping[str, str]) -> None:
        self._root = workspace.root
        self._digests = digests
        self._seen: dict[tuple[str, Triple], tuple[tuple[int, int], Place]] = {}

    def of(self, triple: Triple, graphs: Iterable[NamedNode]) -> list[Place]:
        """A place for each file that stated the triple in the release."""
        files = sorted(graph.value.removeprefix(terms.GRAPH) + ".ttl" for graph in graphs)
        return [self._remembered(file, triple) for file in files]

    def _remembered(self, file: str, triple: Triple) -> Place:
        """The place, looked for anew where the file has changed meanwhile."""
        try:
            status = (self._root / file).stat()
        except OSError:
            return Place(file, 0, 0, True)
        version = status.st_mtime_ns, status.st_size
        known = self._seen.get((file, triple))
        if known is None or known[0] != version:
            if len(self._seen) >= REMEMBERED:
                self._seen.clear()
            known = self._seen[file, triple] = version, self._in(file, triple)
        return known[1]

    def _in(self, file: str, triple: Triple) -> Place:
        try:
            data = (self._root / file).read_bytes()
        except OSError:
            return Place(file, 0, 0, True)
        digest = self._digests.get(file)
        changed = None if digest is None else digest != digest_of(data)
        try:
            for found in _candidates(data, file, triple):
                if _means(found.triple, triple):
                    return Place(file, found.line, found.column, changed)
        except TurtleError:  # somebody is at work on it
            return Place(file, 0, 0, True)
        return Place(file, 0, 0, True if changed is None else changed)


def _candidates(data: bytes, file: str, triple: Triple) -> Iterator[Located]:
    """The located triples of the blocks about the subject first, then those of the whole file.

    Reading a block takes a moment, where the largest files take a tenth of a second.
    """
    text = decode(data, file)
    if not any(isinstance(node, BlankNode) for node in triple) and '"""' not in text:
        yield from _in_blocks(text.split("\n"), file, triple)
    yield from read(data, file)


def _in_blocks(lines: list[str], file: str, triple: Triple) -> Iterator[Located]:
    """What the blocks say that begin with the subject on a line of its own, as in canonical form."""
    subject = str(triple.subject)
    heads = {subject, terms.short(subject[1:-1])}
    directives = [line for line in lines if DIRECTIVE.match(line)]
    for start, line in enumerate(lines):
        if line in heads:
            end = next((n for n in range(start, len(lines)) if lines[n] == "."), len(lines))
            try:
                block = list(read("\n".join([*directives, *lines[start : end + 1]]).encode(), file))
            except TurtleError:
                return
            for found in block:
                yield found._replace(line=found.line - len(directives) + start)


def _means(stated: Triple, wanted: Triple) -> bool:
    """Whether it is the same triple, whose literal the release may spell otherwise (7 for 007)."""
    if stated == wanted:
        return True
    if stated.subject != wanted.subject or stated.predicate != wanted.predicate:
        return False
    store = Store()
    store.add(Quad(*stated))
    return bool(next(iter(store)).triple == wanted)
