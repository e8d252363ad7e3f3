"""A release that somebody damaged is no release: it is made anew, and nobody meets a traceback."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from small_workspace import write
from spaceonto.release import Options, Release, build, current, prune
from spaceonto.workspace import Workspace

NO_REASONING = Options(reasoner="none")


def run(workspace: Workspace, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "spaceonto", "--workspace", str(workspace.root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def cut(name: str) -> Callable[[Release], object]:
    def damage(release: Release) -> None:
        file = release.folder / name
        file.write_bytes(file.read_bytes()[:-30])

    return damage


def lose(name: str) -> Callable[[Release], object]:
    return lambda release: (release.folder / name).unlink()


def manifest(text: str) -> Callable[[Release], object]:
    return lambda release: (release.folder / "manifest.json").write_text(text.format(release.folder.name))


DAMAGES = {
    "stated triples cut": cut("asserted.nq"),
    "inferred triples cut": cut("inferred.nt"),
    "stated triples lost": lose("asserted.nq"),
    "inferred triples lost": lose("inferred.nt"),
    "manifest lost": lose("manifest.json"),
    "manifest cut": cut("manifest.json"),
    "manifest is a list": manifest("[]"),
    "manifest says little": manifest('{{"digest": "{0}", "created": "2026"}}'),
    "manifest names no sizes": manifest(
        '{{"digest": "{0}", "created": "", "counts": {{}}, "seconds": {{}}, "files": {{"inferred.nt": 5}}}}'
    ),
    "folder lost": lambda release: shutil.rmtree(release.folder),
}
POINTERS = {
    "nowhere": b"gone\n",
    "nothing": b"",
    "no text": b"\xff\xfe",
    "no name": b"a\0b",
    "long": b"x" * 5000,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_release_is_made_anew(workspace: Workspace, damage: Callable[[Release], object]) -> None:
    whole = build(workspace).release
    assert whole is not None
    before = {name: (whole.folder / name).read_bytes() for name in ("asserted.nq", "inferred.nt")}
    damage(whole)
    assert current(workspace) is None
    outcome = build(workspace)
    assert outcome.is_new
    assert outcome.release == current(workspace) is not None
    assert {name: (outcome.release.folder / name).read_bytes() for name in before} == before


@pytest.mark.parametrize("text", POINTERS.values(), ids=POINTERS)
def test_a_damaged_pointer_is_set_to_the_release_that_is_there(workspace: Workspace, text: bytes) -> None:
    made = build(workspace, NO_REASONING).release
    (workspace.releases / "current").write_bytes(text)
    assert current(workspace) is None
    outcome = build(workspace, NO_REASONING)
    assert not outcome.is_new
    assert outcome.release == current(workspace) == made


@pytest.mark.parametrize("name", ["stated triples cut", "manifest is a list", "manifest says little"])
def test_who_asks_a_damaged_release_gets_the_answer_of_a_new_one(workspace: Workspace, name: str) -> None:
    made = build(workspace).release
    assert made is not None
    DAMAGES[name](made)
    query = workspace.root / "agents.rq"
    query.write_text("SELECT ?x { ?x a <https://w3id.org/spaceonto/ns#Agent> } ORDER BY ?x")
    asked = run(workspace, "query", str(query), "--format", "csv")
    assert asked.returncode == 0, asked.stderr
    assert [line.rpartition("/")[2] for line in asked.stdout.split()] == ["x", "esa", "nasa"]


def test_a_folder_in_the_place_of_the_pointer_is_told_in_a_sentence(workspace: Workspace) -> None:
    pointer = workspace.releases / "current"
    pointer.mkdir(parents=True)
    outcome = run(workspace, "build", "--reasoner", "none")
    assert outcome.returncode == 2
    assert outcome.stderr.splitlines()[-1] == (
        f"spaceonto: No release was made: {pointer} cannot be used (Is a directory). "
        "Look at what is there; an earlier release is untouched."
    )
    pointer.rmdir()
    assert run(workspace, "build", "--reasoner", "none").returncode == 0


def test_who_reads_a_release_goes_on_while_new_ones_are_made(workspace: Workspace) -> None:
    """The release before the current one is kept, and an open file survives even its removal."""
    old = build(workspace, NO_REASONING, keep=2).release
    assert old is not None
    with (old.folder / "asserted.nq").open("rb") as reader:
        beginning = reader.read(10)
        text = (old.folder / "asserted.nq").read_bytes()
        write(workspace, "data/more.ttl", 'id:mars a sco:Place ; rdfs:label "Mars"@en .')
        new = build(workspace, NO_REASONING, keep=2).release
        assert current(workspace) == new != old
        assert (old.folder / "asserted.nq").read_bytes() == text
        assert prune(workspace, keep=1) == [old.folder]
        assert not old.folder.exists()
        assert beginning + reader.read() == text


def test_equal_files_in_another_place_and_process_give_equal_bytes(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = build(workspace).release
    other = tmp_path / "another place"
    shutil.copytree(workspace.root, other, ignore=shutil.ignore_patterns(".spaceonto"))
    there = Workspace(other, other / ".spaceonto" / "releases")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    assert run(there, "build").returncode == 0
    again = current(there)
    assert made is not None and again is not None
    assert again.digest == made.digest
    for name in ("asserted.nq", "inferred.nt", "anonymous.nt"):
        assert (again.folder / name).read_bytes() == (made.folder / name).read_bytes()


def test_each_option_makes_a_release_of_its_own(workspace: Workspace) -> None:
    every = [NO_REASONING, Options(), Options(sameas=True), Options("none", sameas=True)]
    digests = [made.digest for option in every if (made := build(workspace, option).release)]
    assert len(set(digests)) == len(every)
    stated = build(workspace, NO_REASONING).release
    assert stated is not None and (stated.folder / "inferred.nt").read_bytes() == b""
