"""A file is put into canonical form wholly or left as it was."""

import os
from pathlib import Path

import pytest

from spaceonto.turtle import TurtleError, canonical, format_file
from spaceonto.workspace import WorkspaceError

UNTIDY = b"<a:s> <a:p> 2, 1 ."
TIDY = b"<a:s>\n    <a:p> 1 ;\n    <a:p> 2 ;\n.\n"


def test_formatting_twice_is_formatting_once(tmp_path: Path) -> None:
    file = tmp_path / "x.ttl"
    file.write_bytes(UNTIDY)
    assert format_file(file)
    assert file.read_bytes() == TIDY
    assert not format_file(file)


def test_looking_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "x.ttl"
    file.write_bytes(UNTIDY)
    assert format_file(file, check=True)
    assert file.read_bytes() == UNTIDY


def test_a_file_in_order_is_not_even_touched(tmp_path: Path) -> None:
    file = tmp_path / "x.ttl"
    file.write_bytes(TIDY)
    os.utime(file, (1, 1))
    format_file(file)
    assert file.stat().st_mtime == 1


def test_the_rights_of_a_file_stay_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "x.ttl"
    file.write_bytes(UNTIDY)
    file.chmod(0o640)
    format_file(file)
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_a_failed_write_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "x.ttl"
    file.write_bytes(UNTIDY)
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(WorkspaceError, match="cannot be written: No space left on device"):
        format_file(file)
    assert file.read_bytes() == UNTIDY
    assert list(tmp_path.iterdir()) == [file]


def test_a_comment_is_not_lost_unless_told_to() -> None:
    data = b'<a:s> <a:p> "# no comment", <a:#> . # a comment\n'
    with pytest.raises(TurtleError, match=r"^x\.ttl:1:37: formatting would lose this comment"):
        canonical(data, "x.ttl")
    assert "a comment" not in canonical(data, "x.ttl", drop_comments=True)


@pytest.mark.parametrize(
    "data", [b'<a:s> <a:p> "# no" .', b"<a:s#> <a:p#> <a:#o> .", b"<a:s> <a:p> '''\n#''' ."]
)
def test_a_hash_in_a_text_or_an_iri_is_no_comment(data: bytes) -> None:
    assert "#" in canonical(data, "x.ttl")


@pytest.mark.parametrize("data", [b"#", b"# x", b"<a:s> <a:p> 1 .#", b"\n<a:s> # x\n<a:p> 1 ."])
def test_a_comment_is_seen_wherever_it_stands(data: bytes) -> None:
    with pytest.raises(TurtleError, match="formatting would lose this comment"):
        canonical(data, "x.ttl")


def test_a_blank_node_is_refused_with_its_place() -> None:
    with pytest.raises(TurtleError, match=r"^x\.ttl:2:7: a blank node .* Give it an IRI of its own"):
        canonical(b"<a:s> <a:p> 1 ;\n<a:q> [ <a:r> 2 ] .", "x.ttl")
