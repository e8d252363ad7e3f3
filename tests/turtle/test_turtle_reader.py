"""Every triple with the place of its object, whatever the layout, and every literal letter by letter."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse
from turtle_layouts import FIRST, REST, Layout, layouts
from turtle_strategies import triples

from spaceonto.turtle import Located, TurtleError, read, write


def places(text: str) -> list[tuple[int, int]]:
    return [(place.line, place.column) for place in read(text.encode(), "file.ttl")]


def offset(text: str, place: Located) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1


@given(layouts())
def test_every_object_is_found_where_it_was_written(layout: Layout) -> None:
    located = list(read(layout.text.encode(), "file.ttl"))
    found = [(offset(layout.text, place), place.triple) for place in located]
    named = [
        (start, triple.predicate.value, None if isinstance(triple.object, BlankNode) else triple.object)
        for start, triple in found
    ]
    assert sorted(named, key=str) == sorted(layout.stated, key=str)
    for start, triple in found:
        inner = [place for place, other in found if other.subject == triple.object]
        if start in layout.cells and triple.predicate.value == REST:
            assert start in inner
        elif start in layout.brackets and isinstance(triple.object, BlankNode):
            assert all(start < place <= layout.brackets[start] for place in inner)


@given(layouts())
def test_the_triples_are_those_that_pyoxigraph_reads(layout: Layout) -> None:
    def shape(some: list[Triple]) -> list[str]:
        return sorted(
            " ".join("_" if isinstance(node, BlankNode) else str(node) for node in triple) for triple in some
        )

    ours = [place.triple for place in read(layout.text.encode(), "file.ttl")]
    assert shape(ours) == shape([quad.triple for quad in parse(layout.text, format=RdfFormat.TURTLE)])


@given(st.sets(triples, max_size=6))
def test_in_canonical_form_each_triple_stands_on_a_line_of_its_own(some: set[Triple]) -> None:
    text = write(some)
    found = list(read(text.encode(), "file.ttl"))
    assert {place.triple for place in found} == some
    assert len({place.line for place in found}) == len(some)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a:s> <a:p> 1, 2 ,3 .", [(1, 13), (1, 16), (1, 19)]),
        ('<a:s> <a:p> "x"\n  ; <a:q> "y"\n  , "z"\n.', [(1, 13), (2, 11), (3, 5)]),
        ('<a:s> <a:p> """one\ntwo""" ; <a:q>\n  2 .', [(1, 13), (3, 3)]),
        ("<a:s> <a:p> 'é漢😀' , 2 .", [(1, 13), (1, 21)]),
        ("\n\n<a:s>\n<a:p>\n<a:o>\n.", [(5, 1)]),
        ("<a:s> <a:p> [ <a:q> 1 ; <a:r> 2 ] .", [(1, 13), (1, 21), (1, 31)]),
        ('<a:s> <a:p> ( "x" [] ) .', [(1, 13), (1, 15), (1, 19), (1, 19), (1, 22)]),
        ("<a:s> <a:p> () .", [(1, 13)]),
        ("# 1\r\n<a:s> # 2\r\n<a:p> 3.# 4", [(3, 7)]),
    ],
)
def test_places_count_lines_and_characters_from_one(text: str, expected: list[tuple[int, int]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize("value", ["007", "+7", "3290.40", "2020-01-01T00:00:00+00:00", " 7 "])
def test_literals_keep_the_characters_of_the_file(value: str) -> None:
    datatype = (
        "<http://www.w3.org/2001/XMLSchema#dateTime>"
        if "T" in value
        else "<http://www.w3.org/2001/XMLSchema#decimal>"
    )
    (place,) = read(f'<a:s> <a:p> "{value}"^^{datatype} .'.encode(), "file.ttl")
    assert isinstance(place.triple.object, Literal)
    assert place.triple.object.value == value


def test_a_byte_order_mark_counts_for_nothing() -> None:
    assert places("\ufeff<a:s> <a:p> 1 .") == [(1, 13)]


def test_an_empty_file_has_no_triples() -> None:
    assert places("") == places("# nothing yet") == places("PREFIX x: <a:>") == []


def test_two_files_never_share_a_blank_node_and_a_second_reading_names_them_alike() -> None:
    data = b"_:x <a:p> [] , _:x ; <a:q> ( 1 ) ."

    def blank_nodes(file: str) -> list[BlankNode]:
        return [n for place in read(data, file) for n in place.triple if isinstance(n, BlankNode)]

    assert blank_nodes("one.ttl") == blank_nodes("one.ttl")
    assert len(set(blank_nodes("one.ttl"))) == 3
    assert not set(blank_nodes("one.ttl")) & set(blank_nodes("two.ttl"))


@pytest.mark.parametrize("bracket", ["[ <a:p> {} ]", "( {} )"])
def test_brackets_may_be_nested_deeper_than_python_can_call(bracket: str) -> None:
    before, after = bracket.split("{}")
    deep = before * 20_000 + "1" + after * 20_000
    assert len(places(f"<a:s> <a:p> {deep} .")) >= 20_000


def test_a_long_list_is_read_item_by_item() -> None:
    items = list(read(b"<a:s> <a:p> (" + b" 7" * 20_000 + b") .", "file.ttl"))
    firsts = [place.column for place in items if place.triple.predicate == NamedNode(FIRST)]
    assert firsts == list(range(15, 15 + 40_000, 2))


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("<a:s> <a:p> << <a:s> <a:p> 1 >> .", 13),
        ("<a:s> <a:p> <<( <a:s> <a:p> 1 )>> .", 13),
        ('<a:s> <a:p> "<<" ~ <a:r> .', 18),
        ('<a:s> <a:p> "{|" {| <a:q> 1 |} .', 18),
        ("<a:s> <a:p> " + "<<( <a:s> <a:p> " * 20_000, 13),
    ],
)
def test_statements_about_triples_are_refused_before_they_can_end_the_process(text: str, column: int) -> None:
    with pytest.raises(TurtleError, match="State it as a sco:Claim") as caught:
        places(text)
    assert (caught.value.line, caught.value.column) == (1, column)


def test_signs_of_statements_about_triples_are_harmless_inside_texts_and_iris() -> None:
    assert places('<a:~s> <a:p> "<< ~ {| |} >>" . # << ~') == [(1, 14)]


HOSTILE = [
    "<" * 300_000,
    " " * 300_000 + "^",
    "^ " * 150_000,
    "'''\\" * 75_000,
    "\n#<" * 100_000,
    '"""' * 99_999,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:4])
def test_a_hostile_file_is_refused_without_delay(text: str) -> None:
    before = time.monotonic()
    with pytest.raises(TurtleError):
        places(text + "\n~")
    assert time.monotonic() - before < 5
