"""A band is suggested with its reasons; both where the guide's table puts somebody in two (A8.8, T5)."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.bands import Band, refusal, suggest
from referrals.criteria import MentalHealth, Mobility, OngoingInput, TariffFacts
from referrals.lifecycle import State

LOW, MEDIUM, HIGH = Band
EASY = TariffFacts(1, MentalHealth.LOW, Mobility.MOBILE, OngoingInput.MINIMAL, 45, 0)
MIDDLING = TariffFacts(2, MentalHealth.ANXIOUS, Mobility.SOME, OngoingInput.MEDIUM, 75, 1)
HARD = TariffFacts(5, MentalHealth.DEPRESSED, Mobility.LIMITED, OngoingInput.INTENSE, 120, 4)


@pytest.mark.parametrize("state", State)
def test_a_band_is_for_help_that_goes_on_or_was_given(state):
    ended = {"returned", "unreachable", "redirected", "declined", "withdrawn"}
    assert bool(refusal(state)) == (state.value in ended)


@pytest.mark.parametrize(("facts", "band"), [(EASY, LOW), (MIDDLING, MEDIUM), (HARD, HIGH)])
def test_a_column_of_the_guides_table_is_its_band(facts, band):
    assert suggest(facts).bands == (band,)


def test_the_reasons_are_said_in_words():
    assert [one.said for one in suggest(MIDDLING).reasons] == [
        "Long-term conditions: 2 (low or medium)",
        "In themselves: low mood, and anxious (medium)",
        "Getting about: some things are hard (medium)",
        "First meeting: 75 minutes (medium)",
        "Missed meetings: 1 (medium)",
        "You are there: a few more meetings and calls (medium)",
    ]


def test_nothing_is_said_as_nothing():
    words = [one.said for one in suggest(replace(EASY, co_morbidities=0)).reasons]
    assert words[0] == "Long-term conditions: none (low)"
    assert words[4] == "Missed meetings: none (low)"


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [(0, (LOW,)), (1, (LOW,)), (2, (LOW, MEDIUM)), (3, (MEDIUM, HIGH)), (9, (MEDIUM, HIGH))],
)
def test_the_table_puts_two_conditions_into_two_bands_and_many_too(conditions, fits):
    assert suggest(replace(EASY, co_morbidities=conditions)).reasons[0].fits == fits


@pytest.mark.parametrize(
    ("minutes", "band"), [(0, LOW), (60, LOW), (61, MEDIUM), (90, MEDIUM), (91, HIGH)]
)
def test_an_hour_is_low_and_over_an_hour_and_a_half_is_high(minutes, band):
    assert suggest(replace(EASY, assessment_minutes=minutes)).reasons[3].fits == (band,)


@pytest.mark.parametrize(("missed", "band"), [(0, LOW), (1, MEDIUM), (2, MEDIUM), (3, HIGH)])
def test_one_or_two_missed_meetings_are_medium(missed, band):
    assert suggest(replace(EASY, missed=missed)).reasons[4].fits == (band,)


def test_where_the_table_leaves_it_open_both_are_suggested_and_neither_is_an_override():
    """Two conditions, and two things that are neither easy nor hard: low, or medium (T5)."""
    open_ = replace(
        EASY, co_morbidities=2, mental_health=MentalHealth.ANXIOUS, mobility=Mobility.SOME
    )
    found = suggest(open_)
    assert (found.bands, found.words) == ((LOW, MEDIUM), "Low or medium")
    assert [found.is_override(band) for band in Band] == [False, False, True]
    assert suggest(replace(open_, assessment_minutes=61, missed=1)).words == "Medium"


def test_half_easy_and_half_hard_may_be_anything():
    far = replace(EASY, mental_health=MentalHealth.DEPRESSED, mobility=Mobility.LIMITED, missed=9)
    assert suggest(far).words == "Low, medium or high"


FACTS = st.builds(
    TariffFacts,
    st.integers(0, 12), st.sampled_from(MentalHealth), st.sampled_from(Mobility),
    st.sampled_from(OngoingInput), st.integers(0, 300), st.integers(0, 20),
)  # fmt: skip


@given(FACTS)
def test_something_is_suggested_of_everybody_with_six_reasons(facts):
    found = suggest(facts)
    assert 1 <= len(found.bands) <= 3
    assert len(found.reasons) == 6
    assert all(one.fits for one in found.reasons)


@given(FACTS, FACTS)
def test_more_need_never_suggests_less(one, other):
    """Of two people, one of whom has it harder in everything, that one is never suggested a lower band."""
    harder = TariffFacts(
        *(max(pair, key=_steps) for pair in zip(_values(one), _values(other), strict=True))
    )
    ends = [[list(Band).index(band) for band in suggest(each).bands] for each in (one, harder)]
    assert (min(ends[0]), max(ends[0])) <= (min(ends[1]), max(ends[1]))
    assert max(ends[0]) <= max(ends[1])


def _values(facts):
    return [getattr(facts, field.name) for field in fields(facts)]


def _steps(value):
    return value if isinstance(value, int) else list(type(value)).index(value)
