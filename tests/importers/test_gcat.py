"""How GCAT writes dates, designators and names of rockets, and what they become."""

import pytest

from spaceonto.importers import gcat


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("1978 Mar  2 1528:10", "1978-03-02", "day"),
        ("1967 Nov 29 0449", "1967-11-29", "day"),
        ("1967 Nov 29 0449?", "1967-11-29", "day"),
        ("1976 Jun 10?", "1976-06-01", "month"),
        ("2007 Aug", "2007-08-01", "month"),
        ("1969", "1969-01-01", "year"),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(text: str, value: str, precision: str):
    assert gcat.vague_date(text) == gcat.Day(value, precision)


@pytest.mark.parametrize("text", ["", "-", "*", "1990s"])
def test_what_is_no_date_is_none(text: str):
    assert gcat.vague_date(text) is None


@pytest.mark.parametrize(
    ("piece", "designator"),
    [
        ("1998-067A", "1998-067A"),
        ("1962 OMI 1", "1962-015A"),
        ("1962 B ALP 1", "1962-049A"),
        ("1961 A ETA 3", "1961-031C"),
        ("1957 ALP 9", "1957-001J"),  # there is no I
        ("1986-F01", None),
        ("1983-116", None),
    ],
)
def test_old_designators_are_turned_into_those_of_today(piece: str, designator: str | None):
    assert gcat.cospar(piece) == designator


def test_the_tag_of_a_launch_loses_its_greek_letter_but_a_failure_keeps_its_own():
    assert gcat.launch_tag("1962 OMI  ") == "1962-015"
    assert gcat.launch_tag("1986-F01  ") == "1986-F01"


def test_a_rocket_has_its_english_name_and_kinds_with_a_plus_are_others():
    assert gcat.vehicle_name("Chang Zheng 3B/YZ-1") == "Long March 3B"
    assert gcat.vehicle_slug("Ariane 5ECA") != gcat.vehicle_slug("Ariane 5ECA+")


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("ST/SG/SER.E/1143", "ST/SG/SER.E/1143"),
        ('"ST/SG/SER,E/1143"', "ST/SG/SER.E/1143"),
        ("ST?SG/SER.E/1141", "ST/SG/SER.E/1141"),
        ("ST/SG.SER.E/1141", "ST/SG/SER.E/1141"),
        ("ST/SG/SER.E/1106*", "ST/SG/SER.E/1106"),
        ("A/AC.105/INF.305", "A/AC.105/INF.305"),
    ],
)
def test_a_slip_in_the_symbol_of_a_document_is_put_right(text: str, symbol: str):
    assert gcat.document_symbol(text) == symbol
