"""Reading which lead NTPs take people who refer themselves, and the switch of each."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import OrganisationFacts
from referrals.models import LeadSettings


def open_leads(session: Session) -> tuple[OrganisationFacts, ...]:
    """The lead NTPs that have switched self-referral on, by name."""
    ids = session.scalars(
        sa.select(LeadSettings.lead_id).where(LeadSettings.takes_self_referrals)
    ).all()
    there = (accounts.find_organisation(session, lead_id) for lead_id in ids)
    return tuple(sorted((one for one in there if one is not None), key=lambda one: one.name))
