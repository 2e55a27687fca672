"""Readings as they are kept, and what somebody is asked next."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from kernel.access import Actor
from kernel.errors import NotFound
from outcomes_star.instruments import Instrument, Way, Wording
from outcomes_star.languages import Language, language_to_ask
from outcomes_star.models import Reading, place_of
from outcomes_star.queries import InUse, get_instrument, in_use
from outcomes_star.queries.cases import Case
from outcomes_star.questions import Goal, Question, by_theme, picked, questions
from outcomes_star.vocabulary import Occasion
from referrals.lifecycle import State
from referrals.queries.agreed import agreed_content, find_agreed
from referrals.queries.plans import plan_page

USUAL = (Way.TOGETHER, Way.ALONE, Way.PHONE, Way.PAPER)
"""In which way it is filled in with a link worker, the likeliest first."""

SEAL_LETTERS = 16


@dataclass(frozen=True)
class AskPage:
    """What is to be asked, with what is likely: the occasion, and the way.

    `every` is all that there is to ask; `questions` are those that are asked now: of an instrument that
    people pick from, those that were picked. `before` are the parts that an earlier reading answers.
    """

    case: Case
    instrument: Instrument
    wording: Wording
    questions: tuple[Question, ...]
    occasion: Occasion
    way: Way
    every: tuple[Question, ...]
    before: frozenset[str]

    @property
    def must_pick(self) -> bool:
        """Whether somebody has yet to pick what they want to speak about."""
        return self.instrument.is_picked and not self.questions

    @property
    def themes(self) -> tuple[tuple[str, tuple[Question, ...]], ...]:
        """All that there is to ask, by theme."""
        return by_theme(self.every)

    @property
    def seal(self) -> str:
        """What is asked, as a form carries it: another version, language or other goals are another seal."""
        asked = (f"{one.part}?" if one.is_to_name else one.part for one in self.questions)
        parts = "\n".join((self.instrument.code, *asked))
        digest = hashlib.sha256(parts.encode()).hexdigest()[:SEAL_LETTERS]
        return f"{self.instrument.version}-{self.wording.code}-{digest}"

    @property
    def language(self) -> Language:
        """In which language it is asked."""
        return self.wording.language

    @property
    def languages(self) -> tuple[Language, ...]:
        """Other languages that there are words in."""
        return tuple(one for one in self.instrument.languages if one != self.language)


@dataclass(frozen=True)
class PutRightPage:
    """A reading that is to be put right, with what was asked in it."""

    case: Case
    instrument: Instrument
    wording: Wording
    questions: tuple[Question, ...]
    reading: Reading


def standing(referral_ids: Sequence[UUID]) -> sa.Select[Reading]:
    """The readings of some cases that nothing has taken the place of, earliest first.

    Of one day the start comes first, whenever it was typed in.
    """
    return (
        sa.select(Reading)
        .where(Reading.referral_id.in_(referral_ids), Reading.replaced_at.is_(None))
        .options(selectinload(Reading.answers))
        .order_by(
            Reading.taken_on, Reading.occasion != Occasion.START, place_of(Reading), Reading.id
        )
    )


def readings_of(session: Session, referral_id: UUID, code: str = "") -> Sequence[Reading]:
    """The readings of one case, of one instrument if it is named."""
    wanted = standing([referral_id])
    return session.scalars(wanted.where(Reading.code == code) if code else wanted).all()


def get_reading(session: Session, case: Case, reading_id: UUID) -> Reading:
    """A reading of a case that still stands. Raises NotFound."""
    found = session.scalar(standing([case.referral_id]).where(Reading.id == reading_id))
    if found is None:
        raise NotFound
    return found


def instrument_of(session: Session, reading: Reading) -> Instrument:
    """What a reading was asked with, in the version of that day."""
    return get_instrument(session, reading.lead_id, reading.code, reading.instrument_version)


def put_right_page(
    session: Session, case: Case, reading_id: UUID, *, by_practice: UUID | None = None
) -> PutRightPage:
    """The page on which a reading is put right, by whoever wrote it down. Raises NotFound."""
    reading = get_reading(session, case, reading_id)
    if reading.practice_id != by_practice:
        raise NotFound
    instrument = instrument_of(session, reading)
    return PutRightPage(
        case, instrument, instrument.words_to_show(), asked_in(reading, instrument), reading
    )


def asked_in(reading: Reading, instrument: Instrument) -> tuple[Question, ...]:
    """What was asked in a reading, in its order: of goals as they were worded then."""
    goals = [Goal(one.goal_id, one.goal) for one in reading.answers if one.goal_id]
    return questions(instrument, instrument.words_to_show(), goals)


def get_asked(session: Session, case: Case, code: str, *, on: date) -> InUse:
    """An instrument that people of the case's lead NTP are asked. Raises NotFound."""
    found = {one.instrument.code: one for one in in_use(session, case.lead_id, on=on)}.get(code)
    if found is None:
        raise NotFound
    return found


def goals_of_plan(session: Session, actor: Actor, case: Case, *, at: datetime) -> tuple[Goal, ...]:
    """The goals that a person works on, as their link worker sees them."""
    plan = plan_page(session, actor, case.referral_id, at=at).plan
    return tuple(Goal(one.id, one.words) for one in plan.open_goals)


def agreed_goals(session: Session, case: Case) -> tuple[Goal, ...]:
    """The goals that a person said yes to: what they can be asked about without their link worker."""
    plan = find_agreed(session, case.person_id)
    if plan is None:
        return ()
    return tuple(Goal(one.id, one.words) for one in agreed_content(session, plan).open_goals)


def ask_page(
    session: Session, case: Case, code: str, goals: Sequence[Goal], *, language: str, on: date,
    parts: Collection[str] = (),
) -> AskPage:  # fmt: skip
    """The page on which somebody is asked: in a language that was chosen, or that of their record.

    `parts` are those that they picked, where they pick.
    """
    instrument = get_asked(session, case, code, on=on).instrument
    wording = instrument.wording(language_to_ask(language, case.spoken, instrument.wordings))
    there = readings_of(session, case.referral_id, code)
    names = names_in(there, instrument)
    way = next((one for one in USUAL if one in instrument.ways), next(iter(instrument.ways)))
    every = questions(instrument, wording, goals, names=names)
    return AskPage(
        case, instrument, wording, picked(every, parts) if instrument.is_picked else every,
        _likely(case.state, instrument, there), way, every,
        frozenset(part for one in there for part, value in one.numbers.items() if value is not None),
    )  # fmt: skip


def names_in(readings: Sequence[Reading], instrument: Instrument) -> Mapping[str, str]:
    """What somebody called the aspects that are theirs to name, when they first did, by code."""
    own = {one.code for one in instrument.aspects if one.is_own}
    return {
        one.aspect: one.goal
        for reading in reversed(readings)
        if reading.instrument_version == instrument.version
        for one in reading.answers
        if one.aspect in own and one.goal
    }


def _likely(state: State, instrument: Instrument, readings: Sequence[Reading]) -> Occasion:
    """A start is early: whoever has finished was never asked at the start. Each version has its own.

    What somebody thinks of our help is asked at the end.
    """
    there = [one for one in readings if one.instrument_version == instrument.version]
    if state is State.COMPLETED or (instrument.is_of_our_help and state.is_open):
        return Occasion.END
    if state.is_followed or not state.is_open:
        return Occasion.FOLLOW_UP
    return Occasion.REVIEW if there else Occasion.START
