"""What `spaceonto check` does: the workspace, some of its files, or any RDF against any shapes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..dataset import Dataset, Progress, load, parse
from ..workspace import Workspace
from .accepted import accepted_warnings
from .checking import Clashes, check
from .engines import Engine
from .rdf import read_rdf
from .report import CheckError, Finding, Report, in_order
from .shapes import Profile, Shapes, profile_shapes
from .wellformed import require_well_formed


def check_workspace(
    workspace: Workspace,
    paths: Sequence[Path] = (),
    *,
    profile: Profile | None = None,
    engine: Engine = "shifty",
    clashes: Clashes | None = None,
    progress: Progress | None = None,
    deadline: float = 600,
) -> Report:
    """The report on the whole workspace, or on some Turtle files and folders with it as their context.

    Without a profile it is `internal` for the whole, `contributor` for files. A file from elsewhere is added
    to the workspace for the time of the check. Raises CheckError where a file or a shape cannot be used.
    """
    profile = profile or ("contributor" if paths else "internal")
    shapes = profile_shapes(workspace, profile)
    dataset = load(workspace, progress=progress)
    dataset, only, known_as = _with(dataset, workspace, paths)
    report = check(
        dataset,
        shapes=shapes,
        only=only if paths else None,
        engine=engine,
        lenient=profile == "contributor",
        accepted=accepted_warnings(workspace),
        clashes=clashes,
        deadline=deadline,
    )
    return replace(report, findings=in_order([_as_named(f, known_as) for f in report.findings]))


def check_files(
    paths: Iterable[Path], shapes: Shapes, *, engine: Engine = "shifty", deadline: float = 600
) -> Report:
    """The report on RDF files of any kind against any shapes; conforms where there is no result at all.

    Raises CheckError where a file is missing, or a shape cannot be used.
    """
    require_well_formed(shapes)
    report = check(read_rdf(paths), shapes=shapes, engine=engine, ours=False, deadline=deadline)
    return replace(report, conforms=not report.findings)


def _as_named(finding: Finding, known_as: Mapping[str, str]) -> Finding:
    """The finding with files from elsewhere called as their user calls them, also where others are told."""
    message = finding.message
    for name, path in known_as.items():
        message = message.replace(f"({name}:", f"({path}:")
    parts = tuple(replace(part, file=known_as.get(part.file, part.file)) for part in finding.parts)
    return replace(finding, file=known_as.get(finding.file, finding.file), message=message, parts=parts)


def _with(
    dataset: Dataset, workspace: Workspace, paths: Sequence[Path]
) -> tuple[Dataset, set[str], dict[str, str]]:
    """The dataset with the named files last, the names they have in it, and what their user calls them."""
    inside = {file.resolve(): workspace.graph_name(file) + file.suffix for file in workspace.turtle_files()}
    only: set[str] = set()
    known_as: dict[str, str] = {}
    added: dict[str, bytes] = {}
    for number, path in enumerate(file for named in paths for file in _files(named)):
        name = inside.get(path.resolve())
        if name is None:
            name = f"contribution/{number}.ttl"
            known_as[name] = str(path)
            added[name] = path.read_bytes()
        only.add(name)
    more = parse(added)
    named_last = sorted(dataset.files + more.files, key=lambda file: file.path in only)
    return Dataset(tuple(named_last), dataset.errors + more.errors), only, known_as


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(path.rglob("*.ttl"))
        if not found:
            raise CheckError(f"{path} holds no Turtle file. Name another folder or a file.")
        return found
    if not path.is_file():
        raise CheckError(f"{path} does not exist. Name an existing file or folder.")
    if path.suffix != ".ttl":
        raise CheckError(f"{path} is not Turtle (.ttl). Only with --shapes may a file be of another kind.")
    return [path]
