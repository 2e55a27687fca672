"""What a manager arranges for all cases of a lead NTP: clocks, limits, the safeguarding lead."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from kernel import mail
from kernel.access import Actor, Role
from kernel.errors import Conflict, RuleBroken
from referrals import permissions
from referrals.clocks import Limits
from referrals.models import LeadSettings
from referrals.queries.arranged import find_settings, own_lead

NAMED, NAMED_NO_MORE = "referrals/named_for_safety", "referrals/named_no_more"
CHANGED = "Somebody else changed these settings in the meantime. Open the page again and look."


def change_settings(
    session: Session,
    actor: Actor,
    limits: Limits,
    *,
    takes_self_referrals: bool,
    safeguarding_lead_id: UUID | None,
    version: int,
    at: datetime,
) -> LeadSettings:
    """Set the clocks of a lead NTP and name its safeguarding lead. `version` is the one looked at.

    Nobody is named unseen: the audit says who was and who is, and both hear of it.
    """
    actor.must(permissions.OVERSEE)
    lead_id = own_lead(actor)
    _must_hold_role(session, lead_id, safeguarding_lead_id)
    row = find_settings(session, lead_id)
    if (row.version if row else 0) != version:
        raise Conflict(CHANGED)
    if row is None:
        row = LeadSettings(lead_id=lead_id)
        session.add(row)
    row.read_within_days, row.accept_within_days = limits.read, limits.accept
    row.contact_within_days, row.report_within_days = limits.contact, limits.report
    row.attempts_before_unreachable, row.most_cases = limits.attempts, limits.most_cases
    row.meet_within_days, row.urgent_within_days = limits.meet, limits.urgent
    before = row.safeguarding_lead_id
    row.takes_self_referrals, row.safeguarding_lead_id = takes_self_referrals, safeguarding_lead_id
    row.changed_at = at
    session.flush()
    audit.record(session, actor, "changed the settings for cases", row, at=at,
                 named_before=before, named_after=safeguarding_lead_id)  # fmt: skip
    if before != safeguarding_lead_id:
        _tell(session, actor, NAMED, safeguarding_lead_id, at=at)
        _tell(session, actor, NAMED_NO_MORE, before, at=at)
    return row


def _tell(
    session: Session, actor: Actor, template: str, user_id: UUID | None, *, at: datetime
) -> None:
    """Whoever is named for safeguarding hears of it, and whoever was; not if they have left."""
    if user_id is not None and accounts.seats_of(session, user_id):
        address = accounts.email_of(session, user_id)
        mail.write(session, template=template, to=address, facts={"by": actor.name}, at=at)


def _must_hold_role(session: Session, lead_id: UUID, user_id: UUID | None) -> None:
    able = {one.id for one in accounts.holders(session, lead_id, Role.SAFEGUARDING_LEAD)}
    if user_id is not None and user_id not in able:
        raise RuleBroken(
            "Choose somebody who holds the role safeguarding lead here.",
            field="safeguarding_lead_id",
        )
