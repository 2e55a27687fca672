"""An average gain says nothing of the counts beside it: whatever they may be, it may be what was said."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.disclosure import Range
from outcomes_star.told_gains import Spans, bounds, told

TEN = Range(8, 12)
TOP = 4


def spans(better=TEN, same=TEN, harder=TEN):
    every = (better, same, harder)
    return Spans(Range(sum(one.low for one in every), sum(one.high for one in every)), *every)


def test_the_bounds_are_those_of_the_least_and_the_most_that_each_can_gain():
    lowest, highest = bounds(spans(), top=TOP, least=1)
    assert highest == pytest.approx((8 * TOP - 12) / 32)  # the fewest better, the most harder
    assert lowest == pytest.approx((12 - 8 * TOP) / 32)


@pytest.mark.parametrize(
    ("gain", "words"),
    [
        (0.31, "+0.3"),
        (-0.04, "0.0"),
        (0.63, "+0.6 or more"),
        (3.9, "+0.6 or more"),
        (-2.0, "-0.6 or less"),
    ],
)
def test_beyond_them_it_is_so_much_or_more(gain, words):
    assert told(gain, bounds(spans(), top=TOP, least=1)) == words


def test_no_gain_has_no_sign():
    assert told(-0.01, (-1.0, 1.0)) == "0.0" and told(-0.5, (-0.04, 1.0)) == "0.0 or less"


def test_where_there_is_no_room_nothing_is_told():
    assert told(1.0, (0.41, 0.44)) is None
    wide = Range(8, 40)
    assert bounds(spans(wide, wide, wide), top=1, least=1) is None


def test_where_the_figures_do_not_fit_together_nothing_is_told():
    assert bounds(Spans(Range(8, 9), TEN, TEN, TEN), top=TOP, least=1) is None


@given(st.integers(0, 10**6), st.integers(2, 10), st.integers(1, 2))
def test_every_count_that_was_possible_before_is_possible_beside_it(seed, top, least):
    """Whoever is told the gain can make up a group of each possible make-up that gains as much."""
    chance = random.Random(seed)
    shown = spans(*(Range(low, low + 4) for low in chance.choices((8, 13, 18, 23), k=3)))
    within = bounds(shown, top=top, least=least)
    if within is None:
        return
    words = told(chance.uniform(-top, top), within)
    if words is None:
        return
    said = float(words.split()[0])
    for better, same, harder in shown.combinations():
        people = better + same + harder
        most = (better * top + same * (least - 1) - harder * least) / people
        fewest = (better * least - same * (least - 1) - harder * top) / people
        assert most >= said - 0.05 or "less" in words
        assert fewest <= said + 0.05 or "more" in words
        assert most >= said - 1e-9 if "more" in words else True
        assert fewest <= said + 1e-9 if "less" in words else True
