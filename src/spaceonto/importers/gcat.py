"""Dates, designations and names as GCAT, the General Catalog of Artificial Space Objects, writes them."""

import re
from dataclasses import dataclass
from typing import Final

from .facts import slugify

# The Greek alphabet as GCAT shortens it.
GREEK: Final = (
    "ALP", "BET", "GAM", "DEL", "EPS", "ZET", "ETA", "THE", "IOT", "KAP", "LAM", "MU",
    "NU", "XI", "OMI", "PI", "RHO", "SIG", "TAU", "UPS", "PHI", "CHI", "PSI", "OME",
)  # fmt: skip
MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
OLD_PIECE = re.compile(r"(?P<year>\d{4}) (?:(?P<cycle>[A-Z]) )?(?P<letter>[A-Z]{2,3}) (?P<part>\d+)")
PIECE = re.compile(r"\d{4}-\d{3}[A-Z]+")
VAGUE_DATE = re.compile(r"(?P<year>\d{4})(?: +(?P<month>[A-Z][a-z]{2})(?: +(?P<day>\d{1,2}))?)?(?P<rest>.*)")


@dataclass(frozen=True)
class Day:
    """A date and how precisely it is known: day, month or year."""

    value: str
    precision: str


def vague_date(text: str) -> Day | None:
    """A GCAT "vague date" as a date with its precision; None where the table has none or an open end."""
    found = VAGUE_DATE.fullmatch(text.strip())
    if found is None or found["rest"].startswith("s"):
        return None
    month = MONTHS.index(found["month"]) + 1 if found["month"] in MONTHS else None
    if month is None:
        return Day(f"{found['year']}-01-01", "year")
    # A question mark after the hour doubts the hour; one right after the day doubts the day.
    if found["day"] is None or found["rest"].startswith("?"):
        return Day(f"{found['year']}-{month:02}-01", "month")
    return Day(f"{found['year']}-{month:02}-{int(found['day']):02}", "day")


def loose_date(text: str) -> Day | None:
    """A vague date, where a doubted year counts as approximate and "1990s" as a decade."""
    if re.fullmatch(r"\d{3}0s\??", text):
        return Day(f"{text[:4]}-01-01", "decade")
    if re.fullmatch(r"\d{4}\?", text):
        return Day(f"{text[:4]}-01-01", "approximate")
    return vague_date(text)


def cospar(piece: str) -> str | None:
    """The international designator in today's form: "1962 OMI 1" is 1962-015A; None for a failed launch."""
    if PIECE.fullmatch(piece):
        return piece
    found = OLD_PIECE.fullmatch(piece)
    if found is None or found["letter"] not in GREEK:
        return None
    cycle = "ABCDEFGH".index(found["cycle"]) + 1 if found["cycle"] else 0
    number = cycle * len(GREEK) + GREEK.index(found["letter"]) + 1
    return f"{found['year']}-{number:03}{_letters(int(found['part']))}"


def launch_tag(tag: str) -> str:
    """The designator of a launch in today's form ("1962 OMI" is 1962-015), a failure's tag as it stands."""
    whole = cospar(f"{tag.strip()} 1")
    return whole[:-1] if whole else tag.strip()


def vehicle_name(kind: str) -> str:
    """The English name of a kind of rocket, without its upper stage: GCAT says Chang Zheng for Long March."""
    return kind.split("/")[0].replace("Chang Zheng", "Long March")


def vehicle_slug(kind: str) -> str:
    """The slug of a kind of rocket; a plus sign counts, so that Ariane 5ECA and 5ECA+ stay two."""
    return slugify(vehicle_name(kind).replace("+", " plus"))


def document_symbol(text: str) -> str:
    """The symbol of a UN document, with slips of the pen in the series of registrations put right."""
    return re.sub(r"^ST[/?]SG[/.]SER[.,]E/", "ST/SG/SER.E/", text.strip('"').rstrip("*"))


def _letters(number: int) -> str:
    # Designators leave out I and O.
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    text = ""
    while number:
        number, rest = divmod(number - 1, len(letters))
        text = letters[rest] + text
    return text
