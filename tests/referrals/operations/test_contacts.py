"""Writing down contacts: the case moves along by itself where the contact says so."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from audit.models import AuditLine
from kernel.errors import NotAllowed, NotFound, RuleBroken
from referrals.casework import AppointmentState, ContactKind, Result
from referrals.lifecycle import State
from referrals.models import Referral
from referrals.operations.contacts import Said, log_contact, put_contact_right
from referrals.operations.meeting import Booking, book
from referrals.queries.contacts import contact_log, contacts_of, tried_in_vain
from referrals.queries.rates import has_missed
from referrals.vocabulary import Channel
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_caseload import a_case, a_contact


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
    yesterday = NOON - timedelta(days=1)
    row = a_case(session, asha, sent_at=yesterday)
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


class TestADayBeforeTheCase:
    def test_it_is_refused(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        with pytest.raises(RuleBroken, match="22 November 2026, when the case began") as refused:
            log_contact(session, asha, row.id, said(happened_at=NOON - timedelta(days=1)), at=NOON)
        assert refused.value.field == "day"

    def test_the_day_itself_is_not(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        earlier = said(happened_at=NOON - timedelta(hours=3))
        assert log_contact(session, asha, row.id, earlier, at=NOON)

    def test_one_that_came_back_began_when_it_was_sent_first(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        row.sent_at = NOON + timedelta(days=9)
        assert log_contact(session, asha, row.id, said(), at=NOON + timedelta(days=9))


def the_log(session, asha, row):
    return contact_log(session, asha, row.id, at=NOON)


class TestPuttingRight:
    def test_the_new_line_is_counted_and_the_old_one_kept(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha, state=State.IN_PROGRAMME)
        old = log_contact(session, asha, row.id, said(Result.DID_NOT_COME, minutes=35), at=NOON)
        later = NOON + timedelta(hours=1)
        new = put_contact_right(
            session, asha, row.id, old.id, said(minutes=10, note="At home"), at=later
        )
        log = the_log(session, asha, row)
        assert (log.minutes, log.missed, len(log.lines)) == (10, 0, 1)
        assert [(one.result, one.minutes) for one in log.lines[0].before] == [
            (Result.DID_NOT_COME, 35)
        ]
        assert (old.replaced_at, new.corrects_id, new.first_recorded_at) == (later, old.id, NOON)
        assert contacts_of(session, row.id) == [new]
        assert tried_in_vain(session, row.id) == 0

    def test_what_was_put_right_twice_has_both_lines_before(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        one = log_contact(session, asha, row.id, said(minutes=1), at=NOON)
        two = put_contact_right(session, asha, row.id, one.id, said(minutes=2), at=NOON)
        three = put_contact_right(session, asha, row.id, two.id, said(minutes=3), at=NOON)
        (line,) = the_log(session, asha, row).lines
        assert [old.minutes for old in line.before] == [2, 1]
        assert three.first_recorded_at == one.recorded_at
        with pytest.raises(NotFound):
            put_contact_right(session, asha, row.id, one.id, said(), at=NOON)

    def test_the_hour_stays_where_the_day_does(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        old = log_contact(session, asha, row.id, said(), at=NOON)
        tea = said(happened_at=NOON + timedelta(hours=4))
        new = put_contact_right(session, asha, row.id, old.id, tea, at=NOON + timedelta(hours=4))
        assert new.happened_at == NOON

    @pytest.mark.parametrize("days", [-1, 1])
    def test_the_new_day_is_looked_at(self, session, days):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        old = log_contact(session, asha, row.id, said(), at=NOON)
        other = said(happened_at=NOON + timedelta(days=days))
        with pytest.raises(RuleBroken):
            put_contact_right(session, asha, row.id, old.id, other, at=NOON)

    def test_a_slip_that_ended_a_first_meeting_lets_the_case_go_on(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        booking = Booking(Channel.FACE_TO_FACE, NOON + timedelta(days=1), 45)
        meeting = book(session, asha, row.id, booking, at=NOON)
        then = NOON + timedelta(days=1, hours=1)
        slip = said(Result.DID_NOT_COME, happened_at=then)
        old = log_contact(session, asha, row.id, slip, at=then)
        assert has_missed_one(session, row)
        held = said(Result.REACHED, happened_at=then)
        put_contact_right(session, asha, row.id, old.id, held, at=then + timedelta(minutes=1))
        assert (row.state, meeting.state) == (State.CONTACTING, AppointmentState.HELD)
        assert not has_missed_one(session, row)

    @pytest.mark.parametrize(
        ("result", "became"),
        [
            (Result.CANCELLED_BY_PERSON, AppointmentState.CANCELLED),
            (Result.DID_NOT_COME, AppointmentState.MISSED),
            (Result.NO_ANSWER, AppointmentState.CANCELLED),
        ],
    )
    def test_a_meeting_becomes_what_the_new_line_says(self, session, result, became):
        asha = a_link_worker(session)
        row = a_case(session, asha, state=State.IN_PROGRAMME)
        booking = Booking(Channel.FACE_TO_FACE, NOON + timedelta(days=1), 45)
        meeting = book(session, asha, row.id, booking, at=NOON)
        then = NOON + timedelta(days=1, hours=1)
        old = log_contact(session, asha, row.id, said(happened_at=then), at=then)
        assert meeting.state is AppointmentState.HELD
        put_contact_right(session, asha, row.id, old.id, said(result, happened_at=then), at=then)
        assert (row.state, meeting.state) == (State.IN_PROGRAMME, became)

    def test_a_call_of_last_week_ends_no_meeting_of_next_week(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        old = log_contact(session, asha, row.id, said(Result.NO_ANSWER), at=NOON)
        booking = Booking(Channel.FACE_TO_FACE, NOON + timedelta(days=9), 45)
        meeting = book(session, asha, row.id, booking, at=NOON)
        put_contact_right(
            session, asha, row.id, old.id, said(Result.DID_NOT_COME), at=NOON + timedelta(days=1)
        )
        assert (row.state, meeting.state) == (State.BOOKED, AppointmentState.BOOKED)

    def test_the_meeting_of_that_day_was_missed_after_all(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        booking = Booking(Channel.FACE_TO_FACE, NOON + timedelta(hours=2), 45)
        meeting = book(session, asha, row.id, booking, at=NOON)
        later = NOON + timedelta(hours=3)
        old = log_contact(session, asha, row.id, said(happened_at=later), at=later)
        missed = said(Result.DID_NOT_COME, happened_at=later)
        put_contact_right(session, asha, row.id, old.id, missed, at=later + timedelta(minutes=1))
        assert (row.state, meeting.state) == (State.MISSED, AppointmentState.MISSED)

    def test_a_first_meeting_stays_one_and_takes_some_minutes(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        old = a_contact(session, row, kind=ContactKind.FIRST_MEETING, minutes=30)
        wrong = said(Result.DID_NOT_COME, minutes=0)
        with pytest.raises(RuleBroken) as refused:
            put_contact_right(session, asha, row.id, old.id, wrong, at=NOON)
        assert refused.value.field == "minutes"
        new = put_contact_right(
            session, asha, row.id, old.id, said(Result.DID_NOT_COME, minutes=50), at=NOON
        )
        kept = (ContactKind.FIRST_MEETING, Result.REACHED, 50)
        assert (new.kind, new.result, new.minutes) == kept

    def test_a_colleague_finds_nothing_and_a_manager_only_looks(self, session):
        asha = a_link_worker(session)
        row, other = a_case(session, asha), a_case(session, asha, "Omar Khalid")
        old, of_other = a_contact(session, row), a_contact(session, other)
        for who in (a_link_worker(session), a_lead_manager(session)):
            with pytest.raises((NotFound, NotAllowed)):
                put_contact_right(session, who, row.id, old.id, said(), at=NOON)
        with pytest.raises(NotFound):
            put_contact_right(session, asha, row.id, of_other.id, said(), at=NOON)


def has_missed_one(session, row) -> bool:
    return (
        session.scalar(sa.select(Referral.id).where(Referral.id == row.id, has_missed()))
        is not None
    )
