"""Which datatypes hold a literal's value; rdflib is asked for a second opinion."""

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode

from spaceonto.reason.datatypes import LITERAL, PLAIN, XML, XSD, datatypes_of, is_datatype, means, value_of

WRITTEN = {
    "integer": ["0", "-7", "+12", "007", "1.0", "", "x", "٣"],
    "byte": ["127", "128", "-128", "-129"],
    "unsignedInt": ["0", "4294967295", "4294967296", "-1"],
    "positiveInteger": ["1", "0"],
    "decimal": ["1.50", ".5", "5.", "1e3", "-.5"],
    "double": ["1e3", "INF", "NaN", "x"],
    "boolean": ["true", "1", "TRUE", "yes"],
    "date": ["1998-11-20", "1998-02-29", "2000-02-29", "1998-13-01", "98-11-20", "1998-11-20Z"],
    "dateTime": ["1998-11-20T06:40:00Z", "1998-11-20T25:00:00", "1998-11-20"],
    "gYear": ["1998", "98", "-0044"],
    "hexBinary": ["0aFF", "0"],
    "base64Binary": ["aGk=", "aGk"],
}
RDFLIB_DIFFERS = {
    ("integer", "٣"),  # Python takes any script's digits
    ("boolean", "TRUE"),
    ("decimal", "1e3"),
    ("gYear", "98"),
    ("gYear", "-0044"),
    ("date", "1998-11-20Z"),
    ("date", "98-11-20"),
    ("dateTime", "1998-11-20"),
}


def lit(text, kind):
    return Literal(text, datatype=NamedNode(XSD + kind))


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in WRITTEN.items() for text in texts]
)
def test_a_literal_is_well_typed_where_rdflib_says_so(kind, text):
    ours = XSD + kind in datatypes_of(lit(text, kind))
    theirs = not rdflib.Literal(text, datatype=rdflib.URIRef(XSD + kind)).ill_typed
    assert (ours == theirs) != ((kind, text) in RDFLIB_DIFFERS and ours != theirs)


def test_the_xml_schema_says_otherwise_than_rdflib_here():
    wrong = ["٣", "TRUE", "1e3", "98", "98-11-20", "1998-11-20"]
    right = ["-0044", "1998-11-20Z"]
    for kind, text in RDFLIB_DIFFERS:
        assert (text in right) == (XSD + kind in datatypes_of(lit(text, kind))), text
        assert text in wrong or text in right


@pytest.mark.parametrize(
    ("literal", "within", "without"),
    [
        (
            lit("5", "int"),
            ["byte", "integer", "decimal", "positiveInteger"],
            ["double", "string", "negativeInteger"],
        ),
        (lit("300", "integer"), ["short"], ["byte"]),
        (lit("5.0", "decimal"), ["integer"], ["float"]),
        (lit("5.5", "decimal"), ["decimal"], ["integer"]),
        (Literal("abc"), ["string", "token", "NCName", "language"], ["anyURI"]),
        (Literal("a  b"), ["normalizedString"], ["token"]),
        (Literal("abc", language="en"), [], ["string"]),
        (lit("2020-01-01T00:00:00Z", "dateTime"), ["dateTimeStamp"], ["date"]),
        (lit("x", "integer"), [], ["integer", "decimal", "string"]),
    ],
)
def test_a_value_belongs_to_every_datatype_that_holds_it(literal, within, without):
    found = datatypes_of(literal)
    assert LITERAL in found
    assert {XSD + name for name in within} <= found and not {XSD + name for name in without} & found


SAME = {
    "double": [("3.141", "+0.31410E+01"), ("INF", "1e400")],
    "float": [("0.1", "0.10000000149"), ("-1e40", "-INF")],
    "boolean": [("1", "true")],
    "dateTime": [
        ("2009-04-21T12:30:15", "2009-04-21T12:30:15.00"),
        ("2009-04-21T12:30:15.50Z", "2009-04-21T12:30:15.5-00:00"),
        ("2009-12-31T24:00:00", "2010-01-01T00:00:00"),
    ],
    "time": [("24:00:00", "00:00:00.0")],
    "date": [("2009-04-21Z", "2009-04-21+00:00")],
    "hexBinary": [("0aFF", "0AfF")],
    "base64Binary": [("aG k=", "aGk=")],
}
DIFFERENT = {
    "double": [("0", "-0"), ("1", "1.0000000001")],
    "float": [("1", "1.001")],
    "boolean": [("0", "true")],
    "dateTime": [
        ("2009-04-21T12:30:15", "2009-04-21T12:30:15Z"),
        ("2009-04-21T12:30:10", "2009-04-21T12:30:1"),
    ],
    "date": [("2009-04-20", "2009-04-2")],
    "gYear": [("2000", "20000")],
    "anyURI": [("http://e/A", "http://e/a")],
    "string": [("1", "01")],
}


@pytest.mark.parametrize(("kind", "pair"), [(kind, pair) for kind, pairs in SAME.items() for pair in pairs])
def test_a_value_is_the_same_however_it_is_written(kind, pair):
    one, other = (value_of(lit(text, kind)) for text in pair)
    assert one == other


@pytest.mark.parametrize(
    ("kind", "pair"), [(kind, pair) for kind, pairs in DIFFERENT.items() for pair in pairs]
)
def test_other_values_differ(kind, pair):
    one, other = (value_of(lit(text, kind)) for text in pair)
    assert one != other


def test_values_of_two_kinds_are_told_apart_and_those_of_one_kind_are_not():
    plain = NamedNode(PLAIN)
    assert value_of(Literal("a", language="EN")) == value_of(Literal("a", language="en"))
    assert value_of(Literal("a@en", datatype=plain)) == value_of(Literal("a", language="en"))
    assert value_of(Literal("a@", datatype=plain)) == value_of(Literal("a"))
    assert value_of(Literal("a")) == value_of(lit("a", "token"))
    assert value_of(lit("1", "float")) != value_of(lit("1", "double"))
    assert value_of(lit("1", "boolean")) != value_of(lit("1", "integer"))


def test_xml_is_well_formed_or_no_value():
    xml = NamedNode(XML)
    assert datatypes_of(Literal("<a>b</a>c", datatype=xml)) == {LITERAL, XML}
    assert datatypes_of(Literal("<a>", datatype=xml)) == {LITERAL}


def test_numbers_are_equal_by_value():
    assert value_of(lit("007", "integer")) == value_of(lit("7.0", "decimal"))
    assert value_of(lit("7", "double")) != value_of(lit("7", "integer"))
    assert means(lit("+1", "integer"), 1) and not means(Literal("1"), 1)
    assert is_datatype(NamedNode(XSD + "date")) and not is_datatype(NamedNode(XSD + "Agent"))
