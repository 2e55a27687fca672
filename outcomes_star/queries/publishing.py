"""What is to be published of a lead NTP, and what of it was published already."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from kernel.periods import Period, Quarter
from kernel.releases import Release
from outcomes_star import published, said, shelf
from outcomes_star.cohort import By, over, quarters_of, together
from outcomes_star.instruments import Instrument
from outcomes_star.models import Reading, ReadingAnswer
from outcomes_star.queries.cohorts import asked_ever
from outcomes_star.queries.counting import Cohort, count, first_asked
from outcomes_star.vocabulary import Occasion
from referrals.cuts import NOT_KNOWN, Cut
from referrals.queries import cuts


def is_issued(session: Session, lead_id: UUID, kind: str, period: Period) -> bool:
    """Whether this was given of a lead NTP for a period."""
    wanted = sa.select(Release.id).where(
        Release.reader == published.reader_of(lead_id), Release.kind == kind,
        Release.period == period.label,
    )  # fmt: skip
    return session.scalar(wanted) is not None


def asked_in(session: Session, lead_id: UUID, period: Period) -> tuple[Instrument, ...]:
    """What somebody of a lead NTP began to be asked in a period of how they are.

    Goals are left out, since each has its own; and so is what people think of our help: those first asked
    in a year are also among those of whom it is told what they said, and two counts of them would tell more.
    """
    rows = session.execute(
        sa.select(Reading.code, Reading.instrument_version)
        .where(
            Reading.lead_id == lead_id, Reading.occasion == Occasion.START,
            Reading.taken_on >= period.first_day, Reading.taken_on <= period.last_day,
        )
        .distinct()
    )  # fmt: skip
    began = {tuple(row) for row in rows}
    return tuple(
        one for one in asked_ever(session, lead_id)
        if (one.code, one.version) in began and not one.is_of_our_help
    )  # fmt: skip


def counts_as_published(
    session: Session, lead_id: UUID, instrument: Instrument, period: Period
) -> Mapping[Cut, By]:
    """The counts of a period by each cut; each quarter's as of half a year and a fortnight after it.

    Every part that there could be is there, so that no line tells that there is somebody.
    """
    area_id = accounts.get_organisation(session, lead_id).area_id
    counted = ((one, count(session, one, Cut.ALL)) for one in _cohorts(lead_id, instrument, period))
    whole = [(cohort, by) for cohort, by in counted if by]
    found: dict[Cut, By] = {Cut.ALL: together(*(by for _, by in whole))}
    for cut in (*published.TOLD, *published.BY_ACTIVITY):
        if cut is Cut.ALL:
            continue
        found[cut] = together(*(count(session, cohort, cut) for cohort, _ in whole))
        if not cut.may_overlap:
            parts = cuts.every_part(session, cut, area_id=area_id)
            found[cut] = over(found[cut], parts, NOT_KNOWN)
    return found


def _cohorts(lead_id: UUID, instrument: Instrument, period: Period) -> Iterator[Cohort]:
    """Who counts in each quarter of a period, as of its moment; nobody in two of them."""
    before: tuple[tuple[Quarter, datetime], ...] = ()
    for quarter in quarters_of(period):
        at = published.known_at(quarter)
        yield Cohort(lead_id, instrument, quarter, at, before)
        before += ((quarter, at),)


def what_people_said(session: Session, lead_id: UUID, period: Period) -> Mapping[str, said.Answers]:
    """What people said of our help in a period, of everybody and by each activity they went to."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    instrument = shelf.get(said.CODE, said.VERSION)
    for cohort in _cohorts(lead_id, instrument, period):
        for cut in (Cut.ALL, Cut.SERVICE):
            _add_what_was_said(session, cohort, cut, found)
    return found


def _add_what_was_said(
    session: Session, cohort: Cohort, cut: Cut, found: Mapping[str, dict[str, int]]
) -> None:
    cases = cuts.cases_of(cohort.lead_id).subquery()
    joined = sa.join(Reading, cases, cases.c.id == Reading.referral_id)
    part: sa.ColumnElement[UUID | None] = sa.cast(sa.null(), sa.Uuid)
    if cut is not Cut.ALL:
        parts = cuts.parts(session, cut, as_of=cohort.as_of).subquery()
        joined, part = joined.join(parts, parts.c.case_id == cases.c.id), parts.c.part
    rows = session.execute(
        sa.select(part, ReadingAnswer.value, sa.func.count())
        .select_from(joined)
        .join(ReadingAnswer, ReadingAnswer.reading_id == Reading.id)
        .where(first_asked(cohort, *Occasion), ReadingAnswer.value.is_not(None))
        .group_by(part, ReadingAnswer.value)
    )
    for key, value, people in rows:
        if value is not None:
            found[str(key or "")][said.WORDS_OF[value]] += people
