"""What a group is owed: by who came, at the price of the day, once, and put right by a further line alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.group_lines import (
    WHOLE_MONTH,
    Held,
    Owed,
    Span,
    Visits,
    on_day,
    owed,
    still_to_write,
)
from billing.sub_contracts import PriceKind
from kernel.money import NOTHING, Money, total
from kernel.periods import day_in_london
from tests.cast_sub_contracts import FIRST_DAY, agreed

SPAN = Span(FIRST_DAY, date(2027, 4, 30))
RISE = date(2027, 4, 1)
BEFORE = Held(1, FIRST_DAY, agreed())
AFTER = Held(2, RISE, agreed(amount=Money(5_00)))
A_DAY = timedelta(days=1)
WALK, TEA = "walk", "tea"


def walks(on, people=3, activity=WALK):
    return Visits(activity, on, people)


def amounts(lines):
    return [(one.on, one.count, one.amount) for one in lines]


class TestThePriceOfTheDay:
    def test_it_is_paid_for_each_person(self):
        (line,) = owed([walks(FIRST_DAY)], [BEFORE], SPAN)
        assert line == Owed(WALK, FIRST_DAY, PriceKind.PERSON, 3, Money(4_50), 1)
        assert line.amount == Money(13_50)

    def test_or_for_each_session_to_which_somebody_came(self):
        held = [replace(BEFORE, terms=agreed(kind=PriceKind.SESSION, amount=Money(40_00)))]
        lines = owed([walks(FIRST_DAY), walks(FIRST_DAY, 1, TEA)], held, SPAN)
        assert [(one.activity, one.count, one.amount) for one in lines] == [
            (WALK, 1, Money(40_00)), (TEA, 1, Money(40_00)),
        ]  # fmt: skip

    def test_the_day_before_a_rise_and_its_first_day(self):
        lines = owed([walks(RISE - A_DAY, 1), walks(RISE, 1)], [BEFORE, AFTER], SPAN)
        assert [one.amount for one in lines] == [Money(4_50), Money(5_00)]
        assert [one.version for one in lines] == [1, 2]

    def test_half_past_eleven_in_utc_is_the_next_day_in_london(self):
        """The day of a visit is a day in London: at 23:30 UTC on 31 March it is 1 April there (S10)."""
        on = day_in_london(datetime(2027, 3, 31, 23, 30, tzinfo=UTC))
        (line,) = owed([walks(on, 1)], [BEFORE, AFTER], SPAN)
        assert (line.on, line.amount) == (RISE, Money(5_00))

    def test_what_is_marked_late_is_paid_at_the_price_of_its_day(self):
        written = owed([walks(RISE)], [BEFORE, AFTER], SPAN)
        wanted = owed([walks(RISE - 9 * A_DAY), walks(RISE)], [BEFORE, AFTER], SPAN)
        assert amounts(still_to_write(wanted, written)) == [(RISE - 9 * A_DAY, 3, Money(13_50))]

    def test_before_anything_was_agreed_nothing_is_owed(self):
        assert owed([walks(RISE - A_DAY)], [AFTER], SPAN) == ()
        assert on_day([AFTER], RISE - A_DAY) is None

    @pytest.mark.parametrize("day", [SPAN.first - A_DAY, SPAN.last + A_DAY])
    def test_nor_outside_the_agreement(self, day):
        early = replace(BEFORE, from_on=date(2026, 1, 1))
        assert owed([walks(day)], [early], SPAN) == ()

    def test_nobody_came_is_no_line(self):
        assert owed([walks(FIRST_DAY, 0)], [BEFORE], SPAN) == ()


class TestASumForAMonth:
    BLOCK = agreed(kind=PriceKind.BLOCK, amount=Money(60_00))

    def test_each_month_that_begins_while_it_holds(self):
        held = [Held(1, date(2026, 9, 2), self.BLOCK)]
        lines = owed([walks(date(2026, 10, 5))], held, Span(FIRST_DAY, date(2026, 11, 30)))
        assert amounts(lines) == [
            (date(2026, 10, 1), 1, Money(60_00)), (date(2026, 11, 1), 1, Money(60_00)),
        ]  # fmt: skip
        assert {one.activity for one in lines} == {WHOLE_MONTH}

    def test_until_something_else_was_agreed(self):
        held = [Held(1, FIRST_DAY, self.BLOCK), Held(2, date(2026, 10, 1), agreed())]
        lines = owed([walks(date(2026, 10, 1), 1)], held, Span(FIRST_DAY, date(2026, 10, 31)))
        assert [(one.kind, one.on) for one in lines] == [
            (PriceKind.PERSON, date(2026, 10, 1)), (PriceKind.BLOCK, FIRST_DAY),
        ]  # fmt: skip


class TestWhatIsStillToWrite:
    def test_asked_again_it_is_nothing(self):
        wanted = owed([walks(FIRST_DAY), walks(FIRST_DAY, 2, TEA)], [BEFORE], SPAN)
        assert still_to_write(wanted, []) == tuple(sorted(wanted, key=lambda one: one.activity))
        assert still_to_write(wanted, wanted) == ()

    def test_a_mark_more_is_a_line_more_and_the_first_stays(self):
        first = owed([walks(FIRST_DAY, 3)], [BEFORE], SPAN)
        more = still_to_write(owed([walks(FIRST_DAY, 4)], [BEFORE], SPAN), first)
        assert amounts(more) == [(FIRST_DAY, 1, Money(4_50))]

    def test_a_mark_taken_back_is_taken_back_at_its_price(self):
        first = owed([walks(FIRST_DAY, 3)], [BEFORE], SPAN)
        (back,) = still_to_write(owed([walks(FIRST_DAY, 2)], [BEFORE], SPAN), first)
        assert (back.count, back.amount) == (-1, Money(-4_50))
        (gone,) = still_to_write([], [*first, back])
        assert (gone.count, gone.amount) == (-2, Money(-9_00))

    def test_the_last_of_a_session_takes_all_of_it_back(self):
        held = [replace(BEFORE, terms=agreed(kind=PriceKind.SESSION))]
        first = owed([walks(FIRST_DAY, 2)], held, SPAN)
        assert still_to_write(owed([walks(FIRST_DAY, 1)], held, SPAN), first) == ()
        (back,) = still_to_write([], first)
        assert back.count == -1

    def test_and_given_again_it_is_written_again(self):
        first = owed([walks(FIRST_DAY, 1)], [BEFORE], SPAN)
        back = still_to_write([], first)
        assert still_to_write(first, [*first, *back]) == first


@given(
    nights=st.lists(
        st.dictionaries(st.tuples(st.sampled_from([WALK, TEA]), st.integers(0, 40)),
                        st.integers(0, 6), max_size=8),
        min_size=1, max_size=6,
    ),
    kind=st.sampled_from(PriceKind),
)  # fmt: skip
def test_however_marks_change_night_by_night_the_lines_come_to_what_is_owed(nights, kind):
    """S7: nothing is paid twice, and nothing is lost, to the penny; what was written is never touched."""
    held = [replace(BEFORE, terms=agreed(kind=kind)), AFTER]
    written: list[Owed] = []
    for night in nights:
        visits = [
            Visits(activity, FIRST_DAY + days * A_DAY * 6, people)
            for (activity, days), people in night.items()
        ]
        wanted = owed(visits, held, SPAN)
        written += still_to_write(wanted, written)
        assert total(one.amount for one in written) == total(one.amount for one in wanted)
        assert all(one.count for one in written)
    assert total(one.amount for one in [*written, *still_to_write([], written)]) == NOTHING
