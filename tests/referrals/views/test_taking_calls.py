"""A practice rings: the lead NTP writes it down."""

import pytest
import sqlalchemy as sa

from kernel.access import Role
from referrals.lifecycle import State
from referrals.models import Referral, ReferralMove
from tests.cast import a_lead_ntp, a_link_worker, a_practice, signed_in
from tests.cast_referrals import NHS_NUMBER, a_person, a_referral, named_worker, sharing
from tests.support.pages import Page

MAYA = {
    "name": "Maya Thornton", "phone": "07700 900123", "why_now": "Sees nobody.",
    "consent": "told", "told_by": "Nadia, practice nurse",
}  # fmt: skip
SEND = "Send referral"
SAVE = "Save and finish later"


@pytest.fixture
def practice(client, database):
    with database.writing() as session:
        there = a_practice(session)
        sharing(session, there, a_lead_ntp(session))
        named_worker(session, there, a_link_worker(session, name="Asha Begum"))
    signed_in(client, Role.LEAD_MANAGER, name="Laura Meadows")
    return str(there.id)


def test_a_call_is_sent_on_to_the_named_link_worker(client, practice, database):
    answer = client.submit("/referrals/phone", {**MAYA, "practice": practice}, button=SEND)
    assert "Sent to Asha Begum of Better Services Enterprise." in client.page(answer.location).words
    with database.reading() as session:
        found = session.execute(sa.select(ReferralMove.after, ReferralMove.because)).all()
    assert found == [(State.SENT, "Nadia, practice nurse rang")]


def test_it_can_be_finished_later_by_whoever_took_it(client, practice):
    later = client.submit(
        "/referrals/phone", {"practice": practice, "name": "Maya Thornton"}, button=SAVE
    ).location
    assert "Maya Thornton" in client.page("/referrals/phone").words
    assert "1 call that you took is not sent yet." in client.page("/desk").words
    client.submit(later, MAYA, button=SEND)
    assert "Not sent yet" not in client.page("/referrals/phone").words


def test_words_of_danger_bring_the_numbers_after_a_call_too(client, practice):
    call = {**MAYA, "why_now": "She wants to die", "practice": practice}
    answer = client.submit("/referrals/phone", call, button=SEND)
    assert "Samaritans: 116 123" in client.page(answer.location).words


def test_it_can_be_thrown_away(client, practice, database):
    later = client.submit("/referrals/phone", {"practice": practice}, button=SAVE).location
    client.submit(later, button="Throw it away")
    with database.reading() as session:
        assert session.scalars(sa.select(Referral)).all() == []


@pytest.mark.parametrize("is_saved", [True, False])
def test_without_a_yes_nothing_is_kept(client, practice, database, is_saved):
    address, more = "/referrals/phone", {"practice": practice}
    if is_saved:
        address = client.submit(address, more, button=SAVE).location
        more = {}
    answer = client.submit(address, {**MAYA, **more, "consent": "no"}, button=SEND)
    page = client.page(answer.location) if is_saved else Page(answer.text)
    assert "Nothing was kept." in page.words
    if not is_saved:
        written = page.form(button="Go back to what you wrote").filled({})
        assert dict(written)["name"] == MAYA["name"]
    with database.reading() as session:
        assert session.scalars(sa.select(Referral)).all() == []


def test_who_rings_and_for_which_practice_is_asked(client, practice):
    page = client.refused_page("/referrals/phone", {}, button=SEND)
    assert page.mistakes[:2] == [
        "Choose the practice.", "Say who rings, so that somebody can ask them.",
    ]  # fmt: skip


def test_a_pasted_summary_fills_it_in(client, practice):
    answer = client.submit(
        "/referrals/phone", {"summary": "Name: Maya Thornton"}, button="Fill in from this"
    )
    assert 'value="Maya Thornton"' in answer.text
    later = client.submit("/referrals/phone", {"practice": practice}, button=SAVE).location
    answer = client.submit(later, {"summary": "Tel: 07700 900123"}, button="Fill in from this")
    assert 'value="07700 900123"' in answer.text


def test_a_colleagues_call_is_not_found(client, practice):
    later = client.submit("/referrals/phone", {"practice": practice}, button=SAVE).location
    signed_in(client, Role.LINK_WORKER, name="Kofi Mensah")
    client.page(later, status=404)


def test_half_a_number_is_kept_while_they_look_for_the_rest(client, practice):
    half = {"practice": practice, "name": "Maya Thornton", "phone": "07700 9"}
    later = client.submit("/referrals/phone", half, button=SAVE).location
    page = client.page(later)
    assert "Not finished yet: phone number." in page.words
    assert dict(page.form("name", button=SEND).filled({}))["phone"] == "07700 9"
    assert client.submit(later, MAYA, button=SEND).status_code == 303


def test_whose_number_it_is_can_be_found_by_whoever_took_the_call(client, practice, database):
    with database.writing() as session:
        a_referral(session, a_person(session, "Omar Khalid", nhs_number=NHS_NUMBER))
    call = {**MAYA, "practice": practice, "nhs_number": NHS_NUMBER}
    page = client.refused_page("/referrals/phone", call, button=SEND)
    assert page.links["Look whose number it is (opens in another window)"] == "/find-person"
