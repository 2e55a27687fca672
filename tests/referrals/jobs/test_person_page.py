"""A link that could not go at a safe time is held back on the timetable."""

from datetime import timedelta

import sqlalchemy as sa

from kernel import outbox
from kernel.mail import Letter
from referrals.jobs.person_page import hold_back
from referrals.operations import person_page
from tests.cast import NOON, a_link_worker
from tests.cast_referrals import a_person, a_referral


def test_it_is_on_the_timetable_and_holds_back_what_is_late(session):
    assert hold_back in {timed.call for timed in outbox.timetable()}
    asha = a_link_worker(session)
    row = a_referral(session, a_person(session, safe_times="Mornings"), worker=asha)
    person_page.send_link(session, asha, row.id, is_safe_now=True, at=NOON)
    session.flush()
    hold_back(session, at=NOON + timedelta(hours=1))
    assert session.scalars(sa.select(Letter.refused)).one() == "too late to be safe"
