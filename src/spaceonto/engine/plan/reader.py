"""The tokens of a query, one after the other, and what among them cannot be trusted."""

import re
from dataclasses import dataclass, field

from ..lexer import Token

SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
HIDING = set("?$(\\")
"""Marks in an IRI which, were it a comparison, would hide a variable or a function in it; and escapes."""
PARTNER = {"(": ")", "{": "}", "[": "]"}


class Unknown(Exception):  # noqa: N818
    """The query has a shape that is not recognised."""


@dataclass
class Reader:
    """The tokens, and where the reading stands."""

    text: str
    tokens: tuple[Token, ...]
    at: int = 0
    ends: dict[int, int] = field(default_factory=dict)
    """For each opening bracket the place of its partner."""

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    def has(self, text: str) -> bool:
        """Whether the next token is this word or mark."""
        token = self.tokens[self.at]
        return token.text == text or (token.kind == "word" and token.text.upper() == text)

    def take(self, text: str) -> bool:
        """Steps over this word or mark if it is next."""
        if not self.has(text):
            return False
        self.at += 1
        return True

    def need(self, text: str) -> None:
        if not self.take(text):
            raise Unknown(text)

    def slice(self, start: int, end: int) -> str:
        """The text from one token up to another, which is left out."""
        if start >= end:
            return ""
        last = self.tokens[end - 1]
        return self.text[self.tokens[start].start : last.start + len(last.text)]

    def variables(self, start: int, end: int) -> frozenset[str]:
        """The names of variables between two tokens."""
        return frozenset(token.text[1:] for token in self.tokens[start:end] if token.kind == "variable")

    def skip_brackets(self) -> None:
        """Steps over a bracket and all that is in it."""
        if self.at not in self.ends:
            raise Unknown(self.here.text)
        self.at = self.ends[self.at] + 1


def look_over(reader: Reader) -> None:
    """Pairs the brackets, and refuses what the engine might cut into other tokens than we do."""
    opened: list[int] = []
    before = Token("start", "", 0)
    for index, token in enumerate(reader.tokens):
        kind, text = token.kind, token.text
        is_odd = (kind == "number" and text.endswith(".")) or (kind == "name" and "\\" in text)
        if is_odd or kind in ("broken", "blank"):
            raise Unknown(text)
        if kind == "iri" and (not SCHEME.match(text) or set(text) & HIDING):
            raise Unknown(text)
        if kind == "symbol":
            if text in PARTNER:
                opened.append(index)
            elif text in (")", "}", "]"):
                if not opened or PARTNER[reader.tokens[opened[-1]].text] != text:
                    raise Unknown(text)
                reader.ends[opened.pop()] = index
            elif text[0] in "<>{|" and text not in ("<", ">", "<=", ">=", "|", "||"):
                raise Unknown(text)
        if kind in ("word", "number") and token.start == before.start + len(before.text) and before.kind in (
            "word", "number", "name", "variable", "language"
        ):  # fmt: skip
            raise Unknown(text)
        before = token
    if opened:
        raise Unknown("bracket")
