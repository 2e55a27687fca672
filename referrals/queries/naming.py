"""Reading who serves whom: each practice's named workers, and where its referrals go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import OrganisationFacts
from accounts.vocabulary import AgreementPurpose, OrganisationKind
from kernel.access import Actor, Role
from kernel.errors import NotFound
from referrals import faces, permissions
from referrals.models import Allocation, Referral, WorkerOfPractice
from referrals.queries.arranged import own_lead
from referrals.queries.faces import photographs


@dataclass(frozen=True)
class NamedWorker:
    """A named worker of a practice. Not active: they hold the role no more."""

    id: UUID
    user_id: UUID
    lead_id: UUID
    name: str
    is_active: bool
    named_at: datetime
    photograph_id: UUID | None

    @property
    def initials(self) -> str:
        """What stands in the place of a photograph."""
        return faces.initials_of(self.name)


@dataclass(frozen=True)
class Destination:
    """Where a practice's referrals go: the lead NTP with its base, and the link worker, if one is active.

    Nothing can be sent unless `is_agreed`: the two have an agreement to share data in force (B16).
    """

    lead: OrganisationFacts
    worker: NamedWorker | None
    is_agreed: bool
    ask: tuple[str, ...]

    @property
    def worker_id(self) -> UUID | None:
        """The link worker, or None for the inbox of the lead NTP."""
        return self.worker.user_id if self.worker else None

    @property
    def whom(self) -> str:
        """To whom it goes, in words."""
        return f"{self.worker.name} of {self.lead.name}" if self.worker else self.lead.name


@dataclass(frozen=True)
class PracticeLine:
    """A practice of the area and its named link workers, as the manager of a lead NTP sees it."""

    practice: OrganisationFacts
    workers: tuple[NamedWorker, ...]
    is_agreed: bool


@dataclass(frozen=True)
class PracticePage:
    """One practice, with whom else may be named for it."""

    line: PracticeLine
    others: tuple[tuple[UUID, str], ...]


def workers_of(
    session: Session, practice_id: UUID, *, lead_id: UUID | None = None
) -> tuple[NamedWorker, ...]:
    """The link workers named for a practice, the first named first."""
    wanted = (
        sa.select(WorkerOfPractice)
        .where(WorkerOfPractice.practice_id == practice_id, WorkerOfPractice.ended_at.is_(None))
        .order_by(WorkerOfPractice.named_at, WorkerOfPractice.id)
    )
    if lead_id is not None:
        wanted = wanted.where(WorkerOfPractice.lead_id == lead_id)
    rows = session.scalars(wanted).all()
    names = accounts.names_of(session, [row.user_id for row in rows])
    leads = {row.lead_id for row in rows}
    active = {lead: set(_active(session, lead)) for lead in leads}
    shown = {lead: photographs(session, lead) for lead in leads}
    return tuple(
        NamedWorker(
            row.id, row.user_id, row.lead_id, names.get(row.user_id, ""),
            row.user_id in active[row.lead_id], row.named_at, shown[row.lead_id].get(row.user_id),
        )
        for row in rows
    )  # fmt: skip


def _active(session: Session, lead_id: UUID) -> Sequence[UUID]:
    return session.scalars(accounts.holding(Role.LINK_WORKER, lead_id)).all()


def destination(session: Session, practice_id: UUID, *, on: date) -> Destination | None:
    """Where the referrals of a practice go on a day; None when no lead NTP serves it.

    To the likeliest with an agreement in force, if there is one: by naming somebody, a lead NTP without
    one cannot take its place.
    """
    named = workers_of(session, practice_id)
    shares = _shares_with(session, practice_id, on=on)
    leads = list(_leads(session, practice_id, named, shares))
    if not leads:
        return None
    lead = next((one for one in leads if one.id in shares), leads[0])
    worker = next((one for one in named if one.lead_id == lead.id and one.is_active), None)
    is_agreed = lead.id in shares
    return Destination(
        lead, worker, is_agreed, () if is_agreed else _to_ask(session, practice_id, lead)
    )


def own_destination(session: Session, lead_id: UUID, practice_id: UUID, *, on: date) -> Destination:
    """Where a practice's referrals go within one lead NTP: it was rung, so it is the one."""
    lead = accounts.get_organisation(session, lead_id)
    named = workers_of(session, practice_id, lead_id=lead_id)
    worker = next((one for one in named if one.is_active), None)
    is_agreed = lead_id in _shares_with(session, practice_id, on=on)
    return Destination(lead, worker, is_agreed, () if is_agreed else _to_ask_at_lead(session, lead))


def _leads(
    session: Session,
    practice_id: UUID,
    named: Sequence[NamedWorker],
    shares: Sequence[UUID],
) -> Iterator[OrganisationFacts]:
    """The lead NTPs of a practice, likeliest first.

    Who named somebody, who took its cases over last, who shares data, who is near.
    """
    near = (one.id for one in accounts.leads_near(session, practice_id))
    took_over = _took_over(session, practice_id)
    for lead_id in (*(one.lead_id for one in named), *took_over, *shares, *near):
        found = accounts.find_organisation(session, lead_id)
        if found is not None and found.kind is OrganisationKind.LEAD_NTP:
            yield found


def _took_over(session: Session, practice_id: UUID) -> Sequence[UUID]:
    """To which lead NTP cases of a practice were handed over, if ever: the last one."""
    is_of_practice = sa.exists().where(
        Referral.id == Allocation.referral_id, Referral.practice_id == practice_id
    )
    return session.scalars(
        sa.select(Allocation.to_lead_id)
        .where(Allocation.from_lead_id != Allocation.to_lead_id, is_of_practice)
        .order_by(Allocation.at.desc())
        .limit(1)
    ).all()


def _shares_with(session: Session, practice_id: UUID, *, on: date) -> tuple[UUID, ...]:
    """The organisations with which a practice has an agreement to share data in force."""
    found = accounts.agreements_in_force(
        session, on=on, purpose=AgreementPurpose.DATA_SHARING, party_id=practice_id
    )
    return tuple(one.second_id if one.first_id == practice_id else one.first_id for one in found)


def _to_ask(session: Session, practice_id: UUID, lead: OrganisationFacts) -> tuple[str, ...]:
    """Who can bring an agreement about: the practice's manager, and the lead NTP on the phone."""
    managers = accounts.holders(session, practice_id, Role.PRACTICE_MANAGER)
    phone = f" on {lead.phone}" if lead.phone else ""
    return (*(f"{one.name}, your practice manager" for one in managers), f"{lead.name}{phone}")


def _to_ask_at_lead(session: Session, lead: OrganisationFacts) -> tuple[str, ...]:
    """The same, for the lead NTP's own people: its managers write agreements down."""
    managers = accounts.holders(session, lead.id, Role.LEAD_MANAGER)
    names = tuple(f"{one.name}, who can write it down under Agreements" for one in managers)
    return names or ("a manager of your own, who can write it down under Agreements",)


def practices(session: Session, actor: Actor, *, on: date) -> tuple[PracticeLine, ...]:
    """The practices of the lead NTP's area with those named for them."""
    actor.must(permissions.NAME_WORKERS)
    return tuple(_line(session, actor, one, on) for one in _practices(session, actor))


def practices_to_ring(session: Session, actor: Actor) -> tuple[OrganisationFacts, ...]:
    """The practices that may ring a lead NTP: those of its area."""
    actor.must(permissions.TAKE_CALL)
    return _practices(session, actor)


def _practices(session: Session, actor: Actor) -> tuple[OrganisationFacts, ...]:
    return accounts.organisations(session, area_id=actor.area_id, kind=OrganisationKind.PRACTICE)


def _line(session: Session, actor: Actor, practice: OrganisationFacts, on: date) -> PracticeLine:
    return PracticeLine(
        practice,
        workers_of(session, practice.id, lead_id=actor.organisation_id),
        actor.organisation_id in _shares_with(session, practice.id, on=on),
    )


def get_practice(session: Session, actor: Actor, practice_id: UUID) -> OrganisationFacts:
    """A practice of the actor's area, or NotFound."""
    for one in _practices(session, actor):
        if one.id == practice_id:
            return one
    raise NotFound


def practice_page(session: Session, actor: Actor, practice_id: UUID, *, on: date) -> PracticePage:
    """One practice of the area, and the link workers who are not named for it yet."""
    actor.must(permissions.NAME_WORKERS)
    line = _line(session, actor, get_practice(session, actor, practice_id), on)
    named = {one.user_id for one in line.workers}
    others = tuple(
        (one.id, one.name) for one in _own_workers(session, actor) if one.id not in named
    )
    return PracticePage(line, others)


def _own_workers(session: Session, actor: Actor) -> Sequence[accounts.MemberFacts]:
    return accounts.holders(session, own_lead(actor), Role.LINK_WORKER)


def get_own_worker(session: Session, actor: Actor, user_id: UUID) -> UUID:
    """The id of an active link worker of the actor's lead NTP, or NotFound."""
    for one in _own_workers(session, actor):
        if one.id == user_id:
            return one.id
    raise NotFound


def get_named(session: Session, actor: Actor, named_id: UUID) -> WorkerOfPractice:
    """A standing line of who is named, of the actor's own lead NTP, or NotFound."""
    row = session.scalar(
        sa.select(WorkerOfPractice).where(
            WorkerOfPractice.id == named_id,
            WorkerOfPractice.lead_id == actor.organisation_id,
            WorkerOfPractice.ended_at.is_(None),
        )
    )
    if row is None:
        raise NotFound
    return row
