"""Handing a whole caseload to another lead NTP, with its waiting list (B0-31).

A person goes with all their episodes, so that no record is parted. Those who said no, and those whose
yes does not stand, stay. Nothing moves unless all who must have agreed to share data have.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel import mail, outbox
from kernel.access import Actor
from kernel.errors import RuleBroken
from kernel.periods import day_in_london
from referrals import permissions
from referrals.events import ReferralMoved
from referrals.models import Allocation, Consent, Person, Referral
from referrals.operations.naming import end_naming
from referrals.operations.safeguarding import alert
from referrals.queries.arranged import managers_of, own_lead
from referrals.queries.consents import may_support, standing_for
from referrals.queries.handover import (
    concerns_at,
    get_other_lead,
    lacking,
    named_for,
    open_requests_at,
    people_to_move,
    referrals_at,
)
from referrals.queries.standing import people_in_danger

TOLD = "Told before the handover, and did not say no"


def hand_over(
    session: Session,
    actor: Actor,
    *,
    to: UUID,
    stay: Collection[UUID],
    because: str,
    at: datetime,
) -> int:
    """Move everybody's cases but those of `stay` to another lead NTP; how many people moved."""
    actor.must(permissions.OVERSEE)
    own, lead = own_lead(actor), get_other_lead(session, actor, to)
    people = [
        one for one in people_to_move(session, actor)
        if one.id not in stay and may_support(session, one.id, own)
    ]  # fmt: skip
    practices = sorted({one.practice_id for one in people if one.practice_id})
    missing = lacking(session, own, lead, practices, on=day_in_london(at))
    if missing:
        raise RuleBroken(
            f"{lead.name} has no agreement to share data with {', '.join(missing)}. "
            "Record it on the page Agreements first.",
            field="to",
        )
    worries = [
        _move(session, actor, person, own, lead.id, because=because, at=at) for person in people
    ]
    _end_namings(session, actor, practices, at=at)
    session.flush()
    audit.record(session, actor, "handed a caseload over", lead, at=at, people=len(people))
    _tell(session, people, lead.id, at=at)
    if any(worries):
        alert(session, lead.id, at=at)
    return len(people)


def _tell(session: Session, people: Sequence[Person], to: UUID, *, at: datetime) -> None:
    """Who manages there hears how many came, and whether somebody is to be rung today."""
    if not people:
        return
    moved = Referral.person_id.in_([one.id for one in people])
    facts = {
        "number": len(people), "in_danger": people_in_danger(session, moved, lead_id=to)
    }  # fmt: skip
    for manager in managers_of(session, to):
        mail.write(session, template="referrals/handed_over", to=manager.email, facts=facts, at=at)


def _move(
    session: Session,
    actor: Actor,
    person: Person,
    own: UUID,
    to: UUID,
    *,
    because: str,
    at: datetime,
) -> bool:
    """Move somebody; whether an open worry about their safety goes with them."""
    for row in referrals_at(session, person.id, own):
        session.add(_allocation(actor, row, to, because=because, at=at))
        row.hand_to(to)
        audit.record(session, actor, "handed a case over", row, at=at, to=to)
        outbox.announce(session, ReferralMoved(row.id), at=at)
    for consent in standing_for(session, person.id, own):
        consent.withdrawn_at, consent.withdrawn_by = at, actor.user_id
        session.add(
            Consent(
                person_id=person.id, recipient=consent.recipient, recipient_id=to,
                purpose=consent.purpose, how=TOLD, given_at=at, recorded_by=actor.user_id,
            )
        )  # fmt: skip
    person.lead_id, person.changed_at = to, at
    return _move_what_waits(session, actor, person, own, to, at=at)


def _move_what_waits(
    session: Session, actor: Actor, person: Person, own: UUID, to: UUID, *, at: datetime
) -> bool:
    """What is to be answered goes with them. A concern that was closed stays, with the name of today."""
    for request in open_requests_at(session, person.id, own):
        request.lead_id = to
        audit.record(session, actor, "handed a data request over", request, at=at, to=to)
    concerns = concerns_at(session, person.id, own)
    for concern in concerns:
        if concern.closed_at is not None:
            concern.was_called = person.name
        else:
            concern.lead_id = to
            audit.record(
                session, actor, "handed a safeguarding concern over", concern, at=at, to=to
            )
    return any(one.closed_at is None for one in concerns)


def _end_namings(
    session: Session, actor: Actor, practice_ids: Collection[UUID], *, at: datetime
) -> None:
    """New referrals of these practices come here no more: nobody here is named for them from now on."""
    for named in named_for(session, actor, practice_ids):
        end_naming(session, actor, named.id, at=at)


def _allocation(actor: Actor, row: Referral, to: UUID, *, because: str, at: datetime) -> Allocation:
    return Allocation(
        referral_id=row.id, from_worker_id=row.link_worker_id, to_worker_id=None,
        from_lead_id=row.lead_id, to_lead_id=to, because=because, by=actor.user_id,
        who=actor.called, at=at,
    )  # fmt: skip
