"""What is counted of referrals as a rate: accepted, missed a meeting, did not fit (A-SG-05, A-TAR-08)."""

import sqlalchemy as sa

from referrals.casework import AppointmentState, Result
from referrals.models import Appointment, Contact, Referral
from referrals.vocabulary import ReturnReason


def was_accepted() -> sa.ColumnElement[bool]:
    """A link worker took them on, whatever came of it."""
    return Referral.accepted_at.is_not(None)


def did_not_fit() -> sa.ColumnElement[bool]:
    """It came back because our help does not fit (A-SG-05)."""
    return Referral.return_reason == ReturnReason.INAPPROPRIATE


def has_missed() -> sa.ColumnElement[bool]:
    """Any meeting, the first or a later one: what was called off before is no missed meeting."""
    missed = sa.select(Appointment.referral_id).where(Appointment.state == AppointmentState.MISSED)
    told = sa.select(Contact.referral_id).where(
        Contact.result == Result.DID_NOT_COME, Contact.replaced_at.is_(None)
    )
    return sa.or_(Referral.id.in_(missed), Referral.id.in_(told))
