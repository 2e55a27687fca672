"""What a search finds, as a page shows it; and how the index that answers it stands."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory import shown
from directory.asked import FACETS, Asked
from directory.queries import narrowing, places
from directory.queries.narrowing import Choices, Option, Relaxed, Taken
from directory.queries.places import Located
from directory.queries.published import listed_in_order, published_in_order, searchable
from directory.queries.scanning import found_in_database
from directory.search import Engine, Found, IndexState, IndexUnavailable, Order, Question
from directory.shown import Card
from directory.vocabulary import Place
from kernel.periods import LONDON

EVERYTHING = 10_000_000
ANY_MOMENT = datetime(2000, 1, 1, tzinfo=LONDON)
MOST_SUGGESTED = 8

_engines: list[Engine] = []


def open_engine(engine: Engine) -> None:
    """Say what answers searches from now on."""
    _engines[:] = [engine]


def engine() -> Engine:
    """What answers searches."""
    return _engines[0]


@dataclass(frozen=True)
class ResultsPage:
    """One page of results, or help when nothing was found.

    `apart` are those of hidden places, which no distance is known of (reliability.md D7).
    """

    asked: Asked
    heading: str
    located: Located | None
    likely_place: str
    total: int
    first: int
    page: int
    pages: int
    cards: tuple[Card, ...]
    apart: tuple[Card, ...]
    choices: tuple[Choices, ...]
    ticks: tuple[Choices, ...]
    orders: tuple[Option, ...]
    distances: tuple[Option, ...]
    corrected: str
    taken: tuple[Taken, ...]
    nearest: tuple[Card, ...]
    relaxed: tuple[Relaxed, ...]
    is_by_index: bool

    @property
    def is_place_unknown(self) -> bool:
        """Whether a place was typed that we do not know."""
        return bool(self.asked.where) and self.located is None

    @property
    def has_ticks(self) -> bool:
        """Whether there is a box to tick."""
        return any(one.choices for one in self.ticks)

    @property
    def without_choices(self) -> dict[str, str]:
        """The parts of the address to change, to see everything again."""
        return {**dict.fromkeys(self.asked.chosen, ""), "q": self.asked.words}

    @property
    def map_href(self) -> str:
        """Where the map finds where these are."""
        return f"/search/map.json?{self.asked.query}"

    @property
    def missing_href(self) -> str:
        """Where to tell the area that something like this is missing."""
        parts = {
            "q": self.asked.what,
            "where": self.asked.where,
            "domain": self.asked.only_domain,
        }
        said = urlencode({name: value for name, value in parts.items() if value})
        return f"/missing-activity?{said}" if said else "/missing-activity"

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was found at all."""
        return self.total == 0


@dataclass(frozen=True)
class Answer:
    """What a search came to: what was found, where it was asked for, and who answered."""

    found: Found
    located: Located | None
    is_by_index: bool


def answer(session: Session, asked: Asked, *, now: datetime) -> Answer:
    """What a search finds. Without an index the database answers at once (K12)."""
    located = places.locate(session, asked.where) if asked.where else None
    area_id = located.area_id if located else None
    question = asked.question(
        near=located.point if located else None,
        area_ids=frozenset({area_id}) if area_id else None,
    )
    try:
        return Answer(engine().find(question, now=now), located, is_by_index=True)
    except IndexUnavailable:
        return Answer(found_in_database(session, question, now=now), located, is_by_index=False)


def results_page(session: Session, asked: Asked, *, now: datetime) -> ResultsPage:
    """One page of results; the last one, where a page beyond it was asked for."""
    given = answer(session, asked, now=now)
    if given.found.pages < asked.page:
        asked = replace(asked, page=given.found.pages)
        given = answer(session, asked, now=now)
    return page_of(session, asked, given, now=now)


def page_of(session: Session, asked: Asked, given: Answer, *, now: datetime) -> ResultsPage:
    """What was found, as a page shows it."""
    found, located = given.found, given.located
    first = (asked.page - 1) * Question.size + 1
    cards = _cards(session, found.ids, found, asked, first=first, now=now)
    return ResultsPage(
        asked=asked,
        heading=_heading(asked, located),
        located=located,
        likely_place=_likely_place(session, asked, located),
        total=found.total,
        first=first,
        page=asked.page,
        pages=found.pages,
        cards=tuple(card for card in cards if not card.is_apart),
        apart=tuple(card for card in cards if card.is_apart),
        choices=tuple(narrowing.choices(one, asked, found) for one in FACETS if not one.is_yes),
        ticks=tuple(narrowing.choices(one, asked, found) for one in FACETS if one.is_yes),
        orders=narrowing.orders(asked, is_near=located is not None),
        distances=narrowing.distances(asked) if located else (),
        corrected=found.corrected_words or "",
        taken=narrowing.taken(asked),
        nearest=_nearest(session, found, asked, now=now),
        relaxed=narrowing.relaxed(asked, found),
        is_by_index=given.is_by_index,
    )


def _heading(asked: Asked, located: Located | None) -> str:
    what = f"“{asked.what}”" if asked.what else "Activities"
    return f"{what} near {located.label}" if located else what


def _likely_place(session: Session, asked: Asked, located: Located | None) -> str:
    """What was meant by a place that we do not know, or ""."""
    return "" if located or not asked.where else places.likely(session, asked.where) or ""


def _cards(
    session: Session,
    listing_ids: Sequence[UUID],
    found: Found,
    asked: Asked,
    *,
    first: int,
    now: datetime,
) -> tuple[Card, ...]:
    """Results, read again from what is published now: what was withdrawn since never shows."""
    today = now.astimezone(LONDON).date()
    is_by_time = asked.in_order is Order.NEXT
    listed = listed_in_order(session, listing_ids, today=today, with_times=is_by_time)
    return tuple(
        shown.card(
            one,
            km=found.distance_km.get(one.id),
            next_after=now if is_by_time else None,
            number=number,
        )
        for number, one in enumerate(listed, start=first)
    )


def _nearest(session: Session, found: Found, asked: Asked, *, now: datetime) -> tuple[Card, ...]:
    if found.help is None:
        return ()
    return _cards(session, found.help.nearest, found, asked, first=1, now=now)


def suggestions(typed: str) -> tuple[str, ...]:
    """What the words typed so far may become. Nothing, rather than an error, without an index."""
    before, _, last = typed.rpartition(" ")
    try:
        completions = engine().completions(last)
    except IndexUnavailable:
        return ()
    words = [word for word in completions if word != last.casefold()]
    return tuple(f"{before} {word}".strip() for word in words[:MOST_SUGGESTED])


def counts_by_domain(*, now: datetime) -> Mapping[Hashable, int] | None:
    """How many activities there are of each kind, or None without an index."""
    try:
        found = engine().find(Question(size=1), now=now)
    except IndexUnavailable:
        return None
    return found.counts["domains"]


def indexed_ids() -> set[UUID] | None:
    """Every listing in the index, or None when it cannot be read."""
    asked = Question(size=EVERYTHING, with_counts=False)
    try:
        return set(engine().find(asked, now=ANY_MOMENT).ids)
    except IndexUnavailable:
        return None


@dataclass(frozen=True)
class IndexStanding:
    """How the index stands, None without one; how many listings are published; at what time."""

    index: IndexState | None
    published: int
    at: datetime

    @property
    def words(self) -> str:
        """The standing as the health page says it."""
        if self.index is None:
            return f"cannot be read; the database answers for {self.published} listings"
        age = max((self.at - self.index.made_at).total_seconds(), 0)
        return (
            f"{self.index.listings} listings of {self.published} published, "
            f"generation {self.index.generation} made {age:.0f} s ago"
        )


def index_standing(session: Session, *, now: datetime) -> IndexStanding:
    """How the index stands."""
    counted = sa.select(sa.func.count()).select_from(searchable().subquery())
    published = session.scalar(counted) or 0
    try:
        return IndexStanding(engine().state(), published, now)
    except IndexUnavailable:
        return IndexStanding(None, published, now)


def map_of(session: Session, asked: Asked, *, now: datetime) -> dict[str, object]:
    """The results of a page that are at a place, with their numbers in the list, as plain values.

    Outcodes around them are named, so that the map says something without pictures from elsewhere.
    """
    given = answer(session, asked, now=now)
    today = now.astimezone(LONDON).date()
    first = (min(asked.page, given.found.pages) - 1) * Question.size + 1
    listed = enumerate(published_in_order(session, given.found.ids, today=today), start=first)
    points = [
        {
            "number": number,
            "name": one.name,
            "href": shown.address_of(one.id),
            "lat": one.latitude,
            "lon": one.longitude,
        }
        for number, one in listed
        if one.place is Place.SOMEWHERE and one.latitude is not None
    ]
    return {"points": points, "from": _start(given.located)}


def _start(located: Located | None) -> dict[str, object] | None:
    if located is None:
        return None
    return {"name": located.label, "lat": located.point.lat, "lon": located.point.lon}
