"""The clocks of a case: by which working day of England something is due, and what has gone silent.

Facts and limits come in as arguments; what day it is too. A clock begins anew when its beginning does,
so that a referral sent again, or somebody who finished, is counted from then.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from directory.vocabulary import Worded
from kernel.periods import Holidays, day_in_london, working_days_after
from referrals.lifecycle import WITH_WORKER, State
from referrals.vocabulary import Urgency

SIX_WEEKS = timedelta(weeks=6)


class Clock(Worded):
    """What is counted (H4, N-60, N-62, B3-22)."""

    SAFETY = "safety", "Make sure that they are safe"
    READ = "read", "Read it"
    ACCEPT = "accept", "Accept it"
    CONTACT = "contact", "Reach the person"
    MEET = "meet", "Meet them"
    REPORT = "report", "Tell the practice"
    PLAN = "plan", "Agree a plan"
    REVIEW = "review", "Next review"
    AGAIN = "again", "Open the case again, or say why not"


TO_MEET = tuple(state for state in WITH_WORKER if not state.is_met)
"""A link worker has accepted, and has not met the person yet."""

SILENCE = (
    Clock.SAFETY, Clock.READ, Clock.ACCEPT, Clock.CONTACT, Clock.MEET, Clock.AGAIN,
)  # fmt: skip
"""Clocks that raise an alarm when they run out: nobody did anything."""

BY_HAND = (Clock.REPORT, Clock.AGAIN)
"""Clocks that a link worker may stop by saying how it was done. That of danger has an act of its own."""

UNTIL_REACHED = ("read", "accept", "contact")
"""What is done sooner where the referral says “sooner than usual” or “as soon as can be”."""

ON_THE_PLAN = (Clock.PLAN, Clock.REVIEW)
"""Clocks that stop on the page of the action plan."""


@dataclass(frozen=True)
class Limits:
    """What a lead NTP decided, in working days. No figures are in the guide: these are benchmarks.

    `urgent` is the longest for whoever is referred to be helped as soon as can be.
    `safety` is nobody's to lengthen: whoever is said to be in danger is seen to on the same working day.
    """

    read: int = 2
    accept: int = 5
    contact: int = 10
    report: int = 2
    attempts: int = 3
    most_cases: int = 50
    meet: int = 10
    urgent: int = 2
    safety: int = 0

    def for_one(self, urgency: Urgency) -> "Limits":
        """The limits for somebody of such urgency: half of the usual, or as soon as can be; never longer."""
        usual = {name: getattr(self, name) for name in UNTIL_REACHED}
        match urgency:
            case Urgency.URGENT:
                return replace(
                    self, **{name: min(days, self.urgent) for name, days in usual.items()}
                )
            case Urgency.SOON:
                return replace(self, **{name: -(-days // 2) for name, days in usual.items()})
        return self


@dataclass(frozen=True)
class Facts:
    """What the clocks of a case are counted from. `stops` says when somebody stopped one.

    `danger_at` is when words of danger were written last. Nothing but its own stop answers them: of a
    contact nobody knows whether it was about the danger.
    `again_at` is when a first meeting was missed, or somebody who could not be reached was tried again.
    `lapsed_at` is when somebody said that they would like help again.
    `booked_for` is when the meeting is that is booked, `booked_at` when that was last settled.
    When a review is due is the plan's to say: `review_on` is its day, and no clock counts it again.
    """

    state: State
    sent_at: datetime | None
    was_read: bool = False
    has_practice: bool = True
    reached_at: datetime | None = None
    assessed_at: datetime | None = None
    review_on: date | None = None
    stops: Mapping[Clock, datetime] = field(default_factory=dict)
    danger_at: datetime | None = None
    first_reached_at: datetime | None = None
    again_at: datetime | None = None
    booked_for: datetime | None = None
    booked_at: datetime | None = None
    urgency: Urgency = Urgency.ROUTINE
    lapsed_at: datetime | None = None

    @property
    def is_at_once(self) -> bool:
        """Whether somebody is to be helped as soon as can be, and was not met yet."""
        is_to_come = self.state.is_waiting or self.state in TO_MEET
        return self.urgency is Urgency.URGENT and is_to_come


@dataclass(frozen=True)
class Due:
    """A clock that runs, the last day on which it is in time, and the moment it began at."""

    clock: Clock
    on: date
    began_at: datetime

    def is_late(self, today: date) -> bool:
        """Whether its last day has gone."""
        return self.on < today

    def is_near(self, today: date) -> bool:
        """Whether it is due today, or late."""
        return self.on <= today


def running(facts: Facts, limits: Limits, *, holidays: Holidays) -> tuple[Due, ...]:
    """The clocks that run for a case: danger before everything, then the nearest."""
    limits = limits.for_one(facts.urgency)
    found = [
        *_in_danger(facts, limits, holidays),
        *_until_reached(facts, limits, holidays),
        *_until_met(facts, limits, holidays),
        *_since_met(facts, limits, holidays),
        *_since_lapsed(facts, limits, holidays),
    ]
    return tuple(sorted(found, key=lambda due: (due.clock is not Clock.SAFETY, due.on)))


def reach_by(dues: Iterable[Due]) -> date | None:
    """By which day the person is to be reached, where that is still counted.

    Where danger was written of when it was sent, that is the day on which they are to be made safe.
    """
    there = {due.clock: due for due in dues}
    contact, safety = there.get(Clock.CONTACT), there.get(Clock.SAFETY)
    if contact is None:
        return None
    if safety is None or safety.began_at > contact.began_at:
        return contact.on
    return min(contact.on, safety.on)


def unread_before(at: date | datetime, *, holidays: Holidays) -> str:
    """Before which day nobody may have read what is written now, in words: the next working day."""
    day = working_days_after(day_in_london(at), 1, holidays=holidays)
    return f"{day:%A} {day.day} {day:%B}"


def _in_danger(facts: Facts, limits: Limits, holidays: Holidays) -> Iterator[Due]:
    """To be answered after the end too, unless the case goes on as a new one."""
    began = facts.danger_at
    if began is None or facts.sent_at is None:
        return
    began = max(began, facts.sent_at)
    is_answered = _is_since(facts.stops.get(Clock.SAFETY), began)
    if not is_answered and facts.state is not State.REOPENED:
        on = working_days_after(day_in_london(began), limits.safety, holidays=holidays)
        yield Due(Clock.SAFETY, on, began)


def _until_reached(facts: Facts, limits: Limits, holidays: Holidays) -> Iterator[Due]:
    if facts.sent_at is None or not facts.state.is_open:
        return
    day = day_in_london(facts.sent_at)
    wanted = (
        (Clock.READ, limits.read, facts.state.is_waiting and not facts.was_read),
        (Clock.ACCEPT, limits.accept, facts.state.is_waiting),
        (Clock.CONTACT, limits.contact, not _was_reached_since(facts, day)),
    )
    for clock, days, runs in wanted:
        if runs:
            on = working_days_after(day, days, holidays=holidays)
            yield Due(clock, on, facts.sent_at)


def _was_reached_since(facts: Facts, day: date) -> bool:
    """By the day, since a contact is often written down without its hour."""
    return facts.reached_at is not None and day_in_london(facts.reached_at) >= day


def _until_met(facts: Facts, limits: Limits, holidays: Holidays) -> Iterator[Due]:
    """A meeting that is booked is due on its day: then somebody says what became of it."""
    if facts.sent_at is None or facts.state not in TO_MEET:
        return
    if facts.booked_for is not None:
        booked_at = facts.booked_at or facts.sent_at
        yield Due(Clock.MEET, day_in_london(facts.booked_for), booked_at)
    elif _was_reached_since(facts, day_in_london(facts.sent_at)):
        moments = (facts.sent_at, facts.first_reached_at or facts.reached_at, facts.again_at)
        began = max(moment for moment in moments if moment is not None)
        on = working_days_after(day_in_london(began), limits.meet, holidays=holidays)
        yield Due(Clock.MEET, on, began)


def _since_met(facts: Facts, limits: Limits, holidays: Holidays) -> Iterator[Due]:
    met = facts.assessed_at
    if met is None or facts.state is State.WITHDRAWN:
        return
    if facts.has_practice and not _is_since(facts.stops.get(Clock.REPORT), met):
        on = working_days_after(day_in_london(met), limits.report, holidays=holidays)
        yield Due(Clock.REPORT, on, met)
    if facts.review_on is not None:
        yield Due(Clock.REVIEW, facts.review_on, met)
    elif facts.state is State.ASSESSED:
        yield Due(Clock.PLAN, day_in_london(met) + SIX_WEEKS, met)


def _since_lapsed(facts: Facts, limits: Limits, holidays: Holidays) -> Iterator[Due]:
    """Asking for help again is answered as soon as a new referral is."""
    began = facts.lapsed_at
    if not facts.state.asks_again or began is None:
        return
    if not _is_since(facts.stops.get(Clock.AGAIN), began):
        on = working_days_after(day_in_london(began), limits.accept, holidays=holidays)
        yield Due(Clock.AGAIN, on, began)


def _is_since(moment: datetime | None, began_at: datetime) -> bool:
    return moment is not None and moment >= began_at
