"""States, territories and regions from datasets/country-codes."""

import csv
from pathlib import Path

import pytest
from bench import TABLES, ask, bring_in, tell, values

from spaceonto.importers import ImportSourceError
from spaceonto.workspace import Workspace

FILE = "country-codes.csv"


def test_members_and_observers_of_the_united_nations_are_states(workspace: Workspace):
    bring_in("country-codes", workspace)
    states = values(workspace, "?s a sco:State ; sco:countryCode ?x")
    assert states == {"AE", "BO", "FM", "GB", "NA", "PS", "VA"}


def test_a_place_that_the_united_nations_do_not_list_is_a_territory(workspace: Workspace):
    """So come two members whose names the publisher lost; where the data knows better, it stays."""
    bring_in("country-codes", workspace)
    assert values(workspace, "?s a sco:Territory ; sco:countryCode ?x") == {"CI", "CK", "EH", "TR", "TW"}


def test_what_the_data_calls_a_state_stays_one_under_its_own_slug(workspace: Workspace):
    tell(workspace, "data/states/asia.ttl", 'id:turkiye a sco:State ; sco:countryCode "TR" .')
    bring_in("country-codes", workspace)
    assert ask(workspace, 'id:turkiye a sco:State ; sco:m49Code "792" ; rdfs:label "تركيا"@ar')
    assert not ask(workspace, "?s a sco:Territory ; sco:countryCode 'TR'")


def test_a_place_where_nobody_lives_is_left_out(workspace: Workspace):
    result, _ = bring_in("country-codes", workspace)
    assert not ask(workspace, '?s sco:countryCode "AQ"')
    assert any("AQ Antarctica" in skipped.row for skipped in result.skipped)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("VA", {"Holy See@en", "Saint-Siège@fr"}),
        ("PS", {"State of Palestine@en", "État de Palestine@fr"}),
        ("AE", {"United Arab Emirates@en", "Émirats arabes unis@fr"}),
        ("CK", {"Cook Islands@en", "Îles Cook@fr"}),
    ],
)
def test_names_lose_their_article_and_their_star(workspace: Workspace, code: str, names: set[str]):
    bring_in("country-codes", workspace)
    assert names <= values(workspace, f'?s sco:countryCode "{code}" ; rdfs:label ?x')


def test_a_bracket_that_belongs_to_the_name_stays(workspace: Workspace):
    bring_in("country-codes", workspace)
    assert ask(workspace, '?s rdfs:label "Micronesia (Federated States of)"@en')


def test_every_place_has_a_name_in_the_six_languages_of_the_united_nations(workspace: Workspace):
    bring_in("country-codes", workspace)
    nameless = values(
        workspace,
        "?s sco:countryCode ?x VALUES ?l { 'ar' 'en' 'es' 'fr' 'ru' 'zh' } "
        "FILTER NOT EXISTS { ?s rdfs:label ?n FILTER(LANG(?n) = ?l) }",
    )
    assert nameless == set()


def test_codes_of_the_m49_standard_keep_their_leading_nought(workspace: Workspace):
    bring_in("country-codes", workspace)
    assert ask(workspace, '?s sco:countryCode "BO" ; sco:m49Code "068"')


def test_a_state_lies_in_its_smallest_region_and_that_in_a_larger_one(workspace: Workspace):
    bring_in("country-codes", workspace)
    assert ask(
        workspace,
        '?s sco:countryCode "NA" ; sco:locatedIn ?a . '
        '?a rdfs:label "Southern Africa"@en ; sco:locatedIn+ id:africa',
    )


def test_the_region_micronesia_is_not_the_state(workspace: Workspace):
    bring_in("country-codes", workspace)
    assert ask(
        workspace,
        "id:micronesia-region a sco:Place . ?s sco:countryCode 'FM' ; sco:locatedIn id:micronesia-region",
    )


def test_a_link_that_other_tables_contradict_is_not_made(workspace: Workspace):
    result, _ = bring_in("country-codes", workspace)
    assert not ask(workspace, "?s sco:countryCode 'EH' ; owl:sameAs ?w")
    assert any("EH" in s.row and "two other tables" in s.reason for s in result.skipped)
    assert ask(workspace, "?s sco:countryCode 'GB' ; owl:sameAs wd:Q145 ; sco:linkCheckedDate ?d")


def test_the_files_name_their_source_and_licence(workspace: Workspace):
    bring_in("country-codes", workspace)
    licences = values(workspace, "?g dcterms:source id:source-country-codes ; dcterms:license ?x")
    assert licences == {"http://opendatacommons.org/licenses/pddl/1.0/"}


def test_a_column_that_is_gone_is_named(workspace: Workspace, tmp_path: Path):
    with (TABLES / "country-codes" / FILE).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    column = rows[0].index("M49")
    with (tmp_path / FILE).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([*row[:column], *row[column + 1 :]] for row in rows)
    with pytest.raises(ImportSourceError, match=r"country-codes\.csv, line 1: there is no column M49"):
        bring_in("country-codes", workspace, tmp_path)
