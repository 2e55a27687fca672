"""Meetings: booked once, moved, called off; and reminders that keep somebody's rules (P16)."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.mail import Letter
from kernel.messages import Channel as Post
from referrals.casework import AppointmentState, Reminder, Result
from referrals.lifecycle import State
from referrals.models import Appointment
from referrals.operations import refer, working
from referrals.operations.contacts import Said, log_contact
from referrals.operations.meeting import Booking, book, call_off, rearrange, remind, told_by
from referrals.vocabulary import Channel
from tests.cast import NOON, a_link_worker
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import a_case
from tests.cast_referrals import a_person, a_referral, a_referrer

TUESDAY = datetime(2026, 11, 24, 14, tzinfo=UTC)
MONDAY_MORNING = datetime(2026, 11, 23, 10, 15, tzinfo=UTC)


def booking(**more) -> Booking:
    facts = {"channel": Channel.FACE_TO_FACE, "begins_at": TUESDAY, "minutes": 45} | more
    return Booking(**facts)


class TestBooking:
    @pytest.mark.parametrize(
        ("state", "after"),
        [
            (State.ALLOCATED, State.BOOKED),
            (State.MISSED, State.BOOKED),
            (State.UNREACHABLE, State.BOOKED),
            (State.ASSESSED, State.ASSESSED),
            (State.IN_PROGRAMME, State.IN_PROGRAMME),
            (State.MAINTAINING, State.MAINTAINING),
        ],
    )
    def test_the_first_meeting_moves_the_case_along_and_later_ones_do_not(
        self, session, state, after
    ):
        asha = a_link_worker(session)
        row = a_case(session, asha, state=state)
        book(session, asha, row.id, booking(), at=NOON)
        assert row.state is after

    @pytest.mark.parametrize("state", [State.SENT, State.DECLINED, State.RETURNED])
    def test_nobody_meets_who_waits_or_declined(self, session, state):
        asha = a_link_worker(session)
        row = a_case(session, asha, state=state)
        with pytest.raises(RuleBroken, match="takes no meeting"):
            book(session, asha, row.id, booking(), at=NOON)

    @pytest.mark.parametrize(
        ("facts", "reminder"),
        [
            ({}, Reminder.WAITING),
            ({"phone": "0191 498 0123", "email": ""}, Reminder.NOT_POSSIBLE),
            ({"no_text": True, "no_email": True}, Reminder.NOT_POSSIBLE),
            ({"safe_times": "mornings"}, Reminder.SAFE_TIMES),
        ],
    )
    def test_a_reminder_is_promised_only_where_one_can_go_out(self, session, facts, reminder):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        for name, value in facts.items():
            setattr(row.person, name, value)
        assert book(session, asha, row.id, booking(), at=NOON).reminder is reminder
        moved = rearrange(session, asha, row.id, booking(minutes=30), version=1, at=NOON)
        assert moved.reminder is reminder

    def test_none_is_promised_for_the_night(self, session):
        """Booked in the evening for ten the next morning: by nine it would be too late."""
        asha = a_link_worker(session)
        evening, early = TUESDAY.replace(hour=18, minute=30), TUESDAY.replace(day=25, hour=10)
        row = a_case(session, asha)
        made = book(session, asha, row.id, booking(begins_at=early), at=evening)
        assert made.reminder is Reminder.TOO_LATE
        moved = rearrange(
            session, asha, row.id, booking(begins_at=early.replace(hour=14)), version=1, at=evening
        )
        assert moved.reminder is Reminder.WAITING

    def test_one_meeting_at_a_time(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        book(session, asha, row.id, booking(), at=NOON)
        with pytest.raises(Conflict, match="booked for this case already"):
            book(session, asha, row.id, booking(), at=NOON)

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"begins_at": NOON}, "day"),
            ({"begins_at": NOON + timedelta(days=400)}, "day"),
            ({"minutes": 4}, "minutes"),
            ({"minutes": 481}, "minutes"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, session, facts, field):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        with pytest.raises(RuleBroken) as refused:
            book(session, asha, row.id, booking(**facts), at=NOON)
        assert refused.value.field == field


class TestMovingIt:
    def test_it_goes_to_another_day_and_a_new_reminder_goes_out(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        made = book(session, asha, row.id, booking(), at=NOON)
        remind(session, at=MONDAY_MORNING)
        assert made.reminder is Reminder.SENT
        session.flush()
        later = booking(begins_at=TUESDAY + timedelta(days=7))
        rearrange(session, asha, row.id, later, version=made.version, at=MONDAY_MORNING)
        assert (made.begins_at, made.reminder) == (later.begins_at, Reminder.WAITING)

    def test_of_two_who_move_it_the_second_is_told(self, session):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        made = book(session, asha, row.id, booking(), at=NOON)
        version = made.version
        rearrange(session, asha, row.id, booking(place="Library"), version=version, at=NOON)
        with pytest.raises(Conflict, match="in the meantime"):
            rearrange(session, asha, row.id, booking(), version=version, at=NOON)

    def test_a_later_meeting_is_called_off_and_the_first_is_not(self, session):
        asha = a_link_worker(session)
        first, later = a_case(session, asha), a_case(session, asha, "Omar", state=State.ASSESSED)
        book(session, asha, first.id, booking(), at=NOON)
        made = book(session, asha, later.id, booking(), at=NOON)
        with pytest.raises(RuleBroken, match="who cancels the first meeting"):
            call_off(session, asha, first.id, at=NOON)
        call_off(session, asha, later.id, at=NOON)
        assert made.state is AppointmentState.CANCELLED
        session.flush()
        with pytest.raises(NotFound):
            call_off(session, asha, later.id, at=NOON)


class TestCallingOff:
    @pytest.fixture
    def asha(self, session):
        return a_link_worker(session, name="Asha Begum")

    def test_the_person_is_told_and_nothing_is_said_of_why(self, session, asha):
        row = a_case(session, asha, state=State.ASSESSED)
        book(session, asha, row.id, booking(place="Diabetes clinic"), at=NOON)
        assert call_off(session, asha, row.id, at=NOON) is Channel.TEXT
        letter = session.scalars(sa.select(Letter)).one()
        assert (letter.template, letter.address) == ("referrals/called_off", "07700 900123")
        assert letter.facts["when"] == "Tuesday 24 November at 2pm"
        assert "clinic" not in str(letter.facts)

    @pytest.mark.parametrize(
        "rules", [{"no_text": True, "no_email": True}, {"safe_times": "mornings"}]
    )
    def test_whoever_may_not_be_written_to_is_left_to_the_link_worker(self, session, asha, rules):
        row = a_case(session, asha, state=State.ASSESSED)
        for name, value in rules.items():
            setattr(row.person, name, value)
        book(session, asha, row.id, booking(), at=NOON)
        assert call_off(session, asha, row.id, at=NOON) is None
        assert session.scalars(sa.select(Letter)).all() == []

    @pytest.mark.parametrize(
        ("result", "letters"),
        [
            (Result.CANCELLED_BY_US, 1),
            (Result.CANCELLED_BY_PERSON, 0),
            (Result.DID_NOT_COME, 0),
        ],
    )
    @pytest.mark.parametrize("state", [State.ALLOCATED, State.ASSESSED])
    def test_they_are_told_where_it_was_ours_to_call_off(
        self, session, asha, state, result, letters
    ):
        row = a_case(session, asha, state=state)
        book(session, asha, row.id, booking(), at=NOON)
        said = Said(Channel.PHONE, result, 0, TUESDAY - timedelta(hours=4))
        log_contact(session, asha, row.id, said, at=TUESDAY - timedelta(hours=3))
        assert len(session.scalars(sa.select(Letter)).all()) == letters

    def test_it_is_known_beforehand_how_they_will_hear(self, session, asha):
        row = a_case(session, asha)
        made = book(session, asha, row.id, booking(), at=NOON)
        assert told_by(made, at=NOON) is Channel.TEXT
        assert told_by(made, at=TUESDAY + timedelta(hours=1)) is None
        row.person.safe_times = "mornings"
        assert told_by(made, at=NOON) is None

    def test_nobody_is_told_of_a_day_that_has_gone(self, session, asha):
        row = a_case(session, asha, state=State.ASSESSED)
        book(session, asha, row.id, booking(), at=NOON)
        assert call_off(session, asha, row.id, at=TUESDAY + timedelta(hours=1)) is None
        assert session.scalars(sa.select(Letter)).all() == []


class TestReminders:
    def test_a_reminder_goes_out_once_and_holds_no_word_about_health(self, session):
        asha = a_link_worker(session, name="Asha Begum")
        row = a_case(session, asha)
        book(session, asha, row.id, booking(place="Diabetes clinic"), at=NOON)
        assert [remind(session, at=MONDAY_MORNING) for _ in range(2)] == [1, 0]
        letter = session.scalars(sa.select(Letter)).one()
        assert (letter.channel, letter.address) == (Post.TEXT, "07700 900123")
        assert letter.facts == {
            "when": "Tuesday 24 November at 2pm",
            "how": "",
            "who": "Asha",
            "phone": "0191 498 0123",
        }

    @pytest.mark.parametrize(
        "rules",
        [
            {"no_text": True, "no_email": True},
            {"phone": "", "email": ""},
            {"safe_times": "Mondays, when he is at work"},
        ],
    )
    def test_whose_rules_leave_no_way_is_not_written_to(self, session, rules):
        asha = a_link_worker(session)
        row = a_case(session, asha)
        for name, value in rules.items():
            setattr(row.person, name, value)
        made = book(session, asha, row.id, booking(), at=NOON)
        session.flush()
        assert remind(session, at=MONDAY_MORNING) == 0
        why = Reminder.SAFE_TIMES if "safe_times" in rules else Reminder.NOT_POSSIBLE
        assert made.reminder is why
        assert session.scalar(sa.select(sa.func.count()).select_from(Letter)) == 0

    @pytest.mark.parametrize(
        ("at", "reminder"),
        [
            (MONDAY_MORNING - timedelta(hours=1), Reminder.WAITING),
            (MONDAY_MORNING.replace(hour=23), Reminder.WAITING),
            (TUESDAY - timedelta(hours=1), Reminder.TOO_LATE),
        ],
    )
    def test_not_too_early_not_at_night_not_at_the_last_minute(self, session, at, reminder):
        asha = a_link_worker(session)
        made = book(session, asha, a_case(session, asha).id, booking(), at=NOON)
        assert remind(session, at=at) == 0
        assert made.reminder is reminder

    def test_nobody_is_reminded_of_what_is_off(self, session):
        asha = a_link_worker(session)
        made = book(session, asha, a_case(session, asha).id, booking(), at=NOON)
        made.become(AppointmentState.CANCELLED, at=NOON)
        session.flush()
        assert remind(session, at=MONDAY_MORNING) == 0


def test_the_database_keeps_it_to_one_meeting(database):
    """Two who book at once: the second is told, whatever the rule above read."""
    with database.writing() as session:
        row = a_case(session, a_link_worker(session))
    facts = {
        "referral_id": row.id, "channel": Channel.PHONE, "begins_at": TUESDAY, "minutes": 30,
        "booked_at": NOON, "changed_at": NOON,
    }  # fmt: skip
    with database.writing() as session:
        session.add(Appointment(**facts))
    with pytest.raises(Conflict), database.writing() as session:
        session.add(Appointment(**facts))


# ---- a case that somebody else ended ----------------------------------------------------------


def booked(session, worker, **person):
    row = a_referral(
        session, a_person(session, **person), state=State.ALLOCATED, worker=worker,
        sent_by=a_referrer(session),
    )  # fmt: skip
    a_yes_to_reports(session, row.person)
    book(session, worker, row.id, booking(), at=NOON)
    return row


def written(session, template):
    return session.scalars(sa.select(Letter).where(Letter.template == template)).all()


def taken_back_by_the_practice(session, row, _worker):
    refer.take_back(session, a_referrer(session), row.id, because="She moved away", at=NOON)


def passed_on(session, row, worker):
    working.redirect(session, worker, row.id, where_to="Talking therapies", at=NOON)


@pytest.mark.parametrize("end", [taken_back_by_the_practice, passed_on])
def test_they_are_written_to_and_not_told_to_find_another_day(session, end):
    asha = a_link_worker(session)
    row = booked(session, asha)
    end(session, row, asha)
    assert session.scalar(sa.select(Appointment.state)) is AppointmentState.CANCELLED
    (letter,) = written(session, "referrals/called_off")
    assert letter.facts["is_over"] is True


def test_where_nobody_may_write_the_link_worker_is_asked_to_ring(session):
    asha = a_link_worker(session)
    row = booked(session, asha, no_text=True, email="")
    taken_back_by_the_practice(session, row, asha)
    assert written(session, "referrals/called_off") == []
    (letter,) = written(session, "referrals/taken_back")
    assert letter.facts["must_ring"] is True


def test_where_there_is_no_meeting_nobody_has_to_ring(session):
    asha = a_link_worker(session)
    row = a_referral(session, state=State.ALLOCATED, worker=asha, sent_by=a_referrer(session))
    a_yes_to_reports(session, row.person)
    taken_back_by_the_practice(session, row, asha)
    (letter,) = written(session, "referrals/taken_back")
    assert letter.facts["must_ring"] is False
