"""The clock of tests: noon on 22 November 2026, until a test lets time pass."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    now: datetime = field(default=NOON)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> datetime:
        """Let time pass: `clock.passes(days=3)`."""
        self.now += timedelta(**time)
        return self.now
