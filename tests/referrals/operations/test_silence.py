"""Alarms for cases that went silent: each once, whatever happens to the program and the clock (H4)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel.mail import Letter
from referrals.clocks import Clock
from referrals.lifecycle import Move, State
from referrals.models import SilenceAlarm
from referrals.operations.meeting import Booking, book
from referrals.operations.moving import make_move
from referrals.operations.silence import raise_alarms
from referrals.vocabulary import Channel
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_caseload import a_case, a_contact

LATER = NOON + timedelta(days=60)


def alarms(session) -> set[Clock]:
    session.flush()
    return set(session.scalars(sa.select(SilenceAlarm.clock)))


@pytest.mark.parametrize(
    ("days", "clocks"),
    [
        (2, set()),
        (3, {Clock.READ}),
        (6, {Clock.READ, Clock.ACCEPT}),
        (15, {Clock.READ, Clock.ACCEPT, Clock.CONTACT}),
    ],
)
def test_unread_for_two_days_unaccepted_for_five_without_contact_for_ten(session, days, clocks):
    """NOON is a Sunday, so the working days count from Monday."""
    a_case(session, a_link_worker(session), state=State.SENT)
    raise_alarms(session, at=NOON + timedelta(days=days))
    assert alarms(session) == clocks


def test_each_is_told_of_once_however_often_we_look(database):
    """Transactions of their own stand for a program that was started again in between."""
    with database.writing() as session:
        a_lead_manager(session)
        a_case(session, a_link_worker(session), state=State.SENT)
    for _ in range(3):
        with database.writing() as session:
            raise_alarms(session, at=LATER)
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(SilenceAlarm)) == 3
        assert session.scalar(sa.select(sa.func.count()).select_from(Letter)) == 2


def test_a_clock_that_is_set_back_and_forth_tells_nothing_twice(session):
    a_case(session, a_link_worker(session), state=State.SENT)
    for at in (LATER, NOON, LATER, LATER - timedelta(days=1), LATER + timedelta(days=1)):
        raise_alarms(session, at=at)
        session.flush()
    assert session.scalar(sa.select(sa.func.count()).select_from(SilenceAlarm)) == 3


def test_what_is_sent_again_can_go_silent_again(session):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.SENT)
    raise_alarms(session, at=LATER)
    make_move(session, asha, row, Move.RETURN, at=LATER)
    make_move(session, asha, row, Move.SEND, at=LATER)
    assert raise_alarms(session, at=LATER) == 0
    assert raise_alarms(session, at=LATER + timedelta(days=60)) == 3


def test_who_was_reached_is_silent_when_nobody_meets_them(session):
    row = a_case(session, a_link_worker(session))
    a_contact(session, row)
    assert raise_alarms(session, at=NOON + timedelta(days=12)) == 0
    assert raise_alarms(session, at=LATER) == 1
    assert alarms(session) == {Clock.MEET}


def test_a_booked_meeting_is_silent_once_its_day_has_gone_and_nobody_says_what_became_of_it(
    session,
):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    a_contact(session, row)
    raise_alarms(session, at=LATER)
    booking = Booking(Channel.PHONE, LATER + timedelta(days=3), 30)
    book(session, asha, row.id, booking, at=LATER)
    assert raise_alarms(session, at=LATER + timedelta(days=3)) == 0
    assert raise_alarms(session, at=LATER + timedelta(days=4)) == 1


def test_a_missed_meeting_that_nobody_arranges_again_goes_silent(session):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.MISSED)
    a_contact(session, row)
    assert raise_alarms(session, at=NOON + timedelta(days=12)) == 0
    assert raise_alarms(session, at=LATER) == 1


def test_who_was_met_is_not_silent(session):
    a_contact(session, a_case(session, a_link_worker(session), state=State.IN_PROGRAMME))
    assert raise_alarms(session, at=LATER) == 0


def test_the_letters_hold_a_number_and_no_name(session):
    a_lead_manager(session)
    asha = a_link_worker(session)
    a_case(session, asha, "Maya Thornton")
    a_case(session, asha, "Omar Khalid")
    raise_alarms(session, at=LATER)
    session.flush()
    letters = session.scalars(sa.select(Letter)).all()
    assert [letter.facts for letter in letters] == [{"number": 2}, {"number": 2}]
