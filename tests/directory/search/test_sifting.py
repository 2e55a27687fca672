import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.columns import Columns, changed
from directory.search.sessions import minutes_until
from directory.search.sifting import first, minutes_to_next, squared_chords, to_km, within
from kernel.geography import Point, distance_km
from tests.directory.search.cast import a_slot, an_entry

POINTS = st.builds(Point, lat=st.floats(-90, 90), lon=st.floats(-180, 180))
WEEKS = st.lists(st.sampled_from([1, 2, 3, 4, 5, -1, 0]), max_size=3, unique=True)
SLOTS = st.builds(
    lambda day, hour, weeks: a_slot(day, hour, *weeks),
    st.integers(0, 6),
    st.none() | st.integers(0, 23),
    WEEKS,
)


def columns(*entries) -> Columns:
    lengths = [(1, 1, 1)] * len(entries)
    return changed(Columns.empty(), put=dict(enumerate(entries)), removed=[], lengths=lengths)


@given(POINTS, POINTS)
def test_distances_are_those_along_the_ground(a, b):
    chord = squared_chords(columns(an_entry(point=a)), b)[0]
    assert to_km(chord) == pytest.approx(distance_km(a, b), abs=0.001)


@given(st.floats(0, 20_000))
def test_a_limit_in_kilometres_is_the_same_limit_in_chords(km):
    assert to_km(within(km)) == pytest.approx(km, abs=0.1)


def test_a_limit_that_is_no_number_lets_nothing_in():
    assert math.isnan(within(math.nan))


@given(st.lists(SLOTS, max_size=6), st.integers(0, 2 * 365 * 24 * 60))
def test_the_next_session_is_that_of_the_rule(slots, minutes):
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    waits = [minutes_until(slot, now=now) for slot in slots]
    expected = min((wait for wait in waits if wait is not None), default=math.inf)
    assert minutes_to_next(columns(an_entry(slots=tuple(slots))), now=now)[0] == expected


def test_the_next_session_moves_with_the_clock():
    made = columns(an_entry(slots=(a_slot(1, 10),)))
    at_nine = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert minutes_to_next(made, now=at_nine)[0] == 60
    assert minutes_to_next(made, now=at_nine + timedelta(minutes=61))[0] == 7 * 24 * 60 - 1


@given(
    st.lists(st.integers(0, 5), max_size=60),
    st.integers(0, 50),
    st.integers(1, 20),
)
def test_a_window_is_the_same_as_sorting_everything(keys, start, size):
    key, ties = np.array(keys, np.float64), np.arange(len(keys), 0, -1, dtype=np.float64)
    rows = np.arange(len(keys))
    everything = sorted(rows.tolist(), key=lambda row: (keys[row], ties[row]))
    window = slice(start, start + size)
    assert first(rows, key=key, ties=ties, window=window).tolist() == everything[window]
