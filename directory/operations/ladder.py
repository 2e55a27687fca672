"""The ladder of a listing that nobody confirms: each step once, each with one letter (A-DIR-13, D4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from directory.events import ListingChanged
from directory.freshness import Standing
from directory.lifecycle import Move, State
from directory.models import LadderStep, Listing
from directory.operations import keeping, upkeep
from directory.queries import upkeep as queries
from directory.queries.upkeep import OnLadder
from kernel import outbox
from kernel.access import SYSTEM
from kernel.events import Event
from kernel.periods import day_in_london


@dataclass(frozen=True)
class StepReached(Event):
    """A listing has reached a step of the ladder that was not taken yet."""

    listing_id: UUID


def announce_steps(session: Session, *, at: datetime) -> int:
    """Find the listings that have reached a step; each takes it in a transaction of its own."""
    reached = list(queries.due(session, today=day_in_london(at)))
    for listing_id in reached:
        outbox.announce(session, StepReached(listing_id), at=at)
    return len(reached)


def take_step(session: Session, listing_id: UUID, *, at: datetime) -> None:
    """Take the steps that a listing has reached: a line for each, a letter for the last alone.

    Called twice, or after somebody confirmed, it does nothing.
    """
    listing = queries.find_on_ladder(session, listing_id)
    if listing is None:
        return
    ladder = queries.ladder_of(session, listing)
    steps = ladder.steps(day_in_london(at))
    if steps:
        _remember(
            session, listing, ladder, steps, told=_tell(session, listing, steps[-1], at=at), at=at
        )
        audit.record(session, SYSTEM, "took a step of the ladder", listing, at=at)
        outbox.announce(session, ListingChanged(listing.id), at=at)
    _stand_where_it_should(session, listing, ladder.standing(day_in_london(at)), at=at)


def _tell(session: Session, listing: Listing, step: Standing, *, at: datetime) -> str:
    if not upkeep.can_write_to(listing):
        return "ring"
    upkeep.write_to_keeper(session, listing, step=step.slug, at=at)
    return "letter"


def _remember(
    session: Session,
    listing: Listing,
    ladder: OnLadder,
    steps: tuple[Standing, ...],
    *,
    told: str,
    at: datetime,
) -> None:
    listing.ladder_step = steps[-1].slug
    session.add_all(
        LadderStep(
            listing_id=listing.id,
            round_on=ladder.began_on,
            step=step.slug,
            told=told if step is steps[-1] else "",
            who=SYSTEM.called,
            at=at,
        )
        for step in steps
    )


def _stand_where_it_should(
    session: Session, listing: Listing, reached: Standing, *, at: datetime
) -> None:
    """Leave search, and later the directory. What an editor brought back unconfirmed goes again."""
    while queries.is_out_of_step(listing.state, reached):
        move = Move.HIDE if listing.state is State.LIVE else Move.ARCHIVE
        keeping.make(session, SYSTEM, listing, move, at=at, because=reached.says)
