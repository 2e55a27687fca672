"""The page on which somebody's details are put right."""

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from kernel import links
from kernel.access import Role
from referrals.lifecycle import State
from referrals.models import Person
from referrals.operations.person_page import LIFETIME
from referrals.queries.person_page import PURPOSE
from tests.cast import a_link_worker, signed_in
from tests.cast_referrals import a_person, a_referral


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


@pytest.fixture
def case(database, asha):
    with database.writing() as session:
        row = a_referral(session, a_person(session, nhs_number="9990000018"), worker=asha)
    return f"/cases/{row.id}"


def test_a_wrong_number_is_put_right_from_the_case_and_the_story_says_so(client, case):
    address = client.page(case).links["Put their details right"]
    client.submit(address, {"phone": "07700 900999", "because": "She rang from it."})
    page = client.page(case)
    assert "07700 900999" in page.words and "07700 900123" not in page.words
    assert "Put right: phone number" in page.words and "She rang from it." in page.words
    assert "“07700 900123” is now “07700 900999”. She rang from it." in client.page(address).words


def test_the_form_shows_what_is_there_and_keeps_what_was_typed(client, case):
    page = client.refused_page(f"{case}/put-details-right", {"phone": "x", "nhs_number": "1"})
    assert len(page.mistakes) == 2
    assert ("phone", "x") in page.form("phone").filled({})
    assert "That NHS number is not right." in page.words


def test_two_who_change_at_once_lose_no_words(client, case, database):
    address = f"{case}/put-details-right"
    form = client.page(address).form("phone")
    client.submit(address, {"email": "new@example.org"})
    answer = client.post(
        address, data=MultiDict(form.filled({"access_needs": "A ramp at the door"}))
    )
    assert answer.status_code == 409
    assert "A ramp at the door" in answer.get_data(as_text=True)
    assert "new@example.org" in client.page(case).words


def test_she_is_told_when_no_way_is_left(client, case):
    address = f"{case}/put-details-right"
    client.submit(address, {"phone": "", "email": ""})
    assert "There is now no way to reach them" in client.page(case).words


def test_she_is_told_to_send_a_new_link_when_the_old_one_ends(client, case, database, clock):
    address = f"{case}/put-details-right"
    said = "Send a new link from this case."
    client.submit(address, {"phone": "07700 900998"})
    assert said not in client.page(case).words
    with database.writing() as session:
        person = session.scalars(sa.select(Person)).one()
        links.issue(session, purpose=PURPOSE, subject_id=person.id, lifetime=LIFETIME, at=clock.now)
    client.submit(address, {"language": "Bengali"})
    assert said not in client.page(case).words
    client.submit(address, {"phone": "07700 900999"})
    assert said in client.page(case).words


def test_another_case_of_her_own_with_this_number_is_asked_about_once(client, case, database, asha):
    with database.writing() as session:
        twin = a_person(session, "M Thornton", nhs_number="9990000018", is_twin=True)
        other = a_referral(session, twin, worker=asha)
    address = f"/cases/{other.id}/put-details-right"
    page = client.refused_page(address, {"name": "Mia Thornton"})
    assert "Is this another person?" in page.words
    ticked = page.form("is_somebody_else").filled({"is_somebody_else": "y"})
    assert client.post(address, data=MultiDict(ticked)).status_code == 303
    assert "Mia Thornton" in client.page(f"/cases/{other.id}").words


def test_a_colleagues_case_is_not_found(client, database, asha):
    with database.writing() as session:
        row = a_referral(session, worker=a_link_worker(session))
    client.page(f"/cases/{row.id}/put-details-right", status=404)


def test_without_a_date_of_birth_the_case_says_what_to_do_first(client, database, asha):
    with database.writing() as session:
        row = a_referral(session, a_person(session, born_on=None), worker=asha)
    page = client.page(f"/cases/{row.id}")
    assert "Their date of birth opens the page, and we do not know it." in page.words
    assert page.links["Write it down"].endswith("put-details-right")


def test_an_old_case_is_no_longer_hers_when_a_colleague_has_them_now(client, database, asha):
    with database.writing() as session:
        row = a_referral(session, worker=asha, state=State.DECLINED)
        before = f"/cases/{row.id}"
    assert "Put their details right" in client.page(before).links
    assert "Send them the link" in client.page(before).words
    with database.writing() as session:
        a_referral(session, session.get(Person, row.person_id), worker=a_link_worker(session))
    for page in ("", "/plan", "/plan/add-goal", "/put-details-right", "/reopen", "/summary"):
        client.page(f"{before}{page}", status=404)
