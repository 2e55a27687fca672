"""The inbox of a lead NTP: cases without a link worker, and how much each link worker has.

A case is in the queue because nobody who works here today has it: that is a question, not a flag (P6).
"""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from accounts import queries as accounts
from accounts.queries import MemberFacts
from kernel.access import Actor, Role
from kernel.errors import NotFound
from kernel.periods import day_in_london
from referrals import permissions
from referrals.lifecycle import ReportState, State
from referrals.models import Allocation, Consent, Referral, Report, WorkerOfPractice
from referrals.queries import danger, get_case, still_agrees, visible_to
from referrals.queries.arranged import limits_of, own_lead, practices_served, workers_now
from referrals.queries.case import Banner, banner_of
from referrals.queries.caseload import own_standings
from referrals.queries.contacts import meets_next
from referrals.queries.safety import nobody_has
from referrals.queries.standing import SHOWN, Standing, asking_again, days_waited
from referrals.vocabulary import Recipient, Urgency

WRITING = timedelta(days=1)
"""For how long somebody who had a case may still be writing in it."""
NOBODY = "nobody"
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class QueueLine:
    """A case that nobody has, and who had it before, if anybody did."""

    id: UUID
    person_id: UUID
    name: str
    state: State
    urgency: Urgency
    practice: str
    to_name: UUID | None
    """The practice, while nobody is named for it; None when somebody is."""
    days_waited: int
    had: str
    owes_report: bool
    """Whether a report to the practice was begun and not sent."""
    is_in_danger: bool
    meets_at: datetime | None
    """When they expect whoever had it: nobody reminds them, and nobody comes."""


@dataclass(frozen=True)
class LeftBehind:
    """Somebody who does not work here now, and how many cases they left behind."""

    id: UUID
    name: str
    number: int


@dataclass(frozen=True)
class Load:
    """A link worker with what they have."""

    id: UUID
    name: str
    open: int
    late: int
    """How many of the open cases are late."""
    late_after: int
    """How many cases are late of which the work is done: somebody is to ask how it goes, or to answer."""
    first: int
    """How many of the open cases are to be put first."""
    is_overloaded: bool


@dataclass(frozen=True)
class InboxPage:
    """The queue, who left it behind, and the link workers."""

    queue: tuple[QueueLine, ...]
    left_behind: tuple[LeftBehind, ...]
    workers: tuple[Load, ...]
    most_cases: int


@dataclass(frozen=True)
class GivePage:
    """A case that is to be given to somebody. `had` is who has it now, so that two do not cross."""

    id: UUID
    banner: Banner
    state: State
    practice: str
    had: str
    had_id: UUID | None
    named: frozenset[UUID]
    workers: tuple[Load, ...]


def without_worker(lead_id: UUID) -> sa.Select[Referral]:
    """Cases of a lead NTP with something to do, whose link worker is nobody who works there today."""
    return sa.select(Referral).where(
        Referral.id.in_(needing_somebody(lead_id)),
        still_agrees(),
        nobody_has(lead_id),
    )


def needing_somebody(lead_id: UUID) -> sa.CompoundSelect[UUID]:
    """Open and followed cases, whoever asks for help again, danger, and reports not sent: by number."""
    shown = sa.select(Referral.id).where(Referral.lead_id == lead_id, Referral.state.in_(SHOWN))
    again = sa.select(Referral.id).where(Referral.lead_id == lead_id, asking_again())
    is_ours = sa.exists().where(Referral.id == Report.referral_id, Referral.lead_id == lead_id)
    in_danger = sa.select(Referral.id).where(Referral.lead_id == lead_id, danger.stands())
    return sa.union_all(shown, again, in_danger, _with_draft().where(is_ours))


def _with_draft() -> sa.Select[UUID]:
    """The few reports that were not sent; written out, so that SQLite sees that their index fits."""
    draft = sa.bindparam("draft", ReportState.DRAFT, Report.state.type, literal_execute=True)
    return sa.select(Report.referral_id).where(Report.state == draft)


def needs_somebody(session: Session, row: Referral) -> bool:
    """Whether there is something to do in a case, so that it can be given to somebody."""
    wanted = sa.select(Referral.id).where(
        Referral.id == row.id, Referral.id.in_(needing_somebody(row.lead_id))
    )
    return session.scalar(wanted) is not None


def count_without_worker(session: Session, lead_id: UUID) -> int:
    """How many cases are without a link worker."""
    counted = without_worker(lead_id).with_only_columns(sa.func.count())
    return session.scalar(counted) or 0


def inbox_page(session: Session, actor: Actor, *, at: datetime) -> InboxPage:
    """What a manager has to give out: danger, haste, who expects a visit, what is open; then the oldest."""
    actor.must(permissions.OVERSEE)
    lead_id = own_lead(actor)
    rows = session.scalars(
        without_worker(lead_id)
        .options(joinedload(Referral.person))
        .order_by(Referral.sent_at, Referral.id)
    ).all()
    there = own_standings(session, actor)
    in_danger = {one.id for one in there if one.is_in_danger}
    at_once = {one.id for one in there if one.is_at_once}
    meets = meets_next(session, [row.id for row in rows], at=at)
    rows = sorted(
        rows,
        key=lambda row: (
            row.id not in in_danger, row.id not in at_once, meets.get(row.id, NEVER),
            not row.state.is_open,
        ),
    )  # fmt: skip
    had = accounts.names_of(session, [one for row in rows if (one := row.link_worker_id)])
    left = Counter(row.link_worker_id for row in rows)
    return InboxPage(
        _queue(session, rows, practices_served(session, lead_id), in_danger, had, meets, at=at),
        tuple(
            LeftBehind(one, had[one], number)
            for one, number in left.most_common() if one in had and number > 1
        ),
        loads_among(session, lead_id, there, at=at),
        limits_of(session, lead_id).most_cases,
    )  # fmt: skip


def _queue(
    session: Session,
    rows: Sequence[Referral],
    served: Container[UUID],
    in_danger: Container[UUID],
    names: Mapping[UUID, str],
    meets: Mapping[UUID, datetime],
    *,
    at: datetime,
) -> tuple[QueueLine, ...]:
    practices = {one.id: one.name for one in accounts.organisations(session)}
    ids = [row.id for row in rows]
    owing = set(session.scalars(_with_draft().where(Report.referral_id.in_(ids))))
    return tuple(
        QueueLine(
            row.id, row.person_id, row.person.called, row.state, row.urgency,
            practices.get(row.practice_id, "") if row.practice_id else "",
            None if row.practice_id in served else row.practice_id,
            days_waited(row.sent_at, at=at),
            names.get(row.link_worker_id, "") if row.link_worker_id else "",
            row.id in owing, row.id in in_danger, meets.get(row.id),
        )
        for row in rows
    )  # fmt: skip


def loads(session: Session, actor: Actor, *, at: datetime) -> tuple[Load, ...]:
    """The link workers of the actor's lead NTP, and how much each has."""
    return loads_among(session, own_lead(actor), own_standings(session, actor), at=at)


def loads_among(
    session: Session, lead_id: UUID, there: Sequence[Standing], *, at: datetime
) -> tuple[Load, ...]:
    """How much of these cases each link worker of a lead NTP has."""
    most, today = limits_of(session, lead_id).most_cases, day_in_london(at)
    theirs: dict[UUID, list[Standing]] = {}
    for one in there:
        if one.link_worker_id is not None:
            theirs.setdefault(one.link_worker_id, []).append(one)
    workers = accounts.holders(session, lead_id, Role.LINK_WORKER)
    return tuple(_load(one, theirs.get(one.id, []), most, today) for one in workers)


def _load(worker: MemberFacts, there: Sequence[Standing], most: int, today: date) -> Load:
    still_open = [one for one in there if one.state.is_open]
    late = [one for one in there if one.late(today)]
    late_open = sum(one.state.is_open for one in late)
    return Load(
        worker.id, worker.name, len(still_open), late_open, len(late) - late_open,
        sum(one.priority is not None for one in still_open), len(still_open) > most,
    )  # fmt: skip


def give_page(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> GivePage:
    """A case and those to whom it can be given."""
    actor.must(permissions.OVERSEE)
    row = get_case(session, actor, referral_id)
    practice = accounts.find_organisation(session, row.practice_id) if row.practice_id else None
    had = accounts.names_of(session, [row.link_worker_id]) if row.link_worker_id else {}
    return GivePage(
        row.id, banner_of(row.person), row.state, practice.name if practice else "",
        had.get(row.link_worker_id, "") if row.link_worker_id else "", row.link_worker_id,
        named_for(session, row), loads(session, actor, at=at),
    )  # fmt: skip


def named_for(session: Session, row: Referral) -> frozenset[UUID]:
    """The link workers who are named for the practice that a case came from."""
    return frozenset(
        session.scalars(
            sa.select(WorkerOfPractice.user_id).where(
                WorkerOfPractice.practice_id == row.practice_id,
                WorkerOfPractice.lead_id == row.lead_id,
                WorkerOfPractice.ended_at.is_(None),
            )
        )
    )


def allocations(session: Session, referral_id: UUID) -> Sequence[Allocation]:
    """To whom a case was given so far, first to last."""
    return session.scalars(
        sa.select(Allocation)
        .where(Allocation.referral_id == referral_id)
        .order_by(Allocation.at, Allocation.id)
    ).all()


def passed_to(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> str:
    """Who has a case that the actor had until a colleague was given it, today or yesterday; "" for others.

    Whoever has left since is named no more.
    """
    if not actor.may(permissions.WORK):
        return ""
    was_mine = sa.exists().where(
        Allocation.referral_id == Referral.id, Allocation.from_worker_id == actor.user_id,
        Allocation.at > at - WRITING, Allocation.from_lead_id == actor.organisation_id,
    )  # fmt: skip
    wanted = sa.select(Referral.link_worker_id).where(
        Referral.id == referral_id, Referral.lead_id == actor.organisation_id,
        Referral.link_worker_id != actor.user_id, still_agrees(), was_mine,
    )  # fmt: skip
    to = session.scalar(wanted)
    if to is None:
        return ""
    is_here = to in workers_now(session, own_lead(actor))
    return accounts.names_of(session, [to])[to] if is_here else NOBODY


def has_lost(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> bool:
    """Whether a case that the actor had left everybody's reach here, today or yesterday.

    Its person took back their yes, or it went to another lead NTP.
    """
    if not actor.may(permissions.WORK):
        return False
    since = at - WRITING
    is_here = Referral.lead_id == actor.organisation_id
    taken_back = sa.exists().where(
        Consent.person_id == Referral.person_id, Consent.recipient == Recipient.LEAD_NTP,
        Consent.recipient_id == Referral.lead_id, Consent.withdrawn_at > since,
    )  # fmt: skip
    handed_over = sa.exists().where(
        Allocation.referral_id == Referral.id, Allocation.from_worker_id == actor.user_id,
        Allocation.from_lead_id == actor.organisation_id, Allocation.at > since,
    )  # fmt: skip
    was_hers = sa.and_(is_here, Referral.link_worker_id == actor.user_id)
    wanted = sa.select(Referral.id).where(
        Referral.id == referral_id,
        sa.or_(
            sa.and_(was_hers, taken_back, ~still_agrees()), sa.and_(~is_here, handed_over)
        ),
    )  # fmt: skip
    return session.scalar(wanted) is not None


def cases_of(session: Session, actor: Actor, user_id: UUID) -> Sequence[Referral]:
    """The cases of somebody at the actor's lead NTP with something to do."""
    return session.scalars(
        visible_to(actor)
        .where(
            Referral.link_worker_id == user_id,
            Referral.id.in_(needing_somebody(own_lead(actor))),
        )
        .order_by(Referral.sent_at, Referral.id)
    ).all()


def count_to_give(session: Session, actor: Actor, user_id: UUID) -> int:
    """How many cases of somebody can be given on; NotFound when there are none, or they are elsewhere."""
    number = len(cases_of(session, actor, user_id))
    if not number:
        raise NotFound
    return number


def left_by(session: Session, user_id: UUID, lead_id: UUID) -> int:
    """How many cases somebody left behind."""
    wanted = without_worker(lead_id).where(Referral.link_worker_id == user_id)
    return session.scalar(wanted.with_only_columns(sa.func.count())) or 0
