"""The cast of rows without names: people who started in the spring, and an analyst who may ask. Nobody is real."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from accounts import operations as accounts
from accounts.agreements import Terms
from accounts.vocabulary import AgreementPurpose, DataItem
from kernel.access import SYSTEM, Role
from kernel.periods import LONDON, Quarter
from outcomes_star.vocabulary import Occasion
from referrals.lifecycle import State
from tests.cast import NOON, a_commissioning_body, a_lead_ntp, a_link_worker, an_actor
from tests.cast_caseload import a_case
from tests.cast_readings import LOW, WHEEL, a_reading, asked

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from accounts.models import Agreement, Organisation
    from kernel.access import Actor
    from referrals.models import Referral

SPRING = datetime(2026, 5, 10, 12, tzinfo=LONDON)
QUARTER = Quarter.containing(SPRING)


def an_analyst(session: Session, **more: str) -> Actor:
    """An analyst of the commissioning body."""
    return an_actor(
        session, Role.ANALYST, at=a_commissioning_body(session), name="Anna Analyst", **more
    )


def rows_agreed(
    session: Session,
    *,
    reader: Organisation | None = None,
    lead: Organisation | None = None,
    items: tuple[DataItem, ...] = (DataItem.ROWS_WITHOUT_NAMES,),
) -> Agreement:
    """An agreement that lets an organisation have rows of a lead NTP."""
    reader, lead = reader or a_commissioning_body(session), lead or a_lead_ntp(session)
    terms = Terms(
        AgreementPurpose.DATA_SHARING, lead.id, reader.id, NOON.date() - timedelta(days=90), None
    )
    return accounts.agree(session, SYSTEM, terms, data_items=list(items), at=NOON)


def a_starter(
    session: Session,
    worker: Actor,
    name: str,
    *,
    at: datetime = SPRING,
    end: dict[str, int | None] | None = None,
    state: State = State.COMPLETED,
) -> Referral:
    """Somebody who started in the spring, and came to an end if there are numbers for it."""
    row = a_case(session, worker, name, state=state, sent_at=at - timedelta(days=9))
    a_reading(session, worker, row.id, WHEEL, at=at, on=at.date())
    if end is not None:
        later = at + timedelta(days=60)
        a_reading(
            session, worker, row.id, WHEEL, numbers=end, occasion=Occasion.END, at=later,
            on=later.date(),
        )  # fmt: skip
    return row


def spring(session: Session, *, people: int = 8) -> list[Referral]:
    """So many people who started in the spring, all of one age and place, and half of whom have an end."""
    asked(session)
    asha = a_link_worker(session, name="Asha Begum")
    return [
        a_starter(session, asha, f"Person {at}", end=LOW | {"people": 4} if at % 2 else None)
        for at in range(people)
    ]
