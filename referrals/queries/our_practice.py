"""Reading what a practice keeps about itself: the trained, the reporting agreement, its link workers."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import OrganisationFacts
from kernel.access import Actor
from kernel.errors import NotFound
from referrals import permissions
from referrals.models import PracticeArrangement, TrainedInCarePlanning
from referrals.queries.naming import Destination, NamedWorker, destination, workers_of
from referrals.queries.work import Profile, profiles


@dataclass(frozen=True)
class TrainedLine:
    """Somebody of the practice who is trained in care planning."""

    id: UUID
    name: str
    role: str
    trained_on: date


@dataclass(frozen=True)
class Reporting:
    """How the lead NTP reports to the practice, as they agreed; empty until they do."""

    frequency: str = ""
    content: str = ""
    channel: str = ""
    codes_only: bool = False
    version: int = 0

    @property
    def is_agreed(self) -> bool:
        """Whether anything was agreed."""
        return bool(self.frequency or self.content or self.channel or self.codes_only)


@dataclass(frozen=True)
class OwnWorker:
    """A link worker named for the practice, with what they wrote about themselves, if they did."""

    named: NamedWorker
    profile: Profile | None


@dataclass(frozen=True)
class OurPractice:
    """The practice's own page."""

    practice: OrganisationFacts
    there: Destination | None
    workers: tuple[OwnWorker, ...]
    trained: tuple[TrainedLine, ...]
    reporting: Reporting
    can_arrange: bool


def our_practice(session: Session, actor: Actor, *, on: date) -> OurPractice:
    """Everything about the actor's own practice."""
    actor.must(permissions.FOLLOW)
    own = _own(actor)
    return OurPractice(
        accounts.get_organisation(session, own),
        destination(session, own, on=on),
        _workers(session, own),
        _trained(session, own),
        reporting(session, actor),
        actor.may(permissions.ARRANGE_PRACTICE),
    )


def _workers(session: Session, practice_id: UUID) -> tuple[OwnWorker, ...]:
    there = [one for one in workers_of(session, practice_id) if one.is_active]
    known = {
        profile.user_id: profile
        for lead_id in {one.lead_id for one in there}
        for profile in profiles(session, lead_id)
    }
    return tuple(OwnWorker(one, known.get(one.user_id)) for one in there)


def _own(actor: Actor) -> UUID:
    if actor.organisation_id is None:
        raise NotFound
    return actor.organisation_id


def _trained(session: Session, practice_id: UUID) -> tuple[TrainedLine, ...]:
    rows = session.scalars(
        sa.select(TrainedInCarePlanning)
        .where(
            TrainedInCarePlanning.practice_id == practice_id,
            TrainedInCarePlanning.left_at.is_(None),
        )
        .order_by(TrainedInCarePlanning.name)
    )
    return tuple(TrainedLine(row.id, row.name, row.role, row.trained_on) for row in rows)


def get_trained(session: Session, actor: Actor, trained_id: UUID) -> TrainedInCarePlanning:
    """A line of the actor's own practice that stands, or NotFound."""
    row = session.scalar(
        sa.select(TrainedInCarePlanning).where(
            TrainedInCarePlanning.id == trained_id,
            TrainedInCarePlanning.practice_id == actor.organisation_id,
            TrainedInCarePlanning.left_at.is_(None),
        )
    )
    if row is None:
        raise NotFound
    return row


def find_arrangement(session: Session, actor: Actor) -> PracticeArrangement | None:
    """What the actor's practice agreed about reporting, once there is something."""
    return session.scalar(
        sa.select(PracticeArrangement).where(PracticeArrangement.practice_id == _own(actor))
    )


def reporting(session: Session, actor: Actor) -> Reporting:
    """How the lead NTP reports to the actor's own practice."""
    row = find_arrangement(session, actor)
    if row is None:
        return Reporting()
    return Reporting(
        row.report_frequency, row.report_content, row.report_channel, row.codes_only, row.version
    )
