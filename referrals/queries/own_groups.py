"""The groups that somebody joined or is to join, as they read it on their own page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory import shown
from directory.queries.published import listed_in_order
from kernel.periods import day_in_london
from referrals.lifecycle import LinkState
from referrals.meetings import visit_words
from referrals.models import OnwardLink
from referrals.queries.report_parts import STANDS

GOING = frozenset({LinkState.AGREED, LinkState.ACCEPTED, LinkState.ATTENDING})
"""Where the next time matters: they may go, or go already."""

ENDED = "Ended"
NOT_POSSIBLE = frozenset({LinkState.REFUSED, LinkState.UNANSWERED})


@dataclass(frozen=True)
class OwnGroup:
    """An activity, where it stands, and what its group learnt of the person, on which day."""

    title: str
    group: str
    stands: str
    told: tuple[str, ...] = ()
    told_on: date | None = None
    when: str = ""

    @property
    def told_words(self) -> str:
        """ "your first name, your phone number and who comes with you"."""
        *others, last = self.told or ("",)
        return f"{', '.join(others)} and {last}" if others else last


def own_groups(session: Session, person_id: UUID, *, at: datetime) -> tuple[OwnGroup, ...]:
    """The activities that somebody said yes to, oldest first, and when those they go to are next on.

    One that ended for good stays there if its group was told of them: it knows what it was told.

    Until an agreed first day has gone it is that day. Nothing that a group wrote of the person is among
    it; when it meets is from the directory.
    """
    rows = session.scalars(
        sa.select(OnwardLink)
        .where(
            OnwardLink.person_id == person_id,
            sa.or_(OnwardLink.state.in_(list(STANDS)), OnwardLink.introduced_at.is_not(None)),
        )
        .order_by(OnwardLink.made_at, OnwardLink.id)
    ).all()
    times = _times(session, rows, at=at)
    return tuple(
        OwnGroup(
            row.title, row.group_name, _stands(row), tuple(_told(row)),
            day_in_london(row.introduced_at) if row.introduced_at else None,
            _when(row, times, today=day_in_london(at)),
        )
        for row in rows
    )  # fmt: skip


def _stands(row: OnwardLink) -> str:
    """A no that nobody has talked about with the person yet is not the place where they read it first."""
    waits = row.state in NOT_POSSIBLE and row.news is not None
    return STANDS.get(LinkState.INTRODUCED if waits else row.state, ENDED)


def _when(row: OnwardLink, times: Mapping[UUID | None, str], *, today: date) -> str:
    if row.state not in GOING:
        return ""
    if row.comes_on is not None and row.comes_on >= today:
        return f"You are expected on {visit_words(row.comes_on, row.comes_at)}"
    return times.get(row.listing_id, "")


def _times(session: Session, rows: Sequence[OnwardLink], *, at: datetime) -> dict[UUID | None, str]:
    """When each activity is next on, or in the group's own words; those that ended are left out."""
    ids = [row.listing_id for row in rows if row.listing_id and row.state in GOING]
    listed = listed_in_order(session, ids, today=day_in_london(at), with_times=True)
    return {one.id: shown.next_words(one, at) for one in listed}


def _told(row: OnwardLink) -> Iterator[str]:
    if row.introduced_at is None:
        return
    yield "your first name"
    if row.tells_phone:
        yield "your phone number"
    if row.tells_email:
        yield "your e-mail address"
    if row.tells_access:
        yield "what you need in order to take part"
    if row.buddy:
        yield "who comes with you"
