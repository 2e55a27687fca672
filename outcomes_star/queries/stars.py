"""How things changed for a person: the readings of a case side by side, for whoever may see them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from kernel.access import Actor
from kernel.errors import NotFound
from kernel.periods import day_in_london
from outcomes_star import permissions
from outcomes_star.instruments import ENGLISH, Instrument, Way, Wording
from outcomes_star.models import Reading
from outcomes_star.pictures import Picture, Scored, picture
from outcomes_star.queries import catalogue, in_use
from outcomes_star.queries.cases import Case, case_of
from outcomes_star.queries.readings import AskPage, goals_of_plan, readings_of
from outcomes_star.scoring import lowest
from outcomes_star.vocabulary import Occasion
from referrals.queries import can_work_on, get_case_to_read
from referrals.queries.case import Banner
from referrals.queries.follow import get_own, may_hear
from referrals.queries.person_page import latest_of


@dataclass(frozen=True)
class ReadingLine:
    """A reading in the list of them. `notes` are what was noted of a part, by its name."""

    id: UUID
    occasion: Occasion
    way: Way
    taken_on: date
    words: str
    who: str
    notes: tuple[tuple[str, str], ...]
    because: str
    can_correct: bool


@dataclass(frozen=True)
class Low:
    """A part that is hard now, where a goal may help."""

    code: str
    title: str


@dataclass(frozen=True)
class Star:
    """One version of an instrument on the page of a case.

    `picture` is None before the first reading. `earlier` are versions that were asked before: their
    numbers are on pictures of their own.
    """

    referral_id: UUID
    instrument: Instrument
    wording: Wording
    picture: Picture | None
    lines: tuple[ReadingLine, ...]
    low: tuple[Low, ...]
    last_on: date | None
    can_ask: bool
    needs_goals: bool
    earlier: tuple[int, ...] = ()


@dataclass(frozen=True)
class StarPage:
    """One star of a case, whole."""

    banner: Banner
    star: Star


def stars_panel(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> tuple[Star, ...]:
    """What a case shows: everything that is asked, and whatever was asked before."""
    actor.must(permissions.SEE_READINGS)
    case = case_of(get_case_to_read(session, actor, referral_id, at=at))
    can_ask = can_work_on(session, actor, referral_id) and case.can_be_asked
    goals = goals_of_plan(session, actor, case, at=at)
    return stars(
        session, case, on=day_in_london(at), can_ask=can_ask and actor.may(permissions.SCORE),
        has_goals=bool(goals),
    )  # fmt: skip


def star_page(
    session: Session, actor: Actor, referral_id: UUID, code: str, version: int, *, at: datetime
) -> StarPage:
    """One star of a case. Raises NotFound where it is neither asked nor was."""
    case = case_of(get_case_to_read(session, actor, referral_id, at=at))
    found = [
        one for one in stars_panel(session, actor, referral_id, at=at)
        if (one.instrument.code, one.instrument.version) == (code, version)
    ]  # fmt: skip
    if not found:
        raise NotFound
    return StarPage(case.banner, found[0])


def practice_panel(
    session: Session, actor: Actor, referral_id: UUID, *, on: date
) -> tuple[Star, ...]:
    """What a practice sees of a patient who agreed that it hears of them; nothing of others."""
    if not actor.may(permissions.SCORE_AT_REVIEW):
        return ()
    row = get_own(session, actor, referral_id)
    if not may_hear(session, row):
        return ()
    case = case_of(row)
    return tuple(
        replace(one, can_ask=can_ask)
        for one in stars(session, case, on=on)
        if (can_ask := _is_for_review(session, case, one.instrument, on=on)) or one.picture
    )


def _is_for_review(session: Session, case: Case, instrument: Instrument, *, on: date) -> bool:
    is_asked = _key(instrument) in _asked_now(session, case, on=on)
    return is_asked and case.can_be_asked and Way.PRACTICE in instrument.ways


def own_star(session: Session, page: AskPage, *, on: date) -> Star:
    """The star of somebody who has just said how things are."""
    return next(
        one for one in stars(session, page.case, on=on)
        if one.instrument.code == page.instrument.code
    )  # fmt: skip


def own_stars(session: Session, person_id: UUID, *, on: date) -> tuple[Star, ...]:
    """What somebody sees of themselves, by their own link: what they can be asked, and what they said."""
    row = latest_of(session, person_id)
    if row is None:
        return ()
    case = case_of(row)
    return tuple(
        replace(one, can_ask=case.can_be_asked and Way.LINK in one.instrument.ways)
        for one in stars(session, case, on=on)
        if one.picture is not None or _key(one.instrument) in _asked_now(session, case, on=on)
    )


def _asked_now(session: Session, case: Case, *, on: date) -> set[tuple[str, int]]:
    return {_key(one.instrument) for one in in_use(session, case.lead_id, on=on)}


def stars(
    session: Session, case: Case, *, on: date, can_ask: bool = False, has_goals: bool = False
) -> tuple[Star, ...]:
    """Every star of a case: first what is asked now, then versions and instruments of earlier times."""
    asked = {_key(one.instrument): one.instrument for one in in_use(session, case.lead_id, on=on)}
    taken: dict[tuple[str, int], list[Reading]] = defaultdict(list)
    for reading in readings_of(session, case.referral_id):
        taken[reading.code, reading.instrument_version].append(reading)
    known = catalogue(session, case.lead_id)
    keys = [*asked, *(key for key in taken if key not in asked and key in known)]
    return tuple(
        _star(
            case, asked.get(key) or known[key], taken.get(key, []),
            can_ask=can_ask and key in asked, has_goals=has_goals,
            earlier=tuple(sorted(two for one, two in taken if one == key[0] and two < key[1])),
        )
        for key in keys
    )  # fmt: skip


def _key(instrument: Instrument) -> tuple[str, int]:
    return instrument.code, instrument.version


def _star(
    case: Case, instrument: Instrument, taken: Sequence[Reading],
    *, can_ask: bool, has_goals: bool, earlier: tuple[int, ...],
) -> Star:  # fmt: skip
    wording = instrument.wording(ENGLISH)
    needs_goals = instrument.is_asked_of_goals and not has_goals
    return Star(
        referral_id=case.referral_id, instrument=instrument, wording=wording,
        picture=picture(instrument, wording, [scored(one) for one in taken]) if taken else None,
        lines=tuple(_line(one, wording, can_correct=can_ask) for one in reversed(taken)),
        low=_low(instrument, wording, taken) if can_ask else (),
        last_on=taken[-1].taken_on if taken else None,
        can_ask=can_ask and not needs_goals, needs_goals=can_ask and needs_goals, earlier=earlier,
    )  # fmt: skip


def scored(reading: Reading) -> Scored:
    """A reading as it is drawn."""
    day = reading.taken_on
    return Scored(
        f"{reading.occasion.words}, {day.day} {day:%B %Y}", reading.numbers,
        {one.part: one.goal for one in reading.answers if one.goal_id},
    )  # fmt: skip


def _line(reading: Reading, wording: Wording, *, can_correct: bool) -> ReadingLine:
    notes = tuple(
        (one.goal or wording.aspects[one.aspect].title, one.note)
        for one in reading.answers
        if one.note
    )
    return ReadingLine(
        reading.id, reading.occasion, reading.way, reading.taken_on, reading.words, reading.who,
        notes, reading.because, can_correct and reading.practice_id is None,
    )  # fmt: skip


def _low(instrument: Instrument, wording: Wording, taken: Sequence[Reading]) -> tuple[Low, ...]:
    if not taken or instrument.is_asked_of_goals:
        return ()
    codes = lowest(instrument, taken[-1].numbers)
    return tuple(Low(code, wording.aspects[code].title) for code in codes)


def areas_of_case(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> Mapping[str, str]:
    """What the aspects are called that a goal of a case may name."""
    row = get_case_to_read(session, actor, referral_id, at=at)
    return area_titles(session, row.lead_id)


def area_titles(session: Session, lead_id: UUID) -> Mapping[str, str]:
    """What the aspects are called that a goal may name: "ONE-INSTRUMENT.ASPECT" to its title."""
    return {
        f"{one.code}.{code}": said.title
        for one in catalogue(session, lead_id).values()
        if one.is_worded and not one.is_asked_of_goals
        for code, said in one.wording(ENGLISH).aspects.items()
    }
