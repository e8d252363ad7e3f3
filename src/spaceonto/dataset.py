"""Turtle files as one RDF dataset: a named graph per file, and a place for every triple."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, serialize

from . import terms
from .turtle import Located, TurtleError, read
from .workspace import Workspace, WorkspaceError

Progress = Callable[[int, int], None]
"""Called after each file with how many are read and how many there are."""

# ASCII, since some systems spell é in two ways, which are two IRIs; no sign with a meaning inside an IRI.
FILE_NAME: Final = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\.ttl")


class Location(NamedTuple):
    """A place in a file of the workspace; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True)
class SourceFile:
    """A Turtle file: its path inside the workspace, its graph, and its triples with their places."""

    path: str
    graph: NamedNode
    located: tuple[Located, ...]


@dataclass(frozen=True)
class Dataset:
    """The triples of many files, and what is wrong with the files that could not be read."""

    files: tuple[SourceFile, ...]
    errors: tuple[TurtleError, ...] = ()

    def __len__(self) -> int:
        """How many triples there are, file by file."""
        return sum(len(file.located) for file in self.files)

    def triples(self) -> Iterator[Triple]:
        """Every triple, file by file; one stated in two files comes twice."""
        return (located.triple for file in self.files for located in file.located)

    def quads(self) -> Iterator[Quad]:
        """Every triple in the graph of its file."""
        for file in self.files:
            for triple, _, _ in file.located:
                yield Quad(triple.subject, triple.predicate, triple.object, file.graph)

    def ntriples(self) -> str:
        """Every triple as N-Triples, which is Turtle too; literals letter by letter as in the files."""
        return cast(bytes, serialize(self.triples(), format=RdfFormat.N_TRIPLES)).decode()

    def store(self) -> Store:
        """A new store in memory with a graph per file; it rewrites literals (007 becomes 7)."""
        store = Store()
        store.bulk_extend(self.quads())
        return store

    def locate(self, triple: Triple) -> Location | None:
        """Where the triple's object stands, in the first file that states it; None where none does."""
        return self._places.get(triple)

    def locate_subject(self, subject: object) -> Location | None:
        """Where the first statement about a subject stands; None where there is none."""
        return self._subjects.get(subject)

    @cached_property
    def _places(self) -> dict[Triple, Location]:
        places: dict[Triple, Location] = {}
        for file in self.files:
            for triple, line, column in file.located:
                places.setdefault(triple, Location(file.path, line, column))
        return places

    @cached_property
    def _subjects(self) -> dict[object, Location]:
        subjects: dict[object, Location] = {}
        for file in self.files:
            for triple, line, column in file.located:
                subjects.setdefault(triple.subject, Location(file.path, line, column))
        return subjects


def load(
    workspace: Workspace, paths: Iterable[Path] | None = None, *, progress: Progress | None = None
) -> Dataset:
    """The dataset of the named files, or of all of the ontology and the data.

    What is wrong with a file is kept in `errors`, and the file left out. Raises WorkspaceError where a folder
    of the workspace is missing or a named file lies outside it.
    """
    sources: dict[str, bytes] = {}
    errors = []
    for file in workspace.turtle_files() if paths is None else dict.fromkeys(paths):
        path = _path_in(workspace, file)
        if path in sources:
            hint = "Take the link away, or put a file of its own in its place."
            errors.append(
                TurtleError(str(file), 1, 1, f"this is a link to {path}, which is read already", hint)
            )
            continue
        try:
            sources[path] = file.read_bytes()
        except OSError as error:
            hint = "Look at its rights, or take it away."
            errors.append(TurtleError(path, 1, 1, f"the file cannot be read: {error.strerror}", hint))
    parsed = parse(sources, progress=progress)
    return Dataset(parsed.files, (*errors, *parsed.errors))


def parse(sources: Mapping[str, bytes], *, progress: Progress | None = None) -> Dataset:
    """The dataset of texts that may lie in no file yet; the keys are paths inside a workspace."""
    files = []
    errors = []
    for done, (path, data) in enumerate(sources.items(), 1):
        try:
            if not FILE_NAME.fullmatch(path):
                message = "the file's path is the name of its graph too, which it does not suit"
                hint = "Use the letters a to z, digits and hyphens, and the ending .ttl."
                raise TurtleError(path, 1, 1, message, hint)
            graph = NamedNode(terms.GRAPH + path.removesuffix(".ttl"))
            files.append(SourceFile(path, graph, tuple(read(data, path))))
        except TurtleError as error:
            errors.append(error)
        if progress is not None:
            progress(done, len(sources))
    return Dataset(tuple(files), tuple(errors))


def _path_in(workspace: Workspace, file: Path) -> str:
    try:
        return workspace.graph_name(file) + file.suffix
    except ValueError:
        raise WorkspaceError(
            f"{file} lies outside the workspace {workspace.root}. Put it there, under data/, or name its own."
        ) from None
