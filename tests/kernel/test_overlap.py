"""Releases have to do with one another when they count the same things on days that overlap."""

from datetime import date

import pytest

from kernel.overlap import near, span_of, without_days


def counts(what, first="2026-04-01", last="2026-06-30"):
    return frozenset({("counted", what), ("from", first), ("to", last)})


SPRING, SUMMER = ("2026-04-01", "2026-06-30"), ("2026-07-01", "2026-09-30")
HALF = ("2026-04-01", "2026-09-30")


def test_a_quantity_names_its_days():
    assert span_of(counts("people")) == (date(2026, 4, 1), date(2026, 7, 1))
    assert without_days(counts("people")) == frozenset({("counted", "people")})


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ({1: [counts("people", *SPRING)]}, {1}),
        ({1: [counts("people", *SUMMER)]}, set()),
        ({1: [counts("charges", *SPRING)]}, set()),
        ({1: [counts("people", *HALF)], 2: [counts("people", *SUMMER)]}, {1, 2}),
        ({1: [counts("people", *SPRING), counts("all", *SPRING)], 2: [counts("all", *SPRING)]}, {1, 2}),
        ({1: [counts("all", *SPRING)], 2: [counts("all", *SUMMER)]}, set()),
    ],
)  # fmt: skip
def test_near_is_what_counts_the_same_on_the_same_days_or_leads_there(others, found):
    assert near([counts("people", *SPRING)], others) == found
