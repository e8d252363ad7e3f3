"""The rules of the ontology, and reasoning without a process for each small example."""

import pytest
from reason_strategies import RULES

from spaceonto.reason import Program, load_program, nemo
from spaceonto.reason.worker import run


@pytest.fixture(scope="session")
def program() -> Program:
    return load_program(RULES)


@pytest.fixture(scope="session")
def with_identity() -> Program:
    return load_program(RULES, sameas=True)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs Nemo here, which is right for examples so small that nobody waits for the interpreter."""
    monkeypatch.setattr(nemo, "_run", run)
