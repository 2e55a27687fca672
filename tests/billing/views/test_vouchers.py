"""Free sessions: printed for the person, on their own page, spent with one button, and counted by the lead NTP."""

import pytest

from billing.models import Voucher
from kernel.access import Role
from tests.cast import NOON, a_lead_ntp, signed_in
from tests.cast_charges import a_case_with_a_band, a_paying_contract, a_rewarded_case, keep_up


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


@pytest.fixture
def rewarded(client, database, asha):
    """Somebody who kept it up: their case, and the code of their sessions."""
    with database.writing() as session:
        a_paying_contract(session)
        row = a_rewarded_case(session, asha)
        return row.id, session.query(Voucher).one().code


def test_the_case_says_what_was_earned_and_prints_the_paper(client, rewarded):
    case, code = rewarded
    page = client.page(f"/cases/{case}")
    assert "Kept up for a year: paid" in page.words and "£24.00 is charged for it." in page.words
    assert "6 of their 6 free sessions are left." in page.words
    paper = client.page(page.links["Print the paper for them"])
    assert "For Maya Thornton." in paper.words and f"/free-sessions/{code}" in paper.words
    assert "here are 6 free sessions for you" in paper.words.lower()


def test_the_case_says_why_nothing_is_paid_yet(client, database, asha):
    with database.writing() as session:
        a_paying_contract(session)
        row = a_case_with_a_band(session, asha)
        keep_up(session, asha, row, when=NOON)
    page = client.page(f"/cases/{row.id}")
    assert "Kept up for a year: not paid" in page.words
    assert "A year has not gone by yet." in page.words
    assert client.get(f"/cases/{row.id}/free-sessions").status_code == 404


def test_whoever_holds_the_code_spends_them_one_by_one_and_reads_no_name(client, rewarded):
    _, code = rewarded
    client.delete_cookie("petunias")
    address = f"/free-sessions/{code}"
    page = client.page(address)
    assert "6 of 6 are left." in page.words and "Maya" not in page.words
    refused = client.refused_page(address, button="Use one session")
    assert refused.mistakes == ["Choose where it is spent."]
    for left in range(5, -1, -1):
        answer = client.submit(address, {"place": "Better Services Enterprise"})
        words = client.page(answer.headers["Location"]).words
        assert ("None is left." if not left else f"{left} ") in words
    assert "All of these sessions are spent." in client.page(address).words


def test_whoever_pressed_by_mistake_takes_it_back_within_a_day(client, rewarded, clock):
    _, code = rewarded
    client.delete_cookie("petunias")
    address = f"/free-sessions/{code}"
    spent = client.submit(address, {"place": "Better Services Enterprise"}).location
    page = client.page(spent)
    assert "One session is spent. 5 are left." in page.words and "Maya" not in page.words
    page = client.page(client.submit(spent, button="Take it back").location)
    assert "The session is taken back. 6 are left." in page.words
    assert "6 of 6 are left." in page.words
    page = client.page(spent)
    assert "It was taken back." in page.words and "Take it back" not in page.words
    late = client.submit(address, {"place": "Better Services Enterprise"}).location
    clock.passes(hours=25)
    page = client.page(late)
    assert "This one stays used." in page.words and "Take it back" not in page.words


def test_a_session_stands_at_no_other_code(client, rewarded):
    _, code = rewarded
    address = f"/free-sessions/{code}"
    spent = client.submit(address, {"place": "Better Services Enterprise"}).location
    assert client.get(spent.replace(code, "ABCDEFGHJKLM")).status_code == 404


def test_a_manager_takes_back_what_was_pressed_by_mistake(client, rewarded, clock):
    _, code = rewarded
    place = {"place": "Better Services Enterprise"}
    client.submit(f"/free-sessions/{code}", place)
    signed_in(client, Role.LEAD_FINANCE)
    assert "take it back" not in client.page("/free-sessions").words
    signed_in(client, Role.LEAD_MANAGER)
    (way,) = [
        href for words, href in client.page("/free-sessions").links.items() if "take it" in words
    ]
    assert "It was used at Better Services Enterprise" in client.page(way).words
    page = client.page(client.submit(way, button="Take it back").location)
    assert "The session is taken back." in page.words
    assert "6 were given, 0 of them are spent." in page.words and ": taken back" in page.words
    assert "It was taken back. It can be used again." in client.page(way).words
    clock.passes(hours=25)
    signed_in(client, Role.LEAD_MANAGER)
    assert "Used within the last day" not in client.page("/free-sessions").words


def test_a_code_that_is_none_is_not_found(client, rewarded):
    assert client.get("/free-sessions/ABCDEFGHJKLM").status_code == 404


def test_a_lead_ntp_counts_them_and_says_where_they_can_be_spent(client, rewarded):
    _, code = rewarded
    signed_in(client, Role.LEAD_MANAGER)
    page = client.page(client.page("/money").links["Free sessions"])
    assert "6 were given, 0 of them are spent." in page.words
    client.submit("/free-sessions", {"names": "The Choir\n\nThe Choir\nThe Garden"})
    client.submit(f"/free-sessions/{code}", {"place": "The Garden"})
    words = client.page("/free-sessions").words
    assert "6 were given, 1 of them are spent." in words and "The Garden" in words
    assert "Maya" not in words


def test_another_lead_ntp_reads_nothing_of_them(client, rewarded):
    case, _ = rewarded
    signed_in(client, Role.LEAD_MANAGER, at=lambda it: a_lead_ntp(it, "Southbank", is_host=False))
    assert "0 were given" in client.page("/free-sessions").words
    assert client.get(f"/cases/{case}/free-sessions").status_code == 404
