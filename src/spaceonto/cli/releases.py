"""Verbs on releases: make one, ask it, count what is in it, load it elsewhere."""

import sys

import click

from ..workspace import Workspace, as_served
from .group import main, pass_workspace


@main.command()
@click.option(
    "--reasoner",
    type=click.Choice(["nemo", "owlrl", "none"]),
    default="nemo",
    show_default=True,
    help="owlrl gives the same where Nemo is missing, far more slowly; none infers nothing.",
)
@click.option(
    "--sameas", is_flag=True, help="Reason about identity too: all names of a thing share its facts."
)
@click.option(
    "--profile",
    type=click.Choice(["contributor", "internal"]),
    default="contributor",
    show_default=True,
    help="How strict the check is: see `spaceonto check --help`.",
)
@click.option("--force", is_flag=True, help="Build although nothing has changed.")
@pass_workspace
def build(workspace: Workspace, reasoner: str, sameas: bool, profile: str, force: bool) -> None:
    """Check the files, reason over them, and make a release of both; exit with 1 where they are refused."""
    from ..release import Options
    from ..release import build as make
    from ..release.shown import shown, summary

    if reasoner == "owlrl":
        click.echo("owlrl gives the same release as Nemo, but may take hours for it.", err=True)
    with shown() as progress:
        outcome = make(workspace, Options(reasoner, sameas, profile), force=force, progress=progress)
    click.echo(summary(outcome))
    sys.exit(outcome.release is None)


@main.command()
@click.argument("name", metavar="NAME|FILE|-")
@click.option(
    "--format", "form", default="table", help="table, csv, tsv, json, xml, ndjson, ttl, nt, jsonld, …"
)
@click.option("--timeout", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help="Seconds.")
@click.option("--no-infer", is_flag=True, help="Leave out what is inferred; ask only what files state.")
@pass_workspace
def query(workspace: Workspace, name: str, form: str, timeout: float, no_infer: bool) -> None:
    """Ask the current release: a question by name or code (see `questions`), a FILE, or - for the input."""
    from ..engine import QueryError, StartError
    from ..engine.ask import ask
    from ..release.fresh import obtain

    try:
        folder = obtain(workspace, stale_will_do=True).folder
        ask(workspace, folder, name, form, timeout, sys.stdout, infer=not no_infer)
    except (QueryError, StartError) as error:
        click.echo(f"spaceonto: {error}", err=True)
        sys.exit(1)


@main.command()
@pass_workspace
def questions(workspace: Workspace) -> None:
    """List the questions that the graph is built to answer."""
    from ..questions import questions as known

    for question in known(workspace):
        click.echo(f"{question.code:4} {question.section}/{question.slug}\n     {question.question}")


@main.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "csv", "markdown")),
    default="table",
    show_default=True,
    help="csv and json give every row, with one figure a line in csv.",
)
@pass_workspace
def stats(workspace: Workspace, form: str) -> None:
    """Count what there is, by class, source and decade, and what is missing."""
    from ..dataset import load
    from ..stats import render
    from ..stats import stats as counted

    dataset = load(workspace)
    for error in dataset.errors:
        click.echo(f"spaceonto: left out: {error}", err=True)
    click.echo(render(counted(dataset), form), nl=False)
    sys.exit(1 if dataset.errors else 0)


@main.command()
@click.argument("url")
@click.option("--update", metavar="URL", help="Where it takes SPARQL Update. Default: URL itself.")
@click.option(
    "--store", metavar="URL", help="Where it speaks the Graph Store Protocol, which is then used instead."
)
@click.option(
    "--batch",
    type=click.IntRange(1),
    metavar="N",
    help="Triples in one request. Default: 20000 with --store, 1000 without; less where it refuses so many.",
)
@pass_workspace
def publish(workspace: Workspace, url: str, update: str | None, store: str | None, batch: int | None) -> None:
    """Load the current release into the SPARQL 1.1 server that answers queries at URL.

    Run it again after it broke off, and it goes on from there; run it after a new release, and only graphs
    that differ are sent. Graphs of others are left alone. Set SPACEONTO_STORE_USER and
    SPACEONTO_STORE_PASSWORD, or SPACEONTO_STORE_TOKEN, where the server asks who you are. Exits with 1 where
    the server does not hold what it was given.
    """
    from ..release import Options
    from ..release.fresh import obtain
    from ..release.shown import shown
    from ..remote import Endpoints, RemoteError, Server
    from ..remote import publish as run

    workspace = as_served(workspace)
    union = not workspace.is_general
    release = obtain(workspace, Options("nemo" if union else "none"), stale_will_do=True)
    try:
        server = Server(Endpoints(url, update or url, store or ""))
        with shown() as progress:
            outcome = run(release.folder, server, union=union, size=batch, progress=progress)
    except RemoteError as error:
        click.echo(f"spaceonto: {error}", err=True)
        sys.exit(2)
    click.echo(outcome.summary())
    sys.exit(bool(outcome.differences))
