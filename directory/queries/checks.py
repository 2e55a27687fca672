"""What was checked about groups, and which of it runs out (A-DIR-11)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.checks import ENDS_SOON, CheckKind, CheckResult, CheckStanding, standing_of
from directory.models import Check, Group, Listing
from directory.queries.registration import hosted_by
from kernel.access import Actor
from kernel.errors import NotFound


@dataclass(frozen=True)
class CheckLine:
    """Something that was checked, and how it stands today."""

    id: UUID
    what: str
    result: str
    standing: CheckStanding
    checked_by: str
    owner: str
    checked_on: date
    runs_out_on: date | None
    can_end: bool


@dataclass(frozen=True)
class RunningOut:
    """A group's check that runs out soon or ran out, with a listing of the group to go to."""

    listing_id: UUID
    group: str
    what: str
    owner: str
    runs_out_on: date
    has_run_out: bool


def checks_of(session: Session, group_id: UUID, *, today: date) -> tuple[CheckLine, ...]:
    """All that was checked about a group, newest first."""
    rows = session.scalars(
        sa.select(Check)
        .where(Check.group_id == group_id)
        .order_by(Check.checked_on.desc(), Check.recorded_at.desc())
    )
    return tuple(_line(row, today) for row in rows)


def _line(row: Check, today: date) -> CheckLine:
    return CheckLine(
        id=row.id,
        what=kind_words(row.what),
        result=CheckResult(row.result).words,
        standing=standing_of(
            is_passed=row.result == CheckResult.PASSED,
            runs_out_on=row.runs_out_on,
            is_ended=row.ended_at is not None,
            today=today,
        ),
        checked_by=row.checked_by,
        owner=row.owner,
        checked_on=row.checked_on,
        runs_out_on=row.runs_out_on,
        can_end=row.ended_at is None,
    )


def kind_words(kept: str) -> str:
    """What was checked, in words; older rows may say it in words of their own."""
    return CheckKind(kept).words if kept in set(CheckKind) else kept


def get_check(session: Session, actor: Actor, check_id: UUID) -> Check:
    """A check about a group of the area that the actor's organisation hosts, or NotFound."""
    groups = hosted_by(session, actor).with_only_columns(Listing.group_id)
    found = session.scalar(sa.select(Check).where(Check.id == check_id, Check.group_id.in_(groups)))
    if found is None:
        raise NotFound
    return found


def running_out(session: Session, *, area_id: UUID, today: date) -> tuple[RunningOut, ...]:
    """The checks of an area that ran out or soon will, the most urgent first."""
    rows = session.execute(
        sa.select(
            Group.id.label("group_id"),
            Group.name,
            Check.what,
            Check.owner,
            Check.runs_out_on,
        )
        .join(Group, Group.id == Check.group_id)
        .where(
            Group.area_id == area_id,
            Check.ended_at.is_(None),
            Check.result == CheckResult.PASSED.value,
            Check.runs_out_on <= today + ENDS_SOON,
        )
        .order_by(Check.runs_out_on, Group.name)
    ).all()
    listings = _a_listing_of(session, {row.group_id for row in rows})
    return tuple(
        RunningOut(
            listing_id=listings[row.group_id],
            group=row.name,
            what=kind_words(row.what),
            owner=row.owner,
            runs_out_on=row.runs_out_on,
            has_run_out=row.runs_out_on < today,
        )
        for row in rows
        if row.group_id in listings
    )


def _a_listing_of(session: Session, group_ids: set[UUID]) -> dict[UUID, UUID]:
    rows = session.execute(
        sa.select(Listing.group_id, Listing.id)
        .where(Listing.group_id.in_(group_ids))
        .order_by(Listing.started_at.desc())
    )
    return {group_id: listing_id for group_id, listing_id in rows}  # noqa: C416 - keeps the types


def listings_of(session: Session, group_id: UUID) -> tuple[UUID, ...]:
    """The listings of a group."""
    return tuple(session.scalars(sa.select(Listing.id).where(Listing.group_id == group_id)))
