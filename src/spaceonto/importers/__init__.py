"""Outside tables in, canonical Turtle out: one module per source, all with one `convert`.

An importer owns the files it writes: they are made anew from the source each time. What people know better
stands in files of their own, which an importer reads (to keep names and kinds) and never touches.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from pyoxigraph import Quad, RdfFormat, Triple, parse

from .. import turtle
from ..workspace import Workspace, WorkspaceError

# The name on the command line; the module has the same name with underscores.
SOURCES = (
    "astronauts-wikidata",
    "country-codes",
    "csis",
    "gcat-crewed",
    "gcat-launches",
    "gcat-orgs",
    "ror",
    "space-atlas",
    "space-atlas-wikipedia",
    "ucs-joint-satellites",
    "wikidata-spacecraft",
)


class ImportSourceError(Exception):
    """A source that cannot be read; the text names the file, the line, the cause and what to do."""


@dataclass(frozen=True)
class Skipped:
    """A row that was left out, and why."""

    row: str
    reason: str


@dataclass(frozen=True)
class Import:
    """What a source yields: the triples of each file (path inside the workspace), and the rows left out."""

    files: dict[Path, list[Triple]]
    skipped: list[Skipped]


@dataclass(frozen=True)
class Change:
    """How a file would change: triples that come and triples that go."""

    path: Path
    added: int
    removed: int


class Importer(Protocol):
    """What each module of this package offers."""

    def convert(self, folder: Path, workspace: Workspace) -> Import:
        """The source's files in `folder` as triples. Raises ImportSourceError where they cannot be read."""
        ...


def convert(source: str, folder: Path, workspace: Workspace) -> Import:
    """The Turtle that `source`, lying in `folder`, yields for this workspace; nothing is written.

    Raises ImportSourceError for an unknown source, a missing folder or an unreadable file.
    """
    if source not in SOURCES:
        raise ImportSourceError(f"there is no importer for {source!r}. Choose one of: {', '.join(SOURCES)}.")
    if not folder.is_dir():
        raise ImportSourceError(
            f"{folder} is not a folder. Name the folder in which the files of {source} lie."
        )
    module = import_module("." + source.replace("-", "_"), __name__)
    return cast(Importer, module).convert(folder, workspace)


def save(result: Import, workspace: Workspace, *, dry_run: bool = False) -> list[Change]:
    """Write the files whose triples differ from what is there; the same import again changes nothing.

    Every file is made before the first is replaced, so a failure changes nothing. Returns the changes.
    Raises WorkspaceError where a file cannot be written.
    """
    changes: list[Change] = []
    texts: dict[Path, str] = {}
    for path, triples in sorted(result.files.items()):
        target = workspace.root / path
        text = turtle.write(triples)
        if target.is_file() and target.read_text(encoding="utf-8") == text:
            continue
        old, new = _triples(target), set(triples)
        changes.append(Change(path, len(new - old), len(old - new)))
        texts[target] = text
    if not dry_run:
        _replace(texts)
    return changes


def _replace(texts: dict[Path, str]) -> None:
    """Write every file beside its target, then put them all in place; on failure none stays."""
    fresh = {target: target.with_suffix(".ttl.new") for target in texts}
    try:
        for target, text in texts.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh[target].write_text(text, encoding="utf-8", newline="\n")
        for target, file in fresh.items():
            file.replace(target)
    except OSError as error:
        raise WorkspaceError(
            f"{error.filename} cannot be written: {error.strerror}. Mend that and import again."
        ) from error
    finally:
        for file in fresh.values():
            if file.is_file():
                file.unlink()


def _triples(file: Path) -> set[Triple]:
    if not file.is_file():
        return set()
    quads: Iterable[Quad] = parse(path=str(file), format=RdfFormat.TURTLE)
    return {quad.triple for quad in quads}
