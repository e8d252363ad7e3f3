"""What explanations are tried on, and copies of it to change."""

import shutil
from pathlib import Path

import pytest

from explained import explained
from spaceonto.explain import Knowledge, known
from spaceonto.release import Release
from spaceonto.workspace import Workspace


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Release]:
    return explained(tmp_path_factory.mktemp("explained") / "workspace")


@pytest.fixture(scope="session")
def knowledge(built: tuple[Workspace, Release]) -> Knowledge:
    return known(*built)


@pytest.fixture
def copy(built: tuple[Workspace, Release], tmp_path: Path) -> Workspace:
    """A workspace of its own, with its release."""
    root = Path(shutil.copytree(built[0].root, tmp_path / "workspace"))
    return Workspace(root, root / ".spaceonto" / "releases")
