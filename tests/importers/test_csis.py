"""People who flew, from the list of CSIS: their names, states and places aboard."""

from pathlib import Path

import pytest
from bench import ask, bring_in, tell, values

from spaceonto.importers.people import person_name, unbroken
from spaceonto.workspace import Workspace

HEADING = "Name,Country,Gender,Flights,Total Flights,Total Flight Time (ddd:hh:mm)"
FLIGHTS = """
id:soyuz-28 a sco:CrewedMission ; sco:launchDate "1978-03-02"^^xsd:date .
id:apollo-soyuz a sco:CrewedMission ; sco:launchDate "1975-07-15"^^xsd:date .
id:soyuz-tm-13 a sco:CrewedMission ; sco:launchDate "1991-10-02"^^xsd:date .
"""


@pytest.fixture
def folder(workspace: Workspace, tmp_path: Path) -> Path:
    """The list of CSIS, with nobody on it."""
    tell(workspace, "data/crewed/some.ttl", FLIGHTS)
    found = tmp_path / "csis"
    found.mkdir()
    listed(found)
    return found


def listed(folder: Path, *rows: str) -> None:
    (folder / "international_astronaut_database.csv").write_text(
        "\n".join([HEADING, *rows]) + "\n", encoding="utf-8"
    )


def test_a_person_has_a_state_and_a_place_aboard(workspace: Workspace, folder: Path):
    listed(folder, 'Vladimir Remek,Czechoslovakia,Man,"Soyuz 28 (1978)",1,007:22:18')
    bring_in("csis", workspace, folder)
    assert ask(
        workspace,
        'id:vladimir-remek a sco:Astronaut ; rdfs:label "Vladimir Remek"@en ; '
        "sco:citizenOf id:czechoslovakia . "
        "id:soyuz-28--crew--vladimir-remek a sco:CrewAssignment ; sco:assignedTo id:soyuz-28 ; "
        "sco:crewMember id:vladimir-remek ; sco:source id:source-csis-astronauts",
    )


def test_a_flight_of_another_year_is_not_the_flight(workspace: Workspace, folder: Path):
    listed(folder, 'Vladimir Remek,Czechoslovakia,Man,"Soyuz 28 (1979), Soyuz 99 (1980)",1,007:22:18')
    result, _ = bring_in("csis", workspace, folder)
    assert [skipped.reason for skipped in result.skipped] == [
        "no flight soyuz-28 of 1979 in the data (launched in 1978)",
        "no flight soyuz-99 of 1980 in the data (launched in no year)",
    ]
    assert not ask(workspace, "?a a sco:CrewAssignment")


def test_the_two_ships_of_one_mission_are_one_flight(workspace: Workspace, folder: Path):
    listed(
        folder,
        'Aleksei Leonov,Soviet Union,Man,"Soyuz 19 (1975)",2,007:00:32',
        'Vance Brand,United States,Man,"Apollo-Soyuz Test Project (1975)",4,031:02:02',
    )
    bring_in("csis", workspace, folder)
    assert values(workspace, "?a sco:assignedTo id:apollo-soyuz ; sco:crewMember/rdfs:label ?x") == {
        "Alexei Leonov@en",
        "Vance Brand@en",
    }


def test_a_place_that_other_lists_give_to_another_flight_is_left_out(workspace: Workspace, folder: Path):
    listed(folder, 'Klaus-Dietrich Flade,Germany,Man,"Soyuz TM-13 (1991)",1,007:21:56')
    result, _ = bring_in("csis", workspace, folder)
    assert [skipped.reason for skipped in result.skipped] == ["he flew on Soyuz TM-14"]


def test_what_a_file_written_by_hand_says_of_a_place_is_not_said_twice(workspace: Workspace, folder: Path):
    tell(
        workspace,
        "data/activities/soyuz.ttl",
        "id:soyuz-28--crew--vladimir-remek a sco:CrewAssignment ; sco:assignedTo id:soyuz-28 ; "
        "sco:crewMember id:vladimir-remek ; sco:role concept:role-flight-engineer .",
    )
    listed(folder, 'Vladimir Remek,Czechoslovakia,Man,"Soyuz 28 (1978)",1,007:22:18')
    result, _ = bring_in("csis", workspace, folder)
    about = [str(t) for t in result.files[Path("data", "crews", "soyuz.ttl")] if "--crew--" in str(t.subject)]
    assert len(about) == 1
    assert "source-csis-astronauts" in about[0]


def test_a_flight_below_orbit_has_the_year_unless_its_day_is_known(workspace: Workspace, folder: Path):
    tell(workspace, "data/crewed/days.ttl", 'id:mercury-redstone-3 sco:launchDate "1961-05-05"^^xsd:date .')
    listed(
        folder,
        'Alan Shepard,United States,Man,"Mercury-Redstone 3 (1961)",2,009:00:17',
        'Joseph A. Walker,United States,Man,"X-15 Flight 90 (1963)",1,000:00:22',
    )
    bring_in("csis", workspace, folder)
    assert values(workspace, "id:mercury-redstone-3 sco:launchDate ?x") == {"1961-05-05"}
    assert ask(
        workspace,
        'id:x-15-flight-90 sco:launchDate "1963-01-01"^^xsd:date ; '
        "sco:datePrecision concept:date-precision-year",
    )


def test_one_person_has_one_name_however_it_is_printed():
    assert person_name("Victor J. Glover") == person_name("Victor Glover") == "Victor Glover"
    assert person_name("Ellen S. Baker, M.D.") == "Ellen S. Baker"
    assert person_name("Victor J. Glover", common=False) == "Victor J. Glover"


def test_accents_read_as_mac_roman_are_put_right():
    assert unbroken("S√°ndor") == "Sándor"
    assert unbroken("Sándor") == "Sándor"
