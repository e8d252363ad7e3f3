"""What the fast engine is trusted with, it decides as pySHACL does; what it is not, goes to pySHACL."""

from dataclasses import replace

import pytest
from checking_world import as_counted
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat, parse

from spaceonto.check import strict
from spaceonto.check.engines import read_report, validate
from spaceonto.check.features import is_simple, split
from spaceonto.check.graph import Graph
from spaceonto.check.report import Result
from spaceonto.terms import RDFS, SH, XSD

HEAD = f"PREFIX sh: <{SH}>\nPREFIX xsd: <{XSD}>\nPREFIX rdfs: <{RDFS}>\nPREFIX ex: <https://example.org/>\n"
CLASSES = "ex:T rdfs:subClassOf ex:Wide . ex:a a ex:T . ex:b a ex:Wide ."

# Well-formed values of many kinds, and ill-formed ones that both engines know to be so; two blanks between.
TEXTS = 'ex:a  ex:b  ex:c  _:n  ""  "a"  "abc"  "abc"@en  "abc"@en-gb  "b"@fr  "z"^^ex:datatype'
NUMBERS_ = '1  01  2  -3  1.0  2.5  1e0  true  false  "x"^^xsd:integer'
DATES = (
    '"2020-01-01"^^xsd:date  "2021-06-30"^^xsd:date  "2020-02-30"^^xsd:date  '
    '"2020-01-01T00:00:00Z"^^xsd:dateTime  "12:00:00"^^xsd:time'
)
EVERY_VALUE = tuple(f"{TEXTS}  {NUMBERS_}  {DATES}".split("  "))
DATATYPES = ("string", "integer", "decimal", "double", "boolean", "date", "dateTime", "time")
KINDS = ("IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")

VALUES = st.sampled_from(EVERY_VALUE)
NAMED = VALUES.filter(lambda value: not value.startswith("_"))
COUNTS = st.integers(0, 3)
PATHS = st.recursive(
    st.sampled_from(["ex:p", "ex:q"]),
    lambda inner: st.one_of(
        inner,
        st.builds("[ sh:inversePath {} ]".format, inner),
        st.builds("[ sh:zeroOrMorePath {} ]".format, inner),
        st.builds("[ sh:oneOrMorePath {} ]".format, inner),
        st.builds("( {} {} )".format, inner, inner),
        st.builds("[ sh:alternativePath ( {} {} ) ]".format, inner, inner),
    ),
    max_leaves=3,
)
OF_A_VALUE = st.one_of(
    st.builds("sh:datatype xsd:{}".format, st.sampled_from(DATATYPES)),
    st.builds("sh:nodeKind sh:{}".format, st.sampled_from(KINDS)),
    st.builds("sh:class ex:{}".format, st.sampled_from(["T", "Wide"])),
    st.builds("sh:minLength {}".format, st.integers(1, 3)),
    st.builds("sh:maxLength {}".format, COUNTS),
    st.builds('sh:pattern "{}"'.format, st.sampled_from(["^a", "c$", "[0-9]{4}", "^(a|b)+$", "example"])),
    st.builds("sh:languageIn ( {} )".format, st.sampled_from(['"en"', '"fr" "en-gb"', '"de"'])),
    st.builds("sh:in ( {} {} )".format, NAMED, NAMED),
)
SHAPES = st.recursive(
    OF_A_VALUE,
    lambda inner: st.one_of(
        st.builds("sh:not [ {} ]".format, inner),
        st.builds("sh:and ( [ {} ] [ {} ] )".format, inner, inner),
        st.builds("sh:or ( [ {} ] [ {} ] )".format, inner, inner),
        st.builds("sh:xone ( [ {} ] [ {} ] )".format, inner, inner),
        st.builds("sh:node [ {} ]".format, inner),
    ),
    max_leaves=4,
)
OF_A_PATH = st.one_of(
    SHAPES,
    st.builds("sh:minCount {}".format, COUNTS),
    st.builds("sh:maxCount {}".format, COUNTS),
    st.just("sh:uniqueLang true"),
    st.builds("sh:hasValue {}".format, NAMED),
    st.builds("sh:{} ex:q".format, st.sampled_from(["equals", "disjoint"])),
    st.builds("sh:qualifiedValueShape [ {} ] ; sh:qualifiedMinCount {}".format, SHAPES, COUNTS),
    st.builds("sh:qualifiedValueShape [ {} ] ; sh:qualifiedMaxCount {}".format, SHAPES, COUNTS),
)
PROPERTY = st.builds("ex:S sh:property ex:P .\nex:P sh:path {} ; {} .".format, PATHS, OF_A_PATH)
CLOSED = st.just("ex:S sh:closed true ; sh:property ex:Open . ex:Open sh:path ex:p .")
TARGET = st.sampled_from(
    ["sh:targetClass ex:Wide", "sh:targetNode ex:a", "sh:targetSubjectsOf ex:p", "sh:targetObjectsOf ex:p"]
)
STATEMENT = st.builds(
    "{} {} {} .".format, st.sampled_from(["ex:a", "ex:b", "_:n"]), st.sampled_from(["ex:p", "ex:q"]), VALUES
)


def graph(text: str) -> Graph:
    return Graph(quad.triple for quad in parse(HEAD + text, format=RdfFormat.TURTLE))


def bare(results: list[Result]) -> object:
    """Results without their messages, of which each engine has its own."""
    return as_counted([replace(result, messages=()) for result in results])


def decided_by_pyshacl(data: str, shapes: Graph) -> list[Result]:
    answer = strict.answer(strict.graph(shapes.ntriples()), strict.graph(data), advanced=False)
    return list(read_report(answer["report"], shapes))


@pytest.mark.parametrize(
    "constraint",
    [
        *(f"sh:datatype xsd:{name}" for name in DATATYPES),
        *(f"sh:nodeKind sh:{kind}" for kind in KINDS),
        "sh:class ex:Wide",
        "sh:minLength 2",
        "sh:maxLength 2",
        'sh:pattern "^a"',
        'sh:pattern "^A" ; sh:flags "i"',
        'sh:languageIn ( "en" )',
        'sh:in ( ex:a 1 "abc"@en )',
        "sh:not [ sh:nodeKind sh:IRI ]",
        "sh:and ( [ sh:nodeKind sh:Literal ] [ sh:datatype xsd:integer ] )",
        "sh:or ( [ sh:class ex:T ] [ sh:datatype xsd:date ] )",
        "sh:xone ( [ sh:nodeKind sh:Literal ] [ sh:datatype xsd:integer ] )",
        "sh:node [ sh:nodeKind sh:BlankNodeOrIRI ]",
        "sh:hasValue 1",
        "sh:equals ex:q",
        "sh:disjoint ex:q",
        "sh:qualifiedValueShape [ sh:datatype xsd:integer ] ; sh:qualifiedMinCount 1",
        "sh:qualifiedValueShape [ sh:datatype xsd:integer ] ; sh:qualifiedMaxCount 0",
    ],
)
def test_both_engines_decide_alike_on_every_kind_of_value(constraint: str) -> None:
    said = " ".join(f"ex:n{number} ex:p {value} ; ex:q 1 ." for number, value in enumerate(EVERY_VALUE))
    data = graph(f"{CLASSES} {said}").ntriples()
    shapes = graph(f"ex:P sh:targetSubjectsOf ex:p ; sh:path ex:p ; {constraint} .")
    assert split(shapes)[1] is None
    fast = validate(data, shapes)
    assert 0 < len({result.focus for result in fast}) < len(EVERY_VALUE)
    assert bare(fast) == bare(decided_by_pyshacl(data, shapes))


@settings(max_examples=150)
@given(TARGET, st.one_of(PROPERTY, PROPERTY, CLOSED), st.lists(STATEMENT, min_size=10, max_size=20))
def test_both_engines_decide_alike_on_any_shape_that_the_fast_one_is_trusted_with(
    target: str, constraint: str, statements: list[str]
) -> None:
    data = graph(" ".join([CLASSES, *statements])).ntriples()
    shapes = graph(f"ex:S a sh:NodeShape ; {target} .\n{constraint}")
    assert split(shapes)[1] is None
    assert bare(validate(data, shapes)) == bare(decided_by_pyshacl(data, shapes))


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:datatype xsd:hexBinary",
        'sh:pattern "(?=a)"',
        'sh:pattern "a++"',
        'sh:pattern "^a" ; sh:flags "x"',
        'sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?o }" ]',
        "sh:node [ sh:property [ sh:path ex:p ; sh:datatype xsd:gYear ] ]",
        "sh:or ( [ sh:datatype xsd:anyURI ] )",
        "sh:not [ sh:expression ex:e ]",
    ],
)
def test_what_engines_read_differently_goes_to_the_strict_one(constraint: str) -> None:
    fast, slow = split(graph(f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; {constraint} ."))
    assert fast is None
    assert slow is not None


def test_one_shape_that_needs_the_strict_engine_does_not_take_the_others_along() -> None:
    shapes = graph(
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:datatype xsd:gYear ."
        "ex:R a sh:NodeShape ; sh:targetNode ex:a ; sh:class ex:T ."
    )
    fast, slow = split(shapes)
    assert fast is not None and slow is not None
    targets = [{shape.value[-1] for shape, _ in part.using(SH + "targetNode")} for part in (fast, slow)]
    assert targets == [{"R"}, {"S"}]
    results = validate(graph("ex:a a ex:U .").ntriples(), shapes)
    assert sorted(result.shape.value[-1] for result in results) == ["R", "S"]


def test_components_of_ones_own_take_every_shape_to_the_strict_engine() -> None:
    shapes = graph(
        "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:c ] . ex:S sh:targetNode ex:a ; ex:c 1 ."
    )
    assert split(shapes)[0] is None


@pytest.mark.parametrize(
    ("pattern", "simple"),
    [
        ("^https://w3id\\.org/[a-z0-9-]+$", True),
        ("[0-9]{4}(-[0-9]{2})?", True),
        ("a*", True),
        ("(?i)a", False),
        ("a*?", False),
        ("\\w", False),
        ("\\p{L}", False),
        ("[a-z&&[aeiou]]", False),
        ("a{1000}", False),
        ("(", False),
        ("a" * 501, False),
    ],
)
def test_a_pattern_is_simple_where_all_read_it_alike(pattern: str, simple: bool) -> None:
    assert is_simple(Literal(pattern)) is simple


def test_a_unique_language_counts_only_when_it_is_true() -> None:
    data = graph('ex:a ex:p "x"@en , "y"@en .').ntriples()
    for engine in ("shifty", "pyshacl"):
        for value, expected in (("true", 1), ('"1"^^xsd:boolean', 0)):
            shapes = graph(f"ex:P sh:targetNode ex:a ; sh:path ex:p ; sh:uniqueLang {value} .")
            assert len(validate(data, shapes, engine=engine)) == expected


def test_prefixes_of_an_imported_ontology_hold_in_queries() -> None:
    shapes = graph(
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql ex:Q ."
        'ex:Q sh:prefixes ex:o ; sh:select "SELECT $this { $this x:p ?v }" .'
        "ex:o <http://www.w3.org/2002/07/owl#imports> ex:base ."
        'ex:base sh:declare [ sh:prefix "x" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .'
    )
    assert len(validate(graph("ex:a ex:p 1 .").ntriples(), shapes)) == 1
