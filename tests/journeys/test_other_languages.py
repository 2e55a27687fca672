"""The same questions and the same star in the languages that an instrument has."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from kernel import links
from kernel.access import Role
from outcomes_star.queries.readings import readings_of
from referrals.lifecycle import State
from referrals.models import Person
from referrals.operations.person_page import PURPOSE
from tests.cast import NOON, a_lead_ntp, a_practice, signed_in
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import a_case
from tests.cast_readings import IN_OTHERS, LOW, OURS, a_reading, asked, asked_in
from tests.cast_referrals import sharing
from tests.support.pages import Page

FILLED = {f"point-{part}": str(number) for part, number in LOW.items()}
BORN = {"born_on-day": "17", "born_on-month": "5", "born_on-year": "1948"}
BENGALI = IN_OTHERS["bn"]


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


@pytest.fixture
def row(database, asha):
    with database.writing() as session:
        asked_in(session, "bn", "ur")
        return a_case(session, asha, state=State.ASSESSED, sent_at=NOON - timedelta(days=40))


@pytest.fixture
def speaks_bengali(database, row):
    with database.writing() as session:
        session.get_one(Person, row.person_id).language = "Bengali, a little English"


def ask(row):
    return f"/cases/{row.id}/ask/{OURS}"


def in_language(page, code):
    """The words of a page that say that they are in a language."""
    found = [one for one in page.tree.iter() if one.get("lang") == code]
    return [" ".join("".join(one.itertext()).split()) for one in found]


def kept_in(database, row):
    with database.reading() as session:
        return [one.language for one in readings_of(session, row.id)]


def test_where_there_is_one_language_nothing_is_to_be_chosen(client, asha, database):
    with database.writing() as session:
        asked(session)
        row = a_case(session, asha, state=State.ASSESSED)
    assert "Another language?" not in client.page(f"/cases/{row.id}/ask/petunias-wheel").words


def test_it_is_asked_in_english_until_another_is_chosen_and_the_reading_keeps_it(
    client, row, database
):
    page = client.page(ask(row))
    assert BENGALI not in page.heading
    chosen = page.links["বাংলা (Bengali)"]
    page = client.page(chosen)
    assert page.heading.startswith(BENGALI)
    said = in_language(page, "bn")
    assert (
        f"{BENGALI} My health {BENGALI} How well do you get on with your health from day to day?"
        in said
    )
    assert "English" in page.links and "বাংলা (Bengali)" not in page.links
    answer = client.submit(chosen, FILLED)
    assert kept_in(database, row) == ["bn"]
    page = client.page(answer.location)
    assert "Asked in Bengali." in page.words and BENGALI not in page.heading


def test_the_language_of_the_record_comes_first(client, row, database, speaks_bengali):
    assert client.page(ask(row)).heading.startswith(BENGALI)
    client.submit(f"{ask(row)}?language=en", FILLED)
    assert kept_in(database, row) == ["en"]


def test_words_that_run_from_right_to_left_say_so(client, row):
    page = client.page(f"{ask(row)}?language=ur")
    ways = {one.get("dir") for one in page.tree.iter() if one.get("lang") == "ur"}
    assert ways == {"rtl"}


def test_what_was_opened_in_one_language_is_not_kept_as_another(client, row, database):
    sent = dict(client.page(f"{ask(row)}?language=bn").form("words").filled(FILLED))
    answer = client.post(ask(row), data=sent)
    assert answer.status_code == 422 and "What is asked has changed" in answer.text
    assert kept_in(database, row) == []


def test_the_sheet_and_the_printed_star_are_in_any_of_them(client, row, database, asha):
    with database.writing() as session:
        a_reading(session, asha, row.id, OURS)
    sheet = client.page(f"{ask(row)}/paper")
    assert f"{BENGALI} My health" not in sheet.words
    assert f"{BENGALI} My health" in in_language(client.page(sheet.links["বাংলা (Bengali)"]), "bn")
    printed = client.page(f"/cases/{row.id}/stars/{OURS}/1/print?words=yes")
    address = printed.links["বাংলা (Bengali)"]
    assert "words=yes" in address
    page = client.page(address)
    cells = in_language(page, "bn")
    assert f"{BENGALI} My health" in cells and f"2 ({BENGALI} Hard)" in cells
    assert "The table has a number for each part." in page.words
    answer = client.get(f"/cases/{row.id}/stars/{OURS}/1/star.pdf?language=bn")
    assert answer.data.startswith(b"%PDF")


def test_what_is_put_right_keeps_its_language(client, row, database, asha):
    with database.writing() as session:
        made = a_reading(session, asha, row.id, OURS, language="bn")
    client.submit(
        f"/cases/{row.id}/readings/{made.id}/put-right", {"because": "A slip.", "point-people": "3"}
    )
    assert kept_in(database, row) == ["bn"]


def test_at_the_practice(client, row, database, speaks_bengali):
    with database.writing() as session:
        sharing(session, a_practice(session), a_lead_ntp(session))
        a_yes_to_reports(session, session.get_one(Person, row.person_id))
    signed_in(client, Role.REFERRER, name="Nadia Nurse")
    address = f"/referrals/{row.id}/ask/{OURS}"
    page = client.page(address)
    assert page.heading.startswith(BENGALI) and "English" in page.links
    client.submit(address, FILLED)
    assert kept_in(database, row) == ["bn"]
    assert "Asked in Bengali." in client.page(f"/referrals/{row.id}").words


def test_by_their_own_link(client, row, database, speaks_bengali):
    with database.writing() as session:
        token = links.issue(
            session, purpose=PURPOSE, subject_id=row.person_id, lifetime=timedelta(days=9), at=NOON
        )
    own = Page(client.submit(f"/my-plan/{token}", BORN).text)
    usual = f"/my-plan/{token}/ask/{OURS}"
    assert usual in own.links.values()
    questions = Page(client.submit(usual, BORN).text)
    assert questions.heading.startswith(BENGALI)
    assert own.links["English"] == questions.links["English"] == f"{usual}?language=en"
    chosen = own.links["اردو (Urdu)"]
    form = Page(client.submit(chosen, BORN).text).form("words")
    done = client.post(chosen, data=dict(form.filled(FILLED)))
    assert "Thank you." in done.text and "اردو My health" in done.text
    assert kept_in(database, row) == ["ur"]


class TestWherePeoplePick:
    @pytest.fixture
    def row(self, database, asha):
        with database.writing() as session:
            asked_in(session, "bn", "ur", is_picked=True)
            return a_case(session, asha, state=State.ASSESSED, sent_at=NOON - timedelta(days=40))

    def test_the_language_is_chosen_first_and_stays(self, client, row, database):
        page = client.page(client.page(ask(row)).links["বাংলা (Bengali)"])
        assert page.heading.startswith(BENGALI)
        assert {f"{BENGALI} My life", f"{BENGALI} Food"} <= set(in_language(page, "bn"))
        form = page.form("pick")
        picked = client.page(f"{ask(row)}?{urlencode(form.filled({'pick': ['food', 'rest']}))}")
        said = in_language(picked, "bn")
        assert picked.heading.startswith(BENGALI) and f"{BENGALI} My life" in said
        assert any(one.startswith(f"{BENGALI} Food") for one in said)
        assert not any(one.startswith(f"{BENGALI} People") for one in said)

    def test_what_was_picked_stays_when_another_is_chosen(self, client, row, database):
        page = client.page(f"{ask(row)}?pick=food&pick=rest&language=bn")
        other = page.links["اردو (Urdu)"]
        assert other == f"{ask(row)}?pick=food&pick=rest&language=ur"
        assert client.page(page.links["Pick others"]).heading.startswith(BENGALI)
        answer = client.submit(other, {"point-food": "2", "point-rest": "left-out"})
        assert kept_in(database, row) == ["ur"]
        assert "7 others were not picked." in client.page(answer.location).words

    def test_the_sheet_and_the_printed_star_name_the_theme_in_it(self, client, row, database, asha):
        with database.writing() as session:
            a_reading(session, asha, row.id, OURS)
        for address in (f"{ask(row)}/paper", f"/cases/{row.id}/stars/{OURS}/1/print"):
            said = in_language(client.page(f"{address}?language=bn"), "bn")
            assert f"{BENGALI} My life" in said and f"{BENGALI} Food" in said

    def test_by_their_own_link(self, client, row, database, speaks_bengali):
        with database.writing() as session:
            token = links.issue(
                session,
                purpose=PURPOSE,
                subject_id=row.person_id,
                lifetime=timedelta(days=9),
                at=NOON,
            )
        usual = f"/my-plan/{token}/ask/{OURS}"
        picking = Page(client.submit(usual, BORN).text)
        assert picking.heading.startswith(BENGALI)
        chosen = picking.links["اردو (Urdu)"]
        form = Page(client.submit(chosen, BORN).text).form("pick")
        asks = Page(client.post(chosen, data=dict(form.filled({"pick": ["food"]}))).text)
        assert "اردو Food" in asks.words and "اردو People" not in asks.words
        done = client.post(chosen, data=dict(asks.form("words").filled({"point-food": "2"})))
        assert "Thank you." in done.text and "اردو Food" in done.text
        assert kept_in(database, row) == ["ur"]
