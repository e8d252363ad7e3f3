"""The repository's own ontology and shapes, read once."""

from collections import Counter
from pathlib import Path

import pytest

from spaceonto.check.report import Result
from spaceonto.check.shapes import Shapes, profile_shapes
from spaceonto.dataset import Dataset, SourceFile, load
from spaceonto.terms import RDF, RDFS
from spaceonto.workspace import Workspace

ROOT = Path(__file__).parents[2]


def as_counted(results: list[Result]) -> Counter[tuple[object, ...]]:
    """Results as the W3C's test suite compares them, and their messages."""
    return Counter(
        (
            r.focus,
            str(r.path),
            r.value,
            r.shape,
            r.component,
            r.severity,
            frozenset(m.value for m in r.messages),
        )
        for r in results
    )


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
def shapes(workspace: Workspace) -> Shapes:
    return profile_shapes(workspace, "internal")
