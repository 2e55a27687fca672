"""What is done for people's rights by itself."""

from datetime import timedelta

import sqlalchemy as sa

from kernel.outbox import timetable
from referrals.jobs import rights
from referrals.lifecycle import State
from referrals.models import Person
from tests.cast import NOON
from tests.cast_referrals import a_referral


def test_both_are_on_the_timetable():
    there = {one.name: one.minutes for one in timetable()}
    assert there["referrals.jobs.rights.finish_erasing"] == 60
    assert there["referrals.jobs.rights.forget_drafts"] == 24 * 60


def test_an_old_draft_goes_and_is_on_the_list(app):
    from referrals.operations.erasing import _keepers

    database = app.extensions["petunias"].database
    with database.writing() as session:
        person_id = a_referral(session, state=State.DRAFT).person_id
    with database.writing() as session:
        rights.forget_drafts(session, at=NOON + timedelta(days=91))
    with database.writing() as session:
        rights.finish_erasing(session, at=NOON + timedelta(days=91))
        assert session.scalars(sa.select(Person)).all() == []
    assert set(_keepers[0].listed()) == {person_id}
