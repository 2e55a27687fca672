"""What was paid and not done, and what was done and not paid: for somebody to look at (B0-32).

That nothing is written down does not say that nothing was done. So each finding leads to where it can be put right.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from directory.vocabulary import Worded
from kernel.periods import Month

WEEKS = 8
"""So many weeks after a year of help began we ask whether anybody was in touch since. Our local choice."""


class NotInTouch(Worded):
    """Why a year of help that is charged is looked at."""

    NOBODY = "nobody", "Nobody was in touch with them since"
    LATE = "late", f"We were first in touch after more than {WEEKS} weeks"


def not_in_touch(begins_on: date, reached: Collection[date], *, today: date) -> NotInTouch | None:
    """Whether somebody was reached within the first weeks of a year; None also while these are not over.

    `reached` are the days of the year on which they were, but for the first meeting by which it began.
    """
    until = begins_on + timedelta(weeks=WEEKS)
    if today <= until:
        return None
    first = min(reached, default=None)
    if first is None:
        return NotInTouch.NOBODY
    return NotInTouch.LATE if first > until else None


def months_without_a_visit(paid: Iterable[Month], visits: Iterable[date]) -> tuple[Month, ...]:
    """The months that were paid with a fixed sum, and in which nobody came."""
    came = {Month.containing(day) for day in visits}
    return tuple(sorted(set(paid) - came))
