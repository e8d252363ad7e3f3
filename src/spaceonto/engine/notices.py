"""What may be behind an answer that surprises: names that nobody uses, variables that get no value."""

import difflib
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from .. import terms
from .answers import Answer
from .cache import Cache
from .engine import Engine
from .errors import QueryError
from .guard import Query, guard
from .lexer import Token

_kept: Cache[tuple[str, ...]] = Cache(1024 * 1024)
MOST = 50
"""Names that are looked up for one query."""
SAID = {
    "SELECT": "selected",
    "FILTER": "used in a FILTER",
    "GROUP": "used in GROUP BY",
    "HAVING": "used in HAVING",
    "ORDER": "used in ORDER BY",
}
"""Clauses that use variables and give none a value, and how that is said."""
COMPARING = ("=", "!=", "<", ">", "<=", ">=")
QUOTES = "'\""
LONGEST = 4096
"""Bytes beyond which an answer is not empty, for all the variables that its head may name."""
EMPTY = {
    "json": re.compile(rb'"bindings":\[\]\}\}\s*$'),
    "xml": re.compile(rb"<results>\s*</results>|<results/>"),
    "csv": re.compile(rb"^[^\n]*\n?$"),
    "tsv": re.compile(rb"^[^\n]*\n?$"),
    "ndjson": re.compile(rb"^$"),
    "nt": re.compile(rb"^$"),
    "nq": re.compile(rb"^$"),
}
"""What an answer without rows looks like, in formats where that can be seen."""
USED = """
SELECT ?name {{
  VALUES ?name {{ {names} }}
  FILTER(EXISTS {{ ?name ?p ?o }} || EXISTS {{ ?s ?name ?o }} || EXISTS {{ ?s ?p ?name }})
}}
"""
KNOWN = """
SELECT DISTINCT ?x {{ ?x a ?class FILTER(STRSTARTS(STR(?x), "{start}") && !CONTAINS(STR(?x), "--")) }}
"""
TOLD = f"SELECT DISTINCT ?x {{ GRAPH <{terms.DESCRIPTION}> {{ ?part void:property|void:class ?x }} }}"
TEXTS = """
SELECT ?text ?lang {{
  VALUES ?text {{ {texts} }} VALUES ?lang {{ "en" "ru" "ja" "fr" "de" "zh" }}
  BIND(STRLANG(?text, ?lang) AS ?tagged)
  FILTER(EXISTS {{ ?s ?p ?tagged }})
}}
"""


def notices(engine: Engine, text: str) -> list[str]:
    """Sentences on a query that gave nothing, most telling first."""
    query = guard(text)
    try:
        found = [*_unknown_names(engine, query), *_texts(engine, query), *_comparisons(query)]
    except QueryError:  # the answer stands without this
        found = []
    return [*found, *lone_variables(text)]


def said(engine: Engine, answer: Answer, text: str) -> tuple[str, ...]:
    """Sentences on the query of an answer: on all that may be behind it where it is plainly empty."""
    empty = EMPTY.get(answer.format.name)
    body = answer.whole()
    is_small = body is not None and len(body) <= LONGEST and guard(text).form != "ASK"
    if empty is None or not is_small or not empty.search(body or b""):
        return lone_variables(text)
    key = engine.digest, text
    found = _kept.get(key) if engine.digest else None
    if found is None:
        found = tuple(notices(engine, text))
        _kept.put(key, found, len(text) + 256)
    return found


@lru_cache(512)
def lone_variables(text: str) -> tuple[str, ...]:
    """Sentences on variables that are selected, compared or sorted by, and named nowhere else."""
    query = guard(text)
    used: dict[str, str] = {}
    given: set[str] = set()
    for clause, token in _clauses(query):
        if token.kind != "variable":
            continue
        name = token.text[1:]
        if clause:
            used.setdefault(name, clause)
        else:
            given.add(name)
    return tuple(
        f"?{name} is {SAID[clause]}, but nothing gives it a value."
        for name, clause in used.items()
        if name not in given
    )


def _clauses(query: Query) -> Iterator[tuple[str, Token]]:
    """Each token with the clause of SAID that it stands in, which only uses variables; else with nothing."""
    clause, before, is_filter = "", "", False
    outer: list[str] = []
    for token in query.tokens:
        if token.word in SAID:
            is_filter = token.word == "FILTER"
            clause = clause if is_filter else token.word
        elif token.word in ("WHERE", "FROM", "LIMIT", "OFFSET", "VALUES"):
            clause = ""
        elif token.text == "{":
            outer.append(clause if clause == "FILTER" else "")
            clause, is_filter = "", False
        elif token.text == "(":
            outer.append(clause)
            clause, is_filter = ("FILTER" if is_filter else clause), False
        elif token.text in (")", "}"):
            clause = outer.pop() if outer else ""
        yield "" if before == "AS" else clause, token
        before = token.word


def _unknown_names(engine: Engine, query: Query) -> list[str]:
    """Names with a known prefix that the release does not have, with the nearest that it has."""
    spelt: dict[str, str] = {}
    meant = terms.PREFIXES | query.prefixes
    for token in query.tokens:
        prefix, _, local = token.text.partition(":")
        ours = terms.PREFIXES.get(prefix)
        if token.kind == "name" and local and ours and meant[prefix] == ours:
            spelt.setdefault(token.text, ours + local)
    spelt = {name: iri for name, iri in spelt.items() if not iri.startswith((terms.XSD, terms.SH))}
    if not spelt or len(spelt) > MOST:
        return []
    rows = engine.rows(USED.format(names=" ".join(f"<{iri}>" for iri in spelt.values()))).rows
    used = {row["name"]["value"] for row in rows}
    return [_told(engine, name) for name, iri in spelt.items() if iri not in used]


def _told(engine: Engine, name: str) -> str:
    meant = " or ".join(_nearest(engine, name))
    return f"{name} occurs nowhere in the graph." + (f" Did you mean {meant}?" if meant else "")


def _nearest(engine: Engine, name: str) -> list[str]:
    """The names most like it: of ours under the same prefix, else of all properties and classes there are."""
    prefix, _, local = name.partition(":")
    if prefix in ("sco", "id", "concept"):
        start = terms.PREFIXES[prefix]
        rows = engine.rows(KNOWN.format(start=start)).rows
        known = {f"{prefix}:{row['x']['value'][len(start) :]}" for row in rows}
    else:
        known = {terms.short(row["x"]["value"]) for row in engine.rows(TOLD).rows}
    by_local: dict[str, str] = {}
    for each in sorted(known):
        by_local.setdefault(each.partition(":")[2].lower(), each)
    if local.lower() in by_local:
        return [by_local[local.lower()]]
    return [by_local[near] for near in difflib.get_close_matches(local.lower(), by_local, n=2, cutoff=0.6)]


def _texts(engine: Engine, query: Query) -> list[str]:
    """Texts without a language that the release has with one, which are others to SPARQL."""
    texts = []
    for token, then in zip(query.tokens, [*query.tokens[1:], None], strict=True):
        is_plain = token.kind == "string" and not (then and (then.kind == "language" or then.text == "^^"))
        if is_plain and token.text not in texts:
            texts.append(token.text)
    if not texts or len(texts) > MOST:
        return []
    found: dict[str, list[str]] = {}
    for row in engine.rows(TEXTS.format(texts=" ".join(texts))).rows:
        found.setdefault(row["text"]["value"], []).append(row["lang"]["value"])
    return [
        f'"{text}" without a language is another text than "{text}"@{languages[0]}, which is there. '
        "Write that, or compare STR(?x)."
        for text, languages in found.items()
    ]


def _comparisons(query: Query) -> Iterator[str]:
    """Values of a kind that nothing can have there: a text for a class, a number for a date."""
    tokens = query.tokens
    for verb, value in pairwise(tokens):
        if verb.word == "A" and value.kind == "string":
            yield f"A class is a name and no text: a sco:{value.text.strip(QUOTES)}."
    dates = {
        value.text
        for name, value in pairwise(tokens)
        if name.kind == "name" and name.text.endswith("Date") and value.kind == "variable"
    }
    for index, (left, sign, right) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        after = tokens[index + 3].text if index + 3 < len(tokens) else ""
        if (
            left.text in dates
            and sign.text in COMPARING
            and (right.kind == "number" or (right.kind == "string" and after != "^^"))
        ):
            year = re.sub(r"\D", "", right.text)[:4] or "1990"
            yield (
                f"{left.text} is a date, and {right.text} is none. "
                f'Write YEAR({left.text}) {sign.text} {year}, or "{year}-01-01"^^xsd:date.'
            )
            return
