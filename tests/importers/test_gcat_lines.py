"""GCAT gives an organisation a new code when it is renamed: what of the old one goes on, and when."""

import pytest

from spaceonto.importers.gcat_lines import code_on, same_line


def row(code: str, line: str, start: str, stop: str, name: str, state: str = "RU") -> dict[str, str]:
    return {
        "Code": code,
        "Name": name,
        "UCode": line,
        "TStart": start,
        "TStop": stop,
        "ShortName": name,
        "StateCode": state,
    }


ROWS = {
    code: row(code, *rest)
    for code, *rest in [
        ("RKA", "MOM", "1992 Feb", "1999", "RKA"),
        ("FKA", "MOM", "2004", "2016 Jan  1", "Roskosmos"),
        ("ROSK", "MOM", "2016 Jan  1", "-", "Roskosmos"),
        ("OTHER", "OTHER", "2016", "-", "Other"),
        ("UNKS", "GUKOS", "1986 Apr 24", "1991", "UNKS"),
        ("UNKSR", "GUKOS", "1991", "1992", "UNKS RF"),
        ("VKS", "GUKOS", "1992 Aug 10", "1997 Jul", "VKS"),
        ("VKSR", "GUKOS", "1997 Jul", "2001 Jun  1", "VKS RVSN"),
        ("MDSSC", "MDSSC", "1967", "1996", "McDonnell Douglas Space Systems"),
        ("BLS", "MDSSC", "1996", "-", "Boeing Launch Services (?)"),
    ]
}


@pytest.mark.parametrize(
    ("code", "day", "then"),
    [
        ("FKA", "2010-05-05", "FKA"),
        ("FKA", "2015-12-31", "FKA"),
        ("FKA", "2016-01-01", "ROSK"),
        ("FKA", "1995-01-01", "RKA"),
        ("FKA", "2001-01-01", "FKA"),
        ("OTHER", "2000-01-01", "OTHER"),
        ("NONE", "2020-01-01", "NONE"),
        ("UNKS", "1991-12-18", "UNKS"),
        ("UNKS", "1992-02-01", "UNKSR"),
        ("VKS", "1997-07-31", "VKS"),
        ("VKS", "1997-08-01", "VKSR"),
        ("MDSSC", "1996-01-14", "MDSSC"),
        ("MDSSC", "1997-05-20", "MDSSC"),
    ],
)
def test_a_launch_is_given_to_the_code_of_its_day_and_left_alone_where_there_is_none(
    code: str, day: str, then: str
) -> None:
    assert code_on(code, day, ROWS) == then


def test_a_later_code_of_the_line_with_the_same_name_goes_on_where_one_ends() -> None:
    old = [row("AE", "AE", "1980 Mar 26", "2017 Mar", "Arianespace", "F")]
    assert same_line(row("AESP", "AE", "2017 Mar", "-", "Arianespace", "F"), old)
    assert not same_line(row("AX", "AE", "2017 Mar", "-", "Another name", "F"), old)
    assert not same_line(row("AESP", "AE", "2017 Mar", "-", "Arianespace", "US"), old)
    assert not same_line(row("AESP", "XX", "2017 Mar", "-", "Arianespace", "F"), old)
    assert not same_line(row("AE0", "AE", "1990", "2000", "Arianespace", "F"), old)
