"""Referring somebody: a draft is a row from the first save; it is sent whole, or nothing is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from kernel import crisis, mail
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from kernel.limits import Limit
from kernel.periods import day_in_london
from referrals import asked, permissions, unfinished
from referrals.asked import NEEDED_TO_SEND, Answers
from referrals.lifecycle import REFERRAL, Move, State
from referrals.models import Consent, Person, Referral
from referrals.operations.heeding import tell as tell_of_danger
from referrals.operations.meeting import call_off_over_their_head
from referrals.operations.moving import make_move
from referrals.operations.telling import tell
from referrals.queries import get
from referrals.queries import naming as naming_queries
from referrals.queries import refer as queries
from referrals.queries.arranged import own_lead
from referrals.queries.case import is_of_link_worker
from referrals.queries.consents import find_consent
from referrals.queries.details import as_practice_knows
from referrals.queries.hearing import hears_of
from referrals.queries.naming import Destination
from referrals.queries.refer import KnownLine
from referrals.queries.standing import danger_since
from referrals.vocabulary import Purpose, Recipient, Source, Urgency

LOOK_UPS = Limit(
    "look-ups of NHS numbers",
    30,
    timedelta(hours=1),
    "You have looked up 30 NHS numbers in the last hour. Wait a while, or leave the number empty.",
)
SHORTEST_NAME = 2
NO_LEAD = (
    "No lead organisation takes referrals of your practice yet. "
    "Ask your commissioning body which one does."
)
NOT_AGREED = (
    "Nothing can be sent: there is no agreement in force to share data. Your draft can be saved."
)
ANOTHER_PERSON = (
    "This form was opened for somebody else, or was changed in another window. "
    "Nothing was saved. Open the referral again and look whose it is."
)
UNDER_WAY = "This person has a referral under way already. Look at it before you send another one."
NO_WAY_LEFT = (
    "How may we reach them? Every way that you filled in is ruled out. "
    "Ask them, and take a rule away or add another way."
)
THEY_HAVE_MET = "The link worker has met them, so only the person can end it. Ring the link worker."
NOT_SHOWN = "The person has not agreed that you hear how far it has come. Ring the link worker to take it back."
LIKELY_THE_SAME = (
    "Somebody with this name and the same birthday, phone or e-mail has a referral under way already. "
    "If it is not the same person, tick the box and send it again."
)


class UnderWay(RuleBroken):
    """Somebody has a referral under way; `referral_id` is it, where the actor may see it."""

    def __init__(self, message: str, *, field: str | None, referral_id: UUID | None) -> None:
        super().__init__(message, field=field)
        self.referral_id = referral_id


@dataclass(frozen=True)
class Agreed:
    """What the person said yes to, and how; to each recipient and purpose by itself (B26)."""

    how: str
    may_report: bool = False


def start(session: Session, actor: Actor, answers: Answers, *, at: datetime) -> Referral:
    """Begin a referral of the actor's own practice."""
    return _begin_own(session, actor, answers, source=Source.PRACTICE, at=at)


def take_message(session: Session, actor: Actor, answers: Answers, *, at: datetime) -> Referral:
    """Begin a referral that the practice's own system brings."""
    return _begin_own(session, actor, answers, source=Source.MESSAGE, at=at)


def _begin_own(
    session: Session, actor: Actor, answers: Answers, *, source: Source, at: datetime
) -> Referral:
    there = queries.where_to(session, actor, on=day_in_london(at))
    if there is None or actor.organisation_id is None:
        raise RuleBroken(NO_LEAD)
    return _begin(
        session, actor, answers, source=source, lead_id=there.lead.id,
        practice_id=actor.organisation_id, at=at,
    )  # fmt: skip


def take_call(
    session: Session, actor: Actor, practice_id: UUID, answers: Answers, *, at: datetime
) -> Referral:
    """Begin a referral for a practice that rings the lead NTP (A-LN-01)."""
    actor.must(permissions.TAKE_CALL)
    practice = naming_queries.get_practice(session, actor, practice_id)
    return _begin(
        session, actor, answers, source=Source.PHONE, lead_id=own_lead(actor),
        practice_id=practice.id, at=at,
    )  # fmt: skip


def _begin(
    session: Session,
    actor: Actor,
    answers: Answers,
    *,
    source: Source,
    lead_id: UUID,
    practice_id: UUID,
    at: datetime,
) -> Referral:
    person = Person(
        lead_id=lead_id, practice_id=practice_id, name="", conditions=[], made_at=at, changed_at=at
    )
    row = Referral(
        person_id=person.id, person=person, lead_id=lead_id, practice_id=practice_id,
        state=REFERRAL.start, source=source, urgency=answers.urgency,
        started_by=actor.user_id, started_at=at, moved_at=at,
    )  # fmt: skip
    _write(session, actor, row, answers, at=at)
    session.add_all([row.person, row])
    session.flush()
    audit.record(session, actor, "began a referral", row, at=at)
    return row


def rewrite(
    session: Session, actor: Actor, referral_id: UUID, answers: Answers, *, seen: str, at: datetime
) -> Referral:
    """Keep what is written now on a draft, or on a referral that came back."""
    row = queries.get_draft(session, actor, referral_id)
    if seen != queries.seen(row):
        raise Conflict(ANOTHER_PERSON)
    _write(session, actor, row, answers, at=at)
    session.flush()
    audit.record(session, actor, "wrote on a referral", row, at=at)
    return row


def save(
    session: Session, actor: Actor, referral_id: UUID, answers: Answers, *, seen: str, at: datetime
) -> Referral:
    """Keep what is written now, to be sent later.

    A referral that came back is known to the lead NTP: it goes on saying what was sent last.
    """
    row = queries.get_draft(session, actor, referral_id)
    if row.state is State.DRAFT:
        return rewrite(session, actor, referral_id, answers, seen=seen, at=at)
    if seen != queries.seen(row):
        raise Conflict(ANOTHER_PERSON)
    kept = asked.tidied(answers, on=day_in_london(at))
    row.save(unfinished.of_returned(kept, person_version=row.person.version))
    session.flush()
    audit.record(session, actor, "saved a referral that came back", row, at=at)
    return row


def start_again(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> Referral:
    """Begin another referral of somebody whom the practice has referred before."""
    actor.must(permissions.REFER)
    before = get(session, actor, referral_id)
    if before.state.is_open and hears_of(session, before):
        raise RuleBroken(UNDER_WAY)
    row = Referral(
        person_id=before.person_id, person=before.person, lead_id=before.person.lead_id,
        practice_id=before.practice_id, state=REFERRAL.start, source=Source.PRACTICE,
        urgency=Urgency.ROUTINE, started_by=actor.user_id, started_at=at, moved_at=at,
    )  # fmt: skip
    session.add(row)
    audit.record(session, actor, "began another referral", row, at=at, before=str(before.id))
    return row


def _write(
    session: Session, actor: Actor, row: Referral, answers: Answers, *, at: datetime
) -> None:
    answers = asked.tidied(answers, on=day_in_london(at))
    tell(session, actor, row, answers, at=at)
    hers = row.why_now if is_of_link_worker(session, row) else ""
    row.ask(
        why_now=answers.why_now or hers, what_matters=answers.what_matters, in_place=answers.in_place,
        urgency=answers.urgency,
    )  # fmt: skip
    row.save(unfinished.of_draft(answers))
    row.heed(has_crisis_words=crisis.is_in(*answers.free_words), at=at)


def send(
    session: Session,
    actor: Actor,
    row: Referral,
    agreed: Agreed,
    *,
    is_somebody_else: bool,
    told_by: str = "",
    at: datetime,
) -> Destination:
    """Send a draft to the practice's named link worker, or to the inbox when none is active.

    `is_somebody_else`: the referrer looked at a likely double and says that it is not one.
    """
    _must_be_whole(row)
    queries.hold_person(session, row.person_id)
    there = _must_be_agreed(session, row, at=at)
    _must_be_new(session, actor, row, is_somebody_else=is_somebody_else)
    row.go_to(lead_id=there.lead.id, link_worker_id=there.worker_id)
    own = as_practice_knows(session, row.person, queries.practices_answers(session, row))
    if crisis.is_in(told_by, *own.free_words):
        row.heed(has_crisis_words=True, at=at)
    for consent in _consents(session, actor, row, agreed, at=at):
        session.add(consent)
    make_move(session, actor, row, Move.SEND, at=at, because=told_by)
    return there


def _must_be_whole(row: Referral) -> None:
    person = row.person
    there = {
        "name": person.name,
        "phone": person.phone or person.email or person.address,
        "why_now": row.why_now,
    }
    for field, words in NEEDED_TO_SEND.items():
        if not there[field]:
            raise RuleBroken(words, field=field)
    ways = {"phone": person.phone, "email": person.email, "address": person.address}
    if not person.contact_rules.leave_a_way(**ways):
        raise RuleBroken(NO_WAY_LEFT, field="rules")


def _must_be_agreed(session: Session, row: Referral, *, at: datetime) -> Destination:
    there = queries.where_it_goes(session, row, on=day_in_london(at))
    if there is None or there.lead.id != row.person.lead_id:
        raise RuleBroken(NO_LEAD)
    if not there.is_agreed:
        raise RuleBroken(f"{NOT_AGREED} Talk to {' or '.join(there.ask)}.")
    return there


def _must_be_new(session: Session, actor: Actor, row: Referral, *, is_somebody_else: bool) -> None:
    other = queries.open_referral_of(session, row.person_id, besides=row.id)
    if other is not None:
        seen = queries.is_seen(session, actor, other.id)
        raise UnderWay(UNDER_WAY, field=None, referral_id=other.id if seen else None)
    likely = None if is_somebody_else else queries.likely_the_same(session, actor, row)
    if likely is not None:
        raise UnderWay(LIKELY_THE_SAME, field="is_somebody_else", referral_id=likely.id)


def _consents(
    session: Session, actor: Actor, row: Referral, agreed: Agreed, *, at: datetime
) -> Sequence[Consent]:
    """The yeses that do not stand yet: the lead NTP may help; the practice may hear, if they say so."""
    wanted = [(Recipient.LEAD_NTP, row.lead_id, Purpose.SUPPORT)]
    if agreed.may_report and row.practice_id is not None:
        wanted.append((Recipient.PRACTICE, row.practice_id, Purpose.REPORT))
    return [
        Consent(
            person_id=row.person_id, recipient=recipient, recipient_id=recipient_id,
            purpose=purpose, how=agreed.how, given_at=at, recorded_by=actor.user_id,
        )
        for recipient, recipient_id, purpose in wanted
        if find_consent(session, row.person_id, recipient, recipient_id, purpose) is None
    ]  # fmt: skip


def throw_away(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> None:
    """Throw a draft away that was never sent: it goes, and the person too, if nobody knew of them."""
    row = queries.get_draft(session, actor, referral_id)
    if row.state is not State.DRAFT:
        raise RuleBroken("This one was sent. You can take it back instead.")
    person = row.person
    is_known = queries.is_of_another_referral(session, person.id, besides=row.id)
    audit.record(session, actor, "threw a draft away", row, at=at)
    session.delete(row)
    session.flush()
    if not is_known:
        session.delete(person)


def take_back(
    session: Session, actor: Actor, referral_id: UUID, *, because: str, at: datetime
) -> None:
    """A practice takes a referral back, and says why: until the link worker has met the person.

    From then on it is the person who ends it, by their link worker (A10.1: "declined").
    """
    actor.must(permissions.REFER)
    row = get(session, actor, referral_id)
    if not hears_of(session, row):
        raise RuleBroken(NOT_SHOWN)
    if not row.state.is_open:
        raise RuleBroken("Only a referral that is under way can be taken back.")
    if row.source is Source.REOPENED:
        raise RuleBroken("Their link worker opened this again. Ring them if it should end.")
    if row.state.is_met:
        raise RuleBroken(THEY_HAVE_MET)
    stands = danger_since(session, row) is not None
    make_move(session, actor, row, Move.WITHDRAW, at=at, because=because)
    must_ring = call_off_over_their_head(session, row, at=at)
    if stands:
        tell_of_danger(session, row, at=at)
    if row.accepted_at and row.link_worker_id:
        # Whoever works with somebody hears that the case is gone from the list, and where it says why.
        mail.write(
            session, template="referrals/taken_back",
            to=accounts.email_of(session, row.link_worker_id),
            facts={"referral_id": str(row.id), "must_ring": must_ring}, at=at,
        )  # fmt: skip


def look_up(
    session: Session, actor: Actor, nhs_number: str, *, named: str = "", at: datetime
) -> Sequence[KnownLine]:
    """The referrals of somebody, among what the actor may see. That it was asked is noted (P4).

    By number, or where there is none by any part of the name; where nobody has it, by a name near it.
    Raises RuleBroken without either.
    """
    actor.must(permissions.REFER)
    if not nhs_number and len(named) < SHORTEST_NAME:
        raise RuleBroken("Enter a name, or an NHS number.", field="named")
    found = queries.looked_up(session, actor, nhs_number, named=named)
    if not found and not nhs_number:
        found = queries.near_names(session, actor, named)
    act = "looked an NHS number up" if nhs_number else "looked a name up"
    seen = list(dict.fromkeys(one.person_id for one in found))
    audit.record(session, actor, act, at=at, people=[str(one) for one in seen])
    audit.note_opened(session, actor, (), listed=[("person", one) for one in seen], at=at)
    return found
