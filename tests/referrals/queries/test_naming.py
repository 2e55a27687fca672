"""Where a practice's referrals go."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from accounts import operations as accounts
from accounts.models import Agreement
from accounts.operations import LocalBase
from accounts.vocabulary import OrganisationKind
from kernel.access import SYSTEM, Role
from referrals.operations.handover import hand_over
from referrals.queries.naming import destination, own_destination
from tests.cast import (
    NOON,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    a_locality,
    a_practice,
    an_actor,
    an_area,
)
from tests.cast_caseload import a_case
from tests.cast_referrals import a_practice_manager, id_of, named_worker, sharing

TODAY = NOON.date()


@pytest.fixture
def lead(session):
    return a_lead_ntp(session)


def test_the_lead_ntp_that_named_somebody_comes_first(session, lead):
    practice, other = a_practice(session), a_lead_ntp(session, "Southbank", is_host=False)
    for one in (other, lead):
        sharing(session, practice, one)
    asha = a_link_worker(session, name="Asha Begum")
    named_worker(session, practice, asha)
    there = destination(session, practice.id, on=TODAY)
    assert (there.lead.id, there.worker_id, there.is_agreed) == (lead.id, id_of(asha), True)


def test_one_without_an_agreement_cannot_take_the_place_of_one_that_has_one(session, lead):
    practice, other = a_practice(session), a_lead_ntp(session, "Southbank", is_host=False)
    sharing(session, practice, lead)
    named_worker(session, practice, a_link_worker(session, at=other, name="Tom Thief"))
    there = destination(session, practice.id, on=TODAY)
    assert (there.lead.id, there.worker, there.is_agreed) == (lead.id, None, True)
    asha = a_link_worker(session, name="Asha Begum")
    named_worker(session, practice, asha)
    assert destination(session, practice.id, on=TODAY).worker_id == id_of(asha)


def test_where_none_has_one_it_is_the_one_that_named_somebody(session, lead):
    practice, other = a_practice(session), a_lead_ntp(session, "Southbank", is_host=False)
    named_worker(session, practice, a_link_worker(session, at=other))
    there = destination(session, practice.id, on=TODAY)
    assert (there.lead.id, there.is_agreed) == (other.id, False)
    sharing(session, practice, lead)
    ends = session.scalars(sa.select(Agreement)).one()
    ends.from_on, ends.until_on = TODAY - timedelta(days=9), TODAY - timedelta(days=1)
    session.flush()
    assert destination(session, practice.id, on=TODAY).lead.id == other.id


def test_then_the_one_with_which_it_shares_data(session, lead):
    practice = a_practice(session)
    sharing(session, practice, lead)
    there = destination(session, practice.id, on=TODAY)
    assert (there.lead.id, there.worker, there.is_agreed) == (lead.id, None, True)


def test_before_that_comes_whoever_took_its_cases_over(session, lead):
    asha, manager = a_link_worker(session, name="Asha Begum"), a_lead_manager(session)
    practice, other = a_practice(session), a_lead_ntp(session, "Southbank", is_host=False)
    for party in (practice, other):
        sharing(session, party, lead)
    sharing(session, practice, other)
    named_worker(session, practice, asha)
    a_case(session, asha)
    hand_over(session, manager, to=other.id, stay=(), because="The contract", at=NOON)
    session.flush()
    there = destination(session, practice.id, on=TODAY)
    assert (there.lead.id, there.worker, there.is_agreed) == (other.id, None, True)


def test_then_the_one_near_by_and_it_says_whom_to_ask_for_an_agreement(session, lead):
    practice = accounts.add_organisation(
        session, SYSTEM, kind=OrganisationKind.PRACTICE, name="Quay Practice",
        area_id=an_area(session).id, serves=[a_locality(session).id], at=NOON,
        base=LocalBase("", "", ""),
    )  # fmt: skip
    session.flush()
    a_practice_manager(session, at=practice, name="Paul Manners")
    there = destination(session, practice.id, on=TODAY)
    assert (there.lead.id, there.is_agreed) == (lead.id, False)
    assert there.ask == (
        "Paul Manners, your practice manager", "Better Services Enterprise on 0191 498 0123",
    )  # fmt: skip


def test_a_practice_that_nobody_serves_has_none(session, lead):
    assert destination(session, a_practice(session).id, on=TODAY) is None


def test_the_base_is_shown_as_it_is_kept(session, lead):
    practice = a_practice(session)
    sharing(session, practice, lead)
    there = destination(session, practice.id, on=TODAY).lead
    assert (there.base_address, there.phone, there.hours) == (
        "The Old Library, Weaver Street", "0191 498 0123", "Monday to Friday",
    )  # fmt: skip


def test_who_takes_a_call_is_sent_to_their_own_manager_and_not_to_themselves(session):
    lead, practice = a_lead_ntp(session), a_practice(session)
    a_practice_manager(session, at=practice, name="Paul Manners")
    there = own_destination(session, lead.id, practice.id, on=NOON.date())
    assert there.ask == ("a manager of your own, who can write it down under Agreements",)
    an_actor(session, Role.LEAD_MANAGER, name="Mo Manager")
    there = own_destination(session, lead.id, practice.id, on=NOON.date())
    assert there.ask == ("Mo Manager, who can write it down under Agreements",)
