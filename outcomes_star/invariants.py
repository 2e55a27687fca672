"""What must always be true of readings; `doctor` asks, and so does every fault test."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from kernel.errors import NotFound
from kernel.invariants import Invariant
from outcomes_star.models import Reading
from outcomes_star.queries.readings import instrument_of


def numbers_off_the_scale(session: Session) -> Iterator[str]:
    """Answers that no instrument asks for, or with a number that is not on its scale."""
    for row in session.scalars(sa.select(Reading).options(selectinload(Reading.answers))):
        try:
            instrument = instrument_of(session, row)
        except NotFound:
            yield f"Reading {row.id} is of {row.code}, version {row.instrument_version}, which is not there."
            continue
        known = {one.code: one.scale for one in instrument.aspects}
        for one in row.answers:
            scale = known.get(one.aspect)
            if scale is None or (one.value is not None and one.value not in scale):
                yield f"Reading {row.id} answers “{one.aspect}” with {one.value}, which cannot be."


def replaced_by_nothing(session: Session) -> Iterator[str]:
    """Readings that were put right, and in whose place no other stands."""
    newer = sa.select(Reading.corrects_id).where(Reading.corrects_id.is_not(None))
    for reading_id in session.scalars(
        sa.select(Reading.id).where(Reading.replaced_at.is_not(None), Reading.id.not_in(newer))
    ):
        yield f"Reading {reading_id} was put right, and nothing stands in its place."


INVARIANTS: Sequence[Invariant] = (
    Invariant("readings", "Every number is on the scale of what was asked.", numbers_off_the_scale),
    Invariant(
        "readings put right", "What was put right has something in its place.", replaced_by_nothing
    ),
)
