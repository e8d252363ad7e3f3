"""What literals mean: the datatypes whose values they name, and which of them are zero, one, or equal."""

import re
from datetime import date, timedelta
from decimal import Decimal
from struct import pack, unpack
from typing import Final
from xml.parsers import expat

from pyoxigraph import Literal, NamedNode

from .. import terms

XSD: Final = terms.XSD
LITERAL: Final = terms.RDFS + "Literal"
PLAIN: Final = terms.RDF + "PlainLiteral"
LANG_STRING: Final = terms.RDF + "langString"
XML: Final = terms.RDF + "XMLLiteral"

_BOUNDS: Final[dict[str, tuple[int | None, int | None]]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
_ZONE: Final = r"(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)"
_MONTH: Final = r"(0[1-9]|1[0-2])"
_DAY: Final = r"(0[1-9]|[12]\d|3[01])"
_YEAR: Final = r"-?([1-9]\d{3,}|0\d{3})"
_TIME: Final = r"(([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?|24:00:00(\.0+)?)"
_FLOAT: Final = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN"
_FORMS: Final[dict[str, str]] = {
    "boolean": r"true|false|0|1",
    "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)",
    "double": _FLOAT,
    "float": _FLOAT,
    "dateTime": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}?",
    "dateTimeStamp": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "date": rf"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}?",
    "time": rf"{_TIME}{_ZONE}?",
    "gYear": rf"{_YEAR}{_ZONE}?",
    "gYearMonth": rf"{_YEAR}-{_MONTH}{_ZONE}?",
    "gMonthDay": rf"--{_MONTH}-{_DAY}{_ZONE}?",
    "gMonth": rf"--{_MONTH}{_ZONE}?",
    "gDay": rf"---{_DAY}{_ZONE}?",
    "hexBinary": r"([0-9a-fA-F]{2})*",
    "base64Binary": r"((%s){4})*((%s){3}[A-Za-z0-9+/]|(%s){2}[AEIMQUYcgkosw048] ?=|%s[AQgw] ?= ?=)|"
    % (("[A-Za-z0-9+/] ?",) * 4),
    "anyURI": r"[^\s<>\"{}|\\^`]*",
    "string": r"[\s\S]*",
    "normalizedString": r"[^\r\n\t]*",
    "token": r"(\S+( \S+)*)?",
    "language": r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
    "NMTOKEN": r"[\w.:-]+",
    "Name": r"[^\W0-9][\w.:-]*|:[\w.:-]*",
    "NCName": r"[^\W0-9][\w.-]*",
}
# Digits are those of ASCII everywhere; letters are those of any script in names.
_PATTERNS: Final = {XSD + name: re.compile(form.replace(r"\d", "[0-9]")) for name, form in _FORMS.items()}
_INTEGERS: Final = {XSD + name: bounds for name, bounds in _BOUNDS.items()}
_STRINGS: Final = tuple(
    XSD + name for name in ("string", "normalizedString", "token", "language", "NMTOKEN", "Name", "NCName")
)
DATATYPES: Final = frozenset({*_PATTERNS, *_INTEGERS, LITERAL, PLAIN, LANG_STRING, XML})
"""Those of OWL 2 RL that have values of their own, with the XML Schema dates that it leaves out."""


def datatypes_of(literal: Literal) -> set[str]:
    """The datatypes among DATATYPES that hold the literal's value; only rdfs:Literal if it is ill-typed."""
    kind, text = literal.datatype.value, literal.value
    if kind == LANG_STRING or (kind == PLAIN and "@" in text):
        return {
            LITERAL,
            PLAIN,
            *([LANG_STRING] if _language(literal)[1] else _strings(_language(literal)[0])),
        }
    if kind in _STRINGS and _PATTERNS[kind].fullmatch(text):
        return {LITERAL, PLAIN, *_strings(text)}
    if kind == XML:
        return {LITERAL, XML} if _is_xml(text) else {LITERAL}
    number = _exact(literal)
    if number is not None:
        found = {LITERAL, XSD + "decimal"}
        if number == number.to_integral_value():
            found |= {name for name, bounds in _INTEGERS.items() if _within(int(number), bounds)}
        return found
    if kind in _PATTERNS and kind != XSD + "decimal" and _well_formed(kind, text):
        stamped = kind == XSD + "dateTime" and _PATTERNS[XSD + "dateTimeStamp"].fullmatch(text)
        broader = {XSD + "dateTime"} if kind == XSD + "dateTimeStamp" else set()
        return {LITERAL, kind, *broader, *([XSD + "dateTimeStamp"] if stamped else [])}
    return {LITERAL}


def _strings(text: str) -> list[str]:
    return [name for name in _STRINGS if _PATTERNS[name].fullmatch(text)]


def _language(literal: Literal) -> tuple[str, str]:
    """Text and language of a literal with one; rdf:PlainLiteral writes both into the text."""
    if literal.language:
        return literal.value, literal.language.lower()
    text, _, language = literal.value.rpartition("@")
    return text, language.lower()


def _is_xml(text: str) -> bool:
    try:
        expat.ParserCreate().Parse(f"<x>{text}</x>", True)
    except expat.ExpatError:
        return False
    return True


def _well_formed(kind: str, text: str) -> bool:
    if not _PATTERNS[kind].fullmatch(text):
        return False
    dated = re.match(r"-?([0-9]+)-([0-9]{2})-([0-9]{2})", text)
    if dated is None:
        return True
    year, month, day = (int(part) for part in dated.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _exact(literal: Literal) -> Decimal | None:
    """The value of a well-typed decimal or integer."""
    kind, text = literal.datatype.value, literal.value
    if kind == XSD + "decimal":
        return Decimal(text) if _PATTERNS[kind].fullmatch(text) else None
    if kind in _INTEGERS and re.fullmatch(r"[+-]?[0-9]+", text) and _within(int(text), _INTEGERS[kind]):
        return Decimal(text)
    return None


def _within(number: int, bounds: tuple[int | None, int | None]) -> bool:
    least, most = bounds
    return (least is None or number >= least) and (most is None or number <= most)


def value_of(literal: Literal) -> object:
    """Something that is equal for two literals with the same value; the literal itself where it has none."""
    kind, text = literal.datatype.value, literal.value
    number = _exact(literal)
    if number is not None:
        return number
    held = datatypes_of(literal)
    if LANG_STRING in held:
        return LANG_STRING, *_language(literal)
    if XSD + "string" in held:
        return XSD + "string", _language(literal)[0] if kind == PLAIN else text
    if len(held) == 1 or kind not in _PATTERNS:
        return literal
    match kind.removeprefix(XSD):
        case "double":
            return kind, repr(float(text))
        case "float":
            return kind, _single(text)
        case "boolean":
            return kind, text in ("true", "1")
        case "hexBinary":
            return kind, text.lower()
        case "base64Binary":
            return kind, text.replace(" ", "")
        case "anyURI":
            return kind, text
        case "dateTimeStamp":
            return XSD + "dateTime", _moment(text)
    return kind, _moment(text)


def _single(text: str) -> str:
    """The nearest number of single precision."""
    try:
        return repr(unpack("f", pack("f", float(text)))[0])
    except OverflowError:
        return "-inf" if text.startswith("-") else "inf"


def _moment(text: str) -> str:
    """A date or time without what makes no difference: zeros after the point, the spelling of its zone."""
    text = re.sub(r"(Z|[+-]00:00)$", "+00:00", text)
    text = re.sub(r"(:[0-9]{2})(\.[0-9]*?)0*(?=$|[+-])", r"\1\2", text).replace(".+", "+").replace(".-", "-")
    day, midnight, zone = text.removesuffix(".").partition("24:00:00")
    if not midnight:
        return text.removesuffix(".")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", day) and day[:4] not in ("0000", "9999"):
        day = f"{date.fromisoformat(day[:-1]) + timedelta(1)}T"
    return f"{day}00:00:00{zone}"


def means(literal: Literal, number: int) -> bool:
    """Whether the literal is a well-typed decimal or integer of that value."""
    return _exact(literal) == number


def is_known(literal: Literal) -> bool:
    """Whether the literal's datatype is one of DATATYPES, so that it is known which values it has."""
    return literal.datatype.value in DATATYPES


def is_datatype(node: object) -> bool:
    """Whether the node is a datatype whose values are known."""
    return isinstance(node, NamedNode) and node.value in DATATYPES
