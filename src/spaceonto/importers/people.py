"""One name for one person: how names are mended and which of several is used."""

import re
from typing import Final

# The name printed in a source → the name by which the person is commonly known, so that one stays one.
COMMON_NAMES: Final = {
    "Aleksei Leonov": "Alexei Leonov",
    "Alexander Misurkin": "Aleksandr Misurkin",
    "Anthony W. England": "Anthony England",
    "Barry Wilmore": "Butch Wilmore",
    'Charles "Pete" Conrad': "Pete Conrad",
    "Don Pettit": "Donald Pettit",
    'Donald "Deke" Slayton': "Deke Slayton",
    "Gregory R. Wiseman": "Reid Wiseman",
    "Ivan Wagner": "Ivan Vagner",
    'James "Ox" van Hoften': "James van Hoften",
    'John "Jack" Swigert': "Jack Swigert",
    "K. Megan McArthur": "Megan McArthur",
    "Kathleen Rubins": "Kate Rubins",
    "Kjell N. Lindgren": "Kjell Lindgren",
    "L. Gordon Cooper, Jr.": "Gordon Cooper",
    "Michael R. Barratt": "Michael Barratt",
    "Michael S. Hopkins": "Michael Hopkins",
    "Mike Hopkins": "Michael Hopkins",
    "Niè Hǎishèng": "Nie Haisheng",
    "Oleg Novitskiy": "Oleg Novitsky",
    "Paolo A. Nespoli": "Paolo Nespoli",
    "Robert L. Behnken": "Bob Behnken",
    "Robert S. Kimbrough": "Shane Kimbrough",
    "Sergey Nikolayevich Ryzhikov": "Sergey Ryzhikov",
    "Stephen G. Bowen": "Stephen Bowen",
    'Sunita "Suni" Williams': "Sunita Williams",
    "Suni Williams": "Sunita Williams",
    'Thomas Kenneth "Ken" Mattingly II': "Ken Mattingly",
    "Thomas Patten Stafford": "Thomas Stafford",
    "Timothy Peake": "Tim Peake",
    "Tom Marshburn": "Thomas Marshburn",
    "Victor J. Glover": "Victor Glover",
    'Virgil I. "Gus" Grissom': "Gus Grissom",
}
TITLES = re.compile(r", (?:M\.D\.|EAC)")


def person_name(printed: str, *, common: bool = True) -> str:
    """The name without titles and broken accents; with `common`, the one name used for that person here."""
    name = TITLES.sub("", unbroken(printed.strip()))
    return COMMON_NAMES.get(name, name) if common else name


def unbroken(text: str) -> str:
    """The text as it was before its UTF-8 was read as Mac Roman; else as it is."""
    try:
        return text.encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return text
