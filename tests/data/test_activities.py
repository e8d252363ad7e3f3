"""Missions, programmes and services: who took part in what, with what, when."""

import pytest
from asking import count, found, rows
from pyoxigraph import Store

OF_SEVERAL = (
    "{ ?x sco:hasDirectParticipant ?a, ?b FILTER(?a != ?b) } UNION "
    "{ ?p sco:assignedTo ?x ; sco:crewMember/sco:citizenOf ?a . "
    "?q sco:assignedTo ?x ; sco:crewMember/sco:citizenOf ?b FILTER(?a != ?b) }"
)
JAMES_WEBB = {
    # https://www.asc-csa.gc.ca and the memoranda named in the data: guide and spectrograph from Canada,
    # the near-infrared spectrograph, half of MIRI and the Ariane 5 from Europe.
    "csa": {"Fine Guidance Sensor (FGS)", "NIRISS"},
    "esa": {
        "NIRSpec",
        "MIRI (half, with European Consortium)",
        "Ariane 5 ECA and launch services from Kourou",
        "15 scientists at STScI",
    },
}
MODULES = {
    # Who provided it, and when it was launched (in universal time).
    "zarya": ("united-states", "1998-11-20"),
    "zvezda": ("russia", "2000-07-12"),
    "canadarm2": ("csa", "2001-04-19"),
    "harmony": ("esa", "2007-10-23"),
    "columbus": ("esa", "2008-02-07"),
    "kibo-pressurized-module": ("jaxa", "2008-05-31"),
    "cupola": ("esa", "2010-02-08"),
    "nauka": ("roscosmos", "2021-07-21"),
}
ROVERS = {
    "curiosity-mission": {"nasa", "cnes", "russian-federal-space-agency"},
    "perseverance-mission": {"nasa", "cnes"},
    "rosalind-franklin-mission": {"esa", "nasa", "roscosmos"},
}
ENDED_EARLY = {
    ("exomars-programme", "roscosmos"): "2022-07-12",
    ("luna-27-mission", "esa"): "2022-04-13",
    ("soyuz-at-kourou", "roscosmos"): "2022-02-26",
}


def test_missions_and_programmes_of_several_are_many(known: Store):
    assert count(known, OF_SEVERAL) >= 350
    assert count(known, f"?x a sco:Mission {{ {OF_SEVERAL} }}") >= 350


def test_contributions_are_many_and_each_is_of_a_kind_to_something_by_somebody(asserted: Store):
    assert count(asserted, "?x a sco:Contribution") >= 560
    lacking = found(
        asserted,
        "?x a sco:Contribution FILTER(!EXISTS { ?x sco:contributor ?who } "
        "|| !EXISTS { ?x sco:contributionTo ?to } "
        "|| !EXISTS { ?x sco:contributionKind ?kind } "
        "|| (!EXISTS { ?x sco:contributes ?thing } && !EXISTS { ?x dcterms:description ?words }))",
    )
    assert lacking == set()


def test_whoever_contributes_takes_part(known: Store):
    absent = found(
        known,
        "?x sco:contributor ?who ; sco:contributionTo ?what "
        "FILTER NOT EXISTS { ?what sco:hasDirectParticipant ?who }",
    )
    assert absent == set()


def test_research_aboard_the_station_names_its_field_and_who_does_it(known: Store):
    research = "?x a sco:ResearchActivity ; sco:partOf+ id:iss-programme"
    assert count(known, f"{research} ; sco:field ?field ; sco:hasDirectParticipant ?who") >= 30
    fields = found(
        known, "?w a sco:ResearchActivity ; sco:partOf+ id:iss-programme ; sco:field/skos:prefLabel ?x"
    )
    assert {"medicine", "biology", "materials science", "astronomy"} <= fields


def test_every_module_of_the_station_has_a_provider_and_a_launch(known: Store):
    module = "?x a sco:StationModule ; sco:moduleOf id:international-space-station"
    assert count(known, module) >= 38
    part = "FILTER NOT EXISTS { ?part sco:partOf ?x }"  # Kibo came in three
    assert found(known, f"{module} {part} FILTER NOT EXISTS {{ ?x sco:providedBy ?who }}") == set()
    assert (
        found(known, f"{module} {part} FILTER NOT EXISTS {{ ?x sco:launchDate ?day ; sco:launchedOn ?on }}")
        == set()
    )


@pytest.mark.parametrize("module", MODULES)
def test_modules_are_from_whom_and_when_the_lists_say(known: Store, module: str):
    assert rows(known, f"SELECT ?by ?day {{ id:{module} sco:providedBy ?by ; sco:launchDate ?day }}") == [
        MODULES[module]
    ]


@pytest.mark.parametrize("agency", JAMES_WEBB)
def test_the_partners_gave_the_james_webb_telescope_what_they_gave(asserted: Store, agency: str):
    given = f"?c sco:contributionTo id:jwst-mission ; sco:contributor id:{agency} ; dcterms:description ?x"
    assert found(asserted, given) == JAMES_WEBB[agency]


@pytest.mark.parametrize("mission", ROVERS)
def test_rovers_on_mars_have_instruments_of_several_agencies(known: Store, mission: str):
    assert found(known, f"id:{mission} sco:hasDirectParticipant ?x") >= ROVERS[mission]


def test_apollo_and_soyuz_were_two_ships_that_docked(asserted: Store):
    ships = found(asserted, "id:apollo-soyuz sco:usesAsset ?x")
    assert ships == {"apollo-csm-111", "apollo-docking-module", "soyuz-19-spacecraft"}
    docked = rows(asserted, "SELECT ?a ?b { id:apollo-soyuz-docking sco:beginDate ?a ; sco:endDate ?b }")
    assert docked == [("1975-07-17", "1975-07-19")]


def test_artemis_ii_has_flown_and_the_landing_has_not(asserted: Store):
    assert rows(asserted, "SELECT ?a ?b { id:artemis-2 sco:launchDate ?a ; sco:endDate ?b }") == [
        ("2026-04-01", "2026-04-10")
    ]
    planned = "?x sco:partOf id:artemis-programme ; sco:status concept:activity-status-planned"
    assert found(asserted, planned) >= {"artemis-3", "artemis-4"}


def test_nothing_planned_has_been_launched(asserted: Store):
    assert found(asserted, "?x sco:status concept:activity-status-planned ; sco:launchDate ?day") == set()


def test_nothing_ends_before_it_begins(asserted: Store):
    turned = "?x sco:launchDate|sco:beginDate ?begin ; sco:endDate ?end FILTER(?end < ?begin)"
    assert found(asserted, turned) == set()


def test_nobody_takes_part_before_they_are_there_or_after_they_are_gone(asserted: Store):
    when = (
        "?x sco:participant ?who ; sco:participationIn ?what . ?what sco:launchDate ?launch . "
        "OPTIONAL { ?what sco:endDate ?over } OPTIONAL { ?what sco:status ?status } "
    )
    lasting = "IF(?status = concept:activity-status-active, '9999-12-31'^^xsd:date, COALESCE(?over, ?launch))"
    assert found(asserted, when + f"?who sco:beginDate ?born FILTER(?born > {lasting})") == set()
    # The Danish institute made Planck's mirrors before it was merged.
    gone = found(asserted, when + "?who sco:endDate ?gone FILTER(?gone < ?launch)")
    assert gone <= {"planck-mission--participation--danish-space-research-institute"}


@pytest.mark.parametrize(("what", "who"), ENDED_EARLY)
def test_who_left_early_left_on_the_day_and_for_the_reason_reported(asserted: Store, what: str, who: str):
    left = f"id:{what}--participation--{who} sco:endDate ?x"
    assert found(asserted, left) == {ENDED_EARLY[what, who]}
    assert found(asserted, f"?f sco:about id:{what}--participation--{who} ; sco:findsChallenge ?x")


def test_the_designator_of_a_spacecraft_names_the_year_of_its_launch(asserted: Store):
    # What was released from a station bears the station's own designator.
    wrong = (
        "?x sco:cosparId ?id ; sco:launchDate ?day "
        "FILTER(!REGEX(?id, '^(1986-017|1998-067)') && SUBSTR(?id, 1, 4) != SUBSTR(STR(?day), 1, 4))"
    )
    assert found(asserted, wrong) == set()


def test_no_two_things_have_one_designator(asserted: Store):
    shared = rows(asserted, "SELECT ?id { ?x sco:cosparId ?id } GROUP BY ?id HAVING(COUNT(DISTINCT ?x) > 1)")
    assert shared == []


def test_partnerships_have_two_partners_a_form_and_a_begin(asserted: Store):
    assert count(asserted, "?x a sco:Partnership") >= 40
    lacking = found(
        asserted,
        "?x a sco:Partnership FILTER(!EXISTS { ?x sco:partner ?a, ?b FILTER(?a != ?b) } "
        "|| !EXISTS { ?x sco:partnershipForm ?form } || !EXISTS { ?x sco:beginDate ?begin })",
    )
    assert lacking == set()
