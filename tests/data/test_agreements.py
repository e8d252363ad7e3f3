"""Agreements: who is party to what, since when, and what each undertook."""

import pytest
from pyoxigraph import Store

from spaceonto.terms import PREFIXES

HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
UN_TREATIES = {
    # Numbers of state parties as the lists named in the data give them.
    "outer-space-treaty": 118,
    "rescue-agreement": 100,
    "registration-convention": 78,
    "moon-agreement": 17,
}


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row) for row in store.query(HEAD + query)]


def count(store: Store, pattern: str) -> int:
    return int(rows(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}")[0][0])


@pytest.mark.parametrize("treaty", UN_TREATIES)
def test_the_treaties_have_as_many_state_parties_as_their_lists(asserted: Store, treaty: str):
    bound = (
        f"?c sco:consentTo id:{treaty} ; sco:consentingParty ?x . ?x a sco:State "
        "FILTER NOT EXISTS { ?c sco:endDate ?end } FILTER NOT EXISTS { ?x sco:endDate ?gone }"
    )
    assert count(asserted, bound) == UN_TREATIES[treaty]


def test_the_saudi_withdrawal_from_the_moon_agreement_ends_its_consent(asserted: Store):
    found = rows(
        asserted,
        "SELECT ?begin ?end { ?c sco:consentTo id:moon-agreement ; sco:consentingParty id:saudi-arabia ; "
        "sco:eventDate ?begin ; sco:endDate ?end }",
    )
    assert found == [("2012-07-18", "2024-01-05")]


def test_the_artemis_accords_have_a_signature_of_each_signatory(asserted: Store):
    assert count(asserted, "?x sco:signatureOf id:artemis-accords") == 71
    unknown = rows(
        asserted,
        "SELECT ?s { ?s sco:signatureOf id:artemis-accords FILTER NOT EXISTS { ?s sco:eventDate ?d } }",
    )
    assert unknown == []


def test_a_day_that_is_not_known_is_not_given_as_a_day(asserted: Store):
    malta = rows(
        asserted,
        "SELECT ?date ?precision { id:artemis-accords--signature--malta sco:eventDate ?date ; "
        "sco:datePrecision ?precision }",
    )
    assert malta == [("2026-05-01", PREFIXES["concept"] + "date-precision-month")]


def test_no_state_and_no_agency_signs_before_it_exists(known: Store):
    early = rows(
        known,
        "SELECT ?event { { ?event sco:consentingParty ?party } UNION { ?event sco:signatory ?party } "
        "?event sco:eventDate ?date . ?party sco:beginDate ?begin FILTER(?date < ?begin) "
        "FILTER(EXISTS { ?party a sco:State } || EXISTS { ?party a sco:SpaceAgency }) }",
    )
    assert early == []


def test_a_former_state_signs_nothing_after_its_end(known: Store):
    late = rows(
        known,
        "SELECT ?event { { ?event sco:consentingParty ?party } UNION { ?event sco:signatory ?party } "
        "?event sco:eventDate ?date . ?party a sco:State ; sco:endDate ?end FILTER(?date > ?end) }",
    )
    assert late == []


def test_a_party_that_signed_ratifies_and_does_not_accede(asserted: Store):
    wrong = rows(
        asserted,
        "SELECT ?c { ?c a sco:Accession ; sco:consentTo ?a ; sco:consentingParty ?p . "
        "?s sco:signatureOf ?a ; sco:signatory ?p }",
    )
    assert wrong == []


def test_there_are_more_than_fifteen_multilateral_instruments(known: Store):
    assert count(known, "?x a sco:MultilateralAgreement") >= 15


def test_there_are_225_bilateral_and_programme_agreements(known: Store):
    pattern = "?x a sco:Agreement FILTER NOT EXISTS { ?x a sco:MultilateralAgreement }"
    assert count(known, pattern) >= 225


def test_a_bilateral_agreement_has_two_parties(known: Store):
    odd = rows(
        known,
        "SELECT ?a (COUNT(DISTINCT ?p) AS ?n) { ?a a sco:BilateralAgreement ; sco:party ?p } "
        "GROUP BY ?a HAVING (COUNT(DISTINCT ?p) != 2)",
    )
    assert odd == []


def test_every_commitment_is_owed_among_the_states_of_an_agreement_and_their_bodies(known: Store):
    """A ministry signs and the state provides; the state signs and its agency provides."""
    strangers = rows(
        known,
        "SELECT ?c { ?c sco:commitmentUnder ?a . { ?c sco:undertakenBy ?p } UNION { ?c sco:owedTo ?p } "
        "FILTER NOT EXISTS { ?a sco:party ?p } "
        "FILTER NOT EXISTS { ?a sco:party ?other . ?other sco:basedIn|sco:agencyOf ?p } "
        "FILTER NOT EXISTS { ?a sco:party ?other . ?p sco:basedIn|sco:agencyOf ?other } }",
    )
    assert count(known, "?x a sco:Commitment") >= 25
    assert strangers == []


def test_barter_is_known_without_money(known: Store):
    pairs = rows(
        known,
        "SELECT DISTINCT ?a { ?c sco:exchangedFor ?d ; sco:commitmentUnder ?a . ?d sco:commitmentUnder ?a }",
    )
    assert (PREFIXES["id"] + "nasa-esa-iss-nodes-1997",) in pairs
    assert len(pairs) >= 8


def test_a_negotiation_ends_no_later_than_its_agreement_is_signed(known: Store):
    late = rows(
        known,
        "SELECT ?n { ?a sco:negotiatedIn ?n . ?n sco:endDate ?end . "
        "OPTIONAL { ?a sco:entryIntoForceDate ?force } FILTER(BOUND(?force) && ?end > ?force) }",
    )
    assert count(known, "?a sco:negotiatedIn ?x") >= 8
    assert late == []


def test_the_texts_under_the_station_agreement_are_found(known: Store):
    texts = rows(known, "SELECT ?a { ?a sco:implements id:iss-intergovernmental-agreement }")
    names = {iri.removeprefix(PREFIXES["id"]) for (iri,) in texts}
    assert {
        "iss-mou-nasa-esa-1998",
        "iss-mou-nasa-csa-1998",
        "iss-mou-nasa-rsa-1998",
        "iss-mou-nasa-japan-1998",
    } <= names


def test_there_are_25_measures_and_50_judgements_of_standing(known: Store):
    assert count(known, "?x a sco:NationalMeasure") >= 25
    assert count(known, "?x a sco:StatusAssessment") >= 50


def test_220_findings_tie_things_to_benefits_challenges_and_strategies(known: Store):
    assert count(known, "?x a sco:Finding FILTER NOT EXISTS { ?x a sco:Prospect }") >= 220


def test_an_outcome_names_the_activity_that_brought_it_about(known: Store):
    assert count(known, "?x a sco:Outcome . ?y sco:produced ?x") >= 15
