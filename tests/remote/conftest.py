"""A real Virtuoso, and releases to load into it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from virtuoso import PASSWORD as DBA_PASSWORD
from virtuoso import PROGRAM, Virtuoso
from virtuoso import USER as DBA

from small_release import write_release
from spaceonto.remote import Endpoints, Server
from spaceonto.remote.login import PASSWORD, TOKEN, USER

GRAPHS = 30
MANY = {
    f"data/many/{number}": "".join(
        f'id:thing-{number}-{part} rdfs:label "Thing {part} of {number}"@en ; sco:beginDate '
        f'"19{part:02}-01-01"^^xsd:date .\n'
        for part in range(40)
    )
    for number in range(GRAPHS)
}
"""Enough graphs that a run can be ended in the middle."""


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    if PROGRAM is None:
        pytest.skip("needs Virtuoso: apt-get install virtuoso-opensource")
    running = Virtuoso(tmp_path_factory.mktemp("virtuoso")).start()
    yield running
    running.kill()


@pytest.fixture(autouse=True)
def login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER, DBA)
    monkeypatch.setenv(PASSWORD, DBA_PASSWORD)
    monkeypatch.delenv(TOKEN, raising=False)


@pytest.fixture
def server(virtuoso: Virtuoso) -> Iterator[Server]:
    with Server(Endpoints(virtuoso.query, virtuoso.update, virtuoso.store)) as client:
        yield client


@pytest.fixture
def updated(virtuoso: Virtuoso) -> Iterator[Server]:
    """The same server, written to by SPARQL Update alone."""
    with Server(Endpoints(virtuoso.query, virtuoso.update)) as client:
        yield client


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("many"), digest="many", more=MANY)


@pytest.fixture
def small_workspace(tmp_path: Path) -> list[str]:
    """The options that name a workspace whose current release is the small one."""
    releases = tmp_path / ".spaceonto" / "releases"
    folder = write_release(releases)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest |= {"created": "2026-01-01T00:00:00+00:00", "seconds": {"total": 0}}
    sizes = {file.name: {"bytes": file.stat().st_size} for file in folder.glob("*.n[tq]")}
    (folder / "manifest.json").write_text(json.dumps(manifest | {"files": sizes}), "utf-8")
    (releases / "current").write_text(folder.name, "ascii")
    return ["--workspace", str(tmp_path)]
