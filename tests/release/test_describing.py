"""The counts of a release are those that SPARQL gives over the same triples."""

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from small_release import write_release
from spaceonto import terms
from spaceonto.release.describing import counted

VOID = "PREFIX void: <http://rdfs.org/ns/void#> PREFIX ext: <http://ldf.fi/void-ext#> "
WHERE = f"FROM <{terms.DESCRIPTION}> "
CLASSES = "SELECT ?class (COUNT(DISTINCT ?x) AS ?n) { ?x a ?class } GROUP BY ?class"
PROPERTIES = (
    "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?ss) (COUNT(DISTINCT ?o) AS ?os) "
    "{ ?s ?p ?o } GROUP BY ?p"
)
TIES = "SELECT ?class ?p (COUNT(*) AS ?n) { ?s a ?class ; ?p ?o } GROUP BY ?class ?p"
TARGETS = "SELECT DISTINCT ?class ?p ?other { ?s a ?class ; ?p ?o . ?o a ?other }"
DATATYPES = "SELECT DISTINCT ?class ?p (DATATYPE(?o) AS ?type) { ?s a ?class ; ?p ?o FILTER(ISLITERAL(?o)) }"
TOLD = {
    CLASSES: "SELECT ?class ?n "
    + WHERE
    + "{ ?d void:classPartition ?c . ?c void:class ?class ; void:entities ?n }",
    PROPERTIES: "SELECT ?p ?n ?ss ?os "
    + WHERE
    + f"{{ <{terms.DATASET}> void:propertyPartition ?c . ?c void:property ?p ; void:triples ?n ; "
    "void:distinctSubjects ?ss ; void:distinctObjects ?os }",
    TIES: "SELECT ?class ?p ?n "
    + WHERE
    + "{ ?c void:class ?class ; void:propertyPartition ?t . ?t void:property ?p ; void:triples ?n }",
    TARGETS: "SELECT ?class ?p ?other "
    + WHERE
    + "{ ?c void:class ?class ; void:propertyPartition ?t . ?t void:property ?p ; void:classPartition ?o . "
    "?o void:class ?other }",
    DATATYPES: "SELECT ?class ?p ?type "
    + WHERE
    + "{ ?c void:class ?class ; void:propertyPartition ?t . ?t void:property ?p ; ext:datatypePartition ?o . "
    "?o ext:datatype ?type }",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A small release: every triple once in the default graph, and its description."""
    more = {"data/again": 'id:nasa a sco:SpaceAgency ; skos:note "once", "twice"@en, 3 .'}
    folder = write_release(tmp_path_factory.mktemp("releases"), more=more)
    made = Store()
    for name, form in (("asserted.nq", RdfFormat.N_QUADS), ("inferred.nt", RdfFormat.N_TRIPLES)):
        made.load(path=folder / name, format=form)
    for quad in list(made):
        made.remove(quad)
        made.extend([type(quad)(quad.subject, quad.predicate, quad.object)])
    made.load(path=folder / "described.nq", format=RdfFormat.N_QUADS)
    return made


@pytest.mark.parametrize("query", list(TOLD), ids=["classes", "properties", "ties", "targets", "datatypes"])
def test_what_is_told_is_what_sparql_counts(store: Store, query: str) -> None:
    counts = sorted(" ".join(map(str, row)) for row in store.query(query))
    told = sorted(" ".join(map(str, row)) for row in store.query(VOID + TOLD[query]))
    assert counts == told
    assert counts


def test_the_sums_and_the_links_are_told(store: Store) -> None:
    dataset = NamedNode(terms.DATASET)
    void = terms.PREFIXES["void"]

    def told(subject: NamedNode, name: str) -> str:
        graph = NamedNode(terms.DESCRIPTION)
        return next(store.quads_for_pattern(subject, NamedNode(void + name), None, graph)).object.value

    graphs = {str(quad.graph_name): 0 for quad in store}
    assert len(graphs) == 3
    assert int(told(dataset, "triples")) == sum(1 for quad in store if quad.graph_name == DefaultGraph())
    links = NamedNode(told(dataset, "subset"))
    assert told(links, "linkPredicate") == terms.OWL + "sameAs"
    assert told(links, "triples") == "1"
    assert told(NamedNode(told(links, "objectsTarget")), "uriSpace") == terms.WD


def test_odd_triples_are_counted_too() -> None:
    lines = (
        b'_:a <x:p> "a \\" <b> " .\n<x:s> <x:p> <<( <x:s> <x:p> "o" )>> .\n'
        b"<x:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> _:class .\n"
    )
    counts = counted(b"", lines)
    assert counts.triples == 3
    assert not counts.entities
    assert counted(b"", b"").triples == 0


def test_a_release_without_questions_is_described_all_the_same(tmp_path: Path) -> None:
    folder = write_release(tmp_path)
    assert (folder / "described.nq").stat().st_size > 0
