"""A release that was cited is kept, whatever comes after it; where that cannot be promised, it is said."""

import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from small_workspace import write
from spaceonto.release import Options, build, cited, find, prune, releases
from spaceonto.release.cited import is_cited, keep

NO_REASONING = Options(reasoner="none")


def several(workspace, number: int) -> list:
    made = []
    for index in range(number):
        write(workspace, "data/more.ttl", f'id:n{index} a sco:Place ; rdfs:label "{index}"@en .')
        made.append(build(workspace, NO_REASONING, keep=10).release)
    return made


def test_a_cited_release_is_never_pruned(workspace):
    first, *_, last = several(workspace, 4)
    assert keep(first.folder) == ""
    gone = prune(workspace, keep=1)
    assert len(gone) == 2
    assert {release.digest for release in releases(workspace)} == {first.digest, last.digest}
    assert find(workspace, first.digest).is_cited
    assert not last.is_cited
    write(workspace, "data/more.ttl", 'id:n9 a sco:Place ; rdfs:label "9"@en .')
    build(workspace, NO_REASONING, keep=1)
    assert find(workspace, first.digest).is_cited


def test_citing_twice_is_citing_once(workspace):
    release = several(workspace, 1)[0]
    assert keep(release.folder) == keep(release.folder) == ""
    marks = [mark.name for mark in (workspace.releases / "cited").iterdir()]
    assert marks == [release.folder.name]
    assert releases(workspace)[0].digest == release.digest


def test_no_more_releases_are_kept_than_there_is_room_for(workspace, monkeypatch):
    monkeypatch.setattr(cited, "MOST", 1)
    first, second = several(workspace, 2)
    assert keep(first.folder) == ""
    assert "keeps 1 cited releases already" in keep(second.folder)
    assert not is_cited(second.folder)
    shutil.rmtree(first.folder)  # its operator took it away, and its place is free
    assert keep(second.folder) == ""


def test_a_release_that_is_gone_is_not_promised(workspace):
    release = several(workspace, 1)[0]
    shutil.rmtree(release.folder)
    assert "taken away" in keep(release.folder)
    assert not is_cited(release.folder)


def test_where_no_mark_can_be_made_it_is_said(workspace):
    release = several(workspace, 1)[0]
    (workspace.releases / "cited").write_text("in the way")
    assert keep(release.folder).startswith("its folder of releases cannot be used")


def test_a_folder_that_must_not_be_written_to_is_said(workspace, tmp_path: Path):
    release = several(workspace, 1)[0]
    place = tmp_path / "read-only"
    place.mkdir()
    bind = ["mount", "--bind", str(workspace.releases), str(place)]
    if shutil.which("mount") is None or subprocess.run(bind, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not permitted here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], check=True)
        assert keep(place / release.folder.name) == "its folder of releases cannot be written to"
        assert not is_cited(release.folder)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_citing_while_releases_are_taken_away_keeps_what_it_promised(workspace):
    made = several(workspace, 8)
    promised = []

    def cite() -> None:
        promised.extend(release for release in made if keep(release.folder) == "")

    thread = threading.Thread(target=cite)
    thread.start()
    prune(workspace, keep=1)
    thread.join()
    assert all(release.folder.is_dir() for release in promised)
    assert made[-1] in promised
