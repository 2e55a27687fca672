"""Limits: counted together by all, ending by themselves, keeping nothing that names anybody."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel import limits
from kernel.errors import TooMany
from kernel.limits import Limit, LimitCount
from tests.support.clock import NOON

THREE = Limit("letters", 3, timedelta(minutes=5), "Wait a little.")


def count(session, times, key="ann@example.org", at=NOON):
    for _ in range(times):
        limits.count(session, THREE, key, at=at)


def test_as_many_as_allowed_pass_and_the_next_is_told_how_long_to_wait(session):
    count(session, 3)
    with pytest.raises(TooMany, match=r"Wait a little\.") as refusal:
        count(session, 1)
    assert 0 < refusal.value.retry_after <= 301


def test_each_key_is_counted_by_itself(session):
    count(session, 3)
    count(session, 3, key="bob@example.org")


def test_a_limit_lifts_by_itself(session):
    count(session, 3)
    count(session, 1, at=NOON + timedelta(minutes=5))


def test_a_limit_can_be_looked_at_without_counting(session):
    for _ in range(5):
        assert not limits.is_reached(session, THREE, "ann@example.org", at=NOON)
    count(session, 3)
    assert limits.is_reached(session, THREE, "ann@example.org", at=NOON)


def test_counting_starts_again_after_a_reset(session):
    count(session, 3)
    limits.reset(session, THREE, "ann@example.org", at=NOON)
    session.expire_all()
    count(session, 3)


def test_all_processes_count_together(database):
    for _ in range(3):
        with database.writing() as session:
            count(session, 1)
    with pytest.raises(TooMany), database.writing() as session:
        count(session, 1)


def test_what_is_kept_does_not_say_who_was_counted(session):
    count(session, 1)
    row = session.execute(sa.select(LimitCount.__table__)).one()
    assert not any("ann" in str(value) for value in row)


def test_windows_that_ended_are_forgotten(session):
    count(session, 1)
    limits.forget_old(session, before=NOON + timedelta(hours=1))
    assert session.scalar(sa.select(sa.func.count()).select_from(LimitCount)) == 0
