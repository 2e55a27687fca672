"""The first meeting: facts for a band, a support level with its history, minutes from the log."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel import outbox
from kernel.errors import Conflict, NotFound, RuleBroken
from referrals.casework import AppointmentState, Result
from referrals.criteria import Level, MentalHealth, Mobility, OngoingInput, TariffFacts
from referrals.events import ReferralAssessed
from referrals.lifecycle import State
from referrals.models import Assessment, SupportLevelChange
from referrals.operations.assessing import Found, assess, assess_again
from referrals.operations.meeting import Booking, book
from referrals.queries.assessment import tariff_facts
from referrals.vocabulary import Channel, SupportLevel
from tests.cast import NOON, a_link_worker
from tests.cast_caseload import a_case, a_contact

MORE = {"channel": Channel.FACE_TO_FACE, "minutes": 75, "happened_at": NOON, "at": NOON}


def found(**more) -> Found:
    facts = {
        "co_morbidities": 2, "mental_health": MentalHealth.LOW, "mobility": Mobility.SOME,
        "ongoing_input": OngoingInput.MEDIUM, "support_level": SupportLevel.MODERATE,
        "because": "", "profile": {"severity": Level.SOME},
    } | more  # fmt: skip
    return Found(**facts)


def test_four_facts_are_said_and_two_are_counted_from_the_log(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    for _ in range(2):
        a_contact(session, row, result=Result.DID_NOT_COME, minutes=5)
    a_contact(session, row, minutes=40)
    assess(session, asha, row.id, found(), **MORE)
    session.flush()
    assert tariff_facts(session, row.id) == TariffFacts(
        2, MentalHealth.LOW, Mobility.SOME, OngoingInput.MEDIUM, assessment_minutes=75, missed=2
    )
    assert row.state is State.ASSESSED


def test_the_booked_meeting_was_held(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    booking = Booking(Channel.PHONE, NOON + timedelta(hours=1), 30)
    meeting = book(session, asha, row.id, booking, at=NOON)
    assess(session, asha, row.id, found(), **MORE)
    assert meeting.state is AppointmentState.HELD


@pytest.mark.parametrize("days", [-2, 4])
def test_a_meeting_of_another_day_was_not_this_one(session, days):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    booking = Booking(Channel.PHONE, NOON + timedelta(days=days), 30)
    meeting = book(session, asha, row.id, booking, at=NOON - timedelta(days=7))
    assess(session, asha, row.id, found(), **MORE)
    assert (row.state, meeting.state) == (State.ASSESSED, AppointmentState.BOOKED)


def test_the_support_level_is_a_history_that_moves_both_ways_with_a_reason(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    assess(session, asha, row.id, found(), **MORE)
    lower = found(support_level=SupportLevel.MINIMAL)
    with pytest.raises(RuleBroken, match="Say why") as refused:
        assess_again(session, asha, row.id, lower, at=NOON)
    assert refused.value.field == "because"
    assess_again(
        session, asha, row.id, found(support_level=SupportLevel.MINIMAL, because="Settled"), at=NOON
    )
    session.flush()
    steps = session.scalars(sa.select(SupportLevelChange)).all()
    assert {(one.before, one.after, one.because) for one in steps} == {
        (None, SupportLevel.MODERATE, "First assessment"),
        (SupportLevel.MODERATE, SupportLevel.MINIMAL, "Settled"),
    }


def test_putting_it_right_keeps_what_was_before(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    assess(session, asha, row.id, found(), **MORE)
    assess_again(session, asha, row.id, found(co_morbidities=3), at=NOON)
    session.flush()
    rows = session.scalars(sa.select(Assessment).order_by(Assessment.number)).all()
    assert [one.co_morbidities for one in rows] == [2, 3]
    assert tariff_facts(session, row.id).co_morbidities == 3


@pytest.mark.parametrize(
    ("facts", "more", "field"),
    [
        ({"co_morbidities": -1}, {}, "co_morbidities"),
        ({"co_morbidities": 31}, {}, "co_morbidities"),
        ({}, {"minutes": 0}, "minutes"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(session, facts, more, field):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    with pytest.raises(RuleBroken) as refused:
        assess(session, asha, row.id, found(**facts), **MORE | more)
    assert refused.value.field == field


def test_a_first_meeting_is_recorded_once_and_by_whose_case_it_is(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    with pytest.raises(NotFound):
        assess(session, a_link_worker(session), row.id, found(), **MORE)
    assess(session, asha, row.id, found(), **MORE)
    with pytest.raises(Conflict):
        assess(session, asha, row.id, found(), **MORE)


def test_nothing_is_put_right_before_it_was_found(session):
    asha = a_link_worker(session)
    with pytest.raises(RuleBroken, match="first meeting first"):
        assess_again(session, asha, a_case(session, asha).id, found(), at=NOON)


def test_billing_hears_of_it_each_time(session):
    """A listener gets the newest facts: once when it was found, once when it was put right."""
    outbox.on(ReferralAssessed)(_hear)
    try:
        asha = a_link_worker(session)
        row = a_case(session, asha)
        assess(session, asha, row.id, found(), **MORE)
        assess_again(session, asha, row.id, found(co_morbidities=3), at=NOON)
        session.flush()
        heard = session.scalars(
            sa.select(outbox.OutboxItem.payload).where(
                outbox.OutboxItem.listener == f"{__name__}._hear"
            )
        ).all()
    finally:
        outbox._subscriptions.pop(f"{__name__}._hear")
    assert [one["referral_id"] for one in heard] == [str(row.id)] * 2


def _hear(session, event, *, at) -> None:
    """Somebody who listens."""
