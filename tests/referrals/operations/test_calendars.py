"""The secret of a calendar is kept as its digest only, and is the link worker's own."""

import pytest
import sqlalchemy as sa

from kernel.errors import NotAllowed
from kernel.links import digest_of
from referrals.models import CalendarFeed
from referrals.operations.calendars import make_calendar
from tests.cast import NOON, a_lead_manager, a_link_worker


def test_the_secret_itself_is_kept_nowhere(session):
    token = make_calendar(session, a_link_worker(session), at=NOON)
    feed = session.scalars(sa.select(CalendarFeed)).one()
    assert feed.digest == digest_of(token) != token
    assert len(token) >= 32


def test_only_link_workers_have_one(session):
    with pytest.raises(NotAllowed):
        make_calendar(session, a_lead_manager(session), at=NOON)
