"""What people tell us of the directory itself, and our answers (A-DIR-16)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from directory import permissions
from directory.models import Feedback
from directory.queries import reports as queries
from directory.wording import plain
from kernel.access import Actor
from kernel.errors import RuleBroken


def tell(
    session: Session,
    actor: Actor,
    *,
    says: str,
    was_useful: bool | None,
    was_easy: bool | None,
    page: str,
    at: datetime,
) -> Feedback:
    """Somebody says what they think of the directory. Nothing says who they are."""
    if not says.strip() and was_useful is None and was_easy is None:
        raise RuleBroken("Answer one of the questions, or write something.", field="says")
    told = Feedback(
        area_id=queries.area_of_feedback(session),
        says=plain(says),
        was_useful=was_useful,
        was_easy=was_easy,
        page=page,
        told_at=at,
    )
    session.add(told)
    session.flush()
    audit.record(session, actor, "told us what they think", told, at=at)
    return told


def answer(
    session: Session,
    actor: Actor,
    feedback_id: UUID,
    *,
    says: str,
    is_public: bool,
    at: datetime,
) -> None:
    """We did: what came of what somebody said, for everybody to read if wished."""
    actor.must(permissions.READ_FEEDBACK)
    row = queries.get_said(session, actor, feedback_id)
    row.answer, row.answered_by, row.answered_at = plain(says), actor.user_id, at
    row.is_answer_public = is_public
    audit.record(session, actor, "answered what somebody thinks", row, at=at)
