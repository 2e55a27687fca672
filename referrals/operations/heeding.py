"""Heeding words of danger that were written about somebody (H3): their case comes first, and is told of."""

from datetime import datetime
from enum import Enum, auto
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel import mail
from kernel.access import Actor
from referrals.models import DangerWord, Referral
from referrals.queries import acknowledging as queries
from referrals.queries.danger import was_told_today
from referrals.queries.safety import is_left_in_danger


class Heeded(Enum):
    """What came of words of danger: whether a letter went, went earlier that day, or could not go.

    After a case is over nobody goes on with it, and the letter says so.
    """

    NOBODY = auto()
    NOW = auto()
    EARLIER = auto()
    OVER = auto()
    OVER_EARLIER = auto()


def heed(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    *,
    where: str,
    link_id: UUID | None = None,
    at: datetime,
) -> Heeded:
    """Put the running case of whoever a referral is about first, and tell of it; where it is over, tell too.

    A case that was opened again is on no desk: words that are written on it stand in what came of it.

    The practice sees nothing of it: what a link worker writes is not the practice's to read.
    Once a day is enough for what one person or group writes, until somebody has answered the danger or
    the case is over. A group without an account is known by the link that it came by: `link_id`.
    """
    running = queries.running_case(session, referral_id)
    row = queries.case_in_hand(session, referral_id)
    if row is None or not row.state.is_past_draft:
        return Heeded.NOBODY
    by = actor.user_id or link_id or actor.holds
    since = None if row.state.is_open else row.moved_at
    is_told_already = was_told_today(session, row.id, by=by, since=since, at=at)
    row.danger_at = at
    audit.record(session, actor, "wrote words of danger", row, at=at)
    is_told = not is_told_already and tell(session, row, at=at)
    note(session, row, by=by, who=actor.called, where=where, is_told=is_told, at=at)
    if is_told_already:
        return Heeded.EARLIER if running else Heeded.OVER_EARLIER
    if not is_told:
        return Heeded.NOBODY
    return Heeded.NOW if running else Heeded.OVER


def note(
    session: Session,
    row: Referral,
    *,
    by: UUID | None,
    who: str,
    where: str,
    is_told: bool,
    at: datetime,
) -> None:
    """Keep for the case's story that words of danger were written, by whom and where."""
    session.add(DangerWord(referral_id=row.id, by=by, who=who, where=where, is_told=is_told, at=at))
    session.flush()


def tell(session: Session, row: Referral, *, is_practice_told: bool = False, at: datetime) -> bool:
    """The link worker and the managers hear at once, by a letter that names nobody; whether any did."""
    hearers = queries.hearers(session, row, is_practice_told=is_practice_told)
    is_over = queries.running_case(session, row.id) is None
    is_left = is_left_in_danger(session, row)
    for one in hearers:
        mail.write(
            session, template="referrals/in_danger", to=one.address,
            facts={
                "referral_id": str(row.id), "is_yours": one.is_yours,
                "link_worker": one.link_worker, "also_told": one.also_told,
                "is_over": is_over, "is_left": is_left,
            },
            at=at,
        )  # fmt: skip
    return bool(hearers)
