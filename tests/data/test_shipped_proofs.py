"""Every kind of fact that follows from the shipped files is proved step by step, and told in words."""

from collections import defaultdict

import pytest
from pyoxigraph import Triple

from naive import Fact, given, helpers, is_instance, steps
from spaceonto import terms
from spaceonto.dataset import Dataset
from spaceonto.reason import Closure, Program, load_program
from spaceonto.reason.facts import Facts
from spaceonto.reason.prove import Prover
from spaceonto.reason.reasons import REASONS
from spaceonto.reason.solve import Solver
from spaceonto.reason.words import Words
from spaceonto.workspace import CHECKOUT

EACH = 3
"""As many facts of each kind are proved step by step."""
EVERY = 40
"""Of so many facts one is proved."""
SIDES = ("agencyOf", "subOrganizationOf", "replaces")


@pytest.fixture(scope="module")
def program() -> Program:
    return load_program(CHECKOUT / "ontology" / "rules")


@pytest.fixture(scope="module")
def facts(dataset: Dataset, closed: Closure) -> Facts:
    return Facts(dict.fromkeys(dataset.triples()), [*closed.triples(), *closed.triples(anonymous=True)])


@pytest.fixture(scope="module")
def prover(program: Program, facts: Facts) -> Prover:
    return Prover(Solver(program, facts))


def by_kind(triples: list[Triple]) -> dict[tuple[object, object], list[Triple]]:
    found: defaultdict[tuple[object, object], list[Triple]] = defaultdict(list)
    for triple in triples:
        kind = triple.object if triple.predicate.value == terms.RDF + "type" else None
        found[triple.predicate, kind].append(triple)
    return found


def test_every_step_of_a_proof_is_an_instance_of_its_rule(
    dataset: Dataset, inferred: list[Triple], program: Program, prover: Prover
) -> None:
    stated = [t for t in dataset.triples() if t.predicate.value.removeprefix(terms.SCO) in SIDES]
    absent: set[Fact] = {fact for fact in helpers(program, given(stated, stated)) if fact[0] == "side"}
    assert absent
    rules = set()
    seen = set()
    for triples in by_kind(inferred).values():
        for triple in triples[:: max(1, len(triples) // EACH)][:EACH]:
            proof = prover.smallest(("triple", tuple(triple)))
            assert proof is not None, triple
            for step in steps(proof):
                premises = frozenset(premise.fact for premise in step.premises)
                if (step.rule, step.fact, premises) not in seen:
                    seen.add((step.rule, step.fact, premises))
                    assert is_instance(step, program, absent), step
                    rules.add(step.rule)
    assert {"cooperates-with", "international-activity", "prp-spo2", "cls-int1", "cls-hv1"} <= rules
    assert rules <= REASONS.keys()


def test_what_follows_has_a_proof_that_ends_in_what_the_files_state(
    inferred: list[Triple], facts: Facts, prover: Prover
) -> None:
    for triple in inferred[::EVERY]:
        proof = prover.smallest(("triple", tuple(triple)))
        assert proof is not None, triple
        assert proof.rule is not None
        assert all(map(facts.is_asserted, proof.leaves()))


def test_every_kind_of_fact_is_told_in_words(inferred: list[Triple], facts: Facts) -> None:
    words = Words(facts)
    for (predicate, _), triples in by_kind(inferred).items():
        said = words.says(triples[0])
        foreign = not predicate.value.startswith(terms.SCO)
        assert foreign or not any(mark in said for mark in ("sco:", "<", "something unnamed")), said


def test_every_rule_is_put_into_words(program: Program) -> None:
    concluding = {rule.name for rule in program.rules if rule.head.predicate in ("triple", "clash")}
    everything = load_program(CHECKOUT / "ontology" / "rules", sameas=True)
    named = {rule.name for rule in everything.rules if rule.head.predicate in ("triple", "clash")}
    assert concluding <= named
    assert named - {"asserted"} == REASONS.keys()
