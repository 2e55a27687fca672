"""What Anytown's lead NTP asked its commissioner for: an invoice with a question, and a month that is to be asked for.

And points that a report earned.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from billing.models import Contract, Invoice
from billing.operations.charging import bring_up_to_date
from billing.operations.invoices import challenge, issue_invoice, write_down_money
from billing.operations.points import write_points
from billing.points import Way, Written
from billing.queries.charges import to_look_at
from billing.queries.invoices import make_page
from billing.queries.points import points_page
from billing.settling import Act, Acted
from kernel import outbox
from kernel.access import Actor, Role
from kernel.money import Money
from kernel.periods import Month, day_in_london

A_DAY, SOME_DAYS = timedelta(days=1), timedelta(days=3)
QUESTION = "We thought that management ends in spring. Which months are these?"
EARNED = "Half of its points: of each ten goals, five were reached by the middle of the year."
PART = Money(50_000_00)


def load(session: Session, *, at: datetime) -> Sequence[str]:
    """Charge what began until the end of last month, and ask for all months but that one, once."""
    if session.scalar(sa.select(Invoice.id).limit(1)) is not None:
        return []
    month = Month.containing(at).previous
    charged_at = month.ends - A_DAY
    for referral_id in to_look_at(session, on=day_in_london(charged_at)):
        bring_up_to_date(session, referral_id, at=charged_at)
    signed = [one for one in session.scalars(sa.select(Contract)) if one.signed]
    with outbox.unheard(session):  # nobody gets a letter because of Anytown
        for one in signed:
            _ask(session, one, at=month.begins + SOME_DAYS)
            _earn(session, one, at=month.begins + SOME_DAYS)
    return [
        f"{len(signed)} invoice of Anytown is questioned; last month's is to be issued, at /invoices."
    ]


def _ask(session: Session, contract: Contract, *, at: datetime) -> None:
    """It was paid in part, and the payer questions a line."""
    finance = _holder(session, contract.lead_id, Role.LEAD_FINANCE)
    seen = make_page(session, finance, contract.id, on=day_in_london(at)).seen
    row = issue_invoice(session, finance, contract.id, seen=seen, at=at)
    paid = Acted(Act.PAY, day_in_london(at + SOME_DAYS), amount=PART)
    write_down_money(
        session, finance, row.id, paid, because="ANYTOWN HEALTH", seen=0, at=at + SOME_DAYS
    )
    funder = contract.signed[-1].terms.funders[0].organisation_id
    payer = _holder(session, funder, Role.COMMISSIONER_FINANCE)
    place = next(
        place for place, one in enumerate(row.said.lines) if one.what.startswith("Management")
    )
    challenge(session, payer, row.id, place, because=QUESTION, seen=1, at=at + SOME_DAYS)


def _earn(session: Session, contract: Contract, *, at: datetime) -> None:
    """Who pays writes down what a report earned in the year that goes on."""
    held = contract.signed[-1].terms
    commissioner = _holder(session, held.funders[0].organisation_id, Role.COMMISSIONER)
    page = points_page(session, commissioner, contract.id, on=day_in_london(at))
    year = [one for one in page.years if one.is_open][-1]
    earned = Written(year.number, held.reports[0].name, Way.GIVE, 30, EARNED)
    write_points(session, commissioner, contract.id, earned, seen=page.seen, at=at)


def _holder(session: Session, organisation_id: UUID, role: Role) -> Actor:
    one = accounts.holders(session, organisation_id, role)[0]
    return Actor(
        user_id=one.id, organisation_id=organisation_id, roles=frozenset({role}), name=one.name
    )
