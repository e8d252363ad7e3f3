"""Where releases lie: each in a folder that never changes, and a pointer to the current one."""

import errno
import fcntl
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from ..journal import to_disk
from ..workspace import Workspace, WorkspaceError
from .cited import is_cited, marking

POINTER: Final = "current"
MANIFEST: Final = "manifest.json"
SHORTEST: Final = 6
"""Characters of a digest that may stand for the whole."""
UNFINISHED: Final = ".building-"
NAME: Final = re.compile(r"[0-9A-Za-z-]{1,80}")
"""What the folder of a release may be called."""
TRIPLES: Final = frozenset({"asserted.nq", "inferred.nt"})
TOLD: Final = frozenset({"digest", "created", "counts", "seconds"})
"""What of a manifest the program relies on, besides the sizes of the files."""

REASONS: Final = {
    errno.ENOSPC: ("there is no room left on the disk of {}", "Free some, or keep releases elsewhere"),
    errno.EDQUOT: ("the disk quota for {} is used up", "Free some, or keep releases elsewhere"),
    errno.EFBIG: ("a file in {} would be larger than is allowed here", "Raise the limit (ulimit -f)"),
    errno.EROFS: ("{} cannot be written to", "Give the program a folder that it may write to"),
    errno.EACCES: ("{} cannot be written to", "Give the program a folder that it may write to"),
    errno.EPERM: ("{} cannot be written to", "Give the program a folder that it may write to"),
}


@dataclass(frozen=True)
class Release:
    """One release: a folder with asserted.nq, inferred.nt, anonymous.nt and manifest.json."""

    folder: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the release was made from, when, by what, and what is in it."""
        found: dict[str, Any] = json.loads((self.folder / MANIFEST).read_text("utf-8"))
        return found

    @property
    def digest(self) -> str:
        """The digest of what the release was made from."""
        return str(self.manifest["digest"])

    @property
    def created(self) -> str:
        """When it was made, as an ISO date and time."""
        return str(self.manifest["created"])

    @property
    def is_cited(self) -> bool:
        """Whether somebody has cited it, for which it is kept."""
        return is_cited(self.folder)


def current(workspace: Workspace) -> Release | None:
    """The release that is to be served; None where there is none yet."""
    try:
        name = (workspace.releases / POINTER).read_text("ascii").strip()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, UnicodeDecodeError):
        return None
    return _whole(workspace.releases / name / MANIFEST) if name else None


def releases(workspace: Workspace) -> list[Release]:
    """Every release, the newest first."""
    manifests = [m for m in workspace.releases.glob(f"*/{MANIFEST}") if not m.parent.name.startswith(".")]
    whole = [release for release in map(_whole, manifests) if release is not None]
    return sorted(whole, key=_age, reverse=True)


def find(workspace: Workspace, version: str) -> Release | None:
    """The release named by its digest, the beginning of that, or its folder; None for none or several."""
    if NAME.fullmatch(version):
        named = _whole(workspace.releases / version / MANIFEST)  # of many releases only one is looked at
        if named is not None and named.digest == version:
            return named
    known = releases(workspace)
    for release in known:
        if version in (release.digest, release.folder.name):
            return release
    meant = {release.digest: release for release in reversed(known) if release.digest.startswith(version)}
    return next(iter(meant.values())) if len(version) >= SHORTEST and len(meant) == 1 else None


def _age(release: Release) -> tuple[str, int]:
    # The manifest tells whole seconds, in which small releases can be made more than once.
    return release.manifest["created"], (release.folder / MANIFEST).stat().st_mtime_ns


def _whole(manifest: Path) -> Release | None:
    """The release of a manifest, which is written last; None where somebody damaged it.

    Sizes tell what was cut or lost; to read every byte again would take too long at each look.
    """
    release = Release(manifest.parent)
    try:
        told = release.manifest
        sizes = {name: entry["bytes"] for name, entry in told["files"].items()}
        whole = sizes.keys() >= TRIPLES and told.keys() >= TOLD
        return release if whole and all(_size(release, name) == sizes[name] for name in sizes) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _size(release: Release, name: str) -> int:
    return (release.folder / name).stat().st_size


@contextmanager
def telling(folder: Path) -> Iterator[None]:
    """Makes one sentence of what can go wrong in writing to a folder."""
    try:
        yield
    except OSError as error:
        reason, remedy = REASONS.get(error.errno or 0, ("{} cannot be used", "Look at what is there"))
        raise WorkspaceError(
            f"No release was made: {reason.format(error.filename2 or folder)} ({error.strerror}). {remedy}; "
            "an earlier release is untouched."
        ) from None


@contextmanager
def locked(workspace: Workspace, wait: Callable[[], None]) -> Iterator[None]:
    """Holds the folder of releases for one build; calls `wait` first where another has it.

    The lock goes with the process. What a build that was killed left behind is taken away.
    """
    workspace.releases.mkdir(parents=True, exist_ok=True)
    with (workspace.releases / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait()
            fcntl.flock(lock, fcntl.LOCK_EX)
        for left in workspace.releases.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        yield


@contextmanager
def unfinished(workspace: Workspace) -> Iterator[Path]:
    """A folder to build in, taken away at the end unless it was published."""
    folder = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=workspace.releases))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(workspace: Workspace, folder: Path, name: str) -> Release:
    """Gives a finished folder its name, by which it becomes a release: all or nothing, whenever it ends."""
    for file in folder.iterdir():
        to_disk(file)
    to_disk(folder)
    target = workspace.releases / name
    number = 1
    while target.exists():  # built again by force; a release that is there stays as it is
        number += 1
        target = workspace.releases / f"{name}-{number}"
    folder.rename(target)
    to_disk(workspace.releases)
    return Release(target)


def point_to(workspace: Workspace, release: Release) -> Release:
    """Makes a release the current one, in one step."""
    written = workspace.releases / f"{UNFINISHED}{POINTER}"
    written.write_text(release.folder.name + "\n", "ascii")
    to_disk(written)
    written.replace(workspace.releases / POINTER)
    to_disk(workspace.releases)
    return release


def prune(workspace: Workspace, keep: int = 3) -> list[Path]:
    """Takes away all but the newest `keep` releases, the current and the cited ones; returns what is gone."""
    kept = current(workspace)
    gone = []
    for release in releases(workspace)[keep:]:
        if kept is not None and release.folder == kept.folder:
            continue
        hidden = workspace.releases / f"{UNFINISHED}{release.folder.name}"
        with marking(workspace.releases):
            if is_cited(release.folder):
                continue
            # Out of sight in one step, so that nobody finds half a release.
            release.folder.rename(hidden)
        shutil.rmtree(hidden)
        gone.append(release.folder)
    return gone
