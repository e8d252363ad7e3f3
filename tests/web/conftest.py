"""The application over a small release, with real query workers behind it; and a real server."""

import contextlib
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from live import AGENCY, CORE, PROFILE, ROOT, Server, running, spaceonto

from explained import explained
from small_release import write_release
from spaceonto.engine import Folder, Limits
from spaceonto.web import create_app
from spaceonto.web.site import Site
from spaceonto.workspace import Workspace

QUESTION = """# code: P2
# title: Agents of the James Webb mission
# question: Which agents take part in the James Webb mission, in which role?
# keywords: James Webb, role
# answer: agent, role

SELECT ?agent ?role WHERE {
  ?p sco:participationIn id:jwst-mission ; sco:participant ?agent ; sco:role ?role
} ORDER BY ?agent
"""


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("workspace")
    section = root / "ontology" / "questions" / "partnerships"
    section.mkdir(parents=True)
    (root / "data").mkdir()
    shutil.copytree(ROOT / "ontology" / "rules", root / "ontology" / "rules")
    (section / "james-webb.rq").write_text(QUESTION, "utf-8")
    return Workspace(root, root / ".spaceonto" / "releases")


@pytest.fixture(scope="session")
def app(workspace: Workspace) -> Iterator[Flask]:
    folder = write_release(workspace.releases, workspace=workspace)
    made = create_app(workspace, lambda: folder, Limits(fast=2, long=2, queue=8, queue_seconds=2, seconds=4))
    place: Site = made.extensions["spaceonto"]
    place.engine.wait_ready()
    yield made
    place.close()


@pytest.fixture(scope="session")
def explaining(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a small knowledge base that was built, with rules that explain it."""
    workspace, release = explained(tmp_path_factory.mktemp("explaining") / "workspace")
    made = create_app(workspace, lambda: release.folder, Limits(fast=1, long=2, seconds=20))
    yield made
    made.extensions["spaceonto"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def release_folder(app: Flask) -> Path:
    place: Site = app.extensions["spaceonto"]
    assert isinstance(place.engine.source, Folder)
    return place.engine.source.path


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one agency, built."""
    root = tmp_path_factory.mktemp("template")
    files = {
        "ontology/core.ttl": CORE,
        "shapes/profile-contributor.ttl": PROFILE,
        "data/agents/nasa.ttl": AGENCY.format(slug="nasa"),
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    shutil.copytree(ROOT / "ontology" / "rules", root / "ontology" / "rules")
    assert spaceonto(root, "build").returncode == 0
    return root


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "workspace"))


@pytest.fixture
def server(root: Path) -> Iterator[Server]:
    with running(root) as started:
        yield started


@pytest.fixture(scope="session")
def standing(template: Path) -> Iterator[Server]:
    with running(template) as started:
        yield started


@pytest.fixture
def pairs() -> Iterator[dict[str, tuple[socket.socket, socket.socket]]]:
    """Two connections with this process, from two addresses: for each, the client's end and ours."""
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        made = {}
        for address in ("127.0.0.1", "127.0.0.2"):
            theirs = stack.enter_context(
                socket.create_connection(server.getsockname(), 5, source_address=(address, 0))
            )
            made[address] = theirs, stack.enter_context(server.accept()[0])
        yield made
