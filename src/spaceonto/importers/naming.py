"""Names as the last part of an IRI."""

import re
import unicodedata

MARKS = re.compile(r"['’‘`ʻ.]")
OTHERS = re.compile(r"[^a-z0-9]+")


def slug(name: str) -> str:
    """The name in lower-case ASCII letters and digits, words joined by single hyphens, accents and apostrophes cut."""
    plain = unicodedata.normalize("NFKD", name.translate(LETTERS)).encode("ascii", "ignore").decode().lower()
    return OTHERS.sub("-", MARKS.sub("", plain)).strip("-")


LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ß": "ss", "æ": "ae", "Æ": "Ae", "ı": "i"})
