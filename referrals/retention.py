"""How long a record is kept: retention.toml, and the day on which its time is over."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("retention.toml")
GROWN_UP = 18
ALMOST = 17


@dataclass(frozen=True)
class Kept:
    """A line of the schedule. `child` is the birthday until which a child's is kept, 0 for none."""

    what: str
    after: str
    source: str
    years: int = 0
    days: int = 0
    child: int = 0
    by_itself: bool = False

    def over_on(self, last: date, *, born_on: date | None = None) -> date:
        """The first day on which it is kept no longer."""
        over = _years_after(last, self.years) + timedelta(days=self.days + 1)
        if not self.child or born_on is None or last >= _years_after(born_on, GROWN_UP):
            return over
        was_almost = last >= _years_after(born_on, ALMOST)
        return max(over, _years_after(born_on, self.child + was_almost))


@dataclass(frozen=True)
class Schedule:
    """The whole schedule, and the columns whose newest moment is the last contact: table, column."""

    kept: tuple[Kept, ...]
    last_contact: tuple[tuple[str, str], ...]

    def of(self, what: str) -> Kept:
        """The line for something."""
        return next(one for one in self.kept if one.what == what)


@cache
def schedule() -> Schedule:
    """The schedule, read once."""
    said = tomllib.loads(FILE.read_text())
    columns = (name.partition(".") for name in said["last_contact"])
    return Schedule(
        tuple(Kept(**line) for line in said["kept"]),
        tuple((table, column) for table, _, column in columns),
    )


def _years_after(day: date, years: int) -> date:
    """The same day so many years later; of 29 February, 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
