"""What people said about the directory, and what was done: you said, we did (A-DIR-16)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import AreaFacts
from directory import permissions
from directory.models import Feedback
from directory.queries.hosting import hosted_area
from kernel.access import Actor
from kernel.errors import NotFound

MOST = 50


@dataclass(frozen=True)
class Said:
    """What somebody said, and the answer ("" while there is none)."""

    id: UUID
    says: str
    was_useful: bool | None
    was_easy: bool | None
    told_at: datetime
    answer: str
    answered_at: datetime | None
    is_answer_public: bool


def area_of_feedback(session: Session) -> UUID | None:
    """The area that an opinion is about: the only one, or none in particular."""
    areas = accounts.areas(session)
    return areas[0].id if len(areas) == 1 else None


def said(session: Session, actor: Actor) -> tuple[Said, ...]:
    """What people said, what has no answer first, then newest first."""
    actor.must(permissions.READ_FEEDBACK)
    rows = session.scalars(
        about(hosted_area(session, actor))
        .order_by(Feedback.answered_at.is_not(None), Feedback.told_at.desc())
        .limit(MOST)
    )
    return tuple(_said(row) for row in rows)


def about(area: AreaFacts) -> sa.Select[Feedback]:
    """What was said about an area's directory, or about none in particular."""
    return sa.select(Feedback).where(
        sa.or_(Feedback.area_id == area.id, Feedback.area_id.is_(None))
    )


def unanswered(session: Session, area: AreaFacts) -> int:
    """How much of what was said in words has no answer yet."""
    wanted = about(area).where(Feedback.answered_at.is_(None), Feedback.says != "")
    return session.scalar(wanted.with_only_columns(sa.func.count())) or 0


def get_said(session: Session, actor: Actor, feedback_id: UUID) -> Feedback:
    """One thing that was said about the directory that the actor's organisation hosts, or NotFound."""
    area = hosted_area(session, actor)
    found = session.scalar(about(area).where(Feedback.id == feedback_id))
    if found is None:
        raise NotFound
    return found


def said_page(session: Session, actor: Actor, feedback_id: UUID) -> Said:
    """One thing that was said."""
    actor.must(permissions.READ_FEEDBACK)
    return _said(get_said(session, actor, feedback_id))


def public_answers(session: Session) -> tuple[Said, ...]:
    """You said, we did: what was said and answered for everybody to read, newest first."""
    rows = session.scalars(
        sa.select(Feedback)
        .where(Feedback.is_answer_public, Feedback.answer != "")
        .order_by(Feedback.answered_at.desc())
        .limit(MOST)
    )
    return tuple(_said(row) for row in rows)


def _said(row: Feedback) -> Said:
    return Said(
        row.id,
        row.says,
        row.was_useful,
        row.was_easy,
        row.told_at,
        row.answer,
        row.answered_at,
        row.is_answer_public,
    )
