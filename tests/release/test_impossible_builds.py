"""Where no release can be made, one sentence says why, the exit code is 2, and nothing half made is left."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from small_workspace import small_workspace, write
from spaceonto.release import Options, build, current
from spaceonto.workspace import Workspace, WorkspaceError

NO_REASONING = Options(reasoner="none")
MORE = "".join(f'id:place-{n} a sco:Place ; rdfs:label "place {n}"@en .\n' for n in range(3000))


def run(workspace: Workspace, *arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "spaceonto", "--workspace", str(workspace.root), "build", *arguments]
    if before:
        command = ["bash", "-c", f'{before}; exec "$@"', "bash", *command]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def refused_in_one_sentence(outcome: subprocess.CompletedProcess[str], part: str) -> bool:
    last = outcome.stderr.strip().splitlines()[-1]
    return (
        outcome.returncode == 2
        and "Traceback" not in outcome.stderr
        and last.startswith("spaceonto: ")
        and part in last
    )


@pytest.fixture
def tiny_disk(tmp_path: Path):
    """A disk of 300 KiB, where this may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a disk is not permitted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_leaves_the_release_before(tiny_disk, tmp_path):
    made = small_workspace(tmp_path / "workspace")
    workspace = Workspace(made.root, tiny_disk / "releases")
    first = build(workspace, NO_REASONING).release
    write(workspace, "data/more.ttl", MORE)
    with pytest.raises(
        WorkspaceError, match=r"there is no room left on the disk of .*an earlier release is untouch"
    ):
        build(workspace, NO_REASONING)
    assert current(workspace).digest == first.digest
    assert {path.name for path in workspace.releases.iterdir()} == {first.digest, "current", "lock"}


def test_a_disk_that_is_full_while_nemo_works_is_said_to_be_full(tiny_disk, tmp_path):
    made = small_workspace(tmp_path / "workspace")
    workspace = Workspace(made.root, tiny_disk / "releases")
    write(workspace, "data/more.ttl", MORE)
    (tiny_disk / "ballast").write_bytes(b"x" * 240_000)
    with pytest.raises(WorkspaceError, match="room left on the disk"):
        build(workspace)
    assert {path.name for path in workspace.releases.iterdir()} == {"lock"}


@pytest.mark.parametrize("call", ["fsync", "write"])
def test_any_write_that_finds_no_room_is_told_in_a_sentence(workspace, monkeypatch, call):
    def full(*_):
        raise OSError(28, os.strerror(28))

    if call == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(WorkspaceError, match="no room left on the disk"):
        build(workspace, NO_REASONING)
    assert [path.name for path in workspace.releases.iterdir()] == ["lock"]


def test_a_limit_on_the_size_of_files_ends_with_a_sentence(workspace):
    write(workspace, "data/more.ttl", MORE)
    outcome = run(workspace, "--reasoner", "none", before="ulimit -f 100")
    assert refused_in_one_sentence(outcome, "larger than is allowed")
    assert [path.name for path in workspace.releases.iterdir()] == ["lock"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_must_not_be_written_to_is_named(workspace):
    workspace.root.chmod(0o555)
    try:
        assert refused_in_one_sentence(run(workspace), "cannot be written to")
    finally:
        workspace.root.chmod(0o755)


def test_a_disk_that_must_not_be_written_to_is_named(tiny_disk, tmp_path):
    made = small_workspace(tiny_disk / "workspace")
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)
    assert refused_in_one_sentence(run(made), "cannot be written to")


def test_a_file_in_the_place_of_the_folder_is_named(workspace):
    workspace.releases.parent.write_text("in the way")
    assert refused_in_one_sentence(run(workspace), str(workspace.releases))


def test_missing_data_is_told_in_a_sentence(workspace):
    shutil.rmtree(workspace.data)
    outcome = run(workspace)
    assert refused_in_one_sentence(outcome, "data is missing, so there is nothing to build from")
    assert not workspace.releases.exists()


def test_refused_data_ends_with_1_and_a_good_build_with_0(workspace):
    write(workspace, "data/bad.ttl", "id:x a sco:SpaceAgency .")
    refused = run(workspace)
    assert refused.returncode == 1
    assert "data/bad.ttl:9:8: violation: an agency has no label" in refused.stdout
    assert "No release was made." in refused.stdout
    (workspace.data / "bad.ttl").unlink()
    assert run(workspace).returncode == 0
    again = run(workspace)
    assert again.returncode == 0 and "nothing has changed" in again.stdout
