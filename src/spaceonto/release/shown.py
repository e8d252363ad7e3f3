"""A build as a person watches it: bars in a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from . import Outcome, Progress

STEPS = {
    "wait": "waiting for another build to end",
    "read": "reading the files",
    "check": "checking them",
    "reason": "reasoning",
    "write": "writing the release",
    "describe": "counting what is in it",
}


@contextmanager
def shown() -> Iterator[Progress]:
    """Shows on stderr what the callback that it gives is told."""
    if sys.stderr.isatty():
        with _bars() as progress:
            yield progress
    else:
        yield _lines()


def _lines() -> Progress:
    start = time.perf_counter()
    said: list[str] = []

    def progress(step: str, done: int, total: int) -> None:
        if step not in said:
            said.append(step)
            print(
                f"{time.perf_counter() - start:6.1f} s  {STEPS.get(step, step)} …",
                file=sys.stderr,
                flush=True,
            )

    return progress


@contextmanager
def _bars() -> Iterator[Progress]:
    from rich import progress as rich
    from rich.console import Console

    columns = (
        rich.SpinnerColumn(finished_text="✓"),
        rich.TextColumn("{task.description}"),
        rich.BarColumn(20),
        rich.TimeElapsedColumn(),
    )
    with rich.Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, rich.TaskID] = {}

        def finish() -> None:
            for task in tasks.values():
                bars.update(task, total=1, completed=1)

        def progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                finish()
                tasks[step] = bars.add_task(STEPS.get(step, step), total=total or None)
            elif total:
                bars.update(tasks[step], total=total, completed=done)

        yield progress
        finish()


def summary(outcome: Outcome) -> str:
    """What came of a build, in a few lines."""
    from ..check import text

    release, report = outcome.release, outcome.report
    lines = [text(report, colour=sys.stdout.isatty())] if report and report.findings else []
    if release is None:
        lines.append("No release was made. The one before, if any, stays in use.")
        return "".join(lines)
    counts, seconds = release.manifest["counts"], release.manifest["seconds"]
    made = f"made in {seconds['total']:.1f} s" if outcome.is_new else "is up to date: nothing has changed"
    told = f"{counts['asserted']} triples stated, {counts['inferred']} inferred."
    return "".join([*lines, f"Release {release.digest} {made}: {told}"])
