"""Releases: made from the files in one step or not at all, never changed, and compared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..journal import alone, is_unfinished
from ..workspace import Workspace, WorkspaceError
from .difference import Difference, diff
from .fingerprint import Inputs, Options, inputs
from .folder import Release, current, find, locked, point_to, prune, releases, telling

if TYPE_CHECKING:
    from ..check.report import Report

__all__ = [
    "Difference",
    "Options",
    "Outcome",
    "Release",
    "build",
    "current",
    "diff",
    "find",
    "prune",
    "releases",
]

Progress = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and how much there is to do (0: unknown)."""

DEFAULT = Options()
TRIES = 3
"""How often a build begins anew because files change while they are read."""


@dataclass(frozen=True)
class Outcome:
    """What a build came to: a release, new or found as it should be, or a report that refuses the files."""

    release: Release | None
    report: "Report | None" = None

    @property
    def is_new(self) -> bool:
        """Whether the release was made just now."""
        return self.release is not None and self.report is not None


def build(
    workspace: Workspace,
    options: Options = DEFAULT,
    *,
    force: bool = False,
    keep: int = 3,
    switch: bool = True,
    progress: Progress = lambda step, done, total: None,
) -> Outcome:
    """The current release of the workspace, made anew if anything it is made from has changed, or by force.

    Without `switch` the release is made, and the current one stays current. The newest `keep` releases are
    kept. Raises WorkspaceError where no release can be made; an earlier one stays as it is.
    """
    if is_unfinished(workspace.root):
        with alone(workspace.root):
            pass
    found = inputs(workspace, options)
    standing = current(workspace)
    if standing is not None and standing.digest == found.digest and not force:
        return Outcome(standing)
    with telling(workspace.releases), locked(workspace, lambda: progress("wait", 0, 0)):
        return _build(workspace, options, force, keep, switch, progress)


def _build(
    workspace: Workspace, options: Options, force: bool, keep: int, switch: bool, progress: Progress
) -> Outcome:
    for _ in range(TRIES):
        found = inputs(workspace, options)
        made = next((release for release in releases(workspace) if release.digest == found.digest), None)
        if made is not None and not force:
            return Outcome(point_to(workspace, made) if switch else made)
        result = _make(workspace, found, options, progress)
        if result is not None:
            if result.release is not None and switch:
                point_to(workspace, result.release)
            prune(workspace, keep)
            return result
    raise WorkspaceError("The files change faster than they can be read. Build again when they rest.")


def _make(workspace: Workspace, found: Inputs, options: Options, progress: Progress) -> Outcome | None:
    # Checks and reasoning load libraries that a build with nothing to do can spare.
    from ..check import CheckError, Report
    from ..reason import ReasonerError, RuleError
    from .building import make
    from .general import make_general

    try:
        if workspace.is_general:
            release = make_general(workspace, found, options)
            return None if release is None else Outcome(release, Report((), conforms=True))
        made = make(workspace, found, options, progress)
    except (CheckError, RuleError, ReasonerError) as error:
        raise WorkspaceError(str(error)) from None
    return None if made is None else Outcome(made.release, made.report)
