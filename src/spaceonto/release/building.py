"""From the files to a release: read, check, reason, write."""

import json
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from pyoxigraph import RdfFormat, Triple, serialize

from ..check import Finding, Profile, Report, accepted_warnings, check, profile_shapes
from ..check.report import in_order
from ..dataset import Dataset, load
from ..reason import Closure, Program, infer, load_program
from ..reason.clash import tell
from ..reason.closure import statements
from ..reason.coverage import uncovered_axioms
from ..workspace import Workspace
from .describing import describe
from .fingerprint import Inputs, Options, inputs
from .folder import MANIFEST, Release, publish, unfinished
from .manifest import manifest

Progress = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and how much there is to do (0: unknown)."""


@dataclass
class Timer:
    """How long each step took."""

    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Times a step and says that it begins."""
        self.progress(name, 0, 0)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)


@dataclass(frozen=True)
class Made:
    """What came of a build: a release, or a report that says why not."""

    release: Release | None
    report: Report


def make(workspace: Workspace, found: Inputs, options: Options, progress: Progress) -> Made | None:
    """A new release of the files as they are, or the report that refuses them.

    None where the files have changed meanwhile. Raises WorkspaceError, CheckError, RuleError, ReasonerError
    or OSError where no release can be made.
    """
    timer = Timer(progress)
    with timer.step("read"):
        program = load_program(workspace.ontology / "rules", sameas=options.sameas)
        dataset = load(workspace, progress=lambda done, total: progress("read", done, total))
    with timer.step("check"):
        report = _checked(workspace, dataset, program, options.profile)
    if not report.conforms:
        return Made(None, report)
    with unfinished(workspace) as folder:
        with timer.step("reason"):
            closure = infer(
                statements(dataset), program, reasoner=options.reasoner, sameas=options.sameas, folder=folder
            )
            clashes = list(tell(closure, dataset, program))
        if clashes:
            return Made(None, _with(report, clashes))
        with timer.step("write"):
            counts = _write(folder, dataset, closure)
        with timer.step("describe"):
            describe(folder, workspace)
        memory = {
            "program": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "Nemo": closure.memory,
        }
        told = manifest(found, options, counts, timer.seconds, folder) | {"peak memory in MiB": memory}
        (folder / MANIFEST).write_text(json.dumps(told, indent=2) + "\n", "utf-8")
        if inputs(workspace, options) != found:
            return None
        return Made(publish(workspace, folder, found.digest), report)


def _checked(workspace: Workspace, dataset: Dataset, program: Program, profile: str) -> Report:
    report = check(
        dataset,
        shapes=profile_shapes(workspace, cast(Profile, profile)),
        lenient=profile == "contributor",
        accepted=accepted_warnings(workspace),
    )
    return _with(report, list(uncovered_axioms(dataset, program)))


def _with(report: Report, findings: list[Finding]) -> Report:
    """The report with violations added."""
    if not findings:
        return report
    return replace(report, findings=in_order([*report.findings, *findings]), conforms=False)


def _write(folder: Path, dataset: Dataset, closure: Closure) -> dict[str, Any]:
    """Writes the triples; returns how many there are."""
    with (folder / "asserted.nq").open("wb") as file:
        serialize(dataset.quads(), file, RdfFormat.N_QUADS)
    # The alignments are not reasoned over, but what they state is not inferred either.
    stated = {_line(triple) for triple in set(dataset.triples()) - set(statements(dataset))}
    inferred = Counter[str]()
    with (folder / "inferred.nt").open("w", encoding="utf-8") as file:
        for line in closure.ntriples():
            if line not in stated:
                file.write(line)
                inferred[line.split(" ", 2)[1]] += 1
    with (folder / "anonymous.nt").open("w", encoding="utf-8") as file:
        file.writelines(closure.ntriples(anonymous=True))
    return {
        "asserted": len(dataset),
        "inferred": inferred.total(),
        "inferred by predicate": {p.strip("<>"): number for p, number in sorted(inferred.items())},
        "graphs": {source.graph.value: len(source.located) for source in dataset.files},
    }


def _line(triple: Triple) -> str:
    return f"{triple.subject} {triple.predicate} {triple.object} .\n"
