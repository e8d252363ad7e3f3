"""The tokens of a SPARQL text, with places: enough to judge a query before it runs, not to parse it.

The engine's own parser has no tokens: it takes `SERVICE:x` or `trueSERVICE<x>` for the keyword SERVICE. So
`guard` never trusts a token boundary where something hangs on it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

ESCAPE = r"\\[tbnrf\\\"']|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
LOCAL = r"(?:[\w:·‿⁀-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
PATTERNS = {
    "space": r"\s+",
    "comment": r"#[^\r\n]*",
    "iri": r"<(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>",
    "string": rf"'''(?:'{{0,2}}(?:[^'\\]|{ESCAPE}))*'''"
    rf'|"""(?:"{{0,2}}(?:[^"\\]|{ESCAPE}))*"""'
    rf"|'(?:[^'\\\r\n]|{ESCAPE})*'"
    rf'|"(?:[^"\\\r\n]|{ESCAPE})*"',
    "variable": r"[?$]\w[\w·‿⁀]*",
    "blank": r"_:\w(?:[\w.·‿⁀-]*[\w·‿⁀-])?",
    "name": rf"(?:[^\W\d_](?:[\w.·‿⁀-]{{0,64}}[\w·‿⁀-])?)?:(?:{LOCAL}(?:(?:{LOCAL}|\.)*{LOCAL})?)?",
    "language": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    "number": r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?",
    "word": r"[^\W\d_]\w*",
    "symbol": r"<<\(|\)>>|<<|>>|\{\||\|\}|\^\^|&&|\|\||<=|>=|!=|[{}()\[\].,;*/+\-|^?!=<>~]",
    "broken": r"[\s\S]",
}
TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in PATTERNS.items()), re.DOTALL)


class Token(NamedTuple):
    """A piece of the text, its kind (a key of PATTERNS) and where it begins."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The text in capitals when this is a bare word, else nothing."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(text: str) -> Iterator[Token]:
    """Every token but white space and comments; what fits nowhere comes as `broken`, one by one."""
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "broken"
        if kind not in ("space", "comment"):
            yield Token._make((kind, match.group(), match.start()))


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a position in the text."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def offset(text: str, line: int, column: int) -> int:
    """The position of a line and column, kept within the text."""
    start = 0
    for _ in range(line - 1):
        following = text.find("\n", start)
        if following < 0:
            break
        start = following + 1
    return min(start + column - 1, len(text))
