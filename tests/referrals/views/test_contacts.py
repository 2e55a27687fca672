"""The pages of contacts and meetings: two taps for a visit, times as people type them."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from accounts.models import User
from kernel.access import Role
from referrals.casework import ContactKind
from referrals.lifecycle import State
from tests.cast import NOON, a_link_worker, signed_in
from tests.cast_caseload import a_case, a_contact, leaves
from tests.cast_referrals import a_person, a_referral
from tests.support.pages import Page

TOMORROW = {"day-day": "23", "day-month": "11", "day-year": "2026", "time": "2.30pm"}


def test_a_visit_is_written_down_with_one_answer(client, database):
    """Everything but the minutes has an answer already: how, what became of it, today."""
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        row = a_case(session, asha)
    page = client.page(f"/cases/{row.id}")
    answer = client.submit(page.links["Write down a contact"], {"took": "30"})
    assert answer.status_code == 303
    words = client.page(f"/cases/{row.id}").words
    assert "1 contact, 30 minutes in all." in words
    assert "Getting in touch" in words


def test_other_minutes_can_be_typed(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    client.submit(f"/cases/{row.id}/log", {"took": "other", "minutes": "75", "note": "At home"})
    words = client.page(f"/cases/{row.id}").words
    assert "75 minutes in all" in words and "At home" in words


def test_a_contact_is_put_right_and_the_line_before_is_struck_through(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    wrong = {"took": "other", "minutes": "75", "result": "did-not-come", "note": "At home"}
    client.submit(f"/cases/{row.id}/log", wrong)
    words = client.page(f"/cases/{row.id}").words
    assert "1 contact, 75 minutes in all. They did not come once." in words
    address = client.page(f"/cases/{row.id}").links[
        "Put right: They did not come, 22 November 2026"
    ]
    client.submit(address, {"took": "15", "result": "reached"})
    page = client.page(f"/cases/{row.id}")
    assert "Put right. What stood there before is kept." in page.words
    assert "1 contact, 15 minutes in all." in page.words
    assert "They did not come once" not in page.words
    assert "Before: They did not come, 22 November 2026, Face to face, 75 minutes" in page.words
    assert client.get(address).status_code == 404


def test_of_a_first_meeting_is_asked_what_can_be_wrong(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha, state=State.ASSESSED)
        old = a_contact(session, row, kind=ContactKind.FIRST_MEETING, minutes=30)
    address = f"/cases/{row.id}/contacts/{old.id}/put-right"
    assert "What became of it?" not in client.page(address).words
    client.submit(address, {"took": "45"})
    assert "We met or spoke (first meeting)" in client.page(f"/cases/{row.id}").words
    assert "1 contact, 45 minutes in all." in client.page(f"/cases/{row.id}").words


def test_an_answer_that_is_left_out_is_asked_for(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    blank = {"took": "5", "channel": "", "result": "", "kind": ""}
    sent = dict(client.page(f"/cases/{row.id}/log").form("took").filled({"took": "5"})) | blank
    answer = client.post(f"/cases/{row.id}/log", data=sent)
    assert answer.status_code == 422
    assert Page(answer.text).mistakes == [
        "Choose how it was.", "Choose what became of it.", "Choose what it was for.",
    ]  # fmt: skip


def test_a_day_to_come_is_refused_at_its_field(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    page = client.refused_page(f"/cases/{row.id}/log", {"took": "5", "day-day": "23"})
    assert page.mistakes == ["This day has not come yet. Book a meeting instead."]


def test_a_meeting_is_booked_missed_and_booked_again(client, database, clock):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    client.submit(f"/cases/{row.id}/book", TOMORROW | {"place": "The library"})
    words = client.page(f"/cases/{row.id}").words
    assert "23 November 2026 at 2:30pm" in words
    assert "A reminder goes out the day before." in words
    clock.now = NOON + timedelta(days=1, hours=4)
    signed_in(client, Role.LINK_WORKER, user=_user(database, asha))
    answer = client.submit(f"/cases/{row.id}/missed", {"result": "did-not-come", "reason": "Bus"})
    assert answer.location.endswith("/book")
    words = client.page(f"/cases/{row.id}").words
    assert "They did not come once." in words
    assert "First meeting to be arranged again: they could not come" in words


@pytest.mark.parametrize(
    ("minutes", "mistake"),
    [
        ("", "Enter how many minutes it took, for example 20."),
        ("a lot", "Enter a whole number, like 12."),
    ],
)
def test_other_minutes_are_asked_for(client, database, minutes, mistake):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    page = client.refused_page(f"/cases/{row.id}/log", {"took": "other", "minutes": minutes})
    assert page.mistakes == [mistake]
    client.submit(f"/cases/{row.id}/log", {"took": "other", "minutes": "20"})
    assert "1 contact, 20 minutes in all." in client.page(f"/cases/{row.id}").words


def test_half_past_one_at_night_is_asked_about_at_its_field(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    page = client.refused_page(f"/cases/{row.id}/book", TOMORROW | {"time": "1.30"})
    assert page.mistakes == ["Do you mean 1:30pm? Write 1:30pm or 13:30."]
    client.submit(f"/cases/{row.id}/book", TOMORROW | {"time": "6:15am"})
    assert "23 November 2026 at 6:15am" in client.page(f"/cases/{row.id}").words
    assert client.submit(f"/cases/{row.id}/rearrange", {"minutes": "30"}).status_code == 303


class TestCallingOffAFirstMeeting:
    @pytest.fixture
    def row(self, client, database):
        asha = signed_in(client, Role.LINK_WORKER)
        with database.writing() as session:
            row = a_case(session, asha)
        client.submit(f"/cases/{row.id}/book", TOMORROW)
        return row

    def test_the_page_asks_who_cancels_it_and_why(self, client, row):
        where = client.page(f"/cases/{row.id}/rearrange").links["Call it off instead"]
        assert client.get(f"/cases/{row.id}/call-off").location == where
        page = client.page(where)
        assert "It is to be on 23 November 2026 at 2:30pm." in page.words
        assert "Who cancels it?" in page.words and "They did not come" not in page.words
        said = {"result": "cancelled-by-us", "reason": "Asha was ill"}
        after = client.page(client.submit(where, said).location).words
        assert "Called off. They are sent a text that says so." in after
        assert "Do you want to book another day?" in after

    def test_nobody_is_said_to_have_missed_a_meeting_that_is_to_come(self, client, row):
        page = client.page(f"/cases/{row.id}/missed")
        sent = dict(page.form("result").filled({"result": "cancelled-by-us"}))
        answer = client.post(f"/cases/{row.id}/missed", data=sent | {"result": "did-not-come"})
        assert answer.status_code == 422

    def test_whom_we_let_down_is_not_blamed(self, client, row):
        said = {"result": "cancelled-by-us", "reason": "Asha was ill"}
        client.submit(f"/cases/{row.id}/missed", said)
        words = client.page(f"/cases/{row.id}").words
        assert "First meeting to be arranged again: called off by us" in words
        assert "We cancelled. Asha was ill" in words
        assert "could not come" not in words and "did not come" not in words


def _user(database, actor):
    with database.writing() as session:
        return session.get_one(User, actor.user_id)


def test_a_time_that_cannot_be_read_is_named_at_its_field(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    page = client.refused_page(f"/cases/{row.id}/book", TOMORROW | {"time": "teatime"})
    assert page.mistakes == ["Enter a time, for example 10:30am or 14:30."]


def test_a_meeting_is_moved_and_of_two_editors_the_second_is_told(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    client.submit(f"/cases/{row.id}/book", TOMORROW)
    sent = dict(client.page(f"/cases/{row.id}/rearrange").form("time").filled({"time": "4pm"}))
    assert client.post(f"/cases/{row.id}/rearrange", data=sent).status_code == 303
    assert "23 November 2026 at 4pm" in client.page(f"/cases/{row.id}").words
    again = sent | {"form_key": "another-key-of-this-page", "time": "5pm"}
    assert client.post(f"/cases/{row.id}/rearrange", data=again).status_code == 409


def test_whoever_she_meets_at_the_same_time_is_named_and_both_stay_booked(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row, other = a_case(session, asha), a_case(session, asha, "Walter Pym")
        third = a_case(session, asha, "Omar Khalid")
    client.submit(f"/cases/{other.id}/book", TOMORROW | {"time": "2pm"})
    assert "You also meet" not in client.page(f"/cases/{other.id}").words
    client.submit(f"/cases/{row.id}/book", TOMORROW)
    words = client.page(f"/cases/{row.id}").words
    assert "You also meet W.P.: 23 November 2026 at 2pm. Both stay booked." in words
    client.submit(f"/cases/{third.id}/book", TOMORROW | {"time": "5pm"})
    assert "You also meet" not in client.page(f"/cases/{third.id}").words
    client.submit(f"/cases/{third.id}/rearrange", {"time": "3pm"})
    assert "You also meet M.T.: 23 November 2026" in client.page(f"/cases/{third.id}").words


def test_a_later_meeting_is_called_off(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
        row.state = type(row.state).ASSESSED
    client.submit(client.page(f"/cases/{row.id}").links["Book a meeting"], TOMORROW)
    assert "Book a meeting" not in client.page(f"/cases/{row.id}").links
    client.submit(f"/cases/{row.id}/call-off", button="Call it off")
    assert "Called off. They are sent a text that says so." in client.page(f"/cases/{row.id}").words
    assert client.get(f"/cases/{row.id}/call-off").status_code == 404


def test_a_calendar_is_taken_by_its_secret_address_until_it_is_stopped(client, app, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha, "Maya Thornton")
    client.submit(f"/cases/{row.id}/book", TOMORROW)
    page = client.submit("/my-calendar", button="Make an address").get_data(as_text=True)
    path = "/calendar/" + page.partition("/calendar/")[2].partition(".ics")[0] + ".ics"
    phone = app.test_client()
    answer = phone.get(path)
    assert answer.content_type == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert str(event["summary"]) == "M.T."
    assert "Thornton" not in answer.get_data(as_text=True)
    assert path not in client.page("/my-calendar").words
    client.submit("/my-calendar", button="Let it work no more")
    assert phone.get(path).status_code == 404


def test_a_calendar_ends_when_its_owner_leaves(client, app, database):
    asha = signed_in(client, Role.LINK_WORKER)
    page = client.submit("/my-calendar", button="Make an address").get_data(as_text=True)
    path = "/calendar/" + page.partition("/calendar/")[2].partition(".ics")[0] + ".ics"
    assert app.test_client().get(path).status_code == 200
    with database.writing() as session:
        leaves(session, asha)
    assert app.test_client().get(path).status_code == 404


def test_a_colleagues_log_and_a_missing_one_look_the_same(client, database):
    signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, a_link_worker(session))
    for page in ("log", "book", "rearrange", "missed", "accept", "assess", "concern", "decline"):
        assert client.get(f"/cases/{row.id}/{page}").status_code == 404


ASKS = "They said: do not ring. Tick this if they agreed to this call."
REFUSED = "They said: do not ring. Tick the box if they agreed to this call, or choose another way."


class TestWhoeverSaidNotToRing:
    @pytest.fixture
    def row(self, client, database):
        asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
        with database.writing() as session:
            return a_referral(session, a_person(session, no_phone=True), worker=asha)

    def test_their_number_is_no_link_and_what_is_allowed_stands_before_it(self, client, row):
        page = client.page(f"/cases/{row.id}")
        assert "E-mail maya@example.org Phone 07700 900123 Do not ring." in page.words
        assert "tel:" not in client.get(f"/cases/{row.id}").text
        assert page.words.index("maya@example.org") < page.words.index("More about them")

    @pytest.mark.parametrize(
        ("page", "answers"),
        [
            ("log", {"took": "5", "channel": "phone", "result": "no-answer", "note": "Rang twice"}),
            ("book", {**TOMORROW, "channel": "phone", "transport": "Rang twice"}),
        ],
    )
    def test_a_call_is_asked_about_once_and_nothing_is_lost(self, client, row, page, answers):
        address = f"/cases/{row.id}/{page}"
        again = client.refused_page(address, answers)
        assert again.mistakes == [REFUSED] and "Rang twice" in client.post(
            address, data=dict(client.page(address).form("channel").filled(answers))
        ).get_data(as_text=True)
        assert client.submit(address, answers | {"is_call_agreed": "y"}).status_code == 303

    def test_in_danger_too_they_are_reached_in_a_way_that_they_allow(self, client, row):
        before = client.page(f"/cases/{row.id}").words
        answers = {"took": "5", "note": "She wants to die"}
        client.submit(f"/cases/{row.id}/log", answers)
        words = client.page(f"/cases/{row.id}").words
        asks = "Reach the person today in a way that they allow, or make sure that somebody does."
        assert asks in words and asks not in before and "Ring the person today" not in words

    @pytest.mark.parametrize("channel", ["face-to-face", "email"])
    def test_of_another_way_nothing_is_asked(self, client, row, channel):
        answers = {"took": "5", "channel": channel}
        assert client.submit(f"/cases/{row.id}/log", answers).status_code == 303

    def test_a_meeting_is_not_moved_to_the_phone_without_a_word(self, client, row):
        client.submit(f"/cases/{row.id}/book", TOMORROW)
        address = f"/cases/{row.id}/rearrange"
        assert client.refused_page(address, {"channel": "phone"}).mistakes == [REFUSED]
        agreed = {"channel": "phone", "is_call_agreed": "y"}
        assert client.submit(address, agreed).status_code == 303
        later = {"day-day": "24"}
        assert client.submit(address, later).status_code == 303, "It was agreed to before."

    def test_a_call_that_is_written_down_is_put_right_without_asking_again(self, client, row):
        answers = {"took": "5", "channel": "phone", "is_call_agreed": "y"}
        client.submit(f"/cases/{row.id}/log", answers)
        link = client.page(f"/cases/{row.id}").links
        address = next(href for href in link.values() if href.endswith("/put-right"))
        assert ASKS not in client.page(address).words
        assert client.submit(address, {"took": "15"}).status_code == 303


def test_whoever_said_nothing_is_rung_by_a_link_and_nothing_is_asked(client, database):
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        row = a_case(session, asha)
    text = client.get(f"/cases/{row.id}").text
    assert 'href="tel:07700900123"' in text and "Do not ring." not in text
    for page in ("log", "book"):
        assert ASKS not in client.page(f"/cases/{row.id}/{page}").words
    answer = client.submit(f"/cases/{row.id}/log", {"took": "5", "channel": "phone"})
    assert answer.status_code == 303
