"""What is offered to somebody: near them, those with places left first, on the right footing."""

import pytest
import sqlalchemy as sa

from accounts.models import Agreement
from kernel.errors import NotAllowed, NotFound
from referrals.queries.offers import find_page, offer_page
from referrals.vocabulary import LinkKind
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, a_locality
from tests.cast_plans import (
    GOAL,
    a_funded_kitchen,
    a_shelter,
    an_agreed_case,
    our_own_walk,
)
from tests.cast_referrals import a_person, a_referral


@pytest.fixture
def asha(session):
    a_lead_ntp(session)
    return a_link_worker(session)


def found(session, asha, row, what="", where=""):
    page = find_page(session, asha, row.id, what=what, where=where, at=NOON)
    return page, [one.name for one in page.offers]


def test_places_left_come_first_and_full_groups_last(client, session, asha):
    for name, places in (("Full", 0), ("Unsaid", None), ("Some", 3)):
        a_shelter(session, group=name, name=name, places_left=places)
    row = a_referral(session, a_person(session, postcode="NE6 1AB"), worker=asha)
    page, names = found(session, asha, row)
    assert names == ["Some", "Unsaid", "Full"]
    assert page.offers[0].places == "3 places are left."
    assert "full" in page.offers[2].places


@pytest.mark.parametrize(
    ("weeks", "says"), [(1, "The wait is 1 week."), (2, "The wait is 2 weeks.")]
)
def test_a_wait_is_said_in_weeks(client, session, asha, weeks, says):
    a_shelter(session, waiting_weeks=weeks)
    row = a_referral(session, a_person(session, postcode="NE6 1AB"), worker=asha)
    assert says in found(session, asha, row)[0].offers[0].places


def test_it_is_looked_for_near_the_person_unless_another_place_is_typed(client, session, asha):
    a_shelter(session)
    person = a_person(session, postcode="NE6 1AB")
    row = a_referral(session, person, worker=asha)
    page, names = found(session, asha, row)
    assert names == ["Dog walking"]
    assert page.near.startswith("NE6")
    assert found(session, asha, row, where="PL1 1AA")[1] == []
    assert found(session, asha, row, what="knitting")[1] == []


def test_without_a_postcode_the_locality_is_looked_in(client, session, asha):
    a_shelter(session)
    person = a_person(session, locality_id=a_locality(session).id)
    page, names = found(session, asha, a_referral(session, person, worker=asha))
    assert (page.near, names) == ("Riverside", ["Dog walking"])


def test_the_footing_is_that_of_our_agreements(session, asha):
    lead = a_lead_ntp(session)
    listed = [a_shelter(session), our_own_walk(session, lead), a_funded_kitchen(session, lead)]
    row, _ = an_agreed_case(session, asha)
    page = offer_page(session, asha, row.id, listing_ids=[one.id for one in listed], at=NOON)
    assert [one.terms.kind for one in page.offers] == [
        LinkKind.INFORMAL,
        LinkKind.OWN,
        LinkKind.FORMAL,
    ]
    assert page.offers[2].terms.outcomes == ("They cook once a week",)
    assert [goal.words for goal in page.goals] == [GOAL]


def test_a_sub_contract_about_other_services_makes_no_formal_link(session, asha):
    lead = a_lead_ntp(session)
    cooking = a_funded_kitchen(session, lead)
    session.execute(sa.update(Agreement).values(services=["another"]))
    session.expire_all()
    row, _ = an_agreed_case(session, asha)
    page = offer_page(session, asha, row.id, listing_ids=[cooking.id], at=NOON)
    assert page.offers[0].terms.kind is LinkKind.INFORMAL


def test_others_look_for_nobody(session, asha):
    row = a_referral(session, worker=asha)
    for other, refusal in (
        (a_link_worker(session), NotFound),
        (a_lead_manager(session), NotAllowed),
    ):
        with pytest.raises(refusal):
            find_page(session, other, row.id, what="", where="", at=NOON)
