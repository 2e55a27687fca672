"""What editors do with a listing: publish, reject, change, put back, take down for safety (A-ORG-05).

Each act is told which version the editor was looking at: who comes second is told, and nothing is
overwritten.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from directory import permissions, rules, screening
from directory.content import Content
from directory.lifecycle import Move, State
from directory.models import Listing, PossibleDuplicate
from directory.operations import keeping
from directory.queries import proposals, records, registration
from directory.queries import review as queries
from directory.reasons import RejectReason
from directory.websites import website
from kernel import mail
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from kernel.geography import Postcode

CHANGED = "Somebody else changed this while you were looking at it. Nothing was overwritten."


def publish(
    session: Session, actor: Actor, listing_id: UUID, *, version: int, at: datetime
) -> Listing:
    """An editor has looked: it goes into the directory, and the group is told."""
    actor.must(permissions.PUBLISH)
    listing = _as_seen(registration.get_for_editor(session, actor, listing_id), version)
    listing.flags = []
    keeping.make(session, actor, listing, Move.PUBLISH, at=at, because="An editor looked at it")
    if listing.confirmed_on is not None:
        keeping.enter_draw(session, listing, at=at)
    write(session, listing, "directory/published", at=at)
    return listing


def reject(
    session: Session,
    actor: Actor,
    listing_id: UUID,
    *,
    reason: RejectReason,
    note: str,
    version: int,
    at: datetime,
) -> Listing:
    """An editor says no. The letter gives the reason and none of the words that were sent."""
    actor.must(permissions.PUBLISH)
    listing = _as_seen(registration.get_for_editor(session, actor, listing_id), version)
    because = f"{reason.words} {note}".strip()
    keeping.make(session, actor, listing, Move.REJECT, at=at, because=because)
    if reason.is_told:
        write(session, listing, "directory/rejected", at=at, reason=reason.words)
    return listing


def reject_batch(
    session: Session, actor: Actor, listing_ids: Sequence[UUID], *, at: datetime
) -> int:
    """Reject registrations that are nearly the same, in one act; nobody is written to (D1)."""
    actor.must(permissions.PUBLISH)
    waiting = [
        one
        for one in queries.hosted(session, actor, listing_ids)
        if one.state in (State.WAITING, State.UNCONFIRMED)
    ]
    for listing in waiting:
        because = f"One of {len(waiting)} that are nearly the same"
        keeping.make(session, actor, listing, Move.REJECT, at=at, because=because)
    return len(waiting)


def suspend(
    session: Session, actor: Actor, listing_id: UUID, *, because: str, version: int, at: datetime
) -> None:
    """Take a listing down at once, while somebody finds out whether it is safe."""
    actor.must(permissions.SUSPEND)
    listing = _as_seen(records.get_for_safety(session, actor, listing_id), version)
    keeping.make(session, actor, listing, Move.SUSPEND, at=at, because=because)


def release(
    session: Session, actor: Actor, listing_id: UUID, *, because: str, version: int, at: datetime
) -> None:
    """It is safe: the listing is in the directory again."""
    actor.must(permissions.SUSPEND)
    listing = _as_seen(records.get_for_safety(session, actor, listing_id), version)
    listing.flags = []
    keeping.make(session, actor, listing, Move.RELEASE, at=at, because=because)


def restore(
    session: Session, actor: Actor, listing_id: UUID, *, version: int, at: datetime
) -> None:
    """Bring back what was rejected or withdrawn; an editor still publishes it."""
    actor.must(permissions.PUBLISH)
    listing = _as_seen(registration.get_for_editor(session, actor, listing_id), version)
    keeping.make(session, actor, listing, Move.RESTORE, at=at)


def take_down(
    session: Session, actor: Actor, listing_id: UUID, *, because: str, version: int, at: datetime
) -> None:
    """The group asked for it, or is no more: the listing leaves the directory."""
    actor.must(permissions.EDIT)
    listing = _as_seen(registration.get_for_editor(session, actor, listing_id), version)
    keeping.make(session, actor, listing, Move.WITHDRAW, at=at, because=because)


def edit(
    session: Session,
    actor: Actor,
    listing_id: UUID,
    answers: Mapping[str, Any],
    *,
    version: int,
    at: datetime,
) -> Listing:
    """An editor changes what a listing says. A hidden place stays hidden (D7)."""
    actor.must(permissions.EDIT)
    listing = _as_seen(registration.get_for_editor(session, actor, listing_id), version)
    wanted = wanted_content(listing, answers)
    if wanted != listing.content:
        keeping.say(session, actor, listing, wanted, at=at, because="Changed by an editor")
    return listing


def wanted_content(listing: Listing, answers: Mapping[str, Any]) -> Content:
    """What a listing would say with some answers changed, tidied. Raises RuleBroken at a field."""
    wanted = listing.content.with_answers(**answers)
    screening.refuse(wanted)
    found = website(wanted.website)
    tidy = rules.tidied(wanted).with_answers(
        email=rules.tidy_email(wanted.email) if wanted.email else "",
        website=found.url if found else "",
        postcode=str(Postcode.parse(wanted.postcode, field="postcode")) if wanted.postcode else "",
    )
    return proposals.kept_hidden(listing, tidy)


def put_back(
    session: Session,
    actor: Actor,
    listing_id: UUID,
    number: int,
    *,
    version: int,
    at: datetime,
) -> None:
    """Put an earlier version back, as a new version. A hidden place stays hidden (D7)."""
    actor.must(permissions.UNDO)
    listing = _as_seen(registration.get_for_editor(session, actor, listing_id), version)
    earlier = records.get_version(session, listing.id, number)
    content = proposals.kept_hidden(listing, earlier.content)
    because = f"Put version {number} back"
    keeping.say(session, actor, listing, content, at=at, because=because)


def merge(session: Session, actor: Actor, pair_id: UUID, *, keep_id: UUID, at: datetime) -> None:
    """Two listings are one: one stays, the other is withdrawn."""
    actor.must(permissions.REVIEW)
    pair = _unsettled(queries.get_pair(session, actor, pair_id))
    if keep_id not in (pair.first_id, pair.second_id):
        raise RuleBroken("Choose which of the two stays.")
    gone_id = pair.second_id if keep_id == pair.first_id else pair.first_id
    gone = registration.get_for_editor(session, actor, gone_id)
    kept = registration.get_for_editor(session, actor, keep_id)
    because = f"The same as “{kept.content.name}” of {kept.group.name}"
    if gone.state not in (State.WITHDRAWN, State.REJECTED):
        keeping.make(session, actor, gone, Move.WITHDRAW, at=at, because=because)
    _settle(session, actor, pair, f"kept {keep_id}", at=at)


def set_apart(session: Session, actor: Actor, pair_id: UUID, *, at: datetime) -> None:
    """Two listings look alike and are not the same."""
    actor.must(permissions.REVIEW)
    pair = _unsettled(queries.get_pair(session, actor, pair_id))
    _settle(session, actor, pair, "not the same", at=at)


def _unsettled(pair: PossibleDuplicate) -> PossibleDuplicate:
    if pair.settled_at is not None:
        raise RuleBroken("Somebody has settled this already.")
    return pair


def _settle(
    session: Session, actor: Actor, pair: PossibleDuplicate, outcome: str, *, at: datetime
) -> None:
    pair.settled_at, pair.outcome = at, outcome
    audit.record(session, actor, "settled a likely duplicate", pair, at=at)


def _as_seen(listing: Listing, version: int) -> Listing:
    """The listing, if it is still as the editor saw it."""
    if listing.version != version:
        raise Conflict(CHANGED)
    return listing


def write(session: Session, listing: Listing, template: str, *, at: datetime, **facts: Any) -> None:
    """A letter to a group that has shown that the address is its own; to nobody else (D6)."""
    group = listing.group
    if group.claimed_at is None or not group.keeper_email:
        return
    mail.write_routine(
        session,
        template=template,
        to=group.keeper_email,
        facts={"host": registration.host_words(session, listing.area_id), **facts},
        at=at,
        about=group.id,
    )
