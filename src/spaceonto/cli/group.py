"""The group that all verbs belong to, and what they share."""

import os
import sys
from pathlib import Path

import click

from .. import __version__
from ..journal import alone, is_unfinished
from ..workspace import Workspace, WorkspaceError, open_workspace


class Verbs(click.Group):
    """Turns the errors that a person can mend into one sentence and exit code 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # whoever read the output, `head` for instance, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except (WorkspaceError, OSError) as error:
            click.echo(f"spaceonto: {error}", err=True)
            sys.exit(2)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="spaceonto")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with ontology/, data/ and shapes/. Default: this folder, else what the program brought.",
)
@click.pass_context
def main(ctx: click.Context, workspace: Path | None) -> None:
    """Who works with whom in space, under which agreement, with what benefit."""
    if ctx.invoked_subcommand is not None:
        ctx.obj = opened(workspace)


pass_workspace = click.make_pass_decorator(Workspace)


def opened(root: Path | None) -> Workspace:
    """The workspace, with what a killed writer decided upon done to its end."""
    workspace = open_workspace(root)
    if is_unfinished(workspace.root):
        with alone(workspace.root):
            pass
    return workspace
