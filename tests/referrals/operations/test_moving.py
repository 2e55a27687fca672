"""Making a move: it is remembered, audited and announced, and two at once do not both succeed."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from audit.models import AuditLine
from kernel.lifecycle import MoveNotAllowed
from referrals.lifecycle import Move, State
from referrals.models import Referral, ReferralMove
from referrals.operations.moving import DONE, make_move
from tests.cast import NOON, a_link_worker
from tests.cast_referrals import a_referral, id_of


def test_a_move_is_remembered_with_who_and_why(session):
    asha = a_link_worker(session, name="Asha Begum")
    row = a_referral(session, worker=asha)
    make_move(session, asha, row, Move.DECLINE, at=NOON, because="Her sister is visiting")
    last = session.scalars(sa.select(ReferralMove).order_by(ReferralMove.number.desc())).first()
    assert (last.before, last.after) == (State.ALLOCATED, State.DECLINED)
    assert (last.who, last.by, last.because) == (
        "Asha Begum",
        id_of(asha),
        "Her sister is visiting",
    )
    assert row.ended_at == NOON


def test_the_audit_says_what_was_done_and_repeats_no_words(session):
    asha = a_link_worker(session)
    row = a_referral(session, worker=asha)
    make_move(session, asha, row, Move.DECLINE, at=NOON, because="Her sister is visiting")
    lines = [one for one in session.info["audit"] if isinstance(one, AuditLine)]
    assert lines[-1].act == "noted that a person declined"
    assert "sister" not in str(lines[-1].details)


def test_it_ended_once_whatever_is_noted_of_it_afterwards(session):
    asha = a_link_worker(session)
    row = a_referral(session, state=State.IN_PROGRAMME, worker=asha)
    at = NOON
    for move in (Move.COMPLETE, Move.MAINTAIN, Move.SUSTAIN, Move.LAPSE, Move.REOPEN):
        make_move(session, asha, row, move, at=at)
        assert (row.ended_at, row.moved_at) == (NOON, at)
        at += timedelta(days=90)


def test_what_goes_on_has_not_ended_and_ends_anew(session):
    asha, later = a_link_worker(session), NOON + timedelta(days=1)
    row = a_referral(session, state=State.CONTACTING, worker=asha)
    make_move(session, asha, row, Move.GIVE_UP, at=NOON)
    make_move(session, asha, row, Move.CONTACT, at=NOON)
    assert row.ended_at is None
    make_move(session, asha, row, Move.GIVE_UP, at=later)
    assert row.ended_at == later


def test_every_move_has_words_for_the_audit():
    assert set(DONE) == set(Move)


def test_a_move_that_makes_no_sense_changes_nothing(session):
    asha = a_link_worker(session)
    row = a_referral(session, worker=asha)
    with pytest.raises(MoveNotAllowed):
        make_move(session, asha, row, Move.COMPLETE, at=NOON)
    assert row.state is State.ALLOCATED


def test_of_two_at_once_the_second_is_told(session):
    asha = a_link_worker(session)
    row = a_referral(session, state=State.RECEIVED, worker=asha)
    session.execute(
        sa.update(Referral).values(version=row.version + 1),
        execution_options={"synchronize_session": False},
    )
    with pytest.raises(StaleDataError):
        make_move(session, asha, row, Move.ACCEPT, at=NOON)
    session.rollback()
