"""Charges in tests: a signed contract, and somebody who was met and has a band."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from billing.bands import Band, suggest
from billing.contributions import CanPay, Schedule, Taper
from billing.models import Charge, Contract
from billing.operations.bands import choose_band
from billing.operations.charging import bring_up_to_date
from billing.operations.contributions import (
    say_whether_they_pay,
    take_contribution,
    write_steps,
)
from billing.operations.vouchers import reward
from billing.queries.bands import choices_of_case
from kernel.access import Actor
from kernel.money import Money
from kernel.periods import LONDON, day_in_london
from referrals.lifecycle import Move
from referrals.queries.assessment import tariff_facts
from tests.cast import NOON, a_lead_manager
from tests.cast_billing import an_assessed_case
from tests.cast_contracts import a_signed_contract

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from referrals.models import Referral

A_YEAR = timedelta(days=366)


def at(day: date, hour: int = 12) -> datetime:
    """A moment of a day in London."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


def a_paying_contract(session: Session, **said: Any) -> Contract:
    """A signed contract of three years with the guide's prices."""
    return a_signed_contract(session, **said)


def a_band(
    session: Session, worker: Actor, row: Referral, band: Band = Band.LOW, *, when: datetime = NOON
) -> None:
    """The link worker chooses a band, whatever is suggested."""
    session.flush()
    facts = tariff_facts(session, row.id)
    assert facts is not None
    because = "She is sure." if suggest(facts).is_override(band) else ""
    seen = len(choices_of_case(session, row.id))
    choose_band(session, worker, row.id, band, because=because, seen=seen, at=when)
    session.flush()


def a_case_with_a_band(
    session: Session, worker: Actor, band: Band = Band.LOW, **more: Any
) -> Referral:
    """Somebody who was met at NOON, with a band."""
    row = an_assessed_case(session, worker, **more)
    a_band(session, worker, row, band)
    return row


def charge(session: Session, row: Referral, *, when: datetime = NOON) -> None:
    """Charge what is due of a case."""
    session.flush()
    bring_up_to_date(session, row.id, at=when)
    session.flush()


def the_charges(session: Session) -> Sequence[Charge]:
    """Every charge, in the order in which they were written."""
    return session.scalars(
        sa.select(Charge).order_by(Charge.recorded_at, Charge.amount_pence)
    ).all()


def keep_up(session: Session, worker: Actor, row: Referral, *, when: datetime) -> None:
    """The work of a case ends at NOON, and a year on it is found that the change was kept up."""
    for move, moment in (
        (Move.BEGIN, NOON), (Move.COMPLETE, NOON), (Move.MAINTAIN, when), (Move.SUSTAIN, when),
    ):  # fmt: skip
        session.add(row.make(move, by=worker, at=moment))
    session.flush()


def a_rewarded_case(session: Session, worker: Actor, **more: Any) -> Referral:
    """Somebody who kept a change up for a year: it is charged, and they have their free sessions."""
    row = a_case_with_a_band(session, worker, **more)
    charge(session, row)
    keep_up(session, worker, row, when=NOON + A_YEAR)
    reward(session, row.id, at=NOON + A_YEAR)
    session.flush()
    return row


def a_payment(session: Session, worker: Actor, row: Referral) -> None:
    """Somebody paid 50p for a session, at a lead NTP that asks people who can."""
    steps = Schedule.read(Taper.SESSIONS, "0: 0.50")
    write_steps(session, a_lead_manager(session), steps, seen=0, at=NOON)
    say_whether_they_pay(session, worker, row.id, CanPay.YES, let_off="", seen=0, at=NOON)
    take_contribution(
        session, worker, row.id, on=day_in_london(NOON), paid=Money(50), seen=0, at=NOON
    )
