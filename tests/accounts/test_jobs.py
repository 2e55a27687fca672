"""The timetable of accounts."""

from datetime import timedelta

from accounts import jobs, operations
from accounts.models import UserSession
from kernel import links, outbox
from kernel.access import Role
from kernel.links import OneUseLink
from tests import cast
from tests.cast import NOON


def test_it_is_done_every_hour():
    timed = {one.call: one.minutes for one in outbox.timetable()}
    assert timed[jobs.forget_what_has_ended] == 60


def test_what_has_ended_is_forgotten_after_a_week(session):
    user = cast.a_user(session, Role.LINK_WORKER)
    operations.start_session(session, user, token="t", awaits_code=False, at=NOON)
    links.issue(session, purpose="x", subject_id=user.id, lifetime=timedelta(minutes=1), at=NOON)
    session.flush()
    jobs.forget_what_has_ended(session, at=NOON + timedelta(days=6))
    assert (session.query(UserSession).count(), session.query(OneUseLink).count()) == (1, 1)
    jobs.forget_what_has_ended(session, at=NOON + timedelta(days=7, minutes=2))
    assert (session.query(UserSession).count(), session.query(OneUseLink).count()) == (0, 0)
