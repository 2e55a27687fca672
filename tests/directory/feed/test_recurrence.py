from datetime import date

import pytest

from directory.feed import recurrence
from tests.support.published import a_slot

SUNDAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("ordinals", "day"),
    [
        ((), date(2026, 3, 3)),
        ((1,), date(2026, 3, 3)),
        ((2, 4), date(2026, 3, 10)),
        ((-1,), date(2026, 3, 31)),
        ((4,), date(2026, 3, 24)),
        ((5,), date(2026, 3, 31)),
    ],
)
def test_the_first_session_is_the_first_day_that_fits(ordinals, day):
    assert recurrence.first_on_or_after(a_slot(ordinals=ordinals), SUNDAY) == day


def test_a_session_today_is_the_first():
    assert recurrence.first_on_or_after(a_slot(), date(2026, 3, 3)) == date(2026, 3, 3)
