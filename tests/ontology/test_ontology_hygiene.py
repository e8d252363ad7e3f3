"""Each query in hygiene/ looks for one kind of defect, and its file in defects/ proves that it finds it."""

import re
from pathlib import Path

import pyoxigraph
import pytest
from ontology_files import MODULES, ONTOLOGY, graph, store, triples

HERE = Path(__file__).parent
QUERIES = sorted((HERE / "hygiene").glob("*.rq"))


def defects(ontology: pyoxigraph.Store, query: Path) -> set[str]:
    found = ontology.query(query.read_text(encoding="utf-8"), use_default_graph_as_union=True)
    return {str(row["node"]) for row in found}


@pytest.fixture(scope="module")
def ontology() -> pyoxigraph.Store:
    return store()


def test_the_queries_are_found():
    assert len(QUERIES) > 35


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.stem)
def test_the_ontology_is_free_of(query, ontology):
    assert defects(ontology, query) == set()


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.stem)
def test_a_seeded_defect_is_found(query):
    defect = HERE / "defects" / f"{query.stem}.ttl"
    first, _, prefixes = defect.read_text(encoding="utf-8").partition("\n")
    name = first.removeprefix("# finds: ")
    prefix, _, local = name.partition(":")
    declared = re.search(rf"^PREFIX {prefix}: <(.+)>$", prefixes, re.MULTILINE)
    expected = f"<{declared[1]}{local}>" if declared else name
    broken = store()
    core = graph(ONTOLOGY / "core.ttl")
    broken.extend(pyoxigraph.Quad(*triple, core) for triple in triples(defect))
    assert expected in defects(broken, query)


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
def test_a_module_can_be_read_in_one_sitting(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
def test_a_term_block_says_what_it_is_before_what_follows(file):
    order = [
        "a",
        "rdfs:label",
        "skos:definition",
        "skos:scopeNote",
        "skos:example",
        "rdfs:subClassOf",
        "rdfs:subPropertyOf",
        "owl:",
        "rdfs:domain",
        "schema:domainIncludes",
        "rdfs:range",
        "schema:rangeIncludes",
        "rdfs:isDefinedBy",
    ]
    for block in re.findall(r"^(sco:\w+)\n((?:    .*\n)+)\.$", file.read_text("utf-8"), re.MULTILINE):
        term, lines = block
        said = re.findall(r"^    ([\w:]+) ", lines, re.MULTILINE)
        places = [next(i for i, key in enumerate(order) if word.startswith(key)) for word in said]
        assert said[0] == "a" and places[1:] == sorted(places[1:]), f"{term} in {file.name}: {said}"
