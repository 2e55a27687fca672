"""Points in tests: a signed contract of which a part hangs on outcomes, and what a funder writes down."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from billing.contracts import Report
from billing.operations.points import write_points
from billing.outcome_share import OutcomeShare
from billing.points import Way, Written
from billing.queries.points import award_page
from billing.vocabulary import Every
from kernel.access import Actor, Role
from kernel.money import Money
from kernel.periods import day_in_london
from tests.cast import NOON, an_actor
from tests.cast_contracts import a_signed_contract, whole

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from billing.contracts import ContractTerms
    from billing.models import Contract

CAME = "People who came"
A_POINT = Money(96_00)
EARNS: dict[str, Any] = {
    "outcome_share": OutcomeShare((Decimal(20), Decimal(30), Decimal(40)), A_POINT),
    "reports": (
        replace(whole().reports[0], points=60),
        Report("Falls", Every.YEAR, 20, "Asha", "Laura", "Anna", "9", "6", points=40),
    ),
}
"""£9,600 of the first year's £48,000 hang on 100 points."""


def hanging(terms: ContractTerms) -> ContractTerms:
    """The same terms, with a part of the fixed sum that hangs on outcomes."""
    return terms.with_answers(**EARNS)


def a_contract_with_points(session: Session, **said: Any) -> Contract:
    """A contract that both sides signed, of which a part hangs on outcomes."""
    return a_signed_contract(session, **EARNS | said)


def a_commissioner(session: Session, **said: Any) -> Actor:
    """Who looks after contracts at the commissioning body."""
    return an_actor(session, Role.COMMISSIONER, name="Cora Price", **said)


def award(
    session: Session, contract: Contract, points: int, *, report: str = CAME, year: int = 1,
    because: str = "Their report says so.", at: datetime = NOON, actor: Actor | None = None,
) -> None:  # fmt: skip
    """A funder writes down so many points, or takes them back where they are below nothing."""
    session.flush()
    actor = actor or a_commissioner(session)
    page, _ = award_page(session, actor, contract.id, year, on=day_in_london(at))
    way = Way.GIVE if points > 0 else Way.TAKE_BACK
    what = Written(year, report, way, abs(points), because)
    write_points(session, actor, contract.id, what, seen=page.seen, at=at)
    session.flush()
