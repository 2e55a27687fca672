"""Who sees the photograph of a link worker, and until when."""

import pytest

from accounts import operations as accounts
from kernel.access import SYSTEM, Role
from kernel.errors import NotAllowed, NotFound
from referrals.models import WorkerProfile
from referrals.operations.naming import end_naming
from referrals.queries.faces import photograph, photographs
from referrals.queries.naming import workers_of
from tests.cast import (
    NOON,
    a_commissioning_body,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    a_practice,
    an_actor,
)
from tests.cast_caseload import leaves
from tests.cast_referrals import a_practice_manager, a_referrer, id_of, named_worker
from tests.support.pictures import a_portrait
from tests.support.places import photographed


@pytest.fixture
def asha(session):
    """A link worker with a photograph, named for the usual practice."""
    asha = a_link_worker(session, name="Asha Begum")
    named_worker(session, a_practice(session), asha)
    return asha


@pytest.fixture
def face(session, asha):
    made = photographed(id_of(asha), asha.organisation_id)
    session.add(made)
    session.flush()
    return made


def stands_with(session, name=""):
    """The photographs beside the names of a practice's link workers."""
    return [one.photograph_id for one in workers_of(session, a_practice(session, name).id)]


class TestWhoSeesIt:
    def test_herself_her_colleagues_and_their_manager(self, session, asha, face):
        for one in (asha, a_link_worker(session), a_lead_manager(session)):
            assert photograph(session, one, face.id) == a_portrait()

    def test_the_practice_that_she_is_named_for(self, session, face):
        for one in (a_referrer(session), a_practice_manager(session)):
            assert photograph(session, one, face.id) == a_portrait()
        assert stands_with(session) == [face.id]

    def test_no_practice_that_only_a_colleague_is_named_for(self, session, face):
        other = a_practice(session, "Old Quay")
        nurse = a_referrer(session, at=other)
        named_worker(session, other, a_link_worker(session))
        with pytest.raises(NotFound):
            photograph(session, nurse, face.id)
        assert stands_with(session, "Old Quay") == [None]

    def test_nobody_of_another_lead_ntp_who_is_named_for_the_same_practice(self, session, face):
        southbank = a_lead_ntp(session, "Southbank", is_host=False)
        other = a_link_worker(session, at=southbank)
        named_worker(session, a_practice(session), other)
        for one in (other, a_lead_manager(session, at=southbank)):
            with pytest.raises(NotFound):
                photograph(session, one, face.id)
        assert set(stands_with(session)) == {face.id, None}

    @pytest.mark.parametrize(
        "role", [Role.DIRECTORY_EDITOR, Role.PRIVACY_OFFICER, Role.LEAD_FINANCE]
    )
    def test_nobody_else_of_her_lead_ntp(self, session, face, role):
        with pytest.raises(NotAllowed):
            photograph(session, an_actor(session, role), face.id)

    def test_no_commissioner(self, session, face):
        at = a_commissioning_body(session)
        with pytest.raises(NotAllowed):
            photograph(session, an_actor(session, Role.COMMISSIONER, at=at), face.id)

    def test_what_she_showed_elsewhere_stays_there(self, session, asha):
        southbank = a_lead_ntp(session, "Southbank", is_host=False)
        there = photographed(id_of(asha), southbank.id)
        session.add(there)
        accounts.grant(
            session, SYSTEM, user_id=id_of(asha), organisation_id=southbank.id,
            roles={Role.LINK_WORKER}, at=NOON,
        )  # fmt: skip
        assert photographs(session, southbank.id) == {id_of(asha): there.id}
        assert stands_with(session) == [None]
        for one in (asha, a_referrer(session)):
            with pytest.raises(NotFound):
                photograph(session, one, there.id)


class TestUntilWhen:
    def test_a_practice_sees_nothing_from_the_moment_that_she_is_taken_off(self, session, face):
        nurse, manager = a_referrer(session), a_lead_manager(session)
        (named,) = workers_of(session, a_practice(session).id)
        end_naming(session, manager, named.id, at=NOON)
        session.flush()
        with pytest.raises(NotFound):
            photograph(session, nurse, face.id)
        assert photograph(session, manager, face.id)

    def test_nobody_sees_it_from_the_moment_that_she_leaves(self, session, asha, face):
        leaves(session, asha)
        for one in (a_referrer(session), a_link_worker(session), a_lead_manager(session)):
            with pytest.raises(NotFound):
                photograph(session, one, face.id)
        assert stands_with(session) == [None]

    def test_nor_when_she_stays_and_is_no_link_worker_any_more(self, session, asha, face):
        accounts.change_roles(
            session, SYSTEM, user_id=id_of(asha), organisation_id=asha.organisation_id,
            roles={Role.DIRECTORY_EDITOR}, at=NOON,
        )  # fmt: skip
        session.flush()
        with pytest.raises(NotFound):
            photograph(session, a_referrer(session), face.id)
        assert stands_with(session) == [None]

    def test_a_profile_without_one_has_none(self, session, asha):
        bare = WorkerProfile(
            user_id=id_of(asha), lead_id=asha.organisation_id, locality_ids=[], changed_at=NOON
        )
        session.add(bare)
        session.flush()
        with pytest.raises(NotFound):
            photograph(session, asha, bare.id)
        assert stands_with(session) == [None]
