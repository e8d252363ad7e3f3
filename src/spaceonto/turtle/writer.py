"""Turtle out, in one canonical form: one triple a line, so that a new fact adds lines and alters none."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from .. import terms

TYPE: Final = terms.RDF + "type"
FIRST: Final = {
    predicate: place
    for place, predicate in enumerate(
        [
            TYPE,
            terms.RDFS + "label",
            terms.SKOS + "prefLabel",
            terms.SKOS + "altLabel",
            terms.SCO + "acronym",
            terms.SKOS + "definition",
        ]
    )
}
NAMESPACES: Final = {namespace: prefix for prefix, namespace in terms.PREFIXES.items()}

LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# Bare only as far as no reader rewrites them: rdflib makes 7 of a bare 007, and 1E-7 of 0.0000001.
BARE: Final = {
    terms.XSD + "boolean": re.compile(r"true|false"),
    terms.XSD + "integer": re.compile(r"0|-?[1-9][0-9]*"),
    terms.XSD + "decimal": re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]{1,6}"),
    terms.XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
}
ESCAPES: Final = {"\t": r"\t", "\b": r"\b", "\n": r"\n", "\r": r"\r", "\f": r"\f", '"': r"\"", "\\": r"\\"}
# Characters a reader cannot see, or which turn the direction of what follows: written as numbers.
UNSEEN = r"\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
IN_SHORT_STRING = re.compile(rf'["\\{UNSEEN}]')
# A line break stays, but no blank before it, as editors strip it; a quote stays if it cannot end the string.
IN_LONG_STRING = re.compile(rf'\\|"(?="|\Z)| (?=\n)|(?!\n)[{UNSEEN}]')
IN_IRI = re.compile(rf"[{UNSEEN}]")


class UnwritableError(ValueError):
    """A triple outside the canonical form: it has a blank node, or is about a triple."""

    def __init__(self, triple: Triple | Quad) -> None:
        blank = [node for node in (triple.subject, triple.object) if isinstance(node, BlankNode)]
        if blank:
            self.message = "a blank node stands where canonical Turtle needs an IRI"
            self.hint = "Give it an IRI of its own (owner--kind--other), so that others can cite it."
        else:
            self.message = "the statement is about another triple"
            self.hint = "State it as a sco:Claim with rdf:subject, rdf:predicate and rdf:object."
        self.triple = triple
        super().__init__(f"{triple.subject} {triple.predicate} {triple.object}: {self.message}. {self.hint}")


def write(triples: Iterable[Triple | Quad]) -> str:
    """The triples as canonical Turtle: the same text for the same set of triples, whatever their order.

    Raises UnwritableError where a triple has a blank node or is about another triple.
    """
    lines_of: defaultdict[str, set[tuple[int, str, str, str, str]]] = defaultdict(set)
    prefixes: set[str] = set()
    for triple in triples:
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
            raise UnwritableError(triple)
        verb = "a" if predicate.value == TYPE else _iri(predicate.value, prefixes)
        text = _iri(value.value, prefixes) if isinstance(value, NamedNode) else _literal(value, prefixes)
        language = "" if isinstance(value, NamedNode) else value.language or ""
        line = f"    {verb} {text} ;\n"
        order = FIRST.get(predicate.value, len(FIRST))
        lines_of[subject.value].add((order, predicate.value, language, value.value, line))
    blocks = [
        f"{_iri(subject, prefixes)}\n{''.join(line for *_, line in sorted(lines))}.\n"
        for subject, lines in sorted(lines_of.items())
    ]
    head = "".join(f"PREFIX {prefix}: <{terms.PREFIXES[prefix]}>\n" for prefix in sorted(prefixes))
    return "\n".join([head, *blocks] if head else blocks)


def _iri(iri: str, prefixes: set[str]) -> str:
    """The IRI with a prefix, which it adds to `prefixes`, or in angle brackets where there is none for it."""
    end = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = NAMESPACES.get(iri[:end])
    if prefix is not None and LOCAL_NAME.fullmatch(iri, end):
        prefixes.add(prefix)
        return f"{prefix}:{iri[end:]}"
    return f"<{IN_IRI.sub(_number, iri)}>"


def _literal(literal: Literal, prefixes: set[str]) -> str:
    value, datatype = literal.value, literal.datatype.value
    if datatype in BARE and BARE[datatype].fullmatch(value):
        return value
    if "\n" in value:
        quoted = f'"""{IN_LONG_STRING.sub(_escape, value)}"""'
    else:
        quoted = f'"{IN_SHORT_STRING.sub(_escape, value)}"'
    if literal.language:
        direction = f"--{literal.direction}" if literal.direction else ""
        return f"{quoted}@{literal.language}{direction}"
    return quoted if datatype == terms.XSD + "string" else f"{quoted}^^{_iri(datatype, prefixes)}"


def _escape(found: re.Match[str]) -> str:
    return ESCAPES.get(found[0]) or _number(found)


def _number(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04X}"
