"""The timetable of accounts: forgetting what has ended."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from accounts import operations
from kernel import answers, limits, links, outbox
from kernel.outbox import every

KEPT = timedelta(days=7)
ANSWERS_KEPT = timedelta(days=1)


@every(minutes=60)
def forget_what_has_ended(session: Session, *, at: datetime) -> None:
    """Sessions, links, counts, answers and done jobs are not kept longer than they are of use."""
    operations.forget_old_sessions(session, before=at - KEPT)
    links.forget_old(session, before=at - KEPT)
    limits.forget_old(session, before=at)
    answers.forget_old(session, before=at - ANSWERS_KEPT)
    outbox.forget_done(session, before=at - KEPT)
