"""What an erasure needs to know: what hangs on a person, what is counted of it, who was erased before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from kernel.access import Actor
from kernel.periods import day_in_london
from referrals import permissions
from referrals.lifecycle import State
from referrals.models import Concern, CountedCase, Erasure, Person, Referral
from referrals.queries import danger, requests
from referrals.queries.arranged import safeguarding_lead
from referrals.queries.case import Banner, banner_of
from referrals.queries.record import linked_tables, rows_of
from referrals.vocabulary import RequestKind

HELD = "This record is on hold, and nothing of it may be erased. Lift the hold first."
ASK_FIRST = "This record may not be erased yet. Ask {who} first, and say nothing of it to others."
DANGER_STANDS = (
    "Somebody wrote that this person may be in danger, and nobody has said what was done. Erasing now would "
    "take away how they can be reached. Ask their link worker or a manager to make sure that they are safe "
    "and to write it down. Then you can erase. If their life may be at risk, ring 999."
)
NOT_ASKED = (
    "Nobody asks for that here now. Erase only by an open request to erase: write down that they ask "
    "for it first."
)
NAMED = "{name}, who is named for safeguarding,"
NOBODY_NAMED = "the manager of your organisation, who is to name somebody for safeguarding,"


@dataclass(frozen=True)
class Running:
    """A case that somebody still works on, or follows, and that an erasure would cut off."""

    state: State
    link_worker: str
    since: date


@dataclass(frozen=True)
class ErasePage:
    """What an erasure would do. `obstacle` says what forbids it now, "" if nothing does."""

    request_id: UUID
    banner: Banner
    obstacle: str
    running: tuple[Running, ...]
    referrals: int


def find(session: Session, person_id: UUID) -> Person | None:
    """Somebody whose record is there."""
    return session.get(Person, person_id)


def erase_page(session: Session, actor: Actor, request_id: UUID) -> ErasePage:
    """What somebody should know before they erase whoever a request is from."""
    actor.must(permissions.ANSWER_REQUEST)
    row = requests.get(session, actor, request_id)
    person = session.get_one(Person, row.person_id)
    cases = session.scalars(
        sa.select(Referral).where(Referral.person_id == person.id, Referral.state != State.DRAFT)
    ).all()
    workers = accounts.names_of(session, [one for case in cases if (one := case.link_worker_id)])
    running = tuple(
        Running(
            case.state, workers.get(case.link_worker_id, "") if case.link_worker_id else "",
            day_in_london(case.sent_at or case.started_at),
        )
        for case in cases
        if case.state.is_open or case.state.is_followed
    )  # fmt: skip
    hinders = obstacle(session, person) if row.asks_for(RequestKind.ERASURE) else NOT_ASKED
    return ErasePage(row.id, banner_of(person), hinders, running, len(cases))


def obstacle(session: Session, person: Person) -> str:
    """Why somebody may not be erased now, for whoever wanted to; "" if they may.

    Of a safeguarding concern it says whom to ask, and neither that there is one nor what it is about. Danger
    that nobody has answered would go with the record, and nobody would know of it.
    """
    if requests.holds_on(session, person.id):
        return HELD
    worry = sa.select(Concern.lead_id).where(
        Concern.person_id == person.id, Concern.closed_at.is_(None)
    )
    lead_id = session.scalar(worry.limit(1))
    if lead_id is None:
        return DANGER_STANDS if _is_in_danger(session, person) else ""
    named = safeguarding_lead(session, lead_id)
    names = accounts.names_of(session, [named]) if named else {}
    who = NAMED.format(name=names[named]) if named else NOBODY_NAMED
    return ASK_FIRST.format(who=who)


def _is_in_danger(session: Session, person: Person) -> bool:
    wanted = sa.select(Referral.id).where(Referral.person_id == person.id, danger.stands())
    return session.scalar(wanted.limit(1)) is not None


def what_to_delete(person_id: UUID) -> list[tuple[sa.Table, sa.ColumnElement[bool]]]:
    """Every table with the rows that belong to a person, those below before those above."""
    return [(one.table, rows_of(one, person_id)) for one in reversed(linked_tables())]


def counted(session: Session, person_id: UUID) -> list[CountedCase]:
    """What is left of somebody's referrals: a count without them, to be added."""
    rows = session.scalars(sa.select(Referral).where(Referral.person_id == person_id))
    return [
        CountedCase(
            lead_id=row.lead_id, practice_id=row.practice_id, state=row.state, source=row.source,
            month=day_in_london(row.sent_at or row.started_at).replace(day=1),
        )
        for row in rows
    ]  # fmt: skip


def erased_since(session: Session, moment: datetime) -> Sequence[UUID]:
    """The numbers of those who were erased since a moment."""
    return session.scalars(sa.select(Erasure.person_id).where(Erasure.at >= moment)).all()


def is_noted(session: Session, person_id: UUID) -> bool:
    """Whether an erasure is known to the database, which may be a copy from before it."""
    return session.scalar(sa.select(Erasure.id).where(Erasure.person_id == person_id)) is not None
