"""The groups that somebody joined or is to join, as they read it on their own page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.periods import day_in_london
from referrals.models import OnwardLink
from referrals.queries.report_parts import STANDS


@dataclass(frozen=True)
class OwnGroup:
    """An activity, where it stands, and what its group learnt of the person, on which day."""

    title: str
    group: str
    stands: str
    told: tuple[str, ...] = ()
    told_on: date | None = None


def own_groups(session: Session, person_id: UUID) -> tuple[OwnGroup, ...]:
    """The activities that somebody said yes to, oldest first. Nothing that a group wrote is among it."""
    rows = session.scalars(
        sa.select(OnwardLink)
        .where(OnwardLink.person_id == person_id, OnwardLink.state.in_(list(STANDS)))
        .order_by(OnwardLink.made_at, OnwardLink.id)
    )
    return tuple(
        OwnGroup(
            row.title, row.group_name, STANDS[row.state], tuple(_told(row)),
            day_in_london(row.introduced_at) if row.introduced_at else None,
        )
        for row in rows
    )  # fmt: skip


def _told(row: OnwardLink) -> Iterator[str]:
    if row.introduced_at is None:
        return
    yield "your name"
    if row.tells_phone:
        yield "your phone number"
    if row.tells_email:
        yield "your e-mail address"
    if row.tells_access:
        yield "what you need in order to take part"
