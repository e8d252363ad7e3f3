"""Several files changed as one: all of them or none, whenever the process or the machine stops."""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

HOME: Final = ".spaceonto"
WRITTEN: Final = "written"
"""The folder that holds a change from the moment on which it will happen, until it has happened."""
STAGED: Final = ".staged-"
PLAN: Final = "plan.json"


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Holds a workspace for one writer, and finishes what one before it was killed in."""
    home = root / HOME
    home.mkdir(exist_ok=True)
    with (home / "writing").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        finish(root)
        yield


@contextmanager
def staged(root: Path) -> Iterator[Path]:
    """A folder on the disk of the workspace to prepare something in, taken away at the end."""
    folder = Path(tempfile.mkdtemp(prefix=STAGED, dir=root / HOME))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def commit(root: Path, changes: Mapping[str, bytes | Path | None]) -> None:
    """Gives files below `root` new contents (a Path is moved there; None takes the file away), as one change.

    Once it returns, the change outlives the machine. Raises OSError where there is no room: nothing changed.
    """
    with staged(root) as folder:
        plan = {}
        for number, (path, content) in enumerate(changes.items()):
            plan[path] = None if content is None else str(number)
            if isinstance(content, Path):
                content.replace(folder / str(number))
            elif content is not None:
                (folder / str(number)).write_bytes(content)
            if content is not None and (root / path).exists():
                shutil.copymode(root / path, folder / str(number))
        (folder / PLAN).write_text(json.dumps(plan), "utf-8")
        for file in folder.iterdir():
            to_disk(file)
        to_disk(folder)
        folder.rename(root / HOME / WRITTEN)
    to_disk(root / HOME)
    finish(root)


def finish(root: Path) -> None:
    """Does what is left of a change that was decided upon, and takes away what was not."""
    home = root / HOME
    folder = home / WRITTEN
    if (folder / PLAN).is_file():
        plan: dict[str, str | None] = json.loads((folder / PLAN).read_text("utf-8"))
        touched = {_apply(root / path, name and folder / name) for path, name in plan.items()}
        for parent in touched:
            to_disk(parent)
        (folder / PLAN).unlink()
    if folder.is_dir():
        shutil.rmtree(folder)
        to_disk(home)
    for left in home.glob(f"{STAGED}*"):
        shutil.rmtree(left, ignore_errors=True)


def is_unfinished(root: Path) -> bool:
    """Whether a change was decided upon and not yet done."""
    return (root / HOME / WRITTEN / PLAN).is_file()


def _apply(target: Path, source: Path | str | None) -> Path:
    """Moves one file into its place, unless that is done; returns the nearest folder that is there."""
    if not source:
        target.unlink(missing_ok=True)
    elif Path(source).exists():
        made = [folder for folder in target.parents if not folder.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        for folder in made:
            to_disk(folder.parent)
        Path(source).replace(target)
    return next(folder for folder in target.parents if folder.is_dir())


def to_disk(path: Path) -> None:
    """Returns once the file or the folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
