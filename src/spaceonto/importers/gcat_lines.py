"""The codes of one organisation in GCAT, which gives a new one when it is renamed or moves (`orgs.tsv`)."""

import re

from .gcat import loose_date
from .tables import Row


def code_on(code: str, day: str, rows: dict[str, Row]) -> str:
    """The code that an organisation bore on a day: the list of launches goes on with older ones.

    A year or month in which a code ends belongs to it whole; none goes on under a name that GCAT doubts.
    """
    if code not in rows or age(rows[code]) <= day < _over(rows[code]):
        return code
    for other, row in rows.items():
        of_line = row["UCode"] == rows[code]["UCode"] and not row.get("Name", "").endswith("(?)")
        if of_line and age(row) <= day < _over(row):
            return other
    return code


def same_line(row: Row, group: list[Row]) -> bool:
    """Whether a code goes on where one of the group ends: same line, same state, much the same name."""

    def name(row: Row) -> tuple[str, str]:
        return row["StateCode"], re.split(r"[ -]", row["ShortName"].casefold())[0]

    return any(
        row["UCode"] in {member["UCode"], member["Code"]}
        and age(row) >= stop_of(member)
        and name(row) == name(member)
        for member in group
    )


def older(row: Row, first: Row) -> bool:
    """Whether a code stands for the same line at an earlier time."""
    return row["UCode"] == first["UCode"] and age(row) < age(first)


def age(row: Row) -> str:
    """The day on which a code begins; "0000" where it is not told."""
    start = loose_date(row["TStart"])
    return start.value if start else "0000"


def stop_of(row: Row) -> str:
    """The day on which a code ends; "9999" where it does not."""
    return stop.value if (stop := loose_date(row["TStop"])) else "9999"


def _over(row: Row) -> str:
    """The first day on which an organisation is surely no more."""
    stop = loose_date(row["TStop"])
    if stop is None:
        return "9999"
    year, month = int(stop.value[:4]), int(stop.value[5:7])
    if stop.precision == "year":
        return f"{year + 1}-01-01"
    if stop.precision == "month":
        return f"{year + month // 12}-{month % 12 + 1:02}-01"
    return stop.value
