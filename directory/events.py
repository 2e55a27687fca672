"""What others may want to hear of from the directory. Each holds ids only."""

from dataclasses import dataclass
from uuid import UUID

from kernel.events import Event


@dataclass(frozen=True)
class ListingChanged(Event):
    """What is searchable about a listing, or whether it may be shown, is different."""

    listing_id: UUID


@dataclass(frozen=True)
class ListingConfirmed(Event):
    """A group, or somebody who rang it, said that a listing is still correct."""

    listing_id: UUID


@dataclass(frozen=True)
class ListingWithdrawn(Event):
    """A listing left the directory: people linked to it may need another activity."""

    listing_id: UUID


@dataclass(frozen=True)
class GroupClaimed(Event):
    """A group took over a listing that somebody else had made for it."""

    group_id: UUID


@dataclass(frozen=True)
class MissingActivityTold(Event):
    """Somebody told the area about an activity that the directory does not have."""

    missing_activity_id: UUID


@dataclass(frozen=True)
class FileToRead(Event):
    """Somebody brought a file and said what its columns hold: it can be read."""

    import_batch_id: UUID
