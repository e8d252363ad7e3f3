"""What a validation worker does: check one Turtle text against the shapes, with its neighbours as context."""

import importlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Triple
from pyoxigraph import parse as parse_rdf

from ..check import CheckError, Finding, Report, check, profile_shapes, text, turtle
from ..check.report import in_order, with_parts, without_result
from ..check.shapes import as_finding
from ..dataset import Dataset, SourceFile, load, parse
from ..engine.out import Write
from ..engine.worker import Handler, Request
from ..turtle import Located
from ..workspace import Workspace

FILE = "contribution.ttl"
CONTEXT = NamedNode("urn:x-spaceonto:context")


def prepare(root: str) -> Handler:
    """Reads the shapes for contributors and the ontology; returns what answers a request.

    Raises CheckError or WorkspaceError where they cannot be read.
    """
    importlib.import_module("rdflib")  # the SHACL engine loads it, when files are out of reach
    workspace = Workspace(Path(root), Path(root))
    shapes = profile_shapes(workspace, "contributor")
    ontology = load(workspace, sorted(workspace.ontology.rglob("*.ttl")))

    def handle(request: Request, write: Write) -> dict[str, Any]:
        sent = parse({FILE: request["text"].encode()})
        if sent.errors:
            return _told(Report(tuple(as_finding(error) for error in sent.errors), False), readable=False)
        if request["step"] == "names":
            return {"names": _unknown(sent, ontology)}
        quads = parse_rdf(request["context"], format=RdfFormat.N_TRIPLES)
        context = SourceFile("context", CONTEXT, tuple(Located(_triple(quad), 0, 0) for quad in quads))
        whole = Dataset((*sent.files, *ontology.files, context))
        try:
            report = check(whole, shapes=shapes, only={FILE})
        except CheckError as error:
            return {"error": "failed", "message": str(error)}
        clashes = [with_parts(told) for told in request["clashes"]]
        conforms = report.conforms and all(clash.severity == "info" for clash in clashes)
        findings = in_order([*report.findings, *clashes])
        return _told(Report(findings, conforms, report.accepted, len(sent)), readable=True)

    return handle


def _triple(quad: Any) -> Triple:
    return Triple(quad.subject, quad.predicate, quad.object)


def _unknown(sent: Dataset, ontology: Dataset) -> list[str]:
    """The IRIs that the text uses and the ontology does not describe."""
    described = {str(triple.subject) for triple in ontology.triples()}
    used = {node for triple in sent.triples() for node in (triple.subject, triple.object)}
    return sorted(node.value for node in used if isinstance(node, NamedNode) and str(node) not in described)


def _told(report: Report, *, readable: bool) -> dict[str, Any]:
    """The report in every form that may be asked for."""
    return {
        "readable": readable,
        "conforms": report.conforms,
        "triples": report.triples,
        "findings": [_as_json(finding) for finding in report.findings],
        "text": text(report),
        "turtle": turtle(report),
    }


def _as_json(finding: Finding) -> dict[str, Any]:
    """The finding without what is empty and without our name for the text."""
    kept = without_result(replace(finding, file=""))
    kept["parts"] = [{**part, "file": "" if part["file"] == FILE else part["file"]} for part in kept["parts"]]
    return {name: value for name, value in kept.items() if value not in ("", 0, [])}
