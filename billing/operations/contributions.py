"""Writing steps, saying whether somebody can pay, and taking what they pay, with a receipt (A-COST-05)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from billing import permissions
from billing.contributions import CanPay, Schedule
from billing.models import Contribution, ContributionSchedule, ContributionTerms, Receipt
from billing.operations.numbering import next_number
from billing.queries.contributions import (
    next_amount,
    schedule_of,
    steps_of,
    terms_of,
    times_of,
)
from billing.vocabulary import Series
from kernel.access import Actor
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.money import Money
from kernel.periods import day_in_london
from referrals.queries import get_case

MEANWHILE = "Somebody changed this meanwhile. Look at it again."


def write_steps(
    session: Session, actor: Actor, schedule: Schedule, *, seen: int, at: datetime
) -> None:
    """Write the steps by which people pay more over time; without any nobody pays."""
    actor.must(permissions.KEEP_CONTRIBUTIONS)
    if actor.organisation_id is None:
        raise NotFound
    before = schedule_of(session, actor.organisation_id)
    number = before.number if before else 0
    if number != seen:
        raise Conflict(MEANWHILE)
    made = ContributionSchedule(
        lead_id=actor.organisation_id, number=number + 1, taper=schedule.taper,
        steps=schedule.to_json(), who=actor.called, at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(session, actor, "wrote what people pay", made, at=at)


def say_whether_they_pay(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    can_pay: CanPay,
    *,
    let_off: str,
    seen: int,
    at: datetime,
) -> None:
    """Write down whether somebody can pay, or why they are let off."""
    actor.must(permissions.TAKE_CONTRIBUTION)
    row = get_case(session, actor, referral_id)
    before = terms_of(session, row.id)
    number = before.number if before else 0
    if number != seen:
        raise Conflict(MEANWHILE)
    made = ContributionTerms(
        person_id=row.person_id, referral_id=row.id, number=number + 1, can_pay=can_pay,
        let_off=let_off, who=actor.called, at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(session, actor, "said whether they pay", made, at=at, referral=row.id)


def take_contribution(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    *,
    on: date,
    paid: Money,
    seen: int,
    at: datetime,
) -> Contribution:
    """Write down that somebody came, and what they paid: no more than they are asked for, and less if they like.

    `seen` is how many times were written down before. Raises Conflict where another one was meanwhile.
    """
    actor.must(permissions.TAKE_CONTRIBUTION)
    row = get_case(session, actor, referral_id)
    times = times_of(session, row.id)
    if len(times) != seen:
        raise Conflict(MEANWHILE)
    if not steps_of(session, row.lead_id).is_on:
        raise RuleBroken("Nobody pays here: no steps are written.")
    if on > day_in_london(at) or (times and on < times[-1].on):
        raise RuleBroken("Choose today, or a day since they came last.", field="on")
    most = next_amount(session, row.lead_id, row.id, on=on)
    if paid > most:
        raise RuleBroken(f"They are asked for {most}. Enter that, or less.", field="paid")
    receipt_id = _receipt(session, row.lead_id, paid, on=on, at=at) if paid else None
    made = Contribution(
        person_id=row.person_id, referral_id=row.id, number=len(times) + 1, on=on, at=at,
        receipt_id=receipt_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(session, actor, "wrote down that they came", made, at=at, referral=row.id)
    return made


def _receipt(session: Session, lead_id: UUID, paid: Money, *, on: date, at: datetime) -> UUID:
    made = Receipt(
        lead_id=lead_id, number=next_number(session, lead_id, Series.RECEIPT),
        amount_pence=paid.pence, on=on, at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made.id
