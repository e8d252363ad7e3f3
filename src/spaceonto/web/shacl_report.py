"""Findings as the W3C's validation report, with the place of each beside it."""

from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from .. import terms
from .names import is_safe

SH = terms.SH
OA = "http://www.w3.org/ns/oa#"
A = NamedNode(terms.RDF + "type")
SEVERITIES = {"violation": "Violation", "warning": "Warning", "info": "Info"}


def turtle(report: dict[str, Any]) -> bytes:
    """The report in Turtle."""
    node = BlankNode("report")
    yes = "true" if report["conforms"] else "false"
    triples = [
        Triple(node, A, NamedNode(SH + "ValidationReport")),
        Triple(node, NamedNode(SH + "conforms"), Literal(yes, datatype=NamedNode(terms.XSD + "boolean"))),
    ]
    for number, found in enumerate(report["findings"]):
        result = BlankNode(f"result-{number}")
        triples += [Triple(node, NamedNode(SH + "result"), result), *_result(result, found)]
    data = serialize(triples, format=RdfFormat.TURTLE, prefixes=terms.PREFIXES | {"oa": OA})
    assert data is not None
    return data


def _result(node: BlankNode, found: dict[str, Any]) -> list[Triple]:
    message = " ".join(filter(None, (found["message"] + ".", found.get("remedy"), found.get("hint"))))
    triples = [
        Triple(node, A, NamedNode(SH + "ValidationResult")),
        Triple(node, NamedNode(SH + "resultSeverity"), NamedNode(SH + SEVERITIES[found["severity"]])),
        Triple(node, NamedNode(SH + "resultMessage"), Literal(message, language="en")),
    ]
    iris = {"focusNode": "focus", "sourceShape": "shape", "sourceConstraintComponent": "component"}
    for name, key in iris.items():
        value = found.get(key, "")
        if ":" in value and is_safe(value):
            triples.append(Triple(node, NamedNode(SH + name), NamedNode(value)))
    if "line" in found:
        place = BlankNode(f"{node.value}-place")
        position = f"line={found['line']};column={found.get('column', 1)}"
        triples += [
            Triple(node, NamedNode(OA + "hasSelector"), place),
            Triple(place, A, NamedNode(OA + "FragmentSelector")),
            Triple(place, NamedNode(terms.RDF + "value"), Literal(position)),
        ]
    return triples
