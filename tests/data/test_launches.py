"""Launches of the satellites of one state by another, and in whose registry the satellites stand."""

import pytest
from asking import count, found, rows
from pyoxigraph import Store

SATELLITES = {
    # Owner, day of the launch, who launched, on what, from where; the registering state and its document.
    "1974-101A": (
        {"dfvlr", "cnes"}, "1974-12-19", "nasa-goddard-space-flight-center", "delta-2914", "cape-canaveral",
        ("west-germany", "A/AC.105/INF.305"),
    ),
    "2021-022A": (
        {"kari"}, "2021-03-22", "gk-launch-services", "soyuz-2-1a", "baikonur-cosmodrome",
        ("south-korea", "ST/SG/SER.E/990"),
    ),
    # Not registered: the source puts the state in brackets.
    "2017-060A": ({"abae"}, "2017-10-09", "sast", "long-march-2d", "jiuquan-satellite-launch-center", None),
}  # fmt: skip

# The owner sits in Montevideo and in the United States; here it is one company.
AT_HOME_IN_TWO = {"satellite-2023-001ck"}


def test_a_thousand_launches_and_three_thousand_satellites(asserted: Store):
    assert count(asserted, "?x a sco:Launch") >= 1000
    assert count(asserted, "?x sco:launchedIn ?launch") >= 3400
    assert count(asserted, "?x a sco:Registration") >= 2500


def test_a_launch_has_a_day_a_provider_a_vehicle_and_a_site(asserted: Store):
    lacking = found(
        asserted,
        "?x a sco:Launch FILTER(!EXISTS { ?x sco:launchDate ?d } || !EXISTS { ?x sco:launchProvider ?p } "
        "|| !EXISTS { ?x sco:launchVehicle ?v } || !EXISTS { ?x sco:launchSite ?s })",
    )
    # GCAT doubts who launched Angosat 1.
    assert lacking == {"launch-2017-086"}


def test_the_tag_of_a_launch_names_its_year(asserted: Store):
    wrong = (
        "?x sco:launchTag ?tag ; sco:launchDate ?day FILTER(SUBSTR(?tag, 1, 4) != SUBSTR(STR(?day), 1, 4))"
    )
    assert found(asserted, wrong) == set()


def test_a_satellite_is_launched_on_the_day_of_its_launch(asserted: Store):
    wrong = (
        "?x sco:launchedIn ?launch ; sco:launchDate ?own . ?launch sco:launchDate ?day "
        "FILTER(?own != ?day && !STRSTARTS(STR(?x), CONCAT(STR(id:), 'satellite-1998-067')))"
    )
    assert found(asserted, wrong) == set()


def test_owner_and_launcher_are_not_of_one_state(known: Store):
    """But bodies of several states sit in one, and two companies of one state sold the rockets of others."""
    home = (
        "?x sco:launchedIn/sco:launchProvider ?launcher ; sco:ownedBy ?owner . "
        "?launcher (sco:agencyOf|sco:basedIn)? ?ours . ?owner (sco:agencyOf|sco:basedIn)? ?ours . "
        "?ours a sco:State FILTER(?launcher NOT IN (id:international-launch-services, id:sea-launch)) "
        "FILTER NOT EXISTS { ?owner a sco:IntergovernmentalOrganization } "
        "FILTER NOT EXISTS { ?launcher a sco:IntergovernmentalOrganization } "
        "FILTER NOT EXISTS { ?x sco:ownedBy ?other . ?other (sco:agencyOf|sco:basedIn)? ?theirs . "
        "?theirs a sco:State FILTER(?theirs != ?ours) } "
        "FILTER NOT EXISTS { ?x sco:launchedIn/sco:launchProvider ?third . "
        "?third (sco:agencyOf|sco:basedIn)? ?abroad . ?abroad a sco:State FILTER(?abroad != ?ours) }"
    )
    assert found(known, home) == AT_HOME_IN_TWO


@pytest.mark.parametrize("designator", SATELLITES)
def test_satellites_and_their_launches_are_as_the_catalogue_has_them(asserted: Store, designator: str):
    owners, day, launcher, vehicle, site, registered = SATELLITES[designator]
    this = f'?s sco:cosparId "{designator}" . '
    assert found(asserted, this + "?s sco:ownedBy ?x") == owners
    assert rows(
        asserted,
        f"SELECT ?day ?by ?on ?from {{ {this} ?s sco:launchedIn ?l . ?l sco:launchDate ?day ; "
        "sco:launchProvider ?by ; sco:launchVehicle ?on ; sco:launchSite ?from }",
    ) == [(day, launcher, vehicle, site)]
    papers = "?r sco:registers ?s ; sco:registeringState ?by ; sco:documentSymbol ?as"
    assert rows(asserted, f"SELECT ?by ?as {{ {this} {papers} }}") == ([registered] if registered else [])


def test_oneweb_was_launched_by_others_but_no_starlink_was(asserted: Store):
    assert count(asserted, "?x sco:ownedBy id:oneweb ; sco:launchedIn ?launch") >= 600
    assert (
        found(asserted, "?x a sco:Satellite ; rdfs:label ?name FILTER(CONTAINS(?name, 'Starlink'))") == set()
    )


def test_a_registration_is_of_one_thing_by_one_state_or_body(asserted: Store):
    odd = rows(
        asserted,
        "SELECT ?x { ?x a sco:Registration ; sco:registers ?what ; sco:registeringState ?by } "
        "GROUP BY ?x HAVING(COUNT(*) != 1)",
    )
    assert odd == []


def test_joint_satellites_of_the_ucs_list_flew_when_the_catalogue_says(asserted: Store):
    # The list gives local days: a launch near midnight may be on the day before or after.
    far = (
        "?m sco:source id:source-ucs-satellites ; sco:launchDate ?ucs ; sco:usesAsset ?x . "
        "?x sco:launchedIn/sco:launchDate ?gcat FILTER(SUBSTR(STR(?ucs), 1, 7) != SUBSTR(STR(?gcat), 1, 7))"
    )
    assert found(asserted, far) == set()


def test_spacecraft_are_linked_once(asserted: Store):
    linked = "?x sco:cosparId ?id ; owl:sameAs ?item"
    assert count(asserted, linked) >= 190
    assert found(asserted, linked + " ; owl:sameAs ?other FILTER(?item != ?other)") == set()
