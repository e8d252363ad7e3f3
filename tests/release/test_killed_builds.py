"""A build that ends at any moment leaves the release before it in use, and the next build succeeds."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from small_workspace import write
from spaceonto.release import Options, build, current
from spaceonto.workspace import Workspace

NO_REASONING = Options(reasoner="none")
# Ends its own process with kill -9 right before the given call of one of the functions that touch the disk.
DIE_AT = """
import os, pathlib, signal, sys
from spaceonto.release import Options, build
from spaceonto.workspace import Workspace
root, name, number = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
module, function = {"fsync": (os, "fsync"), "mkdtemp": (__import__("tempfile"), "mkdtemp"),
                    "rename": (pathlib.Path, "rename"), "replace": (pathlib.Path, "replace")}[name]
before, calls = getattr(module, function), [0]
def counted(*arguments, **options):
    calls[0] += 1
    if calls[0] == number:
        os.kill(os.getpid(), signal.SIGKILL)
    return before(*arguments, **options)
setattr(module, function, counted)
build(Workspace(root, root / ".spaceonto" / "releases"), Options(reasoner="none"))
"""
MOMENTS = [("mkdtemp", 1), ("rename", 1), ("replace", 1), *(("fsync", n) for n in range(1, 10))]


def change(workspace: Workspace, mark: str) -> None:
    write(workspace, "data/more.ttl", f'id:{mark} a sco:Place ; rdfs:label "{mark}"@en .')


def is_whole(workspace: Workspace, digest: str) -> bool:
    release = current(workspace)
    stated = (release.folder / "asserted.nq").read_text("utf-8")
    return release.digest == digest and stated.count("\n") == release.manifest["counts"]["asserted"]


def build_in_a_process(workspace: Workspace) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "spaceonto", "--workspace", str(workspace.root), "build"]
    return subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, start_new_session=True
    )


def kill_with_all_its_children(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGKILL)


def die_at(workspace: Workspace, name: str, number: int) -> None:
    command = [sys.executable, "-c", DIE_AT, str(workspace.root), name, str(number)]
    status = subprocess.run(command, check=False).returncode
    assert status == -signal.SIGKILL, f"{name} is not called {number} times"


def test_a_build_killed_between_any_two_touches_of_the_disk_leaves_a_whole_release(workspace):
    """Only at the very last moment, when the pointer is written, is the new release the current one."""
    first = build(workspace, NO_REASONING).release
    change(workspace, "mars")
    for moment in MOMENTS:
        die_at(workspace, *moment)
        digest = current(workspace).digest
        assert (digest != first.digest) == (moment == MOMENTS[-1])
        assert is_whole(workspace, digest)
        for path in workspace.releases.iterdir():  # the next one shall not find the work done
            if path.is_dir() and path.name != first.digest and moment != MOMENTS[-1]:
                path.rename(workspace.releases / f".building-{moment}")
    assert not build(workspace, NO_REASONING).is_new
    change(workspace, "venus")
    assert build(workspace, NO_REASONING).is_new
    assert not [path for path in workspace.releases.iterdir() if path.name.startswith(".")]


def test_a_build_killed_before_the_pointer_is_written_is_found_by_the_next(workspace):
    first = build(workspace, NO_REASONING).release
    change(workspace, "mars")
    die_at(workspace, "replace", 1)
    assert current(workspace).digest == first.digest
    outcome = build(workspace, NO_REASONING)
    assert not outcome.is_new and current(workspace).digest == outcome.release.digest != first.digest


def steps(process: subprocess.Popen[str]) -> Iterator[str]:
    """The lines in which a build tells its steps."""
    assert process.stderr is not None
    yield from process.stderr


@pytest.mark.parametrize("kill", [subprocess.Popen.kill, kill_with_all_its_children])
@pytest.mark.parametrize("step", ["reading", "checking", "reasoning", "writing"])
def test_a_build_killed_in_any_step_leaves_the_release_before(workspace, step, kill):
    first = build(workspace).release
    change(workspace, "venus")
    with build_in_a_process(workspace) as process:
        said = next(line for line in steps(process) if step in line)
        kill(process)
    assert said and process.returncode == -signal.SIGKILL
    assert is_whole(workspace, first.digest)
    assert build(workspace).is_new and current(workspace).digest != first.digest
    assert not [path for path in workspace.releases.iterdir() if path.name.startswith(".")]


@pytest.mark.slow
def test_a_build_killed_at_random_moments_leaves_a_whole_release(workspace):
    digests = {build(workspace).release.digest}
    for number in range(12):
        change(workspace, f"planet-{number}")
        with build_in_a_process(workspace) as process:
            time.sleep(0.15 * number)
            process.kill()
        digests.add(current(workspace).digest)
        assert is_whole(workspace, current(workspace).digest)
    assert build(workspace).release.digest == current(workspace).digest


def test_of_two_builds_at_once_the_second_waits_and_finds_the_work_done(workspace):
    processes = [build_in_a_process(workspace) for _ in range(2)]
    told = [process.communicate()[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sum("waiting for another build" in text for text in told) == 1
    assert sum("writing the release" in text for text in told) == 1
