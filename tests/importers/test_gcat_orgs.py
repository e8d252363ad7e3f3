"""Organisations from GCAT: which are taken, under what name, as what, from when to when."""

import gzip
from pathlib import Path

import pytest
from bench import TABLES, ask, bring_in, tell, values

from spaceonto.workspace import Workspace

HEADING = "#Launch_Tag\tSatOwner\tSatState\tAgency\tLVState"
STATES = """
id:france a sco:State ; sco:countryCode "FR" . id:germany a sco:State ; sco:countryCode "DE" .
id:israel a sco:State ; sco:countryCode "IL" . id:japan a sco:State ; sco:countryCode "JP" .
id:russia a sco:State ; sco:countryCode "RU" . id:saudi-arabia a sco:State ; sco:countryCode "SA" .
id:united-kingdom a sco:State ; sco:countryCode "GB" . id:united-states a sco:State ; sco:countryCode "US" .
id:west-germany a sco:State . id:soviet-union a sco:State .
"""


@pytest.fixture
def gcat(workspace: Workspace, tmp_path: Path) -> Path:
    """An excerpt of GCAT with three launches, and the states that it names."""
    tell(workspace, "data/states/europe.ttl", STATES)
    folder = tmp_path / "gcat"
    folder.mkdir()
    (folder / "orgs.tsv").write_bytes((TABLES / "gcat" / "orgs.tsv").read_bytes())
    launches(
        folder,
        "2021-001\tONEWEBN\tUK\tSTSM\tRU",
        "2009-001\tSPX\tUS\tSPX\tUS",
        "2000-001\tHSCIL/TUB?\tIL\tRKA\tRU",
        "1990-001\tEUTSA\tF\tMMA\tUS",
        "1999-001\tNOSUCH\tF\tSPX\tUS",
    )
    return folder


def launches(folder: Path, *rows: str) -> None:
    with gzip.open(folder / "launchlog.tsv.gz", "wt", encoding="utf-8") as stream:
        stream.write("\n".join([HEADING, "# Updated 2026 Mar 26", *rows]) + "\n")


def test_owners_of_satellites_that_others_launched_and_launchers_are_taken(workspace: Workspace, gcat: Path):
    bring_in("gcat-orgs", workspace, gcat)
    codes = values(workspace, "?o sco:gcatCode ?x")
    assert {"SPX", "STSM", "HSCIL", "MMA", "EUTSA", "ONEWEBN"} <= codes
    assert not {"ALMAG", "ONEWEB"} & codes


def test_a_doubted_second_owner_is_an_owner_too(workspace: Workspace, gcat: Path):
    bring_in("gcat-orgs", workspace, gcat)
    assert ask(workspace, '?o sco:gcatCode "TUB"')


def test_civil_operators_and_intergovernmental_organisations_are_taken_without_a_launch(
    workspace: Workspace, gcat: Path
):
    bring_in("gcat-orgs", workspace, gcat)
    assert ask(workspace, '?o sco:gcatCode "CNES" . ?p sco:gcatCode "KACST" . ?q sco:gcatCode "I-ESA"')


def test_a_state_is_not_an_organisation(workspace: Workspace, gcat: Path):
    launches(gcat, "1957-001\tSU\tSU\tSU\tSU")
    result, _ = bring_in("gcat-orgs", workspace, gcat)
    assert not ask(workspace, '?o sco:gcatCode "SU"')
    assert any(s.row == "orgs.tsv, code SU" and "a state" in s.reason for s in result.skipped)


def test_a_code_that_is_not_in_the_list_is_reported(workspace: Workspace, gcat: Path):
    result, _ = bring_in("gcat-orgs", workspace, gcat)
    assert any("NOSUCH" in s.row and "not in the list" in s.reason for s in result.skipped)


def test_an_organisation_of_an_unknown_state_is_reported(workspace: Workspace, gcat: Path):
    result, _ = bring_in("gcat-orgs", workspace, gcat)
    assert any("ISCAS" in s.row and "its state CN is none that we know" in s.reason for s in result.skipped)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("SPX", "Company"),
        ("CNES", "PublicBody"),
        ("TUB", "ResearchInstitute"),
        ("HSCIL", "Organization"),
        ("I-ESA", "IntergovernmentalOrganization"),
    ],
)
def test_what_an_organisation_is_comes_from_its_class_and_type(
    workspace: Workspace, gcat: Path, code: str, kind: str
):
    bring_in("gcat-orgs", workspace, gcat)
    assert values(workspace, f'?o sco:gcatCode "{code}" ; a ?x') == {f"https://w3id.org/spaceonto/ns#{kind}"}


def test_a_german_body_of_before_the_union_is_of_west_germany(workspace: Workspace, gcat: Path):
    bring_in("gcat-orgs", workspace, gcat)
    assert ask(workspace, '?o sco:gcatCode "DFVLR" ; sco:basedIn id:west-germany')
    assert ask(workspace, '?o sco:gcatCode "TUB" ; sco:basedIn id:germany')


def test_names_come_in_english_and_in_the_language_of_the_state(workspace: Workspace, gcat: Path):
    bring_in("gcat-orgs", workspace, gcat)
    assert values(workspace, '?o sco:gcatCode "NASDA" ; rdfs:label ?x') == {
        "National Space Development Adminstration@en",
        "宇宙開発事業団@ja",
    }
    assert "Centre national d'études spatiales@fr" in values(
        workspace, '?o sco:gcatCode "CNES" ; rdfs:label ?x'
    )


def test_a_date_is_as_exact_as_gcat_has_it(workspace: Workspace, gcat: Path):
    bring_in("gcat-orgs", workspace, gcat)
    assert ask(
        workspace,
        '?o sco:gcatCode "SPX" ; sco:beginDate "2007-08-01"^^xsd:date ; '
        "sco:beginPrecision concept:date-precision-month",
    )
    assert ask(workspace, '?o sco:gcatCode "STSM" ; sco:beginDate "1996-08-06"^^xsd:date')
    assert not ask(workspace, '?o sco:gcatCode "STSM" ; sco:beginPrecision ?p')


def test_where_a_code_begins_with_a_new_name_no_beginning_is_told(workspace: Workspace, gcat: Path):
    """The university of 1953, by its page and its ROR record, took another name in 1970."""
    tell(workspace, "data/states/asia.ttl", 'id:china a sco:State ; sco:countryCode "CN" .')
    codes = ["NUDTC", "NUDTC", "CN", "O", "A", "1970", "-", "NUDT"]
    row = "\t".join([*codes, "National University of Defense Technology", "Changsha", *"-------"])
    with (gcat / "orgs.tsv").open("a", encoding="utf-8") as table:
        table.write(row + "\n")
    launches(gcat, "2017-036\tNUDTC\tCN\tISRO\tIN")
    bring_in("gcat-orgs", workspace, gcat)
    assert ask(workspace, '?o sco:gcatCode "NUDTC"')
    assert not ask(workspace, '?o sco:gcatCode "NUDTC" ; sco:beginDate ?day')


def test_the_part_of_a_seat_that_gcat_doubts_is_left_out(workspace: Workspace, gcat: Path):
    table = (gcat / "orgs.tsv").read_text(encoding="utf-8")
    row = next(line for line in table.splitlines() if line.startswith("SPX\t"))
    place = row.split("\t")[9]
    (gcat / "orgs.tsv").write_text(
        table.replace(row, row.replace(f"\t{place}\t", "\tLos Angeles:Hawthorne?\t")), encoding="utf-8"
    )
    bring_in("gcat-orgs", workspace, gcat)
    assert values(workspace, '?o sco:gcatCode "SPX" ; sco:seat ?x') == {"Los Angeles"}


def test_an_organisation_that_goes_on_has_no_end(workspace: Workspace, gcat: Path):
    bring_in("gcat-orgs", workspace, gcat)
    assert not ask(workspace, '?o sco:gcatCode "CNES" ; sco:endDate ?d')
    assert ask(workspace, '?o sco:gcatCode "MMA" ; sco:endDate "1995-03-15"^^xsd:date')


def test_an_end_is_that_of_its_own_code_and_not_of_one_that_followed(workspace: Workspace, gcat: Path):
    table = (gcat / "orgs.tsv").read_text(encoding="utf-8")
    row = next(line for line in table.splitlines() if line.startswith("MMA\t")).split("\t")
    later = "\t".join(["MMA9", *row[1:5], "1995 Mar 15", "1999", *row[7:]])
    (gcat / "orgs.tsv").write_text(f"{table.rstrip()}\n{later}\n", encoding="utf-8")
    bring_in("gcat-orgs", workspace, gcat)
    assert ask(workspace, '?o sco:gcatCode "MMA" ; sco:endDate "1995-03-15"^^xsd:date')


def test_the_end_of_a_code_is_not_that_of_an_organisation_described_elsewhere(
    workspace: Workspace, gcat: Path
):
    tell(workspace, "data/companies/mma.ttl", 'id:mma a sco:Company ; sco:gcatCode "MMA" .')
    bring_in("gcat-orgs", workspace, gcat)
    assert not ask(workspace, "id:mma sco:endDate ?d")


def test_codes_that_the_data_joins_are_one_organisation_with_the_last_name(workspace: Workspace, gcat: Path):
    tell(
        workspace,
        "data/agents/oneweb.ttl",
        'id:oneweb sco:gcatCode "ONEWEB" , "ONEWEBN" , "ONEWEBE" .',
    )
    bring_in("gcat-orgs", workspace, gcat)
    assert ask(
        workspace,
        'id:oneweb rdfs:label "Eutelsat One Web"@en ; skos:altLabel "One Web"@en ; '
        'sco:beginDate "2015-01-01"^^xsd:date ; sco:subOrganizationOf ?p . ?p sco:gcatCode "EUTSA"',
    )
    assert not ask(workspace, "id:oneweb sco:endDate ?d")


def test_no_organisation_comes_to_stand_below_its_own_part(workspace: Workspace, gcat: Path):
    """Eutelsat OneWeb belongs to Eutelsat; joined to it, it is not its own parent."""
    tell(workspace, "data/agents/eutelsat.ttl", 'id:eutelsat sco:gcatCode "EUTSA" , "ONEWEBE" .')
    bring_in("gcat-orgs", workspace, gcat)
    assert not ask(workspace, "id:eutelsat sco:subOrganizationOf+ id:eutelsat")


def test_what_people_wrote_of_an_organisation_is_not_said_again(workspace: Workspace, gcat: Path):
    tell(
        workspace,
        "data/agents/spacex.ttl",
        'id:spacex a sco:Company ; rdfs:label "SpaceX"@en ; sco:gcatCode "SPX" ; '
        'sco:beginDate "2002-01-01"^^xsd:date .',
    )
    bring_in("gcat-orgs", workspace, gcat)
    assert values(workspace, "id:spacex sco:beginDate ?x") == {"2002-01-01"}
    assert not ask(workspace, "id:spacex sco:seat ?s")


def test_another_year_of_beginning_is_noted(workspace: Workspace, gcat: Path):
    spacex = 'id:spacex a sco:Company ; rdfs:label "SpaceX"@en ; sco:gcatCode "SPX" ; sco:beginDate '
    tell(workspace, "data/companies/spacex.ttl", spacex + '"1999-03-14"^^xsd:date .')
    bring_in("gcat-orgs", workspace, gcat)
    assert values(workspace, "id:spacex sco:beginDate ?x") == {"1999-03-14"}
    assert values(workspace, "id:spacex skos:note ?x") == {"Its first code in GCAT begins in 2007.@en"}


def test_what_a_person_notes_of_gcat_is_not_noted_again(workspace: Workspace, gcat: Path):
    spacex = 'id:spacex a sco:Company ; rdfs:label "SpaceX"@en ; sco:gcatCode "SPX" ; sco:beginDate '
    note = "Founded in 1999; GCAT has 2007."
    tell(workspace, "data/agents/spacex.ttl", f'{spacex} "1999-03-14"^^xsd:date ; skos:note "{note}"@en .')
    bring_in("gcat-orgs", workspace, gcat)
    assert values(workspace, "id:spacex skos:note ?x") == {f"{note}@en"}


def test_another_day_of_the_same_year_is_noted_as_far_as_both_are_known(workspace: Workspace, gcat: Path):
    starsem = 'id:starsem a sco:Company ; rdfs:label "Starsem"@en ; sco:gcatCode "STSM" ; sco:beginDate '
    tell(workspace, "data/companies/starsem.ttl", starsem + '"1996-07-17"^^xsd:date .')
    spacex = 'id:spacex a sco:Company ; rdfs:label "SpaceX"@en ; sco:gcatCode "SPX" ; sco:beginDate '
    known = "sco:beginPrecision concept:date-precision-year"
    tell(workspace, "data/companies/spacex.ttl", f'{spacex} "2007-01-01"^^xsd:date ; {known} .')
    bring_in("gcat-orgs", workspace, gcat)
    assert values(workspace, "id:starsem skos:note ?x") == {"GCAT begins it on 6 August 1996.@en"}
    assert values(workspace, "id:spacex skos:note ?x") == set()


def test_a_code_that_goes_on_where_another_ended_notes_its_year_and_states_none(
    workspace: Workspace, gcat: Path
):
    agency = 'id:agency a sco:PublicBody ; rdfs:label "Agency"@en ; sco:gcatCode "FKA" '
    tell(workspace, "data/bodies/agency.ttl", agency + '; sco:beginDate "1992-02-25"^^xsd:date .')
    tell(workspace, "data/bodies/older.ttl", 'id:older a sco:PublicBody ; sco:gcatCode "RKA" .')
    bring_in("gcat-orgs", workspace, gcat)
    assert values(workspace, "id:agency sco:beginDate ?x") == {"1992-02-25"}
    assert values(workspace, "id:agency skos:note ?x") == {"The code that GCAT has for it begins in 2004.@en"}


@pytest.mark.parametrize(("seat", "notes"), [("Hawthorne", set()), ("Starbase", {"Hawthorne, California"})])
def test_another_town_is_noted(workspace: Workspace, gcat: Path, seat: str, notes: set[str]):
    spacex = 'id:spacex a sco:Company ; rdfs:label "SpaceX"@en ; sco:gcatCode "SPX" ; sco:seat '
    tell(workspace, "data/companies/spacex.ttl", f'{spacex} "{seat}" .')
    bring_in("gcat-orgs", workspace, gcat)
    assert values(workspace, "id:spacex skos:note ?x") == {f"GCAT has it in {place}.@en" for place in notes}


def test_the_same_town_in_another_language_is_not_noted(workspace: Workspace, gcat: Path):
    agency = 'id:agency a sco:PublicBody ; rdfs:label "Agency"@en ; sco:gcatCode "FKA" ; sco:seat "Moscow" .'
    tell(workspace, "data/bodies/agency.ttl", agency)
    bring_in("gcat-orgs", workspace, gcat)
    assert values(workspace, "id:agency skos:note ?x") == set()


def test_the_files_name_their_source_and_licence(workspace: Workspace, gcat: Path):
    bring_in("gcat-orgs", workspace, gcat)
    assert values(workspace, "?g dcterms:source id:source-gcat ; dcterms:license ?x") == {
        "https://creativecommons.org/licenses/by/4.0/"
    }
