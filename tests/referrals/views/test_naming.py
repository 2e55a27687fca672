"""The lead NTP's page of practices."""

from kernel.access import Role
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_practice, signed_in
from tests.cast_referrals import id_of, sharing


def test_a_manager_names_a_link_worker_and_takes_her_off_again(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        practice = a_practice(session)
        asha = a_link_worker(session, name="Asha Begum")
    assert "Nobody is named yet" in client.page("/practices").words
    address = f"/practices/{practice.id}"
    client.submit(address, {"worker": str(id_of(asha))}, button="Name this link worker")
    assert "Referrals can come here once the practice and you have" in client.page(address).words
    assert "Asha Begum" in client.page("/practices").words
    client.submit(address, button="Take off Asha Begum")
    assert "Nobody is named yet" in client.page(address).words


def test_it_says_when_nothing_may_be_shared(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        practice, lead = a_practice(session), a_lead_ntp(session)
    assert "cannot send you referrals yet" in client.page(f"/practices/{practice.id}").words
    with database.writing() as session:
        sharing(session, practice, lead)
    assert "cannot send you referrals yet" not in client.page(f"/practices/{practice.id}").words


def test_nobody_chosen_is_a_mistake(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        practice = a_practice(session)
        a_link_worker(session, at=a_lead_ntp(session), name="Asha Begum")
    page = client.refused_page(f"/practices/{practice.id}", button="Name this link worker")
    assert page.mistakes == ["Choose a link worker."]
    assert NOON
