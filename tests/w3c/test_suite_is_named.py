"""Says how to run the suites of the W3C, which are not part of this repository."""

import os
from pathlib import Path

import pytest

from conftest import SUITE, TOLD


def test_the_suite_of_the_w3c_lies_where_it_is_said_to_lie() -> None:
    if SUITE not in os.environ:
        pytest.skip(TOLD)
    assert (Path(os.environ[SUITE]) / "sparql" / "sparql11" / "manifest-sparql11-query.ttl").is_file()
