"""Making the monthly draw: once, from a recorded seed, and never again (A-DIR-10)."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from audit import operations as audit
from directory import permissions
from directory.draw import draw, must_be_open
from directory.models import Draw, Group
from directory.queries import draws as queries
from directory.queries import registration
from directory.queries.hosting import hosted_area, settings_of
from kernel import mail
from kernel.access import Actor
from kernel.errors import Conflict
from kernel.periods import Month, day_in_london

SEED_BYTES = 16


def make(session: Session, actor: Actor, month: Month, *, at: datetime) -> Draw:
    """Draw a month that is over. Pool, seed, moment and person are recorded; both groups are told."""
    actor.must(permissions.DRAW)
    area = hosted_area(session, actor)
    is_drawn = queries.is_drawn(session, area.id, month)
    must_be_open(month, today=day_in_london(at), is_drawn=is_drawn)
    drawn = draw(queries.entries(session, area.id, month), secrets.token_hex(SEED_BYTES))
    row = Draw(
        area_id=area.id,
        month=queries.key_of(month),
        seed=drawn.seed,
        pool=len(drawn.pool),
        prize_pence=settings_of(session, area.id).prize_pence,
        winner_id=drawn.winner,
        runner_up_id=drawn.runner_up,
        drawn_by=actor.user_id,
        drawn_at=at,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(f"Somebody else has just made the draw for {month.label}.") from error
    audit.record(session, actor, "made a draw", row, at=at, pool=row.pool)
    _tell(session, drawn.winner, "won", month, row, at=at)
    if drawn.runner_up is not None:
        _tell(session, drawn.runner_up, "runner-up", month, row, at=at)
    return row


def _tell(
    session: Session, group_id: UUID, place: str, month: Month, row: Draw, *, at: datetime
) -> None:
    group = session.get_one(Group, group_id)
    if group.keeper_email:
        facts = {
            "place": place,
            "month": month.label,
            "prize_pence": row.prize_pence,
            "host": registration.host_words(session, group.area_id),
        }
        mail.write_routine(
            session,
            template="directory/drawn",
            to=group.keeper_email,
            facts=facts,
            at=at,
            about=group.id,
        )
