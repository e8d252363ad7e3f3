"""What is looked at before a query runs: is it a query, does it stay at home, does it keep its bounds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .. import terms
from .errors import QueryRefused, QuerySyntaxError
from .lexer import Token, place, tokens

MAX_LENGTH = 256 * 1024
"""Characters of a query. Beyond it the engine's parser would only burn time."""
MAX_DEPTH = 200
"""Brackets within brackets. The engine's stack ends at some thousands; people write ten."""
MAX_OPERATORS = 5_000
"""Operators in one query. A sum of 8,000 terms is a tree 8,000 deep to the engine."""

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
DESCRIBING = (terms.SH, terms.VOID_EXT, *(terms.PREFIXES[name] for name in ("sd", "spex", "void")))
VOLATILE = ("NOW", "RAND", "UUID")
OPEN = {"(", "[", "{", "<<", "<<(", "{|"}
CLOSE = {")", "]", "}", ">>", ")>>", "|}"}
OPERATORS = {"+", "-", "*", "/", "|", "||", "&&", "^", "!", "?"}
CHAINING = {"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "SERVICE", "LATERAL"}
ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


@dataclass(frozen=True)
class Query:
    """A query that may run. `form` is empty where the text begins like none of the four forms.

    With `names_description`, it names a term by which data sets, services and examples are described: then
    the descriptions of the release belong to its default graph too, which else they would only swell.
    """

    text: str
    form: str
    tokens: tuple[Token, ...]
    prefixes: dict[str, str]
    graphs: tuple[str, ...]
    has_dataset: bool
    volatile: bool
    names_description: bool = False

    @property
    def gives_graph(self) -> bool:
        return self.form in ("CONSTRUCT", "DESCRIBE")

    @property
    def steady(self) -> bool:
        """Whether asking again gives the same: nothing of chance or of the time, no new blank nodes."""
        if self.volatile or any(token.word == "BNODE" for token in self.tokens):
            return False
        return self.form != "CONSTRUCT" or not any(
            token.kind == "blank" or token.text in ("[", "(") for token in self._template()
        )

    def _template(self) -> Iterator[Token]:
        """The tokens of the first group: in CONSTRUCT, what each solution is put into."""
        depth = 0
        for token in self.tokens:
            depth += (token.text == "{") - (token.text == "}")
            if depth:
                yield token
            elif token.text == "}":
                return


@lru_cache(maxsize=512)
def guard(text: str) -> Query:
    """The query, when it may run.

    Raises QueryRefused for an update, a fetch, or one out of bounds, QuerySyntaxError for what is no text.
    """
    if len(text) > MAX_LENGTH:
        raise QueryRefused(
            f"The query has {len(text):,} characters, more than the {MAX_LENGTH:,} taken here.",
            "Ask in several queries, or shorten a long VALUES list.",
        )
    refuse_half_characters(text)
    found = tuple(tokens(text))
    refuse_fetches(text, found)
    refuse_depth(text, found)
    prefixes = declared_prefixes(found)
    known = terms.PREFIXES | prefixes
    form, graphs, has_dataset = _head(found, known)
    words = {token.text.upper() for token in found if token.kind in ("word", "name")}
    return Query(
        text=text,
        form=form,
        tokens=found,
        prefixes=prefixes,
        graphs=graphs,
        has_dataset=has_dataset,
        volatile=any(mark in word for word in words for mark in VOLATILE),
        names_description=_names_description(found, known),
    )


def _names_description(found: tuple[Token, ...], known: dict[str, str]) -> bool:
    declared = -1
    for index, (kind, text, _) in enumerate(found):
        if kind == "word" and text.upper() == "PREFIX":
            declared = index + 2  # its name and IRI say nothing yet
        elif kind in ("iri", "name") and index > declared:
            iri = text[1:] if kind == "iri" else known.get(text.partition(":")[0], "")
            if iri.startswith(DESCRIBING):
                return True
    return False


def refuse_half_characters(text: str) -> None:
    """Raises QuerySyntaxError for text that no file could hold."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        line, column = place(text, error.start)
        raise QuerySyntaxError("This is half a character.", "Send the text in UTF-8.", line, column) from None


def refuse_fetches(text: str, found: tuple[Token, ...]) -> None:
    """SERVICE would make this server connect to another one in the asker's place.

    The engine reads the keyword wherever its seven letters can stand, so any that are not plainly part of a
    string, a comment, a variable or an IRI count; nothing is plain beside what could be read in two ways.
    """
    if "service" not in text.lower():
        return
    for token in found:
        here = token.text.lower()
        if token.kind == "name":
            prefix, _, local = here.partition(":")
            here = prefix + (local[local.index(".") :] if "." in local else "")
        elif token.kind not in ("word", "broken", "symbol", "number"):
            continue
        if "service" in here:
            raise QueryRefused(
                f"SERVICE at line {place(text, token.start)[0]} asks elsewhere; this server fetches nothing.",
                "Ask that server yourself and give what you need of its answer in a VALUES list. "
                "A prefix with this name has to be renamed.",
            )
    for token in found:
        if (token.kind == "iri" and not ABSOLUTE.match(token.text) and set("'()#") & set(token.text)) or (
            token.kind == "string" and "\\" in token.text and token.text[:3] in ("'''", '"""')
        ):
            raise QueryRefused(
                f"Line {place(text, token.start)[0]} can be read in two ways, one of them with SERVICE.",
                "Write the IRI in full, put blanks round `<`, and avoid the word SERVICE.",
            )


def refuse_depth(text: str, found: tuple[Token, ...], most: int = 0) -> None:
    """Raises QueryRefused for what would be too deep a tree for the engine."""
    depth = operators = 0
    most = most or MAX_OPERATORS
    for token in found:
        if token.kind == "symbol":
            if token.text in OPEN:
                depth += 1
            elif token.text in CLOSE:
                depth -= 1
            operators += token.text in OPERATORS
        elif token.kind == "word":
            operators += token.word in CHAINING
        if depth > MAX_DEPTH:
            line, column = place(text, token.start)
            raise QueryRefused(
                f"At line {line}, column {column}, brackets are nested more than {MAX_DEPTH} deep.",
                "Write the query with fewer groups within groups.",
            )
    if operators > most:
        raise QueryRefused(
            f"The query chains {operators:,} operators, more than the {most:,} taken here.",
            "Use a VALUES list or IN (…) instead of a long chain of || or UNION.",
        )


def _head(found: tuple[Token, ...], prefixes: dict[str, str]) -> tuple[str, tuple[str, ...], bool]:
    """The form of the query and the graphs its FROM clauses name. Raises QueryRefused for an update."""
    form, depth, graphs, has_dataset = "", 0, [], False
    for index, token in enumerate(found):
        if token.kind == "symbol":
            depth += (token.text in OPEN) - (token.text in CLOSE)
        if depth:
            continue
        if not form:
            if token.word in UPDATES:
                raise QueryRefused(
                    f"{token.word} would change the data, and this service only reads.",
                    "What is true here is written in Turtle files: propose a change to them.",
                )
            form = token.word if token.word in FORMS else ""
        elif token.text.upper().startswith("FROM") and token.kind in ("word", "name"):
            has_dataset = True
            graphs.append(graph_named(found, index, prefixes))
    return form, tuple(graph for graph in graphs if graph), has_dataset


def graph_named(found: tuple[Token, ...], index: int, prefixes: dict[str, str]) -> str:
    """The IRI after FROM or FROM NAMED, or nothing where it cannot be told."""
    for token in found[index + 1 : index + 3]:
        if token.kind == "iri":
            return token.text[1:-1]
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            return prefixes[prefix] + local if prefix in prefixes else ""
    return ""


def declared_prefixes(found: tuple[Token, ...]) -> dict[str, str]:
    """The prefixes that the query declares itself."""
    starts = (
        index for index, (kind, text, _) in enumerate(found) if kind == "word" and text.upper() == "PREFIX"
    )
    declared = (found[index + 1 : index + 3] for index in starts)
    return {
        pair[0].text[:-1]: pair[1].text[1:-1]
        for pair in declared
        if len(pair) == 2 and pair[0].kind == "name" and pair[1].kind == "iri"
    }
