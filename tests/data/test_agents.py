"""States, agencies, bodies, companies: that they are there, who they belong to, and what came before them."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from spaceonto.terms import PREFIXES

ROOT = Path(__file__).resolve().parents[2]
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
AGENCY = "{ ?x a sco:NationalSpaceAgency } UNION { ?x a sco:IntergovernmentalSpaceAgency }"
BODY = (
    "{ ?x a sco:IntergovernmentalOrganization } UNION { ?x a sco:InternationalForum } "
    "UNION { ?x a sco:IntergovernmentalSpaceAgency }"
)
MEMBERS = {"esa": 23, "apsco": 8, "alce": 11, "united-nations": 193}
SUCCESSORS = [
    ("jaxa", "nasda"),
    ("jaxa", "isas"),
    ("jaxa", "nal"),
    ("roscosmos", "russian-federal-space-agency"),
    ("russian-federal-space-agency", "rosaviakosmos"),
    ("rosaviakosmos", "russian-space-agency"),
    ("russian-space-agency", "soviet-space-programme"),
    ("esa", "esro"),
    ("esa", "eldo"),
    ("nasa", "naca"),
    ("isro", "incospar"),
    ("brin", "lapan"),
    ("state-space-agency-of-ukraine", "national-space-agency-of-ukraine"),
]
LINKS = {
    # The traps of the sources: a name that a table shifted, an article that lost its state.
    "denmark": "Q35",
    "namibia": "Q1030",
    "western-sahara": "Q6250",
    "nasa": "Q23548",
    "esa": "Q42262",
    "spacex": "Q193701",
}


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row) for row in store.query(HEAD + query)]


def found(store: Store, pattern: str) -> set[str]:
    """The slugs (or values) of ?x."""
    return {x.removeprefix(PREFIXES["id"]) for (x,) in rows(store, f"SELECT DISTINCT ?x {{ {pattern} }}")}


def test_two_hundred_states_are_there_and_each_has_a_name_in_the_six_languages(asserted: Store):
    assert len(found(asserted, "?x a sco:State")) >= 200
    nameless = found(
        asserted,
        "?x a sco:State ; sco:countryCode ?c VALUES ?l { 'ar' 'en' 'es' 'fr' 'ru' 'zh' } "
        "FILTER NOT EXISTS { ?x rdfs:label ?n FILTER(LANG(?n) = ?l) }",
    )
    assert nameless == set()


def test_the_united_nations_have_193_members_and_two_observers_today(asserted: Store):
    now = (
        "?m a sco:Membership ; sco:membershipIn id:united-nations ; sco:member ?x ; sco:role {role} "
        "FILTER NOT EXISTS {{ ?m sco:endDate ?gone }}"
    )
    assert len(found(asserted, now.format(role="concept:role-member"))) == 193
    observers = found(asserted, now.format(role="concept:role-observer") + "?x a sco:State")
    assert observers == {"holy-see", "palestine"}


def test_every_present_state_is_a_member_or_an_observer_of_the_united_nations(asserted: Store):
    outside = found(
        asserted,
        "?x a sco:State FILTER NOT EXISTS { ?x sco:endDate ?e } FILTER NOT EXISTS { "
        "?m sco:member ?x ; sco:membershipIn id:united-nations }",
    )
    assert outside == set()


@pytest.mark.parametrize("code", ["countryCode", "countryCode3", "m49Code", "gcatCode", "rorId"])
def test_a_code_means_one_thing(asserted: Store, code: str):
    twice = rows(
        asserted,
        f"SELECT ?x ?y ?c {{ ?x sco:{code} ?c . ?y sco:{code} ?c FILTER(STR(?x) < STR(?y)) "
        "FILTER(EXISTS { ?x a sco:GroundFacility } = EXISTS { ?y a sco:GroundFacility }) }",
    )
    assert twice == []


def test_no_two_things_have_the_same_wikidata_item_and_none_has_two(asserted: Store):
    item = "FILTER(STRSTARTS(STR(?q), STR(wd:)))"
    shared = rows(
        asserted, f"SELECT ?x ?q {{ ?x owl:sameAs ?q . ?y owl:sameAs ?q FILTER(STR(?x) < STR(?y)) {item} }}"
    )
    assert shared == []
    two = rows(
        asserted,
        f"SELECT ?x ?q {{ ?x owl:sameAs ?q , ?r FILTER(STR(?q) < STR(?r)) {item} "
        "FILTER(STRSTARTS(STR(?r), STR(wd:))) }",
    )
    assert two == []


@pytest.mark.parametrize("slug", LINKS)
def test_links_that_a_source_gets_wrong_are_right_here(asserted: Store, slug: str):
    assert found(asserted, f"id:{slug} owl:sameAs ?x") == {PREFIXES["wd"] + LINKS[slug]}


def test_there_are_a_hundred_and_ten_space_agencies(asserted: Store):
    assert len(found(asserted, AGENCY)) >= 110


def test_a_space_agency_is_national_or_intergovernmental_and_not_both(asserted: Store):
    assert found(asserted, "?x a sco:NationalSpaceAgency , sco:IntergovernmentalSpaceAgency") == set()


def test_a_national_space_agency_is_that_of_one_state(asserted: Store):
    stateless = found(
        asserted, "?x a sco:NationalSpaceAgency FILTER NOT EXISTS { ?x sco:agencyOf ?s . ?s a sco:State }"
    )
    assert stateless == set()
    assert rows(asserted, "SELECT ?x { ?x sco:agencyOf ?s , ?t FILTER(STR(?s) < STR(?t)) }") == []


def test_an_agency_belongs_to_the_state_of_its_time(asserted: Store):
    """The Soviet programme is no agency of Russia, and no agency outlives its state."""
    late = rows(
        asserted,
        "SELECT ?x { ?x sco:agencyOf ?s . ?s sco:endDate ?gone . "
        "OPTIONAL { ?x sco:endDate ?end } FILTER(!BOUND(?end) || ?end > ?gone) }",
    )
    assert late == []


def test_an_intergovernmental_space_agency_has_its_treaty_or_its_members(asserted: Store):
    loose = found(
        asserted,
        "?x a sco:IntergovernmentalSpaceAgency FILTER NOT EXISTS { ?x sco:foundedBy ?t } "
        "FILTER NOT EXISTS { ?m sco:membershipIn ?x }",
    )
    assert loose <= {"african-space-agency"}


def test_nearly_all_agencies_have_a_founding_date_and_a_seat(asserted: Store):
    agencies = found(asserted, AGENCY)
    undated = found(asserted, AGENCY + " FILTER NOT EXISTS { ?x sco:beginDate ?d }")
    # The Soviet programme had no single agency at its head, and so no seat; for the two of Singapore, a city
    # that is a state, no page names a town.
    without = {"soviet-space-programme", "ostin", "national-space-agency-of-singapore"}
    unseated = found(asserted, AGENCY + " FILTER NOT EXISTS { ?x sco:seat ?d }") - without
    assert len(undated) <= len(agencies) * 0.05
    assert len(unseated) <= len(agencies) * 0.10


def test_nothing_ends_before_it_begins(asserted: Store):
    backwards = found(
        asserted,
        "?x sco:beginDate ?b ; sco:endDate ?e . FILTER(?e < ?b) FILTER NOT EXISTS { ?x a sco:Activity }",
    )
    assert backwards == set()


@pytest.mark.parametrize(("new", "old"), SUCCESSORS)
def test_an_agency_names_the_one_that_it_replaced(asserted: Store, new: str, old: str):
    assert asserted.query(f"{HEAD}ASK {{ id:{new} sco:replaces id:{old} }}")


def test_what_was_replaced_ended_no_later_than_a_year_after_its_successor_began(asserted: Store):
    """DARA alone was joined to a body that had been there before."""
    overlapping = rows(
        asserted,
        "SELECT ?old ?end ?new ?begin { "
        "?new sco:replaces ?old ; sco:beginDate ?begin . ?old sco:endDate ?end "
        "FILTER(YEAR(?end) > YEAR(?begin) + 1) }",
    )
    assert {old.removeprefix(PREFIXES["id"]) for old, *_ in overlapping} == {"dara"}


@pytest.mark.parametrize("body", MEMBERS)
def test_bodies_have_as_many_members_as_their_lists(asserted: Store, body: str):
    members = found(
        asserted,
        f"?m sco:membershipIn id:{body} ; sco:member ?x ; sco:role ?r "
        "FILTER(?r IN (concept:role-member, concept:role-founding-member)) "
        "FILTER NOT EXISTS { ?m sco:endDate ?gone }",
    )
    assert len(members) == MEMBERS[body]


def test_there_are_twenty_five_intergovernmental_bodies_and_forums(asserted: Store):
    assert len(found(asserted, BODY)) >= 25
    assert len(found(asserted, "?m sco:membershipIn ?x")) >= 12


def test_there_are_250_companies_and_each_has_a_state(asserted: Store):
    companies = found(asserted, "?x a sco:Company")
    based = found(
        asserted, "?x a sco:Company { ?x sco:basedIn ?s } UNION { ?x sco:locatedIn ?s } ?s rdfs:label ?l"
    )
    assert len(based) >= 250
    assert len(companies - based) <= len(companies) * 0.02


def test_a_ministry_of_defence_is_a_public_body_and_no_space_agency(asserted: Store):
    wrong = found(
        asserted, AGENCY + " ?x rdfs:label ?l FILTER(REGEX(?l, 'defen[cs]e|air force|army|navy', 'i'))"
    )
    assert wrong == set()


@pytest.mark.parametrize(
    ("slug", "kind"),
    [
        ("nasa", "NationalSpaceAgency"),
        ("esa", "IntergovernmentalSpaceAgency"),
        ("copuos", "InternationalForum"),
        ("isecg", "InternationalForum"),
        ("spacex", "Company"),
        ("taiwan-space-agency", "PublicBody"),
        ("cern", "IntergovernmentalOrganization"),
        ("soviet-union", "State"),
        ("taiwan", "Territory"),
    ],
)
def test_each_is_what_it_is(asserted: Store, slug: str, kind: str):
    assert PREFIXES["sco"] + kind in found(asserted, f"id:{slug} a ?x")


def test_every_organisation_and_every_state_names_a_source_that_is_there(known: Store):
    unsourced = found(
        known,
        "?x a sco:Agent ; rdfs:label ?l FILTER NOT EXISTS { ?x a sco:Person } "
        "FILTER NOT EXISTS { ?x sco:source ?s . ?s a sco:Source }",
    )
    assert unsourced == set()


def test_what_stands_under_share_alike_stands_in_files_that_say_so():
    """Only folders named after Wikipedia hold what the lists of Wikipedia gave."""
    for file in sorted((ROOT / "data").rglob("*.ttl")):
        cites = "id:source-space-atlas-wikipedia" in file.read_text(encoding="utf-8")
        marked = file.parent.name.endswith("-wikipedia")
        assert not cites or marked or file.parts[-2] == "sources", file
        if marked:
            assert "licenses/by-sa/4.0" in file.read_text(encoding="utf-8"), file


@pytest.mark.parametrize("period", ["space-race", "cold-war", "post-cold-war", "twenty-first-century"])
def test_the_periods_of_the_article_have_dates_and_sources(asserted: Store, period: str):
    assert found(asserted, f"id:{period} a sco:HistoricalPeriod ; sco:beginDate ?b ; sco:source ?x")


def test_launch_sites_are_facilities_and_planets_are_celestial_bodies(asserted: Store):
    assert asserted.query(f"{HEAD}ASK {{ id:baikonur-cosmodrome a sco:GroundFacility }}")
    assert asserted.query(f"{HEAD}ASK {{ id:moon a sco:CelestialBody }}")
    sites = NamedNode(PREFIXES["sco"] + "GroundFacility")
    assert sum(1 for _ in asserted.quads_for_pattern(None, None, sites)) >= 20
