"""Budgets in tests: streams of a lead NTP's income, and which groups are paid from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from billing.income import Stream, StreamKind
from billing.operations.budgets import choose_budgets
from billing.operations.income import add_stream
from billing.queries.budgets import divisions_of
from kernel.access import Role
from kernel.money import Money
from tests.cast import NOON, an_actor
from tests.cast_sub_contracts import FIRST_DAY

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from billing.models import BudgetDivision, IncomeStream
    from kernel.access import Actor

YEAR = 2026
WARM = Stream(StreamKind.COUNCIL_GRANT, "Warm rooms", Money(1_000_00), is_ring_fenced=True)
TARIFF = Stream(StreamKind.NHS_TARIFF, "", Money(90_000_00))


def a_finance_lead_of(session: Session, **more: object) -> Actor:
    """Who keeps the money of the lead NTP."""
    return an_actor(session, Role.LEAD_FINANCE, **more)


def a_budget(
    session: Session, stream: Stream = WARM, *, by: Actor | None = None, year: int = YEAR,
    **said: object,
) -> IncomeStream:  # fmt: skip
    """A stream in the list of a year."""
    actor = by or a_finance_lead_of(session)
    return add_stream(session, actor, year, replace(stream, **said), at=NOON)


def paid_from(
    session: Session, agreement_id: UUID, percents: dict[UUID, int | str], *,
    by: Actor | None = None, from_on: date = FIRST_DAY,
) -> BudgetDivision:  # fmt: skip
    """It is said from which budgets a group is paid, from a day on."""
    actor = by or a_finance_lead_of(session)
    return choose_budgets(
        session, actor, agreement_id, {one: Decimal(part) for one, part in percents.items()},
        from_on=from_on, seen=len(divisions_of(session, actor, agreement_id)), at=NOON,
    )  # fmt: skip
