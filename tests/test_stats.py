"""`spaceonto stats` over a world small enough to be counted by hand."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from spaceonto.cli import main
from spaceonto.dataset import parse
from spaceonto.stats import SHOWN, Table, render, stats

HEAD = """
PREFIX concept: <https://w3id.org/spaceonto/concept/>
PREFIX id: <https://w3id.org/spaceonto/id/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sco: <https://w3id.org/spaceonto/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
ONTOLOGY = """
sco:Agent a owl:Class ; rdfs:label "agent"@en .
sco:Organization a owl:Class ; rdfs:label "organisation"@en , "Organisation"@de ; rdfs:subClassOf sco:Agent .
sco:Company a owl:Class ; rdfs:label "company"@en ; rdfs:subClassOf sco:Organization .
sco:InternationalForum a owl:Class ; rdfs:label "forum"@en ; rdfs:subClassOf sco:Organization .
sco:Mission a owl:Class ; rdfs:label "mission"@en .
sco:RoboticMission a owl:Class ; rdfs:label "robotic mission"@en ; rdfs:subClassOf sco:Mission .
sco:Agreement a owl:Class ; rdfs:label "agreement"@en .
concept:source-quality-official skos:prefLabel "official"@en .
concept:source-quality-weak skos:prefLabel "weak"@en .
"""
DATA = """
id:good rdfs:label "Good source"@en ; sco:sourceQuality concept:source-quality-official .
id:bad rdfs:label "Bad source"@en ; sco:sourceQuality concept:source-quality-weak .
id:bad-page-2 rdfs:label "Page 2"@en ; sco:partOf id:bad .

id:maker a sco:Company ; sco:basedIn id:state ; sco:beginDate "1066-01-01"^^xsd:date ; sco:source id:good ;
    owl:sameAs wd:Q1 , <https://ror.org/1> .
id:seller a sco:Company ; sco:beginDate "1999-12-31"^^xsd:date ; sco:source id:good , id:bad .
id:forum a sco:InternationalForum ; sco:source id:bad .

id:probe a sco:RoboticMission ; sco:launchDate "1990-01-01"^^xsd:date ; sco:beginDate "1989-12-31"^^xsd:date ;
    sco:source id:bad , id:bad-page-2 .
id:orbiter a sco:RoboticMission ; sco:launchDate "1991-01-01"^^xsd:date ; sco:source id:good .
id:orbiter--participation--maker sco:participationIn id:orbiter ; sco:source id:good .

id:pact a sco:Agreement ; sco:party id:maker ; sco:source id:nowhere .
id:pact--signature sco:signatureOf id:pact ; sco:eventDate "1988-05-05"^^xsd:date ; sco:source id:good .
id:deal a sco:Agreement ; sco:source id:good .
"""


def tables(data: str = DATA) -> dict[str, Table]:
    files = {"ontology/core.ttl": (HEAD + ONTOLOGY).encode(), "data/all.ttl": (HEAD + data).encode()}
    dataset = parse(files)
    assert not dataset.errors
    return {table.name: table for table in stats(dataset)}


def row(table: Table, name: object) -> tuple[object, ...]:
    (found,) = [figures for figures in table.rows if figures[0] == name]
    return found[1:]


def test_the_overview_counts_data_and_leaves_the_ontology_out() -> None:
    overview = dict(tables()["overview"].rows)
    assert overview == {
        "files of data": 1,
        "statements in them": 36,
        "facts, each with its source": 9,
        "facts with two or more sources": 2,
        "sources cited": 4,
        "things linked to Wikidata": 1,
    }


def test_a_class_counts_what_belongs_to_its_subclasses_and_only_links_to_wikidata() -> None:
    classes = tables()["classes"]
    assert row(classes, "agent") == row(classes, "organisation") == (3, 1, 33.3)
    assert row(classes, "company") == (2, 1, 50.0)
    assert row(classes, "mission") == (2, 0, 0.0)


def test_a_source_is_told_with_its_facts_and_its_quality() -> None:
    sources = tables()["sources"]
    assert sources.rows == (
        ("id:good", "Good source", "official", 6),
        ("id:bad", "Bad source", "weak", 3),
        ("id:bad-page-2", "Page 2", "weak", 1),
        ("id:nowhere", "", "not stated", 1),
    )


def test_a_fact_with_sources_of_two_qualities_rests_on_neither_alone() -> None:
    qualities = tables()["qualities"]
    assert row(qualities, "official") == (1, 6, 66.7, 5)
    assert row(qualities, "weak") == (2, 3, 33.3, 2)
    assert row(qualities, "not stated") == (1, 1, 11.1, 1)


def test_facts_are_counted_by_the_number_of_their_sources() -> None:
    assert tables()["support"].rows == ((1, 7, 77.8), (2, 2, 22.2))


def test_a_thing_belongs_to_the_decade_of_its_earliest_date() -> None:
    decades = tables()["decades"]
    agreements = decades.columns.index("agreements")
    robotic = decades.columns.index("robotic missions")
    founded = decades.columns.index("organisations founded")
    assert [(r[0], r[agreements], r[robotic], r[founded]) for r in decades.rows] == [
        ("until 1949", 0, 0, 1),
        ("1980s", 1, 1, 0),
        ("1990s", 0, 1, 1),
    ]


def test_gaps_say_how_many_of_how_many() -> None:
    gaps = tables()["gaps"]
    assert row(gaps, "organisations without a state") == (1, 3, 33.3)
    assert row(gaps, "organisations without a founding date") == (1, 3, 33.3)
    assert row(gaps, "agreements without a date") == (1, 2, 50.0)
    assert row(gaps, "agreements without a party") == (1, 2, 50.0)
    assert row(gaps, "missions without participants") == (1, 2, 50.0)
    assert row(gaps, "launches without a provider") == (0, 0, 0.0)


def test_json_and_csv_tell_the_same_figures() -> None:
    everything = tables().values()
    told = json.loads(render(everything, "json"))
    lines = list(csv.DictReader(io.StringIO(render(everything, "csv"))))
    assert {"table": "classes", "row": "company", "figure": "% linked", "value": "50.0"} in lines
    figures = sum(len(r) - 1 for rows in told.values() for r in rows)
    assert figures == len(lines) > 50
    assert told["gaps"][0] == {"gap": "organisations without a state", "things": 1, "of": 3, "%": 33.3}


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_a_long_list_for_the_eye_says_how_long_it_is(form: str) -> None:
    many = "".join(f"id:x{n} sco:source id:source-{n} .\n" for n in range(SHOWN + 5))
    text = render([tables(many)["sources"]], form)
    assert f"The first {SHOWN} of {SHOWN + 5}." in text
    assert text.count("id:source-") == SHOWN
    assert render([tables(many)["sources"]], "csv").count("id:source-") == 3 * (SHOWN + 5)


def test_markdown_is_a_table_that_a_bar_in_a_title_does_not_break() -> None:
    text = render([Table("t", ("what", "count"), (("a | b", 1),))], "markdown")
    assert text.startswith("## t\n")
    assert [line.count("|") for line in text.splitlines() if "|" in line] == [3, 3, 3]


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(folder), "stats", *options])


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for folder in ("ontology", "data", "shapes"):
        (tmp_path / folder).mkdir()
    (tmp_path / "ontology/spaceonto.ttl").write_text(HEAD + ONTOLOGY)
    (tmp_path / "data/all.ttl").write_text(HEAD + DATA)
    return tmp_path


def test_the_verb_needs_no_release(workspace: Path) -> None:
    result = run(workspace, "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["overview"][2]["count"] == 9
    assert sorted(path.name for path in workspace.iterdir()) == ["data", "ontology", "shapes"]


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_counted(workspace: Path) -> None:
    (workspace / "data/broken.ttl").write_text("id:x sco:source .")
    result = run(workspace, "--format", "json")
    assert result.exit_code == 1
    assert "data/broken.ttl" in result.stderr
    assert json.loads(result.stdout)["overview"][0]["count"] == 1
