"""What is asked about contacts: minutes and days as a link worker means them."""

from datetime import UTC, date, datetime

from referrals.forms.contacts import OTHER, minutes_of, moment_on
from tests.support.clock import NOON


def test_minutes_are_those_that_were_chosen_or_else_typed():
    assert (minutes_of("30", None), minutes_of(OTHER, 75), minutes_of(OTHER, None)) == (30, 75, 0)


def test_today_is_now_and_another_day_is_noon_in_london():
    assert moment_on(None, at=NOON) == NOON
    assert moment_on(NOON.date(), at=NOON) == NOON
    summer = moment_on(date(2026, 7, 1), at=NOON)
    assert summer.astimezone(UTC) == datetime(2026, 7, 1, 11, tzinfo=UTC)
