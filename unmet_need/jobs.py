"""What unmet need hears of from below: what the public says is missing, and groups that said no."""

from datetime import datetime

from sqlalchemy.orm import Session

from accounts import queries as accounts
from directory.events import MissingActivityTold
from directory.queries.missing import find_missing
from kernel import outbox
from referrals.events import OnwardLinkRefused
from referrals.queries.turned_away import find_turned_away
from referrals.vocabulary import RefusalReason
from unmet_need.needs import Told
from unmet_need.operations import Heard, read_from_below
from unmet_need.vocabulary import Reason, Source

WHY = {RefusalReason.FULL: Reason.FULL, RefusalReason.TOO_FAR: Reason.TOO_FAR}
"""What a group gave as its reason; all else is that it said no."""


@outbox.on(MissingActivityTold)
def read_what_is_missing(session: Session, event: MissingActivityTold, *, at: datetime) -> None:
    """Somebody told the area that something is missing: in their words, which they chose to send."""
    told = find_missing(session, event.missing_activity_id)
    if told is None:
        return
    heard = Heard(
        f"missing-activity:{event.missing_activity_id}",
        Told((told.domain,) if told.domain else (), told.wanted, Reason.NOTHING),
        told.area_id, told.locality_id, None, Source.TOLD, told.told_on,
    )  # fmt: skip
    read_from_below(session, heard, at=at)


@outbox.on(OnwardLinkRefused)
def read_that_a_group_said_no(session: Session, event: OnwardLinkRefused, *, at: datetime) -> None:
    """A group is full, too far, or said no: what kind it was and why; no word of anybody."""
    facts = find_turned_away(session, event.link_id)
    if facts is None:
        return
    heard = Heard(
        f"onward-link:{event.link_id}",
        Told(facts.domains, reason=WHY.get(facts.why, Reason.TURNED_DOWN)),
        accounts.get_organisation(session, facts.lead_id).area_id, facts.locality_id, facts.lead_id,
        Source.GROUP, facts.on,
    )  # fmt: skip
    read_from_below(session, heard, at=at)
