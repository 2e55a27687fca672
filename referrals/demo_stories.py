"""One made-up person's story: who they are, their referral, and what moment it is in it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from kernel.access import Actor
from kernel.periods import LONDON, day_in_london
from referrals.demo_town import Town
from referrals.models import Referral

FRIDAY = 4
OPENS = 9


@dataclass(frozen=True)
class Known:
    """What is written down of somebody in the list of people."""

    place: int
    nhs_number: str
    name: str
    born: date
    practice: str
    worker: str
    state: str
    days: int
    conditions: list[str]
    why: str
    matters: str
    goal: str = ""
    level: str = ""
    language: str = ""
    interpreter: bool = False
    access: str = ""
    carer: str = ""
    no_voicemail: bool = False
    meets: int | None = None
    goes_to: str = ""
    group: str = ""
    own_idea: str = ""
    steps: tuple[str, ...] = ()
    changed: str = ""
    says: str = ""

    @property
    def first_name(self) -> str:
        """What friends call them."""
        return self.name.partition(" ")[0]


class Story:
    """Somebody's story so far: who they are, their referral, and what moment it is in it."""

    row: Referral

    def __init__(self, session: Session, town: Town, known: Known, end: datetime) -> None:
        self.session, self.town, self.known, self.end = session, town, known, end
        self.now = end
        self.after(-known.days)

    @property
    def worker(self) -> Actor:
        """The link worker whose case it is."""
        return self.town.named(self.known.worker)

    @property
    def is_past(self) -> bool:
        """Whether the work is done."""
        return bool(self.known.changed)

    def ahead(self, days: int, hour: int = OPENS) -> datetime:
        """A moment so many days on, within working hours."""
        day = day_in_london(self.now) + timedelta(days=days)
        while day.weekday() > FRIDAY:
            day += timedelta(days=1)
        minute = self.known.place * 7 % 60
        return datetime.combine(day, time(hour, minute), LONDON).astimezone(self.end.tzinfo)

    def after(self, days: int, hour: int = OPENS) -> datetime:
        """Go on to a moment so many days on, never past today."""
        is_first = days < 0
        moment = self.ahead(days, hour)
        later = moment if is_first else max(moment, self.now + timedelta(minutes=5))
        self.now = min(later, self.end)
        return self.now
