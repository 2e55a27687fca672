"""Reading what a handover to another lead NTP would move, and what is still missing for it (B0-31)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import OrganisationFacts
from accounts.vocabulary import AgreementPurpose, OrganisationKind
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.periods import day_in_london
from referrals import nhs_numbers, permissions
from referrals.models import Concern, DataRequest, Person, Referral, WorkerOfPractice
from referrals.queries import danger, visible_to
from referrals.queries.arranged import own_lead
from referrals.queries.caseload import own_standings
from referrals.queries.standing import Standing, days_waited, in_caseload

HEADINGS = (
    "Person", "NHS number", "Born", "Practice", "State", "Sent", "Days waited", "Waiting list",
    "Link worker", "Next due", "Due on", "List made on",
)  # fmt: skip


@dataclass(frozen=True)
class Moving:
    """Somebody whose cases would move."""

    person_id: UUID
    name: str
    is_waiting: bool
    born_on: date | None
    practice: str


@dataclass(frozen=True)
class HandoverPage:
    """Who would move, and to whom they could."""

    people: tuple[Moving, ...]
    leads: tuple[OrganisationFacts, ...]
    waiting: int


def handover_page(session: Session, actor: Actor) -> HandoverPage:
    """Everybody with a case that is open or looked after, or in danger, and the area's other lead NTPs."""
    actor.must(permissions.OVERSEE)
    waits: dict[UUID, bool] = {}
    for one in own_standings(session, actor):
        waits[one.person_id] = waits.get(one.person_id, False) or one.state.is_waiting
    rows = session.scalars(
        sa.select(Person).where(Person.id.in_(list(waits))).order_by(Person.name, Person.id)
    )
    practices = {one.id: one.name for one in accounts.organisations(session)}
    people = tuple(
        Moving(
            row.id, row.called, waits[row.id], row.born_on,
            practices.get(row.practice_id, "") if row.practice_id else "",
        )
        for row in rows
    )  # fmt: skip
    return HandoverPage(people, other_leads(session, actor), sum(waits.values()))


def other_leads(session: Session, actor: Actor) -> tuple[OrganisationFacts, ...]:
    """The lead NTPs of the area besides the actor's own."""
    own = own_lead(actor)
    there = accounts.organisations(session, area_id=actor.area_id, kind=OrganisationKind.LEAD_NTP)
    return tuple(one for one in there if one.id != own)


def get_other_lead(session: Session, actor: Actor, lead_id: UUID) -> OrganisationFacts:
    """Another lead NTP of the area, or NotFound."""
    for one in other_leads(session, actor):
        if one.id == lead_id:
            return one
    raise NotFound


def lacking(
    session: Session, own_id: UUID, to: OrganisationFacts, practice_ids: Sequence[UUID], *, on: date
) -> tuple[str, ...]:
    """With whom the new lead NTP has no agreement to share data on a day: by name."""
    in_force = accounts.agreements_in_force(
        session, on=on, purpose=AgreementPurpose.DATA_SHARING, party_id=to.id
    )
    agreed = {party for one in in_force for party in (one.first_id, one.second_id)}
    wanted = [own_id, *practice_ids]
    names = {one.id: one.name for one in accounts.organisations(session)}
    return tuple(sorted(names.get(one, "a practice that has gone") for one in wanted
                        if one not in agreed))  # fmt: skip


def people_to_move(session: Session, actor: Actor) -> Sequence[Person]:
    """Everybody with a case of the actor's lead NTP that is open or looked after, or in danger."""
    cases = visible_to(actor).where(sa.or_(in_caseload(), danger.stands()))
    ids = cases.with_only_columns(Referral.person_id)
    return session.scalars(sa.select(Person).where(Person.id.in_(ids))).all()


def referrals_at(session: Session, person_id: UUID, lead_id: UUID) -> Sequence[Referral]:
    """Every episode of somebody at a lead NTP."""
    return session.scalars(
        sa.select(Referral).where(Referral.person_id == person_id, Referral.lead_id == lead_id)
    ).all()


def concerns_at(session: Session, person_id: UUID, lead_id: UUID) -> Sequence[Concern]:
    """Every worry about somebody's safety that a lead NTP keeps."""
    return session.scalars(
        sa.select(Concern).where(Concern.person_id == person_id, Concern.lead_id == lead_id)
    ).all()


def open_requests_at(session: Session, person_id: UUID, lead_id: UUID) -> Sequence[DataRequest]:
    """What somebody asked a lead NTP about their record, and was not answered yet."""
    rows = session.scalars(
        sa.select(DataRequest).where(
            DataRequest.person_id == person_id, DataRequest.lead_id == lead_id
        )
    )
    return [one for one in rows if one.state.is_open]


def named_for(
    session: Session, actor: Actor, practice_ids: Collection[UUID]
) -> Sequence[WorkerOfPractice]:
    """Who of the actor's lead NTP is named for some practices."""
    return session.scalars(
        sa.select(WorkerOfPractice).where(
            WorkerOfPractice.lead_id == actor.organisation_id,
            WorkerOfPractice.practice_id.in_(practice_ids),
            WorkerOfPractice.ended_at.is_(None),
        )
    ).all()


def dated_list(
    session: Session, actor: Actor, *, at: datetime
) -> tuple[tuple[UUID, ...], list[tuple[str | int | date | None, ...]]]:
    """The waiting list and open caseload as rows, with whose records they show."""
    actor.must(permissions.OVERSEE)
    there = own_standings(session, actor)
    ids = [one.person_id for one in there]
    people = {one.id: one for one in session.scalars(sa.select(Person).where(Person.id.in_(ids)))}
    practices = {one.id: one.name for one in accounts.organisations(session)}
    workers = accounts.names_of(session, [one for s in there if (one := s.link_worker_id)])
    rows = [
        _row(one, people[one.person_id], practices.get(one.practice_id or one.id, ""),
             workers.get(one.link_worker_id or one.id, ""), at=at)
        for one in there
    ]  # fmt: skip
    return tuple(ids), rows


def _row(
    one: Standing, person: Person, practice: str, worker: str, *, at: datetime
) -> tuple[str | int | date | None, ...]:
    due = one.dues[0] if one.dues else None
    return (
        person.name, nhs_numbers.shown(person.nhs_number), person.born_on, practice,
        one.state.words, day_in_london(one.sent_at) if one.sent_at else None,
        days_waited(one.sent_at, at=at), "yes" if one.state.is_waiting else "no", worker,
        due.clock.words if due else "", due.on if due else None, day_in_london(at),
    )  # fmt: skip
