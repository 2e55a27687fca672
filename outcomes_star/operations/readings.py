"""Writing down how things are for a person; putting a reading right keeps the one before (A-OUT-01, A-OUT-04)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from kernel.access import ANYONE, Actor
from kernel.errors import NotFound, RuleBroken
from kernel.periods import day_in_london
from outcomes_star.instruments import Instrument, Way
from outcomes_star.languages import ENGLISH
from outcomes_star.models import Reading, ReadingAnswer
from outcomes_star.queries import cases
from outcomes_star.queries import readings as queries
from outcomes_star.queries.cases import Case
from outcomes_star.queries.readings import AskPage, PutRightPage
from outcomes_star.questions import Goal, Question, questions
from outcomes_star.scoring import check
from outcomes_star.vocabulary import Occasion
from referrals.operations.person_page import let_in

OLDEST = timedelta(days=366)
TO_COME = "This day has not come yet."
TOO_OLD = "That is more than a year ago. Check the day."
BEFORE = "They were referred on {day}. Check the day."
NO_START = "They were asked on {day} already, so this is no start. Choose another time."
GONE = (
    "This is not asked any more. If you like, ring your link worker and tell them how things are."
)
STARTED = "There is a start already, of {day}. Choose another time, or put that one right."
SAME_DAY = "There is one of this day already. Is this another one? Then tick it below."
NOT_NOW = "Somebody who stands at “{state}” is not asked now."
NOT_THIS_WAY = "It may not be filled in this way. Choose another."
UNNAMED = "Say what it is, or leave its number out."
NO_GOALS = "There are no goals to ask about yet. Write down a goal first."
NO_NUMBER = (
    "You have not chosen a number yet. Choose one or more, and press the button again. "
    "What you wrote is still here."
)
THE_PERSON = replace(ANYONE, name="the person themselves")


@dataclass(frozen=True)
class Answered:
    """A number, or None where the person left it out; what was noted, and what they call it."""

    value: int | None
    note: str = ""
    name: str = ""


@dataclass(frozen=True)
class Said:
    """A reading as it is written down. `answers` are by part; `words` say what changed, as the person says it.

    `language` is the code of the one in which it was asked.
    """

    occasion: Occasion
    way: Way
    taken_on: date
    answers: Mapping[str, Answered]
    words: str = ""
    is_another: bool = False
    language: str = ENGLISH


def take(
    session: Session, actor: Actor, referral_id: UUID, code: str, said: Said, *, at: datetime
) -> Reading:
    """A link worker writes down what a person of theirs says."""
    case = cases.case_to_ask(session, actor, referral_id)
    goals = queries.goals_of_plan(session, actor, case, at=at)
    return _take(session, actor, case, code, said, goals, at=at)


def take_at_review(
    session: Session, actor: Actor, referral_id: UUID, code: str, said: Said, *, at: datetime
) -> Reading:
    """The practice writes down what the person scored on their paper copy at the yearly review."""
    case = cases.practice_case(session, actor, referral_id, on=day_in_london(at))
    said = replace(said, occasion=Occasion.ANNUAL, way=Way.PRACTICE)
    return _take(session, actor, case, code, said, (), by_practice=True, at=at)


def open_questions(
    session: Session, token: str, *, born_on: date, network: str, code: str, language: str = "",
    at: datetime, parts: Collection[str] = (),
) -> AskPage:  # fmt: skip
    """What somebody is asked who comes by the link to their own page and their date of birth.

    `parts` are those that they picked, of an instrument that people pick from.
    Raises RuleBroken, whichever of the two was wrong, and for what is not asked this way.
    """
    person = let_in(session, token, born_on=born_on, network=network, at=at)
    case = cases.own_case(session, person.id)
    goals = queries.agreed_goals(session, case)
    try:
        page = queries.ask_page(
            session, case, code, goals, language=language, on=day_in_london(at), parts=parts
        )
    except NotFound as error:
        raise RuleBroken(GONE) from error
    if Way.LINK not in page.instrument.ways or not page.every:
        raise RuleBroken(GONE)
    return page


def take_by_person(session: Session, page: AskPage, said: Said, *, at: datetime) -> Reading:
    """Somebody who was let in says how things are.

    They may say it again on the same day, unasked: it is kept as another one.
    """
    if all(one.value is None for one in said.answers.values()):
        raise RuleBroken(NO_NUMBER)
    said = replace(said, is_another=True)
    goals = tuple(one.goal for one in page.every if one.goal)
    return _take(session, THE_PERSON, page.case, page.instrument.code, said, goals, at=at)


def _take(
    session: Session, actor: Actor, case: Case, code: str, said: Said, goals: tuple[Goal, ...],
    *, by_practice: bool = False, at: datetime,
) -> Reading:  # fmt: skip
    instrument = queries.get_asked(session, case, code, on=day_in_london(at)).instrument
    if not case.can_be_asked:
        raise RuleBroken(NOT_NOW.format(state=case.state.words))
    if said.way not in instrument.ways:
        raise RuleBroken(NOT_THIS_WAY, field="way")
    wording = instrument.wording(said.language)
    said = replace(said, language=wording.code)
    there = queries.readings_of(session, case.referral_id, code)
    asked = questions(instrument, wording, goals, names=queries.names_in(there, instrument))
    if not asked:
        raise RuleBroken(NO_GOALS)
    _check(session, case, instrument, said, at=at)
    _check_names(asked, said)
    return _write(
        session, actor, _Asked(case, instrument, asked), said, at=at,
        practice_id=case.practice_id if by_practice else None,
    )  # fmt: skip


def correct(
    session: Session, actor: Actor, referral_id: UUID, reading_id: UUID, said: Said,
    *, because: str, at: datetime,
) -> Reading:  # fmt: skip
    """Put a reading right: a new one takes its place, and the one before is kept with the reason."""
    case = cases.case_to_ask(session, actor, referral_id)
    page = queries.put_right_page(session, case, reading_id)
    return _correct(session, actor, page, said, because=because, at=at)


def correct_review(
    session: Session, actor: Actor, referral_id: UUID, reading_id: UUID, said: Said,
    *, because: str, at: datetime,
) -> Reading:  # fmt: skip
    """The practice puts right what it wrote down at the yearly review."""
    case = cases.practice_case(session, actor, referral_id, on=day_in_london(at))
    page = queries.put_right_page(session, case, reading_id, by_practice=case.practice_id)
    return _correct(session, actor, page, said, because=because, at=at)


def take_away(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    reading_id: UUID,
    *,
    because: str,
    at: datetime,
) -> None:
    """Take away a reading that is not of this person. It is kept, with the reason, and shown no more."""
    case = cases.case_to_ask(session, actor, referral_id)
    page = queries.put_right_page(session, case, reading_id)
    _take_away(session, actor, page, because=because, at=at)


def take_review_away(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    reading_id: UUID,
    *,
    because: str,
    at: datetime,
) -> None:
    """The practice takes away what it wrote down of somebody else."""
    case = cases.practice_case(session, actor, referral_id, on=day_in_london(at))
    page = queries.put_right_page(session, case, reading_id, by_practice=case.practice_id)
    _take_away(session, actor, page, because=because, at=at)


def _take_away(
    session: Session, actor: Actor, page: PutRightPage, *, because: str, at: datetime
) -> None:
    row = page.reading
    row.replaced_at, row.taken_away_because = at, because
    session.flush()
    audit.record(
        session, actor, "took a reading away", row, at=at, referral=row.referral_id, code=row.code
    )


def _correct(
    session: Session, actor: Actor, page: PutRightPage, said: Said, *, because: str, at: datetime
) -> Reading:
    case, old = page.case, page.reading
    said = replace(said, language=old.language)
    if (
        old.way is Way.LINK
    ):  # what somebody said themselves stays as they said it, but for a slip in a number
        said = replace(said, way=old.way, words=old.words)
    if said.taken_on == old.taken_on:  # whether it is another of that day was asked before
        said = replace(said, is_another=True)
    old.replaced_at = at
    session.flush()
    _check(session, case, page.instrument, said, at=at)
    _check_names(page.questions, said)
    return _write(
        session, actor, _Asked(case, page.instrument, page.questions), said, at=at,
        corrects_id=old.id, because=because, practice_id=old.practice_id,
        first_recorded_at=old.first_recorded_at or old.recorded_at,
    )  # fmt: skip


def _check(
    session: Session, case: Case, instrument: Instrument, said: Said, *, at: datetime
) -> None:
    if said.taken_on > day_in_london(at):
        raise RuleBroken(TO_COME, field="taken_on")
    if said.taken_on < day_in_london(at) - OLDEST:
        raise RuleBroken(TOO_OLD, field="taken_on")
    if said.taken_on < case.sent_on:
        raise RuleBroken(BEFORE.format(day=_day(case.sent_on)), field="taken_on")
    there = [
        one for one in queries.readings_of(session, case.referral_id, instrument.code)
        if one.instrument_version == instrument.version
    ]  # fmt: skip
    start = next((one for one in there if one.occasion is Occasion.START), None)
    if said.occasion is Occasion.START and start is not None:
        raise RuleBroken(STARTED.format(day=_day(start.taken_on)), field="occasion")
    if said.occasion is Occasion.START and there and there[0].taken_on < said.taken_on:
        raise RuleBroken(NO_START.format(day=_day(there[0].taken_on)), field="occasion")
    check(instrument, {part: one.value for part, one in said.answers.items()})
    if not said.is_another and any(one.taken_on == said.taken_on for one in there):
        raise RuleBroken(SAME_DAY, field="is_another")


def _check_names(asked: Sequence[Question], said: Said) -> None:
    """Whatever has a number and is the person's to name has a name."""
    for one in asked:
        answer = said.answers.get(one.part)
        if one.is_to_name and answer and answer.value is not None and not answer.name:
            raise RuleBroken(UNNAMED, field=f"name-{one.part}")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True)
class _Asked:
    """Of whose case what was asked."""

    case: Case
    instrument: Instrument
    questions: tuple[Question, ...]


def _write(
    session: Session, actor: Actor, asked: _Asked, said: Said, *, at: datetime, **facts: Any
) -> Reading:
    """A reading with an answer to each question; `facts` say which practice asked, or what it corrects."""
    case, instrument = asked.case, asked.instrument
    row = Reading(
        person_id=case.person_id, referral_id=case.referral_id, lead_id=case.lead_id,
        code=instrument.code, instrument_version=instrument.version,
        occasion=said.occasion, way=said.way, taken_on=said.taken_on, words=said.words,
        language=said.language,
        recorded_at=at, by=actor.user_id, who=actor.called, **facts,
    )  # fmt: skip
    nothing = Answered(None)
    for position, one in enumerate(asked.questions):
        answer = said.answers.get(one.part, nothing)
        row.answers.append(
            ReadingAnswer(
                position=position, aspect=one.aspect, goal_id=one.goal.id if one.goal else None,
                goal=one.goal.words if one.goal else one.name or (answer.name if one.is_own else ""),
                value=answer.value, note=answer.note,
            )
        )  # fmt: skip
    session.add(row)
    session.flush()
    act = "put a reading right" if "corrects_id" in facts else "wrote down a reading"
    audit.record(
        session, actor, act, row, at=at, referral=case.referral_id, code=instrument.code,
        occasion=said.occasion.value,
    )  # fmt: skip
    return row
