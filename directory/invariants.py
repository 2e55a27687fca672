"""What must always be true of the directory; `doctor` asks, and so does every fault test."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.imports.batches import BatchState
from directory.imports.tally import Outcome
from directory.lifecycle import EDITORS_MOVES, State
from directory.models import ImportBatch, ImportRow, Listing, ListingMove, ListingSlot
from directory.vocabulary import Place
from kernel.invariants import Invariant
from kernel.worker import TICK, TimedRun

NOTHING = "[]"
LONGEST_SILENCE = timedelta(hours=1)
PUBLIC = tuple(state for state in State if state.is_public)


def hidden_places_that_show(session: Session) -> Iterator[str]:
    """Listings of hidden places that say where they are (reliability.md D7)."""
    rows = session.execute(
        sa.select(Listing.id, Listing.content, Listing.latitude, Listing.longitude).where(
            Listing.place == Place.HIDDEN
        )
    )
    for listing_id, said, latitude, longitude in rows:
        if latitude is not None or longitude is not None:
            yield f"Listing {listing_id} is a hidden place and has a position."
        if said.address or said.town or said.postcode or said.place is not Place.HIDDEN:
            yield f"Listing {listing_id} is a hidden place and says where it is."


def odd_listings_that_nobody_looked_at(session: Session) -> Iterator[str]:
    """Listings that the screen found odd and that are public without an editor's decision (D1)."""
    decided = sa.select(ListingMove.listing_id).where(ListingMove.move.in_(EDITORS_MOVES))
    odd = sa.select(Listing.id).where(
        Listing.state.in_(PUBLIC),
        sa.cast(Listing.flags, sa.Text) != NOTHING,
        Listing.id.not_in(decided),
    )
    for listing_id in session.scalars(odd):
        yield f"Listing {listing_id} is odd and public, and no editor has looked at it."


def slots_without_listing(session: Session) -> Iterator[str]:
    """Times of something that is not there."""
    lost = (
        sa.select(ListingSlot.id)
        .outerjoin(Listing, Listing.id == ListingSlot.listing_id)
        .where(Listing.id.is_(None))
    )
    for slot_id in session.scalars(lost):
        yield f"Slot {slot_id} belongs to no listing."


def files_half_brought_in(session: Session) -> Iterator[str]:
    """Files of which some rows came in and others did not, or of which anything came in too early."""
    rows = sa.select(ImportBatch.id, ImportBatch.state).join(
        ImportRow, ImportRow.batch_id == ImportBatch.id
    )
    came_in = ImportBatch.state.in_((BatchState.READY, BatchState.PUBLISHED))
    missing = rows.where(came_in, ImportRow.outcome == Outcome.NEW, ImportRow.listing_id.is_(None))
    early = rows.where(~came_in, ImportRow.listing_id.is_not(None))
    for batch_id, state in session.execute(sa.union(missing, early)):
        yield f"File {batch_id} is {state.value} and came in only in part."


def files_that_stand_still(session: Session) -> Iterator[str]:
    """Files being read of which nothing was heard for an hour, though the worker works."""
    last = session.scalar(sa.select(TimedRun.ran_at).where(TimedRun.name == TICK))
    if last is None:
        return
    still = sa.select(ImportBatch.id).where(
        ImportBatch.state == BatchState.READING, ImportBatch.heard_at < last - LONGEST_SILENCE
    )
    for batch_id in session.scalars(still):
        yield f"File {batch_id} is being read, and nothing was heard of it for an hour."


def damage(session: Session) -> Iterator[str]:
    """What SQLite itself finds wrong with its file."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for (says,) in session.execute(sa.text("PRAGMA integrity_check")):
        if says != "ok":
            yield f"The database file is damaged: {says}. Bring back the last backup."
    for table, row, parent, _ in session.execute(sa.text("PRAGMA foreign_key_check")):
        yield f"Row {row} of {table} belongs to a row of {parent} that is not there."


INVARIANTS = (
    Invariant("hidden places", "A hidden place shows nowhere.", hidden_places_that_show),
    Invariant(
        "screen", "What is odd is public only by an editor.", odd_listings_that_nobody_looked_at
    ),
    Invariant("slots", "Each time belongs to a listing.", slots_without_listing),
    Invariant("imports", "A file comes in whole or not at all.", files_half_brought_in),
    Invariant("reading", "A file that is read gets read.", files_that_stand_still),
    Invariant("database", "The database file is sound.", damage),
)
