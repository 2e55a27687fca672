"""The story of a listing, newest first: its moves, the steps of the ladder, and each confirmation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.freshness import Standing
from directory.lifecycle import LISTING
from directory.models import Confirmation, LadderStep, ListingMove

ASKED = {
    "letter": "We wrote to the group.",
    "ring": "We have no e-mail address: an editor rings the group.",
    "": "Passed over, because the program was not running.",
}


@dataclass(frozen=True)
class Happened:
    """A line of the story: what, who, when and why ("" for nothing more to say)."""

    what: str
    who: str
    at: datetime
    why: str


def story(session: Session, listing_id: UUID) -> tuple[Happened, ...]:
    """All that has happened to a listing, newest first."""
    lines = [*_moves(session, listing_id), *_steps(session, listing_id)]
    lines += _confirmations(session, listing_id)
    lines.sort(key=lambda line: line.at)
    return tuple(lines[::-1])


def _moves(session: Session, listing_id: UUID) -> list[Happened]:
    rows = session.scalars(sa.select(ListingMove).where(ListingMove.listing_id == listing_id))
    return [Happened(row.after.words, row.who, row.at, row.because) for row in _one_by_one([*rows])]


def _one_by_one(rows: list[ListingMove]) -> Iterator[ListingMove]:
    """Moves in the order in which they were made: those of one moment by where each began."""
    state = LISTING.start
    while rows:
        first = min(row.at for row in rows)
        here = [row for row in rows if row.at == first]
        row = next((one for one in here if one.before is state), here[0])
        rows.remove(row)
        state = row.after
        yield row


def _steps(session: Session, listing_id: UUID) -> list[Happened]:
    rows = session.scalars(
        sa.select(LadderStep).where(LadderStep.listing_id == listing_id).order_by(LadderStep.at)
    )
    return [
        Happened(step_words(row.step), row.who, row.at, ASKED.get(row.told, "")) for row in rows
    ]


def _confirmations(session: Session, listing_id: UUID) -> list[Happened]:
    rows = session.scalars(sa.select(Confirmation).where(Confirmation.listing_id == listing_id))
    return [Happened("Still correct", row.who, row.at, row.how) for row in rows]


def step_words(slug: str) -> str:
    """A step of the ladder as people read it."""
    return next((one.says for one in Standing if one.slug == slug), "Asked to confirm")
