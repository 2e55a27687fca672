"""Reports as the practice receives them: its own patients', and never a draft."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.access import Actor
from kernel.errors import NotFound
from kernel.periods import day_in_london
from referrals import permissions
from referrals.lifecycle import ReportState
from referrals.models import Report
from referrals.queries.reports import says_yes
from referrals.reporting import Content, Occasion, Shown

MOST = 200


@dataclass(frozen=True)
class ReceivedLine:
    """A report in the practice's list."""

    id: UUID
    person_id: UUID
    name: str
    occasion: Occasion
    state: ReportState
    lead: str
    sent_at: datetime


@dataclass(frozen=True)
class ReceivedPage:
    """What waits to be acknowledged, oldest first, and what was, newest first."""

    waiting: tuple[ReceivedLine, ...]
    done: tuple[ReceivedLine, ...]
    may_connect: bool


@dataclass(frozen=True)
class ReceivedReport:
    """A report as it was sent."""

    id: UUID
    person_id: UUID
    number: int
    state: ReportState
    content: Content
    born_on: date | None
    shown: str
    is_codes_only: bool
    sent_at: datetime
    digest: str
    acknowledged_who: str
    acknowledged_at: datetime | None
    can_acknowledge: bool

    @property
    def sent_on(self) -> str:
        """The day on which it was sent."""
        return day_in_london(self.sent_at).isoformat()


def sent_to(actor: Actor) -> sa.Select[Report]:
    """The reports that were sent to the actor's practice."""
    wanted = sa.select(Report).where(Report.state != ReportState.DRAFT)
    if not actor.may(permissions.FOLLOW) or actor.organisation_id is None:
        return wanted.where(sa.false())
    return wanted.where(Report.practice_id == actor.organisation_id)


def get_received(session: Session, actor: Actor, report_id: UUID) -> Report:
    """A report that was sent to the actor's practice, or NotFound."""
    row = session.scalar(sent_to(actor).where(Report.id == report_id))
    if row is None:
        raise NotFound
    return row


def received(session: Session, actor: Actor) -> ReceivedPage:
    """The practice's reports."""
    actor.must(permissions.FOLLOW)
    waiting = sent_to(actor).where(Report.state == ReportState.SENT).order_by(Report.sent_at)
    done = (
        sent_to(actor)
        .where(Report.state == ReportState.ACKNOWLEDGED)
        .order_by(Report.acknowledged_at.desc())
        .limit(MOST)
    )
    return ReceivedPage(
        _lines(session, waiting), _lines(session, done), actor.may(permissions.CONNECT)
    )


def _lines(session: Session, wanted: sa.Select[Report]) -> tuple[ReceivedLine, ...]:
    return tuple(
        ReceivedLine(row.id, row.referral.person_id, row.says.name, row.occasion, row.state,
                     row.says.lead, row.sent_at)
        for row in session.scalars(wanted)
        if row.sent_at is not None
    )  # fmt: skip


def received_of(session: Session, actor: Actor, referral_id: UUID) -> tuple[ReceivedLine, ...]:
    """The reports about one referral that were sent to the actor's practice, newest first."""
    actor.must(permissions.FOLLOW)
    return _lines(
        session,
        sent_to(actor).where(Report.referral_id == referral_id).order_by(Report.number.desc()),
    )


def received_report(session: Session, actor: Actor, report_id: UUID) -> ReceivedReport:
    """One report as it was sent; once the person took back their yes, who it is about and its codes."""
    actor.must(permissions.FOLLOW)
    row = get_received(session, actor, report_id)
    is_codes_only = row.is_codes_only or not says_yes(session, row.referral)
    content, sent_at = row.says, row.sent_at
    if sent_at is None:
        raise NotFound
    if is_codes_only:
        content = content.only_codes()
    return ReceivedReport(
        id=row.id, person_id=row.referral.person_id, number=row.number, state=row.state,
        content=content, born_on=date.fromisoformat(content.born_on) if content.born_on else None,
        shown=shown_words(row.shown), is_codes_only=is_codes_only, sent_at=sent_at,
        digest=row.digest, acknowledged_who=row.acknowledged_who,
        acknowledged_at=row.acknowledged_at,
        can_acknowledge=row.state is ReportState.SENT,
    )  # fmt: skip


def shown_words(shown: Shown | None) -> str:
    """How the person saw it, in words for the practice."""
    return {
        Shown.READ: "They read it before it was sent.",
        Shown.READ_OUT: "It was read out to them before it was sent.",
        Shown.NOT_SHOWN: "They could not be reached, so they have not seen it.",
    }.get(shown or Shown.NOT_SHOWN, "")


def how_many_wait(session: Session, actor: Actor) -> int:
    """How many reports the practice has not acknowledged."""
    wanted = sent_to(actor).where(Report.state == ReportState.SENT).with_only_columns(Report.id)
    return session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
