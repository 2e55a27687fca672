"""Who started in a period, for a file of rows without names; and which files an analyst may take (A-OUT-08)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from accounts import queries as accounts
from accounts.vocabulary import AgreementPurpose, DataItem, OrganisationKind
from directory.queries.deprivation import fifth_of
from kernel.access import Actor, Role
from kernel.periods import FinancialYear, Period, Quarter, day_in_london
from outcomes_star import permissions
from outcomes_star.anonymity import FEWEST_IN_FILE
from outcomes_star.cohort import KNOWN_QUARTERS
from outcomes_star.instruments import Instrument
from outcomes_star.models import (
    AnalystFile,
    AnalystRow,
    PseudonymKey,
    Reading,
    ReadingAnswer,
    place_of,
)
from outcomes_star.queries import catalogue
from outcomes_star.queries.counting import DONE
from outcomes_star.vocabulary import Occasion
from referrals.lifecycle import State
from referrals.queries import people_visible_to, visible_to

Numbers = Mapping[tuple[str, int], Mapping[str, int | None]]
"""What somebody answered, by code and version of the instrument."""


@dataclass(frozen=True)
class Starter:
    """Somebody who started: what a row is made of. `fifth` is 1 for the most deprived, None if not known."""

    person_id: UUID
    started_on: date
    born_on: date | None
    locality_id: UUID | None
    fifth: int | None
    state: State
    at_start: Numbers
    at_end: Numbers

    @property
    def course(self) -> str:
        """How far they came."""
        if self.at_end:
            return "ended"
        if self.state.is_open:
            return "under way"
        return "no end" if self.state in DONE else "stopped"


@dataclass(frozen=True)
class Offer:
    """A file that may be taken: of which lead NTP, for which period, and since when it is frozen."""

    lead_id: UUID
    lead: str
    period: Period
    made_on: date | None

    @property
    def key(self) -> str:
        """By which a form names it."""
        return f"{self.lead_id}.{type(self.period).__name__}.{self.period.first_day.isoformat()}"

    @property
    def words(self) -> str:
        """How it is offered."""
        said = f"{self.lead}, {self.period.label}"
        day = self.made_on
        return f"{said}, as it was on {day.day} {day:%B %Y}" if day else said


@dataclass(frozen=True)
class RowsPage:
    """What an analyst may take. Without an agreement `asks` are the lead NTPs to talk to."""

    offers: tuple[Offer, ...]
    has_agreement: bool
    asks: tuple[str, ...]


def rows_page(session: Session, actor: Actor, *, on: date) -> RowsPage:
    """The files that an analyst may take on a day."""
    actor.must(permissions.TAKE_ROWS)
    names = {one.id: one.name for one in accounts.organisations(session)}
    leads = sorted(agreed_leads(session, actor, on=on), key=lambda one: names[one])
    near = (
        accounts.organisations(session, area_id=actor.area_id, kind=OrganisationKind.LEAD_NTP)
        if actor.area_id
        else ()
    )
    return RowsPage(
        tuple(
            offer for lead_id in leads for offer in _offers(session, actor, lead_id, names, on=on)
        ),
        bool(leads), tuple(one.name for one in near),
    )  # fmt: skip


def agreed_leads(session: Session, actor: Actor, *, on: date) -> dict[UUID, UUID]:
    """The lead NTPs that share rows with the actor's organisation on a day, each with the agreement."""
    if actor.organisation_id is None:
        return {}
    found: dict[UUID, UUID] = {}
    for one in accounts.agreements_in_force(
        session, on=on, purpose=AgreementPurpose.DATA_SHARING, party_id=actor.organisation_id
    ):
        other = one.second_id if one.first_id == actor.organisation_id else one.first_id
        kind = accounts.get_organisation(session, other).kind
        if DataItem.ROWS_WITHOUT_NAMES in one.data_items and kind is OrganisationKind.LEAD_NTP:
            found.setdefault(other, one.id)
    return found


def periods_ready(on: date) -> tuple[Period, ...]:
    """The quarters and years that a file may be about: the quarter after them is over too.

    A file is frozen, and most people take some months to come to their end.
    """
    last = Quarter.containing(on).previous.previous
    quarters: list[Period] = [last]
    while len(quarters) < KNOWN_QUARTERS:
        quarters.append(quarters[-1].previous)
    year: Period = FinancialYear.containing(on)
    years = [one for one in (year, year.previous, year.previous.previous) if one.ends <= last.ends]
    return (*quarters, *years)


def _offers(
    session: Session, actor: Actor, lead_id: UUID, names: Mapping[UUID, str], *, on: date
) -> Iterable[Offer]:
    """What there is of a lead NTP; a period that a file was taken of shuts out those that overlap it.

    A file from which somebody was erased is not given again.
    """
    taken = files_of(session, actor, lead_id)
    days = _start_days(session, lead_id)
    for period in periods_ready(on):
        made = next((one for one in taken if _days(one) == _span(period)), None)
        is_shut = made is None and any(_overlaps(one, period) for one in taken)
        is_enough = sum(count for day, count in days.items() if day in period) >= FEWEST_IN_FILE
        if made.is_whole if made else is_enough and not is_shut:
            yield Offer(
                lead_id, names[lead_id], period, day_in_london(made.made_at) if made else None
            )


def _start_days(session: Session, lead_id: UUID) -> dict[date, int]:
    """How many people started for the first time on each day."""
    firsts = (
        sa.select(sa.func.min(Reading.taken_on).label("day"))
        .where(*_is_start(Reading, lead_id))
        .group_by(Reading.person_id)
        .subquery()
    )
    rows = session.execute(sa.select(firsts.c.day, sa.func.count()).group_by(firsts.c.day))
    return {day: count for day, count in rows}  # noqa: C416 - keeps the types


def files_of(session: Session, actor: Actor, lead_id: UUID) -> Sequence[AnalystFile]:
    """The files of a lead NTP that the actor's organisation was given."""
    return session.scalars(
        sa.select(AnalystFile).where(
            AnalystFile.reader_id == actor.organisation_id, AnalystFile.lead_id == lead_id
        )
    ).all()


def find_file(session: Session, actor: Actor, lead_id: UUID, period: Period) -> AnalystFile | None:
    """The file of a period as it was given, if it was."""
    there = files_of(session, actor, lead_id)
    return next((one for one in there if _days(one) == _span(period)), None)


def overlapping(
    session: Session, actor: Actor, lead_id: UUID, period: Period
) -> AnalystFile | None:
    """A file that was given of some of the same days: two of them together would tell more than each."""
    there = files_of(session, actor, lead_id)
    return next((one for one in there if _overlaps(one, period)), None)


def _days(file: AnalystFile) -> tuple[date, date]:
    return file.first_day, file.last_day


def _span(period: Period) -> tuple[date, date]:
    return period.first_day, period.last_day


def _overlaps(file: AnalystFile, period: Period) -> bool:
    return bool(file.first_day <= period.last_day and period.first_day <= file.last_day)


def people_had(session: Session, actor: Actor, lead_id: UUID) -> frozenset[UUID]:
    """Whoever is in a file of a lead NTP that the actor's organisation was given."""
    rows = (
        sa.select(AnalystRow.person_id)
        .join(AnalystFile)
        .where(AnalystFile.reader_id == actor.organisation_id, AnalystFile.lead_id == lead_id)
    )
    return frozenset(session.scalars(rows))


def find_key(session: Session, agreement_id: UUID) -> PseudonymKey | None:
    """The key of an agreement's pseudonyms, if there is one yet."""
    return session.scalar(sa.select(PseudonymKey).where(PseudonymKey.agreement_id == agreement_id))


def instruments_of(
    session: Session, lead_id: UUID, starters: Sequence[Starter]
) -> tuple[Instrument, ...]:
    """Whatever any of them answered, by code and version, as far as a practice may see it too.

    Goals are people's own words. And what somebody thinks of our help is theirs to tell: a practice could
    find their row by other numbers of theirs.
    """
    known = catalogue(session, lead_id)
    asked = {key for one in starters for key in (*one.at_start, *one.at_end)}
    return tuple(
        known[key]
        for key in sorted(asked)
        if key in known and known[key].is_for_practice and not known[key].is_asked_of_goals
    )


def _is_start(row: Any, lead_id: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    return row.lead_id == lead_id, row.occasion == Occasion.START, row.replaced_at.is_(None)


def _is_in(period: Period) -> sa.ColumnElement[bool]:
    return Reading.taken_on.between(period.first_day, period.last_day)


def _had_started(lead_id: UUID, period: Period) -> sa.Exists:
    """Whether the person of a reading had started before a period, with whatever instrument."""
    earlier = aliased(Reading)
    is_earlier = (
        earlier.person_id == Reading.person_id, earlier.taken_on < period.first_day,
    )  # fmt: skip
    return sa.select(earlier.id).where(*is_earlier, *_is_start(earlier, lead_id)).exists()


def starters(session: Session, lead_id: UUID, period: Period) -> tuple[Starter, ...]:
    """Everybody who first started in a period, once each, with what the lead NTP itself may see of them.

    Whoever had started before is in the file of that time: in two files the same numbers would be one person.
    """
    giver = Actor(organisation_id=lead_id, roles=frozenset({Role.LEAD_MANAGER}))
    people, cases = people_visible_to(giver).subquery(), visible_to(giver).subquery()
    fifth = fifth_of(people.c.postcode, accounts.rank_of(people.c.locality_id))
    rows = session.execute(
        sa.select(
            Reading.person_id, Reading.referral_id, Reading.taken_on, people.c.born_on,
            people.c.locality_id, fifth.label("fifth"), cases.c.state,
        )
        .join(people, people.c.id == Reading.person_id)
        .join(cases, cases.c.id == Reading.referral_id)
        .where(*_is_start(Reading, lead_id), _is_in(period), ~_had_started(lead_id, period))
        .order_by(Reading.taken_on, place_of(Reading), Reading.id)
    )  # fmt: skip
    first: dict[UUID, Any] = {}
    for row in rows:
        first.setdefault(row.person_id, row)
    numbers = _numbers(session, [row.referral_id for row in first.values()], period)
    return tuple(
        Starter(
            person_id, row.taken_on, row.born_on, row.locality_id, row.fifth, row.state,
            numbers[row.referral_id, Occasion.START], numbers[row.referral_id, Occasion.END],
        )
        for person_id, row in first.items()
    )  # fmt: skip


AT_ONCE = 500
"""Cases whose readings are read in one statement."""


def _numbers(
    session: Session, referral_ids: Sequence[UUID], period: Period
) -> Mapping[tuple[UUID, Occasion], dict[tuple[str, int], Mapping[str, int | None]]]:
    """The numbers of each case at its start and at its last end, of what was begun in a period.

    None about goals.
    """
    found: dict[tuple[UUID, Occasion], dict[Any, Any]] = defaultdict(dict)
    last: dict[Any, UUID] = {}
    for at in range(0, len(referral_ids), AT_ONCE):
        for row in session.execute(_answers(referral_ids[at : at + AT_ONCE], period)):
            case, key = (row.referral_id, row.occasion), (row.code, row.instrument_version)
            if last.get((case, key)) != row.id:
                last[case, key], found[case][key] = row.id, {}
            found[case][key][row.aspect] = row.value
    return found


def _answers(
    referral_ids: Sequence[UUID], period: Period
) -> sa.Select[UUID, UUID, Occasion, str, int, str, int | None]:
    """Each answer of some cases at a start or an end, a reading after the other, the newest last.

    Of instruments that the case began in a period alone.
    """
    start = aliased(Reading)
    began = sa.select(start.id).where(
        start.referral_id == Reading.referral_id, start.code == Reading.code,
        start.instrument_version == Reading.instrument_version,
        start.occasion == Occasion.START, start.replaced_at.is_(None),
        start.taken_on.between(period.first_day, period.last_day),
    )  # fmt: skip
    return (
        sa.select(
            Reading.id, Reading.referral_id, Reading.occasion, Reading.code,
            Reading.instrument_version, ReadingAnswer.aspect, ReadingAnswer.value,
        )
        .join(ReadingAnswer, ReadingAnswer.reading_id == Reading.id)
        .where(
            Reading.referral_id.in_(referral_ids), Reading.replaced_at.is_(None),
            Reading.occasion.in_((Occasion.START, Occasion.END)), ReadingAnswer.goal_id.is_(None),
            began.exists(),
        )
        .order_by(Reading.taken_on, place_of(Reading), Reading.id)
    )  # fmt: skip
