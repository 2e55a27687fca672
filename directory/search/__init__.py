"""The public search as the rest of the directory knows it: what may be asked, what comes back.

No engine is named here (A-PU-02). An engine is one class with the methods of `Engine`, one line in
`directory/search/engines.py`, and must pass tests/directory/search/test_engines.py.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from directory.published import Published, Slot
from directory.vocabulary import (
    Audience,
    Checked,
    Cost,
    Domain,
    Joining,
    Need,
    PartOfDay,
    Place,
)
from kernel.geography import Point

NOON, EVENING = 12, 17
FACETS: Mapping[str, tuple[Hashable, ...]] = {
    "domains": tuple(Domain),
    "days": tuple(range(7)),
    "parts_of_day": tuple(PartOfDay),
    "is_free": (True,),
    "joining": tuple(Joining),
    "is_step_free": (True,),
    "is_online": (True,),
    "audiences": tuple(Audience),
    "needs": tuple(Need),
    "has_places": (True,),
    "is_checked": (True,),
    "languages": (),
}
"""What results can be narrowed by: the fields of a Question and their closed lists of values.

Languages are an open list: those that some listing names, in small letters.
"""


class IndexBusy(Exception):
    """Somebody else writes the index, and goes on for longer than one change takes."""


class Order(StrEnum):
    """How results are sorted."""

    RELEVANCE = "relevance"
    DISTANCE = "distance"
    NEXT = "next"


class IndexUnavailable(Exception):
    """There is no index, or it is damaged: answer from the database and have it made again."""


@dataclass(frozen=True)
class Question:
    """What somebody looks for. Values within a facet are alternatives; facets narrow each other.

    `near` with `within_km` finds listings of any area that are near enough; a listing without a
    point (hidden, on-line, the whole area) is found by its area alone. `exact` undoes a spelling
    correction. `order` by relevance without words is by distance if `near` is known.
    """

    words: str = ""
    near: Point | None = None
    within_km: float | None = None
    area_ids: frozenset[UUID] | None = None
    domains: frozenset[Domain] = frozenset()
    days: frozenset[int] = frozenset()
    parts_of_day: frozenset[PartOfDay] = frozenset()
    is_free: bool = False
    joining: frozenset[Joining] = frozenset()
    is_step_free: bool = False
    is_online: bool = False
    audiences: frozenset[Audience] = frozenset()
    needs: frozenset[Need] = frozenset()
    has_places: bool = False
    is_checked: bool = False
    languages: frozenset[str] = frozenset()
    order: Order = Order.RELEVANCE
    page: int = 1
    size: int = 20
    exact: bool = False
    with_counts: bool = True

    @property
    def chosen(self) -> dict[str, frozenset[Hashable]]:
        """The facets that narrow this question, and their values."""
        asked = {facet: getattr(self, facet) for facet in FACETS}
        return {
            facet: frozenset({True}) if value is True else frozenset(value)
            for facet, value in asked.items()
            if value
        }

    @property
    def window(self) -> slice:
        """The results of this page, as a slice of all of them. Any page may be typed."""
        start = (max(self.page, 1) - 1) * self.size
        return slice(start, start + self.size)


@dataclass(frozen=True)
class Help:
    """What is nearly it, when nothing was found.

    `nearest` are up to five listings that hold at least one of the words, anywhere in the areas
    asked for; `relaxed` says how many would be found without one thing that was asked, by the
    name of the Question's field.
    """

    nearest: tuple[UUID, ...]
    relaxed: Mapping[str, int]


@dataclass(frozen=True)
class Found:
    """One page of results, best first, and what switching each filter would give.

    `distance_km` holds those of the page, or of the nearest where nothing was found. A facet's own
    counts ignore its own filter. Hidden places come after the others of their page,
    and where a point was asked for they are paged apart from them: neither whether they are found,
    nor their order, nor their page depends on the point (reliability.md D7).
    """

    total: int
    pages: int
    ids: tuple[UUID, ...]
    distance_km: Mapping[UUID, float] = field(default_factory=dict)
    counts: Mapping[str, Mapping[Hashable, int]] = field(default_factory=dict)
    corrected_words: str | None = None
    help: Help | None = None


@dataclass(frozen=True)
class Entry:
    """A listing as an engine keeps it: nothing that a published listing does not show.

    `freshness` is the day (proleptic ordinal) on which it was last confirmed or changed.
    """

    id: UUID
    area_id: UUID
    title: str
    organisation: str
    text: str
    facets: Mapping[str, frozenset[Hashable]]
    point: Point | None = None
    slots: tuple[Slot, ...] = ()
    freshness: int = 0
    is_hidden: bool = False
    is_ranked_lower: bool = False


@dataclass(frozen=True)
class IndexState:
    """How an index stands: its generation counts up with each change that was taken in."""

    generation: int
    made_at: datetime
    listings: int


class Engine(Protocol):
    """An engine: one process writes, any number ask."""

    def find(self, question: Question, *, now: datetime) -> Found:
        """One page of what is found; raises IndexUnavailable and nothing else."""
        ...

    def completions(self, typed: str) -> tuple[str, ...]:
        """What the last word typed may become, commonest first; raises IndexUnavailable."""
        ...

    def state(self) -> IndexState:
        """What is read from now, for whoever watches; raises IndexUnavailable."""
        ...

    def is_whole(self) -> bool:
        """Whether everything that is kept can be read, also what no question has touched yet."""
        ...

    def put(self, entries: Iterable[Entry]) -> None:
        """Add or replace entries, as one batch; raises IndexBusy rather than wait for a rebuild."""
        ...

    def remove(self, ids: Iterable[UUID]) -> None:
        """Remove entries, as one batch; as `put`. One that is not there is no error."""
        ...

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Start again from these entries, and say how many there were."""
        ...


def entry_of(published: Published) -> Entry:
    """What an engine keeps of a published listing. Only a place that is shown has a point (D7)."""
    return Entry(
        id=published.id,
        area_id=published.area_id,
        title=published.name,
        organisation=published.group.name,
        text=_text(published),
        facets=_facets(published),
        point=_point(published),
        slots=published.slots,
        freshness=(published.confirmed_on or published.last_modified).toordinal(),
        is_hidden=published.place is Place.HIDDEN,
        is_ranked_lower=published.is_ranked_lower,
    )


def _point(published: Published) -> Point | None:
    latitude, longitude = published.latitude, published.longitude
    if published.place is not Place.SOMEWHERE or latitude is None or longitude is None:
        return None
    return Point(lat=latitude, lon=longitude)


def _text(published: Published) -> str:
    audiences = [a.words for a in published.audiences if a is not Audience.EVERYBODY]
    closed = [value.words for value in (*published.domains, *published.needs)]
    places = [published.locality, published.town, published.area]
    said = [published.description, published.when, published.audience_words]
    return "\n".join([*said, *closed, *audiences, *published.languages, *places])


def _facets(published: Published) -> dict[str, frozenset[Hashable]]:
    asked = {
        "is_free": published.cost is Cost.FREE,
        "is_step_free": published.is_step_free is True,
        "is_online": published.place is Place.ONLINE,
        "has_places": bool(published.places_left and published.places_left > 0),
        "is_checked": published.checked is Checked.CHECKED,
    }
    return {
        "domains": frozenset(published.domains),
        "days": frozenset(slot.weekday for slot in published.slots),
        "parts_of_day": frozenset(published.parts_of_day) | _parts(published.slots),
        "joining": frozenset({published.joining}),
        "audiences": frozenset(published.audiences or {Audience.EVERYBODY}),
        "needs": frozenset(published.needs),
        "languages": frozenset(language.strip().casefold() for language in published.languages),
        **{facet: frozenset({True} if is_so else ()) for facet, is_so in asked.items()},
    }


def _parts(slots: Iterable[Slot]) -> frozenset[PartOfDay]:
    hours = {slot.opens_at.hour for slot in slots if slot.opens_at}
    return frozenset(
        PartOfDay.MORNING
        if hour < NOON
        else PartOfDay.AFTERNOON
        if hour < EVENING
        else PartOfDay.EVENING
        for hour in hours
    )
