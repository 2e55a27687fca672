"""Sessions: what ends them, and who acts for whom."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts import operations, queries
from accounts.models import UserSession
from kernel.access import Actor, Role
from kernel.errors import NotFound
from tests import cast
from tests.cast import NOON


@pytest.fixture
def worker(session):
    return cast.a_user(session, Role.LINK_WORKER)


def start(session, user, token, *, at=NOON):
    begun = operations.start_session(session, user, token=token, awaits_code=False, at=at)
    session.flush()
    return begun


def is_in(session, token, *, at=NOON):
    return queries.recognise(session, token, at=at, is_demo_allowed=False) is not None


class TestEnding:
    def test_signing_out_ends_this_session_alone(self, session, worker):
        start(session, worker, "here")
        start(session, worker, "there")
        operations.sign_out(session, Actor(user_id=worker.id), token="here", at=NOON)
        assert (is_in(session, "here"), is_in(session, "there")) == (False, True)

    def test_everything_can_end_at_once(self, session, worker):
        start(session, worker, "here")
        operations.end_sessions(session, worker.id, at=NOON)
        assert not is_in(session, "here")

    def test_one_of_ones_own_can_be_ended_from_elsewhere(self, session, worker):
        there = start(session, worker, "there")
        operations.end_session(session, Actor(user_id=worker.id), there.id, at=NOON)
        assert not is_in(session, "there")

    def test_nobody_elses(self, session, worker):
        there = start(session, worker, "there")
        for stranger in (Actor(user_id=uuid4()), Actor(holds=uuid4()), Actor()):
            with pytest.raises(NotFound):
                operations.end_session(session, stranger, there.id, at=NOON)
        assert is_in(session, "there")

    def test_all_others_can(self, session, worker):
        start(session, worker, "here")
        start(session, worker, "there")
        operations.end_other_sessions(session, Actor(user_id=worker.id), token="here", at=NOON)
        assert (is_in(session, "here"), is_in(session, "there")) == (True, False)

    @pytest.mark.parametrize(("idle", "is_still_in"), [
        (timedelta(minutes=29), True), (timedelta(minutes=30), False),
    ])  # fmt: skip
    def test_half_an_hour_idle_ends_it(self, session, worker, idle, is_still_in):
        start(session, worker, "here")
        assert is_in(session, "here", at=NOON + idle) is is_still_in

    def test_being_seen_keeps_it_for_twelve_hours_and_no_longer(self, session, worker):
        begun = start(session, worker, "here")
        for minutes in range(20, 12 * 60, 20):
            at = NOON + timedelta(minutes=minutes)
            assert is_in(session, "here", at=at)
            operations.touch(session, begun.id, at=at)
        assert not is_in(session, "here", at=NOON + timedelta(hours=12))

    def test_old_ones_are_forgotten(self, session, worker):
        start(session, worker, "here")
        operations.forget_old_sessions(session, before=NOON)
        assert session.query(UserSession).count() == 1
        operations.forget_old_sessions(session, before=NOON + timedelta(seconds=1))
        assert session.query(UserSession).count() == 0


class TestTheHolderOfAGroupsLink:
    def test_it_opens_that_group_alone(self, session):
        group = uuid4()
        operations.start_link_session(session, holds=group, token="link", at=NOON)
        found = queries.recognise(session, "link", at=NOON, is_demo_allowed=False)
        assert found.actor == Actor(holds=group, roles=frozenset({Role.GROUP_EDITOR}))
        assert (found.user_id, found.seats) == (None, ())

    def test_it_lasts_two_hours(self, session):
        operations.start_link_session(session, holds=uuid4(), token="link", at=NOON)
        session.flush()
        row = session.query(UserSession).one()
        for minutes in range(20, 120, 20):
            operations.touch(session, row.id, at=NOON + timedelta(minutes=minutes))
        session.refresh(row)
        assert is_in(session, "link", at=NOON + timedelta(minutes=119))
        assert not is_in(session, "link", at=NOON + timedelta(minutes=120))


class TestActingForAnother:
    def test_roles_are_those_of_the_place(self, session, worker):
        practice = cast.a_practice(session)
        operations.grant(
            session,
            cast.SYSTEM,
            user_id=worker.id,
            organisation_id=practice.id,
            roles=[Role.REFERRER],
            at=NOON,
        )
        start(session, worker, "here")
        operations.switch_seat(
            session, Actor(user_id=worker.id), token="here", organisation_id=practice.id, at=NOON
        )
        actor = queries.recognise(session, "here", at=NOON, is_demo_allowed=False).actor
        assert (actor.organisation_id, actor.roles) == (practice.id, {Role.REFERRER})

    def test_only_where_one_belongs(self, session, worker):
        elsewhere = cast.a_practice(session)
        start(session, worker, "here")
        with pytest.raises(NotFound):
            operations.switch_seat(
                session,
                Actor(user_id=worker.id),
                token="here",
                organisation_id=elsewhere.id,
                at=NOON,
            )
