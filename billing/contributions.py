"""What people who can afford it pay towards what they come to, a little more over time (A-COST-05).

The guide gives no figures, so there are none: a lead NTP writes its own steps, and nobody pays before it has (OD7).
Nobody is asked who has not said that they can pay, and nobody whom the lead NTP has let off.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from directory.vocabulary import Worded
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money

MOST_STEPS = 12
MOST_AFTER = 1000


class Taper(Worded):
    """By what the steps are counted."""

    SESSIONS = "sessions", "How often they have come"
    MONTHS = "months", "How many months it is since they first came"


class CanPay(Worded):
    """What somebody said of whether they can pay."""

    NOT_ASKED = "not-asked", "Nobody has asked them"
    YES = "yes", "They can pay"
    NO = "no", "They cannot pay, or would rather not say"

    @property
    def when_let_off(self) -> str:
        """How it reads of somebody whom the lead NTP let off: so that it does not say that they pay."""
        return "They could pay, and are let off" if self is CanPay.YES else "They are let off"


@dataclass(frozen=True)
class Step:
    """From so many sessions or months on: what a session costs."""

    after: int
    amount: Money


@dataclass(frozen=True)
class Schedule:
    """The steps of a lead NTP; without any nobody pays."""

    taper: Taper = Taper.SESSIONS
    steps: tuple[Step, ...] = ()

    @property
    def is_on(self) -> bool:
        """Whether anybody is asked for anything."""
        return any(one.amount for one in self.steps)

    def at(self, gone: int) -> Money:
        """What a session costs after so many sessions or months."""
        return max(
            (one for one in self.steps if one.after <= gone), key=_after, default=FREE
        ).amount

    @property
    def lines(self) -> str:
        """The steps as they are typed: "6: 1.00" on each line."""
        return "\n".join(f"{one.after}: {str(one.amount)[1:]}" for one in self.steps)

    def to_json(self) -> list[dict[str, Any]]:
        """The steps as plain JSON."""
        return [{"after": one.after, "pence": one.amount.pence} for one in self.steps]

    @classmethod
    def from_json(cls, taper: Taper, kept: Sequence[Mapping[str, Any]]) -> "Schedule":
        """The schedule again."""
        return cls(taper, tuple(Step(one["after"], Money(one["pence"])) for one in kept))

    @classmethod
    def read(cls, taper: Taper, text: str) -> "Schedule":
        """A schedule from lines like "6: 1.00". Raises RuleBroken for what cannot be read, or goes down."""
        steps = tuple(sorted(_steps(text), key=_after))
        if len(steps) > MOST_STEPS:
            raise RuleBroken(f"Write {MOST_STEPS} lines or fewer.", field="steps")
        for earlier, later in pairwise(steps):
            if earlier.after == later.after:
                raise RuleBroken(f"There are two lines for {later.after}. Keep one.", field="steps")
            if later.amount < earlier.amount:
                raise RuleBroken(
                    "People pay more over time, never less. Change a line.", field="steps"
                )
        return cls(taper, steps)


def _after(step: Step) -> int:
    return step.after


FREE = Step(0, NOTHING)


def _steps(text: str) -> Iterator[Step]:
    for line in filter(None, map(str.strip, text.splitlines())):
        after, colon, amount = line.partition(":")
        after = after.strip()
        is_number = after.isascii() and after.isdigit() and int(after[:9]) <= MOST_AFTER
        if not (colon and is_number):
            raise RuleBroken(
                f"Write “{line}” as a number, a colon and an amount: 6: 1.00", field="steps"
            )
        paid = Money.pounds(amount)
        if paid < NOTHING:
            raise RuleBroken("Nobody is paid for coming. Enter £0 or more.", field="steps")
        yield Step(int(after), paid)


def asked_for(
    schedule: Schedule, *, can_pay: CanPay, is_let_off: bool, sessions: int, months: int
) -> Money:
    """What somebody is asked for the next time they come."""
    if can_pay is not CanPay.YES or is_let_off:
        return NOTHING
    return schedule.at(sessions if schedule.taper is Taper.SESSIONS else months)
