"""Somebody asks for a link worker by themselves, where the lead NTP has switched that on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from directory.rules import contact_of
from directory.wording import one_line, plain
from kernel import crisis
from kernel.access import Actor
from kernel.errors import NotFound, RuleBroken
from kernel.geography import Postcode
from kernel.limits import Limit
from referrals.lifecycle import REFERRAL, Move
from referrals.models import Consent, Person, Referral
from referrals.operations.moving import make_move
from referrals.queries import self_referral as queries
from referrals.vocabulary import Purpose, Recipient, Source, Urgency

FROM_NETWORK = Limit(
    "self-referrals from one network",
    10,
    timedelta(hours=1),
    "Many people wrote to us from your network in the last hour. Wait an hour, or ring us.",
)
TOO_FAST = "That was very quick. Look it over, wait a few seconds, then press the button again."
NOT_FOR_PEOPLE = "Leave the field that says “Leave this empty” empty."
SIGNS = {"speed": TOO_FAST, "stamp": TOO_FAST, "nickname": NOT_FOR_PEOPLE}


@dataclass(frozen=True)
class OwnAnswers:
    """What somebody says of themselves."""

    lead_id: UUID
    name: str
    contact: str
    postcode: str
    why_now: str
    no_voicemail: bool
    safe_times: str = ""


def counted(network: str) -> list[tuple[Limit, str]]:
    """What asking for a link worker is counted against: never a contact, which anybody can type."""
    return [(FROM_NETWORK, network)]


def refer_yourself(
    session: Session, actor: Actor, answers: OwnAnswers, *, signs: Sequence[str], at: datetime
) -> Referral:
    """Send what somebody wrote about themselves to the lead NTP's inbox.

    `signs` of a machine refuse it with words that let a person go on. No letter is written back: an
    address that anybody can type here is not to be flooded.
    """
    if signs:
        raise RuleBroken(SIGNS[signs[0]])
    lead_id = _open_lead(session, answers.lead_id)
    person = _person(session, answers, lead_id, at=at)
    row = Referral(
        person_id=person.id, person=person, lead_id=lead_id, state=REFERRAL.start,
        source=Source.SELF, urgency=Urgency.ROUTINE, why_now=plain(answers.why_now),
        started_at=at, moved_at=at,
    )  # fmt: skip
    row.heed(has_crisis_words=crisis.is_in(answers.why_now), at=at)
    session.add_all([person, row])
    session.flush()
    session.add(
        Consent(
            person_id=person.id, recipient=Recipient.LEAD_NTP, recipient_id=lead_id,
            purpose=Purpose.SUPPORT, how="on this site, by the person", given_at=at,
        )
    )  # fmt: skip
    make_move(session, actor, row, Move.SEND, at=at)
    return row


def _open_lead(session: Session, lead_id: UUID) -> UUID:
    if lead_id not in {one.id for one in queries.open_leads(session)}:
        raise NotFound
    return lead_id


def _person(session: Session, answers: OwnAnswers, lead_id: UUID, *, at: datetime) -> Person:
    contact = contact_of(answers.contact)
    postcode = str(Postcode.parse(answers.postcode, field="postcode")) if answers.postcode else ""
    locality = accounts.locality_of(session, postcode) if postcode else None
    return Person(
        lead_id=lead_id, name=one_line(answers.name), phone=contact.phone, email=contact.email,
        postcode=postcode, locality_id=locality.id if locality else None, conditions=[],
        no_voicemail=answers.no_voicemail, safe_times=one_line(answers.safe_times), made_at=at, changed_at=at,
    )  # fmt: skip
