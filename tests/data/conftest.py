"""The knowledge itself, read once, and what follows from it."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store, Triple

from spaceonto.dataset import Dataset, load
from spaceonto.reason import infer, load_program
from spaceonto.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """All of the ontology and the data."""
    return load(Workspace(ROOT, tmp_path_factory.mktemp("releases")))


@pytest.fixture(scope="session")
def asserted(dataset: Dataset) -> Store:
    """What the files state, in one graph."""
    return _store(dataset.triples())


@pytest.fixture(scope="session")
def known(dataset: Dataset) -> Store:
    """What the files state and what follows from it, in one graph."""
    triples = list(dataset.triples())
    return _store([*triples, *infer(triples, load_program(ROOT / "ontology" / "rules")).triples()])


def _store(triples: Iterable[Triple]) -> Store:
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    return store
