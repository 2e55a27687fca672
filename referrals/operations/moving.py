"""Making a move of a referral: remembered, audited, and announced to whoever listens."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel import outbox
from kernel.access import Actor
from kernel.events import Event
from referrals.events import (
    ReferralAccepted,
    ReferralAssessed,
    ReferralEnded,
    ReferralLapsed,
    ReferralMoved,
    ReferralSent,
)
from referrals.lifecycle import Move
from referrals.models import Referral

DONE: Mapping[Move, str] = {
    Move.SEND: "sent a referral",
    Move.RECEIVE: "acknowledged a referral",
    Move.RETURN: "sent a referral back",
    Move.ACCEPT: "accepted a referral",
    Move.CONTACT: "began to get in touch",
    Move.GIVE_UP: "could not reach a person",
    Move.BOOK: "booked a meeting",
    Move.MISS: "noted a missed meeting",
    Move.ASSESS: "recorded a first meeting",
    Move.REDIRECT: "passed a person on to other help",
    Move.DECLINE: "noted that a person declined",
    Move.BEGIN: "began an action plan",
    Move.COMPLETE: "finished a case",
    Move.MAINTAIN: "began to look after a change",
    Move.SUSTAIN: "noted a change kept up for a year",
    Move.LAPSE: "noted that a person needs help again",
    Move.REOPEN: "opened a case again",
    Move.WITHDRAW: "took a referral back",
}
"""What the audit says of each move."""

TOLD: Mapping[Move, Callable[[UUID], Event]] = {
    Move.SEND: ReferralSent,
    Move.ACCEPT: ReferralAccepted,
    Move.ASSESS: ReferralAssessed,
    Move.RETURN: ReferralEnded,
    Move.GIVE_UP: ReferralEnded,
    Move.REDIRECT: ReferralEnded,
    Move.DECLINE: ReferralEnded,
    Move.COMPLETE: ReferralEnded,
    Move.WITHDRAW: ReferralEnded,
    Move.LAPSE: ReferralLapsed,
}
"""What others hear of a move, beside that there was one."""


def make_move(
    session: Session,
    actor: Actor,
    referral: Referral,
    move: Move,
    *,
    at: datetime,
    because: str = "",
    **details: Any,
) -> None:
    """Make a move of a referral that the caller has found and may act on."""
    session.add(referral.make(move, by=actor, at=at, because=because))
    session.flush()  # of two who are at it at once the second is told
    audit.record(session, actor, DONE[move], referral, at=at, **details)
    outbox.announce(session, ReferralMoved(referral.id), at=at)
    if move in TOLD:
        outbox.announce(session, TOLD[move](referral.id), at=at)
