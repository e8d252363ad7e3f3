"""One general server for all tests of the W3C, and where their suite lies."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from general_server import Server, serving

SUITE = "SPACEONTO_RDF_TESTS"
TOLD = f"set {SUITE} to a checkout of w3c/rdf-tests to run the suites of the W3C over HTTP"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Without the suite there is nothing to make tests of, but for one that says so."""
    named = collection_path.name.startswith("test_") and collection_path.name != "test_suite_is_named.py"
    return True if named and SUITE not in os.environ else None


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("general")
    with serving(root, "--reasoner", "none", "--default-graph", "own") as started:
        yield started
