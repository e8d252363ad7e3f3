"""What the founding article says is recorded, judged, and held against the facts."""

import pytest
from pyoxigraph import NamedNode, Store

from spaceonto.terms import CONCEPT, ID, PREFIXES, SCO

PASSAGES = [
    f"{section}-{number}"
    for section, count in [
        ("intro", 2),
        ("history", 3),
        ("current", 3),
        ("benefits", 3),
        ("future", 3),
        ("diplomacy", 3),
        ("conclusion", 2),
    ]
    for number in range(1, count + 1)
]
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
FORMAL = HEAD + (
    "SELECT ?claim ?s ?p ?o { ?claim a sco:Claim ; sco:reviewStatus ?status ; "
    "rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
)


def claims(store: Store, pattern: str) -> list[str]:
    query = HEAD + f"SELECT DISTINCT ?claim {{ ?claim a sco:Claim . {pattern} }}"
    return [row["claim"].value for row in store.query(query)]


def formal(store: Store, status: str) -> list[tuple[str, NamedNode, NamedNode, object]]:
    query = FORMAL.replace("?status", f"<{CONCEPT}review-status-{status}>")
    return [(row["claim"].value, row["s"], row["p"], row["o"]) for row in store.query(query)]


@pytest.mark.parametrize("passage", PASSAGES)
def test_every_paragraph_of_the_article_has_claims(asserted: Store, passage: str):
    assert claims(asserted, f"?claim sco:assertedIn <{ID}beyond-borders--passage--{passage}>")


def test_the_article_has_at_least_95_claims(asserted: Store):
    assert len(claims(asserted, "?claim sco:assertedIn ?passage")) >= 95


def test_every_claim_says_why_it_is_judged_so(asserted: Store):
    assert not claims(asserted, "FILTER NOT EXISTS { ?claim sco:reviewNote ?note }")


def test_every_fact_that_is_supported_or_refuted_names_its_evidence(asserted: Store):
    judged = "?claim sco:reviewStatus ?s FILTER(?s != concept:review-status-opinion) "
    assert not claims(asserted, judged + "FILTER NOT EXISTS { ?claim sco:evidence ?source }")


def test_every_outdated_claim_is_put_right_by_a_supported_one(asserted: Store):
    outdated = claims(asserted, "?claim sco:reviewStatus concept:review-status-outdated")
    put_right = claims(
        asserted,
        "?claim sco:reviewStatus concept:review-status-outdated ; sco:correctedBy ?c . "
        "?c sco:reviewStatus concept:review-status-supported ; sco:evidence ?source",
    )
    assert outdated and set(outdated) == set(put_right)


def test_a_supported_claim_in_formal_terms_follows_from_the_facts(known: Store):
    supported = formal(known, "supported")
    missing = [claim for claim, *triple in supported if not any(known.quads_for_pattern(*triple))]
    assert len(supported) >= 30
    assert missing == []


@pytest.mark.parametrize("status", ["outdated", "unsupported"])
def test_a_claim_that_does_not_hold_does_not_follow_from_the_facts(known: Store, status: str):
    refuted = formal(known, status)
    assert refuted
    assert [claim for claim, *triple in refuted if any(known.quads_for_pattern(*triple))] == []


def test_the_landing_of_2024_is_a_claim_and_no_fact(known: Store):
    landing = NamedNode(ID + "beyond-borders--claim--future-1-2")
    dates = {
        quad.object.value for quad in known.quads_for_pattern(landing, NamedNode(SCO + "plannedDate"), None)
    }
    assert dates == {"2024-01-01"}
    missions = "{ ?m sco:partOf id:artemis-programme ; sco:launchDate ?d FILTER(YEAR(?d) = 2024) }"
    assert not known.query(HEAD + "ASK " + missions)


def test_a_planned_date_stands_on_no_mission(known: Store):
    wrong = "ASK { ?x sco:plannedDate ?d . ?x a sco:Activity }"
    assert not known.query(HEAD + wrong)
