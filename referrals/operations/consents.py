"""A person takes back a yes: what rested on it stops at the next request (B26, G3)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel import links, mail, outbox
from kernel.access import Actor
from kernel.errors import RuleBroken
from referrals import permissions, queries
from referrals.events import ConsentWithdrawn
from referrals.lifecycle import REFERRAL, Move
from referrals.models import Consent, Person
from referrals.operations.heeding import tell as tell_of_danger
from referrals.operations.moving import make_move
from referrals.operations.working import call_off_meeting
from referrals.queries import consents
from referrals.queries.record import numbers_of
from referrals.queries.safety import is_left_in_danger
from referrals.vocabulary import Purpose, Recipient

TAKEN_BACK = "Consent was taken back"
GONE = "That yes was taken back already. Nothing more needs to be done."


def take_back(
    session: Session, actor: Actor, person_id: UUID, consent_id: UUID, *, at: datetime
) -> None:
    """Record that a person took back a yes; letters that rested on it are dropped, and links lead nowhere."""
    actor.must(permissions.TAKE_BACK_CONSENT)
    person = queries.get_kept(session, actor, person_id)
    consent = consents.find_standing(session, person, consent_id)
    if consent is None:
        raise RuleBroken(GONE, field="consent")
    consent.withdrawn_at, consent.withdrawn_by = at, actor.user_id
    audit.record(session, actor, "recorded that consent was taken back", person, at=at,
                 consent=consent.id, recipient=consent.recipient)  # fmt: skip
    if (consent.recipient, consent.purpose) == (Recipient.LEAD_NTP, Purpose.SUPPORT):
        _stop_all(session, actor, person, at=at)
    else:
        _stop_telling(session, consent)
    outbox.announce(session, ConsentWithdrawn(person.id), at=at)


def _stop_all(session: Session, actor: Actor, person: Person, *, at: datetime) -> None:
    """Nobody at the lead NTP works with the person any more: every open case is taken back.

    Danger that nobody has answered is not over with that: somebody is told, and it stays on their desks.
    """
    for referral in consents.referrals_of(session, person):
        if Move.WITHDRAW in REFERRAL.open_moves(referral.state):
            make_move(session, actor, referral, Move.WITHDRAW, at=at, because=TAKEN_BACK)
        call_off_meeting(session, referral, at=at)
    numbers = numbers_of(session, person.id)
    mail.drop_waiting(session, numbers)
    links.forget_about(session, numbers)
    for referral in consents.referrals_of(session, person):
        if is_left_in_danger(session, referral):
            tell_of_danger(session, referral, at=at)


def _stop_telling(session: Session, consent: Consent) -> None:
    """What this yes covered goes nowhere; whatever rests on another one stays."""
    covered = consents.covered_by(session, consent)
    mail.drop_waiting(session, covered)
    links.forget_about(session, covered)
