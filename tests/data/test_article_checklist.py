"""Every thing that the founding article names has its place in the knowledge."""

import csv
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from spaceonto.terms import PREFIXES, RDF

ROWS = list(csv.DictReader((Path(__file__).parents[1] / "article_checklist.csv").open(encoding="utf-8")))


def node(name: str) -> NamedNode:
    prefix, local = name.split(":", 1)
    return NamedNode(PREFIXES[prefix] + local)


def test_the_checklist_names_the_whole_article():
    assert len(ROWS) >= 150


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_what_the_article_names_is_there(known: Store, row: dict[str, str]):
    kinds = {quad.object for quad in known.quads_for_pattern(node(row["iri"]), NamedNode(RDF + "type"), None)}
    assert node(row["class"]) in kinds
