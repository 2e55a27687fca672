"""What the importing journey reads: files and how they stand, their rows, what is here already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import places as localities
from accounts import queries as accounts
from directory.content import Content
from directory.imports.batches import BatchState
from directory.imports.tally import Outcome
from directory.lettering import skeleton
from directory.lifecycle import State
from directory.likeness import Known, plain_name
from directory.models import (
    ColumnMapping,
    Group,
    ImportBatch,
    ImportRow,
    Listing,
    ListingVersion,
    Postcode,
)
from directory.postcodes import shipped
from directory.queries import places
from directory.queries.hosting import find_hosted_area
from kernel.access import SYSTEM, Actor
from kernel.errors import NotFound
from kernel.geography import Point

PAGE = 50
AT_A_TIME = 500
E5 = 100_000
GONE = (State.REJECTED, State.WITHDRAWN)
LATEST = 50
FIRST = 1
TAKEN_BACK = (State.WAITING, State.LIVE, State.HIDDEN, State.ARCHIVED)


# ---- one file --------------------------------------------------------------------------------


def visible_to(session: Session, actor: Actor) -> sa.Select[ImportBatch]:
    """The files of the area that the actor's organisation hosts, and no others (A-ORG-05)."""
    wanted = sa.select(ImportBatch)
    if actor.is_system:
        return wanted
    area = find_hosted_area(session, actor)
    return wanted.where(ImportBatch.area_id == area.id if area else sa.false())


def get_batch(session: Session, actor: Actor, batch_id: UUID) -> ImportBatch:
    """A file, or NotFound."""
    return _found(session.scalar(visible_to(session, actor).where(ImportBatch.id == batch_id)))


def take_batch(session: Session, actor: Actor, batch_id: UUID) -> ImportBatch:
    """A file that is to be changed: nobody else changes it until the transaction ends."""
    wanted = visible_to(session, actor).where(ImportBatch.id == batch_id)
    return _found(session.scalar(wanted.with_for_update()))


def _found(batch: ImportBatch | None) -> ImportBatch:
    if batch is None:
        raise NotFound
    return batch


def brought_by(session: Session, batch: ImportBatch) -> Actor:
    """Whoever brought a file in, as histories name them."""
    if batch.begun_by is None:
        return SYSTEM
    names = accounts.names_of(session, [batch.begun_by])
    return Actor(user_id=batch.begun_by, name=names.get(batch.begun_by, ""))


def remembered(
    session: Session, area_id: UUID, headings: Sequence[str]
) -> Mapping[str, str] | None:
    """How columns under these headings were matched the last time."""
    kept = session.scalar(remembered_row(area_id, headings))
    return dict(kept.mapping) if kept else None


def remembered_row(area_id: UUID, headings: Sequence[str]) -> sa.Select[ColumnMapping]:
    """The row that remembers it."""
    return sa.select(ColumnMapping).where(
        ColumnMapping.area_id == area_id, ColumnMapping.headings == headings_key(headings)
    )


def headings_key(headings: Sequence[str]) -> str:
    """Headings in any order as one text."""
    return "\n".join(sorted(headings))


def known_before(session: Session, area_id: UUID, headings: Sequence[str]) -> str:
    """What the last file with these headings was known as, or ""."""
    rows = session.scalars(
        sa.select(ImportBatch)
        .where(ImportBatch.area_id == area_id, ImportBatch.state.in_(_CAME_IN))
        .order_by(ImportBatch.begun_at.desc())
        .limit(LATEST)
    )
    alike = (row for row in rows if headings_key(row.headings) == headings_key(headings))
    return next((row.known_as for row in alike), "")


_CAME_IN = (BatchState.READY, BatchState.PUBLISHED)


def stalled(session: Session, *, before: datetime) -> Sequence[UUID]:
    """The files that are being read, and of which nothing was heard since a moment."""
    return session.scalars(
        sa.select(ImportBatch.id).where(
            ImportBatch.state == BatchState.READING, ImportBatch.heard_at < before
        )
    ).all()


def needs_its_file(session: Session, batch_id: UUID) -> bool:
    """Whether the file itself may still be read again."""
    state = session.scalar(sa.select(ImportBatch.state).where(ImportBatch.id == batch_id))
    return state in (BatchState.MATCHING, BatchState.READING, BatchState.FAILED)


# ---- what is here already --------------------------------------------------------------------


def source_of(known_as: str) -> str:
    """What listings from a list carry as their source."""
    return f"list: {known_as}"


def known_rows(session: Session, area_id: UUID, known_as: str) -> dict[str, str]:
    """The fingerprint of every row that earlier files of this list brought, by its key."""
    beginning = source_key(area_id, known_as, "")
    rows = session.execute(
        sa.select(Listing.source_key, Listing.fingerprint).where(
            Listing.area_id == area_id, Listing.source == source_of(known_as)
        )
    )
    return {(key or "").removeprefix(beginning): fingerprint for key, fingerprint in rows}


def source_key(area_id: UUID, known_as: str, key: str) -> str:
    """The name of a row that is the only one in all areas and lists."""
    return f"{area_id}/{known_as}/{key}"


def listings_of_rows(session: Session, keys: Collection[str]) -> dict[str, Listing]:
    """The listings that rows have become, by source key."""
    rows = session.scalars(sa.select(Listing).where(Listing.source_key.in_(keys)))
    return {row.source_key or "": row for row in rows}


def groups_of_list(session: Session, area_id: UUID, known_as: str) -> dict[str, UUID]:
    """The groups that earlier files of a list brought, by their names in small letters."""
    rows = session.execute(
        sa.select(Group.name, Group.id)
        .join(Listing, Listing.group_id == Group.id)
        .where(Listing.area_id == area_id, Listing.source == source_of(known_as))
        .distinct()
    )
    return {name.casefold(): group_id for name, group_id in rows}


def said_before(session: Session, listing_ids: Collection[UUID]) -> dict[UUID, Content]:
    """What the last file that came in said of listings, so that only what it changes is proposed."""
    rows = session.execute(
        sa.select(ImportRow.listing_id, ImportRow.draft)
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(ImportRow.listing_id.in_(listing_ids), ImportBatch.state.in_(_CAME_IN))
        .order_by(ImportBatch.begun_at)
    )
    return {listing_id: Content.from_json(draft["content"]) for listing_id, draft in rows if draft}


# Reading these two alone is much faster than making a Content of each.
_CONTACT = tuple(
    sa.type_coerce(Listing.content, sa.JSON)[name].as_string() for name in ("postcode", "phone")
)


def entries(session: Session, area_id: UUID) -> Iterator[tuple[Known, UUID]]:
    """Every entry of an area that is not gone, as it is compared, with its group."""
    rows = session.execute(
        sa.select(Listing.id, Group.name, *_CONTACT, Group.charity_number, Group.id)
        .join(Group, Group.id == Listing.group_id)
        .where(Listing.area_id == area_id, Listing.state.not_in(GONE))
        .order_by(Listing.started_at, Listing.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    for listing_id, name, postcode, phone, charity, group_id in rows:
        yield Known(listing_id, name, postcode or "", phone or "", charity), group_id


def others(session: Session, area_id: UUID, known_as: str) -> Iterator[Known]:
    """The entries of an area that do not come from this list."""
    rows = session.execute(
        sa.select(Listing.id, Group.name, *_CONTACT, Group.charity_number)
        .join(Group, Group.id == Listing.group_id)
        .where(
            Listing.area_id == area_id,
            Listing.state.not_in(GONE),
            Listing.source != source_of(known_as),
        )
        .execution_options(yield_per=AT_A_TIME)
    )
    for listing_id, name, postcode, phone, charity in rows:
        yield Known(listing_id, name, postcode or "", phone or "", charity)


class Neighbourhood:
    """The entries of an area, to find those whose name a newcomer's could be taken for."""

    def __init__(self, entries: Iterable[Known]) -> None:
        self._by: dict[str, list[Known]] = defaultdict(list)
        for one in entries:
            for key in self._keys(one.name, one.postcode):
                self._by[key].append(one)

    def near(self, names: Iterable[str], postcode: str) -> list[Known]:
        """Entries that share how a name looks or reads, or the postcode."""
        if not self._by:
            return []
        keys = {key for name in names if name for key in self._keys(name, postcode)}
        return list(dict.fromkeys(one for key in sorted(keys) for one in self._by.get(key, ())))

    @staticmethod
    def _keys(name: str, postcode: str) -> Iterator[str]:
        yield f"looks {skeleton(name)}"
        yield f"reads {plain_name(name)}"
        if postcode:
            yield f"at {postcode}"


def positions(session: Session, postcodes: Collection[str]) -> dict[str, Point]:
    """Where postcodes are: exactly if they were loaded, else the middle of sector or outcode."""
    keys = {one.replace(" ", ""): one for one in postcodes}
    rows = session.scalars(sa.select(Postcode).where(Postcode.key.in_(list(keys))))
    found = {keys[row.key]: Point(row.latitude_e5 / E5, row.longitude_e5 / E5) for row in rows}
    for one in postcodes:
        outcode, _, rest = one.partition(" ")
        centre = shipped.centroid(f"{outcode} {rest[:1]}") or shipped.centroid(outcode)
        if one not in found and centre:
            found[one] = centre
    return found


def localities_of(
    session: Session, area_id: UUID, postcodes: Collection[str]
) -> dict[str, UUID | None]:
    """The locality of the area that each postcode lies in, if it lies in one."""
    known = {one.id: one.postcodes for one in accounts.localities(session, area_id)}
    return {one: localities.match_locality(one, known) for one in postcodes}


# ---- the rows of a file ----------------------------------------------------------------------


def rows_of(session: Session, batch_id: UUID, *outcomes: Outcome) -> Iterator[list[ImportRow]]:
    """The rows of these outcomes, in the order of the file, some hundred at a time."""
    last = 0
    while True:
        rows = session.scalars(
            sa.select(ImportRow)
            .where(
                ImportRow.batch_id == batch_id,
                ImportRow.outcome.in_(outcomes),
                ImportRow.number > last,
            )
            .order_by(ImportRow.number)
            .limit(AT_A_TIME)
        ).all()
        if not rows:
            return
        yield list(rows)
        last = rows[-1].number


def publishable(session: Session, batch_id: UUID) -> tuple[list[UUID], list[UUID]]:
    """The drafts of a file that nobody left out: those that are clean, and those with flags."""
    rows = session.execute(
        sa.select(Listing.id, Listing.flags)
        .join(ImportRow, ImportRow.listing_id == Listing.id)
        .where(
            ImportRow.batch_id == batch_id,
            ImportRow.is_left_out.is_(False),
            Listing.state == State.DRAFT,
        )
        .order_by(ImportRow.number)
    ).all()
    return [one for one, flags in rows if not flags], [one for one, flags in rows if flags]


def still_as_brought(session: Session, batch_id: UUID) -> dict[State, list[UUID]]:
    """The listings of a published file that nobody claimed, confirmed or changed since, by state."""
    rows = session.execute(
        _brought(batch_id)
        .join(Group, Group.id == Listing.group_id)
        .where(
            Group.claimed_at.is_(None),
            Listing.confirmed_on.is_(None),
            ~sa.exists().where(
                ListingVersion.listing_id == Listing.id, ListingVersion.number > FIRST
            ),
        )
    )
    by_state: dict[State, list[UUID]] = defaultdict(list)
    for listing_id, state in rows:
        by_state[state].append(listing_id)
    return by_state


def count_brought(session: Session, batch_id: UUID) -> int:
    """How many listings of a published file are in the directory, or wait to be."""
    return (
        session.scalar(sa.select(sa.func.count()).select_from(_brought(batch_id).subquery())) or 0
    )


def _brought(batch_id: UUID) -> sa.Select[UUID, State]:
    """The listings that a file began and that have not left since."""
    return (
        sa.select(Listing.id, Listing.state)
        .join(ImportRow, ImportRow.listing_id == Listing.id)
        .where(
            ImportRow.batch_id == batch_id,
            ImportRow.outcome == Outcome.NEW,
            Listing.state.in_(TAKEN_BACK),
        )
        .order_by(ImportRow.number)
    )


def rows_shown(session: Session, batch_id: UUID, row_ids: Collection[UUID]) -> Sequence[ImportRow]:
    """Rows of this file by their ids."""
    return session.scalars(
        sa.select(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.id.in_(row_ids))
    ).all()


def rows_outside(session: Session, batch_id: UUID) -> Sequence[ImportRow]:
    """The rows of this file that became listings outside the area."""
    outside = sa.select(Listing.id).where(places.lies_outside())
    return session.scalars(
        sa.select(ImportRow).where(
            ImportRow.batch_id == batch_id, ImportRow.listing_id.in_(outside)
        )
    ).all()


def rows_to_tell(session: Session, batch_id: UUID) -> Iterator[ImportRow]:
    """The rows that did not come in, in the order of the file."""
    for rows in rows_of(session, batch_id, Outcome.REFUSED, Outcome.UNCHANGED):
        yield from rows
