"""From which budgets groups of Anytown are paid: one from two, one from one, and of one nobody said it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.demo import HOST, NAMES
from accounts.vocabulary import AgreementPurpose
from billing.income import StreamKind
from billing.operations.budgets import choose_budgets
from billing.queries.budgets import budgets_of_year
from kernel.access import Actor, Role
from kernel.periods import FinancialYear, day_in_london

PAID_FROM: Mapping[str, Mapping[StreamKind, Decimal]] = {
    "Anytown Cat and Dog Shelter": {
        StreamKind.NHS_TARIFF: Decimal(60), StreamKind.TRUST_GRANT: Decimal(40),
    },
    "Anytown Men's Shed": {StreamKind.TRUST_GRANT: Decimal(100)},
}  # fmt: skip
"""The trust pays for two groups, and the shelter is paid from two budgets."""


def load(session: Session, *, at: datetime) -> Sequence[str]:
    """Let whoever keeps the money say from which budgets two groups are paid, since they are."""
    names = {one.id: one.name for one in accounts.organisations(session)}
    lead_id = next(one for one, name in names.items() if name == HOST)
    finance = Actor(
        organisation_id=lead_id, roles=frozenset({Role.LEAD_FINANCE}),
        name=NAMES[Role.LEAD_FINANCE],
    )  # fmt: skip
    year = FinancialYear.containing(at)
    streams = {one.stream.kind: one.id for one in budgets_of_year(session, finance, year)}
    agreements = accounts.agreements_in_force(
        session, on=day_in_london(at), purpose=AgreementPurpose.SUB_CONTRACT, party_id=lead_id
    )
    made = 0
    for one in agreements:
        wanted = PAID_FROM.get(names[one.second_id])
        if wanted is None:
            continue
        percents = {streams[kind]: percent for kind, percent in wanted.items()}
        from_on = max(one.from_on, year.first_day)
        choose_budgets(session, finance, one.id, percents, from_on=from_on, seen=0, at=at)
        made += 1
    return [f"Of {made} groups it is said from which budgets they are paid, at /our-income."]
