"""A listing as everybody may see it: what queries give to pages, the index and the open feed.

Nothing here is hidden, unconfirmed or about the person who keeps the listing, so whatever is made
from it is fit to publish. A hidden place (D7) has no point, no postcode and no address here.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from directory.vocabulary import (
    Audience,
    Checked,
    Cost,
    Domain,
    Joining,
    LegalType,
    Need,
    PartOfDay,
    Place,
)


@dataclass(frozen=True)
class Slot:
    """A time at which it happens: every week on a weekday (0 is Monday), or in some weeks of a month.

    `ordinals` are the weeks of the month (1 first … 4, -1 last); empty is every week.
    """

    id: UUID
    weekday: int
    opens_at: time | None = None
    closes_at: time | None = None
    ordinals: tuple[int, ...] = ()


@dataclass(frozen=True)
class PublishedGroup:
    """The group (NTP; `organization` in the feed) that runs a listing."""

    id: UUID
    name: str
    description: str = ""
    website: str = ""
    email: str = ""
    legal_type: LegalType | None = None
    charity_number: str = ""
    last_modified: datetime | None = None
    is_claimed: bool = False


@dataclass(frozen=True, kw_only=True)
class Listed:
    """What a list shows of one listing. Empty text and None mean "not said"."""

    id: UUID
    name: str
    description: str
    joining: Joining
    place: Place
    when: str
    slots: tuple[Slot, ...] = ()
    cost: Cost = Cost.ASK
    cost_pence: int | None = None
    cost_words: str = ""
    town: str = ""
    postcode: str = ""
    locality: str = ""
    area: str = ""
    checked: Checked = Checked.NEW


@dataclass(frozen=True, kw_only=True)
class Published(Listed):
    """One listing, whole. Coordinates are WGS84 degrees."""

    area_id: UUID
    group: PublishedGroup
    domains: tuple[Domain, ...]
    last_modified: datetime
    parts_of_day: tuple[PartOfDay, ...] = ()
    phone: str = ""
    email: str = ""
    website: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    locality_id: UUID | None = None
    needs: tuple[Need, ...] = ()
    audiences: tuple[Audience, ...] = ()
    audience_words: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    languages: tuple[str, ...] = ()
    is_step_free: bool | None = None
    access_words: str = ""
    first_visit: str = ""
    transport: str = ""
    has_buddy: bool | None = None
    places_left: int | None = None
    waiting_weeks: int | None = None
    referral_criteria: str = ""
    confirmed_on: date | None = None
    checked_on: date | None = None
    is_funded: bool = False
    is_ranked_lower: bool = False
