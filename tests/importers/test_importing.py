"""What holds for every importer: runs again change nothing, failures change nothing, people's words stay."""

import gzip
from pathlib import Path

import pytest
from bench import TABLES, ask, bring_in, bytes_of, tell
from click.testing import CliRunner
from pyoxigraph import NamedNode, Triple

from spaceonto.cli import main
from spaceonto.importers import Import, ImportSourceError, convert, save
from spaceonto.workspace import Workspace, WorkspaceError

PEOPLE = """
id:japan a sco:State ; sco:countryCode "JP" . id:united-states a sco:State ; sco:countryCode "US" .
id:melco a sco:Company ; owl:sameAs wd:Q53257 . id:nasa a sco:NationalSpaceAgency ; owl:sameAs wd:Q23548 .
"""


@pytest.fixture
def sources(tmp_path: Path) -> dict[str, Path]:
    folder = tmp_path / "gcat"
    folder.mkdir()
    (folder / "orgs.tsv").write_bytes((TABLES / "gcat" / "orgs.tsv").read_bytes())
    with gzip.open(folder / "launchlog.tsv.gz", "wt", encoding="utf-8") as stream:
        stream.write("#Launch_Tag\tSatOwner\tSatState\tAgency\tLVState\n2009-1\tSPX\tUS\tSPX\tUS\n")
    return {
        "country-codes": TABLES / "country-codes",
        "space-atlas": TABLES / "space-atlas",
        "gcat-orgs": folder,
        "ror": TABLES / "ror",
    }


def test_an_import_of_the_same_files_changes_nothing(workspace: Workspace, sources: dict[str, Path]):
    tell(workspace, "data/agents/people.ttl", PEOPLE)
    for source, folder in sources.items():
        bring_in(source, workspace, folder)
    before = bytes_of(workspace)
    for source, folder in sources.items():
        _, changes = bring_in(source, workspace, folder)
        assert changes == []
    assert bytes_of(workspace) == before


def test_the_registry_finds_what_the_atlas_links_whichever_comes_first(
    workspace: Workspace, sources: dict[str, Path], tmp_path: Path
):
    other = Workspace(tmp_path / "other", tmp_path / "releases")
    orders = ((workspace, list(sources)), (other, list(reversed(sources))))
    for each, order in orders:
        tell(each, "data/agents/people.ttl", PEOPLE)
        for _ in range(2):
            for source in order:
                bring_in(source, each, sources[source])
    assert ask(other, "id:nasa sco:rorId ?r") and ask(workspace, "id:nasa sco:rorId ?r")


def test_a_new_release_that_differs_in_one_name_changes_one_triple(workspace: Workspace, tmp_path: Path):
    bring_in("country-codes", workspace)
    table = (TABLES / "country-codes" / "country-codes.csv").read_text(encoding="utf-8")
    (tmp_path / "country-codes.csv").write_text(table.replace("Windhoek", "Windhuk"), encoding="utf-8")
    assert bring_in("country-codes", workspace, tmp_path)[1] == []
    (tmp_path / "country-codes.csv").write_text(
        table.replace("Namibie (la)", "Namibi (la)"), encoding="utf-8"
    )
    _, changes = bring_in("country-codes", workspace, tmp_path)
    assert [(change.path.name, change.added, change.removed) for change in changes] == [("africa.ttl", 1, 1)]


def test_what_people_wrote_is_never_touched(workspace: Workspace, sources: dict[str, Path]):
    tell(workspace, "data/agents/people.ttl", PEOPLE)
    before = bytes_of(workspace)["people.ttl"]
    for source, folder in sources.items():
        bring_in(source, workspace, folder)
    assert bytes_of(workspace)["people.ttl"] == before


def test_a_dry_run_tells_the_changes_and_writes_nothing(workspace: Workspace):
    result = convert("country-codes", TABLES / "country-codes", workspace)
    changes = save(result, workspace, dry_run=True)
    assert sum(change.added for change in changes) > 100
    assert bytes_of(workspace) == {}


def test_a_failure_while_writing_leaves_everything_as_it_was(workspace: Workspace):
    tell(workspace, "data/a.ttl", "id:a a sco:State .")
    before = bytes_of(workspace)
    node = NamedNode("https://w3id.org/spaceonto/id/a")
    triples = [Triple(node, node, node)]
    with pytest.raises(WorkspaceError, match="cannot be written"):
        save(Import({Path("data/a.ttl"): triples, Path("data/a.ttl/b.ttl"): triples}, []), workspace)
    assert bytes_of(workspace) == before


def test_two_new_organisations_of_one_name_get_two_slugs(workspace: Workspace):
    tell(
        workspace, "data/agents/people.ttl", 'id:stanford-university a sco:Place ; rdfs:label "Stanford"@en .'
    )
    bring_in("space-atlas", workspace)
    assert ask(workspace, "id:stanford-university-us a sco:Organization ; owl:sameAs wd:Q41506")


def test_an_unknown_source_is_answered_with_the_known_ones(workspace: Workspace):
    with pytest.raises(ImportSourceError, match=r"no importer for 'gcatt'\. Choose one of: .*gcat-orgs"):
        convert("gcatt", TABLES, workspace)


def test_a_missing_file_is_named_with_what_to_do(workspace: Workspace, tmp_path: Path):
    with pytest.raises(ImportSourceError, match=r"country-codes\.csv is missing\. Put the file there"):
        convert("country-codes", tmp_path, workspace)


def test_a_row_that_broke_off_is_named_by_its_line(workspace: Workspace, tmp_path: Path):
    text = (TABLES / "ror" / "ror_space_orgs.tsv").read_text(encoding="utf-8")
    lines = text.splitlines()
    (tmp_path / "ror_space_orgs.tsv").write_text("\n".join([*lines[:3], lines[3][:30]]), encoding="utf-8")
    with pytest.raises(ImportSourceError, match=r"ror_space_orgs\.tsv, line 4: the row has \d+ of \d+ cells"):
        convert("ror", tmp_path, workspace)


def test_a_table_in_another_encoding_is_named(workspace: Workspace, tmp_path: Path):
    (tmp_path / "country-codes.csv").write_bytes("Côte d’Ivoire".encode("utf-16"))
    with pytest.raises(ImportSourceError, match="is not UTF-8"):
        convert("country-codes", tmp_path, workspace)


def test_broken_turtle_in_the_data_stops_the_import_and_names_the_file(workspace: Workspace):
    tell(workspace, "data/states/broken.ttl", "id:a a")
    with pytest.raises(ImportSourceError, match=r"data/states/broken\.ttl is not Turtle"):
        convert("country-codes", TABLES / "country-codes", workspace)


def run(workspace: Workspace, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--workspace", str(workspace.root), "import", *words])
    return result.exit_code, result.output


def test_the_command_tells_what_it_wrote_and_what_it_left_out(workspace: Workspace):
    code, said = run(workspace, "country-codes", str(TABLES / "country-codes"))
    assert code == 0
    assert "data/states/africa.ttl: +" in said
    assert "left out: line 2, AQ Antarctica: no capital: nobody lives there" in said
    assert "files written" in said


def test_the_command_fails_with_one_sentence_and_status_two(workspace: Workspace, tmp_path: Path):
    code, said = run(workspace, "country-codes", str(tmp_path / "nowhere"))
    assert code == 2
    assert "Traceback" not in said
    assert "nowhere" in said
