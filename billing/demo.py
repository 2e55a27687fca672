"""Which bands the people of Anytown were put in, most as it was suggested; its contracts; where money comes from.

Nobody is real.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from billing import (
    demo_budgets,
    demo_contracts,
    demo_income,
    demo_invoices,
    demo_passed_on,
    demo_sub_contracts,
)
from billing.bands import Band, Suggestion, suggest
from billing.models import BandChoice
from billing.operations.bands import choose_band
from billing.operations.charging import bring_up_to_date
from billing.queries.bands import why_none
from billing.queries.charges import to_look_at
from kernel.access import SYSTEM, Actor, Role
from kernel.database import Database
from kernel.periods import day_in_london
from referrals.queries import visible_to
from referrals.queries.assessment import tariff_facts

EVERY = 5
"""Of so many people one has no band yet, and one has another than was suggested, as it is in life."""

BECAUSE = "Nobody can go along the first times, so I shall."


def load(database: Database, *, at: datetime, listings: int, seed: int) -> Sequence[str]:
    """Let the link workers of Anytown choose bands for those whom they have met, once."""
    made = 0
    with database.writing() as session:
        if session.scalar(sa.select(BandChoice.id).limit(1)) is not None:
            return []
        for place, (worker, referral_id, found) in enumerate(_met(session)):
            if place % EVERY == 0:
                continue
            band = Band.HIGH if place % EVERY == 1 else found.bands[0]
            because = BECAUSE if found.is_override(band) else ""
            choose_band(session, worker, referral_id, band, because=because, seen=0, at=at)
            made += 1
        more = [*demo_contracts.load(session, at=at), *demo_income.load(session, at=at)]
        more += demo_sub_contracts.load(session, at=at)
        more += demo_passed_on.load(session, at=at)
        more += demo_budgets.load(session, at=at)
        more += demo_invoices.load(session, at=at)
        more.append(f"{_charge(session, at=at)} of them are charged for, at /charges.")
    return [f"{made} people of Anytown have a tariff band.", *more]


def _charge(session: Session, *, at: datetime) -> int:
    """Charge the years that began, as each night does; how many cases there were to look at."""
    waiting = to_look_at(session, on=day_in_london(at))
    for referral_id in waiting:
        bring_up_to_date(session, referral_id, at=at)
    return len(waiting)


def _met(session: Session) -> Iterator[tuple[Actor, UUID, Suggestion]]:
    """Whose first meeting was held: who works with them, their case, and what is suggested."""
    rows = session.scalars(visible_to(SYSTEM)).all()
    for row in sorted(rows, key=lambda one: (one.started_at, one.person.name)):
        facts = tariff_facts(session, row.id)
        if row.link_worker_id is None or facts is None or why_none(session, row):
            continue
        names = accounts.names_of(session, [row.link_worker_id])
        worker = Actor(
            user_id=row.link_worker_id, organisation_id=row.lead_id,
            roles=frozenset({Role.LINK_WORKER}), name=names.get(row.link_worker_id, ""),
        )  # fmt: skip
        yield worker, row.id, suggest(facts)
