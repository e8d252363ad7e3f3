"""What the tests of the data share: questions put to the graph in a line or two."""

from pyoxigraph import Store

from spaceonto.terms import PREFIXES

HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    """The rows of an answer; individuals by their slugs."""
    return [
        tuple(term.value.removeprefix(PREFIXES["id"]) for term in row) for row in store.query(HEAD + query)
    ]


def found(store: Store, pattern: str) -> set[str]:
    """The slugs (or values) of ?x."""
    return {x for (x,) in rows(store, f"SELECT DISTINCT ?x {{ {pattern} }}")}


def count(store: Store, pattern: str) -> int:
    """How many different ?x there are."""
    return len(found(store, pattern))
