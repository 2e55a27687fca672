"""Who is helped, since when and until when: what a higher feature charges years of help by, and nothing more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.access import Actor
from kernel.periods import day_in_london
from referrals.casework import ContactKind, Result
from referrals.models import Contact, Person, Referral
from referrals.queries import visible_to


@dataclass(frozen=True)
class HelpedFacts:
    """A case whose first meeting was held. Days are days in London; `ended_on` is None while it goes on."""

    referral_id: UUID
    person_id: UUID
    lead_id: UUID
    locality_id: UUID | None
    met_on: date
    ended_on: date | None


def helped(session: Session, referral_ids: Collection[UUID]) -> dict[UUID, HelpedFacts]:
    """Those of these cases whose first meeting was held, for the program itself."""
    met = _met_at()
    rows = session.execute(
        sa.select(
            Referral.id, Referral.person_id, Referral.lead_id, Person.locality_id, met.c.at,
            Referral.ended_at,
        )
        .join(Person, Person.id == Referral.person_id)
        .join(met, met.c.referral_id == Referral.id)
        .where(Referral.id.in_(referral_ids))
    )  # fmt: skip
    return {one.id: _facts(*one) for one in rows}


def helped_by(session: Session, actor: Actor) -> tuple[HelpedFacts, ...]:
    """All cases that the actor may read whose first meeting was held, the latest first."""
    seen = visible_to(actor).with_only_columns(Referral.id)
    found = helped(session, session.scalars(seen).all())
    return tuple(
        sorted(found.values(), key=lambda one: (one.met_on, one.referral_id), reverse=True)
    )


def cases_of(lead_ids: Collection[UUID], *, are_open: bool = False) -> sa.Select[UUID]:
    """The ids of all cases of these lead NTPs, or of those that go on: to be selected among."""
    wanted = sa.select(Referral.id).where(Referral.lead_id.in_(lead_ids))
    return wanted.where(Referral.ended_at.is_(None)) if are_open else wanted


def _facts(
    referral_id: UUID, person_id: UUID, lead_id: UUID, locality_id: UUID | None, met_at: datetime,
    ended_at: datetime | None,
) -> HelpedFacts:  # fmt: skip
    return HelpedFacts(
        referral_id, person_id, lead_id, locality_id, day_in_london(met_at),
        day_in_london(ended_at) if ended_at else None,
    )  # fmt: skip


def _met_at() -> sa.Subquery:
    """When the first meeting of each case was held: the earliest that stands."""
    return (
        sa.select(Contact.referral_id, sa.func.min(Contact.happened_at).label("at"))
        .where(
            Contact.kind == ContactKind.FIRST_MEETING, Contact.result == Result.REACHED,
            Contact.replaced_at.is_(None),
        )
        .group_by(Contact.referral_id)
        .subquery()
    )  # fmt: skip
