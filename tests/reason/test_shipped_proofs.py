"""Every inferred triple of the shipped graph has a proof, and each of its steps is right.

`pytest tests/reason/test_shipped_proofs.py --run-whole` proves all of them; the suite a sample in which every
rule occurs that gives anything.
"""

import random
from collections import defaultdict

import pytest
from checker import Checker
from pyoxigraph import NamedNode, Triple
from reason_strategies import TYPE, n, rdfs

from spaceonto import terms
from spaceonto.dataset import load
from spaceonto.reason import infer
from spaceonto.reason.closure import statements
from spaceonto.reason.facts import Facts
from spaceonto.reason.prove import Proof, Prover
from spaceonto.reason.rules import is_axiomatic
from spaceonto.reason.solve import Solver
from spaceonto.workspace import CHECKOUT, Workspace

OF_EACH_KIND = 5
FIRING = {
    *(f"cax-{rule}" for rule in ("eqc1", "eqc2", "sco")),
    *(f"cls-{rule}" for rule in ("hv1", "hv2", "int1", "int2")),
    *(f"prp-{rule}" for rule in ("dom", "inv1", "inv2", "rng", "spo1", "spo2", "symp", "trp")),
    *(f"scm-{rule}" for rule in ("dom1", "eqc1", "eqc2", "int", "rng1", "sco", "spo")),
    *("cooperates-with", "cooperative-activity", "international-activity", "leads", "partner-of"),
    "public-private-partnership",
}
"""The rules that give any triple of the shipped graph; all of it is looked at with --run-whole."""


@pytest.fixture(scope="module")
def shipped(program, tmp_path_factory):
    """What is asserted, what follows, and the rules over both."""
    asserted = list(statements(load(Workspace(CHECKOUT, tmp_path_factory.mktemp("shipped")))))
    closure = infer(asserted, program)
    follows = [*closure.triples(), *closure.triples(anonymous=True)]
    return asserted, follows, Solver(program, Facts(asserted, follows))


def sample(follows: list[Triple]) -> list[Triple]:
    """All about terms, and some triples for each property and class, chosen by chance but always the same."""
    kinds = defaultdict(list)
    for triple in follows:
        kinds[triple.predicate, triple.object if triple.predicate == TYPE else None].append(triple)
    chance, chosen = random.Random(5), []
    for found in kinds.values():
        if is_axiomatic(found[0].predicate):
            chosen += found
        else:
            chosen += chance.sample(found, min(OF_EACH_KIND, len(found)))
    return chosen


def one_step(triple: Triple, rule: str, premises: tuple[Triple, ...]) -> Proof:
    return Proof(("triple", tuple(triple)), rule, tuple(Proof(("triple", tuple(p))) for p in premises))


def rules_for(triples: list[Triple], solver: Solver, checker: Checker) -> set[str]:
    """The rules that give any of these, by whatever proof; an instance of each is checked."""
    found = set()
    for triple in triples:
        for rule, premises in solver.derivations(("triple", tuple(triple))):
            if rule.name not in found:
                assert checker.is_instance(one_step(triple, rule.name, premises))
                found.add(rule.name)
    return found


def prove(triples: list[Triple], solver: Solver, checker: Checker) -> None:
    prover, right = Prover(solver), set()
    for triple in triples:
        proof = prover.smallest(("triple", tuple(triple)))
        assert proof is not None, triple
        assert checker.wrong(proof, right) == []


def test_a_sample_of_all_kinds_of_facts_has_proofs_whose_steps_are_right(program, shipped):
    asserted, follows, solver = shipped
    checker, some = Checker(program, asserted), sample(follows)
    prove(some, solver, checker)
    assert rules_for(some, solver, checker) == FIRING


@pytest.mark.whole
def test_every_inferred_triple_has_a_proof_whose_steps_are_right(program, shipped):
    asserted, follows, solver = shipped
    checker = Checker(program, asserted)
    prove(follows, solver, checker)
    assert rules_for(follows, solver, checker) == FIRING


def test_the_checker_refuses_steps_that_are_wrong(program):
    below = Triple(n("A"), rdfs("subClassOf"), n("B"))
    member, other = Triple(n("a"), TYPE, n("A")), Triple(n("b"), TYPE, n("A"))
    checker = Checker(program, [below, member, other])
    wanted = Triple(n("a"), TYPE, n("B"))
    assert checker.is_instance(one_step(wanted, "cax-sco", (below, member)))
    assert not checker.is_instance(one_step(wanted, "cax-sco", (below, other)))
    assert not checker.is_instance(one_step(wanted, "cax-sco", (member,)))
    assert not checker.is_instance(one_step(wanted, "cax-sco", (below, member, other)))
    assert not checker.is_instance(one_step(wanted, "cax-eqc1", (below, member)))
    unstated = one_step(wanted, "cax-sco", (below, Triple(n("c"), TYPE, n("A"))))
    assert checker.wrong(unstated, set()) == [unstated, unstated.premises[1]]


def test_the_checker_looks_for_what_must_be_absent(program):
    def sco(name: str) -> NamedNode:
        return NamedNode(terms.SCO + name)

    both = tuple(Triple(n("m"), sco("hasDirectParticipant"), n(who)) for who in ("x", "y"))
    step = one_step(Triple(n("x"), sco("cooperatesWith"), n("y")), "cooperates-with", both)
    assert Checker(program, both).is_instance(step)
    units = [Triple(n(a), sco("subOrganizationOf"), n(b)) for a, b in (("y", "z"), ("z", "x"), ("x", "w"))]
    assert Checker(program, [*both, *units[1:]]).is_instance(step)
    assert not Checker(program, [*both, *units]).is_instance(step)
