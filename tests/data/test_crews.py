"""Who flew: people, their states and senders, and the flights that carried them."""

import pytest
from asking import count, found, rows
from pyoxigraph import Store

GUESTS = {
    # Flights of the Interkosmos programme and after it, with the guest and his state.
    "soyuz-28": ("1978-03-02", "vladimir-remek", "czechoslovakia"),
    "soyuz-30": ("1978-06-27", "miroslaw-hermaszewski", "poland"),
    "soyuz-31": ("1978-08-26", "sigmund-jahn", "east-germany"),
    "soyuz-33": ("1979-04-10", "georgi-ivanov", "bulgaria"),
    "soyuz-36": ("1980-05-26", "bertalan-farkas", "hungary"),
    "soyuz-37": ("1980-07-23", "pham-tuan", "vietnam"),
    "soyuz-38": ("1980-09-18", "arnaldo-tamayo-mendez", "cuba"),
    "soyuz-39": ("1981-03-22", "jugderdemidiin-gurragchaa", "mongolia"),
    "soyuz-40": ("1981-05-14", "dumitru-prunariu", "romania"),
    "soyuz-t-6": ("1982-06-24", "jean-loup-chretien", "france"),
    "soyuz-t-11": ("1984-04-03", "rakesh-sharma", "india"),
    "soyuz-tm-3": ("1987-07-22", "muhammed-faris", "syria"),
    "soyuz-tm-6": ("1988-08-29", "abdul-ahad-mohmand", "afghanistan"),
    "soyuz-tm-11": ("1990-12-02", "toyohiro-akiyama", "japan"),
}
CREWS = {
    "apollo-soyuz": {"thomas-stafford", "vance-brand", "deke-slayton", "alexei-leonov", "valeri-kubasov"},
    "sts-51-l": {
        "dick-scobee", "michael-j-smith", "ronald-mcnair", "ellison-onizuka", "judith-resnik",
        "gregory-b-jarvis", "s-christa-mcauliffe",
    },
    # CSIS puts Flade on the flight before.
    "soyuz-tm-14": {"alexander-kaleri", "alexander-viktorenko", "klaus-dietrich-flade"},
    "crew-1": {"michael-hopkins", "victor-glover", "shannon-walker", "soichi-noguchi"},
    "artemis-2": {"reid-wiseman", "victor-glover", "christina-koch", "jeremy-hansen"},
    "axiom-mission-4": {
        "peggy-whitson", "shubhanshu-shukla", "slawosz-uznanski-wisniewski", "tibor-kapu",
    },
}  # fmt: skip
VISITED = {
    # The station, its launch, and the last flight to it.
    "salyut-1": ("1971-04-19", "1971-06-06"),
    "salyut-6": ("1977-09-29", "1981-05-14"),
    "salyut-7": ("1982-04-19", "1986-03-13"),
    "mir": ("1986-02-19", "2000-04-04"),
    "skylab": ("1973-05-14", "1973-11-16"),
}


def test_six_hundred_people_flew_each_a_citizen_of_a_state_and_on_a_flight(asserted: Store):
    assert count(asserted, "?a sco:crewMember ?x . ?x a sco:Astronaut") >= 600
    assert found(asserted, "?x a sco:Astronaut FILTER NOT EXISTS { ?x sco:citizenOf ?state }") == set()
    assert found(asserted, "?x a sco:Astronaut FILTER NOT EXISTS { ?a sco:crewMember ?x }") == set()


def test_a_place_aboard_is_of_one_person_on_one_flight(asserted: Store):
    odd = rows(
        asserted,
        "SELECT ?x { ?x a sco:CrewAssignment ; sco:assignedTo ?flight ; sco:crewMember ?who } "
        "GROUP BY ?x HAVING(COUNT(*) != 1)",
    )
    assert odd == []
    apart = (
        "?x sco:crewMember ?who ; sco:assignedTo ?flight "
        "FILTER(!EXISTS { ?who a sco:Astronaut } || !EXISTS { ?flight a sco:CrewedMission })"
    )
    assert found(asserted, apart) == set()


@pytest.mark.parametrize("flight", GUESTS)
def test_guests_flew_for_their_states_on_the_day_the_lists_give(asserted: Store, flight: str):
    day, guest, state = GUESTS[flight]
    assert found(asserted, f"id:{flight} sco:launchDate ?x") == {day}
    assert guest in found(asserted, f"?a sco:assignedTo id:{flight} ; sco:crewMember ?x")
    assert state in found(asserted, f"id:{guest} sco:citizenOf ?x")


@pytest.mark.parametrize("flight", CREWS)
def test_crews_are_whole(asserted: Store, flight: str):
    assert found(asserted, f"?a sco:assignedTo id:{flight} ; sco:crewMember ?x") == CREWS[flight]


def test_a_sender_is_of_a_state_of_the_person_sent(asserted: Store):
    strangers = found(
        asserted,
        "?x sco:crewMember ?who ; sco:sentBy/sco:agencyOf ?state . ?state a sco:State "
        "FILTER NOT EXISTS { ?who sco:citizenOf ?state }",
    )
    assert strangers == set()


def test_nobody_is_launched_twice_on_one_day(asserted: Store):
    twice = found(
        asserted,
        "?a sco:crewMember ?x ; sco:assignedTo ?f . ?b sco:crewMember ?x ; sco:assignedTo ?g . "
        "?f sco:launchDate ?day . ?g sco:launchDate ?day FILTER(?f != ?g)",
    )
    assert twice == set()


def test_no_ship_carried_more_than_eight(asserted: Store):
    full = rows(
        asserted,
        "SELECT ?f { ?a sco:assignedTo ?f ; sco:crewMember ?p } GROUP BY ?f HAVING(COUNT(DISTINCT ?p) > 8)",
    )
    assert full == []


def test_no_person_is_two(asserted: Store):
    twins = "?x a sco:Astronaut ; rdfs:label ?name . ?y a sco:Astronaut ; rdfs:label ?name FILTER(?x != ?y)"
    assert found(asserted, twins) == set()
    linked = "?x a sco:Astronaut ; owl:sameAs ?item . ?y owl:sameAs ?item FILTER(?x != ?y)"
    assert found(asserted, linked) == set()


def test_the_only_kononenko_who_flew_is_not_linked_to_either_of_the_two_in_wikidata(asserted: Store):
    assert found(asserted, "id:oleg-kononenko a sco:Astronaut ; owl:sameAs ?x") == set()
    assert count(asserted, "?a sco:crewMember id:oleg-kononenko ; sco:assignedTo ?x") == 5


@pytest.mark.parametrize("station", VISITED)
def test_flights_visit_a_station_while_it_is_there(asserted: Store, station: str):
    launch, last = VISITED[station]
    assert found(asserted, f"id:{station} sco:launchDate ?x") == {launch}
    days = found(asserted, f"?flight sco:visits id:{station} ; sco:launchDate ?x")
    assert min(days) >= launch
    assert max(days) == last


def test_the_iss_had_280_visitors_by_april_2024(asserted: Store):
    # "280 people from 23 countries", 167 of the United States: world-today-news.com, 2024-04-19.
    came = (
        "?a sco:crewMember ?x ; sco:assignedTo ?f . ?f sco:visits id:international-space-station ; "
        "sco:launchDate ?day FILTER(?day <= '2024-04-19'^^xsd:date)"
    )
    assert count(asserted, came) == 280
    assert count(asserted, came + " ?x sco:citizenOf id:united-states") == 167


def test_flights_to_the_iss_begin_with_the_shuttle_that_brought_unity(asserted: Store):
    assert (
        min(found(asserted, "?f sco:visits id:international-space-station ; sco:launchDate ?x"))
        == "1998-12-04"
    )
    flights = "?x a sco:CrewedMission ; sco:visits id:international-space-station"
    assert count(asserted, flights) >= 125


def test_shuttles_went_to_mir_nine_times_and_docked(asserted: Store):
    shuttles = found(asserted, "?x sco:visits id:mir FILTER(STRSTARTS(STR(?x), CONCAT(STR(id:), 'sts-')))")
    assert shuttles == {f"sts-{n}" for n in (71, 74, 76, 79, 81, 84, 86, 89, 91)}


def test_companies_carried_crews_for_nasa(known: Store):
    flights = found(known, "?x a sco:CrewedMission ; sco:partOf id:commercial-crew-programme")
    assert flights == {"crew-dragon-demo-2", "boeing-crew-flight-test"} | {f"crew-{n}" for n in range(1, 14)}
