"""Satellites launched by others than their owners, from GCAT."""

import gzip
from pathlib import Path

import pytest
from bench import TABLES, ask, bring_in, bytes_of, tell, values

from spaceonto.workspace import Workspace

AGENTS = """
id:cnes a sco:NationalSpaceAgency ; sco:gcatCode "CNES" . id:dfvlr a sco:PublicBody ; sco:gcatCode "DFVLR" .
id:goddard a sco:PublicBody ; sco:gcatCode "GSFC" . id:oneweb a sco:Company ; sco:gcatCode "ONEWEB" .
id:arianespace a sco:Company ; sco:gcatCode "AE" . id:wre a sco:PublicBody ; sco:gcatCode "WRE" .
id:itso a sco:IntergovernmentalOrganization ; sco:gcatCode "I-INT" .
id:united-kingdom a sco:State ; sco:countryCode "GB" . id:united-states a sco:State ; sco:countryCode "US" .
id:australia a sco:State ; sco:countryCode "AU" . id:germany a sco:State ; sco:countryCode "DE" .
id:west-germany a sco:State . id:france a sco:State ; sco:countryCode "FR" .
"""


@pytest.fixture
def folder(workspace: Workspace, tmp_path: Path) -> Path:
    """An excerpt of GCAT, and the agents that it names."""
    tell(workspace, "data/agents/some.ttl", AGENTS)
    found = tmp_path / "gcat"
    found.mkdir()
    for name in ("launchlog.tsv", "psatcat.tsv"):
        (found / f"{name}.gz").write_bytes(gzip.compress((TABLES / "gcat" / name).read_bytes()))
    (found / "orgs.tsv").write_bytes((TABLES / "gcat" / "orgs.tsv").read_bytes())
    return found


def test_satellites_that_others_launched_are_taken_and_no_others(workspace: Workspace, folder: Path):
    bring_in("gcat-launches", workspace, folder)
    satellites = values(workspace, "?s a sco:Satellite ; rdfs:label ?x")
    assert satellites == {"Ariel 1@en", "Early Bird@en", "WRESAT@en", "Symphonie 1@en", "OneWeb SL0012@en"}


def test_what_two_codes_of_one_state_did_is_left_out_and_said(workspace: Workspace, folder: Path):
    result, _ = bring_in("gcat-launches", workspace, folder)
    assert [(s.row.split(": ")[1], s.reason) for s in result.skipped] == [
        ("Apstar 6C", "Hong Kong is part of China")
    ]


def test_a_satellite_has_its_owners_its_launch_and_its_numbers(workspace: Workspace, folder: Path):
    bring_in("gcat-launches", workspace, folder)
    assert values(workspace, "id:satellite-1974-101a sco:ownedBy ?x") == {
        "https://w3id.org/spaceonto/id/cnes",
        "https://w3id.org/spaceonto/id/dfvlr",
    }
    assert ask(
        workspace,
        'id:satellite-1974-101a sco:cosparId "1974-101A" ; sco:catalogNumber "7578" ; sco:gcatId "S07578" ; '
        'sco:launchDate "1974-12-19"^^xsd:date ; sco:launchedIn id:launch-1974-101 . '
        "id:launch-1974-101 sco:launchProvider id:goddard ; sco:launchVehicle id:delta-2914 ; "
        'sco:launchTag "1974-101" ; sco:status concept:activity-status-completed',
    )


def test_without_an_owner_that_is_known_the_state_owns(workspace: Workspace, folder: Path):
    bring_in("gcat-launches", workspace, folder)
    assert ask(workspace, "id:satellite-1962-015a sco:ownedBy id:united-kingdom")
    assert ask(workspace, "id:satellite-1965-028a sco:ownedBy id:itso")


def test_a_german_registration_of_before_the_union_is_of_west_germany(workspace: Workspace, folder: Path):
    bring_in("gcat-launches", workspace, folder)
    assert ask(
        workspace,
        "id:satellite-1974-101a--registration--west-germany sco:registers id:satellite-1974-101a ; "
        'sco:registeringState id:west-germany ; sco:documentSymbol "A/AC.105/INF.305"',
    )


def test_a_registration_by_another_than_the_owner_s_state_says_so(workspace: Workspace, folder: Path):
    bring_in("gcat-launches", workspace, folder)
    noted = values(workspace, "id:satellite-1962-015a--registration--united-states skos:note ?x")
    assert noted == {"Registered by another state than that of the owner.@en"}


def test_a_spacecraft_described_by_hand_gets_its_launch_but_no_second_description(
    workspace: Workspace, folder: Path
):
    tell(workspace, "data/assets/ariel-1.ttl", 'id:ariel-1 a sco:Satellite ; sco:cosparId "1962-015A" .')
    bring_in("gcat-launches", workspace, folder)
    assert ask(workspace, "id:ariel-1 sco:launchedIn id:launch-1962-015")
    assert not ask(workspace, "id:satellite-1962-015a ?p ?o")


def test_files_go_by_decade_and_name_their_source_and_licence(workspace: Workspace, folder: Path):
    result, _ = bring_in("gcat-launches", workspace, folder)
    assert {path.name for path in result.files} == {"1960s.ttl", "1970s.ttl", "2010s.ttl", "vehicles.ttl"}
    assert ask(
        workspace,
        "<https://w3id.org/spaceonto/graph/data/launches/1970s> dcterms:source id:source-gcat ; "
        "dcterms:license <https://creativecommons.org/licenses/by/4.0/>",
    )


def test_the_same_import_again_changes_nothing(workspace: Workspace, folder: Path):
    bring_in("gcat-launches", workspace, folder)
    before = bytes_of(workspace)
    _, changes = bring_in("gcat-launches", workspace, folder)
    assert changes == []
    assert bytes_of(workspace) == before


def by(folder: Path, agency: str) -> None:
    """The excerpt with another agency for the launch of OneWeb SL0012."""
    table = gzip.decompress((folder / "launchlog.tsv.gz").read_bytes()).decode()
    row = next(line for line in table.splitlines() if "\tOneWeb SL0012\t" in line)
    (folder / "launchlog.tsv.gz").write_bytes(
        gzip.compress(table.replace(row, row.replace("\tAE\t", f"\t{agency}\t")).encode())
    )


def test_who_launched_is_not_told_where_gcat_doubts_it(workspace: Workspace, folder: Path):
    by(folder, "AE?")
    bring_in("gcat-launches", workspace, folder)
    assert ask(workspace, "?satellite sco:launchedIn id:launch-2019-010")
    assert not ask(workspace, "id:launch-2019-010 sco:launchProvider ?who")


def test_a_code_that_is_not_here_launches_as_the_organisation_above_it(workspace: Workspace, folder: Path):
    tell(workspace, "data/companies/group.ttl", 'id:group a sco:Company ; sco:gcatCode "GRP" .')
    orgs = (folder / "orgs.tsv").read_text(encoding="utf-8").rstrip()
    mma = next(line for line in orgs.splitlines() if line.startswith("MMA\t")).split("\t")
    for code, start, stop, parent in (("AE", "1980", "2017", "-"), ("AESP", "2018", "-", "GRP")):
        orgs += "\n" + "\t".join([code, "AE", *mma[2:5], start, stop, *mma[7:13], parent, *mma[14:]])
    (folder / "orgs.tsv").write_text(orgs + "\n", encoding="utf-8")
    bring_in("gcat-launches", workspace, folder)
    assert values(workspace, "id:launch-2019-010 sco:launchProvider ?x") == {
        "https://w3id.org/spaceonto/id/group"
    }


def two_lists(folder: Path, log: dict[str, str], payloads: dict[str, str]) -> Path:
    """The excerpt with one launch of several pieces, by the names that either list gives them."""
    launchlog = gzip.decompress((folder / "launchlog.tsv.gz").read_bytes()).decode()
    row = next(line for line in launchlog.splitlines() if "\tOneWeb SL0012\t" in line).split("\t")
    for piece, name in log.items():
        own = [*row[:2], f"2099-001{piece}", row[3], name, "-", f"S990{ord(piece)}", *row[7:]]
        launchlog += "\t".join(["2099-001 ", *own[1:]]) + "\n"
    (folder / "launchlog.tsv.gz").write_bytes(gzip.compress(launchlog.encode()))
    psatcat = gzip.decompress((folder / "psatcat.tsv.gz").read_bytes()).decode()
    width = psatcat.splitlines()[0].count("\t")
    for piece, name in payloads.items():
        psatcat += "\t".join([f"S990{ord(piece)}", f"2099-001{piece}", name]) + "\t" * (width - 2) + "\n"
    (folder / "psatcat.tsv.gz").write_bytes(gzip.compress(psatcat.encode()))
    return folder


def test_a_payload_is_the_piece_that_the_younger_list_takes_it_for(workspace: Workspace, folder: Path):
    two_lists(folder, {"A": "Twin 1", "B": "Twin 2"}, {"A": "Twin 2", "B": "Twin 1"})
    bring_in("gcat-launches", workspace, folder)
    assert values(workspace, "id:satellite-2099-001a rdfs:label ?x") == {"Twin 2@en"}
    assert ask(workspace, 'id:satellite-2099-001b rdfs:label "Twin 1"@en ; sco:gcatId "S99066"')


def test_a_piece_that_the_lists_take_for_different_payloads_is_left_out(workspace: Workspace, folder: Path):
    two_lists(folder, {"A": "Eagle", "B": "Dove"}, {"A": "Dove", "B": "Swan"})
    result, _ = bring_in("gcat-launches", workspace, folder)
    left = {s.row.split(": ")[1] for s in result.skipped if "different payloads" in s.reason}
    assert left == {"Eagle", "Dove"}
    assert not ask(workspace, "?satellite sco:launchedIn id:launch-2099-001")
