"""Mistakes that people bring along from other languages, each known by the look of a few tokens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .guard import CLOSE, OPEN, Query
from .lexer import Token

AGGREGATES = "COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT"
TERM = r"(?:\?|p:|<>|\w+)"
QUOTES = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"}
LAST = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
SEPARATORS = {".": 3, "{": 3, "}": 3, ";": 2, ",": 1}
"""How many terms may follow one upon another before the next sign."""


@dataclass(frozen=True)
class Habit:
    """How it looks (the mistake at the group `at`), what is wrong, and what to write; `{}` is the mistake."""

    look: re.Pattern[str]
    message: str
    hint: str


def habit(look: str, message: str, hint: str) -> Habit:
    return Habit(re.compile(look), message, hint)


# A variable looks like `?`, a name like `p:`, an IRI like `<>`, a text like `''`, a number like `1`, a word
# like itself in capitals; a blank stands before each and one at the end.
HABITS = (
    habit(
        r" SELECT(?: DISTINCT| REDUCED)?(?: \?)+(?P<at> ,)",
        "In SELECT, variables stand without commas.",
        "Write SELECT ?x ?y.",
    ),
    habit(
        rf" SELECT(?: DISTINCT)?(?: \?)*(?P<at> (?:{AGGREGATES}) )\(",
        "What `{}` gives needs a name, in brackets.",
        "Write ({}(?x) AS ?n).",
    ),
    habit(r" AS(?P<at> (?:p:|\w+) )", "After AS comes a variable, and `{}` is none.", "Write AS ?{}."),
    habit(r" SELECT(?P<at> TOP )", "`TOP` is no word of SPARQL.", "Write LIMIT 10 at the end of the query."),
    habit(r" SELECT(?: DISTINCT)?(?: \?)*(?P<at> [A-Z]\w* )(?=\?|WHERE|{|FROM|[A-Z])(?<! WHERE )(?<! FROM )"
          r"(?<! DISTINCT )(?<! REDUCED )(?<! AS )", "`{}` is no variable.", "Write ?{}."),
    habit(r" =(?P<at> = )", "SPARQL compares with one `=`.", "Take one of them away."),
    habit(r"(?P<at> AND )(?!\()", "SPARQL has no word `AND`.", "Write && between conditions."),
    habit(r"(?P<at> OR )(?!\()", "SPARQL has no word `OR`.", "Write || between conditions."),
    habit(
        r"(?P<at> (?:OPTIONAL|MINUS|EXISTS|UNION) )(?!{)",
        "After `{}` comes a group in braces.",
        "Write {} {{ … }}.",
    ),
    habit(r"(?P<at> WHERE )(?!{)", "After `WHERE` comes a group in braces.", "Write WHERE {{ … }}."),
    habit(r"(?P<at> (?:ASC|DESC) )(?!\()", "`{}` wants brackets.", "Write ORDER BY {}(?x)."),
    habit(r"(?P<at> HAVING )\?", "`HAVING` wants brackets.", "Write HAVING(?n > 2)."),
    habit(
        r" PREFIX p:(?P<at> p: )",
        "The address that a prefix stands for is written between < and >.",
        "Write PREFIX x: <http://…>.",
    ),
    habit(r" PREFIX(?P<at> \w+ )<>", "A prefix ends with a colon.", "Write PREFIX {}: <…>."),
    habit(r"(?P<at> (?:LIMIT|OFFSET) )(?!1)", "`{}` wants a whole number after it.", "Write {} 10."),
    habit(
        r" FROM(?: NAMED)?(?P<at> (?!NAMED)\w+ )",
        "`{}` is no name of a graph.",
        "Write it in full: FROM <https://w3id.org/spaceonto/graph/inferred>.",
    ),
    habit(r" }(?P<at> WHERE ){", "WHERE is given a second time.", "Put all patterns into one group."),
    habit(r" !?= (?P<at>[A-Z]\w* )(?=\)|&&|\|\||})", "A text stands in quotation marks.", 'Write "{}".'),
)  # fmt: skip


def find(query: Query) -> tuple[Token, str, str] | None:
    """The first mistake of these: where it is, what is wrong and what to write."""
    return _quoted(query) or _looks(query) or _without_stop(query) or _misplaced(query)


def _quoted(query: Query) -> tuple[Token, str, str] | None:
    for token in query.tokens:
        if token.kind == "broken" and token.text in QUOTES:
            return (
                token,
                f"`{token.text}` is a quotation mark of typography, not of SPARQL.",
                f"Write {QUOTES[token.text]} instead.",
            )
    return None


def _looks(query: Query) -> tuple[Token, str, str] | None:
    text, starts = "", []
    for token in query.tokens:
        starts.append(len(text))
        text += " " + _look(token)
    text += " "
    found = []
    for entry in HABITS:
        match = entry.look.search(text)
        if match:
            at = match.start("at") + (text[match.start("at")] != " ") * -1
            found.append((starts.index(at), entry))
    if not found:
        return None
    index, entry = min(found, key=lambda pair: pair[0])
    token = query.tokens[index]
    return token, entry.message.format(token.text), entry.hint.format(token.text)


def _look(token: Token) -> str:
    match token.kind:
        case "variable":
            return "?"
        case "name":
            return "p:"
        case "iri":
            return "<>"
        case "string":
            return "''"
        case "number":
            return "1" if token.text.isdecimal() else "1."
    return token.word or token.text


def _without_stop(query: Query) -> tuple[Token, str, str] | None:
    """Where one statement follows another without a sign between them."""
    for token, missing in _runs(query):
        if missing:
            return token, f"A full stop is missing before `{token.text}`.", "Put a . between two statements."
    return None


def _runs(query: Query) -> Iterator[tuple[Token, bool]]:
    """Each term of the patterns, and whether it is one too many."""
    left, depth, inner, skip, in_values = 0, 0, 0, False, False
    for token in query.tokens:
        if token.kind == "symbol":
            depth += (token.text == "{") - (token.text == "}")
            if in_values and token.text in "{}":
                inner += 1 if token.text == "{" else -1
                in_values = token.text == "{"
            inner += (token.text in OPEN - {"{"}) - (token.text in CLOSE - {"}"})
            # Within brackets, paths and lists go by other rules.
            left = SEPARATORS.get(token.text, 99 if token.text != "^^" else left)
            skip = token.text == "^^"
        elif token.kind == "language" or skip:
            skip = False
        elif token.word and token.word not in ("A", "TRUE", "FALSE"):
            left = 99
            in_values = in_values or token.word == "VALUES"
        elif depth and not inner:
            left -= 1
            yield token, left < 0
        else:
            left = 99


def _misplaced(query: Query) -> tuple[Token, str, str] | None:
    """GROUP BY and its kind within braces without a SELECT of their own."""
    selects = [False]
    for token in query.tokens:
        if token.text == "{":
            selects.append(False)
        elif token.text == "}" and len(selects) > 1:
            selects.pop()
        elif token.word == "SELECT":
            selects[-1] = True
        elif (
            token.word in ("HAVING", "GROUP", "ORDER", "LIMIT", "OFFSET")
            and not selects[-1]
            and len(selects) > 1
        ):
            return token, f"{token.text} stands within the braces.", "Put it behind the last }, at the end."
    return None
