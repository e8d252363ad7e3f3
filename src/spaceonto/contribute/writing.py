"""The transaction: one writer at a time, all of a change or nothing, acknowledged when it can be seen."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..engine import Engine, StartError
from ..engine.graphstore import Change, Changed
from ..journal import alone, commit
from ..release import Options, Release, current, prune
from ..release.fingerprint import Inputs, inputs
from ..release.folder import locked, point_to, telling
from ..release.general import publish_quads
from ..workspace import Workspace, WorkspaceError
from .files import Pieces, counts, general_files, knowledge_files
from .trial import build_apart, try_out

TRIES = 3
"""How often a change is made anew because somebody changes files by hand meanwhile."""


@dataclass(frozen=True)
class Ground:
    """What is written to. `engine` lends the engine of the newest release; `show` changes over to another."""

    workspace: Workspace
    options: Options
    engine: Callable[[], AbstractContextManager[Engine]]
    show: Callable[[Path], None]


@dataclass(frozen=True)
class Written:
    """The release that shows the change, and the graphs that it changed, if any."""

    release: str
    graphs: tuple[Changed, ...]


def write(ground: Ground, make: Callable[[Engine], Change]) -> Written:
    """Makes a change of the newest data, for good: when it returns, queries see it and no crash undoes it.

    Raises Refused with the report where the check refuses it, ContributionError or GraphNameError where no
    file can hold it, QueryError where it cannot be made, WorkspaceError or OSError where it cannot be kept;
    then nothing has changed.
    """
    with alone(ground.workspace.root):
        for _ in range(TRIES):
            found = _catch_up(ground)
            with ground.engine() as engine:
                change = make(engine)
                if not change.graphs:
                    return Written(engine.digest, ())
                keep = _keep_general if ground.workspace.is_general else _keep_knowledge
                release = keep(ground, engine, change, found)
            if release is not None:
                with _once_made():
                    ground.show(release.folder)
                return Written(release.digest, change.graphs)
    raise WorkspaceError("The files are being changed by others all the time. Try again when they rest.")


@contextmanager
def _once_made(is_made: Callable[[], bool] = lambda: True) -> Iterator[None]:
    """Says that the change is made where only what comes after it fails."""
    try:
        yield
    except (OSError, StartError, WorkspaceError) as error:
        if not is_made():
            raise
        raise WorkspaceError(
            f"The change is made, and cannot be shown yet. {error} Mend that, and start the service again."
        ) from None


def _catch_up(ground: Ground) -> Inputs:
    """Brings files that somebody changed by hand into view, so that the change is made of what is there."""
    found = inputs(ground.workspace, ground.options)
    with ground.engine() as engine:
        if engine.digest == found.digest:
            return found
    release = current(ground.workspace)
    if release is None or release.digest != found.digest:
        release = build_apart(ground.workspace, ground.options)
    ground.show(release.folder)
    return found


def _keep_knowledge(ground: Ground, engine: Engine, change: Change, found: Inputs) -> Release | None:
    """The release with the change; None where somebody else changed the files while it was tried out."""
    workspace = ground.workspace
    files = knowledge_files(workspace, change, Pieces(change.pieces()))
    release = try_out(workspace, ground.options, files)
    if inputs(workspace, ground.options) != found:
        return None
    commit(workspace.root, files)
    with _once_made(), telling(workspace.releases), locked(workspace, lambda: None):
        return point_to(workspace, release)


def _keep_general(ground: Ground, engine: Engine, change: Change, found: Inputs) -> Release:
    workspace, options = ground.workspace, ground.options
    pieces = Pieces(change.pieces())
    files = general_files(workspace, change, pieces)
    made = False

    def decide() -> None:
        nonlocal made
        commit(workspace.root, files)
        made = True

    if options.reasoner != "none":
        decide()
        with _once_made():
            return build_apart(workspace, options)
    told = engine.manifest["counts"]
    graphs, asserted = counts(told["graphs"], told["asserted"], change.graphs)
    with _once_made(lambda: made), telling(workspace.releases), locked(workspace, lambda: None):
        release = publish_quads(workspace, options, pieces.rest(), graphs, asserted, decide)
        point_to(workspace, release)
        prune(workspace)
    return release
