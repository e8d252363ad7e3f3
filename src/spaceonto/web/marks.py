"""Which triples in what a page shows are inferred, and where their why is told."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from .. import terms
from ..engine import Engine, QueryError, Rows
from ..engine.guard import Query, guard
from ..engine.lexer import Token
from ..explain import address, text_of
from .names import is_safe

Term = dict[str, Any]
Triple = tuple[Term, Term, Term]
Pattern = tuple[Term | str, Term | str, Term | str]
"""A pattern of a query: of each place the term, or the name of its variable."""

PATH: Final = "/explain"
BATCH: Final = 1000
MOST: Final = 8
"""As many patterns of a query are looked at."""
INFERRED: Final = """
SELECT ?s ?p ?o {{ VALUES (?s ?p ?o) {{ {triples} }} GRAPH graph:inferred {{ ?s ?p ?o }} }}
"""
TYPE: Final = {"type": "uri", "value": terms.RDF + "type"}


def why(subject: Term | str, predicate: Term | str, value: Term | str) -> str:
    """The address at which the why of a triple is told; names may be given for their terms."""
    ends = {"subject": subject, "predicate": predicate, "object": value}
    return address(PATH, {name: _term(end) for name, end in ends.items()})


def inferred(engine: Engine, triples: Iterable[Triple]) -> set[str]:
    """The addresses of the whys of those triples that no file states, but that follow."""
    # What no inference is about need not be asked.
    about = engine.manifest.get("counts", {}).get("inferred by predicate")
    likely = (t for t in triples if about is None or t[1]["value"] in about)
    asked = {address: t for t in likely if all(map(_is_plain, t)) and (address := why(*t))}
    lines = [f"({' '.join(_written(term) for term in triple)})" for triple in asked.values()]
    found: set[str] = set()
    for start in range(0, len(lines), BATCH):
        text = INFERRED.format(triples=" ".join(lines[start : start + BATCH]))
        found |= {why(row["s"], row["p"], row["o"]) for row in engine.rows(text).rows}
    return found


def marks(engine: Engine, text: str, answer: Rows) -> list[dict[str, str]]:
    """For each row of an answer, the columns that end an inferred triple, with the address of its why.

    Marked is what the graph of inferences holds, whatever the query does with it.
    """
    if answer.boolean is not None or not answer.rows:
        return []
    try:
        known = [p for p in patterns(guard(text)) if _variables(p) and _variables(p) <= set(answer.variables)]
        if guard(text).gives_graph:
            known = [("subject", "predicate", "object")]
        filled = [[(p, _filled(p, row)) for p in known[:MOST]] for row in answer.rows]
        found = inferred(engine, (triple for row in filled for _, triple in row if triple is not None))
    except QueryError:  # the answer stands without marks
        return []
    marked: list[dict[str, str]] = []
    for row in filled:
        here: dict[str, str] = {}
        for pattern, triple in row:
            if triple is not None and (link := why(*triple)) in found:
                here.setdefault(_last(pattern), link)
        marked.append(here)
    return marked


def patterns(query: Query) -> list[Pattern]:
    """The plain triple patterns of a query, paths and brackets left out."""
    kept: list[Pattern] = []
    for pattern in _patterns(query):
        if pattern not in kept:
            kept.append(pattern)
    return kept


def _patterns(query: Query) -> Iterator[Pattern]:
    """Reads subject, predicate and object one after the other; whatever else comes begins anew."""
    read: list[Term | str] = []
    waiting = False
    tokens = [*query.tokens, Token("symbol", ".", 0)]
    place = 0
    while place < len(tokens):
        term, after = _read(tokens, place, query, is_predicate=len(read) == 1)
        mark = tokens[place].text if tokens[place].kind == "symbol" else ""
        if term is not None and waiting and len(read) < 3:
            read.append(term)
        else:
            if len(read) == 3:
                yield read[0], read[1], read[2]
            goes_on = mark in (";", ",") and len(read) == 3
            read = read[: 1 if mark == ";" else 2] if goes_on else []
            waiting = goes_on or mark in (".", "{", "}")
        place = after


def _read(
    tokens: list[Token], place: int, query: Query, *, is_predicate: bool
) -> tuple[Term | str | None, int]:
    """The term that begins at a token, if one does, and the place after it."""
    token = tokens[place]
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if token.kind == "variable":
        return token.text[1:], place + 1
    if token.kind == "iri":
        return {"type": "uri", "value": token.text[1:-1]}, place + 1
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        start = query.prefixes.get(prefix) or terms.PREFIXES.get(prefix)
        return ({"type": "uri", "value": start + local} if start else None), place + 1
    if is_predicate and token.kind == "word" and token.text == "a":
        return TYPE, place + 1
    if token.kind == "string" and following and following.kind == "language":
        return {"type": "literal", "value": token.text[1:-1], "xml:lang": following.text[1:]}, place + 2
    if token.kind == "string" and (following is None or following.text != "^^"):
        return {"type": "literal", "value": token.text[1:-1]}, place + 1
    return None, place + 1


def _variables(pattern: Pattern) -> set[str]:
    return {part for part in pattern if isinstance(part, str)}


def _last(pattern: Pattern) -> str:
    """The variable whose cell is marked: that of the object, else of the subject, else of the property."""
    subject, predicate, value = pattern
    return next(part for part in (value, subject, predicate) if isinstance(part, str))


def _filled(pattern: Pattern, row: dict[str, Term]) -> Triple | None:
    found = [row.get(part) if isinstance(part, str) else part for part in pattern]
    subject, predicate, value = found
    if subject is None or predicate is None or value is None:
        return None
    return subject, predicate, value


def _term(end: Term | str) -> Term:
    return {"type": "uri", "value": end} if isinstance(end, str) else end


def _is_plain(term: Term) -> bool:
    return term["type"] == "literal" or (term["type"] == "uri" and is_safe(term["value"]))


def _written(term: Term) -> str:
    """The term as it stands in a query."""
    return f"<{term['value']}>" if term["type"] == "uri" else text_of(term)
