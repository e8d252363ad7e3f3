"""The modules keep to OWL 2 RL, and hold together without a contradiction."""

import owlrl
import pytest
from ontology_files import HEADER, MODULES, NS, SCHEMES
from rdflib import OWL, RDF, Graph, Literal, Namespace, URIRef
from rl_profile import outside_profile

SCO = Namespace(NS + "#")
PREFIXES = f"""
    PREFIX owl: <http://www.w3.org/2002/07/owl#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX sco: <{NS}#>
    PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
OWLRL_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def read(*texts: str, files=(HEADER, *MODULES)) -> Graph:
    graph = Graph()
    for file in files:
        graph.parse(file, format="turtle")
    for text in texts:
        graph.parse(data=PREFIXES + text, format="turtle")
    return graph


def test_the_modules_keep_to_owl_2_rl():
    assert outside_profile(read()) == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("sco:State rdfs:subClassOf [ a owl:Restriction ; owl:onProperty sco:party ; "
         "owl:someValuesFrom sco:Agent ] .", "someValuesFrom> cannot be part of a superclass"),
        ("[ a owl:Restriction ; owl:onProperty sco:party ; owl:allValuesFrom sco:State ] "
         "rdfs:subClassOf sco:Treaty .", "allValuesFrom> cannot be part of a subclass"),
        ("sco:Treaty owl:equivalentClass [ a owl:Restriction ; owl:onProperty sco:party ; "
         "owl:someValuesFrom sco:State ] .", "someValuesFrom> cannot be part of an equivalent class"),
        ("sco:Agent rdfs:subClassOf [ a owl:Class ; owl:unionOf ( sco:Person sco:State ) ] .",
         "unionOf> cannot be part of a superclass"),
        ("[ a owl:Class ; owl:complementOf sco:State ] rdfs:subClassOf sco:Person .",
         "complementOf> cannot be part of a subclass"),
        ("owl:Thing rdfs:subClassOf sco:Agent .", "owl:Thing cannot be a subclass"),
        ("sco:party rdfs:range owl:Thing .", "owl:Thing cannot be a superclass"),
        ("sco:BilateralAgreement rdfs:subClassOf [ a owl:Restriction ; owl:onProperty sco:party ; "
         "owl:cardinality 2 ] .", "owl#cardinality> is not in the profile"),
        ("sco:BilateralAgreement rdfs:subClassOf [ a owl:Restriction ; owl:onProperty sco:amends ; "
         "owl:maxCardinality 2 ] .", "maxCardinality> 2 is above one"),
        ("sco:Agent owl:disjointUnionOf ( sco:Person sco:State ) .", "disjointUnionOf> is not in"),
        ("sco:partOf a owl:ReflexiveProperty .", "ReflexiveProperty> is not in the profile"),
        ("sco:partOf a owl:IrreflexiveProperty .", "transitive, so it cannot be restricted"),
        ("sco:takesPartIn a owl:FunctionalProperty .", "so it cannot be restricted"),
        ("sco:acronym a owl:ObjectProperty .", "declared as more than one kind"),
        ("sco:acronym a owl:TransitiveProperty .", "only object properties can be transitive"),
        ("sco:State rdfs:subClassOf sco:Nation .", "ns#Nation>: used but not declared"),
        ("sco:involvedIn owl:propertyChainAxiom ( sco:hasAgency ) .", "a chain has at least two links"),
        ("sco:Small a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:oneOf ( sco:a sco:b ) ] .",
         "oneOf> cannot be part of an equivalent class"),
        ("sco:Distance a rdfs:Datatype .", "rdf-schema#Datatype> is not in the profile"),
    ],
)  # fmt: skip
def test_what_the_profile_forbids_is_found(text, complaint):
    assert any(complaint in line for line in outside_profile(read(text)))


@pytest.mark.parametrize(
    "text",
    [
        "[ a owl:Class ; owl:intersectionOf ( sco:Activity [ a owl:Restriction ; owl:onProperty "
        "sco:hasDirectParticipant ; owl:someValuesFrom sco:Company ] ) ] rdfs:subClassOf sco:Launch .",
        "sco:Treaty rdfs:subClassOf [ a owl:Restriction ; owl:onProperty sco:party ; "
        "owl:allValuesFrom sco:PublicActor ] .",
        "sco:Treaty rdfs:subClassOf [ a owl:Restriction ; owl:onProperty sco:depositary ; "
        "owl:maxQualifiedCardinality 1 ; owl:onClass sco:State ] .",
        "[ a owl:Class ; owl:unionOf ( sco:Rover sco:Satellite ) ] rdfs:subClassOf sco:Spacecraft .",
        "sco:State rdfs:subClassOf [ a owl:Class ; owl:complementOf sco:Person ] .",
        "sco:moduleOf a owl:FunctionalProperty .",
    ],
)
def test_what_the_profile_allows_is_let_be(text):
    assert outside_profile(read(text)) == []


def contradictions(*texts: str) -> list[str]:
    """What owlrl complains of, in the whole ontology with some more triples; texts and dates play no part."""
    graph = read(*texts, files=(HEADER, *MODULES, *SCHEMES))
    for triple in [triple for triple in graph if isinstance(triple[2], Literal)]:
        graph.remove(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return [str(value) for predicate, value in graph.predicate_objects() if predicate == OWLRL_ERROR]


def test_owlrl_finds_no_contradiction_in_the_ontology_nor_with_something_in_each_class():
    """So no class is bound to be empty."""
    classes = [str(name) for name in read().subjects(RDF.type, OWL.Class) if name.startswith(SCO)]
    assert len(classes) > 80
    assert contradictions("".join(f"<{name}-1> a <{name}> .\n" for name in classes)) == []


def test_owlrl_finds_a_contradiction_that_is_put_in():
    assert contradictions("sco:x a sco:CrewedMission , sco:RoboticMission .")
