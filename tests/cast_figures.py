"""The cast of how practices refer: so many people of a practice, and what came of them. Nobody is real."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from referrals.casework import Result
from referrals.lifecycle import State
from referrals.vocabulary import ReturnReason
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_practice
from tests.cast_caseload import a_contact
from tests.cast_referrals import a_person, a_referral, a_referrer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from accounts.models import Area, Organisation

DUE_AT = datetime.fromisoformat("2027-01-15T12:00:00+00:00")
"""A fortnight after the end of the quarter that NOON is in."""

WEAVER, HILLTOP, QUAY = "Weaver Street Surgery", "Hilltop Medical Practice", "Old Quay Practice"


def refers(
    session: Session,
    practice: str = WEAVER,
    *,
    accepted: int = 0,
    missed: int = 0,
    misfit: int = 0,
    waiting: int = 0,
    at: datetime = NOON,
    area: Area | None = None,
    lead: Organisation | None = None,
) -> None:
    """People of a practice: those who came, those who missed, those who did not fit, those not read yet."""
    place = a_practice(session, practice, area=area)
    lead = lead or a_lead_ntp(session, area=area)
    sender = a_referrer(session, at=place)
    worker = a_link_worker(session, at=lead)
    states = [State.ALLOCATED] * (accepted + missed)
    states += [State.RETURNED] * misfit + [State.RECEIVED] * waiting
    for number, state in enumerate(states):
        person = a_person(session, f"Somebody {number}", practice=place, lead=lead)
        reason = ReturnReason.INAPPROPRIATE if state is State.RETURNED else None
        row = a_referral(
            session, person, state=state, sent_by=sender, worker=worker, return_reason=reason
        )
        row.sent_at = at
        if number < missed:
            a_contact(session, row, result=Result.DID_NOT_COME)
    session.flush()
