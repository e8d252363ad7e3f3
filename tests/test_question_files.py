"""Question files are read with their headers, and what is wrong with one is said."""

from pathlib import Path

import pytest

from spaceonto.questions import find, parse, questions
from spaceonto.workspace import Workspace, WorkspaceError

TEXT = """# code: H6
# title: Modules of the ISS
# question: When was each module launched?
# keywords: ISS, module
# answer: module, date

SELECT ?module ?date { ?module ?p ?date }
"""


def write(root: Path, name: str, text: str) -> Path:
    path = root / "ontology" / "questions" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_header_is_read(tmp_path: Path) -> None:
    question = parse(write(tmp_path, "history/iss-modules.rq", TEXT))
    assert (question.code, question.slug, question.section) == ("H6", "iss-modules", "history")
    assert question.title == "Modules of the ISS"
    assert question.keywords == ("ISS", "module")
    assert question.answer == ("module", "date")
    assert question.heading == "History"
    assert question.text == TEXT


@pytest.mark.parametrize("line", ["code", "title", "question"])
def test_a_missing_line_is_named(tmp_path: Path, line: str) -> None:
    text = "".join(part for part in TEXT.splitlines(keepends=True) if not part.startswith(f"# {line}:"))
    with pytest.raises(WorkspaceError, match=rf"iss\.rq has no `# {line}: …`"):
        parse(write(tmp_path, "history/iss.rq", text))


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "history/iss.rq", "")
    path.write_bytes(b"# code: \xff")
    with pytest.raises(WorkspaceError, match="UTF-8"):
        parse(path)


def test_questions_come_by_section_and_number(tmp_path: Path) -> None:
    for code in ("P2", "H10", "H9", "X1", "D3"):
        write(tmp_path, f"any/{code.lower()}.rq", TEXT.replace("H6", code))
    found = questions(Workspace(tmp_path, tmp_path))
    assert [question.code for question in found] == ["H9", "H10", "P2", "D3", "X1"]


def test_a_name_that_two_sections_use_needs_its_section(tmp_path: Path) -> None:
    write(tmp_path, "history/same.rq", TEXT)
    write(tmp_path, "trust/same.rq", TEXT.replace("H6", "X1"))
    known = questions(Workspace(tmp_path, tmp_path))
    assert find("same", known) is None
    assert find("trust/same", known) is not None
    assert getattr(find("x1", known), "section", None) == "trust"
