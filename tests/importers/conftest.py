"""A workspace with nothing in it yet."""

from pathlib import Path

import pytest

from spaceonto.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "workspace" / "data").mkdir(parents=True)
    return Workspace(tmp_path / "workspace", tmp_path / "releases")
