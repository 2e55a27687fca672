"""Reading contributions: the steps, what somebody is asked for next, each time that they came, and a receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from billing import permissions
from billing.contributions import CanPay, Schedule, asked_for
from billing.models import Contribution, ContributionSchedule, ContributionTerms, Receipt
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.money import Money
from referrals.queries import get_case
from referrals.queries.case import Banner, banner_of


@dataclass(frozen=True)
class Came:
    """One time that somebody came: the amount and the receipt where they paid."""

    number: int
    on: date
    amount: Money | None
    receipt_id: UUID | None


@dataclass(frozen=True)
class ContributionsPage:
    """What somebody pays: whether they can, what they are asked for next, and each time that they came."""

    referral_id: UUID
    banner: Banner
    can_pay: CanPay
    let_off: str
    next_amount: Money
    came: tuple[Came, ...]
    terms_seen: int
    times_seen: int
    is_on: bool


@dataclass(frozen=True)
class ReceiptPage:
    """A receipt on paper."""

    banner: Banner
    lead: str
    number: int
    amount: Money
    on: date


@dataclass(frozen=True)
class SchedulePage:
    """The steps of a lead NTP. `seen` is the number of the change that was looked at, or 0."""

    schedule: Schedule
    seen: int


def schedule_of(session: Session, lead_id: UUID) -> ContributionSchedule | None:
    """The steps of a lead NTP that hold now."""
    return session.scalar(
        sa.select(ContributionSchedule)
        .where(ContributionSchedule.lead_id == lead_id)
        .order_by(ContributionSchedule.number.desc())
        .limit(1)
    )


def steps_of(session: Session, lead_id: UUID) -> Schedule:
    """The same as the rules know them: none while none were written."""
    row = schedule_of(session, lead_id)
    return row.schedule if row else Schedule()


def schedule_page(session: Session, actor: Actor) -> SchedulePage:
    """The steps of the actor's own lead NTP."""
    actor.must(permissions.KEEP_CONTRIBUTIONS)
    if actor.organisation_id is None:
        raise NotFound
    row = schedule_of(session, actor.organisation_id)
    return SchedulePage(row.schedule if row else Schedule(), row.number if row else 0)


def terms_of(session: Session, referral_id: UUID) -> ContributionTerms | None:
    """Whether somebody can pay, as it was said last."""
    return session.scalar(
        sa.select(ContributionTerms)
        .where(ContributionTerms.referral_id == referral_id)
        .order_by(ContributionTerms.number.desc())
        .limit(1)
    )


def times_of(session: Session, referral_id: UUID) -> Sequence[Contribution]:
    """Each time that somebody came, the first one first."""
    return session.scalars(
        sa.select(Contribution)
        .where(Contribution.referral_id == referral_id)
        .order_by(Contribution.number)
    ).all()


def next_amount(session: Session, lead_id: UUID, referral_id: UUID, *, on: date) -> Money:
    """What somebody is asked for when they come on a day."""
    terms, times = terms_of(session, referral_id), times_of(session, referral_id)
    return asked_for(
        steps_of(session, lead_id),
        can_pay=terms.can_pay if terms else CanPay.NOT_ASKED,
        is_let_off=bool(terms and terms.let_off),
        sessions=len(times),
        months=_months(times[0].on, on) if times else 0,
    )


def _months(first: date, last: date) -> int:
    """Whole months from one day to another."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(months if last.day >= first.day else months - 1, 0)


def is_asked_here(session: Session, actor: Actor, referral_id: UUID) -> bool:
    """Whether the page of a case leads to what somebody pays: only where the lead NTP has written steps."""
    if not actor.may(permissions.TAKE_CONTRIBUTION):
        return False
    return actor.organisation_id is not None and steps_of(session, actor.organisation_id).is_on


def contributions_page(
    session: Session, actor: Actor, referral_id: UUID, *, on: date
) -> ContributionsPage:
    """What somebody of the actor's own cases pays."""
    actor.must(permissions.TAKE_CONTRIBUTION)
    row = get_case(session, actor, referral_id)
    terms, times = terms_of(session, row.id), times_of(session, row.id)
    paid = {one.id: one for one in _receipts(session, times)}
    return ContributionsPage(
        referral_id=row.id, banner=banner_of(row.person),
        can_pay=terms.can_pay if terms else CanPay.NOT_ASKED,
        let_off=terms.let_off if terms else "",
        next_amount=next_amount(session, row.lead_id, row.id, on=on),
        came=tuple(_came(one, paid) for one in reversed(times)),
        terms_seen=terms.number if terms else 0, times_seen=len(times),
        is_on=steps_of(session, row.lead_id).is_on,
    )  # fmt: skip


def _receipts(session: Session, times: Sequence[Contribution]) -> Sequence[Receipt]:
    ids = [one.receipt_id for one in times if one.receipt_id]
    return session.scalars(sa.select(Receipt).where(Receipt.id.in_(ids))).all()


def _came(one: Contribution, paid: dict[UUID, Receipt]) -> Came:
    receipt = paid.get(one.receipt_id) if one.receipt_id else None
    return Came(one.number, one.on, receipt.amount if receipt else None, one.receipt_id)


def receipt_page(session: Session, actor: Actor, referral_id: UUID, number: int) -> ReceiptPage:
    """The receipt of one time that somebody came and paid; NotFound where there is none."""
    actor.must(permissions.TAKE_CONTRIBUTION)
    row = get_case(session, actor, referral_id)
    receipt = session.scalar(
        sa.select(Receipt)
        .join(Contribution, Contribution.receipt_id == Receipt.id)
        .where(Contribution.referral_id == row.id, Contribution.number == number)
    )
    if receipt is None:
        raise NotFound
    lead = accounts.get_organisation(session, receipt.lead_id).name
    return ReceiptPage(banner_of(row.person), lead, receipt.number, receipt.amount, receipt.on)
