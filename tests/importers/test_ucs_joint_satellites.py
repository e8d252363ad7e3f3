"""Satellites that several operate together, from the list of the Union of Concerned Scientists."""

from pathlib import Path

import pytest
from bench import ask, bring_in, tell, values

from spaceonto.workspace import Workspace

HEADING = "name\tun_registry\toperator_countries\toperator\tusers\tpurpose\tlaunch_date_as_printed\tcospar"
SVOM = (
    "SVOM\tChina\tChina/France\tCNES/China National Space Administration\t"
    "Government\tSpace Science\t22/06/2024\t2024-115A"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return listed(tmp_path / "ucs", SVOM)


def listed(folder: Path, *rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "joint_satellites.tsv").write_text("\n".join([HEADING, *rows]) + "\n", encoding="utf-8")
    return folder


def those(workspace: Workspace, role: str, mission: str) -> set[str]:
    found = values(
        workspace,
        f"?p sco:participationIn id:{mission} ; sco:participant ?x ; sco:role concept:role-{role}",
    )
    return {iri.rpartition("/")[2] for iri in found}


def test_those_named_operate_it_and_their_states_are_partners(workspace: Workspace, folder: Path):
    bring_in("ucs-joint-satellites", workspace, folder)
    assert those(workspace, "operator", "svom-mission") == {"cnes", "cnsa"}
    assert those(workspace, "partner", "svom-mission") == {"china", "france"}
    assert ask(
        workspace,
        "id:svom-mission a sco:RoboticMission ; sco:usesAsset id:svom ; "
        'sco:launchDate "2024-06-22"^^xsd:date . '
        'id:svom a sco:Satellite ; sco:cosparId "2024-115A"',
    )


def test_a_satellite_that_gcat_has_as_ended_is_not_active(workspace: Workspace, tmp_path: Path):
    row = SVOM.replace("SVOM\t", "Helios 2B\t").replace("2024-115A", "2009-073A")
    bring_in("ucs-joint-satellites", workspace, listed(tmp_path / "ucs", row))
    assert ask(
        workspace,
        "id:helios-2b-mission sco:status concept:activity-status-completed ; sco:source id:source-gcat ; "
        'skos:note "In operation on 1 May 2023, by the UCS list; GCAT ends it on 30 April 2022."@en',
    )


def test_a_satellite_with_one_operator_is_not_joint(workspace: Workspace, tmp_path: Path):
    row = "Hotbird\tFrance\tMultinational\tEutelsat S.A.\tCommercial\tCommunications\t15/10/2022\t2022-134A"
    result, _ = bring_in("ucs-joint-satellites", workspace, listed(tmp_path / "ucs", row))
    assert [skipped.reason for skipped in result.skipped] == ["only no agent is named"]


def test_a_satellite_with_the_day_and_designator_of_another_is_left_out(workspace: Workspace, tmp_path: Path):
    row = "Steamsat-1\tNR\tPoland/UK\tSteamjet\tCivil\t-\t13/01/2022\t2022-003F"
    result, _ = bring_in("ucs-joint-satellites", workspace, listed(tmp_path / "ucs", row))
    assert [skipped.reason for skipped in result.skipped] == [
        "its day and designator are those of SteamSat-2"
    ]


@pytest.mark.parametrize(("users", "partners"), [("Commercial", set()), ("Government", {"france", "italy"})])
def test_a_state_takes_no_part_where_firms_alone_use_the_satellite(
    workspace: Workspace, tmp_path: Path, users: str, partners: set[str]
):
    row = f"Eye\tFrance\tFrance/Italy\tEye S.A.\t{users}\tCommunications\t18/12/2004\t2004-049A"
    bring_in("ucs-joint-satellites", workspace, listed(tmp_path / "ucs", row))
    assert those(workspace, "partner", "eye-mission") == partners


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            "ANGELS\tFrance\tESA\tCNES\tGovernment\tCommunications\t18/12/2019\t2019-092D",
            "only cnes is named",
        ),
        (
            "Sentinel 1A\tESA\tESA\tEUMETSAT\tGovernment\t-\t03/04/2014\t2014-016A",
            "ESA flies it, not EUMETSAT",
        ),
    ],
)
def test_esa_takes_part_where_it_is_an_operator_and_not_as_a_place(
    workspace: Workspace, tmp_path: Path, row: str, reason: str
):
    result, _ = bring_in("ucs-joint-satellites", workspace, listed(tmp_path / "ucs", row))
    assert [skipped.reason for skipped in result.skipped] == [reason]


def test_a_mission_described_by_hand_is_left_alone(workspace: Workspace, folder: Path):
    tell(
        workspace,
        "data/activities/svom.ttl",
        'id:svom-mission sco:usesAsset id:svom . id:svom a sco:Satellite ; sco:cosparId "2024-115A" .',
    )
    result, _ = bring_in("ucs-joint-satellites", workspace, folder)
    assert [skipped.reason for skipped in result.skipped] == ["its mission is described by hand"]


def test_the_day_in_universal_time_goes_before_the_printed_one(workspace: Workspace, folder: Path):
    tell(
        workspace,
        "data/launches/2020s.ttl",
        'id:satellite-2024-115a a sco:Satellite ; sco:cosparId "2024-115A" ; '
        'sco:launchDate "2024-06-21"^^xsd:date .',
    )
    bring_in("ucs-joint-satellites", workspace, folder)
    assert values(workspace, "id:svom-mission sco:launchDate ?x") == {"2024-06-21"}
    assert ask(workspace, "id:svom-mission sco:source id:source-gcat")
    assert ask(workspace, "id:svom-mission sco:usesAsset id:satellite-2024-115a")


@pytest.mark.parametrize(
    ("users", "purpose", "field"),
    [
        ("Government", "Earth Observation", True),
        ("Military", "Earth Observation", False),
        ("Government", "Space Science", False),
    ],
)
def test_a_field_is_told_where_the_purpose_is_the_study_of_the_earth(
    workspace: Workspace, tmp_path: Path, users: str, purpose: str, field: bool
):
    row = f"Eye\tFrance\tFrance/Italy\tCNES/DGA\t{users}\t{purpose}\t18/12/2004\t2004-049A"
    bring_in("ucs-joint-satellites", workspace, listed(tmp_path / "ucs", row))
    assert ask(workspace, "id:eye-mission sco:field concept:field-earth-environment") is field
