"""What may be behind an answer with nothing in it: names that nobody uses, variables that get no value."""

import difflib

from .. import terms
from .engine import Engine
from .errors import QueryError
from .guard import CLOSE, OPEN, Query, guard

OWN = ("sco", "id", "concept")
MOST = 50
USED = """
SELECT ?name {{
  VALUES ?name {{ {names} }}
  FILTER(EXISTS {{ ?name ?p ?o }} || EXISTS {{ ?s ?name ?o }} || EXISTS {{ ?s ?p ?name }})
}}
"""
KNOWN = """
SELECT DISTINCT ?x {{ ?x a ?class FILTER(STRSTARTS(STR(?x), "{start}") && !CONTAINS(STR(?x), "--")) }}
"""


def notices(engine: Engine, text: str) -> list[str]:
    """Sentences on a query that gave nothing, most telling first."""
    query = guard(text)
    return [*_unknown_names(engine, query), *_lone_variables(query)]


def _unknown_names(engine: Engine, query: Query) -> list[str]:
    """Names of ours in the query that the release does not have, with the nearest that it has."""
    spelt: dict[str, str] = {}
    for token in query.tokens:
        prefix, _, local = token.text.partition(":")
        if token.kind == "name" and prefix in OWN and local and prefix not in query.prefixes:
            spelt.setdefault(token.text, terms.PREFIXES[prefix] + local)
    if not spelt or len(spelt) > MOST:
        return []
    try:
        rows = engine.rows(USED.format(names=" ".join(spelt))).rows
        used = {row["name"]["value"] for row in rows}
        return [_told(engine, name) for name, iri in spelt.items() if iri not in used]
    except QueryError:  # the answer stands without this
        return []


def _told(engine: Engine, name: str) -> str:
    prefix, _, local = name.partition(":")
    start = terms.PREFIXES[prefix]
    known = [row["x"]["value"][len(start) :] for row in engine.rows(KNOWN.format(start=start)).rows]
    near = difflib.get_close_matches(local, known, n=2, cutoff=0.6)
    meant = " or ".join(f"{prefix}:{local}" for local in near)
    return f"{name} occurs nowhere in the graph." + (f" Did you mean {meant}?" if meant else "")


def _lone_variables(query: Query) -> list[str]:
    """Variables that are selected and named nowhere else."""
    depth, selected, elsewhere, in_head = 0, [], set(), False
    for token in query.tokens:
        if token.kind == "symbol":
            depth += (token.text in OPEN) - (token.text in CLOSE)
        if token.word == "SELECT" and depth == 0:
            in_head = True
        elif token.word == "WHERE" or token.text == "{":
            in_head = False
        if token.kind == "variable":
            if in_head and depth == 0:
                selected.append(token.text[1:])
            else:
                elsewhere.add(token.text[1:])
    return [
        f"?{name} is selected, but nothing gives it a value." for name in selected if name not in elsewhere
    ]
