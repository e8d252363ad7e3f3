"""Proofs against rules fired the slow way: each step is an instance of its rule, and none could be spared."""

import pytest
from hypothesis import HealthCheck, given, settings
from pyoxigraph import Literal, NamedNode, Triple
from reason_strategies import RULES, listed, n, ontologies, owl, rdfs

from naive import fewest_steps, helpers, instances, is_instance, steps
from naive import given as given_facts
from spaceonto import terms
from spaceonto.reason import Program, infer, load_program
from spaceonto.reason.facts import Facts
from spaceonto.reason.prove import Prover
from spaceonto.reason.solve import Solver

FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
WITH_IDENTITY = load_program(RULES, sameas=True)
TYPE = NamedNode(terms.RDF + "type")


def sco(name: str) -> NamedNode:
    return NamedNode(terms.SCO + name)


def over(triples: list[Triple], program: Program, **options) -> tuple[Solver, list[Triple]]:
    """The rules over the closure of the triples, and what follows."""
    closure = infer(triples, program, **options)
    follows = [*closure.triples(), *closure.triples(anonymous=True)]
    return Solver(program, Facts(triples, follows)), follows


@settings(max_examples=15, suppress_health_check=FIXTURES)
@given(triples=ontologies)
def test_every_way_to_a_fact_is_found_and_no_other(in_process, triples):
    solver, follows = over(triples, WITH_IDENTITY, sameas=True)
    expected = instances(WITH_IDENTITY, [*triples, *follows], triples)
    for triple in follows:
        fact = "triple", tuple(triple)
        found = {(one.rule.name, frozenset(one.premises)) for one in solver.derivations(fact)}
        assert found == expected[fact]


@settings(max_examples=15, suppress_health_check=FIXTURES)
@given(triples=ontologies)
def test_no_proof_is_smaller_than_the_smallest(in_process, triples):
    solver, follows = over(triples, WITH_IDENTITY, sameas=True)
    fewest = fewest_steps(instances(WITH_IDENTITY, [*triples, *follows], triples), triples)
    prover = Prover(solver)
    for triple in follows:
        fact = "triple", tuple(triple)
        proof = prover.smallest(fact)
        # What is left out of a closure as junk may be a step on the way to what is in it.
        if triple in fewest:
            assert proof is not None
            assert proof.steps == fewest[triple]
            assert solver.bounds.least(fact) <= proof.steps


@pytest.fixture(scope="module")
def cooperating() -> list[Triple]:
    """Three sides in one mission, and in another only an agency with the one that it has replaced."""
    chain, axioms = listed([sco("hasParticipation"), sco("participationIn")])
    triples = [
        Triple(n("jaxa"), sco("replaces"), n("nasda")),
        Triple(sco("hasParticipation"), owl("inverseOf"), sco("participant")),
        Triple(sco("hasDirectParticipant"), owl("inverseOf"), sco("takesPartIn")),
        Triple(sco("takesPartIn"), owl("propertyChainAxiom"), chain),
        *axioms,
    ]
    for mission, agencies in (("m1", ("nasa", "esa", "jaxa", "nasda")), ("m2", ("jaxa", "nasda"))):
        for agency in agencies:
            record = n(f"{mission}-{agency}")
            triples.append(Triple(record, sco("participationIn"), n(mission)))
            triples.append(Triple(record, sco("participant"), n(agency)))
    return triples


def test_what_must_be_absent_is_looked_for_in_every_proof(program, in_process, cooperating):
    solver, follows = over(cooperating, program)
    absent = set(helpers(program, given_facts(cooperating, cooperating)))
    assert ("side", (n("nasda"), n("jaxa"))) in absent
    pairs = {(t.subject, t.object) for t in follows if t.predicate == sco("cooperatesWith")}
    assert (n("jaxa"), n("esa")) in pairs
    assert (n("jaxa"), n("nasda")) not in pairs
    prover = Prover(solver)
    for triple in follows:
        proof = prover.smallest(("triple", tuple(triple)))
        assert all(is_instance(step, program, absent) for step in steps(proof))
        assert solver.bounds.least(proof.fact) == proof.steps  # or the search would be slow
    assert prover.smallest(("triple", (n("jaxa"), sco("cooperatesWith"), n("esa")))).steps == 7
    assert Triple(n("m2"), TYPE, sco("CooperativeActivity")) not in follows
    assert list(solver.derivations(("triple", (n("jaxa"), sco("cooperatesWith"), n("nasda"))))) == []


def test_of_several_proofs_all_are_found_smaller_ones_first(program, in_process):
    triples = [
        Triple(n("A"), rdfs("subClassOf"), n("C")),
        Triple(n("B"), rdfs("subClassOf"), n("C")),
        Triple(n("D"), rdfs("subClassOf"), n("B")),
        Triple(n("a"), TYPE, n("A")),
        Triple(n("a"), TYPE, n("D")),
    ]
    solver, _ = over(triples, program)
    fact = "triple", (n("a"), TYPE, n("C"))
    proofs = Prover(solver).all(fact, 10)
    assert [proof.steps for proof in proofs] == [1, 2, 2]
    assert len({frozenset(proof.leaves()) for proof in proofs}) == 2  # by two orders from D to C
    assert len(Prover(solver).all(fact, 2)) == 2
    assert Prover(solver, seconds=-1).all(fact, 10) == []


def test_a_list_is_found_by_its_member(program, in_process):
    """What asks itself again has to wait until another condition has made it a new question."""
    cell, last = n("cell"), n("last")
    triples = [
        Triple(n("Both"), owl("intersectionOf"), cell),
        Triple(cell, NamedNode(terms.RDF + "first"), n("A")),
        Triple(cell, NamedNode(terms.RDF + "rest"), last),
        Triple(last, NamedNode(terms.RDF + "first"), n("B")),
        Triple(last, NamedNode(terms.RDF + "rest"), NamedNode(terms.RDF + "nil")),
        Triple(n("a"), TYPE, n("Both")),
    ]
    solver, _ = over(triples, program)
    proof = Prover(solver).smallest(("triple", (n("a"), TYPE, n("B"))))
    assert (proof.rule, proof.steps) == ("cls-int2", 1)


def test_rules_about_literals_alone_are_no_way_to_a_triple(program, in_process):
    triples = [
        Triple(n("a"), n("u"), Literal("x")),
        Triple(n("u"), rdfs("range"), NamedNode(terms.XSD + "string")),
    ]
    solver, _ = over(triples, program)
    fact = "triple", (n("a"), TYPE, NamedNode(terms.XSD + "string"))
    assert list(solver.derivations(fact)) == []
