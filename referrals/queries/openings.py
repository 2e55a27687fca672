"""Finding somebody by who they exactly are, and a colleague's case that was opened with a reason (P4, P5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from kernel.access import Actor
from kernel.errors import NotFound
from referrals import permissions
from referrals.models import CaseOpening, Person, Referral
from referrals.queries import is_visible, kept_by, visible_to
from referrals.queries.arranged import own_lead, worker_today, workers_now

LISTED = timedelta(days=28)
SHOWN_ON_A_CASE = 5


@dataclass(frozen=True)
class Sought:
    """Who is looked for: by number, or by name and date of birth. Never by a part of either."""

    nhs_number: str = ""
    name: str = ""
    born_on: date | None = None


@dataclass(frozen=True)
class Found:
    """Somebody who was found, and whose case it is. `referral_id` is the newest."""

    person_id: UUID
    referral_id: UUID
    name: str
    born_on: date | None
    link_worker: str
    is_own: bool


@dataclass(frozen=True)
class OpeningPage:
    """What is told before a reason is given: whose case it is, so that she can be asked instead."""

    referral_id: UUID
    person_id: UUID
    name: str
    born_on: date | None
    link_worker: str


@dataclass(frozen=True)
class Opening:
    """A colleague's case that somebody opened: who, when, why, until when."""

    id: UUID
    referral_id: UUID
    person_id: UUID
    person: str
    who: str
    because: str
    at: datetime
    until: datetime
    is_new: bool


def find(session: Session, actor: Actor, sought: Sought) -> tuple[Found, ...]:
    """Whoever at the actor's own lead NTP is exactly this. Elsewhere and nowhere look the same."""
    actor.must(permissions.FIND_PERSON)
    rows = session.scalars(
        sa.select(Referral)
        .join(Person, Person.id == Referral.person_id)
        .where(kept_by(actor), _is(sought))
        .order_by(Referral.person_id, Referral.moved_at.desc(), Referral.id)
    ).all()
    newest = {row.person_id: row for row in reversed(rows) if _is_called(row.person, sought)}
    there = {one for row in rows if (one := row.link_worker_id)} & workers_now(
        session, own_lead(actor)
    )
    names = accounts.names_of(session, list(there))
    return tuple(_found(actor, row, names) for row in newest.values())


def _is(sought: Sought) -> sa.ColumnElement[bool]:
    if sought.nhs_number:
        return Person.nhs_number == sought.nhs_number
    return Person.born_on == sought.born_on if sought.born_on else sa.false()


def _is_called(person: Person, sought: Sought) -> bool:
    return bool(sought.nhs_number) or _plain(person.name) == _plain(sought.name)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _found(actor: Actor, row: Referral, names: dict[UUID, str]) -> Found:
    worker = row.link_worker_id
    return Found(
        row.person_id, row.id, row.person.name, row.person.born_on,
        names.get(worker, "") if worker else "",
        worker == actor.user_id or actor.may(permissions.OVERSEE),
    )  # fmt: skip


def get_openable(session: Session, actor: Actor, referral_id: UUID) -> Referral:
    """A case of the actor's own lead NTP that is not hers already, or NotFound."""
    actor.must(permissions.OPEN_ANYWAY)
    own = visible_to(actor).with_only_columns(Referral.id)
    row = session.scalar(
        sa.select(Referral).where(
            kept_by(actor), Referral.id.not_in(own), Referral.id == referral_id
        )
    )
    if row is None:
        raise NotFound
    return row


def opening_page(session: Session, actor: Actor, referral_id: UUID) -> OpeningPage:
    """The page that asks why."""
    row = get_openable(session, actor, referral_id)
    return OpeningPage(
        row.id, row.person_id, row.person.name, row.person.born_on, worker_today(session, row)
    )


def _openings_seen_by(actor: Actor) -> sa.Select[CaseOpening]:
    return sa.select(CaseOpening).where(is_visible(actor, CaseOpening.referral_id))


def openings(session: Session, actor: Actor, *, at: datetime) -> tuple[Opening, ...]:
    """What a manager looks through once a week: the reasons of the last four weeks, newest first."""
    actor.must(permissions.OVERSEE)
    wanted = _openings_seen_by(actor).where(
        sa.or_(CaseOpening.at > at - LISTED, CaseOpening.seen_at.is_(None))
    )
    return _lines(session, session.scalars(wanted.order_by(CaseOpening.at.desc())).all())


def unseen(session: Session, actor: Actor) -> Sequence[CaseOpening]:
    """The openings that no manager has looked at yet."""
    actor.must(permissions.OVERSEE)
    return session.scalars(_openings_seen_by(actor).where(CaseOpening.seen_at.is_(None))).all()


def openings_of(session: Session, actor: Actor, referral_id: UUID) -> tuple[Opening, ...] | None:
    """On a case's page: to whom it belongs, who else read it; to who opened it, their own reason.

    None where nobody did.
    """
    is_own = session.scalar(visible_to(actor).where(Referral.id == referral_id)) is not None
    wanted = sa.select(CaseOpening).where(CaseOpening.referral_id == referral_id)
    if not is_own:
        wanted = wanted.where(CaseOpening.user_id == actor.user_id)
    rows = session.scalars(wanted.order_by(CaseOpening.at.desc()).limit(SHOWN_ON_A_CASE)).all()
    return _lines(session, rows) or None


def _lines(session: Session, rows: Sequence[CaseOpening]) -> tuple[Opening, ...]:
    names = accounts.names_of(session, [row.user_id for row in rows])
    people = {
        referral_id: (person_id, name)
        for referral_id, person_id, name in session.execute(
            sa.select(Referral.id, Person.id, Person.name)
            .join(Person, Person.id == Referral.person_id)
            .where(Referral.id.in_([row.referral_id for row in rows]))
        )
    }
    return tuple(
        Opening(
            row.id, row.referral_id, *people[row.referral_id], names.get(row.user_id, ""),
            row.because, row.at, row.until, row.seen_at is None,
        )
        for row in rows
    )  # fmt: skip
