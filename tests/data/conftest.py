"""The knowledge itself, read once, and what follows from it."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store, Triple

from spaceonto import terms
from spaceonto.dataset import Dataset, load
from spaceonto.reason import Closure, infer, load_program
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
def closed(dataset: Dataset) -> Closure:
    """What follows from the files, with what follows about unnamed nodes."""
    return infer(dataset.triples(), load_program(ROOT / "ontology" / "rules"))


@pytest.fixture(scope="session")
def inferred(closed: Closure) -> list[Triple]:
    """What follows from the files."""
    return list(closed.triples())


@pytest.fixture(scope="session")
def known(dataset: Dataset, inferred: list[Triple]) -> Store:
    """What the files state and what follows from it, in one graph."""
    return _store([*dataset.triples(), *inferred])


@pytest.fixture(scope="session")
def released(dataset: Dataset, inferred: list[Triple]) -> Store:
    """The same as it is served."""
    return as_served(dataset, inferred)


def as_served(dataset: Dataset, inferred: Iterable[Triple]) -> Store:
    """A graph for each file, one for what follows, and the default graph with every triple once."""
    store = dataset.store()
    graph = NamedNode(terms.INFERRED)
    inferred = tuple(inferred)
    store.bulk_extend(Quad(t.subject, t.predicate, t.object, graph) for t in inferred)
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in {*dataset.triples(), *inferred})
    return store


def closure(dataset: Dataset) -> list[Triple]:
    """What follows from the dataset under the shipped rules."""
    return list(infer(dataset.triples(), load_program(ROOT / "ontology" / "rules")).triples())


def _store(triples: Iterable[Triple]) -> Store:
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    return store
