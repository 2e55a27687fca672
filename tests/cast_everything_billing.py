"""What waits with the money in the demo world, so that every page and form of it can be met."""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.vocabulary import OrganisationKind
from billing.contributions import CanPay, Schedule, Taper
from billing.demo_contracts import whole
from billing.models import Contract, Voucher
from billing.operations.charging import bring_up_to_date
from billing.operations.contracts import begin_contract, sign_contract, write_contract
from billing.operations.contributions import (
    say_whether_they_pay,
    take_contribution,
    write_steps,
)
from billing.operations.vouchers import reward, spend_session
from billing.queries.charges import to_look_at
from billing.queries.vouchers import places_to_spend, to_reward
from kernel.access import Actor, Role
from kernel.money import Money
from kernel.periods import FinancialYear, day_in_london
from referrals.queries import visible_to
from tests.cast_everything_invoices import let_invoices_wait
from tests.cast_everything_payments import let_payments_wait


def let_money_wait(session: Session, *, at: datetime) -> list[str]:
    """One contract that can be signed, and one that waits for the other side: the demo's draft lacks too much.

    And a year without a list of where the money comes from, after one that has a list to begin with.
    """
    draft = next(one for one in session.scalars(sa.select(Contract)) if one.newest.is_open)
    terms = draft.newest.terms
    manager = Actor(
        organisation_id=terms.lead_id, roles=frozenset({Role.LEAD_MANAGER, Role.COMMISSIONER})
    )
    write_contract(session, manager, draft.id, whole, seen=draft.newest.version, at=at)
    offered = begin_contract(session, manager, whole(terms), at=at)
    session.flush()
    sign_contract(
        session, manager, offered.id, seen=offered.newest.version, has_read=True, at=at
    )  # fmt: skip
    for lead in accounts.organisations(session, kind=OrganisationKind.LEAD_NTP):
        _paying(session, replace(manager, organisation_id=lead.id), at=at)
    vouchers = _rewarded(session, at=at)
    spent = [_spent(session, one, at=at) for one in vouchers]
    next_year = FinancialYear.containing(at).next.first_day.year
    return [
        *(f"/contracts/{one.id}" for one in (draft, offered)),
        *(f"/free-sessions/{one.code}" for one in vouchers),
        *spent,
        f"/our-income?year={next_year}",
        *let_payments_wait(session, at=at),
        *let_invoices_wait(session, at=at),
    ]


def _paying(session: Session, manager: Actor, *, at: datetime) -> None:
    """A lead NTP that asks people who can for a little, and somebody who has paid."""
    lead = replace(manager, roles=frozenset({Role.LEAD_MANAGER, Role.LINK_WORKER}))
    steps = Schedule.read(Taper.SESSIONS, "0: 0.50\n6: 1.00")
    write_steps(session, lead, steps, seen=0, at=at)
    row = next(one for one in session.scalars(visible_to(lead)) if one.state.is_met)
    say_whether_they_pay(session, lead, row.id, CanPay.YES, let_off="", seen=0, at=at)
    take_contribution(
        session, lead, row.id, on=day_in_london(at), paid=Money(50), seen=0, at=at
    )  # fmt: skip


def _rewarded(session: Session, *, at: datetime) -> list[Voucher]:
    """Years that are due are charged, and whoever kept it up for a year has free sessions."""
    today = day_in_london(at)
    for referral_id in to_look_at(session, on=today):
        bring_up_to_date(session, referral_id, at=at)
    made = [reward(session, one, at=at) for one in to_reward(session, on=today)]
    return [one for one in made if one is not None]


def _spent(session: Session, voucher: Voucher, *, at: datetime) -> str:
    """A session that was just spent: where whoever pressed can take it back."""
    place = places_to_spend(session, voucher.lead_id)[0]
    made = spend_session(session, voucher.code, place=place, left=voucher.sessions, at=at)
    return f"/free-sessions/{voucher.code}/spent/{made.id}"
