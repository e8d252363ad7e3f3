"""An axiom that no rule reads is found, whatever it is; what the rules read is found in the rules."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Triple
from reason_strategies import AXIOMS, joined

from spaceonto.dataset import load, parse
from spaceonto.reason.coverage import Reader, uncovered_axioms
from spaceonto.workspace import CHECKOUT, Workspace

HEAD = """PREFIX : <http://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def uncovered(text, program):
    dataset = parse({"ontology/own.ttl": (HEAD + text).encode()})
    assert not dataset.errors
    return [(f.line, f.message.split(" reads ")[1].split(",")[0]) for f in uncovered_axioms(dataset, program)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (":p a owl:ReflexiveProperty .", "owl:ReflexiveProperty"),
        (":A owl:disjointUnionOf ( :B :C ) .", "owl:disjointUnionOf"),
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 1 ] .", "owl:minCardinality 1"),
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:cardinality 1 ] .", "owl:cardinality 1"),
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 2 ] .", "owl:maxCardinality 2"),
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:hasSelf true ] .", "owl:hasSelf true"),
        (":d owl:onDatatype xsd:integer .", "owl:onDatatype"),
        (":p owl:bottomObjectProperty :q .", "owl:bottomObjectProperty"),
        (":p a rdfs:ContainerMembershipProperty .", "rdfs:ContainerMembershipProperty"),
    ],
)
def test_an_axiom_that_no_rule_reads_is_named_with_its_line(text, name, program):
    assert uncovered("\n" + text, program) == [(6, name)]


@pytest.mark.parametrize(
    "text",
    [
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality 0 ] .",
        ':A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality "01"^^xsd:integer ] .',
        ":p a owl:ObjectProperty , owl:FunctionalProperty ; rdfs:label 'p' ; owl:deprecated true .",
        "[] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .",
        ":a owl:sameAs :b .",
        "<http://example.org/> a owl:Ontology ; owl:versionInfo '1' ; owl:imports :other .",
    ],
)
def test_an_axiom_that_rules_read_a_declaration_and_a_remark_pass(text, program):
    assert uncovered(text, program) == []


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.one_of(*AXIOMS.values()), max_size=5))
def test_every_kind_of_axiom_that_the_oracle_was_asked_about_is_covered(program, parts):
    reader = Reader(program)
    assert [triple for triple in joined(parts) if reader.unread(triple)] == []


def test_without_a_rule_its_axiom_is_no_longer_covered(program):
    less = type(program)(tuple(rule for rule in program.rules if "trp" not in rule.name))
    assert uncovered(":p a owl:TransitiveProperty .", less) == [(5, "owl:TransitiveProperty")]


def test_the_ontology_is_covered(program, tmp_path):
    workspace = Workspace(CHECKOUT, tmp_path)
    dataset = load(workspace, sorted(workspace.ontology.rglob("*.ttl")))
    assert list(uncovered_axioms(dataset, program)) == []
    assert any(isinstance(triple, Triple) for triple in dataset.triples())
