"""A small workspace for each test."""

from pathlib import Path

import pytest

from small_workspace import small_workspace
from spaceonto.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return small_workspace(tmp_path / "workspace")
