"""The check itself: syntax, unknown terms, shapes, contradictions, in this order."""

from collections.abc import Callable, Collection, Iterable
from typing import Final

from pyoxigraph import NamedNode

from .. import terms
from ..dataset import Dataset
from .accepted import Accepted
from .defaults import explain
from .engines import Engine, validate
from .focus import narrowed
from .graph import text_of
from .locate import Adviser, Locator
from .report import Finding, Report, Result, Severity, in_order
from .shapes import Shapes, as_finding
from .vocabulary import unknown_terms

SH: Final = terms.SH
SEVERITY: Final[dict[str, Severity]] = {SH + "Warning": "warning", SH + "Info": "info"}
ABOUT_THE_VALUE: Final = frozenset(SH + name + "ConstraintComponent" for name in ("Class", "Pattern", "In"))

Clashes = Callable[[Dataset], Iterable[Finding]]
"""Finds contradictions; given from outside, since the reasoner stands further down the way of the data."""


def check(
    dataset: Dataset,
    *,
    shapes: Shapes,
    only: Collection[str] | None = None,
    engine: Engine = "shifty",
    ours: bool = True,
    lenient: bool = True,
    accepted: Accepted | None = None,
    clashes: Clashes | None = None,
    deadline: float = 600,
) -> Report:
    """The report on a dataset: what is wrong with its syntax, terms and facts, each with place and remedy.

    `only` names the files whose findings count; the others are their context. `ours` means that the data uses
    our ontology, so that its terms must be defined. `lenient` lets warnings and suggestions pass, as for
    contributors; else a warning must be accepted to pass. Raises CheckError where the shapes cannot be used.
    """
    findings = [as_finding(error) for error in dataset.errors]
    if not findings:
        if ours:
            findings += unknown_terms(dataset)
        misspelt = {finding.value for finding in findings if finding.check == "unknown-term"}
        graph = shapes.graph if only is None else narrowed(shapes.graph, dataset, only) or shapes.graph
        results = validate(
            dataset.ntriples(), graph, engine=engine, trusted=shapes.trusted, deadline=deadline
        )
        results = [r for r in results if not (r.component in ABOUT_THE_VALUE and _iri(r.value) in misspelt)]
        findings += explained(results, dataset, shapes)
        if only is not None:
            findings = [finding for finding in findings if finding.file in only]
        if clashes is not None:  # wherever it is told, a contradiction may come from the named files
            findings += clashes(dataset)
    passed: list[Finding] = []
    if accepted is not None:
        # A lenient check leaves shapes out, so that a row for one of them has nothing to let pass.
        findings, passed = accepted.sort_out(findings, complete=only is None and not lenient)
    failing = {"violation"} if lenient else {"violation", "warning"}
    conforms = not any(finding.severity in failing for finding in findings)
    return Report(in_order(findings), conforms, in_order(passed), len(dataset))


def explained(results: list[Result], dataset: Dataset, shapes: Shapes) -> list[Finding]:
    """The results as findings, with the place to change, the remedy, and what might have been meant."""
    if not results:
        return []
    locator = Locator(dataset, results, shapes)
    adviser = Adviser(dataset, shapes)
    findings = []
    for result in results:
        message, remedy = _told(result, shapes)
        place = locator.place(result)
        file, line, column = place if place is not None else ("", 0, 0)
        findings.append(
            Finding(
                SEVERITY.get(result.severity, "violation"),
                text_of(result.shape).removeprefix(terms.SHAPE) if shapes.trusted else "shape",
                message,
                remedy,
                adviser.hint(result),
                file,
                line,
                column,
                focus=text_of(result.focus),
                path=str(result.path or ""),
                value="" if result.value is None else text_of(result.value),
                shape=text_of(result.shape),
                component=result.component,
                result=result,
            )
        )
    return findings


def _told(result: Result, shapes: Shapes) -> tuple[str, str]:
    """What is wrong and why it matters; what to do."""
    of_a_query = not result.component.startswith(SH) or result.component == SH + "SPARQLConstraintComponent"
    if not result.messages or not (of_a_query or shapes.graph.values(result.shape, SH + "message")):
        return explain(result, shapes.graph)
    stated = sorted(result.messages, key=lambda message: (message.language != "en", message.value))
    if shapes.trusted:
        what, why, remedy = stated[0].value.split("; ", 2)
        return f"{what}; {why}", remedy
    return " ".join(message.value for message in stated), ""


def _iri(term: object) -> str | None:
    return term.value if isinstance(term, NamedNode) else None
