"""The lines of the desk: for whom they are, and where they lead."""

from datetime import timedelta

import pytest

from kernel.access import Role
from referrals.lifecycle import State
from referrals.models import Referral
from referrals.operations.meeting import Booking, book
from referrals.vocabulary import Channel, Urgency
from tests.cast import NOON, a_link_worker, signed_in
from tests.cast_caseload import a_case, a_contact, leaves
from tests.cast_referrals import a_referral


def test_a_manager_is_led_to_the_inbox_and_to_what_went_silent(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        asha = a_link_worker(session)
        a_case(session, asha, sent_at=NOON - timedelta(days=30))
        leaves(session, asha)
    page = client.page("/desk")
    assert "1 case has no link worker." in page.words
    assert "1 case has gone silent." in page.words
    assert "Nobody is named who is told of worries about somebody's safety." in page.words


def test_who_was_reached_and_not_met_is_a_line_until_a_meeting_is_booked(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha, sent_at=NOON - timedelta(days=30))
        a_contact(session, row, at=NOON - timedelta(days=29))
    assert "1 first meeting is to be booked by today." in client.page("/desk").words
    assert "Meet them: was due on 6 November 2026" in client.page(f"/cases/{row.id}").words
    with database.writing() as session:
        book(session, asha, row.id, Booking(Channel.PHONE, NOON + timedelta(days=2), 30), at=NOON)
    assert "first meeting" not in client.page("/desk").words
    assert "Meet them: by 24 November 2026" in client.page("/cases").words


@pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.LEAD_MANAGER])
def test_as_soon_as_can_be_stands_on_the_desk_with_its_reason_until_they_were_met(
    client, database, role
):
    who = signed_in(client, role)
    with database.writing() as session:
        asha = who if role is Role.LINK_WORKER else a_link_worker(session)
        row = a_case(session, asha, urgency=Urgency.URGENT)
        a_case(session, asha, "Omar Khalid", state=State.IN_PROGRAMME, urgency=Urgency.URGENT)
        a_case(session, asha, "Ivy Lamb", urgency=Urgency.URGENT, danger_at=NOON)
    words = client.page("/desk").words
    line = "1 person comes first: the referral says “as soon as can be”."
    assert words.index("1 person is said to be in danger.") < words.index(line)
    words = client.page("/cases?show=due").words
    assert words.count("Comes first: the referral says “as soon as can be”") == 1
    assert words.index("Ivy Lamb") < words.index("Maya Thornton")
    with database.writing() as session:
        session.get_one(Referral, row.id).state = State.ASSESSED
    assert line not in client.page("/desk").words


def test_a_desk_with_nothing_to_do_has_no_line(client):
    signed_in(client, Role.LINK_WORKER)
    assert "case" not in client.page("/desk").words.replace("Cases", "")


def test_todays_meetings_stand_on_the_desk_by_initials_and_ask_what_became_of_them(
    client, database, clock
):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha, "Maya Thornton")
        booking = Booking(Channel.PHONE, NOON + timedelta(minutes=20), 30)
        book(session, asha, row.id, booking, at=NOON)
    page = client.page("/desk")
    assert "12:20pm: you meet M.T." in page.words and "Thornton" not in page.words
    clock.passes(minutes=25)
    words = client.page("/desk").words
    assert "What became of the meeting with M.T. on 22 November 2026?" in words


def test_who_would_like_help_again_stands_on_the_desk_until_somebody_says_why_not(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha, state=State.SUSTAINED)
    client.submit(f"/cases/{row.id}/lapse", {"what_slipped": "Sleep"})
    line = "1 person asks for help again."
    assert line in client.page("/desk").words
    words = client.page("/cases?show=again").words
    assert "Needs help again (1)" in words
    case = client.page(f"/cases/{row.id}")
    assert "Open the case again, or say why not: by 27 November 2026 Say why not" in case.words
    client.submit(f"/cases/{row.id}/done/again", {"how": "She goes to her sister now"})
    assert line not in client.page("/desk").words
    assert "Needs help again (0)" in client.page("/cases").words
    assert "Not opened again" in client.page(f"/cases/{row.id}").words


def test_who_asks_for_help_again_waits_in_the_inbox_when_nobody_has_the_case(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        asha = a_link_worker(session)
        row = a_case(session, asha, state=State.LAPSED)
        ben = a_link_worker(session, name="Ben Carr")
        leaves(session, asha)
    assert "1 case has no link worker." in client.page("/desk").words
    client.submit(f"/cases/{row.id}/give", {"to": str(ben.user_id)})
    assert "case has no link worker" not in client.page("/desk").words


def test_who_manages_and_works_too_reads_of_everybody_in_danger_once(client, database):
    both = signed_in(client, Role.LINK_WORKER, Role.LEAD_MANAGER)
    with database.writing() as session:
        row = a_case(session, both, danger_at=NOON)
        earlier = {"state": State.DECLINED, "danger_at": NOON}
        a_referral(session, row.person, worker=both, **earlier)
        asha = a_link_worker(session)
        a_case(session, asha, "Omar Khalid", **earlier)
    words = client.page("/desk").words
    assert "2 people are said to be in danger." in words
    assert words.count("said to be in danger") == 1
