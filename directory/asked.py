"""A search as its address says it: what, where, how far, narrowed by what, in which order.

What an address holds that we do not know is left out, never refused: old links go on working.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from directory.domains import suggest
from directory.meanings import Understood, understood
from directory.search import Order, Question
from directory.vocabulary import DAYS, Audience, Domain, Joining, Need, PartOfDay, Worded
from kernel.geography import KM_IN_A_MILE, Point

LONGEST = 200
MOST_PAGES = 5_000
MOST_AS_WORDS = 8
YES = "yes"
ANY_DISTANCE = "any"
USUAL_MILES = 5
MOST_MILES = 100
OFFERED_MILES = (1, 2, 5, 10, 20)

Read = Callable[[str], Hashable | None]
Write = Callable[[Hashable], str]


@dataclass(frozen=True)
class Facet:
    """One way to narrow a search: its name in the address, in a Question, and its values in words.

    `values` are pairs of what the address says and what people read; none means an open list.
    """

    name: str
    field: str
    legend: str
    read: Read
    write: Write
    values: tuple[tuple[Hashable, str], ...] = ()

    @property
    def is_yes(self) -> bool:
        """Whether it is a single box to tick."""
        return self.legend == ""


def _closed(name: str, field_name: str, legend: str, words: type[Worded]) -> Facet:
    known = {member.value: member for member in words}
    values = tuple((member, member.words) for member in words)
    return Facet(name, field_name, legend, known.get, str, values)


def _yes(name: str, field_name: str, words: str) -> Facet:
    return Facet(name, field_name, "", _is_yes, lambda _: YES, ((True, words),))


def _is_yes(text: str) -> Hashable | None:
    return True if text.lower() in {YES, "1", "true", "y", "on"} else None


def _day(text: str) -> Hashable | None:
    names = [day.lower() for day in DAYS]
    return names.index(text.lower()) if text.lower() in names else None


def _day_name(value: Hashable) -> str:
    return DAYS[int(str(value))].lower()


def _language(text: str) -> Hashable | None:
    return text.replace("_", " ").strip().casefold()[:LONGEST] or None


def _language_name(value: Hashable) -> str:
    return str(value).replace(" ", "_")


_DAYS = tuple((number, day) for number, day in enumerate(DAYS))
FACETS: tuple[Facet, ...] = (
    _closed("domain", "domains", "What kind of thing", Domain),
    Facet("day", "days", "Which day", _day, _day_name, _DAYS),
    _closed("part", "parts_of_day", "What time of day", PartOfDay),
    _yes("free", "is_free", "It is free"),
    _yes("step_free", "is_step_free", "You can get in without steps"),
    _yes("online", "is_online", "You join on-line"),
    _yes("places", "has_places", "It has places left"),
    _yes("checked", "is_checked", "Somebody has checked it"),
    _closed("joining", "joining", "How to join", Joining),
    _closed("for", "audiences", "Who it is for", Audience),
    _closed("need", "needs", "What it is good for", Need),
    Facet("language", "languages", "Language", _language, _language_name),
)
"""Every way to narrow a search, in the order in which the page offers them."""
_BY_NAME = {facet.name: facet for facet in FACETS}


@dataclass(frozen=True)
class Asked:
    """A search: words and place as typed, and what was chosen, by the name of the facet.

    `as_words` are phrases to be looked up though they could mean a choice. `today` is the day on
    which it is asked, which "today" and "tomorrow" among its words go by.
    """

    what: str = ""
    where: str = ""
    miles: int | None = USUAL_MILES
    chosen: Mapping[str, tuple[Hashable, ...]] = field(default_factory=dict)
    order: Order = Order.RELEVANCE
    page: int = 1
    is_exact: bool = False
    as_words: tuple[str, ...] = ()
    today: date = field(kw_only=True)

    @property
    def understood(self) -> Understood:
        """What its words say."""
        return understood(self.what, today=self.today, as_words=self.as_words)

    @property
    def words(self) -> str:
        """What is looked up as words: as typed, without what means a choice."""
        return self.understood.words if self.understood.taken else self.what

    @property
    def narrowed_by(self) -> Mapping[str, tuple[Hashable, ...]]:
        """What was chosen and what its words say besides, by the name of the facet."""
        meant = {name: list(values) for name, values in self.chosen.items()}
        for part in self.understood.taken:
            read_ones = (_BY_NAME[part.facet].read(value) for value in part.values)
            meant.setdefault(part.facet, []).extend(one for one in read_ones if one is not None)
        return {name: tuple(dict.fromkeys(values)) for name, values in meant.items()}

    @property
    def is_soon(self) -> bool:
        """Whether its words are of today or tomorrow."""
        return any(part.is_soon for part in self.understood.taken)

    @property
    def in_order(self) -> Order:
        """The order it is answered in: what is asked for today is useless once it has begun."""
        is_usual = self.order is Order.RELEVANCE
        return Order.NEXT if is_usual and self.is_soon else self.order

    @property
    def is_narrowed(self) -> int:
        """How many choices narrow it."""
        return sum(len(values) for values in self.narrowed_by.values())

    @property
    def only_domain(self) -> str:
        """The one domain that was chosen, or ""."""
        chosen = self.chosen.get("domain", ())
        return str(chosen[0]) if len(chosen) == 1 else ""

    @property
    def spoken_domain(self) -> str:
        """The domain that a search counts for: the one chosen, or what its words speak of, or ""."""
        spoken = suggest(self.what) if self.what else []
        return self.only_domain or (spoken[0].domain.value if spoken else "")

    @property
    def query(self) -> str:
        """The search as the query of an address; what is as usual is left out."""
        parts = [
            ("q", self.what),
            ("where", self.where),
            ("within", _said(self.miles)),
            ("order", self.order.value if self.order is not Order.RELEVANCE else ""),
            ("exact", YES if self.is_exact else ""),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        parts += [
            (facet.name, facet.write(value))
            for facet in FACETS
            for value in self.chosen.get(facet.name, ())
        ]
        parts += [("word", phrase) for phrase in self.as_words]
        return urlencode([(name, value) for name, value in parts if value])

    def question(self, *, near: Point | None, area_ids: frozenset[UUID] | None) -> Question:
        """What the engine is asked."""
        is_near = near is not None and self.miles is not None
        narrowed: dict[str, Any] = {
            _BY_NAME[name].field: True if _BY_NAME[name].is_yes else frozenset(values)
            for name, values in self.narrowed_by.items()
        }
        return Question(
            words=self.words,
            near=near,
            within_km=(self.miles or 0) * KM_IN_A_MILE if is_near else None,
            area_ids=area_ids,
            order=self.in_order,
            page=self.page,
            exact=self.is_exact,
            **narrowed,
        )


def _said(miles: int | None) -> str:
    if miles is None:
        return ANY_DISTANCE
    return "" if miles == USUAL_MILES else str(miles)


def read(values: Mapping[str, Sequence[str]], *, today: date) -> Asked:
    """The search that the parts of an address ask for on this day."""
    return Asked(
        what=_line(values, "q"),
        where=_line(values, "where"),
        miles=_miles(_line(values, "within")),
        chosen=_chosen(values),
        order=_order(_line(values, "order")),
        page=_page(_line(values, "page")),
        is_exact=_is_yes(_line(values, "exact")) is True,
        as_words=_as_words(values),
        today=today,
    )


def _line(values: Mapping[str, Sequence[str]], name: str) -> str:
    """The first value of a part of an address, as one line."""
    given = values.get(name) or [""]
    return _as_line(given[0])


def _as_line(text: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text[:LONGEST])
    return " ".join(printable.split())


def _as_words(values: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    phrases = (_as_line(text) for text in values.get("word", ())[:MOST_AS_WORDS])
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


def _chosen(values: Mapping[str, Sequence[str]]) -> dict[str, tuple[Hashable, ...]]:
    chosen = {}
    for facet in FACETS:
        read_ones = (facet.read(text) for text in values.get(facet.name, ())[:LONGEST])
        known = tuple(dict.fromkeys(value for value in read_ones if value is not None))
        if known:
            chosen[facet.name] = known
    return chosen


def _miles(text: str) -> int | None:
    if text.lower() == ANY_DISTANCE:
        return None
    return min(max(int(text), 1), MOST_MILES) if _is_number(text) else USUAL_MILES


def _order(text: str) -> Order:
    return next((order for order in Order if order.value == text.lower()), Order.RELEVANCE)


def _page(text: str) -> int:
    return min(max(int(text), 1), MOST_PAGES) if _is_number(text) else 1


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9  # noqa: PLR2004 - enough for any page
