"""Releases that were cited: a mark for each, beside the releases, by which pruning leaves it alone."""

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ..journal import to_disk

CITED: Final = "cited"
MOST: Final = 100
"""Releases that are kept for having been cited. Whoever cites can only choose among those that there are."""
WHY_NOT: Final = {
    errno.EROFS: "its folder of releases cannot be written to",
    errno.EACCES: "its folder of releases cannot be written to",
    errno.EPERM: "its folder of releases cannot be written to",
    errno.ENOSPC: "its disk is full",
    errno.EDQUOT: "its disk quota is used up",
}


def is_cited(folder: Path) -> bool:
    """Whether the release in a folder has been cited."""
    return mark_of(folder).is_file()


def mark_of(folder: Path) -> Path:
    """The file that says that the release in a folder has been cited."""
    return folder.parent / CITED / folder.name


def keep(folder: Path) -> str:
    """Marks the release in a folder as cited, for good; returns nothing, or why it cannot be promised."""
    try:
        with marking(folder.parent):
            if not folder.is_dir():
                return "it has been taken away just now"
            mark = mark_of(folder)
            if mark.is_file():
                return ""
            mark.parent.mkdir(exist_ok=True)
            kept = [name for name in mark.parent.iterdir() if (folder.parent / name.name).is_dir()]
            if len(kept) >= MOST:
                return f"it keeps {MOST} cited releases already"
            unfinished = mark.with_name(f".{mark.name}")
            unfinished.write_text(datetime.now(UTC).isoformat(timespec="seconds") + "\n", "ascii")
            to_disk(unfinished)
            unfinished.replace(mark)
            to_disk(mark.parent)
            to_disk(folder.parent)
            return ""
    except OSError as error:
        return WHY_NOT.get(error.errno or 0, f"its folder of releases cannot be used ({error.strerror})")


@contextlib.contextmanager
def marking(releases: Path) -> Iterator[None]:
    """Holds the marks, so that no release is cited and taken away at once; needs no right to write."""
    handle = os.open(releases, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
