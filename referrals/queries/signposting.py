"""Reading how many people were shown the directory and needed no more: numbers, never people."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.vocabulary import Domain
from kernel.access import Actor
from kernel.periods import FinancialYear
from referrals import permissions
from referrals.models import Signpost


@dataclass(frozen=True)
class Signposts:
    """The signposts of one's own organisation in a financial year, by kind of activity."""

    year: str
    total: int
    by_domain: tuple[tuple[str, int], ...]


def signposts(session: Session, actor: Actor, *, today: date) -> Signposts:
    """How many there were this year."""
    actor.must(permissions.SIGNPOST)
    year = FinancialYear.containing(today)
    found = session.execute(
        sa.select(Signpost.domain, sa.func.count())
        .where(
            Signpost.organisation_id == actor.organisation_id,
            Signpost.on >= year.first_day, Signpost.on <= year.last_day,
        )
        .group_by(Signpost.domain)
    )  # fmt: skip
    counts = {domain: count for domain, count in found}  # noqa: C416 - keeps the types
    order: tuple[Domain | None, ...] = (*Domain, None)
    lines = tuple((_words(one), counts[one]) for one in order if one in counts)
    return Signposts(year.label, sum(counts.values()), lines)


def _words(domain: Domain | None) -> str:
    return domain.words if domain else "Not said"
