"""Verbs on what follows from what: print it, tell why."""

import sys
from pathlib import Path

import click

from ..workspace import Workspace
from .group import main, pass_workspace


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
    from ..check import CheckError, Report, text
    from ..check.rdf import read_rdf
    from ..dataset import load
    from ..reason import ReasonerError, RuleError, load_program
    from ..reason.run import conclude

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
    from ..engine import QueryError
    from ..explain import as_lines, known, uses
    from ..questions import questions as all_questions
    from ..reason import RuleError
    from ..release.fresh import obtain

    try:
        knowledge = known(workspace, obtain(workspace, stale_will_do=True))
        found = uses(knowledge, {question.code: question.text for question in all_questions(workspace)})
    except (QueryError, RuleError) as error:
        click.echo(f"spaceonto: {error}", err=True)
        sys.exit(2)
    click.echo("\n".join(as_lines(found)))


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
    from ..explain import AskedError, asked, explain, known, written
    from ..reason import RuleError
    from ..release.fresh import obtain

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
