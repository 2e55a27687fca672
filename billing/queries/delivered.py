"""Reading what was paid and not done, and what was done and not paid: to groups, and of people's years (B0-32)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import AgreementFacts
from accounts.vocabulary import AgreementPurpose
from billing import permissions
from billing.delivered import NotInTouch, months_without_a_visit, not_in_touch
from billing.group_lines import WHOLE_MONTH, Held, Key, on_day
from billing.ledger import ChargeKind, Uncharged
from billing.models import Charge, ChargedPerson, RemittanceLine
from billing.models.charges import code_of
from billing.queries.charges import MOST, uncharged
from billing.queries.group_lines import agreements_with_a_price, lines_of
from billing.queries.sub_contracts import versions_of
from kernel.access import Actor
from kernel.money import NOTHING, Money, total
from kernel.periods import Month
from referrals.queries.helped import case_ids, reached_after
from referrals.queries.visits import VisitCount, visits_under

A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class GroupRow:
    """A group under a sub-contract: what was done and not paid, and what was paid and not done.

    `unpriced` are visits on days on which no price held. `to_pay` and `taken_back` are days of an activity, or
    months of a fixed sum: those counted and on no remittance until the end of the last month, and those that were
    paid and taken back since. `empty` are months that were paid with a fixed sum, and nobody came.
    """

    agreement_id: UUID
    group_id: UUID
    group: str
    unpriced: int
    to_pay: int
    to_pay_amount: Money
    taken_back: int
    taken_back_amount: Money
    empty: tuple[Month, ...]

    @property
    def is_owed(self) -> bool:
        """Whether something was done and is not paid."""
        return bool(self.unpriced or self.to_pay)

    @property
    def is_overpaid(self) -> bool:
        """Whether something was paid and not done."""
        return bool(self.taken_back or self.empty)


@dataclass(frozen=True)
class YearLine:
    """A year of help that is charged, and why it is looked at. It says nothing of who it is."""

    charge_id: UUID
    code: str
    referral_id: UUID
    person_id: UUID
    begins_on: date
    why: NotInTouch


@dataclass(frozen=True)
class WhyLine:
    """Why years are not charged, and of how many people."""

    why: Uncharged
    people: int


@dataclass(frozen=True)
class PaidAndDonePage:
    """What a lead NTP looks at: groups; and, for a manager alone, people's years, the oldest of `number`."""

    month: Month
    groups: tuple[GroupRow, ...]
    years: tuple[YearLine, ...]
    number: int
    waits: tuple[WhyLine, ...]
    may_see_people: bool

    @property
    def owed(self) -> tuple[GroupRow, ...]:
        """The groups with something that was done and is not paid."""
        return tuple(one for one in self.groups if one.is_owed)

    @property
    def overpaid(self) -> tuple[GroupRow, ...]:
        """The groups with something that was paid and not done."""
        return tuple(one for one in self.groups if one.is_overpaid)


def paid_and_done(session: Session, actor: Actor, *, on: date) -> PaidAndDonePage:
    """The page: who looks after money reads groups, a manager people's years as well."""
    actor.must(permissions.SEE_CHARGES)
    month = Month.containing(on).previous
    names = {one.id: one.name for one in accounts.organisations(session)}
    groups = (
        _group(session, one, names[one.second_id], month, on)
        for one in _sub_contracts(session, actor, on)
    )
    may = actor.may(permissions.REVERSE_CHARGE)
    years = tuple(_years(session, actor, on)) if may else ()
    waits = Counter(one.why for one in uncharged(session, actor, on=on)) if may else {}
    return PaidAndDonePage(
        month, tuple(sorted(groups, key=lambda one: (one.group.casefold(), one.agreement_id))),
        years[:MOST], len(years),
        tuple(WhyLine(why, waits[why]) for why in Uncharged if why in waits), may,
    )  # fmt: skip


def _sub_contracts(session: Session, actor: Actor, on: date) -> Sequence[AgreementFacts]:
    """The agreements by which the actor's lead NTP pays groups: with a price, or in force without one."""
    priced = (accounts.find_agreement(session, one) for one in agreements_with_a_price(session))
    running = accounts.agreements_in_force(
        session, on=on, purpose=AgreementPurpose.SUB_CONTRACT, party_id=actor.organisation_id
    )
    both = {one.id: one for one in (*priced, *running) if one is not None}
    return [one for one in both.values() if one.first_id == actor.organisation_id]


def _group(
    session: Session, agreement: AgreementFacts, name: str, month: Month, on: date
) -> GroupRow:
    visits = visits_under(session, agreement.id)
    owed, paid = _amounts(session, agreement.id)
    open_ = {key: owed[key] - paid.get(key, NOTHING) for key in owed}
    to_pay = [one for (_, day), one in open_.items() if one > NOTHING and day <= month.last_day]
    back = [-one for one in open_.values() if one < NOTHING]
    months = [
        Month(day) for (what, day), one in paid.items()
        if what == WHOLE_MONTH and one > NOTHING and owed[what, day] > NOTHING
    ]  # fmt: skip
    return GroupRow(
        agreement.id, agreement.second_id, name, _unpriced(session, agreement.id, visits, on),
        len(to_pay), total(to_pay), len(back), total(back),
        months_without_a_visit(months, [one.on for one in visits]),
    )  # fmt: skip


def _amounts(session: Session, agreement_id: UUID) -> tuple[dict[Key, Money], dict[Key, Money]]:
    """What was counted of each activity and day, and what of that stands on a remittance."""
    rows = lines_of(session, agreement_id)
    on_paper = set(
        session.scalars(
            sa.select(RemittanceLine.line_id).where(
                RemittanceLine.line_id.in_([one.id for one in rows])
            )
        )
    )
    owed: dict[Key, Money] = {}
    paid: dict[Key, Money] = {}
    for row in rows:
        key = row.owed.key
        owed[key] = owed.get(key, NOTHING) + row.amount
        if row.id in on_paper:
            paid[key] = paid.get(key, NOTHING) + row.amount
    return owed, paid


def _unpriced(session: Session, agreement_id: UUID, visits: Sequence[VisitCount], on: date) -> int:
    held = [Held(one.number, one.from_on, one.terms) for one in versions_of(session, agreement_id)]
    return sum(one.people for one in visits if one.on < on and on_day(held, one.on) is None)


def _years(session: Session, actor: Actor, on: date) -> Iterator[YearLine]:
    """Years of the last twelve months that are billed, and in which nobody was in touch early; oldest first."""
    wanted = (
        sa.select(
            ChargedPerson.charge_id, ChargedPerson.referral_id, ChargedPerson.person_id,
            ChargedPerson.begins_on, ChargedPerson.ends_on,
        )
        .join(Charge, Charge.id == ChargedPerson.charge_id)
        .where(
            ChargedPerson.kind == ChargeKind.YEAR, ChargedPerson.is_reversed.is_(False),
            Charge.is_shadow.is_(False), ChargedPerson.lead_id == actor.organisation_id,
            ChargedPerson.begins_on >= on - A_YEAR,
            ChargedPerson.referral_id.in_(case_ids(actor)),
        )
        .order_by(ChargedPerson.begins_on, ChargedPerson.id)
    )  # fmt: skip
    cases = wanted.with_only_columns(ChargedPerson.referral_id).order_by(None)
    reached = reached_after(session, cases, since=Month.containing(on - A_YEAR).begins)
    for charge_id, referral_id, person_id, begins_on, ends_on in session.execute(wanted):
        days = reached.get(referral_id, frozenset())
        within = [day for day in days if begins_on <= day < ends_on]
        why = not_in_touch(begins_on, within, today=on)
        if why is not None:
            yield YearLine(charge_id, code_of(charge_id), referral_id, person_id, begins_on, why)
