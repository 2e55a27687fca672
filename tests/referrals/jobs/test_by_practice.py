"""The steering group's figures, on the timetable."""

import sqlalchemy as sa

from kernel.outbox import timetable
from kernel.releases import Release
from referrals.jobs import by_practice
from tests.cast_figures import DUE_AT, refers


def test_it_is_looked_at_once_a_day():
    there = {one.name: one.minutes for one in timetable()}
    assert there["referrals.jobs.by_practice.issue_figures"] == 24 * 60


def test_the_figures_that_are_due_are_made(session):
    refers(session, accepted=9)
    for _ in range(2):
        by_practice.issue_figures(session, at=DUE_AT)
        session.flush()
    assert session.scalar(sa.select(sa.func.count()).select_from(Release)) == 1
