"""Writing down contacts: the case moves along by itself where the contact says so."""

from datetime import timedelta

import pytest

from audit.models import AuditLine
from kernel.errors import NotAllowed, NotFound, RuleBroken
from referrals.casework import AppointmentState, ContactKind, Result
from referrals.lifecycle import State
from referrals.operations.contacts import Said, log_contact
from referrals.operations.meeting import Booking, book
from referrals.vocabulary import Channel
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_caseload import a_case


def said(result: Result = Result.REACHED, **more) -> Said:
    facts = {"channel": Channel.PHONE, "minutes": 10, "happened_at": NOON} | more
    return Said(result=result, **facts)


@pytest.mark.parametrize("state", [State.ALLOCATED, State.MISSED, State.UNREACHABLE])
@pytest.mark.parametrize("result", [Result.REACHED, Result.NO_ANSWER])
def test_a_first_try_means_that_we_are_getting_in_touch(session, state, result):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=state)
    log_contact(session, asha, row.id, said(result), at=NOON)
    assert row.state is State.CONTACTING


@pytest.mark.parametrize(
    "state", [State.CONTACTING, State.ASSESSED, State.IN_PROGRAMME, State.MAINTAINING]
)
def test_later_contacts_leave_a_case_where_it_is(session, state):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=state)
    for result in Result:
        log_contact(session, asha, row.id, said(result), at=NOON)
    assert row.state is state


@pytest.mark.parametrize(
    ("result", "became"),
    [
        (Result.DID_NOT_COME, AppointmentState.MISSED),
        (Result.CANCELLED_BY_PERSON, AppointmentState.CANCELLED),
        (Result.CANCELLED_BY_US, AppointmentState.CANCELLED),
    ],
)
def test_a_booked_meeting_that_was_not_held_waits_for_another(session, result, became):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    booking = Booking(Channel.FACE_TO_FACE, NOON + timedelta(days=1), 45)
    meeting = book(session, asha, row.id, booking, at=NOON)
    later = NOON + timedelta(days=2)
    log_contact(session, asha, row.id, said(result, happened_at=later), at=later)
    assert (row.state, meeting.state) == (State.MISSED, became)


@pytest.mark.parametrize(
    ("result", "days", "became"),
    [
        (Result.REACHED, 1, AppointmentState.HELD),
        (Result.DID_NOT_COME, 1, AppointmentState.MISSED),
        (Result.CANCELLED_BY_US, 1, AppointmentState.CANCELLED),
        (Result.NO_ANSWER, 1, AppointmentState.BOOKED),
        (Result.REACHED, 0, AppointmentState.BOOKED),
    ],
)
def test_a_later_meeting_is_settled_by_the_contact_of_its_day(session, result, days, became):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.IN_PROGRAMME)
    booking = Booking(Channel.FACE_TO_FACE, NOON + timedelta(days=1), 45)
    meeting = book(session, asha, row.id, booking, at=NOON)
    when = NOON + timedelta(days=days)
    log_contact(session, asha, row.id, said(result, happened_at=when), at=when)
    assert (row.state, meeting.state) == (State.IN_PROGRAMME, became)


def test_when_it_was_and_when_it_was_written_down_are_both_kept(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    yesterday = NOON - timedelta(days=1)
    made = log_contact(session, asha, row.id, said(happened_at=yesterday), at=NOON)
    assert (made.happened_at, made.recorded_at, made.kind) == (yesterday, NOON, ContactKind.MEETING)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"happened_at": NOON + timedelta(minutes=1)}, "day"),
        ({"happened_at": NOON - timedelta(days=400)}, "day"),
        ({"minutes": 601}, "minutes"),
        ({"minutes": -1}, "minutes"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(session, facts, field):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    with pytest.raises(RuleBroken) as refused:
        log_contact(session, asha, row.id, said(**facts), at=NOON)
    assert refused.value.field == field


def test_a_note_is_in_no_line_of_the_audit(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    log_contact(session, asha, row.id, said(note="Her words", reason="Bus"), at=NOON)
    lines = [one for one in session.info["audit"] if isinstance(one, AuditLine)]
    assert not [
        line for line in lines if "Her words" in str(line.details) or "Bus" in str(line.details)
    ]


def test_a_colleague_finds_nothing_and_a_manager_only_looks(session):
    row = a_case(session, a_link_worker(session))
    with pytest.raises(NotFound):
        log_contact(session, a_link_worker(session), row.id, said(), at=NOON)
    with pytest.raises(NotAllowed):
        log_contact(session, a_lead_manager(session), row.id, said(), at=NOON)
