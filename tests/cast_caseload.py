"""The cast of a caseload: contacts, a place with a rank, managers with settings. Nobody is real."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounts import operations as accounts
from kernel.access import SYSTEM, Actor, Role
from referrals.casework import ContactKind, Result
from referrals.clocks import Limits
from referrals.lifecycle import State
from referrals.models import Contact
from referrals.operations.arranging import change_settings
from referrals.vocabulary import Channel
from tests.cast import NOON, a_lead_manager, an_actor
from tests.cast_referrals import a_person, a_referral

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from referrals.models import Referral


def a_case(
    session: Session,
    worker: Actor,
    name: str = "Maya Thornton",
    *,
    state: State = State.ALLOCATED,
    sent_at: datetime | None = None,
    locality_id: UUID | None = None,
    **facts: Any,
) -> Referral:
    """A case of a link worker's; sent at NOON unless told otherwise."""
    person = a_person(session, name, locality_id=locality_id)
    row = a_referral(session, person, worker=worker, state=state, **facts)
    if sent_at is not None:
        row.sent_at = sent_at
    session.flush()
    return row


def a_contact(
    session: Session,
    row: Referral,
    *,
    result: Result = Result.REACHED,
    kind: ContactKind = ContactKind.MEETING,
    minutes: int = 20,
    at: datetime = NOON,
) -> Contact:
    """Something in the contact log of a case."""
    made = Contact(
        referral_id=row.id, kind=kind, channel=Channel.PHONE, result=result, minutes=minutes,
        by=row.link_worker_id, who="Asha Begum", happened_at=at, recorded_at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def a_safeguarding_lead(session: Session, name: str = "Sophie Lead", **more: Any) -> Actor:
    """Somebody who is named as the safeguarding lead of the lead NTP."""
    named = an_actor(session, Role.SAFEGUARDING_LEAD, name=name, **more)
    change_settings(
        session, a_lead_manager(session), Limits(), takes_self_referrals=False,
        safeguarding_lead_id=named.user_id, version=0, at=NOON,
    )  # fmt: skip
    return named


def leaves(session: Session, actor: Actor, *, at: datetime = NOON) -> None:
    """Somebody acts for their organisation no longer."""
    assert actor.user_id and actor.organisation_id
    accounts.let_leave(
        session, SYSTEM, organisation_id=actor.organisation_id, user_id=actor.user_id, at=at
    )
