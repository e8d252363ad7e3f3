"""A release to work with: the standing one where it will do, else one built first."""

import multiprocessing
import sys

from ..workspace import Workspace, WorkspaceError
from . import DEFAULT, build
from .fingerprint import Options, inputs
from .folder import Release, current
from .shown import shown, summary


def obtain(workspace: Workspace, options: Options = DEFAULT, *, stale_will_do: bool = False) -> Release:
    """The current release, built first where there is none, or where the files have changed since.

    Files that are refused leave an earlier release in use, which is said on stderr. Raises WorkspaceError
    where there is none.
    """
    standing = current(workspace)
    if standing and (stale_will_do or standing.digest == inputs(workspace, options).digest):
        return standing
    # In a process of its own, since what a build takes of memory stays with its process.
    child = multiprocessing.get_context("spawn").Process(target=_build, args=(workspace, options))
    child.start()
    child.join()
    if child.exitcode not in (0, 1):
        sys.exit(2)
    found = current(workspace)
    if found is None:
        raise WorkspaceError("There is no release to work with. Mend what is said above, then try again.")
    return found


def _build(workspace: Workspace, options: Options) -> None:
    try:
        with shown() as progress:
            outcome = build(workspace, options, progress=progress)
    except (WorkspaceError, OSError) as error:
        print(f"spaceonto: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(2)
    print(summary(outcome), file=sys.stderr)
    sys.exit(outcome.release is None)
