"""Whose it is to write down that somebody is safe: their link worker's; the manager's while nobody has them."""

from dataclasses import replace

import pytest

from kernel.access import Role
from kernel.errors import NotAllowed, NotFound
from referrals.lifecycle import State
from referrals.models import Consent
from referrals.operations.clocks import make_safe
from referrals.operations.consents import take_back
from referrals.queries.safety import (
    Elsewhere,
    can_make_safe,
    danger_elsewhere,
    get_to_make_safe,
    people_left_in_danger,
)
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, an_actor
from tests.cast_caseload import a_case, leaves
from tests.cast_referrals import NHS_NUMBER, a_person, a_referral, a_referrer


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def row(session, asha):
    return a_case(session, asha)


def unheld(row):
    row.link_worker_id = None
    return row


def test_while_a_link_worker_has_the_case_it_is_hers_and_not_her_managers(session, asha, row):
    manager = a_lead_manager(session)
    assert can_make_safe(session, asha, row.id) and not can_make_safe(session, manager, row.id)
    with pytest.raises(NotFound):
        get_to_make_safe(session, manager, row.id)


def test_while_nobody_has_it_it_is_the_managers(session, asha, row):
    manager = a_lead_manager(session)
    assert get_to_make_safe(session, manager, unheld(row).id) is row
    assert not can_make_safe(session, asha, row.id)


def test_whoever_left_has_no_case(session, asha, row):
    leaves(session, asha)
    assert can_make_safe(session, a_lead_manager(session), row.id)


def test_over_and_the_person_is_with_another_it_is_the_managers(session, asha):
    row, manager = a_case(session, asha, state=State.DECLINED), a_lead_manager(session)
    assert not can_make_safe(session, manager, row.id)
    a_referral(session, row.person, worker=a_link_worker(session))
    assert can_make_safe(session, manager, row.id) and not can_make_safe(session, asha, row.id)


def test_danger_in_another_case_is_linked_where_the_reader_may_open_it(session, asha):
    old = a_case(session, asha, state=State.DECLINED, danger_at=NOON)
    daniel, manager = a_link_worker(session), a_lead_manager(session)
    new = a_referral(session, old.person, worker=daniel)
    assert danger_elsewhere(session, daniel, new, at=NOON) == (Elsewhere(old.id, False),)
    assert danger_elsewhere(session, manager, new, at=NOON) == (Elsewhere(old.id, True),)
    make_safe(session, manager, old.id, how="Rang her", seen=NOON, at=NOON)
    assert danger_elsewhere(session, manager, new, at=NOON) == ()


def test_of_another_record_with_the_number_nothing_is_said_to_who_cannot_open_it(session, asha):
    one = a_person(session, nhs_number=NHS_NUMBER)
    other = a_person(session, nhs_number=NHS_NUMBER, is_twin=True)
    a_referral(session, one, worker=asha, state=State.DECLINED, danger_at=NOON)
    new = a_referral(session, other, worker=a_link_worker(session))
    daniel = replace(asha, user_id=new.link_worker_id)
    assert danger_elsewhere(session, daniel, new, at=NOON) == ()
    assert len(danger_elsewhere(session, a_lead_manager(session), new, at=NOON)) == 1


def test_a_manager_of_another_lead_ntp_is_a_stranger(session, row):
    elsewhere = a_lead_ntp(session, "Elsewhere Links")
    manager = an_actor(session, Role.LEAD_MANAGER, at=elsewhere)
    with pytest.raises(NotFound):
        get_to_make_safe(session, manager, unheld(row).id)


def test_a_practice_follows_it_and_writes_nothing_of_it_down(session, row):
    nurse = a_referrer(session)
    assert not can_make_safe(session, nurse, unheld(row).id)


class TestWhoTookBackTheirYes:
    """Where danger stood, one page is left for whom it concerns, until somebody says what was done."""

    @pytest.fixture
    def left(self, session, asha, row):
        row.danger_at = NOON
        consent = session.query(Consent).filter_by(person_id=row.person_id).one()
        take_back(session, asha, row.person_id, consent.id, at=NOON)
        session.flush()
        return row

    def test_her_link_worker_and_the_managers_find_it(self, session, asha, left):
        for who in (asha, a_lead_manager(session)):
            assert [one.referral_id for one in people_left_in_danger(session, who)] == [left.id]
            assert get_to_make_safe(session, who, left.id) is left

    def test_nobody_else_does(self, session, left):
        elsewhere = a_lead_ntp(session, "Elsewhere Links")
        others = [
            a_link_worker(session),
            a_referrer(session),
            an_actor(session, Role.PRIVACY_OFFICER),
            an_actor(session, Role.LEAD_MANAGER, at=elsewhere),
        ]
        for who in others:
            assert people_left_in_danger(session, who) == ()
            with pytest.raises((NotFound, NotAllowed)):
                get_to_make_safe(session, who, left.id)

    def test_answered_it_is_gone(self, session, asha, left):
        make_safe(session, asha, left.id, how="Her practice rang her", seen=NOON, at=NOON)
        assert people_left_in_danger(session, asha) == ()
        with pytest.raises(NotFound):
            get_to_make_safe(session, asha, left.id)

    def test_where_nobody_was_in_danger_nothing_is_left(self, session, asha, row):
        consent = session.query(Consent).filter_by(person_id=row.person_id).one()
        take_back(session, asha, row.person_id, consent.id, at=NOON)
        assert people_left_in_danger(session, asha) == ()
