"""The repository's own ontology and shapes, read once, and a small world to check things in."""

import shutil
from pathlib import Path

import pytest
from checking_world import HEAD, ROOT, WORLD, Told

from spaceonto.check.checking import check
from spaceonto.check.report import Finding
from spaceonto.check.shapes import Shapes, profile_shapes
from spaceonto.dataset import Dataset, SourceFile, load, parse
from spaceonto.terms import RDF, RDFS
from spaceonto.workspace import Workspace


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    return Workspace(ROOT, ROOT / ".spaceonto" / "releases")


@pytest.fixture(scope="session")
def ontology(workspace: Workspace) -> Dataset:
    dataset = load(workspace, sorted(workspace.ontology.rglob("*.ttl")))
    assert not dataset.errors
    return dataset


@pytest.fixture(scope="session")
def class_tree(ontology: Dataset) -> Dataset:
    """Of the ontology what a check of data needs: which terms there are, and which class is below which."""
    kept = (f"{RDF}type", f"{RDFS}subClassOf")
    files = (
        SourceFile(file.path, file.graph, tuple(t for t in file.located if t.triple.predicate.value in kept))
        for file in ontology.files
    )
    return Dataset(tuple(files))


@pytest.fixture(scope="session")
def world(class_tree: Dataset) -> Dataset:
    """A small world of states, agencies and missions that exist nowhere else."""
    made = parse({"data/world.ttl": WORLD.read_bytes()})
    assert not made.errors
    return Dataset((*class_tree.files, *made.files))


@pytest.fixture(scope="session")
def shapes(workspace: Workspace) -> Shapes:
    return profile_shapes(workspace, "internal")


@pytest.fixture
def told(world: Dataset, shapes: Shapes) -> Told:
    """What a check tells of a Turtle text, `data/new.ttl`, whose lines count from 1; suggestions left out."""

    def check_text(text: str) -> list[Finding]:
        made = parse({"data/new.ttl": f"{HEAD}{text}".encode()})
        dataset = Dataset((*world.files, *made.files), made.errors)
        report = check(dataset, shapes=shapes, only={"data/new.ttl"})
        return [finding for finding in report.findings if finding.severity != "info"]

    return check_text


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A workspace with our ontology and shapes, and the small world for data."""
    for folder in ("ontology", "shapes"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "data").mkdir()
    shutil.copy(WORLD, tmp_path / "data" / "world.ttl")
    return tmp_path
