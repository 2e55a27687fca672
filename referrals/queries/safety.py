"""Who sees to somebody in danger (H3): their link worker, or the manager while nobody has the case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from accounts import queries as accounts
from kernel.access import Actor, Role
from kernel.errors import NotFound
from referrals import permissions
from referrals.lifecycle import OPEN
from referrals.models import Person, Referral
from referrals.queries import can_work_on, danger, get_case, readable_by, still_agrees, visible_to
from referrals.queries.arranged import own_lead


def nobody_has(lead_id: UUID) -> sa.ColumnElement[bool]:
    """Whether a case of a lead NTP has no link worker, or one who does not work there today."""
    return sa.or_(
        Referral.link_worker_id.is_(None),
        Referral.link_worker_id.not_in(accounts.holding(Role.LINK_WORKER, lead_id)),
    )


def is_with_another() -> sa.ColumnElement[bool]:
    """Whether a case is over and its person has an open one with somebody else: she who had it sees no more."""
    new = aliased(Referral)
    is_open = sa.exists().where(
        new.person_id == Referral.person_id, new.state.in_(OPEN),
        new.link_worker_id.is_distinct_from(Referral.link_worker_id),
    )  # fmt: skip
    return sa.and_(Referral.state.not_in(OPEN), is_open)


def has_worker(session: Session, row: Referral) -> bool:
    """Whether somebody who works here today has a case."""
    wanted = sa.select(Referral.id).where(Referral.id == row.id, nobody_has(row.lead_id))
    return session.scalar(wanted) is None


def can_make_safe(session: Session, actor: Actor, referral_id: UUID) -> bool:
    """Whether the actor is the one to write down that somebody is safe."""
    if can_work_on(session, actor, referral_id):
        return True
    if not actor.may(permissions.OVERSEE):
        return False
    nobody_can = sa.or_(nobody_has(own_lead(actor)), is_with_another())
    unheld = visible_to(actor).where(Referral.id == referral_id, nobody_can)
    return session.scalar(unheld) is not None


def left_in_danger(actor: Actor) -> sa.Select[Referral]:
    """Cases of those who took back their yes while danger stood, for whom it concerns.

    Nobody works with them any more and no page of their case is found. But their life may be at risk: until
    somebody says what was done, their link worker and the managers find that one page.
    """
    found = sa.select(Referral).where(
        Referral.lead_id == actor.organisation_id, danger.stands(), ~still_agrees()
    )
    if actor.may(permissions.OVERSEE):
        return found
    is_hers = Referral.link_worker_id == actor.user_id
    return found.where(is_hers if Role.LINK_WORKER in actor.roles else sa.false())


@dataclass(frozen=True)
class LeftInDanger:
    """Somebody who took back their yes while danger stood, and where to say what was done."""

    referral_id: UUID
    person_id: UUID
    name: str


def people_left_in_danger(session: Session, actor: Actor) -> tuple[LeftInDanger, ...]:
    """Those of whom the actor is to make sure though they took back their yes, by name."""
    wanted = (
        left_in_danger(actor)
        .join(Person, Person.id == Referral.person_id)
        .with_only_columns(Referral.id, Person.id, Person.name)
        .order_by(Person.name, Referral.id)
    )
    return tuple(LeftInDanger(*one) for one in session.execute(wanted))


def is_left_in_danger(session: Session, row: Referral) -> bool:
    """Whether danger stands in a case whose person took back their yes."""
    wanted = sa.select(Referral.id).where(Referral.id == row.id, danger.stands(), ~still_agrees())
    return session.scalar(wanted) is not None


def find_left_in_danger(session: Session, actor: Actor, referral_id: UUID) -> Referral | None:
    """A case of somebody who took back their yes while danger stood."""
    return session.scalar(left_in_danger(actor).where(Referral.id == referral_id))


@dataclass(frozen=True)
class Elsewhere:
    """Another case of the same person in which danger stands, and whether the reader may open it."""

    referral_id: UUID
    is_readable: bool


def danger_elsewhere(
    session: Session, actor: Actor, row: Referral, *, at: datetime
) -> tuple[Elsewhere, ...]:
    """Where else at this lead NTP danger stands of the person of a case: whoever helps them is to know.

    What was written there stays where it is. Of another record with the same NHS number, only where the
    reader may open both (P4).
    """
    rows = session.scalars(
        sa.select(Referral)
        .where(
            Referral.person_id.in_(_records_of(row.person)), Referral.id != row.id,
            Referral.lead_id == row.lead_id, danger.stands(), still_agrees(),
        )
        .order_by(Referral.sent_at.desc(), Referral.id)
    )  # fmt: skip
    readable = readable_by(actor, at=at)
    found = [
        (one, session.scalar(readable.where(Referral.id == one.id)) is not None) for one in rows
    ]
    return tuple(
        Elsewhere(one.id, can_read)
        for one, can_read in found
        if can_read or one.person_id == row.person_id
    )


def _records_of(person: Person) -> sa.Select[UUID]:
    """The records of a lead NTP that may be of one person: by an index, since few are wanted of many."""
    wanted = sa.select(Person.id)
    if not person.nhs_number:
        return wanted.where(Person.id == person.id)
    return wanted.where(Person.lead_id == person.lead_id, Person.nhs_number == person.nhs_number)


def get_to_make_safe(session: Session, actor: Actor, referral_id: UUID) -> Referral:
    """A case in which the actor is to write down that somebody is safe, or NotFound."""
    left = find_left_in_danger(session, actor, referral_id)
    if left is not None:
        return left
    row = get_case(session, actor, referral_id)
    if not can_make_safe(session, actor, row.id):
        raise NotFound
    return row
