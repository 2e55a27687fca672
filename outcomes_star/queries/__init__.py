"""Which instruments there are for a lead NTP, and which of them people are asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import NotFound
from outcomes_star import shelf
from outcomes_star.instrument_files import read
from outcomes_star.instruments import Instrument
from outcomes_star.licensed import table_of, worded, wording_of
from outcomes_star.models import InstrumentChoice, InstrumentLicence, LoadedInstrument
from outcomes_star.scoring import Conversion

Catalogue = Mapping[tuple[str, int], Instrument]
"""Every version of each instrument, by code and version."""

read_once = lru_cache(maxsize=256)(read)
"""What a file says; the same file says the same."""


@dataclass(frozen=True)
class InUse:
    """An instrument that people of a lead NTP are asked, all four having agreed."""

    instrument: Instrument
    choice_id: UUID


def catalogue(session: Session, lead_id: UUID | None, *, on: date | None = None) -> Catalogue:
    """What there is for a lead NTP: shipped, loaded for everybody or by itself, with its licensed words.

    `on`: only with words whose licence runs on that day. Without it also words of one that has ended,
    for readings that were taken under it.
    """
    found = {**shelf.shelf(), **_loaded(session, lead_id)}
    for row in licences(session, lead_id):
        key = (row.code, row.instrument_version)
        if key in found and (on is None or runs(row, on=on)):
            found[key] = worded(found[key], wording_of(row.wording))
    return found


def outside(instruments: Iterable[Instrument]) -> list[Instrument]:
    """The same for those outside the lead NTP, who are shown nobody's licensed words."""
    return [replace(one, wordings={}) if one.needs_licence else one for one in instruments]


def _loaded(session: Session, lead_id: UUID | None) -> dict[tuple[str, int], Instrument]:
    rows = session.scalars(
        sa.select(LoadedInstrument)
        .where(sa.or_(LoadedInstrument.lead_id.is_(None), LoadedInstrument.lead_id == lead_id))
        .order_by(LoadedInstrument.code, LoadedInstrument.instrument_version)
    )
    return {(row.code, row.instrument_version): read_once(row.text) for row in rows}


def licences(session: Session, lead_id: UUID | None) -> Sequence[InstrumentLicence]:
    """The licences of a lead NTP."""
    wanted = sa.select(InstrumentLicence).where(InstrumentLicence.lead_id == lead_id)
    return session.scalars(wanted).all()


def runs(licence: InstrumentLicence, *, on: date) -> bool:
    """Whether a licence runs on a day."""
    return licence.until_on is None or on <= licence.until_on


def conversion_of(session: Session, lead_id: UUID, code: str, version: int) -> Conversion:
    """What each sum stands for, by the licence of a lead NTP; nothing where it has no such table."""
    return next(
        (
            table_of(row.conversion) for row in licences(session, lead_id)
            if (row.code, row.instrument_version) == (code, version)
        ),
        {},
    )  # fmt: skip


def get_instrument(
    session: Session, lead_id: UUID | None, code: str, version: int, *, on: date | None = None
) -> Instrument:
    """A version of an instrument as a lead NTP has it. Raises NotFound."""
    found = catalogue(session, lead_id, on=on).get((code, version))
    if found is None:
        raise NotFound
    return found


def choices(session: Session, lead_id: UUID | None) -> Sequence[InstrumentChoice]:
    """What a lead NTP wants to ask, in the order in which it was chosen."""
    return session.scalars(
        sa.select(InstrumentChoice)
        .where(InstrumentChoice.lead_id == lead_id, InstrumentChoice.ended_at.is_(None))
        .order_by(
            InstrumentChoice.chosen_at, InstrumentChoice.code, InstrumentChoice.instrument_version
        )
    ).all()


def find_choice(
    session: Session, lead_id: UUID | None, code: str, version: int
) -> InstrumentChoice | None:
    """That a lead NTP has chosen a version of an instrument, agreed to or not."""
    return next(
        (
            one for one in choices(session, lead_id)
            if (one.code, one.instrument_version) == (code, version)
        ),
        None,
    )  # fmt: skip


def agreed_choices(session: Session, lead_id: UUID | None) -> Mapping[str, InstrumentChoice]:
    """Of each instrument by its code what was chosen last of all that the four agreed to: what is asked.

    A version that is not agreed to yet takes the place of none.
    """
    return {one.code: one for one in choices(session, lead_id) if one.is_agreed}


def in_use(session: Session, lead_id: UUID, *, on: date) -> tuple[InUse, ...]:
    """What people of a lead NTP can be asked on a day: chosen, agreed to by all four, and in words."""
    there = catalogue(session, lead_id, on=on)
    return tuple(
        InUse(instrument, choice.id)
        for choice in agreed_choices(session, lead_id).values()
        if (instrument := there.get((choice.code, choice.instrument_version))) is not None
        and instrument.is_worded
    )
