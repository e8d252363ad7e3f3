"""Shapes that would make a check mean nothing are refused, with the place of the mistake."""

from functools import cache
from pathlib import Path

from .. import terms
from ..dataset import parse
from .checking import explained
from .engines import validate
from .graph import TYPE
from .report import CheckError, Finding, in_order
from .shapes import IMPORTS, Shapes
from .vocabulary import did_you_mean, foreign_terms, short


def require_well_formed(shapes: Shapes) -> None:
    """Raises CheckError, naming every place, where shapes use a word of SHACL wrongly."""
    results = validate(shapes.dataset.ntriples(), _shapes_for_shapes().graph, trusted=True)
    findings = explained(results, shapes.dataset, _shapes_for_shapes())
    if findings:
        told = [f"{_place(finding)}{finding.message}; {finding.advice}" for finding in in_order(findings)]
        raise CheckError("\n".join(["The shapes cannot be used:", *dict.fromkeys(told)]))


def doubts(shapes: Shapes) -> list[str]:
    """What in the shapes may not do what was meant: words unknown to SHACL, imports that nobody fetched."""
    known = foreign_terms(terms.SH)
    told = []
    for file in shapes.dataset.files:
        for (_, predicate, _), line, column in file.located:
            iri = predicate.value
            if iri.startswith(terms.SH) and iri not in known:
                hint = did_you_mean(iri, known)
                told.append(
                    f"{file.path}:{line}:{column}: {short(iri)} is no word of SHACL, and ignored. {hint}"
                )
    absent = unfollowed_imports(shapes)
    return told + [f"{name} is imported but not fetched. Name its file with --shapes too." for name in absent]


def unfollowed_imports(shapes: Shapes) -> list[str]:
    """The ontologies that shapes import and that are not among their files."""
    here = {subject for subject, _ in shapes.graph.using(TYPE)}
    return sorted({str(value) for _, value in shapes.graph.using(IMPORTS) if value not in here})


@cache
def _shapes_for_shapes() -> Shapes:
    file = Path(__file__).with_name("wellformed.ttl")
    return Shapes(parse({file.name: file.read_bytes()}), trusted=True)


def _place(finding: Finding) -> str:
    if not finding.file:
        return ""
    return f"{finding.file}:{finding.line}:{finding.column}: " if finding.line else f"{finding.file}: "
