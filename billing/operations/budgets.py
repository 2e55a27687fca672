"""Saying from which budgets a group is paid: dated, and never changed (A-FIN-04)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from billing import permissions
from billing.budgets import Division, Part, must_be_whole
from billing.contract_words import said_day
from billing.models import BudgetDivision, IncomeStream
from billing.operations.sub_contracts import get_open
from billing.queries.budgets import divisions_of
from billing.queries.income import get_stream
from billing.sub_contracts import must_begin_fairly
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from kernel.periods import FinancialYear, day_in_london

MEANWHILE = "Somebody else said in the meantime what this group is paid from. Look at that first."


def choose_budgets(
    session: Session,
    actor: Actor,
    agreement_id: UUID,
    percents: Mapping[UUID, Decimal],
    *,
    from_on: date,
    seen: int,
    at: datetime,
) -> BudgetDivision:
    """Say from which streams a group is paid from a day on, in percents that come to 100.

    `seen` is how often something was said when it was written: Conflict where somebody said more. NotFound for
    a stream or a sub-contract that is not the actor's own. RuleBroken where the day is not of the streams' year.
    """
    actor.must(permissions.KEEP_INCOME)
    must_be_whole(percents.values())
    return _say(session, actor, agreement_id, percents, from_on=from_on, seen=seen, at=at)


def say_nothing(
    session: Session, actor: Actor, agreement_id: UUID, *, from_on: date, seen: int, at: datetime
) -> BudgetDivision:
    """Leave it unsaid from a day on: nobody has to say it. RuleBroken where nothing was said before."""
    actor.must(permissions.KEEP_INCOME)
    if not seen:
        raise RuleBroken("Nothing is said yet, so it can be left as it is.", field="nothing")
    return _say(session, actor, agreement_id, {}, from_on=from_on, seen=seen, at=at)


def _say(
    session: Session, actor: Actor, agreement_id: UUID, percents: Mapping[UUID, Decimal], *,
    from_on: date, seen: int, at: datetime,
) -> BudgetDivision:  # fmt: skip
    today = day_in_london(at)
    contract = get_open(session, actor, agreement_id, today)
    streams = [get_stream(session, actor, one) for one in percents]
    earlier = divisions_of(session, actor, agreement_id)
    if len(earlier) != seen:
        raise Conflict(MEANWHILE, theirs=earlier[-1].said if earlier else "")
    must_begin_fairly(
        from_on, first_day=contract.facts.from_on, last_day=contract.facts.until_on,
        before=[one.from_on for one in earlier], today=today,
    )  # fmt: skip
    for one in streams:
        _must_be_of_its_year(one, from_on)
    parts = (Part(one.id, one.kind, one.words, percents[one.id]) for one in streams)
    said = Division(from_on, tuple(parts))
    made = BudgetDivision(
        agreement_id=agreement_id, lead_id=contract.facts.first_id, number=seen + 1,
        from_on=from_on, kept=said.to_json(), by=actor.user_id, who=actor.called, at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "said from which budgets a group is paid", made, at=at,
        agreement=agreement_id, from_on=from_on,
        parts=[f"{one.share} from {one.stream_id}" for one in said.parts],
    )  # fmt: skip
    return made


def _must_be_of_its_year(row: IncomeStream, from_on: date) -> None:
    if row.year != FinancialYear.containing(from_on):
        raise RuleBroken(
            f"These budgets are of {row.year.label}. Choose a day from {said_day(row.year.first_day)} "
            f"to {said_day(row.year.last_day)}.",
            field="from_on",
        )
