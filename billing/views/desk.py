"""What of contracts waits for somebody: a line of their desk each."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for

from billing import permissions
from billing.queries.bank_details import details_that_wait
from billing.queries.budgets import GoneBudget, gone_budgets
from billing.queries.contracts import ContractLine, contracts, waiting_for
from billing.queries.statements import OnDesk, on_desk
from billing.vocabulary import ContractState
from kernel.access import Actor
from kernel.periods import day_in_london
from web.feature import Waiting
from web.templating import as_date


def waiting(session: Any, actor: Actor, at: datetime) -> Sequence[Waiting]:
    """What waits: contracts, what must be shown, invoices, an account to confirm, a budget that is gone."""
    on = day_in_london(at)
    return [
        *_contracts(session, actor, on), *map(_of_invoice, on_desk(session, actor, on=on)),
        *_bank_details(session, actor),
        *map(_of_budget, gone_budgets(session, actor, on=on)),
    ]  # fmt: skip


def _of_budget(one: GoneBudget) -> Waiting:
    href = url_for("accounts.agreement", agreement_id=one.agreement_id)
    return Waiting(f"What {one.group} is paid from: {one.says}", "Look at it", href, urgency=6)


def _contracts(session: Any, actor: Actor, on: date) -> Sequence[Waiting]:
    if not actor.may(permissions.WRITE_CONTRACTS):
        return []
    to_sign = waiting_for(session, actor)
    return [
        line
        for one in contracts(session, actor, on=on)
        for line in _of(one, is_ours_to_sign=one.id in to_sign)
    ]


def _of(one: ContractLine, *, is_ours_to_sign: bool) -> Iterator[Waiting]:
    href = url_for("billing.contract", contract_id=one.id)
    called = f"The contract of {one.lead} for {one.localities}"
    if is_ours_to_sign:
        yield Waiting(f"{called} waits for your side to sign.", "Look at it", href, urgency=3)
    if one.overdue:
        things = "one thing has" if one.overdue == 1 else f"{one.overdue} things have"
        yield Waiting(f"{called}: {things} not been shown in time.", "Look at it", href, urgency=4)
    if one.state is ContractState.ENDS_SOON:
        yield Waiting(
            f"{called} ends on {as_date(one.last_day)}. Agree what comes after.",
            "Look at it", href, urgency=6,
        )  # fmt: skip


def _of_invoice(one: OnDesk) -> Waiting:
    if one.invoice_id is None:
        href = url_for("billing.make_invoice", contract_id=one.contract_id)
        return Waiting(f"{one.says} can be invoiced.", "Look at it", href, urgency=5)
    href = url_for("billing.invoice", invoice_id=one.invoice_id)
    return Waiting(f"{one.says}.", "Look at it", href, urgency=3 if one.is_late else 4)


def _bank_details(session: Any, actor: Actor) -> Iterator[Waiting]:
    """Where a group is paid to, that a colleague wrote down: until it is settled nothing is paid."""
    for one in details_that_wait(session, actor):
        if one.may_confirm:
            href = url_for("billing.bank_details", group_id=one.group_id)
            yield Waiting(
                f"Bank details of {one.group} wait for a second person.", "Look at them", href,
                urgency=4,
            )  # fmt: skip
