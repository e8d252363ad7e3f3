"""The canonical form: one text for one set of triples, and a new triple adds lines without changing any."""

import random

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse
from turtle_strategies import DATATYPES, NOT_NUMBERS, NUMBERS, plain_triples, triples

from spaceonto import terms
from spaceonto.turtle import UnwritableError, write

LABEL = NamedNode(terms.RDFS + "label")


def parsed(text: str) -> set[Triple]:
    return {quad.triple for quad in parse(text, format=RdfFormat.TURTLE)}


def in_rdflib(triple: Triple) -> tuple[rdflib.term.Node, ...]:
    value = triple.object
    if isinstance(value, Literal):
        text = rdflib.term.Literal(
            value.value,
            lang=value.language,
            datatype=None if value.language else rdflib.URIRef(value.datatype.value),
            normalize=False,
        )
    else:
        text = rdflib.URIRef(value.value)
    return rdflib.URIRef(triple.subject.value), rdflib.URIRef(triple.predicate.value), text


def without_string_type(node: rdflib.term.Node) -> object:
    """RDF 1.1 makes a plain literal one of type xsd:string, rdflib keeps them apart."""
    if isinstance(node, rdflib.Literal):
        datatype = None if node.datatype == rdflib.XSD.string else node.datatype
        return str(node), node.language, datatype
    return node


def test_a_mission_looks_as_one_would_write_it_by_hand() -> None:
    text = """\
PREFIX concept: <https://w3id.org/spaceonto/concept/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX id: <https://w3id.org/spaceonto/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sco: <https://w3id.org/spaceonto/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<https://w3id.org/spaceonto/graph/data/activities/hayabusa2>
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
.

id:hayabusa2
    a sco:CooperativeActivity ;
    a sco:RoboticMission ;
    rdfs:label "Hayabusa2"@en ;
    rdfs:label "はやぶさ2"@ja ;
    skos:altLabel "Falcon 2"@en ;
    sco:acronym "H2" ;
    skos:definition "A mission."@en ;
    dcterms:description \"\"\"Two lines,
the second with a "quotation".\"\"\"@en ;
    sco:beginDate "2014-01-01"^^xsd:date ;
    sco:beginPrecision concept:date-precision-year ;
    sco:status concept:activity-status-active ;
.

id:hayabusa2--participation--jaxa
    a sco:Participation ;
    sco:participant id:jaxa ;
.
"""
    shuffled = list(parsed(text))
    random.Random(1).shuffle(shuffled)
    assert write(shuffled) == text


def test_nothing_is_written_as_nothing() -> None:
    assert write([]) == ""


@given(st.sets(triples, max_size=8))
def test_what_is_written_reads_back_as_it_was(some: set[Triple]) -> None:
    assert parsed(write(some)) == some


def assert_rdflib_reads(some: set[Triple]) -> None:
    rdflib.NORMALIZE_LITERALS, before = False, rdflib.NORMALIZE_LITERALS
    try:
        graph = rdflib.Graph().parse(data=write(some), format="turtle")
    finally:
        rdflib.NORMALIZE_LITERALS = before
    read = {tuple(map(without_string_type, triple)) for triple in graph}
    assert read == {tuple(map(without_string_type, in_rdflib(triple))) for triple in some}


@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
@given(st.sets(plain_triples, max_size=4))
def test_rdflib_reads_what_is_written_as_it_was(some: set[Triple]) -> None:
    assert_rdflib_reads(some)


@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
@pytest.mark.parametrize("datatype", DATATYPES)
def test_no_reader_can_take_one_number_for_another(datatype: str) -> None:
    type_ = NamedNode(terms.XSD + datatype)
    some = {Triple(LABEL, LABEL, Literal(text, datatype=type_)) for text in NUMBERS + NOT_NUMBERS}
    assert parsed(write(some)) == some
    assert_rdflib_reads(some)


def test_numbers_and_truth_values_stand_bare_where_they_can() -> None:
    some = parsed("<a:s> <a:p> 7, -7, 3290.40, 1e0, true .")
    assert [line.split()[1] for line in write(some).splitlines()[1:-1]] == [
        "-7",
        "1e0",
        "3290.40",
        "7",
        "true",
    ]


@given(st.lists(triples, max_size=8), st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_triples_do_not_matter(some: list[Triple], chance: random.Random) -> None:
    text = write(some)
    again = some + some[:2]
    chance.shuffle(again)
    assert write(again) == text
    assert write(parsed(text)) == text


@given(st.sets(triples, max_size=8), triples)
def test_one_more_triple_adds_lines_and_changes_none(some: set[Triple], new: Triple) -> None:
    before, after = write(some).split("\n"), write({*some, new}).split("\n")
    rest = iter(after)
    assert all(line in rest for line in before), (
        "a line of the old text is not in the new one, or not in its place"
    )
    lines_of_the_object = new.object.value.count("\n") + 1
    prefixes_subject_dot_and_gaps = 3 + 1 + 1 + 2
    assert len(after) - len(before) <= lines_of_the_object + prefixes_subject_dot_and_gaps


def test_a_triple_about_a_known_subject_adds_its_own_line_only() -> None:
    nasa = NamedNode(terms.ID + "nasa")
    english, french = (Triple(nasa, LABEL, Literal("NASA", language=tag)) for tag in ("en", "fr"))
    before, after = write([french]).splitlines(), write([french, english]).splitlines()
    assert [line for line in after if line not in before] == ['    rdfs:label "NASA"@en ;']
    assert len(after) == len(before) + 1


@given(st.sets(triples, max_size=8))
def test_no_line_ends_in_a_blank_or_holds_what_cannot_be_seen(some: set[Triple]) -> None:
    text = write(some)
    assert not any(line != line.rstrip() for line in text.split("\n"))
    assert not set(text) & {"\r", "\t", "\x00", "\u202e", "\ufeff"}


def test_only_prefixes_that_are_used_are_declared() -> None:
    nasa = NamedNode(terms.ID + "nasa")
    assert "xsd:" not in write([Triple(nasa, LABEL, Literal("7", datatype=NamedNode(terms.XSD + "integer")))])
    assert "PREFIX xsd:" in write([Triple(nasa, LABEL, Literal("7", datatype=NamedNode(terms.XSD + "int")))])


@pytest.mark.parametrize("node", [BlankNode("x"), Triple(LABEL, LABEL, LABEL)])
def test_what_the_canonical_form_has_no_place_for_is_refused(node: BlankNode | Triple) -> None:
    with pytest.raises(UnwritableError, match=r"Give it an IRI of its own|State it as a sco:Claim"):
        write([Triple(LABEL, LABEL, node)])


def test_every_namespace_ends_where_a_local_name_may_begin() -> None:
    assert [namespace for namespace in terms.PREFIXES.values() if namespace[-1] not in "/#"] == []
