"""Solutions written one at a time, for an answer that is cut: the engine's writer gives all or nothing."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from .. import terms

STRING = terms.XSD + "string"
ITS = "http://www.w3.org/2005/11/its"
SHORT = re.compile(
    rf"(?:[+-]?\d+\^{terms.XSD}integer|[+-]?\d*\.\d+\^{terms.XSD}decimal|(?:true|false)\^{terms.XSD}boolean)"
)
"""Literals that Turtle and TSV write without quotes."""
REMEMBERED = 16384
"""IRIs whose spelling is kept: the same ones come again and again."""
QUOTED_IN_CSV = re.compile(r'[",\r\n]')


@dataclass(frozen=True)
class RowFormat:
    """How one format writes its head for some variables, a row of values (None for unbound), and its end."""

    head: Callable[[Sequence[str]], str]
    row: Callable[[Sequence[str], Sequence[Any]], str]
    between: str = ""
    tail: str = ""


_quoted = json.encoder.encode_basestring


def as_json(term: Any) -> dict[str, Any]:
    """A term as SPARQL's JSON results write it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: as_json(part) for name, part in parts.items()}}
    found: dict[str, Any] = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
        if term.direction is not None:
            found["its:dir"] = term.direction.value
    elif term.datatype.value != STRING:
        found["datatype"] = term.datatype.value
    return found


def json_row(names: Sequence[str], values: Sequence[Any]) -> str:
    """A row as an object of SPARQL's JSON results."""
    bound = [
        f"{_quoted(name)}:{_json_term(value)}"
        for name, value in zip(names, values, strict=True)
        if value is not None
    ]
    return f"{{{','.join(bound)}}}"


def _json_term(term: Any) -> str:
    if isinstance(term, ox.NamedNode):
        return _json_iri(term)
    if isinstance(term, ox.Literal) and term.direction is None:
        language, kind = term.language, term.datatype.value
        more = f',"xml:lang":"{language}"' if language else ""
        if not language and kind != STRING:
            more = f',"datatype":{_quoted(kind)}'
        return f'{{"type":"literal","value":{_quoted(term.value)}{more}}}'
    return json.dumps(as_json(term), ensure_ascii=False, separators=(",", ":"))


@lru_cache(REMEMBERED)
def _json_iri(term: Any) -> str:
    return f'{{"type":"uri","value":{_quoted(term.value)}}}'


def _json_head(names: Sequence[str]) -> str:
    variables = json.dumps(list(names), ensure_ascii=False, separators=(",", ":"))
    return f'{{"head":{{"vars":{variables}}},"results":{{"bindings":['


def _xml_head(names: Sequence[str]) -> str:
    variables = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    return (
        '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
        f"<head>{variables}</head><results>"
    )


def _xml_row(names: Sequence[str], values: Sequence[Any]) -> str:
    bound = (
        f'<binding name="{name}">{_xml_term(value)}</binding>'
        for name, value in zip(names, values, strict=True)
        if value is not None
    )
    return f"<result>{''.join(bound)}</result>"


@lru_cache(REMEMBERED)
def _xml_iri(term: Any) -> str:
    return f"<uri>{escape(term.value)}</uri>"


def _xml_term(term: Any) -> str:
    if isinstance(term, ox.NamedNode):
        return _xml_iri(term)
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{escape(term.value)}</bnode>"
    if isinstance(term, ox.Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts)}</triple>"
    kind = ""
    if term.language:
        kind = f' xml:lang="{term.language}"'
        if term.direction is not None:
            kind += f' its:dir="{term.direction.value}" xmlns:its="{ITS}" its:version="2.0"'
    elif term.datatype.value != STRING:
        kind = f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{kind}>{escape(term.value)}</literal>"


def _csv_row(_: Sequence[str], values: Sequence[Any]) -> str:
    return ",".join("" if value is None else _csv_field(_csv_term(value)) for value in values) + "\r\n"


def _csv_field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if QUOTED_IN_CSV.search(text) else text


def _csv_term(term: Any) -> str:
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    if isinstance(term, ox.Triple):
        return " ".join(_csv_term(part) for part in (term.subject, term.predicate, term.object))
    return str(term.value)


def _tsv_row(_: Sequence[str], values: Sequence[Any]) -> str:
    return "\t".join("" if value is None else _tsv_term(value) for value in values) + "\n"


def _tsv_term(term: Any) -> str:
    if isinstance(term, ox.Literal) and SHORT.fullmatch(f"{term.value}^{term.datatype.value}"):
        return str(term.value)
    return str(term)


ROW_FORMATS = {
    "json": RowFormat(_json_head, json_row, ",", "]}}"),
    "xml": RowFormat(_xml_head, _xml_row, "", "</results></sparql>"),
    "csv": RowFormat(lambda names: ",".join(names) + "\r\n", _csv_row),
    "tsv": RowFormat(lambda names: "\t".join(f"?{name}" for name in names) + "\n", _tsv_row),
    "ndjson": RowFormat(lambda _: "", lambda names, values: json_row(names, values) + "\n"),
}
