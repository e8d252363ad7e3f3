"""Verbs on Turtle files: put them into form, check them, make them from a source."""

import sys
from pathlib import Path
from typing import cast

import click

from ..workspace import Workspace, WorkspaceError
from .group import main, pass_workspace


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 where something would change.")
@click.option(
    "--drop-comments", is_flag=True, help="Lose comments, instead of refusing files that have some."
)
@pass_workspace
def fmt(workspace: Workspace, paths: tuple[Path, ...], check: bool, drop_comments: bool) -> None:
    """Put Turtle files, or all in folders, into canonical form. Without PATH: all of data/."""
    from ..turtle import TurtleError, files_to_format, format_file

    files = files_to_format(paths, workspace)
    changed = failed = 0
    for path in files:
        try:
            if format_file(path, check=check, drop_comments=drop_comments):
                changed += 1
                click.echo(f"{path} {'is not in canonical form' if check else 'formatted'}")
        except (TurtleError, WorkspaceError) as error:
            failed += 1
            click.echo(f"spaceonto: {error}", err=True)
    click.echo(f"{changed} of {len(files)} {'to format' if check else 'formatted'}, {failed} refused.")
    sys.exit(2 if failed else 1 if check and changed else 0)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--shapes",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check RDF of any kind against these shapes instead, ours and our ontology left aside.",
)
@click.option(
    "--profile",
    type=click.Choice(["contributor", "internal"]),
    help="contributor lets warnings pass; internal asks for more, and a warning must be in "
    "shapes/accepted-warnings.csv to pass. Default: internal for the whole, contributor for a PATH.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "turtle"]),
    default="text",
    show_default=True,
    help="turtle is the validation report of the W3C.",
)
@click.option(
    "--engine",
    type=click.Choice(["shifty", "pyshacl"]),
    default="shifty",
    show_default=True,
    help="shifty leaves to pySHACL what it cannot decide; pyshacl has it decide all, far more slowly.",
)
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=600.0, show_default=True, help="Seconds for pySHACL."
)
@click.option(
    "--reasoner",
    type=click.Choice(["nemo", "owlrl"]),
    default="nemo",
    show_default=True,
    help="What looks for contradictions; owlrl does where Nemo is missing, far more slowly.",
)
@pass_workspace
def check(
    workspace: Workspace,
    paths: tuple[Path, ...],
    shapes: tuple[Path, ...],
    profile: str | None,
    form: str,
    engine: str,
    timeout: float,
    reasoner: str,
) -> None:
    """Check the workspace, or Turtle files and folders with it as their context.

    Looked at in this order: syntax, unknown terms, shapes, contradictions. Exits with 0 where the data
    conforms, with 1 where it does not, with 2 where no check can be made.
    """
    from .. import check as checks
    from ..reason import ReasonerError, RuleError, load_program
    from ..reason.clash import contradictions

    try:
        if shapes:
            foreign = checks.foreign_shapes(shapes)
            for doubt in checks.doubts(foreign):
                click.echo(f"spaceonto: {doubt}", err=True)
            files = paths or tuple(workspace.turtle_files())
            report = checks.check_files(
                files, foreign, engine=cast("checks.Engine", engine), deadline=timeout
            )
        else:
            program = load_program(workspace.ontology / "rules")
            report = checks.check_workspace(
                workspace,
                paths,
                profile=cast("checks.Profile | None", profile),
                engine=cast("checks.Engine", engine),
                clashes=lambda dataset: contradictions(dataset, program, reasoner=reasoner),
                deadline=timeout,
            )
    except (checks.CheckError, RuleError, ReasonerError) as error:
        click.echo(f"spaceonto: {error}", err=True)
        sys.exit(2)
    if form == "text":
        click.echo(checks.text(report, colour=sys.stdout.isatty()), nl=False)
    else:
        click.echo(checks.as_json(report) if form == "json" else checks.turtle(report), nl=False)
    sys.exit(0 if report.conforms else 1)


@main.command(name="import")
@click.argument("source")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@pass_workspace
def import_(workspace: Workspace, source: str, folder: Path, dry_run: bool) -> None:
    """Write Turtle from the files of an outside SOURCE that lie in FOLDER, and say what was left out."""
    from ..importers import ImportSourceError, convert, save

    try:
        result = convert(source, folder, workspace)
    except ImportSourceError as error:
        click.echo(f"spaceonto: {error}", err=True)
        sys.exit(2)
    changes = save(result, workspace, dry_run=dry_run)
    for change in changes:
        click.echo(f"{change.path.as_posix()}: +{change.added} -{change.removed} triples")
    for skipped in result.skipped:
        click.echo(f"left out: {skipped.row}: {skipped.reason}")
    written = "would change" if dry_run else "written"
    click.echo(f"{len(changes)} of {len(result.files)} files {written}, {len(result.skipped)} rows left out.")
