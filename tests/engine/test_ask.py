"""One query from the command line, without a server."""

import csv
import io
import json
from pathlib import Path

import pytest
import rdflib

from spaceonto.engine import QueryRefused, QuerySyntaxError
from spaceonto.engine.ask import ask, plain
from spaceonto.workspace import Workspace, WorkspaceError

QUESTION = """# code: H1
# title: Acronyms
# question: Which acronyms are there?

SELECT ?agent ?name { ?agent sco:acronym ?name } ORDER BY ?name
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("asked")
    section = root / "ontology" / "questions" / "history"
    section.mkdir(parents=True)
    (section / "acronyms.rq").write_text(QUESTION, "utf-8")
    return Workspace(root, root / "releases")


def asked(workspace: Workspace, folder: Path, name: str, form: str = "table") -> str:
    out = io.StringIO()
    ask(workspace, folder, name, form, 10, out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["acronyms", "history/acronyms", "H1", "h1", "acronyms.rq"])
def test_a_question_is_asked_by_name_or_code(workspace: Workspace, folder: Path, name: str) -> None:
    rows = list(csv.reader(io.StringIO(asked(workspace, folder, name, "csv"))))
    assert [row[1] for row in rows] == ["name", "ESA", "NASA"]


def test_a_table_has_a_row_a_line_with_short_names(workspace: Workspace, folder: Path) -> None:
    lines = [line.split() for line in asked(workspace, folder, "H1").splitlines()]
    assert ["id:esa", "ESA"] in lines
    assert ["id:nasa", "NASA"] in lines


def test_a_file_and_the_standard_input_are_asked(
    workspace: Workspace, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "my.rq"
    file.write_text("ASK { id:nasa a sco:SpaceAgency }", "utf-8")
    assert asked(workspace, folder, str(file)) == "yes\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("CONSTRUCT WHERE { ?s sco:acronym ?o }"))
    assert len(rdflib.Graph().parse(data=asked(workspace, folder, "-"), format="turtle")) == 2


@pytest.mark.parametrize("form", ["json", "application/sparql-results+json"])
def test_a_format_has_a_name_or_a_media_type(workspace: Workspace, folder: Path, form: str) -> None:
    assert len(json.loads(asked(workspace, folder, "H1", form))["results"]["bindings"]) == 2


def test_what_cannot_be_asked_is_told_with_a_remedy(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(WorkspaceError, match="Did you mean acronyms"):
        asked(workspace, folder, "acronym")
    with pytest.raises(WorkspaceError, match="`spaceonto questions` lists them"):
        asked(workspace, folder, "zzz")
    with pytest.raises(QueryRefused, match="Choose one of: json"):
        asked(workspace, folder, "H1", "ttl")
    file = tmp_path / "broken.rq"
    file.write_text("SELECT * {", "utf-8")
    with pytest.raises(QuerySyntaxError, match="Line 1, column 10"):
        asked(workspace, folder, str(file))
    file.write_bytes(b"SELECT '\xff'")
    with pytest.raises(WorkspaceError, match="UTF-8"):
        asked(workspace, folder, str(file))


def test_text_of_the_data_cannot_steer_the_terminal() -> None:
    assert plain({"type": "literal", "value": "a\x1b[31mb\nc\x07"}) == "a [31mb c "
    assert plain({"type": "literal", "value": "[bold]x[/bold]"}) == "[bold]x[/bold]"
