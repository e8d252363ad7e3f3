"""Every shape says what is wrong, why it matters and what to do; every property of ours is looked at."""

import re

import pytest
from checking_world import ROOT
from pyoxigraph import Literal, NamedNode

from spaceonto import terms
from spaceonto.check.graph import Graph, Term, items
from spaceonto.check.shapes import IMPORTS, Shapes, profile_shapes
from spaceonto.dataset import Dataset
from spaceonto.workspace import Workspace

SH = terms.SH
SCHEMA = terms.PREFIXES["schema"]
TARGETS = tuple(SH + name for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode"))
GUIDE = terms.BASE + "contributing#"


def targeted(graph: Graph) -> set[Term]:
    return {shape for predicate in TARGETS for shape, _ in graph.using(predicate)}


def headings() -> set[str]:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return {title.strip().lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", text, re.M)}


def test_every_shape_that_looks_at_something_has_a_name_and_a_heading_in_the_guide(shapes: Shapes) -> None:
    known = headings()
    for shape in targeted(shapes.graph):
        assert isinstance(shape, NamedNode)
        assert len(shapes.graph.values(shape, SH + "name")) == 1, shape
        (heading,) = shapes.graph.values(shape, terms.RDFS + "seeAlso")
        assert heading.value.removeprefix(GUIDE) in known, f"{shape} points to {heading}"


def test_every_message_has_three_parts_without_a_full_stop(shapes: Shapes) -> None:
    messages = [message for _, message in shapes.graph.using(SH + "message")]
    assert len(messages) > 250
    for message in messages:
        assert isinstance(message, Literal)
        what, why, remedy = message.value.split("; ", 2)
        assert message.language == "en"
        assert what and why and remedy and not message.value.endswith("."), message


def test_every_shape_that_looks_at_something_has_a_message(shapes: Shapes) -> None:
    graph = shapes.graph
    for shape in targeted(graph):
        queries = graph.values(shape, SH + "sparql")
        told = graph.values(shape, SH + "message") or [
            m for q in queries for m in graph.values(q, SH + "message")
        ]
        assert len(told) == 1, shape


def test_contributors_meet_all_but_the_hygiene_of_terms_and_completeness(workspace: Workspace) -> None:
    graphs = {name: profile_shapes(workspace, name).graph for name in ("contributor", "internal")}
    assert targeted(graphs["contributor"]) < targeted(graphs["internal"])
    left_out = targeted(graphs["internal"]) - targeted(graphs["contributor"])
    assert {shape.value.removeprefix(terms.SHAPE) for shape in left_out} >= {"TermLabel", "sameAs-present"}
    severities = [
        graphs["contributor"].value(shape, SH + "severity") for shape in targeted(graphs["contributor"])
    ]
    assert severities.count(None) > 200


def test_every_file_of_shapes_belongs_to_the_internal_profile(workspace: Workspace, shapes: Shapes) -> None:
    names = {f"shapes/{file.name}" for file in workspace.shapes.glob("*.ttl")}
    assert {file.path for file in shapes.dataset.files} == names
    assert all(isinstance(value, NamedNode) for _, value in shapes.graph.using(IMPORTS))


@pytest.fixture(scope="module")
def terms_of_ours(ontology: Dataset) -> Graph:
    return Graph(ontology.triples())


def ranges(graph: Graph, term: Term) -> set[str]:
    stated = (terms.RDFS + "range", SCHEMA + "rangeIncludes")
    return {value.value for predicate in stated for value in graph.values(term, predicate)}


def demanded(shapes: Graph, term: Term, parameter: str) -> set[str]:
    """The classes or datatypes that the shapes of a property demand of its values."""
    found = set()
    waiting = [shape for shape, path in shapes.using(SH + "path") if path == term]
    while waiting:
        shape = waiting.pop()
        found |= {value.value for value in shapes.values(shape, parameter)}
        waiting += [item for value in shapes.values(shape, SH + "or") for item in items(shapes, value)]
    return found


def stated_by_hand(graph: Graph, shapes: Graph) -> list[NamedNode]:
    """The properties of ours that may be stated: not those that are only ever inferred."""
    inferred = set(shapes.values(NamedNode(terms.SHAPE + "Inferred"), SH + "targetSubjectsOf"))
    kinds = (terms.OWL + "ObjectProperty", terms.OWL + "DatatypeProperty")
    found = [s for s, kind in graph.using(terms.RDF + "type") if getattr(kind, "value", "") in kinds]
    return [
        s for s in found if isinstance(s, NamedNode) and s.value.startswith(terms.SCO) and s not in inferred
    ]


def test_every_datatype_of_a_property_is_demanded_by_a_shape(terms_of_ours: Graph, shapes: Shapes) -> None:
    for term in stated_by_hand(terms_of_ours, shapes.graph):
        datatypes = {r for r in ranges(terms_of_ours, term) if r.startswith((terms.XSD, terms.RDF))}
        assert demanded(shapes.graph, term, SH + "datatype") >= datatypes, term


def test_every_class_of_a_property_is_demanded_by_a_shape(terms_of_ours: Graph, shapes: Shapes) -> None:
    for term in stated_by_hand(terms_of_ours, shapes.graph):
        classes = {r for r in ranges(terms_of_ours, term) if r.startswith((terms.SCO, terms.SKOS))}
        looked_at = demanded(shapes.graph, term, SH + "class") | (
            {terms.SKOS + "Concept"} if demanded(shapes.graph, term, SH + "in") else set()
        )
        assert looked_at >= classes, term


def test_every_domain_of_a_property_is_checked_by_a_shape(terms_of_ours: Graph, shapes: Shapes) -> None:
    with_a_path = {shape for shape, _ in shapes.graph.using(SH + "path")}
    for term in stated_by_hand(terms_of_ours, shapes.graph):
        stated = (terms.RDFS + "domain", SCHEMA + "domainIncludes")
        domains = {value.value for predicate in stated for value in terms_of_ours.values(term, predicate)}
        allowed: set[str] = set()
        waiting = [
            s for s, p in shapes.graph.using(SH + "targetSubjectsOf") if p == term and s not in with_a_path
        ]
        while waiting:
            shape = waiting.pop()
            for value in shapes.graph.values(shape, SH + "class"):
                allowed |= terms_of_ours.below(value.value)
            waiting += [i for v in shapes.graph.values(shape, SH + "or") for i in items(shapes.graph, v)]
        assert allowed >= domains, term


def test_what_is_inferred_by_a_chain_an_inverse_or_a_rule_is_refused_by_hand(
    terms_of_ours: Graph, shapes: Shapes
) -> None:
    refused = set(shapes.graph.values(NamedNode(terms.SHAPE + "Inferred"), SH + "targetSubjectsOf"))
    chained = {term for term, _ in terms_of_ours.using(terms.OWL + "propertyChainAxiom")}
    assert chained <= refused


def test_every_property_of_ours_is_a_target_or_looked_at(terms_of_ours: Graph, shapes: Shapes) -> None:
    looked_at = {value for predicate in TARGETS for _, value in shapes.graph.using(predicate)}
    looked_at |= {path for _, path in shapes.graph.using(SH + "path")}
    assert [t for t in stated_by_hand(terms_of_ours, shapes.graph) if t not in looked_at] == []
