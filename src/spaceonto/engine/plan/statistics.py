"""Figures on a release, counted once when it is loaded: what the planner estimates with and counts by."""

from dataclasses import dataclass, field

import pyoxigraph as ox

from ... import terms

TYPE = f"<{terms.RDF}type>"
PER_PREDICATE = """
SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
{ ?s ?p ?o } GROUP BY ?p
"""
PER_CLASS = f"SELECT ?c (COUNT(*) AS ?n) {{ ?s {TYPE} ?c }} GROUP BY ?c"
IN_ALL = "SELECT (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o }"
PER_GRAPH = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


@dataclass(frozen=True)
class Count:
    """How many triples, with how many different subjects and objects."""

    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True)
class Statistics:
    """Counts over the default graph: of everything, by predicate, by class; and triples by named graph.

    The keys are terms as N-Triples writes them.
    """

    total: Count = Count(0, 0, 0)
    predicates: dict[str, Count] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)
    graphs: dict[str, int] = field(default_factory=dict)


def count(store: ox.Store, union: bool) -> Statistics:
    """The figures of a store, with the union of its graphs as default graph or not."""

    def rows(query: str) -> ox.QuerySolutions:
        found = store.query(query, use_default_graph_as_union=union)
        assert isinstance(found, ox.QuerySolutions)
        return found

    predicates = {
        str(row["p"]): Count(int(row["n"].value), int(row["subjects"].value), int(row["objects"].value))
        for row in rows(PER_PREDICATE)
    }
    whole = next(iter(rows(IN_ALL)))
    return Statistics(
        total=Count(
            sum(count.triples for count in predicates.values()),
            int(whole["subjects"].value),
            int(whole["objects"].value),
        ),
        predicates=predicates,
        classes={str(row["c"]): int(row["n"].value) for row in rows(PER_CLASS)},
        graphs={str(row["g"]): int(row["n"].value) for row in rows(PER_GRAPH)},
    )
