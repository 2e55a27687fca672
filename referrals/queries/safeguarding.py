"""Reading safeguarding concerns: the author's own, and all of a lead NTP for its named lead (A-HLW-12).

No other right opens one: no practice, commissioner, manager or administrator can tell that it exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import queries as audit
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.periods import day_in_london, holidays_in_england
from referrals import permissions
from referrals.casework import Danger
from referrals.deadlines import is_unopened
from referrals.lifecycle import State
from referrals.models import Concern, ConcernNote, Person, Referral
from referrals.queries import visible_to as cases_visible_to
from referrals.queries.arranged import own_lead, safeguarding_lead
from referrals.queries.case import Banner, banner_of

GONE = "Somebody who is with another lead NTP now"


@dataclass(frozen=True)
class FirstOpened:
    """Who was the first named lead to open a concern, and when: read from the audit."""

    who: str
    at: datetime


@dataclass(frozen=True)
class ConcernLine:
    """A concern in a list. It is open until somebody closed it."""

    id: UUID
    person_id: UUID
    person: str
    danger: Danger
    raised_at: datetime
    who: str
    is_open: bool
    opened: FirstOpened | None


@dataclass(frozen=True)
class DoneLine:
    """What was done about a concern while it was open."""

    words: str
    who: str
    at: datetime


@dataclass(frozen=True)
class ConcernPage:
    """A concern: what was seen, and what was done about it."""

    id: UUID
    banner: Banner
    phone: str
    address: str
    danger: Danger
    words: str
    who: str
    raised_at: datetime
    is_open: bool
    what_was_done: str
    closed_at: datetime | None
    can_close: bool
    version: int
    opened: FirstOpened | None
    done: tuple[DoneLine, ...]


def visible_to(session: Session, actor: Actor) -> sa.Select[Concern]:
    """The concerns that the actor may know of: their own; all, if they are the named lead."""
    wanted = sa.select(Concern).where(Concern.lead_id == actor.organisation_id)
    if is_named(session, actor):
        return wanted
    if not actor.may(permissions.RAISE_CONCERN):
        return wanted.where(sa.false())
    return wanted.where(Concern.raised_by == actor.user_id)


def is_named(session: Session, actor: Actor) -> bool:
    """Whether the actor is the named safeguarding lead of the lead NTP they act for."""
    if not actor.may(permissions.ANSWER_CONCERN) or actor.user_id is None:
        return False
    return actor.user_id == safeguarding_lead(session, own_lead(actor))


def get_concern(session: Session, actor: Actor, concern_id: UUID) -> Concern:
    """A concern that the actor may know of, or NotFound."""
    row = session.scalar(visible_to(session, actor).where(Concern.id == concern_id))
    if row is None:
        raise NotFound
    return row


def concerns(session: Session, actor: Actor) -> tuple[ConcernLine, ...]:
    """The concerns that the actor may know of: those that are open first, newest first."""
    actor.must(permissions.READ_CONCERNS)
    rows = session.execute(
        visible_to(session, actor)
        .join(Person, Person.id == Concern.person_id)
        .add_columns(Person)
        .order_by(Concern.closed_at.is_not(None), Concern.raised_at.desc())
    ).all()
    names = accounts.names_of(session, [concern.raised_by for concern, _ in rows])
    opened = first_opened(session, actor, [concern for concern, _ in rows])
    here = _are_here(session, [concern for concern, _ in rows])
    return tuple(
        ConcernLine(
            row.id, row.person_id, person.called if row.id in here else row.was_called or GONE,
            row.danger, row.raised_at, names.get(row.raised_by, ""), row.closed_at is None, opened.get(row.id),
        )
        for row, person in rows
    )  # fmt: skip


def concern_page(session: Session, actor: Actor, concern_id: UUID) -> ConcernPage:
    """One concern, with what the named lead needs in order to act.

    Of somebody who is with another lead NTP by now it says what was known when they went.
    """
    actor.must(permissions.READ_CONCERNS)
    row = get_concern(session, actor, concern_id)
    person = session.get_one(Person, row.person_id)
    names = accounts.names_of(session, [row.raised_by])
    is_here = bool(_are_here(session, [row]))
    is_theirs = is_named(session, actor) or _is_still_hers(session, actor, person.id)
    may_reach = is_here and is_theirs
    address = f"{person.address} {person.postcode}".strip()
    return ConcernPage(
        row.id, banner_of(person) if is_here else _banner_of_gone(row),
        person.phone if may_reach else "",
        address if may_reach else "",
        row.danger, row.words, names.get(row.raised_by, ""), row.raised_at,
        row.closed_at is None, row.what_was_done, row.closed_at,
        is_named(session, actor) and row.closed_at is None, row.version,
        first_opened(session, actor, [row]).get(row.id), _done(session, row),
    )  # fmt: skip


def concern_to_answer(session: Session, actor: Actor, concern_id: UUID) -> ConcernPage:
    """An open concern for the named lead, or NotFound."""
    page = concern_page(session, actor, concern_id)
    if not page.can_close:
        raise NotFound
    return page


def _done(session: Session, row: Concern) -> tuple[DoneLine, ...]:
    """What was done so far, in order."""
    notes = session.scalars(
        sa.select(ConcernNote)
        .where(ConcernNote.concern_id == row.id)
        .order_by(ConcernNote.at, ConcernNote.id)
    )
    return tuple(DoneLine(one.words, one.who, one.at) for one in notes)


def _are_here(session: Session, those: Sequence[Concern]) -> frozenset[UUID]:
    """Which of these concerns are of somebody with a case at the lead NTP that keeps the concern."""
    wanted = sa.select(Concern.id).join(
        Referral,
        sa.and_(Referral.person_id == Concern.person_id, Referral.lead_id == Concern.lead_id),
    )
    ids = [one.id for one in those]
    return frozenset(
        session.scalars(wanted.where(Concern.id.in_(ids), Referral.state != State.DRAFT))
    )


def _banner_of_gone(row: Concern) -> Banner:
    return Banner(row.person_id, row.was_called or GONE, "", None, "", ())


def first_opened(
    session: Session, actor: Actor, those: Sequence[Concern]
) -> dict[UUID, FirstOpened]:
    """Which of these concerns a named lead opened, and when first.

    Only its author and whoever is the named lead can open one, so that every other opening counts, and
    of the author's own that of a named lead who wrote it down.
    """
    authors, lead = (
        {one.id: one.raised_by for one in those},
        safeguarding_lead(session, own_lead(actor)),
    )
    first: dict[UUID, audit.Opener] = {}
    for one in audit.openers(session, list(authors)):
        if one.user_id == lead or one.user_id != authors[one.subject_id]:
            first.setdefault(one.subject_id, one)
    names = accounts.names_of(session, [one.user_id for one in first.values()])
    return {id: FirstOpened(names.get(one.user_id, ""), one.at) for id, one in first.items()}


def unopened_concerns(session: Session, actor: Actor, *, at: datetime) -> int:
    """How many concerns that the actor may know of no named lead opened on their working day."""
    wanted = visible_to(session, actor).where(Concern.closed_at.is_(None))
    today = day_in_london(at)
    late = [
        one for one in session.scalars(wanted)
        if is_unopened(day_in_london(one.raised_at), today=today, holidays=holidays_in_england())
    ]  # fmt: skip
    opened = first_opened(session, actor, late) if late else {}
    return sum(one.id not in opened for one in late)


def _is_still_hers(session: Session, actor: Actor, person_id: UUID) -> bool:
    """Whether whoever raised a concern still works with the person."""
    own = cases_visible_to(actor).where(Referral.person_id == person_id)
    return session.scalar(own.limit(1)) is not None


def open_concerns(session: Session, actor: Actor) -> int:
    """How many concerns wait for the actor as the named lead."""
    if not is_named(session, actor):
        return 0
    wanted = visible_to(session, actor).where(Concern.closed_at.is_(None))
    return session.scalar(wanted.with_only_columns(sa.func.count())) or 0
