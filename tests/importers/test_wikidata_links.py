"""Links to Wikidata: of spacecraft by designator, of people by name and state; what is in doubt stays out."""

from pathlib import Path

import pytest
from bench import ask, bring_in, tell, values

from spaceonto.terms import WD
from spaceonto.workspace import Workspace

SPACECRAFT = "qid\tlabel\tcospar_id\tinstance_of"
PEOPLE = "qid\tlabel\tbirth_year\tgender_qid\tcitizenship_qids\tcitizenship_labels"


def table(folder: Path, name: str, heading: str, *rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return folder


def craft(workspace: Workspace, folder: Path, *rows: str) -> list[str]:
    """Import these items of spacecraft; the reasons why some were left out."""
    result, _ = bring_in(
        "wikidata-spacecraft", workspace, table(folder, "spacecraft_identifiers.tsv", SPACECRAFT, *rows)
    )
    return [skipped.reason for skipped in result.skipped]


def people(workspace: Workspace, folder: Path, *rows: str) -> list[str]:
    """Import these items of people; the reasons why some were left out."""
    result, _ = bring_in(
        "astronauts-wikidata", workspace, table(folder, "astronauts_qids.tsv", PEOPLE, *rows)
    )
    return [skipped.reason for skipped in result.skipped]


def person(workspace: Workspace, slug: str, name: str, state: str) -> None:
    tell(
        workspace,
        f"data/people/{slug}.ttl",
        f'id:{slug} a sco:Astronaut ; rdfs:label "{name}"@en ; sco:citizenOf id:{state} .',
    )


@pytest.fixture
def hubble(workspace: Workspace) -> None:
    tell(workspace, "data/assets/hubble.ttl", 'id:hubble a sco:SpaceTelescope ; sco:cosparId "1990-037B" .')


@pytest.mark.usefixtures("hubble")
def test_one_designator_on_either_side_makes_a_link(workspace: Workspace, tmp_path: Path):
    assert (
        craft(workspace, tmp_path / "s", "Q2513\tHubble\t1990-037B\tspace observatory", "Q1\tother\t\t") == []
    )
    assert values(workspace, "id:hubble owl:sameAs ?x") == {WD + "Q2513"}
    assert ask(workspace, 'id:hubble sco:linkCheckedDate "2025-12-15"^^xsd:date')
    assert ask(workspace, "id:hubble sco:source id:source-wikidata-spacecraft")


@pytest.mark.usefixtures("hubble")
def test_two_items_with_one_designator_make_none(workspace: Workspace, tmp_path: Path):
    reasons = craft(workspace, tmp_path / "s", "Q2513\tHubble\t1990-037B\t", "Q7\tHST\t1990-037B\t")
    assert reasons == ["several items have this designator"] * 2
    assert not ask(workspace, "?x owl:sameAs ?y")


def test_two_things_here_with_one_designator_make_none(workspace: Workspace, tmp_path: Path):
    tell(
        workspace,
        "data/assets/two.ttl",
        'id:harmony sco:cosparId "2007-050A" . id:sts-120 sco:cosparId "2007-050A" .',
    )
    assert craft(workspace, tmp_path / "s", "Q99\tSTS-120\t2007-050A\tSpace Shuttle mission") == [
        "several things here have it: harmony, sts-120"
    ]


def test_an_item_that_bears_the_designator_of_another_thing_makes_none(workspace: Workspace, tmp_path: Path):
    tell(workspace, "data/launches/1990s.ttl", 'id:dlr-tubsat sco:cosparId "1999-029B" .')
    assert craft(
        workspace, tmp_path / "s", "Q11227964\tkitsat-3\t1999-029B\tEarth observation satellite"
    ) == ["the item is KITSAT-3, ours DLR-TUBSAT, which flew with it"]


@pytest.mark.usefixtures("hubble")
def test_the_item_of_a_flight_is_not_the_item_of_the_ship(workspace: Workspace, tmp_path: Path):
    reasons = craft(workspace, tmp_path / "s", "Q5\tSTS-31\t1990-037B\thuman spaceflight")
    assert reasons == ["the item is a flight, ours is a spacecraft"]


@pytest.mark.usefixtures("hubble")
def test_what_another_file_links_is_not_linked_again(workspace: Workspace, tmp_path: Path):
    tell(workspace, "data/links/hand.ttl", "id:hubble owl:sameAs wd:Q2513 .")
    assert craft(workspace, tmp_path / "s", "Q2513\tHubble\t1990-037B\t") == [
        "linked already in another file"
    ]


def test_a_name_and_a_state_that_one_item_alone_has_make_a_link(workspace: Workspace, tmp_path: Path):
    person(workspace, "helen-sharman", "Helen Sharman", "united-kingdom")
    row = "Q233820\tHelen Sharman\t1963\tQ6581072\tQ145\tUnited Kingdom"
    assert people(workspace, tmp_path / "p", row) == []
    assert values(workspace, "id:helen-sharman owl:sameAs ?x") == {WD + "Q233820"}
    assert ask(workspace, "id:helen-sharman sco:source id:source-wikidata-astronauts")


@pytest.mark.parametrize(
    ("slug", "ours", "theirs", "state", "states"),
    [
        ("alexei-leonov", "Alexei Leonov", "Alexey Leonov", "soviet-union", "Russia"),
        ("yuri-glazkov", "Yuri Glazkov", "Yury Glazkov", "soviet-union", "Russia|Soviet Union"),
        ("georgi-dobrovolski", "Georgi Dobrovolski", "Georgy Dobrovolsky", "soviet-union", "Soviet Union"),
        ("alexander-volkov", "Alexander Volkov", "Aleksandr Aleksandrovich Volkov", "soviet-union", "Russia"),
        ("sigmund-jahn", "Sigmund Jähn", "Sigmund Jähn", "east-germany", "German Democratic Republic"),
        ("alper-gezeravci", "Alper Gezeravcı", "Alper Gezeravcı", "turkiye", "Turkey"),
    ],
)
def test_spellings_of_one_name_and_names_of_one_state_meet(
    workspace: Workspace, tmp_path: Path, slug: str, ours: str, theirs: str, state: str, states: str
):
    person(workspace, slug, ours, state)
    assert people(workspace, tmp_path / "p", f"Q10\t{theirs}\t1934\tQ6581097\tQ1\t{states}") == []
    assert values(workspace, f"id:{slug} owl:sameAs ?x") == {WD + "Q10"}


def test_of_two_items_with_one_name_neither_is_taken(workspace: Workspace, tmp_path: Path):
    person(workspace, "oleg-kononenko", "Oleg Kononenko", "russia")
    reasons = people(
        workspace,
        tmp_path / "p",
        "Q375659\tOleg Kononenko\t1964\tQ6581097\tQ159\tRussia",
        "Q10340525\tOleg Kononenko\t1938\tQ6581097\tQ15180\tSoviet Union",
    )
    assert reasons == ["fits oleg-kononenko, which fit other items too"] * 2
    assert not ask(workspace, "?x owl:sameAs ?y")


def test_the_whole_name_tells_two_of_one_first_and_last_name_apart(workspace: Workspace, tmp_path: Path):
    person(workspace, "gregory-c-johnson", "Gregory C. Johnson", "united-states")
    person(workspace, "gregory-h-johnson", "Gregory H. Johnson", "united-states")
    reasons = people(
        workspace,
        tmp_path / "p",
        "Q722106\tGregory C. Johnson\t1954\tQ6581097\tQ30\tUnited States",
        "Q520166\tGregory H. Johnson\t1962\tQ6581097\tQ30\tUnited States",
    )
    assert reasons == []
    assert values(workspace, "id:gregory-h-johnson owl:sameAs ?x") == {WD + "Q520166"}


def test_one_name_in_another_state_makes_no_link(workspace: Workspace, tmp_path: Path):
    person(workspace, "michael-lopez-alegria", "Michael López-Alegría", "united-states")
    people(workspace, tmp_path / "p", "Q1\tMichael López-Alegría\t1958\tQ6581097\tQ29\tSpain")
    assert not ask(workspace, "?x owl:sameAs ?y")
