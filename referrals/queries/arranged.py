"""Reading what a lead NTP has arranged: its clocks, its safeguarding lead, who works there now."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import MemberFacts
from kernel.access import Actor, Role
from referrals import permissions
from referrals.clocks import Limits
from referrals.models import LeadSettings, Referral, WorkerOfPractice


@dataclass(frozen=True)
class SettingsPage:
    """What a manager may change, and whom they may name. `version` is 0 until something was changed."""

    limits: Limits
    takes_self_referrals: bool
    safeguarding_lead_id: UUID | None
    safeguarding_leads: tuple[MemberFacts, ...]
    version: int


def find_settings(session: Session, lead_id: UUID) -> LeadSettings | None:
    """The row of a lead NTP, if it changed anything so far."""
    return session.scalar(sa.select(LeadSettings).where(LeadSettings.lead_id == lead_id))


def limits_of(session: Session, lead_id: UUID) -> Limits:
    """The limits of a lead NTP: its own, or the benchmarks."""
    row = find_settings(session, lead_id)
    if row is None:
        return Limits()
    return Limits(
        read=row.read_within_days, accept=row.accept_within_days,
        contact=row.contact_within_days, report=row.report_within_days,
        attempts=row.attempts_before_unreachable, most_cases=row.most_cases,
        meet=row.meet_within_days, urgent=row.urgent_within_days,
    )  # fmt: skip


def settings_page(session: Session, actor: Actor) -> SettingsPage:
    """The page on which a manager sets the clocks and names the safeguarding lead."""
    actor.must(permissions.OVERSEE)
    lead_id = own_lead(actor)
    row = find_settings(session, lead_id)
    return SettingsPage(
        limits_of(session, lead_id), bool(row and row.takes_self_referrals),
        safeguarding_lead(session, lead_id),
        accounts.holders(session, lead_id, Role.SAFEGUARDING_LEAD), row.version if row else 0,
    )  # fmt: skip


def safeguarding_lead(session: Session, lead_id: UUID) -> UUID | None:
    """Who was named, as long as they hold that role there; whoever has left is named no more."""
    return session.scalar(
        sa.select(LeadSettings.safeguarding_lead_id).where(
            LeadSettings.lead_id == lead_id,
            LeadSettings.safeguarding_lead_id.in_(
                accounts.holding(Role.SAFEGUARDING_LEAD, lead_id)
            ),
        )
    )


def workers_now(session: Session, lead_id: UUID) -> frozenset[UUID]:
    """Who is a link worker of a lead NTP today."""
    return frozenset(session.scalars(accounts.holding(Role.LINK_WORKER, lead_id)))


def worker_today(session: Session, row: Referral | None) -> str:
    """Whom somebody and their practice are told to expect: nobody who has left (P6)."""
    if row is None or row.link_worker_id not in workers_now(session, row.lead_id):
        return ""
    return accounts.names_of(session, [row.link_worker_id])[row.link_worker_id]


def practices_served(session: Session, lead_id: UUID) -> frozenset[UUID]:
    """The practices for which somebody is named who is a link worker of a lead NTP today."""
    return frozenset(
        session.scalars(
            sa.select(WorkerOfPractice.practice_id).where(
                WorkerOfPractice.lead_id == lead_id,
                WorkerOfPractice.ended_at.is_(None),
                WorkerOfPractice.user_id.in_(accounts.holding(Role.LINK_WORKER, lead_id)),
            )
        )
    )


def managers_of(session: Session, lead_id: UUID) -> tuple[MemberFacts, ...]:
    """The managers of a lead NTP, by name."""
    return accounts.holders(session, lead_id, Role.LEAD_MANAGER)


def own_lead(actor: Actor) -> UUID:
    """The lead NTP that somebody acts for; whoever holds a role there acts for one."""
    if actor.organisation_id is None:
        raise LookupError("Somebody without an organisation has no lead NTP.")
    return actor.organisation_id
