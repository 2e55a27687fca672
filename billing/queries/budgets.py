"""Reading from which budgets groups are paid, and what each budget paid in a year (A-FIN-04).

All of it is for the lead NTP alone, and for whoever there may see its income.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import AgreementFacts
from accounts.vocabulary import AgreementPurpose
from billing import permissions
from billing.budgets import (
    Budget,
    Division,
    DrawnInYear,
    PaidLine,
    Payee,
    drawn_in_year,
    find,
    no_longer_there,
    said_on,
)
from billing.models import BudgetDivision, GroupLine, IncomeStream, RemittanceLine
from billing.queries import income
from billing.queries.sub_contracts import SubContract, get_own_sub_contract
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.money import Money
from kernel.periods import FinancialYear


@dataclass(frozen=True)
class PaidFromPanel:
    """What is added to the page of an agreement. `held` is what holds today, or will; None: nothing was said."""

    id: UUID
    held: Division | None
    others: tuple[Division, ...]
    to_watch: tuple[str, ...]
    may_write: bool


@dataclass(frozen=True)
class ChoosePage:
    """What somebody should see who says from which budgets a group is paid.

    `years` are those with a list that a first day may be in, and the one that is shown. `stands` are the percents that hold, by the budgets of
    that year; `newest` is what was said last, and `seen` how often something was.
    """

    contract: SubContract
    year: FinancialYear
    years: tuple[FinancialYear, ...]
    budgets: tuple[Budget, ...]
    newest: Division | None
    stands: Mapping[UUID, Decimal]
    seen: int


@dataclass(frozen=True)
class GoneBudget:
    """A sub-contract that is paid from a budget that is no longer there, in a sentence."""

    agreement_id: UUID
    group: str
    says: str


def visible_to(actor: Actor) -> sa.Select[BudgetDivision]:
    """What the actor's own organisation said, oldest first, and no other."""
    return (
        sa.select(BudgetDivision)
        .where(BudgetDivision.lead_id == actor.organisation_id)
        .order_by(BudgetDivision.agreement_id, BudgetDivision.number)
    )


def divisions_of(session: Session, actor: Actor, agreement_id: UUID) -> Sequence[Division]:
    """All that was ever said of a sub-contract, oldest first."""
    rows = session.scalars(visible_to(actor).where(BudgetDivision.agreement_id == agreement_id))
    return [one.division for one in rows]


def budgets_of_year(session: Session, actor: Actor, year: FinancialYear) -> tuple[Budget, ...]:
    """The streams of a year, each with those of earlier years that it goes on from."""
    rows = session.scalars(income.visible_to(actor)).all()
    copied = {one.id: one.copied_from for one in rows}
    return tuple(
        Budget(one.id, one.stream, _before(one, copied))
        for one in income.streams_of_year(session, actor, year)
    )


def drawn_page(session: Session, actor: Actor, number: int | None, *, on: date) -> DrawnInYear:
    """What groups were paid by budget in the year that begins in a calendar year; None: in that of a day."""
    actor.must(permissions.SEE_INCOME)
    return _drawn(session, actor, income.get_year(session, actor, number, on=on))


def panel_of(
    session: Session, actor: Actor, agreement_id: UUID, *, on: date
) -> PaidFromPanel | None:
    """What is added to the page of an agreement; None where it is none that the actor's lead NTP pays by."""
    if not actor.may(permissions.SEE_INCOME) or not actor.may(permissions.SEE_SUB_CONTRACTS):
        return None
    try:
        contract = get_own_sub_contract(session, actor, agreement_id, on=on)
    except NotFound:
        return None
    divisions = divisions_of(session, actor, agreement_id)
    now = said_on(divisions, on)
    held = now or (divisions[0] if divisions else None)
    return PaidFromPanel(
        agreement_id, held, tuple(one for one in reversed(divisions) if one is not held),
        _to_watch(session, actor, now, on) if now else (),
        not contract.is_over and actor.may(permissions.KEEP_INCOME),
    )  # fmt: skip


def choose_page(
    session: Session, actor: Actor, agreement_id: UUID, number: int | None, *, on: date
) -> ChoosePage:
    """What is asked, by the list of the year that begins in a calendar year; None: by that of a day."""
    actor.must(permissions.KEEP_INCOME)
    contract = get_own_sub_contract(session, actor, agreement_id, on=on)
    year = income.get_year(session, actor, number, on=on)
    budgets = budgets_of_year(session, actor, year)
    divisions = divisions_of(session, actor, agreement_id)
    newest = divisions[-1] if divisions else None
    listed = {one.year for one in session.scalars(income.visible_to(actor))}
    first_day = contract.facts.from_on if newest is None else on
    years = {year, *(one for one in listed if one.last_day >= first_day)}
    return ChoosePage(
        contract, year, tuple(sorted(years)), budgets, newest, _stands(newest, budgets),
        len(divisions),
    )  # fmt: skip


def gone_budgets(session: Session, actor: Actor, *, on: date) -> tuple[GoneBudget, ...]:
    """The budgets from which groups should be paid, and that are no longer there; for the desk."""
    if not actor.may(permissions.KEEP_INCOME):
        return ()
    said = _all_said(session, actor)
    if not said:
        return ()
    year = FinancialYear.containing(on)
    budgets = budgets_of_year(session, actor, year)
    names = {one.id: one.name for one in accounts.organisations(session)}
    return tuple(
        GoneBudget(agreement.id, names[agreement.second_id], says)
        for agreement in _in_force(session, actor, on)
        if (held := said_on(said.get(agreement.id, ()), on))
        for says in no_longer_there(held, budgets, year, today=on)
    )


def groups_paid_from(
    session: Session, actor: Actor, stream_id: UUID, *, on: date
) -> tuple[str, ...]:
    """The groups that are paid from a stream on a day, by their names; none where it is of another year."""
    year = income.get_stream(session, actor, stream_id).year
    if on not in year:
        return ()
    budgets = budgets_of_year(session, actor, year)
    names = {one.id: one.name for one in accounts.organisations(session)}
    said, found = _all_said(session, actor), set()
    for agreement in _in_force(session, actor, on):
        held = said_on(said.get(agreement.id, ()), on)
        means = [find(one, budgets) for one in held.parts] if held else []
        if any(one and one.id == stream_id for one in means):
            found.add(names[agreement.second_id])
    return tuple(sorted(found, key=str.casefold))


def _in_force(session: Session, actor: Actor, on: date) -> tuple[AgreementFacts, ...]:
    return accounts.agreements_in_force(
        session, on=on, purpose=AgreementPurpose.SUB_CONTRACT, party_id=actor.organisation_id
    )


def _all_said(session: Session, actor: Actor) -> dict[UUID, list[Division]]:
    """All that was ever said, by sub-contract, oldest first."""
    said: dict[UUID, list[Division]] = {}
    for row in session.scalars(visible_to(actor)):
        said.setdefault(row.agreement_id, []).append(row.division)
    return said


def _drawn(session: Session, actor: Actor, year: FinancialYear) -> DrawnInYear:
    """The lines of remittances whose day is in a year, each divided by what held on its day."""
    rows = session.execute(
        sa.select(GroupLine.agreement_id, GroupLine.group_id, GroupLine.on, GroupLine.pence)
        .join(RemittanceLine, RemittanceLine.line_id == GroupLine.id)
        .where(
            GroupLine.lead_id == actor.organisation_id,
            GroupLine.on >= year.first_day, GroupLine.on <= year.last_day,
        )
    ).all()  # fmt: skip
    names = {one.id: one.name for one in accounts.organisations(session)}
    said = _all_said(session, actor)
    lines = [
        PaidLine(
            Payee(row.group_id, names[row.group_id]), Money(row.pence),
            said_on(said.get(row.agreement_id, ()), row.on),
        )
        for row in rows
    ]  # fmt: skip
    return drawn_in_year(budgets_of_year(session, actor, year), lines)


def _to_watch(session: Session, actor: Actor, held: Division, on: date) -> tuple[str, ...]:
    """What to watch of the budgets of a division: those that are gone, and ring-fenced ones that do not reach."""
    year = FinancialYear.containing(on)
    budgets = budgets_of_year(session, actor, year)
    gone = no_longer_there(held, budgets, year, today=on)
    means = {one.id for part in held.parts if (one := find(part, budgets))}
    drawn = zip(budgets, _drawn(session, actor, year).budgets, strict=False)
    return (*gone, *(one.warning for budget, one in drawn if budget.id in means and one.warning))


def _before(row: IncomeStream, copied: Mapping[UUID, UUID | None]) -> frozenset[UUID]:
    """The streams that a stream was copied from, year by year; the last of them may have been taken out."""
    found, before = [], row.copied_from
    while before is not None:
        found.append(before)
        before = copied.get(before)
    return frozenset(found)


def _stands(newest: Division | None, budgets: Sequence[Budget]) -> dict[UUID, Decimal]:
    stands: dict[UUID, Decimal] = {}
    for part in newest.parts if newest else ():
        found = find(part, budgets)
        if found is not None:
            stands[found.id] = stands.get(found.id, Decimal(0)) + part.percent
    return stands
