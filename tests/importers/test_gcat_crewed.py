"""Flights with people from GCAT: which they are and what they are called."""

import gzip
from pathlib import Path

import pytest
from bench import TABLES, ask, bring_in, bytes_of, values

from spaceonto.importers.gcat_crewed import family, flight_name, flight_slug
from spaceonto.workspace import Workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An excerpt of GCAT's lists of launches and payloads."""
    found = tmp_path / "gcat"
    found.mkdir()
    for name in ("launchlog.tsv", "psatcat.tsv"):
        (found / f"{name}.gz").write_bytes(gzip.compress((TABLES / "gcat" / name).read_bytes()))
    return found


@pytest.mark.parametrize(
    ("ship", "name", "slug", "kind"),
    [
        ("Soyuz-28", "Soyuz 28", "soyuz-28", "soyuz"),
        ("Soyuz TM-12", "Soyuz TM-12", "soyuz-tm-12", "soyuz"),
        ("Columbia (STS-9)", "STS-9", "sts-9", "space-shuttle"),
        ("Challenger (STS 51-L)", "STS-51-L", "sts-51-l", "space-shuttle"),
        ("Gemini VI-A", "Gemini 6A", "gemini-6a", "gemini"),
        ("Dragon Endurance (Crew-3)", "SpaceX Crew-3", "crew-3", "crew-dragon"),
        ("Calypso", "Boeing Crew Flight Test", "boeing-crew-flight-test", "starliner"),
        ("Apollo 11 CSM", "Apollo 11", "apollo-11", "apollo"),
        ("Skylab SL-2", "Skylab 2", "skylab-2", "apollo"),
        ("Shenzhou 5", "Shenzhou 5", "shenzhou-5", "shenzhou"),
    ],
)
def test_a_flight_has_the_name_that_people_use(ship: str, name: str, slug: str, kind: str):
    assert flight_name(ship) == name
    assert flight_slug(name) == slug
    assert family(name) == kind


def test_flights_with_people_are_taken_and_nothing_else(workspace: Workspace, folder: Path):
    bring_in("gcat-crewed", workspace, folder)
    flights = values(workspace, "?f a sco:CrewedMission ; rdfs:label ?x")
    assert flights == {
        "Gemini 6A@en", "Soyuz 18-1@en", "Soyuz 28@en", "STS-9@en", "STS-51-L@en", "SpaceX Crew-3@en",
        "Boeing Crew Flight Test@en",
    }  # fmt: skip


def test_a_flight_has_its_days_its_designator_and_its_ship(workspace: Workspace, folder: Path):
    bring_in("gcat-crewed", workspace, folder)
    assert ask(
        workspace,
        'id:soyuz-28 sco:launchDate "1978-03-02"^^xsd:date ; sco:endDate "1978-03-10"^^xsd:date ; '
        'sco:cosparId "1978-023A" ; sco:usesAsset id:soyuz-spacecraft ; '
        "sco:status concept:activity-status-completed ; sco:source id:source-gcat",
    )


def test_a_flight_that_did_not_reach_orbit_failed(workspace: Workspace, folder: Path):
    bring_in("gcat-crewed", workspace, folder)
    assert ask(workspace, "id:sts-51-l sco:status concept:activity-status-failed")
    assert not ask(workspace, "id:sts-51-l sco:cosparId ?any")


def test_the_two_ships_of_one_mission_are_left_to_the_file_written_by_hand(
    workspace: Workspace, folder: Path
):
    result, _ = bring_in("gcat-crewed", workspace, folder)
    assert len(result.skipped) == 2
    assert all("by hand as Apollo-Soyuz" in skipped.reason for skipped in result.skipped)


def test_a_landing_dated_before_the_last_day_aloft_is_put_right(workspace: Workspace, folder: Path):
    tables = {
        "launchlog": "#Launch_Date\tPiece\tType\tName\tJCAT\n"
        "2009 Sep 30 0714:44\t2009-053A\tPH\tSoyuz TMA-16\tS35940\n",
        "psatcat": "#JCAT\tTDate\nS35940\t2010 Mar 17 1124\n",
    }
    for name, table in tables.items():
        (folder / f"{name}.tsv.gz").write_bytes(gzip.compress(table.encode()))
    bring_in("gcat-crewed", workspace, folder)
    assert ask(workspace, 'id:soyuz-tma-16 sco:endDate "2010-03-18"^^xsd:date')


def test_the_same_import_again_changes_nothing(workspace: Workspace, folder: Path):
    bring_in("gcat-crewed", workspace, folder)
    before = bytes_of(workspace)
    _, changes = bring_in("gcat-crewed", workspace, folder)
    assert changes == []
    assert bytes_of(workspace) == before
