"""What a contributor did when pyoxigraph's parser stops, and how to mend it."""

import re
import unicodedata
from collections.abc import Callable
from difflib import get_close_matches
from typing import Final

from .. import terms
from .spot import Spot

Advice = tuple[str, str]
"""What is wrong, and what to do."""

QUOTES: Final = "“”„‟‘’‚‛«»‹›"
STATEMENT: Final = "A statement reads `subject predicate object .`, with `;` before a further predicate."


def advise(spot: Spot) -> Advice:
    """What is wrong at this spot, and what to do about it."""
    strange = _strange_character(spot)
    if strange:
        return strange
    for pattern, explain in RULES:
        found = re.search(pattern, spot.message, re.DOTALL)
        if found:
            return explain(spot, found)
    return spot.message[:1].lower() + spot.message[
        1:
    ], "Look at this line and at the end of the one before it."


def _strange_character(spot: Spot) -> Advice | None:
    character = spot.character
    if character in QUOTES:
        return f"`{character}` is a typographic quotation mark", 'Write straight ones: "…".'
    if unicodedata.category(character) in ("Zs", "Cf", "Cc") and character not in " \t\r\n":
        name = unicodedata.name(character, "a control character")
        return (
            f"an invisible character stands here: U+{ord(character):04X}, {name}",
            "Put a plain blank there.",
        )
    return None


def _prefix(spot: Spot, found: re.Match[str]) -> Advice:
    name = found[1]
    message = f"the prefix `{name}:` is not declared"
    if name in ("http", "https", "urn", "mailto", "ftp"):
        return f"an IRI stands here without angle brackets: {spot.after.split()[0]}", "Write <…> around it."
    if name in terms.PREFIXES:
        return message, f"Add this line at the top: PREFIX {name}: <{terms.PREFIXES[name]}>"
    near = get_close_matches(name, terms.PREFIXES, n=1)
    if near:
        return message, f"Did you mean `{near[0]}:`? Otherwise add a line PREFIX {name}: <…> at the top."
    return message, f"Add a line PREFIX {name}: <…> at the top, or write the IRI in full."


def _end_of_file(spot: Spot, found: re.Match[str]) -> Advice:
    if spot.character in "\"'":
        quote = spot.character * (3 if spot.after.startswith(spot.character * 3) else 1)
        return f"the text that opens here with {quote} is never closed", f"Close it with {quote}."
    if spot.character == "<":
        return "the IRI that opens here with < is never closed", "Close it with >."
    return (
        "the file ends in the middle of a statement",
        "End the last statement with a dot; close what is still open of [ and ( before it.",
    )


def _no_mark(spot: Spot, found: re.Match[str]) -> Advice:
    if re.match(r"\s*@(prefix|base)\b", spot.text_of_line_before):
        return f"line {spot.line_before} starts with @ but has no dot at its end", "Put the dot there."
    if spot.touches and re.match(r"-[0-9]", spot.after):
        return "a date is written like a text", 'Write "2020-01-31"^^xsd:date.'
    if spot.touches and spot.character in "([":
        return _not_in_a_name(spot, found)
    message = f"`{_short(spot)}` stands where `;`, `,` or `.` was expected"
    if re.search(r",\s*\n[^\n]*\Z", spot.before):
        return (
            message,
            f"If line {spot.line} has a predicate of its own, end the line before it with `;`, not `,`.",
        )
    return (
        message,
        f"End line {spot.line_before} with `;` if more is said about the same subject, "
        "with `,` if another object follows, with `.` if all is said.",
    )


def _not_a_subject(spot: Spot, found: re.Match[str]) -> Advice:
    if spot.character in ".;" and spot.directive:
        return (
            f"a line that starts with {spot.directive[1]} has no `{spot.character}` at its end",
            "Take it away.",
        )
    if spot.character == ".":
        return "there is nothing between this dot and the one before", "Take one of them away."
    if spot.character in "])":
        return f"`{spot.character}` closes what was never opened", "Take it away, or open it before."
    if spot.character == "{":
        return "braces have no meaning in Turtle", "Leave them out: each file is a graph of its own already."
    if spot.found.lower() in ("@prefix", "@base"):
        return f"`{spot.found}` is not written so", f"Write {spot.found.lower()} in lower case."
    if not spot.before.endswith(".") and not spot.directive and spot.before:
        if spot.before.endswith('"') and re.match(r"\w", spot.character):
            return (
                f"the text ended before `{_short(spot)}`",
                'Write a quotation mark inside a text as \\", or put the text in """…""".',
            )
        return _no_mark(spot, found)
    return (
        f"`{_short(spot)}` cannot be what a statement is about",
        "A subject is a name like id:nasa or an <IRI>.",
    )


def _not_a_predicate(spot: Spot, found: re.Match[str]) -> Advice:
    if spot.character == ".":
        return "the statement ends before anything is said", STATEMENT
    return (
        f"`{_short(spot)}` cannot be a predicate",
        f"{STATEMENT} If a new subject begins here, end line {spot.line_before} with a dot.",
    )


def _not_an_object(spot: Spot, found: re.Match[str]) -> Advice:
    if spot.found == "a":
        return (
            "`a` follows a predicate, where an object was expected",
            "If a new subject begins on this line, end the line before it with a dot, not with `;` or `,`.",
        )
    if spot.found.lower() in ("true", "false"):
        return f"`{spot.found}` is not written so", f"Write {spot.found.lower()} in lower case."
    if spot.character in ".;,]":
        return f"the object is missing before `{spot.character}`", STATEMENT
    return (
        f"`{_short(spot)}` is neither a name with a prefix, nor an IRI, nor a text",
        'Write a text as "…", a thing as prefix:name or <IRI>.',
    )


def _bad_iri_character(spot: Spot, found: re.Match[str]) -> Advice:
    if found[1] == "\n" or "\n" in spot.found or "<" in spot.found[1:]:
        return "the IRI that opens here with < is not closed on its line", "Close it with >."
    code = "".join(f"%{byte:02X}" for byte in found[1].encode())
    return (
        f"an IRI cannot contain “{found[1]}”",
        f"Write {code} in its place, or close the IRI before it with >.",
    )


def _not_in_a_name(spot: Spot, found: re.Match[str]) -> Advice:
    if spot.after.startswith("//"):
        return "comments do not begin with // in Turtle", "Begin them with #."
    if spot.touches:
        return (
            f"`{spot.character}` cannot stand in a name with a prefix",
            "Write the IRI in full, in <…>, or end the name before it with a blank.",
        )
    return f"`{spot.character}` does not begin anything in Turtle", STATEMENT


def _unexpected(spot: Spot, found: re.Match[str]) -> Advice:
    if spot.character == "_" and re.search(r"@[A-Za-z0-9-]+$", spot.before):
        return "a language tag has a hyphen, not an underscore", 'Write it as in "…"@pt-br.'
    return f"`{spot.character}` does not belong here", STATEMENT


def _short(spot: Spot) -> str:
    words = (spot.found or spot.after).split()
    return words[0][:40] if words else "the end of the file"


def _plain(message: str, hint: str) -> Callable[[Spot, re.Match[str]], Advice]:
    return lambda spot, found: (message.format(*found.groups()), hint)


RULES: Final[list[tuple[str, Callable[[Spot, re.Match[str]], Advice]]]] = [
    (r"The prefix (.*): has not been declared", _prefix),
    (r"Unexpected end of file|Unexpected end$", _end_of_file),
    (r"A dot is expected", _no_mark),
    (r"is not a valid subject", _not_a_subject),
    (r"is not a valid predicate", _not_a_predicate),
    (r"is not a valid RDF object", _not_an_object),
    (r"Invalid IRI code point '(.)'", _bad_iri_character),
    (r"Unexpected character", _unexpected),
    (r"'(.)' is not allowed at the beginning of a prefix name", _not_in_a_name),
    (
        r"Line jumps are not allowed",
        _plain(
            "a text in quotation marks runs over the end of its line",
            'Close it with " on this line, or write a text of several lines as """…""".',
        ),
    ),
    (
        r"No scheme found",
        _plain(
            "an IRI in <…> must be whole", "Begin it with https:// or the like, or use a name with a prefix."
        ),
    ),
    (
        r"percent encoding '(.*)'|escapes in IRIs .* found '(.*)'",
        _plain("after % an IRI needs two hexadecimal digits", "Write the sign % itself as %25."),
    ),
    (
        r"[Ee]scape",
        _plain(
            "a backslash stands before something it cannot stand before", r"Write a backslash itself as \\."
        ),
    ),
    (
        r"language|subtag",
        _plain("the language tag is not well formed", 'Write it as in "…"@en or "…"@pt-br.'),
    ),
    (
        r"Expecting a datatype IRI after \^\^, found (.*)",
        _plain("`{}` is not a datatype", "After ^^ write a name with a prefix, as in xsd:date."),
    ),
    (
        r"should be followed by a prefix",
        _plain("a prefix to be declared ends with a colon", "Write it as in PREFIX id: <…>."),
    ),
    (
        r"property lists should end",
        _plain("a bracket [ is still open here", "Close it with ] before the dot."),
    ),
]
