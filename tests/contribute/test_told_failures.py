"""A write that fails says whether it was made."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from spaceonto.contribute import Ground, write
from spaceonto.engine import Engine
from spaceonto.engine.graphstore import Update, update
from spaceonto.engine.source import Folder
from spaceonto.release import Options, build, current
from spaceonto.workspace import Workspace, WorkspaceError

NONE = Options(reasoner="none")
FULL = OSError(28, "No space left on device")


def full(*_: object) -> None:
    raise FULL


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    workspace = Workspace(tmp_path, tmp_path / ".spaceonto" / "releases", is_general=True)
    build(workspace, NONE)
    with Engine(Folder(current(workspace).folder, union=False, open=True)) as engine:

        @contextmanager
        def lend() -> Iterator[Engine]:
            yield engine

        yield Ground(workspace, NONE, lend, lambda folder: None)


def insert(ground: Ground) -> None:
    asked = Update("INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }", "http://localhost/update")
    write(ground, lambda engine: update(engine, asked, union=False, whole=True))


@pytest.mark.parametrize(("step", "made"), [("commit", False), ("point_to", True)])
def test_a_full_disk_is_told_with_what_has_become_of_the_change(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, step: str, made: bool
) -> None:
    monkeypatch.setattr(f"spaceonto.contribute.writing.{step}", full)
    with pytest.raises(WorkspaceError, match="No space left") as raised:
        insert(ground)
    assert ("The change is made" in str(raised.value)) is made
    assert (ground.workspace.root / "graphs" / "urn%3Ag.ttl").exists() is made
