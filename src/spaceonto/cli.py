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
