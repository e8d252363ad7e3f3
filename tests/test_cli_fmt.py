"""`spaceonto fmt`: what it changes, what it says, and how it ends."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from spaceonto.cli import main

UNTIDY = "<a:s> <a:p> 2, 1 ."
TIDY = "<a:s>\n    <a:p> 1 ;\n    <a:p> 2 ;\n.\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("ontology", "data/agents", "shapes"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "ontology/spaceonto.ttl").write_text(UNTIDY)
    (tmp_path / "data/agents/nasa.ttl").write_text(UNTIDY)
    (tmp_path / "data/periods.ttl").write_text(TIDY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fmt(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["fmt", *arguments])


def test_all_of_data_is_formatted_and_nothing_else(workspace: Path) -> None:
    result = fmt()
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "data/agents/nasa.ttl formatted\n1 of 2 formatted, 0 refused.\n"
    assert (workspace / "data/agents/nasa.ttl").read_text() == TIDY
    assert (workspace / "ontology/spaceonto.ttl").read_text() == UNTIDY


def test_check_changes_nothing_and_ends_with_one(workspace: Path) -> None:
    result = fmt("--check")
    assert result.exit_code == 1
    assert result.stdout.startswith("data/agents/nasa.ttl is not in canonical form\n")
    assert (workspace / "data/agents/nasa.ttl").read_text() == UNTIDY
    fmt()
    assert fmt("--check").exit_code == 0


def test_a_file_and_a_folder_can_be_named(workspace: Path) -> None:
    (workspace / "data/agents/esa.ttl").write_text(UNTIDY)
    assert fmt("data/agents/nasa.ttl", "data/periods.ttl").stdout.endswith("1 of 2 formatted, 0 refused.\n")
    assert fmt("data/agents").stdout == "data/agents/esa.ttl formatted\n1 of 2 formatted, 0 refused.\n"


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        (b"<a:s> <a:p>", "spaceonto: data/bad.ttl:1:12: the file ends in the middle of a statement"),
        (b"<a:s> <a:p> '\xe9' .", "spaceonto: data/bad.ttl:1:14: the byte E9 is not UTF-8"),
        (b"<a:s> <a:p> [] .", "spaceonto: data/bad.ttl:1:13: a blank node stands where"),
        (b"# why\n<a:s> <a:p> 1 .", "spaceonto: data/bad.ttl:1:1: formatting would lose this comment"),
    ],
)
def test_a_bad_file_stays_as_it_is_while_good_ones_are_formatted(
    workspace: Path, contents: bytes, sentence: str
) -> None:
    bad = workspace / "data/bad.ttl"
    bad.write_bytes(contents)
    result = fmt()
    assert result.exit_code == 2
    assert result.stderr.startswith(sentence)
    assert result.stdout.endswith("1 of 3 formatted, 1 refused.\n")
    assert bad.read_bytes() == contents


def test_comments_are_dropped_on_demand(workspace: Path) -> None:
    file = workspace / "data/x.ttl"
    file.write_text("# why\n" + UNTIDY)
    assert fmt("data/x.ttl", "--drop-comments").exit_code == 0
    assert file.read_text() == TIDY


def test_what_cannot_be_formatted_is_named_before_anything_is_changed(workspace: Path) -> None:
    (workspace / "data/notes.txt").write_text("hello")
    (workspace / "data/link.ttl").symlink_to("agents/nasa.ttl")
    (workspace / "data/lost.ttl").symlink_to("nowhere.ttl")
    os.mkfifo(workspace / "data/pipe.ttl")
    for name, sentence in [
        ("data/none.ttl", "data/none.ttl does not exist."),
        ("data/notes.txt", "data/notes.txt is no Turtle file: its name does not end in .ttl."),
        ("data/link.ttl", "data/link.ttl is a symbolic link. Name the file it points to: agents/nasa.ttl."),
        ("data/lost.ttl", "data/lost.ttl is a symbolic link. Name the file it points to: nowhere.ttl."),
        ("data/pipe.ttl", "data/pipe.ttl is neither a file nor a folder."),
        ("ontology/spaceonto.ttl", "ontology/spaceonto.ttl is laid by hand, like all of ontology/"),
    ]:
        result = fmt("data/agents/nasa.ttl", name)
        assert result.exit_code == 2
        assert result.stderr.startswith(f"spaceonto: {sentence}")
    assert (workspace / "data/agents/nasa.ttl").read_text() == UNTIDY


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="rights do not bind this user")
def test_a_file_without_rights_is_named(workspace: Path) -> None:
    (workspace / "data/agents/nasa.ttl").chmod(0)
    result = fmt()
    assert result.exit_code == 2
    assert "data/agents/nasa.ttl cannot be read: Permission denied." in result.stderr
