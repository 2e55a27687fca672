"""Giving an analyst a file of rows without names: made once for a period, and the same ever after (A-OUT-08)."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from kernel.access import Actor
from kernel.csv_safety import CsvValue
from kernel.errors import RuleBroken
from kernel.periods import Period, Quarter, day_in_london
from outcomes_star import permissions
from outcomes_star.anonymity import (
    FEWEST_IN_FILE,
    NOT_KNOWN,
    Traits,
    age_band,
    generalised,
    places_named,
    pseudonym,
)
from outcomes_star.instruments import Instrument
from outcomes_star.models import AnalystFile, AnalystRow, PseudonymKey
from outcomes_star.queries import rows as queries
from outcomes_star.queries.rows import Numbers, Starter

NO_AGREEMENT = (
    "There is no agreement in date that lets your organisation have these rows. Talk to the manager of "
    "the lead NTP."
)
NOT_READY = "This period cannot be chosen yet. The quarter after it must be over."
TOO_FEW = "Fewer than 8 people started for the first time then, so there is no file."
HAD_SOME = (
    "You have had the file of {first} to {last}, which shares days with this one. Two such files together "
    "would tell more of people than each alone."
)
NOT_WHOLE = (
    "Somebody in this file has been erased since, so it is not given again. Two copies of it would show "
    "whose row has gone."
)
BEGINS = ("person", "age", "locality", "deprivation fifth", "quarter of the start", "course")
KEY_BYTES = 32


def take_file(
    session: Session, actor: Actor, lead_id: UUID, period: Period, *, at: datetime
) -> tuple[Sequence[CsvValue], ...]:
    """Give an analyst the file of a period: its headings, and a line for each person by their pseudonym.

    It is frozen the first time, and the same from then on. Raises RuleBroken without an agreement in date,
    and for a file of which somebody was erased since.
    """
    actor.must(permissions.TAKE_ROWS)
    on = day_in_london(at)
    agreement_id = queries.agreed_leads(session, actor, on=on).get(lead_id)
    if agreement_id is None:
        raise RuleBroken(NO_AGREEMENT)
    file = queries.find_file(session, actor, lead_id, period)
    if file is None:
        file = _make(session, actor, lead_id, agreement_id, period, at=at)
    if not file.is_whole:
        raise RuleBroken(NOT_WHOLE)
    audit.record(
        session, actor, "took a file of rows without names", file, at=at, rows=len(file.rows),
        lead=lead_id, agreement=agreement_id,
    )  # fmt: skip
    return (file.headings, *([row.pseudonym, *row.cells] for row in file.rows))


def _make(
    session: Session, actor: Actor, lead_id: UUID, agreement_id: UUID, period: Period,
    *, at: datetime,
) -> AnalystFile:  # fmt: skip
    if period not in queries.periods_ready(day_in_london(at)):
        raise RuleBroken(NOT_READY)
    other = queries.overlapping(session, actor, lead_id, period)
    if other is not None:
        raise RuleBroken(HAD_SOME.format(first=_said(other.first_day), last=_said(other.last_day)))
    there = _not_had(session, actor, lead_id, queries.starters(session, lead_id, period))
    if len(there) < FEWEST_IN_FILE:
        raise RuleBroken(TOO_FEW)
    instruments = queries.instruments_of(session, lead_id, there)
    key = _key(session, agreement_id)
    names = {one.person_id: pseudonym(key, period.label, one.person_id) for one in there}
    people = sorted(there, key=lambda one: names[one.person_id])
    file = AnalystFile(
        reader_id=actor.organisation_id, lead_id=lead_id, first_day=period.first_day,
        last_day=period.last_day, headings=[*_headings(instruments)], people=len(people),
        made_at=at, by=actor.user_id, who=actor.called,
    )  # fmt: skip
    file.rows = [
        AnalystRow(
            person_id=one.person_id, pseudonym=names[one.person_id],
            cells=[traits.age_band, traits.locality, traits.fifth, traits.quarter, one.course,
                   *_cells(instruments, one)],
        )
        for one, traits in zip(people, _traits(session, people), strict=True)
    ]  # fmt: skip
    session.add(file)
    session.flush()
    return file


def _not_had(
    session: Session, actor: Actor, lead_id: UUID, starters: Sequence[Starter]
) -> Sequence[Starter]:
    """Without those of the reader's other files: the day of a start may have been put right since."""
    had = queries.people_had(session, actor, lead_id)
    return [one for one in starters if one.person_id not in had]


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _traits(session: Session, people: Sequence[Starter]) -> tuple[Traits, ...]:
    names = {one.id: one.name for one in accounts.localities(session)}
    places = places_named(
        [names.get(one.locality_id, NOT_KNOWN) if one.locality_id else NOT_KNOWN for one in people]
    )
    return generalised(
        [
            Traits(
                Quarter.containing(one.started_on).label,
                age_band(one.born_on, on=one.started_on), place,
                NOT_KNOWN if one.fifth is None else str(one.fifth),
            )
            for one, place in zip(people, places, strict=True)
        ]
    )  # fmt: skip


def _headings(instruments: Sequence[Instrument]) -> Iterator[str]:
    """Codes alone: an instrument's words may be licensed to the lead NTP only."""
    yield from BEGINS
    for one in instruments:
        for aspect in one.aspects:
            yield from (
                f"{one.code} {one.version}: {aspect.code}, {when}" for when in ("start", "end")
            )


def _cells(instruments: Sequence[Instrument], person: Starter) -> Iterator[str]:
    for one in instruments:
        for aspect in one.aspects:
            for numbers in (person.at_start, person.at_end):
                yield _cell(numbers, one, aspect.code)


def _cell(numbers: Numbers, instrument: Instrument, aspect: str) -> str:
    value = numbers.get((instrument.code, instrument.version), {}).get(aspect)
    return "" if value is None else str(value)


def _key(session: Session, agreement_id: UUID) -> bytes:
    """The key of an agreement's pseudonyms, made when it is first needed."""
    row = queries.find_key(session, agreement_id)
    if row is None:
        row = PseudonymKey(agreement_id=agreement_id, key=secrets.token_hex(KEY_BYTES))
        session.add(row)
        session.flush()
    return bytes.fromhex(row.key)
