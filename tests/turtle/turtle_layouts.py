"""Turtle laid out in every way the grammar allows, with the place of each object noted as it is written."""

from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from spaceonto import terms

HEAD = (
    f"@prefix xsd: <{terms.XSD}> .\n@prefix rdf: <{terms.RDF}>.\n"
    "prefix x: <urn:x:> BASE <http://base/>@prefix : <urn:x:>.\n"
)
Node = NamedNode | Literal | BlankNode
FIRST, REST, NIL = terms.RDF + "first", terms.RDF + "rest", NamedNode(terms.RDF + "nil")
PREDICATES = [
    ("a", terms.RDF + "type"),
    ("x:p", "urn:x:p"),
    ("<http://base/p>", "http://base/p"),
    ("rdf:rest", REST),
]
DATE = NamedNode(terms.XSD + "date")
LEAVES: list[tuple[str, Node | None]] = [
    ("x:a", NamedNode("urn:x:a")),
    (":a..b.c", NamedNode("urn:x:a..b.c")),
    (r"x:a\,\;\.\#", NamedNode("urn:x:a,;.#")),
    ("x:", NamedNode("urn:x:")),
    ("x:%2C:é", NamedNode("urn:x:%2C:é")),
    ("x:prefix", NamedNode("urn:x:prefix")),
    ("<http://a/;,.(#'é>", NamedNode("http://a/;,.(#'é")),
    ("<rest>", NamedNode("http://base/rest")),
    (r"<http://a/\u00e9>", NamedNode("http://a/é")),
    ("_:one", None),
    ('"plain"', Literal("plain")),
    ("'single \"'", Literal('single "')),
    (r'"; , . [ ( # \" \\"', Literal('; , . [ ( # " \\')),
    ('"""long "quoted" ; .\n# no comment\n"""', Literal('long "quoted" ; .\n# no comment\n')),
    ("'''it''s \\''''", Literal("it''s '")),
    ('""', Literal("")),
    ("''", Literal("")),
    ('"<<"', Literal("<<")),
    ('"é漢😀"@zh-Hant', Literal("é漢😀", language="zh-hant")),
    ('"2020-01-01"^^xsd:date', Literal("2020-01-01", datatype=DATE)),
    (f'"2020-01-01"  ^^ #why?\n <{DATE.value}>', Literal("2020-01-01", datatype=DATE)),
    ('"x" \n @en', Literal("x", language="en")),
    ("1", Literal("1", datatype=NamedNode(terms.XSD + "integer"))),
    ("-1.50", Literal("-1.50", datatype=NamedNode(terms.XSD + "decimal"))),
    ("1.E3", Literal("1.E3", datatype=NamedNode(terms.XSD + "double"))),
    ("true", Literal("true", datatype=NamedNode(terms.XSD + "boolean"))),
]
BLANKS = [" ", "\n", "\t", "\r\n", "\n\n    ", " # ; . [ \" ( ''' <\n", "#\n"]
CLOSE_FITTING = set("[]();,")


class Layout:
    """Writes statements token by token, with blanks of all kinds between them, and notes what they state."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text = HEAD
        self.stated: list[tuple[int, str, Node | None]] = []
        """Of every triple, where its object starts, its predicate, and its object unless that has no name."""
        self.brackets: dict[int, int] = {}
        """Where each bracket opens and closes."""
        self.cells: set[int] = set()
        """Where the second and later items of lists stand."""

    def __repr__(self) -> str:
        return f"Layout({self.text!r})"

    def token(self, token: str) -> int:
        """Writes a token after some blank, or after none where that is allowed; returns where it starts."""
        last = self.text[-1]
        close = token in CLOSE_FITTING or last in CLOSE_FITTING or (token[0] in "<\"'" and token[0] != last)
        self.text += self.draw(st.sampled_from([*BLANKS, ""] if close and last != "." else BLANKS))
        self.text += token
        return len(self.text) - len(token)

    def thing(self, depth: int) -> tuple[int, Node | None]:
        """Writes an object; returns where it starts, and its name unless it has none."""
        kind = self.draw(st.sampled_from(["leaf", "leaf", "bracket", "list"] if depth else ["leaf"]))
        if kind == "bracket":
            return self.bracket(depth), None
        if kind == "list":
            return self.list(depth)
        text, node = self.draw(st.sampled_from(LEAVES))
        return self.token(text), node

    def bracket(self, depth: int, *, may_be_empty: bool = True) -> int:
        start = self.token("[")
        if not may_be_empty or self.draw(st.booleans()):
            self.predicates_and_objects(depth - 1)
        self.brackets[start] = self.token("]")
        return start

    def list(self, depth: int) -> tuple[int, Node | None]:
        start = self.token("(")
        items = self.draw(st.integers(0, 3))
        for turn in range(items):
            place, node = self.thing(depth - 1)
            self.stated.append((place, FIRST, node))
            if turn:
                self.stated.append((place, REST, None))
                self.cells.add(place)
        end = self.brackets[start] = self.token(")")
        if items:
            self.stated.append((end, REST, NIL))
        return start, None if items else NIL

    def predicates_and_objects(self, depth: int) -> None:
        for turn in range(self.draw(st.integers(1, 3))):
            for _ in range(self.draw(st.integers(1, 2)) if turn else 0):
                self.token(";")
            text, predicate = self.draw(st.sampled_from(PREDICATES))
            self.token(text)
            for turn_of_object in range(self.draw(st.integers(1, 3))):
                if turn_of_object:
                    self.token(",")
                place, node = self.thing(depth)
                self.stated.append((place, predicate, node))
        if self.draw(st.booleans()):
            self.token(";")

    def statement(self) -> None:
        subject = self.draw(
            st.sampled_from(["x:s", "_:s", "<http://s/#.>", "bracket", "empty bracket", "list"])
        )
        if subject == "list":
            self.list(1)
        elif subject == "empty bracket":
            self.token("[")
            self.token("]")
        elif subject == "bracket":
            self.bracket(2, may_be_empty=False)
        else:
            self.token(subject)
        if subject != "bracket" or self.draw(st.booleans()):
            self.predicates_and_objects(2)
        self.token(".")


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    layout = Layout(draw)
    for _ in range(draw(st.integers(1, 3))):
        layout.statement()
    layout.text += draw(st.sampled_from(["", *BLANKS, "# the end"]))
    return layout
