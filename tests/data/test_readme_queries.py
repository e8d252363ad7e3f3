"""The queries of the README give answers."""

import re

import pytest
from answers import PROLOGUE
from pyoxigraph import QuerySolutions, Store

from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sparql\n(.*?)```", README, re.S)


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_a_query_of_the_readme_is_answered(number: int, released: Store) -> None:
    solutions = released.query(PROLOGUE + QUERIES[number])
    assert isinstance(solutions, QuerySolutions)
    assert next(solutions, None) is not None


def test_the_first_query_of_the_readme_names_the_three_agencies_of_james_webb(released: Store) -> None:
    solutions = released.query(PROLOGUE + QUERIES[0])
    assert isinstance(solutions, QuerySolutions)
    assert {row["agent"].value for row in solutions} >= {
        "National Aeronautics and Space Administration",
        "European Space Agency",
        "Canadian Space Agency",
    }
