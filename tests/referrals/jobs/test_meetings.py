"""Reminders are on the timetable, and go out as a text without a word about health."""

from datetime import timedelta

from kernel import outbox
from referrals.jobs.meetings import remind
from referrals.operations.meeting import Booking, book
from referrals.vocabulary import Channel
from tests.cast import NOON, a_link_worker
from tests.cast_caseload import a_case


def test_reminders_are_on_the_timetable():
    assert remind in {timed.call for timed in outbox.timetable()}


def test_a_reminder_goes_out_as_a_text(app, database, clock, letters):
    with database.writing() as session:
        asha = a_link_worker(session, name="Asha Begum")
        booking = Booking(Channel.PHONE, NOON + timedelta(days=2), 30, place="Diabetes clinic")
        book(session, asha, a_case(session, asha).id, booking, at=NOON)
    clock.passes(days=1)
    with database.writing() as session:
        remind(session, at=clock.now)
    text = letters()[-1].text
    assert "You are meeting Asha by phone: Tuesday 24 November at 12 noon." in text
    assert "0191 498 0123" in text and "clinic" not in text
