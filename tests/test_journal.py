"""Several files changed as one stay all old or become all new, wherever the process is killed."""

import itertools
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from spaceonto.journal import HOME, alone, commit, is_unfinished

# Changes three files, one new and one going, and kills itself at the given call that touches the disk.
DIE_AT = """
import os, pathlib, shutil, signal, sys
from spaceonto.journal import alone, commit
root, number, calls = pathlib.Path(sys.argv[1]), int(sys.argv[2]), 0
def counted(before):
    def call(*arguments, **options):
        global calls
        calls += 1
        if calls == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return before(*arguments, **options)
    return call
of_paths = ("rename", "replace", "unlink", "write_bytes", "write_text")
for place, name in [(os, "fsync"), (shutil, "rmtree"), *((pathlib.Path, name) for name in of_paths)]:
    setattr(place, name, counted(getattr(place, name)))
with alone(root):
    commit(root, {"a.ttl": b"new", "deep/er/b.ttl": b"new", "c.ttl": None})
"""


def lay(root: Path) -> None:
    (root / "deep").mkdir(parents=True, exist_ok=True)
    (root / "a.ttl").write_bytes(b"old")
    (root / "c.ttl").write_bytes(b"old")
    (root / "deep" / "er" / "b.ttl").unlink(missing_ok=True)


def found(root: Path) -> dict[str, bytes]:
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in sorted(root.rglob("*.ttl"))}


OLD = {"a.ttl": b"old", "c.ttl": b"old"}
NEW = {"a.ttl": b"new", "deep/er/b.ttl": b"new"}


def test_a_change_killed_at_any_touch_of_the_disk_is_all_old_or_all_new(tmp_path: Path) -> None:
    seen = []
    for number in itertools.count(1):
        lay(tmp_path)
        command = [sys.executable, "-c", DIE_AT, str(tmp_path), str(number)]
        done = subprocess.run(command, check=False)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        decided = is_unfinished(tmp_path)
        with alone(tmp_path):  # the next writer, or the next start
            seen.append(found(tmp_path))
        assert seen[-1] == NEW or (not decided and seen[-1] == OLD)
        assert [path.name for path in (tmp_path / HOME).iterdir()] == ["writing"]
    assert number > 15
    assert seen[0] == OLD and seen[-1] == NEW and seen == sorted(seen, key=lambda state: state == NEW)


def test_a_change_that_finds_no_room_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path)
    write_bytes = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if data == b"too much":
            raise OSError(28, "No space left on device")
        return write_bytes(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with alone(tmp_path), pytest.raises(OSError, match="No space"):
        commit(tmp_path, {"a.ttl": b"new", "b.ttl": b"too much"})
    assert found(tmp_path) == OLD
    assert [path.name for path in (tmp_path / HOME).iterdir()] == ["writing"]


def test_a_file_keeps_its_rights(tmp_path: Path) -> None:
    lay(tmp_path)
    (tmp_path / "a.ttl").chmod(0o640)
    with alone(tmp_path):
        commit(tmp_path, {"a.ttl": b"new"})
    assert (tmp_path / "a.ttl").stat().st_mode & 0o777 == 0o640
