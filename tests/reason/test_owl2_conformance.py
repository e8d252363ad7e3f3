"""The OWL 2 test cases that apply to OWL 2 RL, where they are at hand; they are not part of this repository.

SPACEONTO_OWL2_TESTS names a folder in which they lie, in either of two forms: the collection of Schneider and
Mainzer for the RDF-Based Semantics (a folder for each case, with its `.metadata.properties`; of its parts
owl2rl is taken), or the W3C's own premises and conclusions, a folder for each case, with a table `census.tsv`
that says which conclusions are entailed under RL and which are not.

Of the 273 cases of the collection, 218 come out as told. Of the other entailments, 49, all that is missing is
what the closure leaves out as no news, which is tested; the other contradictions, 6, are none by XML Schema
1.1, or rest on a language tag that nobody registered. Of the W3C's 27 entailments 11 come out; for the others
the tables have no rule, and owlrl has none either, which is tested too. None of its 23 non-entailments is
concluded.
"""

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, Triple, parse

from spaceonto import terms
from spaceonto.reason import Closure, Program, infer
from spaceonto.reason.closure import EVERYTHING, REFLEXIVE, VOCABULARIES

FOLDER = os.environ.get("SPACEONTO_OWL2_TESTS")
COLLECTION = sorted(Path(FOLDER).rglob("owl2rl/*/*.metadata.properties")) if FOLDER else []
CENSUS = sorted(Path(FOLDER).rglob("census.tsv")) if FOLDER else []
WRITTEN = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML}
NO_CONTRADICTION = {
    "rdfbased-dat-dtype-anyuri-illtyped": "any text is an IRI reference by XML Schema 1.1",
    "rdfbased-dat-dtype-double-illtyped-hi": "too large a number means infinity by XML Schema 1.1",
    "rdfbased-dat-dtype-double-illtyped-lo": "too large a number means infinity by XML Schema 1.1",
    "rdfbased-dat-dtype-float-illtyped-hi": "too large a number means infinity by XML Schema 1.1",
    "rdfbased-dat-dtype-float-illtyped-lo": "too large a number means infinity by XML Schema 1.1",
    "rdfbased-dat-dtype-plainliteral-illtyped-unknowntag": "nobody looks up language tags",
}
BEYOND = {
    "chain2trans1": "that a property is transitive",
    "disjointclasses-001": "that an individual belongs to the complement of a class",
    "disjointclasses-003": "that an individual belongs to the complement of a class",
    "new-feature-disjointdataproperties-002": "that individuals differ",
    "new-feature-disjointobjectproperties-001": "that individuals differ",
    "new-feature-disjointobjectproperties-002": "that individuals differ",
    "new-feature-objectqcr-002": "that an individual belongs to the complement of a class",
    "new-feature-reflexiveproperty-001": "what a reflexive property means",
    "owl2-rl-rules-fp-differentfrom": "that individuals differ",
    "owl2-rl-rules-ifp-differentfrom": "that individuals differ",
    "webont-differentfrom-001": "that individuals differ, turned round",
    "webont-i5-26-010": "that a class is there",
    "webont-i5-5-005": "that a class is there",
    "webont-i5-8-006": "a range from two others",
    "webont-i5-8-008": "a range from two others",
    "webont-i5-8-009": "a range from two others",
}
"""For what kind of conclusion the tables have no rule."""
if not FOLDER:
    pytest.skip("SPACEONTO_OWL2_TESTS names no folder with the OWL 2 test cases", allow_module_level=True)


def graph(file: Path) -> list[Triple]:
    quads = parse(file.read_bytes(), format=WRITTEN[file.suffix], base_iri="http://example.org/")
    return list(dict.fromkeys(quad.triple for quad in quads))


def closure(given: list[Triple], program: Program) -> Closure:
    return infer(given, program, sameas=True)


def entailed(conclusion: list[Triple], given: list[Triple], found: Closure) -> bool:
    """Whether there are nodes for the blank nodes of a conclusion that make all of it true."""
    store = Store()
    store.extend(Quad(*triple) for triple in (*given, *found.triples(), *found.triples(anonymous=True)))

    def term(node: object) -> str:
        return f"?{node.value}" if isinstance(node, BlankNode) else str(node)

    pattern = " ".join(f"{' '.join(map(term, triple))} ." for triple in conclusion)
    return bool(store.query(f"ASK {{ {pattern} }}"))


def is_news(triple: Triple) -> bool:
    subject, predicate, value = triple
    about_words = isinstance(subject, NamedNode) and subject.value.startswith(VOCABULARIES)
    return not (about_words or value in EVERYTHING or (subject == value and predicate in REFLEXIVE))


@pytest.mark.parametrize("metadata", COLLECTION, ids=lambda file: file.parent.name)
def test_a_case_of_the_collection_comes_out_as_told(metadata, with_identity, in_process):
    stem = metadata.name.removesuffix(".metadata.properties")
    kind = re.search(r'"testcase.type">(\w+)<', metadata.read_text("utf-8"))[1]
    if kind == "INCONSISTENCY":
        found = closure(graph(metadata.with_name(f"{stem}.graph.ttl")), with_identity)
        assert bool(found.clashes) != (stem in NO_CONTRADICTION)
        return
    assert kind == "POSITIVE_ENTAILMENT"
    given = graph(metadata.with_name(f"{stem}.premisegraph.ttl"))
    conclusion = graph(metadata.with_name(f"{stem}.conclusiongraph.ttl"))
    found = closure(given, with_identity)
    assert entailed([triple for triple in conclusion if is_news(triple)], given, found)


def cases_of_the_w3c() -> Iterator[tuple[str, Path]]:
    for table in CENSUS:
        with table.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                if row["rl_corpus"].startswith("graded-"):
                    yield row["rl_corpus"].removeprefix("graded-"), table.parent / "cases" / row["case"]


W3C = list(cases_of_the_w3c())


@pytest.mark.parametrize(("kind", "case"), W3C, ids=[f"{kind}-{case.name}" for kind, case in W3C])
def test_a_case_of_the_w3c_comes_out_as_told(kind, case, with_identity, in_process):
    given = graph(case / "premise.rdf")
    for imported in {triple.object for triple in given if triple.predicate.value == terms.OWL + "imports"}:
        for file in (case.parents[1] / "imports").glob("*.rdf"):
            given += graph(file) if imported.value.endswith(file.stem) else []
    if kind == "negative":
        assert not entailed(graph(case / "non-conclusion.rdf"), given, closure(given, with_identity))
        return
    conclusion = [triple for triple in graph(case / "conclusion.rdf") if is_news(triple)]
    assert entailed(conclusion, given, closure(given, with_identity)) != (case.name in BEYOND)
    if case.name in BEYOND:
        reference = infer(given, with_identity, reasoner="owlrl", sameas=True)
        assert not entailed(conclusion, given, reference)
