"""Turtle files put into canonical form, each changed wholly or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from ..workspace import Workspace, WorkspaceError
from .errors import TurtleError
from .positions import first_comment
from .reader import decode, read
from .writer import UnwritableError, write


def canonical(data: bytes, file: str, *, drop_comments: bool = False) -> str:
    """The canonical text of a Turtle file.

    Raises TurtleError where it cannot be read, has blank nodes, or has comments that may not be dropped.
    """
    located = list(read(data, file))
    if not drop_comments:
        refuse_comment(data, file)
    try:
        return write(place.triple for place in located)
    except UnwritableError as error:
        place = next(place for place in located if place.triple == error.triple)
        raise TurtleError(file, place.line, place.column, error.message, error.hint) from None


def refuse_comment(data: bytes, file: str) -> None:
    """Raises TurtleError at the first comment of a Turtle file, which writing it anew would lose."""
    text = decode(data, file)
    start = first_comment(text)
    if start is not None:
        raise TurtleError(
            file,
            text.count("\n", 0, start) + 1,
            start - text.rfind("\n", 0, start),
            "formatting would lose this comment",
            "Say it in a triple (skos:note, sco:reviewNote), or lose all comments with --drop-comments.",
        )


def format_file(path: Path, *, check: bool = False, drop_comments: bool = False) -> bool:
    """Puts a file into canonical form, or with `check` only looks; returns whether that changes it.

    Raises TurtleError as `canonical` does, WorkspaceError where the file cannot be read or written.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror}.") from None
    text = canonical(data, str(path), drop_comments=drop_comments).encode()
    if text != data and not check:
        try:
            _replace(path, text)
        except OSError as error:
            raise WorkspaceError(f"{path} cannot be written: {error.strerror}. It is as it was.") from None
    return text != data


def files_to_format(paths: Iterable[Path], workspace: Workspace) -> list[Path]:
    """The Turtle files named, those in folders named, or without names all those of the workspace's data.

    Raises WorkspaceError for a name that is no Turtle file, is a link, or is among what is laid by hand.
    """
    files: set[Path] = set()
    for path in [*paths] or [workspace.data]:
        if path.is_dir():
            files.update(path.rglob("*.ttl"))
        elif not path.exists() and not path.is_symlink():
            raise WorkspaceError(f"{path} does not exist.")
        elif path.suffix != ".ttl":
            raise WorkspaceError(f"{path} is no Turtle file: its name does not end in .ttl.")
        else:
            files.add(path)
    for path in files:
        if path.is_symlink():
            raise WorkspaceError(f"{path} is a symbolic link. Name the file it points to: {path.readlink()}.")
        if not path.is_file():
            raise WorkspaceError(f"{path} is neither a file nor a folder.")
        for folder in (workspace.ontology, workspace.shapes):
            if path.resolve().is_relative_to(folder.resolve()):
                raise WorkspaceError(
                    f"{path} is laid by hand, like all of {folder.name}/, so it is not formatted."
                )
    here = Path.cwd()
    return sorted(path.relative_to(here) if path.is_relative_to(here) else path for path in files)


def _replace(path: Path, data: bytes) -> None:
    """Puts new contents under an old name in one step, so that no one ever sees half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
