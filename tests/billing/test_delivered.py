"""What was paid and not done, and the other way round: in the first weeks of a year, and in months of a fixed sum."""

from datetime import date, timedelta

import pytest

from billing.delivered import WEEKS, NotInTouch, months_without_a_visit, not_in_touch
from kernel.periods import Month

BEGAN = date(2028, 2, 29)
UNTIL = BEGAN + timedelta(weeks=WEEKS)
LATER = UNTIL + timedelta(days=1)


@pytest.mark.parametrize(("reached", "why"), [
    ((), NotInTouch.NOBODY),
    ((BEGAN,), None),
    ((UNTIL,), None),
    ((LATER,), NotInTouch.LATE),
    ((LATER, UNTIL), None),
])  # fmt: skip
def test_a_year_is_looked_at_whose_first_weeks_went_by_without_a_word(reached, why):
    assert not_in_touch(BEGAN, reached, today=LATER) is why


def test_no_year_is_looked_at_while_its_first_weeks_are_not_over():
    assert not_in_touch(BEGAN, (), today=UNTIL) is None


def test_months_of_a_fixed_sum_are_looked_at_in_which_nobody_came():
    january, february, march = (Month(date(2028, month, 1)) for month in (1, 2, 3))
    assert months_without_a_visit([march, january, february], [date(2028, 2, 29)]) == (
        january, march,
    )  # fmt: skip
    assert months_without_a_visit([], [BEGAN]) == ()
