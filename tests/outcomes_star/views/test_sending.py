"""The page on which a star is sent by e-mail, and what arrives."""

import pytest

from kernel.access import Role
from referrals.lifecycle import State
from referrals.models import Person
from tests.cast import signed_in
from tests.cast_caseload import a_case
from tests.cast_readings import IN_OTHERS, LOW, OURS, a_reading, asked, asked_in

ASKED = {"is_asked_for": "y"}


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


@pytest.fixture
def row(database, asha):
    with database.writing() as session:
        asked(session)
        row = a_case(session, asha, state=State.ASSESSED)
        a_reading(session, asha, row.id, words="My neighbour shouts.")
        return row


def star_of(row, code="petunias-wheel"):
    return f"/cases/{row.id}/stars/{code}/1"


def test_what_they_asked_for_arrives_as_words_as_a_table_and_as_a_picture(client, row, letters):
    address = client.page(star_of(row)).links["Send it by e-mail"]
    page = client.page(address)
    assert "maya@example.org" in page.words and "cannot be called back" in page.words
    answer = client.submit(address, ASKED)
    assert answer.location == star_of(row)
    assert "The e-mail is on its way." in client.page(answer.location).words
    (letter,) = letters()
    assert (letter.to, letter.subject) == ("maya@example.org", "What you asked us for")
    assert "People\n  At the start, 22 November 2026: 1 (very hard)" in letter.text
    assert "1 (very hard)</td>" in letter.html
    assert letter.enclosed["star.pdf"].startswith(b"%PDF")
    for said in (letter.subject, letter.text, letter.html):
        assert "Maya" not in said and "neighbour" not in said


def test_without_the_tick_it_does_not_go(client, row, letters):
    page = client.refused_page(f"{star_of(row)}/email", button="Send it")
    assert "Send it only when they ask for it. Then tick this." in page.mistakes
    assert letters() == []


def test_where_they_want_no_e_mail_the_page_says_what_to_do(client, row, database):
    with database.writing() as session:
        session.get_one(Person, row.person_id).no_email = True
    assert "Send it by e-mail" not in client.page(star_of(row)).links
    page = client.refused_page(f"{star_of(row)}/email", ASKED)
    assert any("Print it for them instead" in one for one in page.mistakes)


def test_where_they_named_safe_times_it_asks_whether_this_is_one(client, row, database, letters):
    with database.writing() as session:
        session.get_one(Person, row.person_id).safe_times = "Mondays"
    page = client.refused_page(f"{star_of(row)}/email", ASKED)
    assert any("Mondays" in one for one in page.mistakes)
    client.submit(f"{star_of(row)}/email", ASKED | {"is_safe_now": "y"})
    assert len(letters()) == 1


def test_it_goes_in_the_language_that_was_chosen(client, row, database, asha, letters):
    with database.writing() as session:
        asked_in(session, "bn")
        a_reading(session, asha, row.id, OURS)
    chosen = client.page(f"{star_of(row, OURS)}/email").links["বাংলা (Bengali)"]
    client.submit(chosen, ASKED)
    (letter,) = letters()
    assert f"{IN_OTHERS['bn']} People" in letter.text
    assert f'<span lang="bn">{IN_OTHERS["bn"]} People</span>' in letter.html


def test_of_what_people_pick_it_names_the_theme_and_counts_the_others(
    client, row, database, asha, letters
):
    with database.writing() as session:
        asked_in(session, "bn", is_picked=True)
        a_reading(session, asha, row.id, OURS, numbers=dict.fromkeys(LOW) | {"people": 2})
    client.submit(f"{star_of(row, OURS)}/email?language=bn", ASKED)
    (letter,) = letters()
    theme = f"{IN_OTHERS['bn']} My life"
    assert theme in letter.text and "7 others were not picked." in letter.text
    assert f'<span lang="bn">{theme}</span></caption>' in letter.html
    assert "7 others were not picked." in letter.html
    assert letter.enclosed["star.pdf"].startswith(b"%PDF")


def test_nobody_else_sends_it(client, row):
    signed_in(client, Role.LINK_WORKER, name="Daniel Crowe")
    client.page(f"{star_of(row)}/email", status=404)
    signed_in(client, Role.LEAD_MANAGER)
    assert client.get(f"{star_of(row)}/email").status_code in {403, 404}
    assert "Send it by e-mail" not in client.page(star_of(row)).links
