"""Reading the log, meetings and the private calendar."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.errors import NotFound
from referrals.casework import AppointmentState, ContactKind, Result
from referrals.operations.allocating import give
from referrals.operations.calendars import make_calendar, stop_calendar
from referrals.operations.meeting import Booking, book
from referrals.queries.contacts import (
    ContactLine,
    appointments,
    at_the_same_time,
    calendar_of,
    contact_log,
    get_booked,
    meetings_between,
    own_feed,
    tried_in_vain,
    untold_meetings,
)
from referrals.vocabulary import Channel
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker
from tests.cast_caseload import a_case, a_contact, leaves
from tests.cast_referrals import id_of

TOMORROW = NOON + timedelta(days=1)
ADDRESS = "https://petunias.example"


def booked(session, worker, row, **more):
    facts = {"channel": Channel.PHONE, "begins_at": TOMORROW, "minutes": 30} | more
    return book(session, worker, row.id, Booking(**facts), at=NOON)


def test_the_log_and_the_meetings_are_those_of_one_case(session):
    asha = a_link_worker(session)
    row, other = a_case(session, asha), a_case(session, asha, "Omar Khalid")
    a_contact(session, other)
    booked(session, asha, other)
    assert contact_log(session, asha, row.id, at=NOON).lines == ()
    assert appointments(session, asha, row.id, at=NOON) == ()


def test_the_log_has_its_sums(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    a_contact(session, row, minutes=20, at=NOON - timedelta(days=1))
    a_contact(session, row, minutes=5, result=Result.DID_NOT_COME)
    a_contact(
        session, row, minutes=1, result=Result.CANCELLED_BY_PERSON, at=NOON - timedelta(days=2)
    )
    log = contact_log(session, asha, row.id, at=NOON)
    assert (log.minutes, log.missed, [line.minutes for line in log.lines]) == (26, 1, [5, 20, 1])
    assert tried_in_vain(session, row.id) == 1


def test_the_booked_meeting_stands_first(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    booked(session, asha, row, begins_at=TOMORROW + timedelta(days=9)).become(
        AppointmentState.MISSED, at=NOON
    )
    row.state = type(row.state).MISSED
    session.flush()
    booked(session, asha, row)
    lines = appointments(session, asha, row.id, at=NOON)
    assert [line.is_booked for line in lines] == [True, False]
    assert get_booked(session, asha, row.id).begins_at == TOMORROW


def test_a_colleague_reads_neither(session):
    row = a_case(session, a_link_worker(session))
    colleague = a_link_worker(session)
    for read in (contact_log, appointments):
        with pytest.raises(NotFound):
            read(session, colleague, row.id, at=NOON)


def test_todays_meetings_and_those_nobody_told_of(session):
    asha = a_link_worker(session)
    row = a_case(session, asha, "Maya Thornton")
    booked(session, asha, row)
    day_after = TOMORROW + timedelta(days=1)
    (found,) = meetings_between(session, asha, begins=NOON, ends=day_after)
    assert (found.referral_id, found.begins_at, found.initials) == (row.id, TOMORROW, "M.T.")
    assert untold_meetings(session, asha, before=NOON) == ()
    assert untold_meetings(session, asha, before=day_after) == (found,)
    assert untold_meetings(session, a_link_worker(session), before=day_after) == ()


def test_meetings_of_her_cases_at_another_lead_ntp_are_not_among_those_of_this_one(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    booked(session, asha, row)
    row.lead_id = a_lead_ntp(session, "Southbank", is_host=False).id
    session.flush()
    assert meetings_between(session, asha, begins=NOON, ends=TOMORROW + timedelta(days=1)) == ()


class TestThePrivateCalendar:
    def test_it_holds_initials_of_ones_own_meetings(self, session):
        asha = a_link_worker(session)
        booked(session, asha, a_case(session, asha, "Maya Thornton"), place="12 Weaver Street")
        booked(session, daniel := a_link_worker(session), a_case(session, daniel, "Omar"))
        token = make_calendar(session, asha, at=NOON)
        (meeting,) = calendar_of(session, token, address=ADDRESS, at=NOON)
        assert (meeting.initials, meeting.begins_at) == ("M.T.", TOMORROW)
        assert meeting.url.startswith(ADDRESS)

    def test_a_new_address_ends_the_one_before(self, session):
        asha = a_link_worker(session)
        first, second = (make_calendar(session, asha, at=NOON) for _ in range(2))
        with pytest.raises(NotFound):
            calendar_of(session, first, address=ADDRESS, at=NOON)
        assert calendar_of(session, second, address=ADDRESS, at=NOON) == ()
        assert own_feed(session, asha) == NOON

    def test_it_ends_when_it_is_taken_away_and_when_its_owner_leaves(self, session):
        asha, daniel = a_link_worker(session), a_link_worker(session)
        taken, left = (make_calendar(session, one, at=NOON) for one in (asha, daniel))
        stop_calendar(session, asha, at=NOON)
        leaves(session, daniel)
        for token in (taken, left, "made up"):
            with pytest.raises(NotFound):
                calendar_of(session, token, address=ADDRESS, at=NOON)
        assert own_feed(session, asha) is None

    def test_a_meeting_of_a_case_that_was_given_away_goes_along(self, session):
        asha, daniel = a_link_worker(session), a_link_worker(session)
        row = a_case(session, asha)
        booked(session, asha, row)
        hers, his = (make_calendar(session, one, at=NOON) for one in (asha, daniel))
        give(
            session, a_lead_manager(session), row.id, to=id_of(daniel), had=id_of(asha),
            because="Away", at=NOON,
        )  # fmt: skip
        assert calendar_of(session, hers, address=ADDRESS, at=NOON) == ()
        assert len(calendar_of(session, his, address=ADDRESS, at=NOON)) == 1


@pytest.mark.parametrize(
    ("kind", "result", "words"),
    [
        (ContactKind.MEETING, Result.NO_ANSWER, "No answer"),
        (ContactKind.ATTEMPT, Result.NO_ANSWER, "No answer"),
        (ContactKind.REVIEW, Result.DID_NOT_COME, "They did not come (review)"),
        (ContactKind.FIRST_MEETING, Result.REACHED, "We met or spoke (first meeting)"),
    ],
)
def test_a_contact_is_named_by_what_became_of_it(kind, result, words):
    line = ContactLine(uuid4(), kind, Channel.PHONE, result, 5, "", "", "Asha Begum", NOON, NOON)
    assert line.words == words


@pytest.mark.parametrize(
    ("minutes_later", "is_then"), [(-45, False), (-44, True), (0, True), (29, True), (30, False)]
)
def test_meetings_are_at_the_same_time_when_one_begins_before_the_other_is_over(
    session, minutes_later, is_then
):
    """The meeting takes 30 minutes, the other 45."""
    asha = a_link_worker(session)
    row, other = a_case(session, asha), a_case(session, asha, "Walter Pym")
    begins = TOMORROW + timedelta(minutes=minutes_later)
    booked(session, asha, other, begins_at=begins, minutes=45)
    meeting = booked(session, asha, row)
    found = at_the_same_time(session, asha, meeting)
    assert [one.initials for one in found] == (["W.P."] if is_then else [])


def test_a_colleague_may_meet_somebody_at_the_same_time(session):
    asha, daniel = a_link_worker(session), a_link_worker(session, name="Daniel Crowe")
    booked(session, daniel, a_case(session, daniel, "Walter Pym"))
    meeting = booked(session, asha, a_case(session, asha))
    assert at_the_same_time(session, asha, meeting) == ()
