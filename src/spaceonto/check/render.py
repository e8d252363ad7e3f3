"""A report as text for people, as JSON for programs, and as Turtle in the words of the W3C."""

import json
from collections import Counter
from itertools import groupby
from typing import Final
from urllib.parse import quote

import click
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from .. import terms
from .graph import Term
from .paths import write_path
from .report import SEVERITIES, Finding, Report, Severity, without_result
from .vocabulary import short

SH: Final = terms.SH
EARL: Final = "http://www.w3.org/ns/earl#"
PTR: Final = "http://www.w3.org/2009/pointers#"
TYPE: Final = NamedNode(terms.RDF + "type")
COLOURS: Final[dict[Severity, str]] = {"violation": "red", "warning": "yellow", "info": "blue"}
W3C_SEVERITY: Final[dict[Severity, str]] = {"violation": "Violation", "warning": "Warning", "info": "Info"}
SHOWN_INFO = 3


def text(report: Report, *, colour: bool = False) -> str:
    """The report for people: file by file, then the suggestions in short, then the sums."""
    lines = []
    grave = [finding for finding in report.findings if finding.severity != "info"]
    for _, of_file in groupby(grave, key=lambda finding: finding.file):
        for finding in of_file:
            lines += _told(finding, colour)
        lines.append("")
    lines += _suggestions([finding for finding in report.findings if finding.severity == "info"], colour)
    return "\n".join([*lines, _sums(report, colour)]) + "\n"


def _told(finding: Finding, colour: bool) -> list[str]:
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part)
    head = _painted(finding.severity, finding.severity, colour)
    said = " ".join(_plain(part) for part in (finding.focus, finding.path, finding.value) if part)
    lines = [f"{place}: {head}: {finding.message}" if place else f"{head}: {finding.message}"]
    if said:
        lines.append(f"    {said}")
    if finding.advice:
        lines.append(f"    {finding.advice}")
    return lines


def _suggestions(findings: list[Finding], colour: bool) -> list[str]:
    """Suggestions of one kind in one line each: there may be thousands."""
    by_kind: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_kind.setdefault((finding.message, finding.remedy), []).append(finding)
    lines = []
    for (message, remedy), same in by_kind.items():
        first = ", ".join(f"{f.file}:{f.line}" for f in same[:SHOWN_INFO])
        more = f" and {len(same) - SHOWN_INFO} more" if len(same) > SHOWN_INFO else ""
        lines += [f"{_painted('info', 'info', colour)}: {message}", f"    {remedy}", f"    {first}{more}", ""]
    return lines


def _sums(report: Report, colour: bool) -> str:
    counts = (
        ", ".join(
            f"{number} {severity}{'' if number == 1 else 's'}"
            for severity in SEVERITIES
            if (number := report.count(severity)) or severity == "violation"
        )
        .replace("infos", "suggestions")
        .replace("info", "suggestion")
    )
    accepted = f", {len(report.accepted)} accepted" if report.accepted else ""
    verdict = "conforms" if report.conforms else "does not conform"
    sums = f"{report.triples} triples looked at: {counts}{accepted}; the data {verdict}."
    return click.style(sums, bold=True) if colour else sums


def _painted(words: str, severity: Severity, colour: bool) -> str:
    return click.style(words, fg=COLOURS[severity], bold=True) if colour else words


def _plain(part: str) -> str:
    """An IRI, a path or a literal with prefixes."""
    if part.startswith(("_:", '"')) or ":" not in part:  # a node, a text, or the name of a rule
        return part
    if "<" not in part:
        return short(part)
    pieces = part.split("<")
    return pieces[0] + "".join(
        short(iri) + rest for iri, _, rest in (piece.partition(">") for piece in pieces[1:])
    )


def as_json(report: Report) -> str:
    """The report for programs; `accepted` holds warnings that the maintainers let pass."""

    def shown(findings: tuple[Finding, ...]) -> list[dict[str, object]]:
        return [without_result(finding) for finding in findings]

    counts = Counter(finding.severity for finding in report.findings)
    told = {
        "conforms": report.conforms,
        "triples": report.triples,
        "counts": {severity: counts[severity] for severity in SEVERITIES},
        "findings": shown(report.findings),
        "accepted": shown(report.accepted),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def turtle(report: Report) -> str:
    """The report as a W3C sh:ValidationReport; an earl:pointer adds the place of each result.

    sh:conforms is false as soon as there is a result of any severity, as the W3C has it.
    """
    root = BlankNode("report")
    conforms = not report.findings and not report.accepted
    triples = [
        Triple(root, TYPE, NamedNode(SH + "ValidationReport")),
        Triple(root, NamedNode(SH + "conforms"), Literal(conforms)),
    ]
    for number, finding in enumerate((*report.findings, *report.accepted), 1):
        node = BlankNode(f"result{number}")
        triples += [
            Triple(root, NamedNode(SH + "result"), node),
            Triple(node, TYPE, NamedNode(SH + "ValidationResult")),
            *_words_of_the_w3c(node, finding),
        ]
        if finding.file:
            triples += _pointer(node, finding, BlankNode(f"place{number}"))
    named = "\n".join(str(term) for triple in triples for term in triple)
    known = {**terms.PREFIXES, "earl": EARL, "ptr": PTR}
    used = {prefix: iri for prefix, iri in known.items() if f"<{iri}" in named}
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=used)
    assert written is not None
    return written.decode()


def _words_of_the_w3c(node: BlankNode, finding: Finding) -> list[Triple]:
    result = finding.result
    said: dict[str, Term] = {"resultSeverity": NamedNode(SH + W3C_SEVERITY[finding.severity])}
    triples: list[Triple] = []
    if result is None:
        said |= {
            "sourceConstraintComponent": NamedNode(f"{terms.SHAPE}{finding.check}"),
            "focusNode": _focus(finding),
        }
        messages: tuple[Literal, ...] = (Literal(f"{finding.message}; {finding.advice}"),)
    else:
        said |= {
            "resultSeverity": NamedNode(result.severity),
            "sourceConstraintComponent": NamedNode(result.component),
            "focusNode": result.focus,
            "sourceShape": result.shape,
        }
        if result.value is not None:
            said["value"] = result.value
        if result.path is not None:
            said["resultPath"], triples = write_path(result.path)
        messages = result.messages or (Literal(finding.message),)
    triples += [Triple(node, NamedNode(SH + name), value) for name, value in said.items()]
    return triples + [Triple(node, NamedNode(SH + "resultMessage"), message) for message in messages]


def _focus(finding: Finding) -> Term:
    """What a finding that no shape made is about: a node, or else the file, whose graph bears its name."""
    if finding.focus.startswith("_:"):
        return BlankNode(finding.focus[2:])
    return NamedNode(finding.focus or terms.GRAPH + quote(finding.file.removesuffix(".ttl")))


def _pointer(node: BlankNode, finding: Finding, place: BlankNode) -> list[Triple]:
    """The place in the words of the W3C's Pointer Methods in RDF."""
    triples = [
        Triple(node, NamedNode(EARL + "pointer"), place),
        Triple(place, NamedNode(PTR + "reference"), Literal(finding.file)),
    ]
    if finding.line:
        triples += [
            Triple(place, TYPE, NamedNode(PTR + "LineCharPointer")),
            Triple(place, NamedNode(PTR + "lineNumber"), Literal(finding.line)),
            Triple(place, NamedNode(PTR + "charNumber"), Literal(finding.column)),
        ]
    return triples
