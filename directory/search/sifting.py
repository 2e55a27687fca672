"""Asks the columns: how far, in which area, with which facets, how many of each, in which order."""

import math
from collections.abc import Hashable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache, reduce

import numpy as np
from numpy.typing import NDArray

from directory.search import Question
from directory.search.columns import (
    SLOT_KINDS,
    WEEKS,
    Bits,
    Columns,
    Mask,
    Numbers,
    Rows,
    to_masks,
    unit_vector,
)
from directory.search.sessions import DAY, HERE, minute_of, next_day
from kernel.geography import EARTH_RADIUS_KM, Point

_MANY = 4  # times the rows wanted: from there, setting apart before sorting is quicker
_NO_DAY = 1 << 20


def squared_chords(columns: Columns, near: Point) -> Numbers:
    """How far each row is, as the square of the straight line through a sphere of radius one.

    It sorts and compares as the distance along the ground does, without a sine a row.
    """
    x, y, z = unit_vector(near)
    across: Numbers = (columns.xyz[0] - x) ** 2
    across += (columns.xyz[1] - y) ** 2
    across += (columns.xyz[2] - z) ** 2
    return across


def to_km(squared_chord: float) -> float:
    """The distance along the ground (haversine), in kilometres."""
    return 2 * EARTH_RADIUS_KM * math.asin(min(math.sqrt(squared_chord) / 2, 1.0))


def within(km: float) -> float:
    """The square of the chord of a distance along the ground; below zero for one below zero."""
    if km < 0:
        return -1.0
    return (2 * math.sin(min(km / EARTH_RADIUS_KM, math.pi) / 2)) ** 2


def reached(columns: Columns, question: Question, chords: Numbers | None) -> Mask:
    """The rows at a place asked for: near enough, or without a point and of an area asked for."""
    in_areas = columns.in_areas(question.area_ids)
    if chords is None or question.within_km is None:
        return in_areas
    near_enough = (chords <= within(question.within_km)) & columns.is_used
    return near_enough | (in_areas & np.isnan(chords))


def sieves(columns: Columns, question: Question) -> dict[str, Bits]:
    """For each facet that narrows the question, the rows that hold one of its values."""
    nothing = np.zeros(columns.bits.shape[1], np.uint64)
    index = columns.facet_values
    return {
        facet: reduce(
            np.bitwise_or,
            [columns.bits[index[facet, value]] for value in values if (facet, value) in index],
            nothing,
        )
        for facet, values in question.chosen.items()
    }


def through(bits: Bits, sieves: Mapping[str, Bits], *, but: str = "") -> Bits:
    """What passes every sieve, but perhaps one."""
    return reduce(np.bitwise_and, [sieve for facet, sieve in sieves.items() if facet != but], bits)


def counts(
    columns: Columns, bits: Bits, chosen: Mapping[str, Bits]
) -> dict[str, dict[Hashable, int]]:
    """How many rows hold each facet's value; a facet's own counts ignore its own sieve.

    Of an open list, values that no row holds are left out.
    """
    passing = through(bits, chosen)
    everything = _population(columns.bits & passing)
    counted: dict[str, dict[Hashable, int]] = {}
    for facet, (where, values) in columns.facets.items():
        numbers = everything[where]
        if facet in chosen:
            numbers = _population(columns.bits[where] & through(bits, chosen, but=facet))
        counted[facet] = dict(zip(values, numbers.tolist(), strict=True))
    counted["languages"] = {k: number for k, number in counted["languages"].items() if number}
    return counted


def _population(bits: Bits) -> NDArray[np.intp]:
    total: NDArray[np.intp] = np.bitwise_count(bits).sum(axis=-1, dtype=np.intp)
    return total


def rows_of(columns: Columns, bits: Bits) -> Rows:
    """The rows whose bit is set, in order of row."""
    return np.flatnonzero(to_masks(bits, count=len(columns)))


def first(rows: Rows, *, key: Numbers, ties: Numbers, window: slice) -> Rows:
    """The rows of one window of the order by key (of all rows), smallest first, then by `ties`."""
    keys = key[rows]
    if window.start >= len(rows):
        return rows[:0]
    if len(rows) > _MANY * window.stop:
        worst = np.partition(keys, window.stop - 1)[window.stop - 1]
        rows, keys = rows[keys <= worst], keys[keys <= worst]
    return rows[np.lexsort((ties[rows], keys))[window]]


def minutes_to_next(columns: Columns, *, now: datetime) -> Numbers:
    """The minutes until each row's next session begins; infinite for a row without one."""
    here = now.astimezone(HERE)
    minute = minute_of(here.time())
    rows, starts = columns.slots[0], columns.slots[2]
    kinds, kind = columns.slot_kinds
    today, later = _days(kinds, here.date())
    days = np.where(
        starts >= minute, np.array(today, np.intp)[kind], np.array(later, np.intp)[kind]
    )
    wait = np.where(days >= _NO_DAY, np.inf, days * DAY + starts - minute)
    soonest = np.full(len(columns), np.inf)
    np.minimum.at(soonest, rows, wait)
    return soonest


@lru_cache(maxsize=8)
def _days(kinds: tuple[int, ...], today: date) -> tuple[list[int], list[int]]:
    """For each weekday and weeks of the month: days until the next one from today, from tomorrow."""
    tomorrow = today + timedelta(days=1)
    return ([_wait(kind, today) for kind in kinds], [_wait(kind, tomorrow) + 1 for kind in kinds])


def _wait(kind: int, since: date) -> int:
    weekday, bits = divmod(kind, SLOT_KINDS)
    weeks = [week for i, week in enumerate(WEEKS) if bits & 1 << i]
    day = next_day(weekday, weeks or ([0] if bits else []), since=since)
    return (day - since).days if day else _NO_DAY
