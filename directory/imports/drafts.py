"""What an import brings: a draft for each good row, a complaint for what an editor should know."""

import hashlib
import json
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cached_property

from directory.vocabulary import Audience, Cost, Domain, Joining, Need, Place


class Weight(StrEnum):
    """What a complaint means for its row."""

    NOTE = "note"
    REPEATED = "repeated"
    REFUSED = "refused"


@dataclass(frozen=True)
class Complaint:
    """Something about one row that an editor should know: where it stands, in words for anyone."""

    row: int
    column: str
    says: str
    weight: Weight = Weight.NOTE


@dataclass(frozen=True)
class Draft:
    """A listing as a row of somebody's file describes it: nobody has claimed or checked it.

    `key` names the row in its source, so that the next run finds it again. `also_said` is what the
    row says that fits no fact. Empty text and None mean "not said".
    """

    row: int
    key: str
    group: str
    name: str
    description: str = ""
    group_description: str = ""
    when: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    place: Place | None = None
    address: str = ""
    town: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    cost: Cost = Cost.ASK
    cost_pence: int | None = None
    cost_words: str = ""
    joining: Joining | None = None
    domains: tuple[Domain, ...] = ()
    needs: tuple[Need, ...] = ()
    audiences: tuple[Audience, ...] = ()
    audience_words: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    languages: tuple[str, ...] = ()
    is_step_free: bool | None = None
    access_words: str = ""
    charity_number: str = ""
    reviewed_on: date | None = None
    also_said: tuple[str, ...] = ()
    notes: tuple[Complaint, ...] = field(default=(), compare=False)

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same facts, wherever in the file they stand: 64 hexadecimal digits."""
        said = [str(getattr(self, name)) for name in _FACTS]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


_FACTS = tuple(one.name for one in fields(Draft) if one.name not in ("row", "key", "notes"))
