"""Two records of one person, as a lead manager meets them."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from kernel.access import Role
from referrals.lifecycle import State
from referrals.models import Person, Referral
from tests.cast import a_lead_ntp, a_link_worker, a_practice, signed_in
from tests.cast_joining import known_twice
from tests.cast_plans import a_goal


@pytest.fixture
def maya(database):
    with database.writing() as session:
        return known_twice(
            session, this={"no_voicemail": True}, other={"phone": "07700 900999", "no_text": True}
        )


def people_there(database):
    """Everybody who is known, by name and telephone number."""
    with database.reading() as session:
        return [tuple(row) for row in session.execute(sa.select(Person.name, Person.phone))]


def test_a_manager_is_told_quietly_and_joins_them(client, database, maya):
    signed_in(client, Role.LEAD_MANAGER)
    case = client.page(f"/cases/{maya.row.id}")
    assert "This may be the same person as Thornton, Maya, born 17 May 1948." in case.words
    assert maya.address in case.links.values()
    page = client.page(maya.address)
    assert "07700 900999" in page.words and "Leave no message." in page.words
    assert "It cannot be taken apart again." in page.words
    answer = client.submit(
        maya.address, {"phone": "other", "because": "they-say"}, button="Join the two records"
    )
    assert answer.location == f"/cases/{maya.row.id}"
    case = client.page(answer.location)
    assert "They are one record now, with all that hangs on either." in case.words
    assert "Leave no message. Send no text messages." in case.words
    assert "same person as" not in case.words
    assert people_there(database) == [("Maya Thornton", "07700 900999")]
    assert "Maya Thornton" in client.page(f"/cases/{maya.other.id}").words


def test_how_it_is_known_must_be_said_and_the_rest_is_chosen_already(client, database, maya):
    signed_in(client, Role.LEAD_MANAGER)
    page = client.refused_page(maya.address, button="Join the two records")
    assert page.mistakes == ["Choose how you know."]
    assert len(people_there(database)) == 2


def test_sent_twice_it_is_done_once(client, app, database, maya):
    signed_in(client, Role.LEAD_MANAGER)
    sent = dict(client.page(maya.address).form("because").filled({"because": "they-say"}))
    assert [client.post(maya.address, data=sent).location for _ in range(2)] == [
        f"/cases/{maya.row.id}"
    ] * 2
    assert len(people_there(database)) == 1
    with database.reading() as session:
        done = sa.text("SELECT count(*) FROM audit_line WHERE act = 'joined two records'")
        assert session.scalar(done) == 1


def test_a_second_manager_is_told_that_it_is_done(client, app, database, maya):
    signed_in(client, Role.LEAD_MANAGER, name="Mo Manager")
    colleague = app.test_client()
    signed_in(colleague, Role.LEAD_MANAGER, name="Nell Manager")
    other_way = f"/cases/{maya.other.id}/join/{maya.row.person_id}"
    sent = {
        at: dict(colleague.page(at).form("because").filled({"because": "they-say"}))
        for at in (maya.address, other_way)
    }
    client.submit(maya.address, {"because": "they-say"})
    for at, fields in sent.items():
        answer = colleague.post(at, data=fields)
        assert answer.status_code == 409
        assert "These two are one record already" in answer.get_data(as_text=True)
        assert "one record already" in colleague.page(at, status=409).words
    assert len(people_there(database)) == 1


def test_a_page_that_is_no_longer_true_joins_nothing(client, database, maya):
    signed_in(client, Role.LEAD_MANAGER)
    sent = dict(client.page(maya.address).form("because").filled({"because": "they-say"}))
    with database.writing() as session:
        session.get_one(Person, maya.other.person_id).name = "Maya Thorntn"
    answer = client.post(maya.address, data=sent)
    assert answer.status_code == 409
    assert len(people_there(database)) == 2


def test_two_plans_are_named_with_what_to_do_first(client, database):
    with database.writing() as session:
        asha = a_link_worker(session, name="Asha Begum")
        maya = known_twice(session, worker=asha, state=State.ASSESSED)
        for row in (maya.row, maya.other):
            a_goal(session, asha, row)
    signed_in(client, Role.LEAD_MANAGER)
    page = client.page(maya.address)
    assert "They cannot be joined yet" in page.words
    assert "Ask Asha Begum to finish the work or end it in one of them first." in page.words
    assert "Join the two records" not in page.words


def test_what_is_left_to_do_is_told(client, database):
    with database.writing() as session:
        maya = known_twice(session, worker=a_link_worker(session, name="Asha Begum"))
    signed_in(client, Role.LEAD_MANAGER)
    said = "Asha Begum has two open referrals of them."
    assert said in client.page(maya.address).words
    answer = client.submit(maya.address, {"because": "worker-knows"})
    assert said in client.page(answer.location).words


def test_two_who_are_not_alike_are_not_put_together(client, database):
    with database.writing() as session:
        maya = known_twice(session, other={"name": "Omar Khalid"})
    signed_in(client, Role.LEAD_MANAGER)
    assert "says that these two are one person" in client.page(maya.address, status=409).words


@pytest.mark.parametrize(
    "role", [Role.LINK_WORKER, Role.REFERRER, Role.PRACTICE_MANAGER, Role.COMMISSIONER,
             Role.PRIVACY_OFFICER, Role.SAFEGUARDING_LEAD],
)  # fmt: skip
def test_others_get_what_they_would_for_a_record_that_never_was(client, database, maya, role):
    signed_in(client, role)
    never = f"/cases/{uuid4()}/join/{uuid4()}"
    strange, missing = (client.get(at) for at in (maya.address, never))
    assert strange.status_code == missing.status_code == 404
    assert client.page(maya.address, status=404).words == client.page(never, status=404).words
    assert len(people_there(database)) == 2


def test_a_manager_of_another_lead_ntp_gets_the_same(client, database, maya):
    signed_in(
        client, Role.LEAD_MANAGER,
        at=lambda session: a_lead_ntp(session, "Southbank Neighbours", is_host=False),
    )  # fmt: skip
    never = f"/cases/{uuid4()}/join/{uuid4()}"
    assert client.page(maya.address, status=404).words == client.page(never, status=404).words


def test_a_link_workers_case_says_nothing_of_it(client, database, maya):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        session.get_one(Referral, maya.row.id).link_worker_id = asha.user_id
    assert "same person" not in client.page(f"/cases/{maya.row.id}").words


def test_each_practice_sees_its_own_referral_as_before_and_hears_of_no_other(
    client, app, database, maya
):
    signed_in(client, Role.LEAD_MANAGER)
    client.submit(maya.address, {"because": "they-say"})
    for own, other, practice in (
        (maya.row, maya.other, "Weaver Street Surgery"), (maya.other, maya.row, "Old Quay Practice"),
    ):  # fmt: skip
        nurse = app.test_client()
        signed_in(nurse, Role.REFERRER, at=lambda session, name=practice: a_practice(session, name))
        assert "Maya Thornton" in nurse.page(f"/referrals/{own.id}").words
        assert nurse.get(f"/referrals/{other.id}").status_code == 404
        assert str(other.id) not in nurse.get("/referrals").get_data(as_text=True)
