"""What every journey does with a listing: begin it, let it say something, make a move, confirm it.

Each of them remembers a version or a move, notes it in the audit and tells whoever listens.
"""

import secrets
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from directory import spoken_times
from directory.content import Content
from directory.events import ListingChanged, ListingConfirmed, ListingWithdrawn
from directory.lifecycle import Move, State
from directory.models import (
    DrawEntry,
    Group,
    HiddenPlace,
    Listing,
    ListingSlot,
    ListingVersion,
)
from directory.queries import kept, places
from directory.vocabulary import Place
from kernel import outbox
from kernel.access import Actor

LONDON = ZoneInfo("Europe/London")
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters and numbers that nobody mixes up on paper."""
CODE_LENGTH = 8

LEFT = frozenset({State.WITHDRAWN, State.SUSPENDED, State.ARCHIVED})
"""The states of what has left the directory: whoever was sent there must hear of it."""


def add_group(
    session: Session,
    actor: Actor,
    *,
    area_id: UUID,
    name: str,
    at: datetime,
    keeper_email: str = "",
    keeper_phone: str = "",
) -> Group:
    """A group that is new to the directory."""
    group = Group(
        area_id=area_id,
        name=name,
        keeper_email=keeper_email,
        keeper_phone=keeper_phone,
        made_at=at,
        changed_at=at,
    )
    session.add(group)
    session.flush()
    audit.record(session, actor, "added a group", group, at=at)
    return group


def begin(
    session: Session,
    actor: Actor,
    *,
    group: Group,
    content: Content,
    at: datetime,
    source: str = "",
    source_key: str | None = None,
    told_by: str = "",
) -> Listing:
    """A new listing, as a draft with its first version."""
    listing = Listing.begin(
        group=group,
        content=content,
        short_code=new_short_code(),
        at=at,
        source=source,
        source_key=source_key,
        told_by=told_by,
    )
    session.add(listing)
    say(session, actor, listing, content, at=at, because="First version")
    return listing


def say(
    session: Session,
    actor: Actor,
    listing: Listing,
    content: Content,
    *,
    at: datetime,
    because: str = "",
) -> None:
    """Let a listing say something else. Place, locality and times follow from what it says."""
    number = kept.versions_of(session, listing.id) + 1
    changed = content.changed_from(listing.content) if number > 1 else ()
    found = places.locate(session, content.postcode) if content.postcode else None
    locality = accounts.locality_of(session, content.postcode) if content.postcode else None
    listing.say(
        content,
        latitude=found.point.lat if found else None,
        longitude=found.point.lon if found else None,
        locality_id=locality.id if locality and locality.area_id == listing.area_id else None,
        slots=_slots(content),
        at=at,
    )
    session.add(
        ListingVersion(
            listing_id=listing.id,
            number=number,
            content=content,
            changed=list(changed),
            by=actor.user_id,
            who=actor.called,
            at=at,
            because=because,
        )
    )
    session.flush()
    audit.record(session, actor, "changed a listing", listing, at=at, fields=list(changed))
    outbox.announce(session, ListingChanged(listing.id), at=at)


def hide_place(
    session: Session, actor: Actor, listing: Listing, *, address: str, at: datetime
) -> None:
    """Keep the address of a hidden place apart, and let the listing say nothing of it (D7)."""
    session.execute(sa.delete(HiddenPlace).where(HiddenPlace.listing_id == listing.id))
    session.add(HiddenPlace(listing_id=listing.id, address=address, said_at=at))
    say(
        session,
        actor,
        listing,
        listing.content.with_answers(place=Place.HIDDEN, address="", town="", postcode=""),
        at=at,
        because="Hidden place",
    )


def make(
    session: Session, actor: Actor, listing: Listing, move: Move, *, at: datetime, because: str = ""
) -> None:
    """Make a move and remember it; those who listen hear that the listing is different."""
    session.add(listing.make(move, by=actor, at=at, because=because))
    session.flush()
    audit.record(session, actor, f"made the move {move.value}", listing, at=at)
    outbox.announce(session, ListingChanged(listing.id), at=at)
    if listing.state in LEFT:
        outbox.announce(session, ListingWithdrawn(listing.id), at=at)


def confirm(session: Session, actor: Actor, listing: Listing, *, at: datetime) -> None:
    """Somebody says that all of it is still correct; what had left search comes back."""
    listing.confirm(by=actor, on=at.astimezone(LONDON).date(), at=at)
    if listing.state in {State.HIDDEN, State.ARCHIVED}:
        make(session, actor, listing, Move.REVIVE, at=at, because="Confirmed as still correct")
    enter_draw(session, listing, at=at)
    audit.record(session, actor, "confirmed a listing", listing, at=at)
    outbox.announce(session, ListingConfirmed(listing.id), at=at)
    outbox.announce(session, ListingChanged(listing.id), at=at)


def enter_draw(session: Session, listing: Listing, *, at: datetime) -> None:
    """One entry a month for each group that updates or confirms (A-DIR-10)."""
    month = f"{at.astimezone(LONDON):%Y-%m}"
    if not kept.has_entered_draw(session, listing.group_id, month):
        session.add(
            DrawEntry(
                area_id=listing.area_id, group_id=listing.group_id, month=month, entered_at=at
            )
        )


def new_short_code() -> str:
    """A code for paper: `/s/CODE` opens the page with the one button."""
    return code_of(secrets.randbelow(len(CODE_LETTERS) ** CODE_LENGTH))


def code_of(number: int) -> str:
    """A number as a short code; a larger one than there are codes begins again."""
    places = (number // len(CODE_LETTERS) ** place for place in range(CODE_LENGTH))
    return "".join(CODE_LETTERS[place % len(CODE_LETTERS)] for place in places)


def _slots(content: Content) -> list[ListingSlot]:
    return [
        ListingSlot(
            position=position,
            weekday=slot.weekday,
            opens_at=slot.opens_at,
            closes_at=slot.closes_at,
            ordinals=list(slot.ordinals),
        )
        for position, slot in enumerate(spoken_times.openings_in(content.when))
    ]
