"""What the importers make of names, places and addresses."""

import pytest

from spaceonto.importers.facts import same_place


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wien", "Vienna"),
        ("N Las Vegas, Nevada", "North Las Vegas"),
        ("Moskva:Fili", "Moscow"),
    ],
)
def test_one_town_by_two_names_is_one_place(one: str, other: str):
    assert same_place(one, other)
    assert same_place(other, one)


@pytest.mark.parametrize(("one", "other"), [("Wien", "Graz"), ("Starbase, Texas", "Hawthorne, California")])
def test_two_towns_are_two_places(one: str, other: str):
    assert not same_place(one, other)
