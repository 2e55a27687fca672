"""What becomes of the rows of a file: each looked at, then all brought in at once, or none.

New rows are drafts that nobody has claimed. A changed row changes a draft that nobody has touched;
to anything else it is only a proposal, so that no newer fact is overwritten (hazard H1).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit import operations as audit
from directory import screening
from directory.content import Content
from directory.imports import Complaint, Draft, Matching, drafts, outcome_of, read
from directory.imports.batches import BatchMove, BatchState
from directory.imports.contents import Brought, brought
from directory.imports.tally import Outcome
from directory.lifecycle import State
from directory.likeness import likely_duplicates
from directory.models import ImportBatch, ImportRow, Listing, PossibleDuplicate, WrongReport
from directory.operations import keeping, keeping_many
from directory.operations.importing import StagedRow, write_about
from directory.operations.keeping_many import NewGroup, NewListing, batched
from directory.queries import importing as queries
from directory.queries.importing import Neighbourhood
from directory.vocabulary import Place
from kernel.access import SYSTEM, Actor
from kernel.geography import Point
from kernel.periods import day_in_london

MOST_PAIRS = 2
"""Likely duplicates shown of one newcomer: a switchboard's number may stand on a hundred rows."""

NEVER_PROPOSED = frozenset({"notes"})
WHERE = frozenset({"place", "address", "town", "postcode"})


# ---- looking at rows -------------------------------------------------------------------------


@dataclass(frozen=True)
class Here:
    """What is here already: fingerprints of the list's rows by key, and the entries of the area."""

    known: Mapping[str, str]
    neighbourhood: Neighbourhood


def staged(
    session: Session, batch_id: UUID, *, path: Path, at: datetime
) -> Iterator[list[StagedRow]]:
    """The rows of a file with what is to become of each, some hundred at a time.

    The session is needed for the first moment only. Raises RuleBroken, on the way too, for a file
    that cannot be read.
    """
    batch = queries.get_batch(session, SYSTEM, batch_id)
    sheet = read(batch.file_name, path)
    matching = Matching.from_names(batch.mapping, sheet.headings)
    here = Here(
        queries.known_rows(session, batch.area_id, batch.known_as),
        Neighbourhood(queries.others(session, batch.area_id, batch.known_as)),
    )
    found = drafts(sheet, matching, today=day_in_london(at))
    return batched(_staged_row(item, here) for item in found)


def _staged_row(item: Draft | Complaint, here: Here) -> StagedRow:
    outcome = outcome_of(item, here.known)
    if isinstance(item, Complaint):
        return StagedRow(item.row, outcome, column=item.column, says=item.says)
    if outcome is Outcome.UNCHANGED:
        return StagedRow(item.row, outcome)
    became = brought(item)
    return StagedRow(
        item.row,
        outcome,
        key=item.key,
        fingerprint=item.fingerprint,
        draft=_kept(item, became),
        notes=[{"column": note.column, "says": note.says} for note in became.notes],
        flags=_flags(item, became.content, here.neighbourhood),
    )


def _kept(draft: Draft, became: Brought) -> dict[str, Any]:
    return {
        "content": became.content.to_json(),
        "group": draft.group,
        "group_description": draft.group_description,
        "charity_number": draft.charity_number,
        "hidden_address": became.hidden_address,
        "latitude": draft.latitude,
        "longitude": draft.longitude,
    }


def _flags(draft: Draft, content: Content, around: Neighbourhood) -> list[dict[str, str]]:
    known = around.near((draft.group, content.name), content.postcode)
    found = screening.screen(content, group_name=draft.group, known=known)
    return [flag.as_kept() for flag in found]


# ---- bringing them in ------------------------------------------------------------------------


def bring_in(session: Session, batch_id: UUID, *, at: datetime) -> None:
    """Everything that was read comes in, in this one transaction; who brought it is told."""
    batch = queries.take_batch(session, SYSTEM, batch_id)
    if batch.state is not BatchState.READING:
        return
    by = queries.brought_by(session, batch)
    newcomers = _begin_new(session, batch, by, at=at)
    _change_known(session, batch, by, at=at)
    _put_side_by_side(session, batch, newcomers, at=at)
    batch.make(BatchMove.BRING_IN, at=at)
    audit.record(
        session, by, "brought in a file", batch, at=at, new=batch.new, changed=batch.changed
    )
    write_about(session, batch, at=at)


def _begin_new(session: Session, batch: ImportBatch, by: Actor, *, at: datetime) -> frozenset[UUID]:
    """The new rows as drafts; their ids."""
    groups = _Groups(queries.groups_of_list(session, batch.area_id, batch.known_as))
    begun: set[UUID] = set()
    for rows in queries.rows_of(session, batch.id, Outcome.NEW):
        new = _new_listings(session, batch, rows, groups)
        keeping_many.add_groups(session, groups.taken(), area_id=batch.area_id, at=at)
        keeping_many.begin_many(
            session, by, new, area_id=batch.area_id, at=at, because=_because(batch)
        )
        became = [(row, listing.id) for row, listing in zip(rows, new, strict=True)]
        _remember(session, became)
        begun |= {one.id for one in new}
    return frozenset(begun)


def _remember(session: Session, became: Sequence[tuple[ImportRow, UUID]]) -> None:
    """Which listing each row has become. No address of a hidden place stays with the row (D7).

    The rows are let go of, so that memory does not grow with the file.
    """
    for row, _ in became:
        session.expunge(row)
    session.execute(
        sa.update(ImportRow),
        [{"id": row.id, "listing_id": listing_id} for row, listing_id in became],
    )
    for row, _ in became:
        if row.draft["hidden_address"]:
            session.execute(
                sa.update(ImportRow)
                .where(ImportRow.id == row.id)
                .values(draft={**row.draft, "hidden_address": ""})
            )


def _because(batch: ImportBatch) -> str:
    return f"From the list “{batch.known_as}”"


class _Groups:
    """The groups of a list: rows that name the same group belong to one."""

    def __init__(self, known: dict[str, UUID]) -> None:
        self._known = known
        self._new: list[NewGroup] = []

    def of(self, draft: Mapping[str, Any]) -> UUID:
        """The group of a row, which may be new."""
        name = str(draft["group"])
        if name.casefold() not in self._known:
            group = NewGroup(name, str(draft["group_description"]), str(draft["charity_number"]))
            self._known[name.casefold()] = group.id
            self._new.append(group)
        return self._known[name.casefold()]

    def taken(self) -> list[NewGroup]:
        """The groups that are new since the last time."""
        new, self._new = self._new, []
        return new


def _new_listings(
    session: Session, batch: ImportBatch, rows: Sequence[ImportRow], groups: _Groups
) -> list[NewListing]:
    contents = [Content.from_json(row.draft["content"]) for row in rows]
    postcodes = {one.postcode for one in contents if one.postcode}
    positions = queries.positions(session, postcodes)
    localities = queries.localities_of(session, batch.area_id, postcodes)
    return [
        NewListing(
            group_id=groups.of(row.draft),
            content=content,
            point=positions.get(content.postcode) or _own_point(row.draft),
            locality_id=localities.get(content.postcode),
            source=queries.source_of(batch.known_as),
            source_key=queries.source_key(batch.area_id, batch.known_as, row.key),
            fingerprint=row.fingerprint,
            flags=row.flags,
            hidden_address=str(row.draft["hidden_address"]),
        )
        for row, content in zip(rows, contents, strict=True)
    ]


def _own_point(draft: Mapping[str, Any]) -> Point | None:
    if draft["latitude"] is None or draft["longitude"] is None:
        return None
    return Point(draft["latitude"], draft["longitude"])


# ---- rows that say something else ------------------------------------------------------------


def _change_known(session: Session, batch: ImportBatch, by: Actor, *, at: datetime) -> None:
    for rows in queries.rows_of(session, batch.id, Outcome.CHANGED):
        keys = {row.id: queries.source_key(batch.area_id, batch.known_as, row.key) for row in rows}
        listings = queries.listings_of_rows(session, list(keys.values()))
        before = queries.said_before(session, [one.id for one in listings.values()])
        for row in rows:
            listing = listings[keys[row.id]]
            earlier = before.get(listing.id, listing.content)
            _change(session, batch, by, row, listing, earlier, at=at)
            listing.fingerprint = row.fingerprint
        _remember(session, [(row, listings[keys[row.id]].id) for row in rows])


def _change(
    session: Session,
    batch: ImportBatch,
    by: Actor,
    row: ImportRow,
    listing: Listing,
    earlier: Content,
    *,
    at: datetime,
) -> None:
    """Change a draft that nobody has touched; of anything that people have seen, propose."""
    content = Content.from_json(row.draft["content"])
    if listing.state is State.DRAFT and listing.content == earlier:
        listing.flags = list(row.flags)
        keeping.say(session, by, listing, content, at=at, because=_because(batch))
        if content.place is Place.HIDDEN:
            address = str(row.draft["hidden_address"])
            keeping.hide_place(session, by, listing, address=address, at=at)
    elif listing.state not in queries.GONE:
        _propose(session, batch, by, listing, content, earlier, at=at)


def _propose(
    session: Session,
    batch: ImportBatch,
    by: Actor,
    listing: Listing,
    content: Content,
    earlier: Content,
    *,
    at: datetime,
) -> None:
    """Only what the list itself has changed since the last time; a hidden place stays hidden."""
    kept = NEVER_PROPOSED | (WHERE if listing.place is Place.HIDDEN else frozenset())
    changed = set(content.changed_from(earlier)) & set(content.changed_from(listing.content))
    said, empty = content.to_json(), Content(name="")
    proposal = {name: said.get(name, getattr(empty, name)) for name in sorted(changed - kept)}
    if not proposal:
        return
    report = WrongReport(
        listing_id=listing.id,
        says=_because(batch),
        proposal=proposal,
        batch_id=batch.id,
        told_by=batch.begun_by,
        told_at=at,
    )
    session.add(report)
    audit.record(session, by, "proposed a change from a list", report, at=at, fields=[*proposal])


# ---- likely duplicates -----------------------------------------------------------------------


def _put_side_by_side(
    session: Session, batch: ImportBatch, newcomers: frozenset[UUID], *, at: datetime
) -> None:
    """Pairs of which one is new, and which are not of one group, for an editor to look at."""
    if not newcomers:
        return
    entries = list(queries.entries(session, batch.area_id))
    group_of = {one.id: group_id for one, group_id in entries}
    shown: Counter[UUID] = Counter()
    pairs: list[dict[str, Any]] = []
    for pair in likely_duplicates(one for one, _ in entries):
        if group_of[pair.first.id] == group_of[pair.second.id]:
            continue
        new = {pair.first.id, pair.second.id} & newcomers
        if not new or any(shown[one] >= MOST_PAIRS for one in new):
            continue
        shown.update(new)
        pairs.append(_pair(pair.first.id, pair.second.id, pair.reasons[0].words, at))
    for some in batched(pairs):
        session.execute(sa.insert(PossibleDuplicate), some)


def _pair(first_id: UUID, second_id: UUID, why: str, at: datetime) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "first_id": first_id,
        "second_id": second_id,
        "why": why,
        "found_at": at,
    }
