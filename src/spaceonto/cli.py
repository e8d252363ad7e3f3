"""The verbs of `spaceonto`: options in, a call, its outcome printed; nothing else."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import cast

import click

from . import __version__
from .journal import alone, is_unfinished
from .workspace import Workspace, WorkspaceError, as_served, open_workspace


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
        ctx.obj = _opened(workspace)


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
    from . import check as checks
    from .reason import ReasonerError, RuleError, load_program
    from .reason.clash import contradictions

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


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE|-]...")
@click.option(
    "--from",
    "kind",
    type=click.Choice(["ttl", "nt", "rdf", "jsonld", "trig", "nq"]),
    default="ttl",
    show_default=True,
    help="What comes by -, told by the ending that a file of it would have.",
)
@click.option(
    "--reasoner",
    type=click.Choice(["nemo", "owlrl"]),
    default="nemo",
    show_default=True,
    help="owlrl gives the same where Nemo is missing, far more slowly.",
)
@click.option("--sameas", is_flag=True, help="All names of a thing share its facts.")
@click.option("--new", "new_only", is_flag=True, help="Print only what follows, not what is stated.")
@click.option(
    "--explain-axioms",
    "axioms",
    is_flag=True,
    help="Print instead, for the current release, how many triples each axiom yields and which questions may "
    "need it.",
)
@pass_workspace
def reason(
    workspace: Workspace,
    files: tuple[Path, ...],
    kind: str,
    reasoner: str,
    sameas: bool,
    new_only: bool,
    axioms: bool,
) -> None:
    """Print what follows from RDF of any kind by OWL 2 RL and our own rules, as N-Triples.

    FILE is Turtle, N-Triples, N-Quads, TriG, JSON-LD or RDF/XML, by its ending. Without FILE: the workspace.
    Exits with 0, with 3 where the statements contradict each other, which is told, with 2 where the input or
    the reasoner is of no use.
    """
    from .check import CheckError, Report, text
    from .check.rdf import read_rdf
    from .dataset import load
    from .reason import ReasonerError, RuleError, load_program
    from .reason.run import conclude

    if axioms:
        if files:
            raise click.UsageError("--explain-axioms is about the current release, and takes no FILE.")
        _explain_axioms(workspace)
        return

    try:
        program = load_program(workspace.ontology / "rules", sameas=sameas)
        dataset = read_rdf(files, kind=f".{kind}") if files else load(workspace)
        if dataset.errors:
            for error in dataset.errors:
                click.echo(f"spaceonto: {error}", err=True)
            sys.exit(2)
        if reasoner == "owlrl":
            click.echo("spaceonto: owlrl gives the same as Nemo, but may take hours for it.", err=True)
        found = conclude(dataset, program, reasoner=reasoner, sameas=sameas)
    except (CheckError, RuleError, ReasonerError) as error:
        click.echo(f"spaceonto: {error}", err=True)
        sys.exit(2)
    if found.unread:
        unread = ", ".join(found.unread)
        click.echo(f"spaceonto: nothing is concluded from {unread}: no rule reads it.", err=True)
    if found.contradictions:
        report = Report(found.contradictions, False, triples=len(dataset))
        click.echo(text(report, colour=sys.stderr.isatty()), err=True, nl=False)
        sys.exit(3)
    sys.stdout.buffer.writelines(found.lines(new_only=new_only))


def _explain_axioms(workspace: Workspace) -> None:
    from .engine import QueryError
    from .explain import as_lines, known, uses
    from .questions import questions as all_questions
    from .reason import RuleError
    from .release.fresh import obtain

    try:
        knowledge = known(workspace, obtain(workspace, stale_will_do=True))
        found = uses(knowledge, {question.code: question.text for question in all_questions(workspace)})
    except (QueryError, RuleError) as error:
        click.echo(f"spaceonto: {error}", err=True)
        sys.exit(2)
    click.echo("\n".join(as_lines(found)))


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
    from .release import Options
    from .release import build as make
    from .release.shown import shown, summary

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
    from .engine import QueryError, StartError
    from .engine.ask import ask
    from .release.fresh import obtain

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
    from .questions import questions as known

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
    from .dataset import load
    from .stats import render
    from .stats import stats as counted

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
    from .release import Options
    from .release.fresh import obtain
    from .release.shown import shown
    from .remote import Endpoints, RemoteError, Server
    from .remote import publish as run

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


@main.command()
@click.argument("subject")
@click.argument("property_", metavar="PROPERTY")
@click.argument("object_", metavar="OBJECT")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "html", "turtle")),
    default="text",
    show_default=True,
    help="turtle names the rules (sh:sourceRule) and what each step was derived from (prov:wasDerivedFrom).",
)
@click.option(
    "--all", "every", is_flag=True, help="Every proof nearly as small as the smallest, not it alone."
)
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="As many with --all."
)
@pass_workspace
def why(
    workspace: Workspace, subject: str, property_: str, object_: str, form: str, every: bool, limit: int
) -> None:
    """Tell why a fact of the current release holds, down to file, line and source, or what is missing for it.

    SUBJECT, PROPERTY and OBJECT are names as in Turtle: id:nasa, sco:cooperatesWith, an IRI, `a` for the
    kind, or as the object a literal such as '"NASA"'. Exits with 0 where it holds, with 1 where it does not,
    with 2 where a name is not known.
    """
    from .explain import AskedError, asked, explain, known, written
    from .reason import RuleError
    from .release.fresh import obtain

    try:
        knowledge = known(workspace, obtain(workspace, stale_will_do=True))
        told = explain(
            knowledge, asked(knowledge.facts, subject, property_, object_), every=every, limit=limit
        )
    except (AskedError, RuleError) as error:
        click.echo(f"spaceonto: {error}", err=True)
        sys.exit(2)
    click.echo(written(told, form), nl=False)
    sys.exit(told.status == "unknown")


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
    from .engine import Limits, federation
    from .release import Options
    from .release.fresh import obtain
    from .remote import RemoteError
    from .remote.shown import found
    from .web.serving import Service, token, try_address
    from .web.serving import serve as run
    from .web.settings import Settings

    try:
        federation.services(services, private)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    try_address(host, port)
    workspace = as_served(_opened(folder) if folder else workspace)
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


def _opened(root: Path | None) -> Workspace:
    """The workspace, with what a killed writer decided upon done to its end."""
    workspace = open_workspace(root)
    if is_unfinished(workspace.root):
        with alone(workspace.root):
            pass
    return workspace
