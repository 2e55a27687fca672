"""The link worker's moves: accept, send back, give up, pass on, and what comes after the work."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel import crisis, mail
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from referrals import permissions
from referrals.casework import AppointmentState, NotThisTime
from referrals.lifecycle import REFERRAL, Move, State
from referrals.models import Allocation, Referral
from referrals.operations.clocks import answer_danger
from referrals.operations.heeding import note
from referrals.operations.meeting import call_off_over_their_head
from referrals.operations.moving import make_move
from referrals.queries import acknowledging, get_case
from referrals.queries.arranged import limits_of
from referrals.queries.consents import may_support
from referrals.queries.contacts import find_booked, tried_in_vain
from referrals.queries.danger import is_unanswered
from referrals.queries.refer import hold_person, open_referral_of
from referrals.vocabulary import ReturnReason, Source, Urgency

BEFORE = "In the case before this one"
HAS_ANOTHER = "They have another open case. Go on with that one: one person has one plan."


def ready(session: Session, actor: Actor, referral_id: UUID, move: Move) -> Referral:
    """A case of the actor's that can make this move now; Conflict when somebody was first."""
    actor.must(permissions.WORK)
    row = get_case(session, actor, referral_id)
    if move not in REFERRAL.open_moves(row.state):
        raise Conflict(
            f"This case stands at “{row.state.words}” now, so this cannot be done any more. "
            "Perhaps somebody else was first. Open the case again to see what happened."
        )
    return row


def accept(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> Referral:
    """The link worker takes somebody on: the moment of the SNOMED CT code. The practice is told."""
    row = ready(session, actor, referral_id, Move.ACCEPT)
    if actor.user_id is not None and row.link_worker_id != actor.user_id:
        _take(session, actor, row, actor.user_id, at=at)
    make_move(session, actor, row, Move.ACCEPT, at=at)
    return row


def _take(session: Session, actor: Actor, row: Referral, user_id: UUID, *, at: datetime) -> None:
    """A link worker who also looks after the inbox takes a case out of it."""
    session.add(
        Allocation(
            referral_id=row.id, from_worker_id=row.link_worker_id, to_worker_id=user_id,
            from_lead_id=row.lead_id, to_lead_id=row.lead_id, by=actor.user_id, who=actor.called,
            at=at,
        )
    )  # fmt: skip
    row.give_to(user_id)


def send_back(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    *,
    reason: ReturnReason,
    because: str,
    made_safe: datetime | None = None,
    at: datetime,
) -> None:
    """Send a referral back to the practice, with what it should know; a letter says that it came back."""
    row = ready(session, actor, referral_id, Move.RETURN)
    answer_danger(session, actor, row, made_safe=made_safe, written=[because], at=at)
    row.return_reason = reason
    words = f"{reason.words}. {because}".strip()
    make_move(session, actor, row, Move.RETURN, at=at, because=words, reason=reason.value)
    for address in acknowledging.referrers(session, row):
        mail.write(
            session, template="referrals/sent_back", to=address,
            facts=acknowledging.facts(session, row), at=at,
        )  # fmt: skip


def give_up(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    *,
    made_safe: datetime | None = None,
    at: datetime,
) -> None:
    """Say that somebody could not be reached, once they were tried on as many days as was agreed."""
    row = ready(session, actor, referral_id, Move.GIVE_UP)
    tried, wanted = tried_in_vain(session, row.id), limits_of(session, row.lead_id).attempts
    if tried < wanted:
        raise RuleBroken(
            f"They were tried on {_days(tried)}. Your organisation tries on {_days(wanted)} "
            "before it stops. Write down each try in the contact log."
        )
    answer_danger(session, actor, row, made_safe=made_safe, at=at)
    make_move(session, actor, row, Move.GIVE_UP, at=at, because=f"Tried on {_days(tried)}")


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} different days"


def decline(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    *,
    answer: NotThisTime,
    because: str,
    made_safe: datetime | None = None,
    at: datetime,
) -> None:
    """Somebody said “not now” or “no”. It counts for nothing, and they can come back (B10)."""
    row = ready(session, actor, referral_id, Move.DECLINE)
    answer_danger(session, actor, row, made_safe=made_safe, written=[because], at=at)
    call_off_meeting(session, row, at=at)
    words = f"{answer.words}. {because}".strip()
    make_move(session, actor, row, Move.DECLINE, at=at, because=words, answer=answer.value)


def redirect(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    *,
    where_to: str,
    made_safe: datetime | None = None,
    at: datetime,
) -> None:
    """Pass somebody on to help that a link worker cannot give (A-HLW-13)."""
    row = ready(session, actor, referral_id, Move.REDIRECT)
    answer_danger(session, actor, row, made_safe=made_safe, written=[where_to], at=at)
    call_off_over_their_head(session, row, at=at)
    make_move(session, actor, row, Move.REDIRECT, at=at, because=where_to)


def call_off_meeting(session: Session, row: Referral, *, at: datetime) -> None:
    """A case that ends by the person's own word keeps nobody waiting for a meeting."""
    booked = find_booked(session, row.id)
    if booked is not None:
        booked.become(AppointmentState.CANCELLED, at=at)


def lapse(
    session: Session, actor: Actor, referral_id: UUID, *, what_slipped: str, at: datetime
) -> None:
    """What somebody had kept up for a year slipped after all; the practice is told (A-PH-05).

    Until then it is asked, and told, by the plan: `plans.follow_up`.
    """
    row = ready(session, actor, referral_id, Move.LAPSE)
    if row.state is not State.SUSTAINED:
        raise RuleBroken("Ask how it goes, and say there that things have slipped.")
    make_move(session, actor, row, Move.LAPSE, at=at, because=what_slipped)


def reopen(
    session: Session, actor: Actor, referral_id: UUID, *, why_now: str, at: datetime
) -> Referral:
    """Begin a new episode that names the one before; the same link worker goes on.

    Danger that nobody has answered goes along: it stands in the new one.
    """
    old = ready(session, actor, referral_id, Move.REOPEN)
    if not may_support(session, old.person_id, old.lead_id):
        raise RuleBroken("They took back their yes. Ask them first, and write down their answer.")
    hold_person(session, old.person_id)
    if open_referral_of(session, old.person_id, besides=old.id):
        raise RuleBroken(HAS_ANOTHER)
    stands = is_unanswered(session, old)
    make_move(session, actor, old, Move.REOPEN, at=at, because=why_now)
    new = Referral(
        person_id=old.person_id, lead_id=old.lead_id, practice_id=old.practice_id,
        link_worker_id=actor.user_id, previous_id=old.id, state=REFERRAL.start,
        source=Source.REOPENED, urgency=Urgency.ROUTINE, why_now=why_now,
        what_matters=old.what_matters, in_place=old.in_place, started_by=actor.user_id,
        started_at=at, moved_at=at,
    )  # fmt: skip
    new.heed(has_crisis_words=stands or crisis.is_in(why_now), at=at)
    session.add(new)
    session.flush()
    if stands:
        note(session, new, by=actor.user_id, who=actor.called, where=BEFORE, is_told=False, at=at)
    make_move(session, actor, new, Move.SEND, at=at)
    make_move(session, actor, new, Move.ACCEPT, at=at)
    audit.record(session, actor, "began a new episode", new, at=at, before=old.id)
    return new
