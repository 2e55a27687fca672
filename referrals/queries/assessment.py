"""Reading assessments: how one stands now, and the six facts that a tariff band is read from."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.access import Actor
from kernel.errors import NotFound
from referrals.casework import ContactKind, Result
from referrals.criteria import Level, TariffFacts, hint
from referrals.models import Assessment, Contact
from referrals.queries import get_case_to_read
from referrals.queries.contacts import contacts_of, missed_among
from referrals.vocabulary import SupportLevel


@dataclass(frozen=True)
class AssessmentPage:
    """What was found at the first meeting, with what the need profile hints at."""

    facts: TariffFacts
    hint: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Prefilled:
    """What is known before anything is asked. That no condition is written down says nothing."""

    co_morbidities: int | None
    missed: int
    support_level: SupportLevel | None


def latest(session: Session, referral_id: UUID) -> Assessment | None:
    """The assessment of a case as it stands, if there is one."""
    return session.scalar(
        sa.select(Assessment)
        .where(Assessment.referral_id == referral_id)
        .order_by(Assessment.number.desc())
        .limit(1)
    )


def tariff_facts(session: Session, referral_id: UUID) -> TariffFacts | None:
    """The six criteria of a case: four as they were said, two counted from the contact log.

    For whoever turns them into a band; None until the first meeting was held.
    """
    row = latest(session, referral_id)
    if row is None:
        return None
    log = contacts_of(session, referral_id)
    return TariffFacts(
        row.co_morbidities, row.mental_health, row.mobility, row.ongoing_input,
        sum(one.minutes for one in log if _is_assessment(one)), missed_among(log),
    )  # fmt: skip


def _is_assessment(contact: Contact) -> bool:
    return contact.kind is ContactKind.FIRST_MEETING and contact.result is Result.REACHED


def assessment_page(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> AssessmentPage | None:
    """The assessment of a case that the actor may read, if there is one."""
    row = get_case_to_read(session, actor, referral_id, at=at)
    found, facts = latest(session, row.id), tariff_facts(session, row.id)
    if found is None or facts is None:
        return None
    levels = [Level(value) for value in found.profile.values()]
    return AssessmentPage(facts, hint(levels), found.who, found.at)


def prefilled(session: Session, actor: Actor, referral_id: UUID, *, at: datetime) -> Prefilled:
    """What the form of the first meeting shows before anybody answers."""
    row = get_case_to_read(session, actor, referral_id, at=at)
    missed = missed_among(contacts_of(session, row.id))
    return Prefilled(len(row.person.conditions) or None, missed, row.person.support_level)


def answers(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> dict[str, int | str]:
    """What was answered so far, by the name of the question; NotFound before the first meeting."""
    row = get_case_to_read(session, actor, referral_id, at=at)
    found = latest(session, row.id)
    if found is None:
        raise NotFound
    return {
        "co_morbidities": found.co_morbidities,
        "mental_health": found.mental_health.value,
        "mobility": found.mobility.value,
        "ongoing_input": found.ongoing_input.value,
        **found.profile,
    }
