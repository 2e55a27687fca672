"""The one screen of a referral, the draft, and what happens without a yes."""

import pytest
import sqlalchemy as sa

from kernel.access import Role
from referrals.lifecycle import State
from referrals.models import Person, Referral
from tests.cast import a_lead_ntp, a_link_worker, a_practice, signed_in
from tests.cast_answer import a_yes_to_reports
from tests.cast_referrals import (
    NHS_NUMBER,
    a_person,
    a_practice_manager,
    a_referral,
    a_referrer,
    named_worker,
    sharing,
)
from tests.support.pages import Page

MAYA = {
    "name": "Maya Thornton", "phone": "07700 900123", "why_now": "Sees nobody.", "consent": "told",
}  # fmt: skip
BORN = {"born_on-day": "17", "born_on-month": "5", "born_on-year": "1948"}
SEND = "Send referral"
SAVE = "Save and finish later"


@pytest.fixture
def nadia(client, database):
    """A nurse at a practice that may refer to Asha."""
    with database.writing() as session:
        sharing(session, a_practice(session), a_lead_ntp(session))
        named_worker(session, a_practice(session), a_link_worker(session, name="Asha Begum"))
    return signed_in(client, Role.REFERRER, name="Nadia Nurse")


def kept(database):
    with database.reading() as session:
        return session.scalars(sa.select(Referral.state)).all()


def test_the_form_says_whom_it_goes_to_and_how_to_reach_them(client, nadia):
    words = client.page("/referrals/new").words
    assert "It goes to Asha Begum, link worker at Better Services Enterprise." in words
    assert "The Old Library, Weaver Street · 0191 498 0123 · Monday to Friday" in words


def test_four_answers_and_it_is_sent(client, nadia, database):
    answer = client.submit("/referrals/new", MAYA, button=SEND)
    assert answer.status_code == 303
    page = client.page(answer.location)
    assert "Sent to Asha Begum of Better Services Enterprise." in page.words
    assert "● Sent: Now" in page.words
    assert kept(database) == [State.SENT]


def test_each_answer_that_is_missing_is_named(client, nadia):
    page = client.refused_page("/referrals/new", {}, button=SEND)
    assert page.mistakes == [
        "Enter the person's name.",
        "Enter a phone number. If there is none, open “Other ways to reach them”.",
        "Say why you refer them now. One sentence is enough.",
        "Say whether the person agrees.",
    ]


def test_a_draft_needs_nothing_and_comes_back_as_it_was(client, nadia, database):
    answer = client.submit(
        "/referrals/new",
        {"name": "Maya Thornton", "nhs_number": NHS_NUMBER, "rules": ["no_voicemail"],
         "conditions": "COPD\nDiabetes", "born_on-day": "17", "born_on-month": "5",
         "born_on-year": "1948"},
        button=SAVE,
    )  # fmt: skip
    page = client.page(answer.location)
    assert "Leave no message." in page.words  # the banner
    sent = dict(page.form("name", button=SEND).filled({}))
    assert sent["nhs_number"] == "999 000 0018"
    assert (sent["rules"], sent["conditions"]) == ("no_voicemail", "COPD\nDiabetes")
    assert (sent["born_on-day"], sent["born_on-year"]) == ("17", "1948")
    client.submit(answer.location, MAYA, button=SEND)
    assert kept(database) == [State.SENT]


def test_without_a_yes_nothing_is_sent_and_nothing_kept(client, nadia, database):
    answer = client.submit("/referrals/new", {**MAYA, "consent": "no"}, button=SEND)
    page = Page(answer.text)
    assert page.heading == "Nothing was sent"
    back = page.form(button="Go back to what you wrote")
    drawn = Page(
        client.post(back.action, data=dict(back.filled({}, "Go back to what you wrote"))).text
    )
    written = dict(drawn.form("name", button=SEND).filled({"consent": "told"}, SEND))
    assert (written["name"], written["why_now"]) == (MAYA["name"], MAYA["why_now"])
    assert kept(database) == []
    assert client.post("/referrals/new", data=written).status_code == 303
    assert kept(database) == [State.SENT]


def test_without_a_yes_a_draft_can_be_thrown_away(client, nadia, database):
    draft = client.submit("/referrals/new", {"name": "Maya"}, button=SAVE).location
    page = Page(client.submit(draft, {**MAYA, "consent": "no"}, button=SEND).text)
    away = page.form(button="Throw the draft away")
    client.post(away.action, data=dict(away.filled({})))
    assert kept(database) == []


def test_without_an_agreement_there_is_no_button_to_send(client, database):
    with database.writing() as session:
        named_worker(session, a_practice(session), a_link_worker(session))
        a_practice_manager(session, name="Paul Manners")
    signed_in(client, Role.REFERRER)
    page = client.page("/referrals/new")
    assert "You cannot send it yet" in page.words
    assert "Talk to Paul Manners, your practice manager, or to Better Services" in page.words
    assert SEND not in page.form("name", button=SAVE).buttons


def test_and_nothing_is_sent_by_whoever_presses_it_all_the_same(client, database, nadia):
    page = client.page("/referrals/new").form("name", button=SEND)
    with database.writing() as session:
        session.execute(sa.text("DELETE FROM agreement"))
    answer = client.post("/referrals/new", data=page.filled(MAYA, SEND) and dict(
        page.filled(MAYA, SEND)))  # fmt: skip
    assert answer.status_code == 422
    assert kept(database) == []


def test_a_practice_that_no_lead_ntp_serves_is_shown_the_directory(client):
    signed_in(client, Role.REFERRER)
    words = client.page("/referrals/new").words
    assert "No lead organisation takes referrals of your practice yet." in words


def test_words_of_danger_bring_a_notice_and_never_hold_a_referral_up(client, nadia):
    answer = client.submit("/referrals/new", {**MAYA, "why_now": "She wants to die."}, button=SEND)
    page = client.page(answer.location)
    assert "Somebody may be in danger" in page.words
    assert "Samaritans on 116 123" in page.words
    assert "As soon as can be" in page.words


def test_and_on_the_form_too_when_something_else_is_missing(client, nadia):
    page = client.refused_page("/referrals/new", {"why_now": "She wants to die."}, button=SEND)
    assert "Somebody may be in danger" in page.words


def test_before_anything_is_written_the_numbers_are_there(client, nadia):
    assert (
        "Ring 999, NHS 111 (option 2), or Samaritans on 116 123."
        in client.page("/referrals/new").words
    )


def test_a_likely_double_can_be_sent_after_a_look(client, nadia, database):
    with database.writing() as session:
        a_referral(session, a_person(session), sent_by=nadia)
    twin = {**MAYA, "born_on-day": "17", "born_on-month": "5", "born_on-year": "1948"}
    draft = client.submit("/referrals/new", twin, button=SAVE).location
    page = client.refused_page(draft, {"consent": "told"}, button=SEND)
    assert "has a referral under way already" in page.mistakes[0]
    sent = dict(page.form("name", button=SEND).filled({"is_somebody_else": "y"}, SEND))
    assert client.post(draft, data=sent).status_code == 303


def test_whoever_takes_a_call_is_led_to_no_page_of_the_practices(client, nadia, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        practice = a_practice(session)
        a_referral(session, a_person(session), worker=asha)
    call = {**MAYA, **BORN, "practice": str(practice.id), "told_by": "Nadia"}
    page = client.refused_page("/referrals/phone", call, button=SEND)
    assert "has a referral under way already" in page.mistakes[0]
    assert not [words for words in page.links if words.startswith("Look at the referral")]


class TestLookingUp:
    def test_ones_own_is_found_and_can_be_referred_again(self, client, nadia, database):
        with database.writing() as session:
            row = a_referral(
                session, a_person(session, nhs_number=NHS_NUMBER), state=State.DECLINED,
                sent_by=nadia,
            )  # fmt: skip
            a_yes_to_reports(session, row.person)
        page = self.found(client)
        assert "Maya Thornton" in page.words
        sent = page.form(button="Refer again Maya Thornton")
        answer = client.post(sent.action, data=dict(sent.filled({})))
        assert answer.location.endswith("/draft")
        assert answer.location != f"/referrals/{row.id}/draft"
        assert "Maya Thornton" in client.page(answer.location).words

    def test_known_elsewhere_and_known_nowhere_are_answered_with_the_same_bytes(
        self, client, nadia, database
    ):
        import re

        with database.writing() as session:
            other = a_practice(session, "Orchard Park Surgery")
            person = a_person(session, practice=other, nhs_number=NHS_NUMBER)
            a_referral(session, person, sent_by=a_referrer(session, at=other))
        texts = [
            client.submit("/referrals/look-up", {"nhs_number": number}).text
            for number in (NHS_NUMBER, "9990000026")
        ]
        elsewhere, nowhere = (re.sub(r'value="[^"]*"', "", text) for text in texts)
        assert elsewhere == nowhere
        assert "Your practice has referred nobody with this number." in elsewhere

    def test_after_thirty_in_an_hour_the_next_waits(self, client, nadia):
        for _ in range(30):
            assert (
                client.submit("/referrals/look-up", {"nhs_number": NHS_NUMBER}).status_code == 200
            )
        answer = client.submit("/referrals/look-up", {"nhs_number": NHS_NUMBER})
        assert answer.status_code == 429
        answer = client.submit("/referrals/new", {"nhs_number": NHS_NUMBER}, button=SAVE)
        assert answer.status_code == 429
        answer = client.submit("/referrals/new", MAYA, button=SEND)
        assert answer.status_code == 303  # without a number nobody is kept waiting

    def test_saving_the_same_number_again_is_no_look_up(self, client, nadia):
        draft = client.submit("/referrals/new", {"nhs_number": NHS_NUMBER}, button=SAVE).location
        for _ in range(31):
            assert client.submit(draft, {}, button=SAVE).status_code == 303

    def test_a_part_of_the_name_finds_those_of_the_own_practice_alone(
        self, client, nadia, database
    ):
        with database.writing() as session:
            other = a_practice(session, "Orchard Park Surgery")
            person = a_person(session, "Mayer Elsewhere", practice=other)
            a_referral(session, person, sent_by=a_referrer(session, at=other))
            ours = a_referral(session, a_person(session, "Maya Thornton"))
        words = Page(client.submit("/referrals/look-up", {"named": "may"}).text)
        assert words.links["Maya Thornton"] == f"/referrals/{ours.id}"
        assert "Elsewhere" not in words.words
        mistakes = client.refused_page("/referrals/look-up", {"named": "%"}).mistakes
        assert mistakes == ["Enter a name, or an NHS number."]

    def test_a_slip_in_the_name_finds_those_of_the_own_practice_alone(
        self, client, nadia, database
    ):
        with database.writing() as session:
            other = a_practice(session, "Orchard Park Surgery")
            person = a_person(session, "Tomas Wilke", practice=other)
            a_referral(session, person, sent_by=a_referrer(session, at=other))
            ours = a_referral(session, a_person(session, "Tomasz Wilk"))
        words = Page(client.submit("/referrals/look-up", {"named": "Tomas Wilk"}).text)
        assert "nobody with exactly this name. Is it one of these?" in words.words
        assert words.links["Tomasz Wilk"] == f"/referrals/{ours.id}"
        assert "Wilke" not in words.words
        words = Page(client.submit("/referrals/look-up", {"named": "Wilk"}).text)
        assert "exactly" not in words.words and "Tomasz Wilk" in words.links
        words = Page(client.submit("/referrals/look-up", {"named": "Tomas Wolski"}).text)
        assert "Your practice has referred nobody with this name." in words.words

    def test_one_under_way_is_a_click_away_and_nothing_is_lost(self, client, nadia):
        before = client.submit("/referrals/new", {**MAYA, **BORN}, button=SEND).location
        page = client.refused_page("/referrals/new", {**MAYA, **BORN}, button=SEND)
        link = "Look at the referral that is under way (opens in another window)"
        assert page.links[link] == before
        before = client.submit(
            "/referrals/new", {**MAYA, "name": "John Okafor", "nhs_number": NHS_NUMBER}, button=SEND
        ).location
        again = {**MAYA, "name": "John Okafor", "nhs_number": NHS_NUMBER}
        assert client.refused_page("/referrals/new", again, button=SEND).links[link] == before

    def found(self, client):
        return Page(client.submit("/referrals/look-up", {"nhs_number": NHS_NUMBER}).text)


def test_a_form_opened_for_somebody_else_changes_nobody(client, nadia, database):
    maya, john = (
        client.submit("/referrals/new", {"name": name}, button=SAVE).location
        for name in ("Maya Thornton", "John Okafor")
    )
    form = dict(client.page(maya).form("name", button=SAVE).filled({"phone": "07700 900123"}, SAVE))
    assert client.post(john, data=form).status_code == 409
    with database.reading() as session:
        found = session.execute(sa.select(Person.name, Person.phone)).all()
    assert sorted(found) == [("John Okafor", ""), ("Maya Thornton", "")]


@pytest.mark.parametrize("path", ["draft", "throw-away", "again", "take-back"])
def test_another_practices_referral_is_not_found(client, nadia, database, path):
    with database.writing() as session:
        other = a_practice(session, "Orchard Park Surgery")
        state = State.DRAFT if path in {"draft", "throw-away"} else State.SENT
        row = a_referral(
            session, a_person(session, practice=other), state=state,
            sent_by=a_referrer(session, at=other),
        )  # fmt: skip
    form = dict(client.page("/referrals/new").form("name", button=SAVE).filled({}, SAVE))
    assert client.post(f"/referrals/{row.id}/{path}", data=form).status_code == 404


def test_an_urgency_that_is_not_on_the_page_is_refused_like_any_mistake(client, nadia, database):
    sent = dict(client.page("/referrals/new").form("name", button=SEND).filled(MAYA, SEND))
    answer = client.post("/referrals/new", data={**sent, "urgency": "at once!"})
    assert answer.status_code == 422
    assert kept(database) == []


def test_all_mistakes_are_named_at_once_in_the_order_of_the_page(client, nadia):
    page = client.refused_page(
        "/referrals/new",
        {"name": "Maya", "email": "maya", "nhs_number": "999 000 0019", "born_on-day": "3",
         "born_on-month": "2", "born_on-year": "2048"},
        button=SEND,
    )  # fmt: skip
    assert page.mistakes == [
        "Enter an e-mail address like name@example.org.",
        "Say why you refer them now. One sentence is enough.",
        "That NHS number is not right. It has 10 digits, like 999 000 0018. "
        "Check it, or leave it empty.",
        "That day is still to come. Check the year.",
        "Say whether the person agrees.",
    ]


@pytest.mark.parametrize(
    ("year", "says"),
    [
        ("1880", "That is more than 120 years ago. Check the year."),
        ("48", "Write the year with all four numbers, like 1948."),
    ],
)
def test_a_year_in_which_nobody_alive_was_born_is_not_taken(client, nadia, year, says):
    born = {"born_on-day": "3", "born_on-month": "2", "born_on-year": year}
    assert client.refused_page("/referrals/new", {**MAYA, **born}, button=SEND).mistakes == [says]


class TestTheNumberOfSomebodyElse:
    """A number that clashes is no dead end: it may be left empty, and whose it is can be looked up."""

    @pytest.fixture
    def joe(self, client, nadia, database):
        client.submit("/referrals/new", {**MAYA, **BORN, "nhs_number": NHS_NUMBER}, button=SEND)
        return {**MAYA, "name": "Joe Park", "phone": "07700 900555", "nhs_number": NHS_NUMBER}

    def test_it_says_that_it_may_be_left_empty_and_leads_to_whose_it_is(self, client, joe):
        page = client.refused_page("/referrals/new", joe, button=SEND)
        assert "or leave it empty: the link worker can add it later." in page.mistakes[0]
        address = page.links["Look whose number it is (opens in another window)"]
        found = client.submit(address, {"nhs_number": NHS_NUMBER})
        assert "Maya Thornton" in found.text

    def test_left_empty_it_is_sent(self, client, joe, database):
        client.submit("/referrals/new", {**joe, "nhs_number": ""}, button=SEND)
        assert kept(database) == [State.SENT, State.SENT]

    def test_after_any_other_mistake_there_is_no_such_link(self, client, joe):
        page = client.refused_page("/referrals/new", {**joe, "nhs_number": "12"}, button=SEND)
        assert "Look whose number it is (opens in another window)" not in page.links
