"""A lead NTP names link workers for practices; referrals go to the first who is active."""

import pytest

from accounts import operations as accounts
from kernel.access import SYSTEM, Role
from kernel.errors import NotAllowed, NotFound
from referrals.operations import naming as operations
from referrals.queries import naming as queries
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, a_practice, an_area
from tests.cast_referrals import id_of, sharing

TODAY = NOON.date()


@pytest.fixture
def manager(session):
    return a_lead_manager(session)


@pytest.fixture
def practice(session):
    return a_practice(session)


def test_a_worker_is_named_and_may_serve_many(session, manager, practice):
    asha, other = a_link_worker(session, name="Asha Begum"), a_practice(session, "Orchard Park")
    for one in (practice, other):
        operations.name_worker(session, manager, one.id, user_id=id_of(asha), at=NOON)
    assert [one.name for one in queries.workers_of(session, practice.id)] == ["Asha Begum"]
    assert [one.initials for one in queries.workers_of(session, other.id)] == ["AB"]


def test_the_first_named_who_is_active_gets_the_referrals(session, manager, practice):
    asha, kofi = (a_link_worker(session, name=name) for name in ("Asha Begum", "Kofi Mensah"))
    for one, when in ((asha, NOON), (kofi, NOON.replace(hour=13))):
        operations.name_worker(session, manager, practice.id, user_id=id_of(one), at=when)
    session.flush()
    assert queries.destination(session, practice.id, on=TODAY).worker_id == id_of(asha)
    leave(session, asha)
    assert queries.destination(session, practice.id, on=TODAY).worker_id == id_of(kofi)
    leave(session, kofi)
    there = queries.destination(session, practice.id, on=TODAY)
    assert there.worker_id is None
    assert there.whom == "Better Services Enterprise"


def leave(session, worker):
    """Take the role of a link worker away, that moment."""
    accounts.let_leave(
        session, SYSTEM, organisation_id=worker.organisation_id, user_id=id_of(worker), at=NOON
    )


def test_it_can_be_ended(session, manager, practice):
    asha = a_link_worker(session)
    named = operations.name_worker(session, manager, practice.id, user_id=id_of(asha), at=NOON)
    session.flush()
    operations.end_naming(session, manager, named.id, at=NOON)
    session.flush()
    assert queries.workers_of(session, practice.id) == ()


def test_only_those_of_the_own_lead_ntp_can_be_named(session, manager, practice):
    elsewhere = a_lead_ntp(session, "Southbank Neighbours", is_host=False)
    stranger = a_link_worker(session, at=elsewhere)
    with pytest.raises(NotFound):
        operations.name_worker(session, manager, practice.id, user_id=id_of(stranger), at=NOON)


def test_and_only_for_practices_of_the_area(session, manager):
    far = a_practice(session, "Far Away Surgery", area=an_area(session, "Farawaytown"))
    asha = a_link_worker(session)
    with pytest.raises(NotFound):
        operations.name_worker(session, manager, far.id, user_id=id_of(asha), at=NOON)


def test_another_lead_ntps_naming_cannot_be_ended(session, manager, practice):
    asha = a_link_worker(session)
    named = operations.name_worker(session, manager, practice.id, user_id=id_of(asha), at=NOON)
    session.flush()
    stranger = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
    with pytest.raises(NotFound):
        operations.end_naming(session, stranger, named.id, at=NOON)


def test_a_link_worker_names_nobody(session, practice):
    asha = a_link_worker(session)
    with pytest.raises(NotAllowed):
        operations.name_worker(session, asha, practice.id, user_id=id_of(asha), at=NOON)


def test_one_named_already_is_not_offered_again(session, manager, practice):
    asha = a_link_worker(session, name="Asha Begum")
    a_link_worker(session, name="Kofi Mensah")
    operations.name_worker(session, manager, practice.id, user_id=id_of(asha), at=NOON)
    session.flush()
    page = queries.practice_page(session, manager, practice.id, on=TODAY)
    assert [name for _, name in page.others] == ["Kofi Mensah"]


def test_the_list_says_whether_data_may_be_shared(session, manager, practice):
    assert not queries.practices(session, manager, on=TODAY)[0].is_agreed
    sharing(session, practice, a_lead_ntp(session))
    session.flush()
    assert queries.practices(session, manager, on=TODAY)[0].is_agreed


def test_a_roleless_user_is_no_link_worker(session, manager, practice):
    nobody = a_lead_manager(session, name="Laura Meadows")
    assert Role.LINK_WORKER not in nobody.roles
    with pytest.raises(NotFound):
        operations.name_worker(session, manager, practice.id, user_id=id_of(nobody), at=NOON)
