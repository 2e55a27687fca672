"""How things are, said at the practice or by the person's own link."""

from datetime import timedelta

import pytest

from kernel import links
from kernel.access import Role
from outcomes_star.queries.cases import case_of
from outcomes_star.queries.readings import readings_of
from outcomes_star.queries.stars import stars
from referrals.lifecycle import State
from referrals.models import Person
from referrals.operations.person_page import PURPOSE
from referrals.queries import get_case
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_practice, signed_in
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import a_case
from tests.cast_readings import LOW, STATEMENTS, TODAY, a_reading, asked, asked_statements
from tests.cast_referrals import sharing
from tests.support.pages import Page

FILLED = {f"point-{part}": str(number) for part, number in LOW.items()}
BORN = {"born_on-day": "17", "born_on-month": "5", "born_on-year": "1948"}


@pytest.fixture
def asha(database):
    with database.writing() as session:
        asked(session)
        return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def row(database, asha):
    with database.writing() as session:
        return a_case(session, asha, state=State.ASSESSED, sent_at=NOON - timedelta(days=40))


class TestAtThePractice:
    def test_with_a_yes_it_sees_the_star_and_adds_its_own(self, client, database, asha, row):
        with database.writing() as session:
            sharing(session, a_practice(session), a_lead_ntp(session))
            a_yes_to_reports(session, session.get_one(Person, row.person_id))
            a_reading(session, asha, row.id)
        signed_in(client, Role.REFERRER, name="Nadia Nurse")
        page = client.page(f"/referrals/{row.id}")
        assert "People: 1 (very hard)" in page.words
        address = page.links["Write down the numbers of the yearly review: Petunias Wheel"]
        client.submit(address, FILLED | {"point-people": "3", "taken_on-day": "21"})
        words = client.page(f"/referrals/{row.id}").words
        assert "At the yearly review with the practice, 21 November 2026" in words

    def test_an_empty_line_of_the_paper_is_left_out_by_a_tick(self, client, database, asha, row):
        with database.writing() as session:
            sharing(session, a_practice(session), a_lead_ntp(session))
            a_yes_to_reports(session, session.get_one(Person, row.person_id))
        signed_in(client, Role.REFERRER, name="Nadia Nurse")
        ask = f"/referrals/{row.id}/ask/petunias-wheel"
        some = {"point-people": "3", "taken_on-day": "21"}
        assert len(client.refused_page(ask, some).mistakes) == 7
        client.submit(ask, some | {"leaves_out": "y"})
        with database.reading() as session:
            assert readings_of(session, row.id)[0].numbers["food"] is None

    def test_what_it_wrote_down_wrongly_it_puts_right(self, client, database, asha, row):
        with database.writing() as session:
            sharing(session, a_practice(session), a_lead_ntp(session))
            a_yes_to_reports(session, session.get_one(Person, row.person_id))
            mine = a_reading(session, asha, row.id)
        signed_in(client, Role.REFERRER, name="Nadia Nurse")
        said = FILLED | {
            "point-people": "3",
            "words": "He came with his dog.",
            "taken_on-day": "21",
        }
        client.submit(f"/referrals/{row.id}/ask/petunias-wheel", said)
        page = client.page(f"/referrals/{row.id}")
        assert "You wrote down on 21 November 2026: “He came with his dog.”" in page.words
        address = page.links["Put it right: 21 November 2026"]
        client.submit(address, {"because": "It was 4.", "point-people": "4"})
        with database.reading() as session:
            first, second = readings_of(session, row.id)
            assert (first.numbers["people"], first.practice_id) == (4, row.practice_id)
            assert second.id == mine.id
        client.page(f"/referrals/{row.id}/readings/{mine.id}/put-right", status=404)
        again = next(href for name, href in client.page(f"/referrals/{row.id}").links.items()
                     if name.startswith("Put it right"))  # fmt: skip
        client.submit(again, {"because": "Another patient.", "is_not_theirs": "y"})
        assert "He came with his dog." not in client.page(f"/referrals/{row.id}").words

    def test_a_patient_picks_there_too(self, client, database, asha, row):
        with database.writing() as session:
            asked_statements(session)
            sharing(session, a_practice(session), a_lead_ntp(session))
            a_yes_to_reports(session, session.get_one(Person, row.person_id))
        signed_in(client, Role.REFERRER, name="Nadia Nurse")
        address = f"/referrals/{row.id}/ask/{STATEMENTS}"
        assert "Made-up theme-4" in client.page(address).words
        client.submit(
            f"{address}?pick=statement-4-4", {"point-statement-4-4": "3", "taken_on-day": "21"}
        )
        assert "Made-up statement-4-4 3 (true for me)" in client.page(f"/referrals/{row.id}").words

    def test_without_a_yes_there_is_nothing(self, client, database, asha, row):
        with database.writing() as session:
            a_reading(session, asha, row.id)
        signed_in(client, Role.REFERRER)
        assert "How things are" not in client.page(f"/referrals/{row.id}").words
        client.page(f"/referrals/{row.id}/ask/petunias-wheel", status=404)


class TestByTheirOwnLink:
    @pytest.fixture
    def address(self, database, row):
        with database.writing() as session:
            token = links.issue(
                session, purpose=PURPOSE, subject_id=row.person_id, lifetime=timedelta(days=9),
                at=NOON,
            )  # fmt: skip
        return f"/my-plan/{token}"

    def test_from_their_page_to_the_star_of_today(self, client, database, row, address):
        own = client.submit(address, BORN)
        assert f'href="{address}/ask/petunias-wheel"' in own.text
        ask = f"{address}/ask/petunias-wheel"
        questions = client.submit(ask, BORN)
        assert "How is it with the people around you?" in questions.text
        form = Page(questions.text).form("words")
        sent = dict(form.filled(FILLED | {"words": "I have a dog now."}))
        done = client.post(ask, data=sent)
        assert "Thank you. This is how things are now" in done.text
        assert done.headers["Cache-Control"] == "no-store"
        again = client.post(ask, data=sent)
        assert again.location == address
        with database.reading() as session:
            (made,) = readings_of(session, row.id)
            assert (made.words, made.who) == ("I have a dog now.", "the person themselves")
        assert "People: 1 (very hard)" in client.submit(address, BORN).text

    def test_they_pick_between_the_date_and_the_questions(self, client, database, row, address):
        with database.writing() as session:
            asked_statements(session)
        ask = f"{address}/ask/{STATEMENTS}"
        picking = Page(client.submit(ask, BORN).text)
        assert "Made-up theme-6" in picking.words and "One is enough." in picking.words
        none = Page(client.post(ask, data=dict(picking.form("pick").filled({}))).text)
        assert "Tick at least one." in none.words
        chosen = dict(none.form("pick").filled({"pick": ["statement-5-2"]}))
        questions = Page(client.post(ask, data=chosen).text)
        assert "Made-up statement-5-2" in questions.words
        assert "Made-up statement-5-1" not in questions.words
        sent = dict(questions.form("words").filled({"point-statement-5-2": "2"}))
        done = client.post(ask, data=sent)
        assert "Made-up statement-5-2" in done.text and "25 others were not picked." in done.text
        with database.reading() as session:
            (made,) = readings_of(session, row.id)
            assert made.numbers["statement-5-2"] == 2

    def test_a_wrong_date_brings_no_question(self, client, address):
        page = client.refused_page(f"{address}/ask/petunias-wheel", BORN | {"born_on-year": "1950"})
        assert "around you" not in page.words
        assert any("this link and this date" in one for one in page.mistakes)

    def test_wrong_dates_here_count_as_they_do_on_their_page(self, client, address, clock):
        for number in range(20):
            if number % 4 == 0:
                clock.passes(minutes=31)
            where = address if number % 2 else f"{address}/ask/petunias-wheel"
            client.refused_page(where, BORN | {"born_on-year": "1950"})
        clock.passes(minutes=31)
        for where in (address, f"{address}/ask/petunias-wheel"):
            page = client.refused_page(where, BORN)
            assert any("this link and this date" in one for one in page.mistakes)

    def test_what_was_written_is_carried_along_and_danger_is_heeded_at_the_door(
        self, client, database, row, address
    ):
        ask = f"{address}/ask/petunias-wheel"
        form = Page(client.submit(ask, BORN).text).form("words")
        sent = dict(form.filled(FILLED | {"words": "I want to die."})) | {"born_on-year": "1950"}
        door = client.post(ask, data=sent)
        assert door.status_code == 422
        assert "Somebody may be in danger" in door.text and "Samaritans" in door.text
        assert dict(Page(door.text).form("born_on-day").filled({}))["words"] == "I want to die."
        again = dict(Page(door.text).form("born_on-day").filled(BORN))
        assert "Thank you." in client.post(ask, data=again).text
        with database.reading() as session:
            assert readings_of(session, row.id)[0].words == "I want to die."

    def test_said_again_on_a_day_it_is_kept_and_the_link_worker_sees_that_there_are_two(
        self, client, database, asha, row, address
    ):
        with database.writing() as session:
            a_reading(session, asha, row.id)
        ask = f"{address}/ask/petunias-wheel"
        form = Page(client.submit(ask, BORN).text).form("words")
        done = client.post(ask, data=dict(form.filled(FILLED | {"words": "I want to die."})))
        assert (
            "Thank you." in done.text
            and "We told your link worker, who may not read it before Monday 23 November."
            in done.text
        )
        with database.reading() as session:
            (star,) = stars(session, case_of(get_case(session, asha, row.id)), on=TODAY)
            assert [one.of_day for one in star.lines] == [2, 2]
            assert star.lines[0].words == "I want to die."

    def test_without_a_number_it_says_so_and_keeps_what_was_written(self, client, row, address):
        ask = f"{address}/ask/petunias-wheel"
        form = Page(client.submit(ask, BORN).text).form("words")
        page = Page(client.post(ask, data=dict(form.filled({"words": "So-so."}))).text)
        assert "You have not chosen a number yet." in page.words
        assert dict(page.form("words").filled({}))["words"] == "So-so."

    def test_what_they_overlook_is_left_out_unasked(self, client, database, row, address):
        ask = f"{address}/ask/petunias-wheel"
        form = Page(client.submit(ask, BORN).text).form("words")
        assert "Thank you." in client.post(ask, data=dict(form.filled({"point-food": "3"}))).text
        with database.reading() as session:
            (made,) = readings_of(session, row.id)
            assert (made.numbers["food"], made.numbers["say"]) == (3, None)

    def test_a_link_that_is_none_asks_for_the_date_too(self, client, asha):
        page = client.refused_page("/my-plan/no-such-link/ask/petunias-wheel", BORN)
        assert any("this link and this date" in one for one in page.mistakes)
