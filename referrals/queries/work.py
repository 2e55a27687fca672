"""Reading work that is for no one person, profiles of link workers, and issues."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import LocalityFacts
from kernel.access import Actor, Role
from kernel.errors import NotFound
from referrals import faces, permissions
from referrals.casework import WorkKind
from referrals.models import EqualityAnswers, Issue, WorkEntry, WorkerProfile
from referrals.queries.arranged import own_lead

NEWEST = 100


@dataclass(frozen=True)
class WorkLine:
    """A piece of work in the log."""

    kind: WorkKind
    on: date
    where_or_who: str
    minutes: int
    people_met: int
    new_contacts: int
    note: str
    who: str


@dataclass(frozen=True)
class Profile:
    """A link worker as a practice or a person may know them. Empty until they wrote it."""

    user_id: UUID
    name: str
    languages: str
    training: str
    about: str
    localities: tuple[str, ...]
    locality_ids: tuple[UUID, ...]
    photograph_id: UUID | None = None

    @property
    def initials(self) -> str:
        """What stands in the place of a photograph."""
        return faces.initials_of(self.name)


@dataclass(frozen=True)
class IssueLine:
    """Something new that the work brought up, and what came of it."""

    id: UUID
    words: str
    who: str
    raised_at: datetime
    answer: str
    is_open: bool
    is_passed_on: bool
    version: int


def work_log(session: Session, actor: Actor) -> tuple[WorkLine, ...]:
    """The newest entries: a link worker's own, all of the lead NTP for its manager."""
    actor.must(permissions.SEE_CASE)
    wanted = sa.select(WorkEntry).where(WorkEntry.lead_id == own_lead(actor))
    if not actor.may(permissions.OVERSEE):
        wanted = wanted.where(WorkEntry.user_id == actor.user_id)
    rows = session.scalars(
        wanted.order_by(WorkEntry.on.desc(), WorkEntry.recorded_at.desc()).limit(NEWEST)
    ).all()
    names = accounts.names_of(session, [row.user_id for row in rows])
    return tuple(
        WorkLine(
            row.kind, row.on, row.where_or_who, row.minutes, row.people_met, row.new_contacts,
            row.note, names.get(row.user_id, ""),
        )
        for row in rows
    )  # fmt: skip


def find_profile(session: Session, user_id: UUID, lead_id: UUID) -> WorkerProfile | None:
    """What a link worker wrote about themselves, if they did."""
    return session.scalar(
        sa.select(WorkerProfile).where(
            WorkerProfile.user_id == user_id, WorkerProfile.lead_id == lead_id
        )
    )


def profiles(session: Session, lead_id: UUID) -> tuple[Profile, ...]:
    """The link workers of a lead NTP as a practice may know them: those who work there today."""
    places = {one.id: one.name for one in accounts.localities(session)}
    workers = accounts.holders(session, lead_id, Role.LINK_WORKER)
    return tuple(
        _profile(one.id, one.name, find_profile(session, one.id, lead_id), places)
        for one in workers
    )


def own_profile(session: Session, actor: Actor) -> Profile:
    """The actor's own profile."""
    actor.must(permissions.WORK)
    lead_id = own_lead(actor)
    found = [one for one in profiles(session, lead_id) if one.user_id == actor.user_id]
    if not found:
        raise NotFound
    return found[0]


def _profile(
    user_id: UUID, name: str, row: WorkerProfile | None, places: dict[UUID, str]
) -> Profile:
    if row is None:
        return Profile(user_id, name, "", "", "", (), ())
    ids = tuple(UUID(one) for one in row.locality_ids if UUID(one) in places)
    return Profile(
        user_id, name, row.languages, row.training, row.about,
        tuple(places[one] for one in ids), ids, row.id if row.photographed_at else None,
    )  # fmt: skip


def localities_to_offer(session: Session, actor: Actor) -> tuple[LocalityFacts, ...]:
    """The localities of the actor's area."""
    return accounts.localities(session, actor.area_id)


def issues_visible_to(actor: Actor) -> sa.Select[Issue]:
    """A link worker: their own. A manager: those of the lead NTP. The steering group: passed on."""
    rights: list[sa.ColumnElement[bool]] = []
    if actor.may(permissions.WORK):
        rights.append(
            sa.and_(Issue.lead_id == actor.organisation_id, Issue.raised_by == actor.user_id)
        )
    if actor.may(permissions.OVERSEE):
        rights.append(Issue.lead_id == actor.organisation_id)
    if Role.STEERING_MEMBER in actor.roles and actor.area_id is not None:
        rights.append(sa.and_(Issue.area_id == actor.area_id, Issue.passed_on_at.is_not(None)))
    return sa.select(Issue).where(sa.or_(sa.false(), *rights))


def issues(session: Session, actor: Actor) -> tuple[IssueLine, ...]:
    """The issues that the actor may read: those without an answer first, then newest first."""
    actor.must(permissions.READ_ISSUES)
    rows = session.scalars(
        issues_visible_to(actor)
        .order_by(Issue.answered_at.is_not(None), Issue.raised_at.desc())
        .limit(NEWEST)
    ).all()
    names = accounts.names_of(session, [row.raised_by for row in rows])
    return tuple(_issue(row, names.get(row.raised_by, "")) for row in rows)


def _issue(row: Issue, who: str) -> IssueLine:
    return IssueLine(
        row.id, row.words, who, row.raised_at, row.answer, row.answered_at is None,
        row.passed_on_at is not None, row.version,
    )  # fmt: skip


def get_issue(session: Session, actor: Actor, issue_id: UUID) -> Issue:
    """An issue that the actor may read, or NotFound."""
    row = session.scalar(issues_visible_to(actor).where(Issue.id == issue_id))
    if row is None:
        raise NotFound
    return row


def issue_line(session: Session, actor: Actor, issue_id: UUID) -> IssueLine:
    """One issue."""
    row = get_issue(session, actor, issue_id)
    return _issue(row, accounts.names_of(session, [row.raised_by]).get(row.raised_by, ""))


def open_issues(session: Session, actor: Actor) -> int:
    """How many issues wait for a manager's answer."""
    if not actor.may(permissions.OVERSEE):
        return 0
    wanted = sa.select(sa.func.count()).where(
        Issue.lead_id == actor.organisation_id, Issue.answered_at.is_(None)
    )
    return session.scalar(wanted) or 0


def find_equality(session: Session, person_id: UUID) -> EqualityAnswers | None:
    """What somebody chose to say about themselves. No page shows it; it is for counting."""
    return session.scalar(sa.select(EqualityAnswers).where(EqualityAnswers.person_id == person_id))
