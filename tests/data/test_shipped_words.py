"""Every kind of fact that follows from the shipped files is told in words, and every rule too."""

from collections import defaultdict

import pytest
from pyoxigraph import Triple

from spaceonto import terms
from spaceonto.dataset import Dataset
from spaceonto.reason import Closure, Program, load_program
from spaceonto.reason.facts import Facts
from spaceonto.reason.reasons import REASONS
from spaceonto.reason.words import Words
from spaceonto.workspace import CHECKOUT


@pytest.fixture(scope="module")
def program() -> Program:
    return load_program(CHECKOUT / "ontology" / "rules")


@pytest.fixture(scope="module")
def facts(dataset: Dataset, closed: Closure) -> Facts:
    return Facts(dict.fromkeys(dataset.triples()), [*closed.triples(), *closed.triples(anonymous=True)])


def by_kind(triples: list[Triple]) -> dict[tuple[object, object], list[Triple]]:
    found: defaultdict[tuple[object, object], list[Triple]] = defaultdict(list)
    for triple in triples:
        kind = triple.object if triple.predicate.value == terms.RDF + "type" else None
        found[triple.predicate, kind].append(triple)
    return found


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
