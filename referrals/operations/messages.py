"""A practice's own system: its key is made and taken back, and a message from it becomes a referral."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from accounts.queries import OrganisationFacts
from audit import operations as audit
from kernel import limits
from kernel.access import Actor, Role
from kernel.errors import RuleBroken
from kernel.limits import Limit
from kernel.links import digest_of
from kernel.periods import day_in_london
from referrals import permissions
from referrals.asked import Answers
from referrals.message_facts import MessageWrong
from referrals.message_in import Incoming, parsed, read
from referrals.message_out import answer
from referrals.models import PracticeKey, ReceivedMessage, Referral
from referrals.operations import refer
from referrals.operations.refer import Agreed
from referrals.queries import messages as queries
from referrals.queries import refer as refer_queries

KEY_BYTES = 32
KEY_PREFIX = "petunias-"
"""So that a key that was left lying somewhere can be told for what it is."""
MESSAGES = Limit(
    "messages from a practice", 300, timedelta(hours=1),
    "Your system has sent many messages in an hour. Let it wait, then go on.",
)  # fmt: skip
"""Good messages and bad ones, new ones and repeated ones: a loop of refusals is stopped too."""
HOW = "stated in the practice's message"
SENT_BEFORE = "A message with this id was sent before, with other words. Give the new one a new id."
HEARD_BEFORE = (
    "A message with this id was taken before, and is not taken twice. Is this a new referral? Give "
    "it a new id."
)
NO_AGREEMENT = (
    "There is no agreement in force to share data. Ring the lead organisation before you refer."
)
OPEN_ALREADY = "This patient has an open referral already. Ring the link worker about anything new."
PLACES = {
    "nhs_number": "Patient.identifier", "phone": "Patient.telecom", "email": "Patient.telecom",
    "postcode": "Patient.address", "name": "Patient.name", "why_now": "ServiceRequest.reasonCode",
}  # fmt: skip
"""Where in a message an answer of the one screen stands."""


class KeyWrong(Exception):
    """No key, or none that opens anything. Nothing more is said to anybody."""


def make_key(session: Session, actor: Actor, *, name: str, at: datetime) -> str:
    """A new key for the actor's practice, by whatever name. It is shown this once; only its digest is kept."""
    actor.must(permissions.CONNECT)
    practice = queries.own_practice(session, actor)
    if queries.is_called(session, actor, name):
        raise RuleBroken("You have a key of that name. Give this one another.", field="name")
    token = KEY_PREFIX + secrets.token_urlsafe(KEY_BYTES)
    key = PracticeKey(
        practice_id=practice.id, name=name, digest=digest_of(token), made_at=at,
        made_by=actor.user_id,
    )  # fmt: skip
    session.add(key)
    session.flush()
    audit.record(session, actor, "made a key for the practice's own system", key, at=at)
    return token


def take_key_back(session: Session, actor: Actor, key_id: UUID, *, at: datetime) -> None:
    """Let a key open nothing from now on."""
    actor.must(permissions.CONNECT)
    key = queries.get_key(session, actor, key_id)
    key.revoked_at = at
    audit.record(session, actor, "took back a key of the practice's own system", key, at=at)


@dataclass(frozen=True)
class LetIn:
    """A practice's own system that came with a good key."""

    key: PracticeKey
    practice: OrganisationFacts


def let_in(session: Session, token: str) -> LetIn:
    """Whose key it is. Raises KeyWrong, and nothing is written."""
    key = queries.find_key(session, token)
    practice = queries.find_practice(session, key.practice_id) if key else None
    if key is None or practice is None:
        raise KeyWrong
    return LetIn(key, practice)


def count_attempt(session: Session, token: str, *, at: datetime) -> None:
    """Count what came with a good key, whatever it is, in a transaction of its own.

    Raises TooMany, or KeyWrong: whoever has no key counts against nobody.
    """
    limits.count(session, MESSAGES, str(let_in(session, token).practice.id), at=at)


def receive(session: Session, system: LetIn, body: bytes, *, address: str, at: datetime) -> str:
    """Take a message in. The same message again is answered again, and changes nothing.

    Raises MessageWrong.
    """
    practice = system.practice
    incoming = read(parsed(body), practice_code=practice.code, today=day_in_london(at))
    fingerprint = hashlib.sha256(body).hexdigest()
    before = queries.find_message(session, practice.id, incoming.message_id)
    if before is not None:
        return _again(before, fingerprint)
    if queries.was_heard(session, practice.id, incoming.message_id):
        raise MessageWrong(HEARD_BEFORE, code="duplicate", where="MessageHeader.id")
    system.key.last_used_at = at
    referral = _refer(session, practice, incoming, at=at)
    said = json.dumps(answer(incoming, referral.id, address=address, at=at))
    session.add(
        ReceivedMessage(
            practice_id=practice.id, message_id=incoming.message_id, fingerprint=fingerprint,
            referral_id=referral.id, answer=said, received_at=at,
        )
    )  # fmt: skip
    return said


def _again(before: ReceivedMessage, fingerprint: str) -> str:
    if before.fingerprint != fingerprint:
        raise MessageWrong(SENT_BEFORE, code="duplicate", where="MessageHeader.id")
    return before.answer


def _refer(
    session: Session, practice: OrganisationFacts, incoming: Incoming, *, at: datetime
) -> Referral:
    """As if somebody of the practice had typed it: by the operations and the rules of referring."""
    actor = system_of(practice)
    _check_destination(session, actor, at=at)
    agreed = Agreed(HOW, may_report=incoming.may_report)
    try:
        row = refer.take_message(session, actor, _answers(incoming), at=at)
        refer.send(session, actor, row, agreed, is_somebody_else=False, at=at)
    except RuleBroken as wrong:
        raise _in_fhir(wrong) from wrong
    return row


def system_of(practice: OrganisationFacts) -> Actor:
    """The practice's own system, as it stands in the history: it may refer, and nothing else."""
    return Actor(
        organisation_id=practice.id, area_id=practice.area_id,
        roles=frozenset({Role.REFERRER}), name=f"The system of {practice.name}",
    )  # fmt: skip


def _check_destination(session: Session, actor: Actor, *, at: datetime) -> None:
    there = refer_queries.where_to(session, actor, on=day_in_london(at))
    if there is None:
        raise MessageWrong(refer.NO_LEAD, code="business-rule")
    if not there.is_agreed:
        raise MessageWrong(NO_AGREEMENT, code="business-rule")


def _answers(incoming: Incoming) -> Answers:
    """A message as the answers of the one screen."""
    return Answers(**asdict(incoming.patient), why_now=incoming.why_now, urgency=incoming.urgency)


def _in_fhir(wrong: RuleBroken) -> MessageWrong:
    """A rule of referring that does not hold, in words for a system that can tick no box."""
    if wrong.message in (refer.UNDER_WAY, refer.LIKELY_THE_SAME):
        return MessageWrong(OPEN_ALREADY, code="duplicate", where="Patient")
    where = PLACES.get(wrong.field or "", "")
    return MessageWrong(wrong.message, code="business-rule", where=where)
