"""From the engine's terse syntax error to a sentence with a place and a remedy."""

import difflib
import re

from .. import terms
from . import habits
from .errors import QuerySyntaxError
from .guard import CLOSE, FORMS, OPEN, Query
from .lexer import Token, offset, place

RAW = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
PAIRS = {"(": ")", "[": "]", "{": "}", "<<": ">>", "<<(": ")>>", "{|": "|}"}
MARKS = {"'": '"', '"': "'"}
COMPARING = ("=", "!=", "<", ">", "<=", ">=", "&&", "||", "+", "-", "/", "^^", ",")
# fmt: off
WORDS = frozenset((
    "BASE", "PREFIX", "SELECT", "DISTINCT", "REDUCED", "CONSTRUCT", "DESCRIBE", "ASK", "FROM", "NAMED",
    "WHERE", "ORDER", "BY", "ASC", "DESC", "LIMIT", "OFFSET", "VALUES", "OPTIONAL", "GRAPH", "UNION",
    "FILTER", "BIND", "AS", "MINUS", "EXISTS", "NOT", "IN", "UNDEF", "GROUP", "HAVING", "LATERAL",
    "SERVICE", "SILENT", "A", "TRUE", "FALSE", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE",
    "GROUP_CONCAT", "SEPARATOR", "STR", "LANG", "LANGMATCHES", "LANGDIR", "DATATYPE", "BOUND", "IRI",
    "URI", "BNODE", "RAND", "ABS", "CEIL", "FLOOR", "ROUND", "CONCAT", "STRLEN", "UCASE", "LCASE",
    "ENCODE_FOR_URI", "CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER", "YEAR", "MONTH", "DAY",
    "HOURS", "MINUTES", "SECONDS", "TIMEZONE", "TZ", "NOW", "UUID", "STRUUID", "MD5", "SHA1", "SHA256",
    "SHA384", "SHA512", "COALESCE", "IF", "STRLANG", "STRLANGDIR", "STRDT", "SAMETERM", "ISIRI", "ISURI",
    "ISBLANK", "ISLITERAL", "ISNUMERIC", "REGEX", "SUBSTR", "REPLACE", "HASLANG", "HASLANGDIR", "TRIPLE",
    "SUBJECT", "PREDICATE", "OBJECT", "ISTRIPLE", "ADJUST", "VERSION",
))
OF_UPDATES = frozenset((
    "INSERT", "DELETE", "DATA", "WITH", "USING", "LOAD", "INTO", "CLEAR", "DROP", "CREATE", "ADD", "MOVE",
    "COPY", "TO", "DEFAULT", "ALL",
))
# fmt: on
SENTENCES = {
    "The SELECT contains a variable that is unbound": (
        "A variable is selected that has no single value in a group.",
        "Name it after GROUP BY, or put it into an aggregate such as SAMPLE(?x).",
    ),
    "Duplicated variable name in SELECT": (
        "A variable name is given twice in SELECT.",
        "Choose another name after AS.",
    ),
    "BIND is overriding an existing variable": (
        "BIND gives a value to a variable that has one.",
        "Choose a new name after AS.",
    ),
    "IRI parsing failed": (
        "This is not an absolute IRI.",
        "Write it in full, <https://…>, or with a prefix, id:nasa.",
    ),
}


def explain(query: Query, raw: str) -> QuerySyntaxError:
    """The error, with the place in the text as the asker wrote it."""
    found = RAW.search(raw)
    if found is None:
        return QuerySyntaxError(f"The engine cannot read this query: {raw}")
    line, column, expected = int(found.group(1)), int(found.group(2)), found.group(3)
    at = offset(query.text, line, column)
    for look in (
        _empty,
        _habit,
        _broken,
        _brackets,
        _relative,
        _prefix,
        _known_sentence,
        _slash,
        _strange_word,
        _second_query,
        _gap,
        _bound_twice,
    ):
        error = look(query, at, expected)
        if error is not None:
            return error
    token = next((token for token in query.tokens if token.start >= at), None)
    if token is None:
        end = len(query.text.rstrip())
        return _error(query, end, "", "The query cannot be read to its end.", _may_follow(expected))
    return _error(
        query, token.start, token.text, f"`{token.text[:40]}` does not fit here.", _may_follow(expected)
    )


def _error(query: Query, start: int, token: str, message: str, hint: str) -> QuerySyntaxError:
    line, column = place(query.text, start)
    return QuerySyntaxError(message, hint, line, column, token)


def _may_follow(expected: str) -> str:
    """The words and marks among what the engine would have taken; its classes of characters help nobody."""
    named = [
        word for word in re.findall(r'[A-Z]{2,}|"[^"A-Za-z\\]{1,3}"', expected) if word not in ("OPTIONAL",)
    ]
    return "Here may stand: " + ", ".join(dict.fromkeys(named)) + "." if 0 < len(named) <= 8 else ""


def _empty(query: Query, at: int, expected: str) -> QuerySyntaxError | None:
    if query.tokens:
        return None
    return _error(query, 0, "", "There is no query.", "Begin with SELECT, ASK, CONSTRUCT or DESCRIBE.")


def _broken(query: Query, at: int, expected: str) -> QuerySyntaxError | None:
    """A quotation that is never closed, or a character that SPARQL does not know."""
    token = next((token for token in query.tokens if token.kind == "broken"), None)
    if token is None:
        return None
    if token.text in "'\"":
        return _error(
            query, token.start, token.text, "This quotation mark opens a text not closed on its line.",
            f"Close it with {token.text}. A text with {token.text} in it stands between "
            f"{MARKS[token.text]}, one of several lines between three marks on both sides.",
        )  # fmt: skip
    return _error(
        query, token.start, token.text, f"`{token.text}` is no character of SPARQL outside quotes.", ""
    )


def _habit(query: Query, at: int, expected: str) -> QuerySyntaxError | None:
    found = habits.find(query)
    return found and _error(query, found[0].start, found[0].text, found[1], found[2])


def _relative(query: Query, at: int, expected: str) -> QuerySyntaxError | None:
    """An address without its beginning, which means nothing here."""
    if any(token.word == "BASE" for token in query.tokens):
        return None
    token = next((token for token in query.tokens if token.kind == "iri" and ":" not in token.text), None)
    message, hint = SENTENCES["IRI parsing failed"]
    return token and _error(query, token.start, token.text, message, hint)


def _brackets(query: Query, at: int, expected: str) -> QuerySyntaxError | None:
    opened: list[Token] = []
    for token in query.tokens:
        if token.kind != "symbol":
            continue
        if token.text in OPEN:
            opened.append(token)
        elif token.text in CLOSE:
            if not opened:
                return _error(
                    query, token.start, token.text, f"`{token.text}` closes nothing.", "Take it away."
                )
            partner = opened.pop()
            if PAIRS[partner.text] != token.text:
                return _error(
                    query, token.start, token.text,
                    f"`{token.text}` closes `{partner.text}` of line {place(query.text, partner.start)[0]}.",
                    f"`{PAIRS[partner.text]}` is missing before it.",
                )  # fmt: skip
    if not opened:
        return None
    token = opened[-1]
    return _error(
        query, token.start, token.text, f"`{token.text}` is opened here and never closed.",
        f"Add `{PAIRS[token.text]}`.",
    )  # fmt: skip


def _prefix(query: Query, at: int, expected: str) -> QuerySyntaxError | None:
    known = terms.PREFIXES | query.prefixes
    for token in query.tokens:
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix not in known:
            return _error(
                query,
                token.start,
                token.text,
                f"The prefix `{prefix}:` is not declared.",
                nearest_prefix(prefix, known),
            )
    return None


def nearest_prefix(prefix: str, known: dict[str, str]) -> str:
    """What to do about an unknown prefix."""
    near = difflib.get_close_matches(prefix, known, n=1, cutoff=0.5)
    declare = f"declare it: PREFIX {prefix}: <…>"
    return f"Did you mean `{near[0]}:`? Else {declare}" if near else f"{declare[0].upper()}{declare[1:]}"


def _known_sentence(query: Query, at: int, expected: str) -> QuerySyntaxError | None:
    for phrase, (message, hint) in SENTENCES.items():
        if phrase in expected:
            names = [token for token in query.tokens if token.kind == "iri" and ":" not in token.text]
            start, text = (names[0].start, names[0].text) if phrase.startswith("IRI") and names else (at, "")
            if phrase.startswith("The SELECT") and (name := _ungrouped(query)):
                start, text, message = (
                    name.start,
                    name.text,
                    f"`{name.text}` is selected but has no single value.",
                )
            return _error(query, start, text, message, hint)
    return None


def _ungrouped(query: Query) -> Token | None:
    """The first plainly selected variable that GROUP BY does not name."""
    grouped: set[str] = set()
    words = [index for index, token in enumerate(query.tokens) if token.word == "GROUP"]
    if words:
        grouped = {token.text[1:] for token in query.tokens[words[-1] :] if token.kind == "variable"}
    depth, selecting = 0, False
    for token in query.tokens:
        depth += (token.text in OPEN) - (token.text in CLOSE) if token.kind == "symbol" else 0
        selecting = selecting or token.word == "SELECT"
        if selecting and (token.word in ("WHERE", "FROM") or token.text == "{"):
            return None
        if selecting and depth == 0 and token.kind == "variable" and token.text[1:] not in grouped:
            return token
    return None


def _slash(query: Query, at: int, expected: str) -> QuerySyntaxError | None:
    """A slash in a name with a prefix, as in graph:data/agents/nasa, where it ends the name."""
    known = terms.PREFIXES | query.prefixes
    for name, slash, word in zip(query.tokens, query.tokens[1:], query.tokens[2:], strict=False):
        joined = slash.start == name.start + len(name.text) and word.start == slash.start + 1
        prefix, _, local = name.text.partition(":")
        if joined and name.kind == "name" and slash.text == "/" and word.kind == "word" and prefix in known:
            return _error(
                query, slash.start, slash.text, f"The slash ends the name `{name.text}`.",
                f"Write the IRI in full, <{known[prefix]}{local}/{word.text}…>, or the slash as \\/.",
            )  # fmt: skip
    return None


def _strange_word(query: Query, at: int, expected: str) -> QuerySyntaxError | None:
    words = WORDS | OF_UPDATES if query.form == "UPDATE" else WORDS
    for token in query.tokens:
        if token.kind == "word" and token.word not in words:
            choice = FORMS if not query.form and token is query.tokens[0] else sorted(words)
            near = difflib.get_close_matches(token.word, choice, n=1, cutoff=0.75)
            hint = (
                f"Did you mean {near[0]}?"
                if near
                else f"A name needs its prefix: sco:{token.text} or id:{token.text}."
            )
            return _error(query, token.start, token.text, f"`{token.text}` is no word of SPARQL.", hint)
    return None


def _second_query(query: Query, at: int, expected: str) -> QuerySyntaxError | None:
    depth, begun = 0, False
    for token in query.tokens:
        depth += (token.text in OPEN) - (token.text in CLOSE) if token.kind == "symbol" else 0
        if depth == 0 and token.word in FORMS:
            if begun:
                return _error(
                    query, token.start, token.text, "A second query begins here.", "Send one at a time."
                )
            begun = True
    return None


def _gap(query: Query, at: int, expected: str) -> QuerySyntaxError | None:
    """An operator or a keyword with nothing after it."""
    for token, then in zip(query.tokens, [*query.tokens[1:], None], strict=True):
        wants_number = token.word in ("LIMIT", "OFFSET") and (then is None or then.kind != "number")
        is_open_end = token.text in COMPARING and then is not None and then.text in (")", "}")
        if wants_number or is_open_end or (then is None and token.word in ("BY", "WHERE", "FROM", "VALUES")):
            what = "a whole number" if wants_number else "something"
            return _error(query, token.start, token.text, f"`{token.text}` wants {what} after it.", "")
    return None


def _bound_twice(query: Query, at: int, expected: str) -> QuerySyntaxError | None:
    seen: set[str] = set()
    for index, token in enumerate(query.tokens):
        if token.kind == "variable":
            if (
                query.tokens[index - 1].word == "AS"
                and token.text in seen
                and "BIND" in (t.word for t in query.tokens)
            ):
                message, hint = SENTENCES["BIND is overriding an existing variable"]
                return _error(query, token.start, token.text, message, hint)
            seen.add(token.text)
    return None
