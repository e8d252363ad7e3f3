"""A query as a tree: only of those shapes that are recognised beyond doubt, so that it can be written anew.

Leaves keep the text as it was sent. `parse` gives up on whatever it does not know for certain: a query
that is not rewritten is merely slower.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from ..lexer import Token, tokens
from .reader import Reader, Unknown, look_over
from .shapes import Element, Filter, Group, Nested, Select, Values
from .triples import triples

MOST = 20_000
"""Characters of a query that is looked at; longer ones are made by programs, and take long to look at."""
PREFIX = re.compile(
    r"\s*(?i:PREFIX)\s+(?P<name>[A-Za-z][\w-]*|):\s*<(?P<iri>[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\s]*)>"
)
VOLATILE = ("RAND", "NOW", "UUID", "BNODE")
MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")


def parse(text: str) -> tuple[str, dict[str, str], Select]:
    """What stands before the query's form, the prefixes it declares, and the query.

    Raises Unknown, or IndexError at a sudden end, for any other than plain shapes.
    """
    if len(text) > MOST:
        raise Unknown("length")
    prefixes: dict[str, str] = {}
    begin = 0
    while declared := PREFIX.match(text, begin):
        prefixes[declared["name"]] = declared["iri"]
        begin = declared.end()
    prologue, body = text[:begin], text[begin:]
    reader = Reader(body, (*tokens(body), Token("end", "", len(body))))
    look_over(reader)
    query = _select(reader)
    if reader.here.kind != "end":
        raise Unknown(reader.here.text)
    return prologue, prefixes, query


def _select(reader: Reader) -> Select:
    """SELECT, ASK or CONSTRUCT with a template, up to its last modifier."""
    start = reader.at
    form = reader.here.word
    reader.at += 1
    template_end = 0
    if form == "CONSTRUCT":
        if not reader.has("{"):
            raise Unknown(form)
        reader.skip_brackets()
        template_end = reader.at
    elif form not in ("SELECT", "ASK"):
        raise Unknown(form)
    distinct = form == "SELECT" and (reader.take("DISTINCT") or reader.take("REDUCED"))
    head = reader.at
    while not reader.has("WHERE") and not reader.has("{"):
        token = reader.here
        if token.text == "(":
            reader.skip_brackets()
        elif (
            token.kind in ("variable", "iri", "name") or token.word in ("FROM", "NAMED") or token.text == "*"
        ):
            reader.at += 1
        else:
            raise Unknown(token.text)
    head_end = reader.at
    reader.take("WHERE")
    group = _group(reader)
    tail = reader.at
    limit, words = _modifiers(reader)
    plain = reader.tokens[head:head_end]
    top = [reader.tokens[at] for at in _top_places(reader, head, head_end)]
    inside = reader.tokens[start:head_end] + reader.tokens[tail : reader.at]
    return Select(
        form=form,
        head=reader.slice(start, head_end),
        tail=reader.slice(tail, reader.at),
        group=group,
        star=any(token.text == "*" for token in plain[:1]),
        distinct=distinct,
        projected=tuple(token.text[1:] for token in top if token.kind == "variable"),
        computes=any(token.text == "(" for token in plain),
        grouped="GROUP" in words,
        ordered="ORDER" in words,
        words=frozenset(words),
        dataset=any(token.word == "FROM" for token in plain),
        limit=limit,
        volatile=_has(inside, VOLATILE),
        head_tokens=tuple(token.word or token.text for token in plain) if not template_end else (),
        tail_tokens=tuple(token.word or token.text for token in reader.tokens[tail : reader.at]),
    )


def _top_places(reader: Reader, start: int, end: int) -> Iterator[int]:
    """The places of the tokens between two that stand in no bracket."""
    at = start
    while at < end:
        if at in reader.ends:
            at = reader.ends[at] + 1
            continue
        yield at
        at += 1


def _modifiers(reader: Reader) -> tuple[int | None, list[str]]:
    """Steps over the solution modifiers; returns the number after LIMIT, and their keywords."""
    limit, words = None, []
    while reader.here.kind != "end" and not reader.has("}"):
        word = reader.here.word
        if word in MODIFIERS:
            words.append(word)
        elif word.startswith(MODIFIERS) and word != "GROUP_CONCAT":
            raise Unknown(word)
        if word == "LIMIT":
            number = reader.tokens[reader.at + 1]
            if number.kind != "number" or not number.text.isdigit():
                raise Unknown(word)
            limit = int(number.text)
        if reader.at in reader.ends:
            reader.skip_brackets()
        else:
            reader.at += 1
    return limit, words


def _group(reader: Reader) -> Group:
    """A group in braces, or a SELECT in braces."""
    reader.need("{")
    if reader.has("SELECT"):
        inner = _select(reader)
        reader.need("}")
        return Group([inner])
    elements: list[Element] = []
    while not reader.take("}"):
        if reader.has("FILTER"):
            elements += _filters(reader)
        else:
            elements.append(_element(reader))
        reader.take(".")
    return Group(elements)


def _element(reader: Reader) -> Element:
    start = reader.at
    word = reader.here.word
    if word in ("OPTIONAL", "MINUS"):
        reader.at += 1
        return Nested(word, "", [_group(reader)])
    if word == "GRAPH":
        reader.at += 1
        name = reader.here
        if name.kind not in ("iri", "name", "variable"):
            raise Unknown(name.text)
        reader.at += 1
        return Nested(word, name.text, [_group(reader)])
    if reader.has("{"):
        groups = [_group(reader)]
        while reader.take("UNION"):
            groups.append(_group(reader))
        return Nested("UNION", "", groups)
    if word == "BIND":
        reader.at += 1
        reader.skip_brackets()
        name = reader.tokens[reader.at - 2]
        if name.kind != "variable" or reader.tokens[reader.at - 3].word != "AS":
            raise Unknown(word)
        variables = reader.variables(start, reader.at)
        return Values(reader.slice(start, reader.at), frozenset(), variables)
    if word == "VALUES":
        return _values(reader)
    return triples(reader)


def _filters(reader: Reader) -> list[Filter]:
    """The conditions of a FILTER: both sides of && hold or it does not, so that each is one of its own."""
    start = reader.at
    reader.at += 1
    is_negated = reader.take("NOT")
    if reader.take("EXISTS"):
        inner = _group(reader)
        return [_condition(reader, start, reader.at, inner, is_negated)]
    if is_negated:
        raise Unknown(reader.here.text)
    is_bracketed = reader.has("(")
    if not is_bracketed:
        if reader.here.kind not in ("word", "name", "iri"):
            raise Unknown(reader.here.text)
        reader.at += 1
        if not reader.has("("):
            raise Unknown(reader.here.text)
    inside = reader.at + 1
    reader.skip_brackets()
    end = reader.at - 1
    marks = {at for at in _top_places(reader, inside, end) if reader.tokens[at].text in ("&&", "||")}
    if not is_bracketed or not marks or any(reader.tokens[at].text == "||" for at in marks):
        return [_condition(reader, start, reader.at)]
    edges = [inside - 1, *sorted(marks), end]
    return [_condition(reader, left + 1, right) for left, right in pairwise(edges)]


def _condition(
    reader: Reader, start: int, end: int, exists: Group | None = None, is_negated: bool = False
) -> Filter:
    found = reader.tokens[start:end]
    text = reader.slice(start, end)
    return Filter(
        text=text if reader.tokens[start].word == "FILTER" else f"FILTER({text})",
        variables=reader.variables(start, end),
        exists=exists,
        is_negated=is_negated,
        asks=_has(found, ("EXISTS",)),
        volatile=_has(found, VOLATILE),
    )


def _has(found: tuple[Token, ...], marks: tuple[str, ...]) -> bool:
    """Whether one of the marks occurs in a word, wherever the engine might cut it."""
    words = (token.text.upper() for token in found if token.kind in ("word", "name"))
    return any(mark in word for word in words for mark in marks)


def _values(reader: Reader) -> Values:
    start = reader.at
    reader.at += 1
    if reader.has("("):
        reader.skip_brackets()
    elif reader.here.kind == "variable":
        reader.at += 1
    else:
        raise Unknown("VALUES")
    variables = reader.variables(start, reader.at)
    body = reader.at
    if not reader.has("{"):
        raise Unknown("VALUES")
    reader.skip_brackets()
    certain = not any(token.word == "UNDEF" for token in reader.tokens[body : reader.at])
    return Values(reader.slice(start, reader.at), variables if certain else frozenset(), variables)
