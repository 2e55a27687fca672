"""A person's own page in the browser: one question, one answer for every wrong key, nobody locked out."""

import re

import pytest
import sqlalchemy as sa

from accounts.models import User
from audit.models import AuditLine
from kernel.access import Role
from kernel.links import OneUseLink
from referrals.operations import answering
from referrals.operations.linking import Answer
from referrals.vocabulary import GroupAnswer
from tests.cast import NOON, signed_in
from tests.cast_plans import a_link, a_shelter, a_token
from tests.cast_referrals import a_person, a_referral

RIGHT = {"born_on-day": "17", "born_on-month": "5", "born_on-year": "1948"}
WRONG = {**RIGHT, "born_on-day": "18"}
BUTTON = "Open my page"


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


@pytest.fixture
def row(database, asha):
    with database.writing() as session:
        return a_referral(session, a_person(session, known_as="May"), worker=asha)


@pytest.fixture
def link(client, row, letters):
    client.submit(f"/cases/{row.id}", button="Send them the link")
    return letters()[-1].link


@pytest.fixture
def may(app):
    """Maya, at home."""
    return app.test_client()


def bare(answer):
    """An answer without what is new on every page."""
    page = answer.get_data(as_text=True)
    return re.sub(r'name="(csrf_token|form_key)"[^>]*value="[^"]*"', "", page)


def test_she_opens_her_page_with_her_date_of_birth(may, link):
    answer = may.submit(link, RIGHT, button=BUTTON)
    page = answer.get_data(as_text=True)
    assert "Hello May" in page and "Asha Begum" in page
    assert "link worker, Better Services Enterprise" in page
    assert "husband" not in page
    assert '<a href="tel:01914980123">' in page
    assert "A copy of what we keep about you. It is free." in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"] and 'content="noindex' in page
    assert may.submit(link, RIGHT, button=BUTTON).status_code == 200


def test_opening_the_link_shows_one_question_whether_it_is_good_or_not(may, link):
    good, bad = may.get(link), may.get("/my-plan/made-up")
    assert (good.status_code, bad.status_code) == (200, 200)
    assert bare(good) == bare(bad)
    assert "May" not in re.sub("Maybe|May be", "", bare(good))
    assert good.headers["Cache-Control"] == bad.headers["Cache-Control"] == "no-store"


def test_a_wrong_date_and_a_wrong_link_are_answered_byte_for_byte_the_same(may, link):
    wrong_date = may.submit(link, WRONG, button=BUTTON)
    wrong_link = may.submit("/my-plan/made-up", WRONG, button=BUTTON)
    right_date_of_no_link = may.submit("/my-plan/made-up", RIGHT, button=BUTTON)
    assert wrong_date.status_code == wrong_link.status_code == 422
    assert bare(wrong_date) == bare(wrong_link)
    assert right_date_of_no_link.status_code == 422
    said = [name for name in dict(wrong_date.headers) if name != "Set-Cookie"]
    assert said == [name for name in dict(wrong_link.headers) if name != "Set-Cookie"]


def test_guessing_ends_after_five_and_the_sixth_says_the_same_for_any_link(may, link):
    for _ in range(5):
        assert may.submit(link, WRONG, button=BUTTON).status_code == 422
        assert may.submit("/my-plan/made-up", WRONG, button=BUTTON).status_code == 422
    sixth, other = (may.submit(one, RIGHT, button=BUTTON) for one in (link, "/my-plan/made-up"))
    assert sixth.status_code == other.status_code == 429
    assert bare(sixth) == bare(other)


def test_a_stranger_who_guesses_elsewhere_locks_nobody_out(app, may, link, clock):
    stranger = app.test_client()
    stranger.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    for _ in range(20):
        stranger.submit(link, WRONG, button=BUTTON)
    assert may.submit(link, RIGHT, button=BUTTON).status_code == 200
    clock.passes(minutes=16)
    assert stranger.submit(link, RIGHT, button=BUTTON).status_code == 200


def test_the_right_date_starts_the_count_again(may, link):
    for _ in range(3):
        for _ in range(4):
            may.submit(link, WRONG, button=BUTTON)
        assert may.submit(link, RIGHT, button=BUTTON).status_code == 200


class TestGuessingForDays:
    """Somebody who holds the link tries date after date, as slowly as the limits want it."""

    def guess(self, may, clock, link, times):
        said = []
        for number in range(times):
            if number % 4 == 0:
                clock.passes(minutes=31)
            said.append(may.submit(link, WRONG, button=BUTTON))
        assert {one.status_code for one in said} == {422}
        return {bare(one) for one in said}

    def lines(self, database):
        with database.reading() as session:
            return [
                (one.subject_id, one.who, one.details)
                for one in session.scalars(sa.select(AuditLine))
                if one.act == "ended the link to a person's page after many wrong dates"
            ]

    @pytest.fixture
    def desk(self, client, database, asha):
        """The desk of Asha, who signs in again."""

        def look():
            with database.writing() as session:
                user = session.get_one(User, asha.user_id)
            signed_in(client, Role.LINK_WORKER, user=user)
            return client.page("/desk").words

        return look

    def test_after_twenty_wrong_dates_in_all_the_link_ends_in_the_same_words(
        self, may, desk, database, row, link, clock
    ):
        said = self.guess(may, clock, link, 19)
        clock.passes(minutes=31)
        assert may.submit(link, RIGHT, button=BUTTON).status_code == 200
        assert self.lines(database) == []
        assert "wrong dates" not in desk()
        said |= self.guess(may, clock, link, 1)
        clock.passes(minutes=31)
        right = may.submit(link, RIGHT, button=BUTTON)
        assert right.status_code == 422
        assert said == {bare(may.submit("/my-plan/made-up", WRONG, button=BUTTON))}
        assert bare(right) == bare(may.submit("/my-plan/made-up", RIGHT, button=BUTTON))
        self.guess(may, clock, link, 8)
        assert self.lines(database) == [(row.person_id, "the program", {})]

    def test_her_link_worker_reads_it_on_the_desk_until_a_new_link_is_there(
        self, client, may, desk, row, link, clock, letters
    ):
        self.guess(may, clock, link, 20)
        words = desk()
        assert "many wrong dates of birth for the page of M.T." in words
        assert "Maya" not in words
        client.submit(f"/cases/{row.id}", button="Send them the link")
        new = letters()[-1].link
        assert "wrong dates" not in client.page("/desk").words
        clock.passes(minutes=31)
        assert may.submit(new, RIGHT, button=BUTTON).status_code == 200

    def test_no_colleague_reads_it_there(self, client, may, link, clock):
        self.guess(may, clock, link, 20)
        signed_in(client, Role.LINK_WORKER, name="Bela Singh")
        assert "wrong dates" not in client.page("/desk").words

    def test_a_link_that_there_is_not_is_not_counted(self, may, database, clock):
        with database.reading() as session:
            before = session.scalar(sa.select(sa.func.count()).select_from(OneUseLink))
        self.guess(may, clock, "/my-plan/made-up", 24)
        assert self.lines(database) == []
        with database.reading() as session:
            assert before == session.scalar(sa.select(sa.func.count()).select_from(OneUseLink))


def test_a_link_that_was_taken_back_opens_nothing(client, may, row, link):
    assert "until 20 February 2027" in client.page(f"/cases/{row.id}").words
    client.submit(f"/cases/{row.id}", button="Take the link back")
    assert may.submit(link, RIGHT, button=BUTTON).status_code == 422
    assert "They have no link to it." in client.page(f"/cases/{row.id}").words


def test_she_is_told_when_nothing_can_be_sent(client, database, asha):
    with database.writing() as session:
        quiet = a_person(session, "Omar Khalid", no_text=True, no_email=True)
        row = a_referral(session, quiet, worker=asha)
    answer = client.submit(f"/cases/{row.id}", button="Send them the link")
    assert answer.status_code == 422
    assert "Print the page for them instead" in answer.get_data(as_text=True)


def test_the_letter_says_nothing_of_health_and_has_one_link(link, letters):
    (letter,) = letters()
    assert letter.to == "07700 900123" and link.startswith("/my-plan/")
    for word in ("Maya", "Thornton", "referral", "practice", "plan "):
        assert word not in letter.text.replace(link, "")


def test_it_is_printed_in_large_letters(client, row):
    page = client.page(client.page(f"/cases/{row.id}").links["Print it in large letters"])
    assert page.with_class("large-print")
    assert "You can take it to your yearly review" in page.words


@pytest.mark.parametrize(
    "token", ["x", "x" * 3000, "%00", "ünï", "..%2f", "' OR 1=1 --", "%F0%9F%90%95"]
)
def test_no_odd_link_is_a_fault(may, token):
    assert may.get(f"/my-plan/{token}").status_code in {200, 404}
    assert may.post(f"/my-plan/{token}", data=RIGHT).status_code in {403, 404, 422}


def test_safe_times_hold_the_link_back_and_the_case_says_when_it_goes(
    client, database, asha, letters
):
    with database.writing() as session:
        row = a_referral(session, a_person(session, safe_times="Weekday mornings"), worker=asha)
    case = f"/cases/{row.id}"
    assert "They named safe times: “Weekday mornings”." in client.page(case).words
    refused = client.submit(case, button="Send them the link")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422 and 'href="#is_safe_now"' in page
    assert "Nothing was sent." in page and 'name="is_safe_now"' in page
    assert not letters()
    client.submit(case, {"is_safe_now": "y"}, button="Send them the link")
    assert "The link to their page goes now." in client.page(case).words
    assert len(letters()) == 1


def test_at_night_the_link_waits_for_the_morning_and_the_case_says_so(
    client, database, asha, row, clock, letters
):
    clock.passes(hours=10)  # ten in the evening
    with database.writing() as session:
        user = session.get_one(User, asha.user_id)
    signed_in(client, Role.LINK_WORKER, user=user)
    case = f"/cases/{row.id}"
    assert "it goes on 23 November 2026 at 8am" in client.page(case).words
    client.submit(case, button="Send them the link")
    words = client.page(case).words
    assert "An earlier one" not in words
    assert "goes in the morning, at 8am" in words and "It goes on 23 November 2026" in words
    assert not letters()
    clock.passes(hours=11)
    assert len(letters()) == 1


def test_when_a_group_is_on_and_what_it_was_told_are_two_sentences(client, database, asha):
    with database.writing() as session:
        link = a_link(session, asha, a_shelter(session))
        answering.answer(session, a_token(session, link), Answer(GroupAnswer.ACCEPT), at=NOON)
    words = client.page(f"/cases/{link.referral_id}/summary").words
    assert "10am. On 22 November 2026 we gave the group your first name." in words
