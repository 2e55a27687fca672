"""The monthly draw: who is in it, what was drawn, and whether it can be checked (A-DIR-10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from directory import permissions
from directory.draw import Drawn, draw, how_to_check
from directory.models import Draw, DrawEntry, Group
from directory.queries.hosting import hosted_area, settings_of
from kernel.access import Actor
from kernel.periods import Month

PAST = 12
"""Months that the public page and the host's page go back."""


@dataclass(frozen=True)
class DrawMade:
    """A draw that was made. `drawn_by` is for the host's page alone."""

    month: str
    area: str
    winner: str
    runner_up: str
    pool: int
    prize_pence: int
    seed: str
    drawn_at: datetime
    drawn_by: str
    how_to_check: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DrawPage:
    """The month that can be drawn now, if any, and the draws before."""

    area: str
    month: str
    month_words: str
    pool: int
    prize_pence: int
    is_drawn: bool
    running_words: str
    running_pool: int
    past: tuple[DrawMade, ...]


def key_of(month: Month) -> str:
    """A month as it is kept: "2026-11"."""
    return f"{month.first_day:%Y-%m}"


def month_of(key: str) -> Month:
    """A kept month again. Raises ValueError for anything else."""
    return Month(date.fromisoformat(f"{key}-01"))


def entries(session: Session, area_id: UUID, month: Month) -> tuple[UUID, ...]:
    """The groups in a month's draw."""
    return tuple(
        session.scalars(
            sa.select(DrawEntry.group_id).where(
                DrawEntry.area_id == area_id, DrawEntry.month == key_of(month)
            )
        )
    )


def is_drawn(session: Session, area_id: UUID, month: Month) -> bool:
    """Whether a month's draw was made."""
    wanted = sa.select(Draw.id).where(Draw.area_id == area_id, Draw.month == key_of(month))
    return session.scalar(wanted) is not None


def draw_page(session: Session, actor: Actor, *, today: date) -> DrawPage:
    """Last month, to be drawn, and the draws before it."""
    actor.must(permissions.DRAW)
    area = hosted_area(session, actor)
    running = Month.containing(today)
    last = running.previous
    return DrawPage(
        area=area.name,
        month=key_of(last),
        month_words=last.label,
        pool=len(entries(session, area.id, last)),
        prize_pence=settings_of(session, area.id).prize_pence,
        is_drawn=is_drawn(session, area.id, last),
        running_words=running.label,
        running_pool=len(entries(session, area.id, running)),
        past=draws_made(session, area_id=area.id),
    )


def draws_made(session: Session, *, area_id: UUID | None = None) -> tuple[DrawMade, ...]:
    """The draws of an area, or of all, newest first."""
    wanted = sa.select(Draw).order_by(Draw.month.desc(), Draw.id).limit(PAST)
    if area_id is not None:
        wanted = wanted.where(Draw.area_id == area_id)
    rows = session.scalars(wanted).all()
    areas = {area.id: area.name for area in accounts.areas(session)}
    people = accounts.names_of(session, [row.drawn_by for row in rows if row.drawn_by])
    return tuple(_made(session, row, areas, people) for row in rows)


def _made(session: Session, row: Draw, areas: dict[UUID, str], people: dict[UUID, str]) -> DrawMade:
    pool = entries(session, row.area_id, month_of(row.month))
    named = {*pool, row.winner_id, *([row.runner_up_id] if row.runner_up_id else [])}
    names = _names(session, named)
    again = Drawn(tuple(sorted(pool)), row.seed, row.winner_id, row.runner_up_id)
    return DrawMade(
        month=month_of(row.month).label,
        area=areas.get(row.area_id, ""),
        winner=names.get(row.winner_id, ""),
        runner_up=names.get(row.runner_up_id, "") if row.runner_up_id else "",
        pool=row.pool,
        prize_pence=row.prize_pence,
        seed=row.seed,
        drawn_at=row.drawn_at,
        drawn_by=people.get(row.drawn_by, "") if row.drawn_by else "",
        how_to_check=how_to_check(again),
        entries=tuple(sorted((names[one], str(one)) for one in pool)),
    )


def _names(session: Session, group_ids: set[UUID]) -> dict[UUID, str]:
    rows = session.execute(sa.select(Group.id, Group.name).where(Group.id.in_(group_ids)))
    return {group_id: name for group_id, name in rows}  # noqa: C416 - dict() would lose the types


def unsound(session: Session) -> Iterator[str]:
    """For doctor: each draw, made again from its pool and seed, has the same winner."""
    for row in session.scalars(sa.select(Draw)):
        pool = entries(session, row.area_id, month_of(row.month))
        again = draw(pool, row.seed) if pool else None
        if again is None or len(again.pool) != row.pool or again.winner != row.winner_id:
            yield f"Draw {row.id} does not come out the same when it is made again."
