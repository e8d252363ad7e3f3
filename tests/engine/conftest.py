"""One engine with real worker processes for all these tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from small_release import write_release
from spaceonto.engine import Engine, Limits


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("releases"))


@pytest.fixture(scope="session")
def engine(folder: Path) -> Iterator[Engine]:
    limits = Limits(fast=2, long=2, queue=8, queue_seconds=2, seconds=5, memory=512 * 1024**2)
    with Engine(folder, limits=limits) as running:
        running.wait_ready()
        yield running
