"""A contributor's mistake is answered with its place, its cause and its remedy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from turtle_layouts import HEAD, Layout, layouts

from spaceonto import terms
from spaceonto.turtle import TurtleError, read

PREFIXES = f"PREFIX id: <{terms.ID}>\nPREFIX sco: <{terms.SCO}>\n"

MISTAKES = [
    ("id:a sco:p id:b", 1, 16, "ends in the middle of a statement", "End the last statement with a dot"),
    ("id:a sco:p ( 1 2", 1, 17, "ends in the middle of a statement", "close what is still open"),
    ("id:a sco:p id:b\nid:c sco:p id:d .", 2, 1, "`id:c` stands where", "End line 3 with"),
    ("id:a sco:p id:b\n  sco:q id:d .", 2, 3, "`sco:q` stands where", "`;` if more is said"),
    ("id:a sco:p id:b ,\n  sco:q id:d .", 2, 9, "`id:d` stands where", "with `;`, not `,`"),
    ('id:a sco:p 1\n  sco:q "d" .', 2, 3, "`sco:q` stands where", "End line 3 with"),
    (
        "id:a sco:p id:b ;\nid:c a sco:X .",
        2,
        6,
        "`a` follows a predicate",
        "end the line before it with a dot",
    ),
    ("id:a sco:p id:b .\n.", 2, 1, "nothing between this dot", "Take one of them away"),
    ("id:a sco:p .", 1, 12, "the object is missing", "subject predicate object"),
    ("id:a .", 1, 6, "ends before anything is said", "subject predicate object"),
    ("id:a sco:p [ sco:q 1 .", 1, 22, "a bracket [ is still open", "Close it with ]"),
    ("id:a sco:p id:b ) .", 1, 17, "closes what was never opened", "Take it away"),
    ("id:a sco:p id:b . ]", 1, 19, "closes what was never opened", "Take it away"),
    ("{ id:a sco:p id:b }", 1, 1, "braces have no meaning", "each file is a graph"),
    ("PREFIX wd: <http://x/> .", 1, 24, "a line that starts with PREFIX has no `.`", "Take it away"),
    (
        "@prefix wd: <http://x/>\nid:a a id:b .",
        2,
        1,
        "line 3 starts with @ but has no dot",
        "Put the dot there",
    ),
    ("@PREFIX wd: <http://x/> .", 1, 1, "`@PREFIX` is not written so", "@prefix in lower case"),
    ("PREFIX wd <http://x/>", 1, 8, "ends with a colon", "PREFIX id: <…>"),
    ("id:a skos:p id:b .", 1, 6, "the prefix `skos:` is not declared", f"PREFIX skos: <{terms.SKOS}>"),
    ("id:a scco:p id:b .", 1, 6, "the prefix `scco:` is not declared", "Did you mean `sco:`?"),
    ("id:a qqq:p id:b .", 1, 6, "the prefix `qqq:` is not declared", "or write the IRI in full"),
    ("id:a sco:p https://x.org/a .", 1, 12, "without angle brackets: https://x.org/a", "Write <…> around it"),
    ('id:a sco:p "abc .\nid:b a id:c .', 1, 12, 'opens here with " is never', 'Close it with "'),
    ('id:a sco:p "abc .\nid:b sco:p "c" .', 1, 18, "runs over the end of its line", "Close it with"),
    ("id:a sco:p 'abc .", 1, 12, "opens here with ' is never closed", "Close it with '"),
    ('id:a sco:p """abc .\n\n', 1, 12, 'opens here with """ is never closed', 'Close it with """'),
    ('id:a sco:p "a "quoted" word" .', 1, 16, "the text ended before `quoted`", 'as \\"'),
    ("id:a sco:p <http://x .\nid:b a <http://y> .", 1, 12, "is not closed on its line", "Close it with >"),
    ("id:a sco:p <http://x .", 1, 12, "the IRI that opens here with < is never closed", "Close it with >"),
    ("id:a sco:p <http://x/a b> .", 1, 12, "an IRI cannot contain “ ”", "Write %20"),
    ("id:a sco:p <http://x/{a}> .", 1, 12, "an IRI cannot contain “{”", "Write %7B"),
    ("id:a sco:p <http://x/50%> .", 1, 12, "two hexadecimal digits", "%25"),
    ("id:a sco:p id:50%zz .", 1, 14, "two hexadecimal digits", "%25"),
    ("id:a sco:p <nasa.gov> .", 1, 12, "an IRI in <…> must be whole", "https://"),
    ("id:a sco:p id:b/c .", 1, 16, "`/` cannot stand in a name", "in full, in <…>"),
    ("id:a sco:p id:b(c) .", 1, 16, "`(` cannot stand in a name", "in full, in <…>"),
    ("// who\nid:a a id:b .", 1, 1, "comments do not begin with //", "Begin them with #"),
    ("id:a sco:p & .", 1, 12, "`&` does not begin anything", "subject predicate object"),
    ("id:a sco:p “x” .", 1, 12, "`“` is a typographic quotation mark", "Write straight ones"),
    ("id:a\u00a0sco:p id:b .", 1, 5, "U+00A0, NO-BREAK SPACE", "plain blank"),
    (r'id:a sco:p "C:\dir" .', 1, 15, "a backslash stands before", r"as \\"),
    ('id:a sco:p "x"@en_GB .', 1, 18, "a hyphen, not an underscore", "@pt-br"),
    ('id:a sco:p "x"@deutschland .', 1, 16, "the language tag is not well formed", "@en"),
    ('id:a sco:p "x"^^date .', 1, 17, "`date` is not a datatype", "xsd:date"),
    ("id:a sco:p 2020-01-31 .", 1, 16, "a date is written like a text", '"2020-01-31"^^xsd:date'),
    ("id:a sco:p True .", 1, 12, "`True` is not written so", "true in lower case"),
    ("id:a sco:p NASA .", 1, 12, "`NASA` is neither a name with a prefix", "Write a text as"),
    ('id:a "p" id:b .', 1, 6, '`"p"` cannot be a predicate', "end line 3 with a dot"),
    ('"a" sco:p id:b .', 1, 1, '`"a"` cannot be what a statement is about', "A subject is"),
    ("id:a sco:p _ .", 1, 12, "`_` does not belong here", "subject predicate object"),
    ("id:a sco:p - .", 1, 12, "an integer should not be empty", "Look at this line"),
]


def error_of(data: bytes) -> TurtleError:
    with pytest.raises(TurtleError) as caught:
        read(data, "data/x.ttl")
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "column", "cause", "remedy"), MISTAKES, ids=[m[0] for m in MISTAKES]
)
def test_a_mistake_is_answered_with_place_cause_and_remedy(
    text: str, line: int, column: int, cause: str, remedy: str
) -> None:
    error = error_of((PREFIXES + text).encode())
    assert (error.line - 2, error.column) == (line, column)
    assert cause in error.message
    assert remedy in error.hint
    assert str(error) == f"data/x.ttl:{error.line}:{error.column}: {error.message}. {error.hint}"


def test_text_that_is_not_utf_8_is_shown_as_it_may_have_been_meant() -> None:
    error = error_of("id:a sco:p 'é'.\nid:a rdfs:label 'São".encode() + " José".encode("cp1252"))
    assert (error.line, error.column) == (2, 25)
    assert "E9" in error.message
    assert "“é”" in error.message
    assert "UTF-8" in error.hint


def test_utf_16_is_called_by_its_name() -> None:
    assert "UTF-16" in error_of("PREFIX".encode("utf-16")).message


@given(layouts(), st.data())
def test_a_spoilt_file_is_read_or_refused_with_a_place_inside_it(layout: Layout, data: st.DataObject) -> None:
    at = data.draw(st.integers(len(HEAD), len(layout.text)))
    end = at + data.draw(st.integers(0, 2))
    put = data.draw(
        st.sampled_from(["", " ", ".", ";", '"', "'", "<", ">", "[", ")", "\\", "@", "^", "_:", "é", "\x00"])
    )
    text = layout.text[:at] + put + layout.text[end:]
    try:
        read(text.encode(), "data/x.ttl")
    except TurtleError as error:
        lines = text.split("\n")
        assert 1 <= error.line <= len(lines)
        assert 1 <= error.column <= len(lines[error.line - 1]) + 1
        assert "fault of SpaceOnto" not in error.hint
