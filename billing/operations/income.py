"""Keeping the list of where the money comes from: every change is in the audit, and nobody's is overwritten."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from billing import permissions
from billing.income import Stream, must_fit
from billing.models import IncomeStream
from billing.queries.income import get_stream, get_year, streams_of_year
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from kernel.periods import day_in_london
from referrals.queries.arranged import own_lead

CHANGED = (
    "Somebody else changed this income stream in the meantime. Nothing of theirs was overwritten."
)


def add_stream(
    session: Session, actor: Actor, year: int, stream: Stream, *, at: datetime
) -> IncomeStream:
    """Add a stream to the list of the financial year that begins in a calendar year."""
    actor.must(permissions.KEEP_INCOME)
    wanted = get_year(session, actor, year, on=day_in_london(at))
    must_fit(stream, wanted)
    made = IncomeStream.kept(own_lead(actor), wanted, stream)
    session.add(made)
    session.flush()
    audit.record(session, actor, "added an income stream", made, at=at, **_facts(made))
    return made


def change_stream(
    session: Session, actor: Actor, stream_id: UUID, stream: Stream, *, version: int, at: datetime
) -> IncomeStream:
    """Say a stream anew. `version` is the one that was looked at: Conflict where it is no longer that."""
    actor.must(permissions.KEEP_INCOME)
    row = _as_seen(session, actor, stream_id, version)
    must_fit(stream, row.year)
    before = _facts(row)
    row.say(stream)
    session.flush()
    was = {
        f"{name}_before": before[name] for name, now in _facts(row).items() if before[name] != now
    }
    audit.record(session, actor, "changed an income stream", row, at=at, **_facts(row), **was)
    return row


def take_out_stream(
    session: Session, actor: Actor, stream_id: UUID, *, version: int, at: datetime
) -> None:
    """Take a stream out of its list; the audit keeps what it was. Conflict as in `change_stream`."""
    actor.must(permissions.KEEP_INCOME)
    row = _as_seen(session, actor, stream_id, version)
    audit.record(session, actor, "took out an income stream", row, at=at, **_facts(row))
    session.delete(row)
    session.flush()


def copy_year(session: Session, actor: Actor, year: int, *, at: datetime) -> int:
    """Begin the list of a year with that of the year before. How many streams there were.

    Raises RuleBroken where the list has begun already, or there is nothing to copy.
    """
    actor.must(permissions.KEEP_INCOME)
    wanted = get_year(session, actor, year, on=day_in_london(at))
    if streams_of_year(session, actor, wanted):
        raise RuleBroken(f"The list of {wanted.label} has begun already, so nothing was copied.")
    earlier = streams_of_year(session, actor, wanted.previous)
    if not earlier:
        raise RuleBroken(f"There is no list of {wanted.previous.label} to copy.")
    for one in earlier:
        made = IncomeStream.kept(own_lead(actor), wanted, one.stream, from_id=one.id)
        session.add(made)
        session.flush()
        audit.record(
            session, actor, "copied an income stream", made, at=at, copied=one.id, **_facts(made)
        )
    return len(earlier)


def _as_seen(session: Session, actor: Actor, stream_id: UUID, version: int) -> IncomeStream:
    row = get_stream(session, actor, stream_id)
    if row.version != version:
        raise Conflict(CHANGED, theirs=row.stream.said)
    return row


def _facts(row: IncomeStream) -> dict[str, object]:
    """What the audit keeps: figures and choices, and none of the words."""
    return {
        "year": row.year.label, "kind": row.kind.value, "pence": row.pence,
        "ring_fenced": row.is_ring_fenced, "ends_on": row.ends_on,
    }  # fmt: skip
