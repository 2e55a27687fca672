"""How things changed for a person: the readings of a case side by side, for whoever may see them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from kernel.access import Actor
from kernel.errors import NotFound
from kernel.periods import day_in_london
from outcomes_star import permissions
from outcomes_star.instruments import Instrument, Way, Wording
from outcomes_star.languages import ENGLISH, Language, language_of, language_to_ask
from outcomes_star.models import Reading
from outcomes_star.pictures import LEFT_OUT, Picture, Scored, picture, told_apart, value_of
from outcomes_star.queries import catalogue, conversion_of, in_use
from outcomes_star.queries.cases import Case, case_of, may_see
from outcomes_star.queries.readings import AskPage, goals_of_plan, readings_of
from outcomes_star.scoring import Conversion, lowest
from outcomes_star.vocabulary import Occasion
from referrals.queries import can_work_on, get_case_to_read
from referrals.queries.case import Banner
from referrals.queries.consents import may_support
from referrals.queries.follow import get_own
from referrals.queries.person_page import sent_of
from referrals.queries.writing import takes_email

FEWEST_FOR_GOALS = 3
"""Aspects: one question about our help is no part of somebody's life."""


@dataclass(frozen=True)
class ReadingLine:
    """A reading in the list of them. `notes` are what was noted of a part, by its name.

    `of_day` counts the readings of its day: somebody may have said it again by their own link.
    """

    id: UUID
    occasion: Occasion
    way: Way
    taken_on: date
    words: str
    who: str
    notes: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str], ...]
    because: str
    by_practice: bool
    can_correct: bool
    language: Language
    of_day: int = 1


@dataclass(frozen=True)
class Low:
    """A part that is hard now, where a goal may help; `said` is its number in the instrument's words."""

    code: str
    title: str
    said: str


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
    is_asked: bool
    can_ask: bool
    needs_goals: bool
    earlier: tuple[int, ...] = ()

    @property
    def languages(self) -> tuple[Language, ...]:
        """Other languages in which it can be shown or asked."""
        there = self.instrument.languages if self.instrument.is_worded else ()
        return tuple(one for one in there if one != self.wording.language)


@dataclass(frozen=True)
class StarPage:
    """One star of a case, whole; whether whoever looks may send it by e-mail."""

    banner: Banner
    star: Star
    can_send: bool


def stars_panel(
    session: Session, actor: Actor, referral_id: UUID, *, shown_in: str | None = None, at: datetime
) -> tuple[Star, ...]:
    """What a case shows: everything that is asked, and whatever was asked before."""
    actor.must(permissions.SEE_READINGS)
    case = case_of(get_case_to_read(session, actor, referral_id, at=at))
    is_own = can_work_on(session, actor, referral_id)
    goals = goals_of_plan(session, actor, case, at=at)
    may = May(is_own and case.can_be_asked, is_own, bool(goals))
    return stars(session, case, on=day_in_london(at), may=may, shown_in=shown_in)


def not_asked_at_end(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> tuple[Star, ...]:
    """What somebody can be asked now that has no reading of the end yet: before the work is finished."""
    return tuple(
        one for one in stars_panel(session, actor, referral_id, at=at)
        if one.can_ask and all(line.occasion is not Occasion.END for line in one.lines)
    )  # fmt: skip


def star_page(
    session: Session, actor: Actor, referral_id: UUID, code: str, version: int,
    *, shown_in: str | None = None, at: datetime,
) -> StarPage:  # fmt: skip
    """One star of a case; `shown_in` as in `stars`. Raises NotFound where it is neither asked nor was."""
    row = get_case_to_read(session, actor, referral_id, at=at)
    found = [
        one for one in stars_panel(session, actor, referral_id, shown_in=shown_in, at=at)
        if (one.instrument.code, one.instrument.version) == (code, version)
    ]  # fmt: skip
    if not found:
        raise NotFound
    can_send = (
        can_work_on(session, actor, referral_id)
        and takes_email(row.person)
        and found[0].picture is not None
        and not found[0].instrument.holds_own_words
    )
    return StarPage(case_of(row).banner, found[0], can_send)


def practice_panel(
    session: Session, actor: Actor, referral_id: UUID, *, on: date
) -> tuple[Star, ...]:
    """What a practice sees of a patient who agreed that it hears of them; nothing of others.

    What is named in their own words is not shown: how close they are to a goal, what troubles them. Nor is
    what they think of our help.
    """
    if not actor.may(permissions.SCORE_AT_REVIEW):
        return ()
    row = get_own(session, actor, referral_id)
    if not may_see(session, row, on=on):
        return ()
    case = case_of(row)
    can_ask = case.can_be_asked and may_support(session, row.person_id, row.lead_id)
    there = [one for one in stars(session, case, on=on) if one.instrument.is_for_practice]
    return tuple(
        replace(
            one,
            can_ask=can_ask and one.is_asked and Way.PRACTICE in one.instrument.ways,
            lines=tuple(
                replace(line, can_correct=can_ask) for line in one.lines if line.by_practice
            ),
        )
        for one in there
        if one.picture or (can_ask and one.is_asked and Way.PRACTICE in one.instrument.ways)
    )


def own_star(session: Session, page: AskPage, *, on: date) -> Star:
    """The star of somebody who has just said how things are, in the language in which they were asked."""
    return next(
        one for one in stars(session, page.case, on=on, shown_in=page.language.code)
        if one.instrument.code == page.instrument.code
    )  # fmt: skip


def own_stars(session: Session, person_id: UUID, *, on: date) -> tuple[Star, ...]:
    """What somebody sees of themselves, by their own link: what they can be asked, and all they said.

    In the language of their record, where there are words in it.
    """
    found: list[Star] = []
    for at, row in enumerate(sent_of(session, person_id)):
        case = case_of(row)
        for one in stars(session, case, on=on, shown_in=RECORDED):
            is_now = at == 0 and one.is_asked and case.can_be_asked
            can_ask = is_now and Way.LINK in one.instrument.ways
            if one.picture is not None or can_ask:
                found.append(replace(one, can_ask=can_ask))
    return tuple(found)


@dataclass(frozen=True)
class May:
    """What whoever looks may do, and whether there are goals to ask about."""

    ask: bool = False
    correct: bool = False
    has_goals: bool = False


LOOK = May()
RECORDED = ""
"""Shown in the language of somebody's record, none having been chosen."""


def stars(
    session: Session, case: Case, *, on: date, may: May = LOOK, shown_in: str | None = None
) -> tuple[Star, ...]:
    """Every star of a case: first what is asked now, then versions and instruments of earlier times.

    `shown_in` is the code of a language that was chosen, or RECORDED; None is for those who work here, in
    English. Words of an instrument are those of the lead NTP that asked; another's licensed words are
    shown to nobody.
    """
    asked = {_key(one.instrument): one.instrument for one in in_use(session, case.lead_id, on=on)}
    taken: dict[tuple[str, int], list[Reading]] = defaultdict(list)
    for reading in readings_of(session, case.referral_id):
        taken[reading.code, reading.instrument_version].append(reading)
    known = {key: _as_asked(session, case, rows[0]) for key, rows in taken.items()}
    keys = [*asked, *(key for key in taken if key not in asked and known[key] is not None)]
    return tuple(
        _star(
            case, one := known.get(key) or asked[key], _words(one, case, shown_in), taken.get(key, []),
            table=conversion_of(session, taken[key][0].lead_id, *key) if key in taken else {},
            is_asked=key in asked, may=may,
            earlier=tuple(sorted(two for code, two in taken if code == key[0] and two < key[1])),
        )
        for key in keys
    )  # fmt: skip


def _as_asked(session: Session, case: Case, reading: Reading) -> Instrument | None:
    """The instrument of a reading as its lead NTP had it then; None where it is known to nobody."""
    key = (reading.code, reading.instrument_version)
    one = catalogue(session, reading.lead_id).get(key)
    if one is not None and one.needs_licence and reading.lead_id != case.lead_id:
        return replace(one, wordings={})
    return one


def _words(instrument: Instrument, case: Case, shown_in: str | None) -> Wording:
    if shown_in is None:
        return instrument.words_to_show()
    return instrument.words_to_show(language_to_ask(shown_in, case.spoken, instrument.wordings))


def _key(instrument: Instrument) -> tuple[str, int]:
    return instrument.code, instrument.version


def _star(
    case: Case, instrument: Instrument, wording: Wording, taken: Sequence[Reading],
    *, table: Conversion, is_asked: bool, may: May, earlier: tuple[int, ...],
) -> Star:  # fmt: skip
    can_ask = may.ask and is_asked
    needs_goals = instrument.is_asked_of_goals and not may.has_goals
    drawn = told_apart([scored(one) for one in taken])
    of_day = Counter(one.taken_on for one in taken)
    return Star(
        referral_id=case.referral_id, instrument=instrument, wording=wording,
        picture=picture(instrument, wording, drawn, table=table) if taken else None,
        lines=tuple(
            replace(
                _line(one, wording, is_picked=instrument.is_picked, can_correct=may.correct),
                of_day=of_day[one.taken_on],
            )
            for one in reversed(taken)
        ),
        low=_low(instrument, wording, taken) if can_ask else (),
        last_on=taken[-1].taken_on if taken else None,
        is_asked=is_asked, can_ask=can_ask and not needs_goals,
        needs_goals=can_ask and needs_goals, earlier=earlier,
    )  # fmt: skip


def scored(reading: Reading) -> Scored:
    """A reading as it is drawn."""
    day = reading.taken_on
    return Scored(
        f"{reading.occasion.words}, {day.day} {day:%B %Y}", reading.numbers,
        {one.part: one.goal for one in reading.answers if one.goal},
    )  # fmt: skip


def _line(reading: Reading, wording: Wording, *, is_picked: bool, can_correct: bool) -> ReadingLine:
    named = [
        (one.goal or wording.aspects[one.aspect].title, one)
        for one in reading.answers
        if one.value is not None or one.note or not is_picked
    ]
    notes = tuple((name, one.note) for name, one in named if one.note)
    numbers = tuple(
        (name, LEFT_OUT if one.value is None else str(one.value)) for name, one in named
    )
    by_practice = reading.practice_id is not None
    return ReadingLine(
        reading.id, reading.occasion, reading.way, reading.taken_on, reading.words, reading.who,
        notes, numbers, reading.because, by_practice, can_correct and not by_practice,
        language_of(reading.language),
    )  # fmt: skip


def _low(instrument: Instrument, wording: Wording, taken: Sequence[Reading]) -> tuple[Low, ...]:
    if len(instrument.aspects) < FEWEST_FOR_GOALS or instrument.holds_own_words:
        return ()
    if not taken or not instrument.is_worded:
        return ()
    numbers = taken[-1].numbers
    return tuple(
        Low(
            code,
            wording.aspects[code].title,
            value_of(wording, instrument.aspect(code), numbers[code]),
        )
        for code in lowest(instrument, numbers)
    )


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
        if one.is_worded and not one.holds_own_words
        for code, said in one.wording(ENGLISH).aspects.items()
    }
