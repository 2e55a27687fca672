"""The ladder of a listing that nobody confirms: due, marked, ranked lower, out of search, archived.

Days count from the day a listing was last confirmed, or first published (A-DIR-12, -13, OD5, D4).
"""

from bisect import bisect
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from functools import cached_property

from kernel.errors import RuleBroken

LONGEST_DUE = 365
"""Days. Beyond a year nobody knows whether a group still meets."""


class Standing(IntEnum):
    """How far up the ladder a listing is. Later is worse, so standings compare."""

    says: str

    def __new__(cls, value: int, says: str = "") -> "Standing":
        member = int.__new__(cls, value)
        member._value_ = value
        member.says = says
        return member

    FRESH = 0, "Confirmed"
    DUE = 1, "Time to confirm"
    NOT_CONFIRMED = 2, "Not confirmed lately"
    LOWER = 3, "Not confirmed lately: shown after others"
    OUT = 4, "Left out of search until it is confirmed"
    ARCHIVE = 5, "Archived: not confirmed for a long time"

    @property
    def slug(self) -> str:
        """The standing as it is kept: "not-confirmed"."""
        return self.name.lower().replace("_", "-")

    @property
    def is_marked(self) -> bool:
        """Whether people read that it was not confirmed lately."""
        return self >= Standing.NOT_CONFIRMED

    @property
    def is_ranked_lower(self) -> bool:
        """Whether it comes after what is just as good and better kept."""
        return self >= Standing.LOWER


_STANDINGS = tuple(Standing)
NEVER_CONFIRMED = "Never confirmed by the group"


@dataclass(frozen=True)
class Clock:
    """How many days after confirming a listing is due, and how many after that each step comes."""

    due_after_days: int = 90
    marked_after_days: int = 14
    lower_after_days: int = 28
    out_after_days: int = 60
    archived_after_days: int = 180

    def __post_init__(self) -> None:
        if not 1 <= self.due_after_days <= LONGEST_DUE:
            raise RuleBroken(
                f"Enter a number of days from 1 to {LONGEST_DUE}.", field="due_after_days"
            )
        for (_, earlier), (name, later) in zip(self._steps, self._steps[1:], strict=False):
            if later <= earlier:
                raise RuleBroken(
                    f"Enter more than {earlier} days, so that each step comes after the one before.",
                    field=name,
                )

    @property
    def _steps(self) -> tuple[tuple[str, int], ...]:
        return (
            ("due_after_days", 0),
            ("marked_after_days", self.marked_after_days),
            ("lower_after_days", self.lower_after_days),
            ("out_after_days", self.out_after_days),
            ("archived_after_days", self.archived_after_days),
        )

    @cached_property
    def first_days(self) -> tuple[int, ...]:
        """The first day of each standing after the first, worked out once: every listing asks."""
        return tuple(self.after_days(step) for step in Standing if step is not Standing.FRESH)

    def chosen_by_group(self, days: int | None) -> "Clock":
        """The clock of a group that wants to be asked sooner; None keeps the host's.

        A choice made before the host shortened its own clock does not lengthen it again.
        """
        if days is None:
            return self
        return replace(self, due_after_days=min(days, self.due_after_days))

    def after_days(self, standing: Standing) -> int:
        """How many days after confirming a standing begins."""
        if standing is Standing.FRESH:
            return 0
        return self.due_after_days + self._steps[standing - 1][1]


USUAL = Clock()
"""The clock of an area whose host has set none."""


def check_choice(days: int, clock: Clock) -> None:
    """Refuse a group's choice of days that is longer than the host's clock."""
    if not 1 <= days <= clock.due_after_days:
        raise RuleBroken(
            f"Enter a number of days from 1 to {clock.due_after_days}.", field="due_after_days"
        )


def begins_on(standing: Standing, confirmed_on: date, clock: Clock) -> date:
    """The first day of a standing, if nobody confirms before: `begins_on(Standing.DUE, …)`."""
    return confirmed_on + timedelta(days=clock.after_days(standing))


def standing(confirmed_on: date, today: date, clock: Clock) -> Standing:
    """Where a listing stands on a day. A day of confirming that lies ahead counts as fresh."""
    return _STANDINGS[bisect(clock.first_days, (today - confirmed_on).days)]


def says(reached: Standing, *, was_confirmed: bool) -> str:
    """A standing in words. What its group never confirmed is not called confirmed, only new."""
    if was_confirmed or reached >= Standing.OUT:
        return reached.says
    return NEVER_CONFIRMED


def steps_due(
    confirmed_on: date, today: date, clock: Clock, *, taken: Standing
) -> tuple[Standing, ...]:
    """The steps reached since the last one taken, in order: each is a line in the history."""
    reached = standing(confirmed_on, today, clock)
    return tuple(step for step in Standing if taken < step <= reached)


def step_due(confirmed_on: date, today: date, clock: Clock, *, taken: Standing) -> Standing | None:
    """The step whose letter is to be sent. After an outage that is the last one: never a heap."""
    steps = steps_due(confirmed_on, today, clock, taken=taken)
    return steps[-1] if steps else None
