"""Our own kind of workspace, small enough to be built in seconds, written to by way of HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from general_server import Server, serving
from small_workspace import small_workspace, write
from spaceonto.release import Options, build
from spaceonto.workspace import Workspace

NUMBERS = """
id:esa sco:partOf id:all ; sco:beginDate "1975-05-30"^^xsd:date .
id:all sco:partOf id:everything .
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = small_workspace(tmp_path_factory.mktemp("ours") / "workspace")
    write(made, "data/numbers.ttl", NUMBERS)
    build(made, Options(reasoner="nemo"))
    return made


@pytest.fixture(scope="module")
def server(workspace: Workspace) -> Iterator[Server]:
    with serving(Path(workspace.root), "--reasoner", "nemo") as started:
        yield started
