"""The bands of Anytown: most are as it was suggested, some have a reason, and some are still to choose."""

import sqlalchemy as sa

from billing.models import BandChoice, Contract
from billing.queries.contract_year import year_page
from kernel.access import Actor, Role
from referrals.models import Assessment
from tests.cast import NOON


def test_most_who_were_met_have_a_band_and_some_against_what_was_suggested(demo_world):
    with demo_world.reading() as session:
        chosen = session.scalars(sa.select(BandChoice)).all()
        met = session.scalar(sa.select(sa.func.count(sa.distinct(Assessment.referral_id))))
        assert 5 < len(chosen) < met
        overridden = [one for one in chosen if one.is_override]
        assert 0 < len(overridden) < len(chosen) / 2
        assert all(bool(one.because) is one.is_override for one in chosen)
        assert len({one.referral_id for one in chosen}) == len(chosen)


def test_the_year_of_its_contract_can_be_followed(demo_world):
    with demo_world.reading() as session:
        contract = next(one for one in session.scalars(sa.select(Contract)) if one.signed)
        finance = Actor(organisation_id=contract.lead_id, roles=frozenset({Role.LEAD_FINANCE}))
        page = year_page(session, finance, contract.id, None, on=NOON.date())
        assert page.year.began and page.has_plan and page.forecast.pace
        assert page.left_over and page.left_over.parts
