"""How a cookie becomes a visitor."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from accounts import operations
from accounts.models import UserSession
from accounts.visitors import recogniser
from kernel.access import Role
from tests import cast
from tests.cast import NOON


@pytest.fixture
def recognise(database):
    with database.writing() as session:
        user = cast.a_user(session, Role.LINK_WORKER)
        operations.start_session(session, user, token="t", awaits_code=False, at=NOON)
    return recogniser(database, is_demo_allowed=False)


def seen_at(database):
    with database.reading() as session:
        return session.scalar(sa.select(UserSession.seen_at))


def test_a_token_that_nobody_has_is_nobody(recognise):
    assert recognise("other", NOON) is None
    assert recognise("t", NOON).actor.roles == {Role.LINK_WORKER}


@pytest.mark.parametrize(("after", "is_written"), [
    (timedelta(seconds=59), False), (timedelta(seconds=60), True),
])  # fmt: skip
def test_being_seen_is_written_at_most_once_a_minute(database, recognise, after, is_written):
    recognise("t", NOON + after)
    assert (seen_at(database) == NOON + after) is is_written
