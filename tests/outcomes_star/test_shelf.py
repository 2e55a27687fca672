"""What comes with Petunias: in order, and each with a star where it makes one."""

import pytest

from kernel.errors import NotFound
from outcomes_star import shelf
from tests.cast_star import shipped


def test_our_own_stands_first_and_what_needs_a_licence_last():
    codes = [code for code, _ in shelf.shelf()]
    assert codes[0] == "petunias-wheel"
    assert codes[-4:] == ["mycaw", "pam", "swemwbs", "well-being-star"]


def test_a_version_is_found_or_is_not():
    assert shelf.get("ons4", 1) == shipped("ons4")
    for code, version in (("ons4", 2), ("nothing", 1)):
        with pytest.raises(NotFound):
            shelf.get(code, version)


@pytest.mark.parametrize(
    ("code", "is_star"),
    [
        ("petunias-wheel", True),
        ("ons4", True),
        ("goal-rating", False),
        ("friends-and-family", False),
    ],
)
def test_an_example_is_drawn_where_there_are_aspects_enough(code, is_star):
    instrument = shipped(code)
    drawing = shelf.example(instrument, shelf.words_of(instrument))
    assert (drawing is not None) is is_star
    if drawing:
        assert [len(line.marks) for line in drawing.lines] == [len(instrument.aspects)] * 2


def test_nothing_is_said_of_what_is_licensed():
    assert shelf.words_of(shipped("pam")) is None
