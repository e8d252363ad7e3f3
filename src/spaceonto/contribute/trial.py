"""A build in a process of its own, of the files as they are or as they would be."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from ..journal import staged
from ..release import Options, Release
from ..workspace import Workspace, WorkspaceError
from .files import Files

SECONDS: Final = 900
PARTS: Final = ("ontology", "data", "shapes")


@dataclass
class Refused(Exception):  # noqa: N818
    """The files with the change do not pass the check; the report says why, in three forms."""

    json: str
    turtle: str
    text: str


def try_out(workspace: Workspace, options: Options, files: Files) -> Release:
    """The release of the workspace with these files changed; it is not the current one yet.

    Raises Refused where they do not pass, WorkspaceError where nothing can be built.
    """
    with staged(workspace.root) as folder:
        for part in PARTS:
            shutil.copytree(workspace.root / part, folder / part, symlinks=True, copy_function=_link)
        for path, content in files.items():
            target = folder / path
            target.unlink(missing_ok=True)
            if content is not None:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        return build_apart(Workspace(folder, workspace.releases), options, switch=False)


def build_apart(workspace: Workspace, options: Options, *, switch: bool = True) -> Release:
    """The release of the workspace as it is, built in another process. Raises as `try_out` does."""
    asked = {
        "root": str(workspace.root),
        "releases": str(workspace.releases),
        "is_general": workspace.is_general,
        "options": asdict(options),
        "switch": switch,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", __package__],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise WorkspaceError(f"The build came to no end within {SECONDS} seconds.") from None
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        raise WorkspaceError(f"The build could not be run: {said}")
    told: dict[str, Any] = json.loads(done.stdout)
    if "error" in told:
        raise WorkspaceError(told["error"])
    if "report" in told:
        raise Refused(**told["report"])
    return Release(Path(told["release"]))


def _link(source: str, target: str) -> None:
    """One file more to see, without copying it where the disk allows that."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
