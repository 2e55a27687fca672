"""Reading what people told the area that it lacks, for a higher feature."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from directory.models import MissingActivity
from directory.vocabulary import Domain
from kernel.periods import day_in_london


@dataclass(frozen=True)
class MissingFacts:
    """What somebody told: where, in their words, of which kind if they said so, and on which day."""

    area_id: UUID
    locality_id: UUID | None
    wanted: str
    domain: Domain | None
    told_on: date


def find_missing(session: Session, missing_id: UUID) -> MissingFacts | None:
    """What was told, for the program itself; None where it is gone."""
    row = session.get(MissingActivity, missing_id)
    if row is None:
        return None
    domain = Domain(row.domain) if row.domain else None
    return MissingFacts(
        row.area_id, row.locality_id, row.wanted, domain, day_in_london(row.told_at)
    )
