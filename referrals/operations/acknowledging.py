"""What happens at once when a referral is sent: it is acknowledged, and whoever must know is told.

No letter names the person or says why: it says that there is something to read, and where.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from kernel import mail
from kernel.access import SYSTEM
from referrals.lifecycle import Move, State
from referrals.operations.heeding import note, tell
from referrals.operations.moving import make_move
from referrals.queries import acknowledging as queries
from referrals.queries.danger import was_sent_with_danger

IN_IT = "In the referral"


def acknowledge(session: Session, referral_id: UUID, *, at: datetime) -> None:
    """Receive a referral in the name of the lead NTP, and tell the practice so. Twice does it once."""
    row = queries.find(session, referral_id)
    if row is None or row.state is not State.SENT:
        return
    make_move(session, SYSTEM, row, Move.RECEIVE, at=at)
    facts = {
        **queries.facts(session, row),
        **queries.sooner_facts(session, row),
        **queries.danger_facts(session, row, at=at),
    }
    referrers = queries.referrers(session, row)
    for address in referrers:
        mail.write(session, template="referrals/received", to=address, facts=facts, at=at)
    if row.danger_at is None:
        return
    # What a link worker wrote before it came back is noted as hers already, and the practice hears nothing of it.
    is_own = was_sent_with_danger(session, row)
    is_told = tell(session, row, is_practice_told=is_own and bool(referrers), at=at)
    if is_own:
        note(
            session, row, by=row.started_by, who=queries.sender(session, row), where=IN_IT,
            is_told=is_told, at=row.danger_at,
        )  # fmt: skip
