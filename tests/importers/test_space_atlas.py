"""Organisations of the Space Atlas: the open tier, and the lists of Wikipedia with their own licence."""

import json
from pathlib import Path
from typing import Any

import pytest
from bench import TABLES, ask, bring_in, tell, values

from spaceonto.importers import ImportSourceError
from spaceonto.terms import PREFIXES
from spaceonto.workspace import Workspace

STATES = """
id:japan a sco:State ; sco:countryCode "JP" . id:ukraine a sco:State ; sco:countryCode "UA" .
id:united-states a sco:State ; sco:countryCode "US" . id:switzerland a sco:State ; sco:countryCode "CH" .
"""


@pytest.fixture(autouse=True)
def states(workspace: Workspace) -> None:
    tell(workspace, "data/states/all.ttl", STATES)


def test_a_new_organisation_comes_as_one_of_no_particular_kind(workspace: Workspace):
    """The table calls universities and air forces private, and firms too."""
    bring_in("space-atlas", workspace)
    assert ask(workspace, "id:stanford-university a sco:Organization ; owl:sameAs wd:Q41506")
    assert ask(workspace, "id:united-states-air-force a sco:Organization")
    assert not ask(workspace, "?o a sco:Company")


def test_a_judged_kind_and_a_chosen_slug_stay(workspace: Workspace):
    tell(workspace, "data/companies/japan.ttl", "id:melco a sco:Company ; owl:sameAs wd:Q53257 .")
    bring_in("space-atlas", workspace)
    assert ask(
        workspace,
        'id:melco a sco:Company ; rdfs:label "Mitsubishi Electric"@en ; sco:basedIn id:japan ; '
        "sco:businessArea concept:business-area-spacecraft-manufacturer",
    )
    assert not ask(workspace, "id:mitsubishi-electric ?p ?o")


def test_a_firm_that_gcat_has_as_an_owner_alone_is_no_builder(workspace: Workspace, tmp_path: Path):
    """DMC International Imaging sells images of satellites that its parent builds."""
    row = {"name": "DMC International Imaging", "id": "dmc", "wikidataId": "Q5205607", "iso2": "GB"}
    whole = {"generatedAt": "2026-08-03", "organisations": [row | {"roles": ["manufacturer", "operator"]}]}
    (tmp_path / "organisations.open.json").write_text(json.dumps(whole), encoding="utf-8")
    tell(workspace, "data/companies/all.ttl", "id:dmc-imaging a sco:Company ; owl:sameAs wd:Q5205607 .")
    result, _ = bring_in("space-atlas", workspace, tmp_path)
    assert values(workspace, "id:dmc-imaging sco:businessArea ?x") == {
        PREFIXES["concept"] + "business-area-satellite-operator"
    }
    assert ("DMC International Imaging (Q5205607), manufacturer", "no builder by GCAT") in {
        (s.row, s.reason) for s in result.skipped
    }


def test_a_state_among_the_organisations_is_left_out(workspace: Workspace):
    result, _ = bring_in("space-atlas", workspace)
    assert any(s.row == "United States (Q30)" and s.reason == "not an organisation" for s in result.skipped)


def test_what_people_keep_elsewhere_gets_a_link_only(workspace: Workspace):
    tell(workspace, "data/agents/nasa.ttl", "id:nasa a sco:NationalSpaceAgency ; owl:sameAs wd:Q23548 .")
    result, _ = bring_in("space-atlas", workspace)
    assert values(workspace, "id:nasa rdfs:label ?x") == set()
    assert ask(workspace, 'id:nasa sco:linkCheckedDate "2026-08-03"^^xsd:date')
    assert any("kept in data/agents/nasa.ttl" in s.reason for s in result.skipped)


def test_the_first_of_january_stands_for_a_year(workspace: Workspace):
    bring_in("space-atlas", workspace)
    assert ask(workspace, "id:stanford-university sco:beginPrecision concept:date-precision-year")
    assert ask(workspace, 'id:pivdenmash sco:beginDate "1944-07-21"^^xsd:date')
    assert not ask(workspace, "id:pivdenmash sco:beginPrecision ?p")


def test_an_organisation_of_a_vanished_state_has_no_state_rather_than_a_wrong_one(workspace: Workspace):
    bring_in("space-atlas", workspace)
    assert ask(workspace, "?o owl:sameAs wd:Q2370801")
    assert not ask(workspace, "?o owl:sameAs wd:Q2370801 ; sco:basedIn ?s")


def test_the_open_tier_stands_under_cc0(workspace: Workspace):
    bring_in("space-atlas", workspace)
    assert values(workspace, "?g dcterms:license ?x") == {
        "https://creativecommons.org/publicdomain/zero/1.0/"
    }


def test_a_row_without_an_identifier_is_named(workspace: Workspace, tmp_path: Path):
    whole = json.loads((TABLES / "space-atlas" / "organisations.open.json").read_text(encoding="utf-8"))
    del whole["organisations"][3]["wikidataId"]
    (tmp_path / "organisations.open.json").write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(ImportSourceError, match=r"organisation 4 \(Pivdenmash\): there is no wikidataId"):
        bring_in("space-atlas", workspace, tmp_path)


def test_a_file_that_broke_off_is_named(workspace: Workspace, tmp_path: Path):
    (tmp_path / "organisations.open.json").write_text('{"organisations": [', encoding="utf-8")
    with pytest.raises(ImportSourceError, match=r"organisations\.open\.json is not a list of organisations"):
        bring_in("space-atlas", workspace, tmp_path)


def row(**fields: Any) -> dict[str, Any]:
    return {"id": "some", "orgType": "government", "name": "Some", "iso2": "US", "capabilities": {}} | fields


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """Some rows as the atlas makes them from two lists of Wikipedia."""
    rows = [
        row(
            id="nasa",
            name="National Aeronautics and Space Administration",
            wikipedia="https://en.wikipedia.org/wiki/NASA",
            capabilities={
                "eva": {"has": True, "detail": "SpaceX Polaris Dawn"},
                "moonLanding": {"has": True, "detail": "Apollo 11"},
                "crewedLaunch": {"has": True},
                "recoverablePayloads": {"has": True, "detail": "Discoverer 13"},
                "rover": {"has": False},
            },
            budget={"usdMillions": 25384.0, "year": "2023"},
        ),
        row(id="agency", name="Unheard-of Agency", wikipedia="https://en.wikipedia.org/wiki/Unheard"),
        row(
            id="ispace",
            name="ispace (Japan)",
            orgType="private",
            iso2="JP",
            wikipedia="https://en.wikipedia.org/wiki/Ispace",
            founded="2010-09-10",
            headquarters="Minato",
            capabilities={"softLanding": {"has": False}},
        ),
        row(id="ad-astra", name="Ad Astra", orgType="private", headquarters="Texas"),
        row(id="mircorp", name="MirCorp", orgType="private", wikipedia="https://en.wikipedia.org/wiki/Mir"),
    ]
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "agencies.json").write_text(
        json.dumps({"generatedAt": "2026-08-03T07:51:34Z", "organisations": rows}), encoding="utf-8"
    )
    return folder


@pytest.fixture
def nasa(workspace: Workspace) -> None:
    tell(
        workspace,
        "data/agents/nasa.ttl",
        "id:nasa a sco:NationalSpaceAgency ; foaf:isPrimaryTopicOf <https://en.wikipedia.org/wiki/NASA> .",
    )


@pytest.mark.usefixtures("nasa")
def test_capabilities_are_those_that_the_agency_has_shown_itself(workspace: Workspace, lists: Path):
    result, _ = bring_in("space-atlas-wikipedia", workspace, lists)
    found = values(workspace, "id:nasa sco:capability ?x")
    assert {iri.rsplit("/", 1)[1] for iri in found} == {"capability-eva", "capability-moon-landing"}
    doubted = {s.row.split(", ")[1]: s.reason for s in result.skipped if s.row.startswith("National Aero")}
    assert doubted == {
        "crewedLaunch": "the list names no example",
        "recoverablePayloads": "not shown by the agency itself",
    }


@pytest.mark.usefixtures("nasa")
def test_a_budget_has_its_year_its_currency_and_its_source(workspace: Workspace, lists: Path):
    bring_in("space-atlas-wikipedia", workspace, lists)
    assert ask(
        workspace,
        "id:nasa--budget--2023 a sco:BudgetFigure ; sco:budgetOf id:nasa ; sco:amount 25384000000.0 ; "
        'sco:currency "USD" ; sco:fiscalYear "2023" ; sco:source id:source-space-atlas-wikipedia',
    )


def test_an_agency_that_is_not_here_is_left_out_and_a_company_is_new(workspace: Workspace, lists: Path):
    result, _ = bring_in("space-atlas-wikipedia", workspace, lists)
    assert "Unheard-of Agency" in {s.row for s in result.skipped}
    assert ask(
        workspace,
        'id:ispace-japan a sco:Company ; rdfs:label "ispace"@en ; sco:basedIn id:japan ; '
        'sco:businessArea concept:business-area-lander-developer ; sco:beginDate "2010-09-10"^^xsd:date',
    )


def test_a_row_with_the_article_of_something_else_is_left_out(workspace: Workspace, lists: Path):
    result, _ = bring_in("space-atlas-wikipedia", workspace, lists)
    assert any(s.row == "MirCorp" and "the station Mir" in s.reason for s in result.skipped)


@pytest.mark.usefixtures("nasa")
def test_what_comes_from_wikipedia_goes_to_files_of_its_own_that_say_so(workspace: Workspace, lists: Path):
    result, _ = bring_in("space-atlas-wikipedia", workspace, lists)
    assert {path.parts[1] for path in result.files} == {"agents-wikipedia", "companies-wikipedia"}
    licences = values(workspace, "?g dcterms:source id:source-space-atlas-wikipedia ; dcterms:license ?x")
    assert licences == {"https://creativecommons.org/licenses/by-sa/4.0/"}
    assert len(result.files) == len(
        values(workspace, "?x dcterms:license <https://creativecommons.org/licenses/by-sa/4.0/>")
    )


def test_another_year_and_another_town_than_the_table_here_has_are_noted(workspace: Workspace, lists: Path):
    tell(
        workspace,
        "data/companies/japan.ttl",
        'id:ispace a sco:Company ; sco:beginDate "2011-01-01"^^xsd:date ; sco:seat "Nihonbashi" ; '
        "foaf:isPrimaryTopicOf <https://en.wikipedia.org/wiki/Ispace> .",
    )
    bring_in("space-atlas-wikipedia", workspace, lists)
    assert values(workspace, "id:ispace skos:note ?x") == {
        "Wikipedia's list begins it in 2010.@en",
        "Wikipedia's list has its seat in Minato.@en",
    }


def test_a_seat_is_a_town_and_neither_a_state_nor_a_part_of_one(workspace: Workspace, lists: Path):
    bring_in("space-atlas-wikipedia", workspace, lists)
    assert ask(workspace, '?ispace rdfs:label "ispace"@en ; sco:seat "Minato"')
    assert ask(workspace, "id:ad-astra a sco:Company") and not ask(workspace, "id:ad-astra sco:seat ?s")
