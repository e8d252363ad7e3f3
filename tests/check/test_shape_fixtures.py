"""Every shape is shown by examples that keep it and examples that break it; both engines agree on each."""

from pathlib import Path

import pytest
import rdflib
from checking_world import ROOT, as_counted
from pyoxigraph import NamedNode

from spaceonto import terms
from spaceonto.check import strict
from spaceonto.check.checking import check
from spaceonto.check.engines import read_report, validate
from spaceonto.check.focus import narrowed
from spaceonto.check.graph import Graph
from spaceonto.check.shapes import Shapes
from spaceonto.dataset import Dataset, parse

FOLDER = ROOT / "tests" / "shapes"
VALID = sorted(FOLDER.glob("*/valid-*.ttl"))
INVALID = sorted(FOLDER.glob("*/invalid-*.ttl"))
NAME = "ontology/example.ttl"  # there, new terms may be defined


def name_of(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


def with_fixture(world: Dataset, file: Path) -> Dataset:
    made = parse({NAME: file.read_bytes()})
    assert not made.errors
    return Dataset((*world.files, *made.files))


def telling_shapes(shapes: Shapes) -> set[str]:
    """The shapes that have something to say."""
    said = {node for node, _ in shapes.graph.using(terms.SH + "message")}
    said |= {shape for shape, query in shapes.graph.using(terms.SH + "sparql") if query in said}
    return {shape.value.removeprefix(terms.SHAPE) for shape in said if isinstance(shape, NamedNode)}


def test_there_are_examples() -> None:
    assert len(VALID) > 250
    assert len(INVALID) > 250


def test_every_shape_has_an_example_that_keeps_it_and_one_that_breaks_it(shapes: Shapes) -> None:
    assert {file.parent.name for file in VALID} == telling_shapes(shapes)
    assert {file.parent.name for file in INVALID} == telling_shapes(shapes)


def test_the_world_of_the_examples_keeps_every_shape(world: Dataset, shapes: Shapes) -> None:
    report = check(world, shapes=shapes, only={"data/world.ttl"})
    assert [f for f in report.findings if f.severity == "violation"] == []


@pytest.mark.parametrize("file", VALID, ids=name_of)
def test_a_valid_example_breaks_no_shape(file: Path, world: Dataset, shapes: Shapes) -> None:
    report = check(with_fixture(world, file), shapes=shapes, only={NAME})
    assert [f for f in report.findings if f.severity == "violation" or f.check == file.parent.name] == []


@pytest.mark.parametrize("file", INVALID, ids=name_of)
def test_an_invalid_example_breaks_its_shape_and_the_message_says_how(
    file: Path, world: Dataset, shapes: Shapes
) -> None:
    expected = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    report = check(with_fixture(world, file), shapes=shapes, only={NAME})
    broken = [f for f in report.findings if f.check == file.parent.name]
    assert broken, report.findings
    assert any(expected in finding.message for finding in broken)
    assert all(finding.remedy and finding.line > 1 for finding in broken)


@pytest.fixture(scope="session")
def world_in_rdflib(world: Dataset) -> rdflib.Graph:
    return strict.graph(world.ntriples())


def without_other_queries(shapes: Graph, tested: str) -> Graph:
    """The shapes without the queries of all but one: pySHACL takes a third of a second for each."""
    kept = NamedNode(terms.SHAPE + tested)
    query = NamedNode(terms.SH + "sparql")
    return Graph(t for t in shapes.triples if t.predicate != query or t.subject == kept)


@pytest.mark.parametrize("file", [*VALID, *INVALID], ids=name_of)
def test_both_engines_say_the_same_of_an_example(
    file: Path, world: Dataset, world_in_rdflib: rdflib.Graph, shapes: Shapes
) -> None:
    dataset = with_fixture(world, file)
    aimed = without_other_queries(narrowed(shapes.graph, dataset, {NAME}) or shapes.graph, file.parent.name)
    fast = validate(dataset.ntriples(), aimed, trusted=True)
    added = strict.graph(Dataset(dataset.files[-1:]).ntriples()) - world_in_rdflib
    try:
        for triple in added:
            world_in_rdflib.add(triple)
        answer = strict.answer(strict.graph(aimed.ntriples()), world_in_rdflib, advanced=False)
    finally:
        for triple in added:
            world_in_rdflib.remove(triple)
    assert as_counted(fast) == as_counted(list(read_report(answer["report"], aimed)))
