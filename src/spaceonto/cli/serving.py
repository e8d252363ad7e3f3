"""The verb that serves."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from ..workspace import Workspace, as_served
from .group import main, opened, pass_workspace


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 serves the whole network.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Where it listens."
)
@click.option(
    "--workers", type=click.IntRange(1, 256), help="Quick queries at once. Default: one for each core."
)
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=30.0, show_default=True, help="Seconds for a query."
)
@click.option(
    "--max-rows",
    type=click.IntRange(min=1),
    default=1_000_000,
    show_default=True,
    help="Rows of an answer given at once; a link leads to the next.",
)
@click.option(
    "--max-bytes",
    type=click.IntRange(min=10_000),
    default=256 * 1024**2,
    show_default=True,
    help="Bytes of an answer given at once.",
)
@click.option(
    "--rate",
    type=click.FloatRange(min=0),
    default=20.0,
    show_default=True,
    help="Requests a second of one client on the long run, with bursts of 15 times as many; 0: any number.",
)
@click.option(
    "--proxies",
    type=click.IntRange(0, 10),
    default=0,
    show_default=True,
    help="Proxies in front whose X-Forwarded-For, -Proto and -Host are believed.",
)
@click.option(
    "--workspace",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to serve. One without ontology/ and shapes/, such as an empty one, is served as RDF of "
    "any kind: nothing is checked, a Turtle file is a graph.",
)
@click.option(
    "--reasoner",
    type=click.Choice(["nemo", "owlrl", "none"]),
    help="As for `spaceonto build`. Default: nemo, and none for RDF of any kind.",
)
@click.option(
    "--default-graph",
    type=click.Choice(["union", "own"]),
    help="What a query without FROM asks: all graphs, or the default graph alone. "
    "Default: union, and own for RDF of any kind.",
)
@click.option(
    "--allow-service",
    "services",
    multiple=True,
    metavar="URL",
    help="Endpoint that SERVICE may ask. Again for each. Without any, SERVICE is refused.",
)
@click.option(
    "--allow-private",
    "private",
    multiple=True,
    metavar="HOST|NETWORK",
    help="Where allowed endpoints may lie beside public addresses: a host, or a network as 10.1.0.0/16.",
)
@click.option(
    "--slow",
    type=click.FloatRange(min=0),
    default=5.0,
    show_default=True,
    help="Seconds from which on a query is logged. Those that fail are logged always.",
)
@click.option(
    "--log-queries", is_flag=True, help="Log the text of these queries too, and not only a digest of it."
)
@click.option(
    "--store",
    metavar="URL",
    help="Answer from the SPARQL 1.1 server there, which `spaceonto publish` has loaded, instead of memory.",
)
@pass_workspace
def serve(
    workspace: Workspace,
    host: str,
    port: int,
    workers: int | None,
    timeout: float,
    max_rows: int,
    max_bytes: int,
    rate: float,
    proxies: int,
    services: tuple[str, ...],
    private: tuple[str, ...],
    slow: float,
    log_queries: bool,
    folder: Path | None,
    reasoner: str | None,
    default_graph: str | None,
    store: str | None,
) -> None:
    """Serve the graph: SPARQL, pages, validation. Builds the release first where the files have changed.

    With a token in the environment variable SPACEONTO_TOKEN, those who have it may write: to /store by the
    Graph Store Protocol, to /update by SPARQL Update. What they write goes into the Turtle files, if it
    passes the check. Without, there is nothing to write by.
    """
    from ..engine import Limits, federation
    from ..release import Options
    from ..release.fresh import obtain
    from ..remote import RemoteError
    from ..remote.shown import found
    from ..web.serving import Service, token, try_address
    from ..web.serving import serve as run
    from ..web.settings import Settings

    try:
        federation.services(services, private)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    try_address(host, port)
    workspace = as_served(opened(folder) if folder else workspace)
    token(workspace)
    own = workspace.is_general
    options = Options(reasoner or ("none" if own else "nemo"))
    try:
        endpoints = found(store) if store else None
    except RemoteError as error:
        click.echo(f"spaceonto: {error}", err=True)
        sys.exit(2)
    if endpoints is None:
        obtain(workspace, options)
    limits = Limits(seconds=timeout, rows=max_rows, answer=max_bytes)
    limits = limits if workers is None else replace(limits, fast=workers)
    settings = Settings(
        rate=rate,
        burst=max(1, round(15 * rate)),
        at_once=max(6, (limits.fast + limits.long) * 3 // 4),
        proxies=proxies,
        services=services,
        private=private,
        slow=slow,
        log_queries=log_queries,
    )
    union = (default_graph or ("own" if own else "union")) == "union"
    service = Service(workspace, limits, settings, options, union, endpoints)
    run(service, host, port, lambda address: click.echo(f"SpaceOnto is served at {address}"))
