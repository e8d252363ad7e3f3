"""The verbs of `spaceonto`: options in, a call, its outcome printed; nothing else."""

import sys
from pathlib import Path

import click

from . import __version__
from .workspace import Workspace, WorkspaceError, open_workspace


class Verbs(click.Group):
    """Turns the errors that a person can mend into one sentence and exit code 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (WorkspaceError, OSError) as error:
            click.echo(f"spaceonto: {error}", err=True)
            sys.exit(2)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="spaceonto")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with ontology/, data/ and shapes/. Default: this folder, else the knowledge shipped with the program.",
)
@click.pass_context
def main(ctx: click.Context, workspace: Path | None) -> None:
    """Who works with whom in space, under which agreement, with what benefit."""
    if ctx.invoked_subcommand is not None:
        ctx.obj = open_workspace(workspace)


pass_workspace = click.make_pass_decorator(Workspace)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 where something would change.")
@click.option(
    "--drop-comments", is_flag=True, help="Lose comments, instead of refusing files that have some."
)
@pass_workspace
def fmt(workspace: Workspace, paths: tuple[Path, ...], check: bool, drop_comments: bool) -> None:
    """Put Turtle files, or all in folders, into canonical form. Without PATH: all of data/."""
    from .turtle import TurtleError, files_to_format, format_file

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


@main.command(name="import")
@click.argument("source")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@pass_workspace
def import_(workspace: Workspace, source: str, folder: Path, dry_run: bool) -> None:
    """Write Turtle from the files of an outside SOURCE that lie in FOLDER, and say what was left out."""
    from .importers import ImportSourceError, convert, save

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
