import pytest

from directory.search.slips import EASY, HARD, slips


def test_no_slip_is_nothing():
    assert slips("choir", "choir") == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chior", "choir"),  # swapped
        ("swiming", "swimming"),  # not doubled
        ("dannce", "dance"),  # doubled
        ("gardning", "gardening"),  # a vowel left out
        ("nitting", "knitting"),  # a silent letter
        ("exersise", "exercise"),  # sounds like it
        ("benifits", "benefits"),
        ("walkimg", "walking"),  # beside it on the keyboard
    ],
)
def test_a_slip_that_comes_easily(typed, meant):
    assert slips(typed, meant) == EASY


@pytest.mark.parametrize(
    ("typed", "meant", "weight"),
    [("waking", "walking", HARD), ("xalking", "walking", HARD), ("darning", "dancing", 2 * HARD)],
)
def test_a_slip_that_does_not(typed, meant, weight):
    assert slips(typed, meant) == weight
