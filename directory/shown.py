"""A published listing in the words that cards, pages, menus and letters show."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from directory import times
from directory.published import Listed, Published
from directory.vocabulary import Audience, Checked, Cost, Joining, Place
from directory.wording import shortened
from kernel.geography import distance_words
from kernel.money import Money

LONGEST_SUMMARY = 180
ASK_WHERE = "Ask where it is"
ASK_WHEN = "Ask when it is on"
ASK_KEEPERS = "Ask whoever keeps this directory how to join"
TELEPHONE = str.maketrans("", "", " ()-.")


@dataclass(frozen=True)
class Tag:
    """A state and the words for it."""

    state: str
    words: str


@dataclass(frozen=True)
class Card:
    """A listing in a list. `number` is its place in the list; `is_apart` is set for a hidden place."""

    id: UUID
    href: str
    title: str
    text: str
    facts: tuple[str, ...]
    tags: tuple[Tag, ...]
    number: int = 0
    is_apart: bool = False


def card(
    listing: Listed,
    *,
    km: float | None = None,
    next_after: datetime | None = None,
    number: int = 0,
) -> Card:
    """A listing in a list: how far, when, where, what it costs and how to join, each a few words."""
    facts = (
        f"{distance_words(km).capitalize()} away" if km is not None else "",
        next_words(listing, next_after) if next_after else listing.when,
        place_words(listing),
        cost_words(listing),
        joining_words(listing),
    )
    return Card(
        id=listing.id,
        href=address_of(listing.id),
        title=listing.name,
        text=shortened(" ".join(listing.description.split()), LONGEST_SUMMARY),
        facts=tuple(fact for fact in facts if fact),
        tags=tags(listing),
        number=number,
        is_apart=listing.place is Place.HIDDEN,
    )


def tags(listing: Listed) -> tuple[Tag, ...]:
    """What to know of a listing at a glance. That nobody checked it is usual, and says nothing."""
    if listing.checked is Checked.UNCHECKED:
        return ()
    return (Tag(listing.checked.value, listing.checked.words),)


def address_of(listing_id: UUID) -> str:
    """The path of a listing's page; it never changes."""
    return f"/listings/{listing_id}"


def place_words(listing: Listed) -> str:
    """Where, in a few words. Of a hidden place only the area (reliability.md D7)."""
    match listing.place:
        case Place.SOMEWHERE:
            named = [listing.town or listing.locality, listing.postcode]
            return ", ".join(part for part in named if part) or ASK_WHERE
        case Place.HIDDEN:
            return (
                f"In {listing.area}: the group tells you where"
                if listing.area
                else ("The group tells you where")
            )
        case Place.WHOLE_AREA:
            return f"Anywhere in {listing.area}" if listing.area else listing.place.words
        case _:
            return listing.place.words


def place_lines(listing: Published) -> tuple[str, ...]:
    """Where, with the address on a line before. An address alone is in the area."""
    words = place_words(listing)
    if not listing.address:
        return (words,)
    return (listing.address, listing.area if words == ASK_WHERE else words)


def cost_words(listing: Listed) -> str:
    """What it costs: "Free", "£3.50 a session", "Ask the group what it costs"."""
    match listing.cost:
        case Cost.AMOUNT:
            amount = "" if listing.cost_pence is None else _price(listing.cost_pence)
            between = ". " if listing.cost_words[:1].isupper() else " "
            said = [part for part in (amount, listing.cost_words) if part]
            return between.join(said) or listing.cost.words
        case Cost.ASK:
            return listing.cost_words or "Ask the group what it costs"
        case _:
            return ". ".join(part for part in (listing.cost.words, listing.cost_words) if part)


def joining_words(listing: Listed) -> str:
    """How to join."""
    if listing.joining is Joining.ASK_FIRST:
        return "Ask before you come"
    return listing.joining.words


def joining_on_paper(listing: Published) -> str:
    """How to join; where nobody knows how to reach the group, whom to ask instead."""
    is_reached = listing.phone or listing.email or listing.website
    is_asked = listing.joining is Joining.ASK_FIRST and not is_reached
    return ASK_KEEPERS if is_asked else joining_words(listing)


def when_words(listing: Listed) -> str:
    """When, in the group's own words, if it has said so."""
    return listing.when or ASK_WHEN


def next_words(listing: Listed, after: datetime) -> str:
    """When it is next on: "Next: Tuesday 24 November, 10am". Without times, the group's own words."""
    moment = times.next_occurrence(listing.slots, after)
    if moment is None:
        return listing.when
    has_time = any(slot.opens_at for slot in listing.slots)
    clock = f", {times.said(moment.time())}" if has_time else ""
    return f"Next: {moment:%A} {moment.day} {moment:%B}{clock}"


def audience_words(listing: Published) -> str:
    """Who it is for: "Men, carers, aged 50 and over", or "Everybody"."""
    people = [one.words for one in listing.audiences if one is not Audience.EVERYBODY]
    parts = [
        ", ".join([*people[:1], *map(_inside, people[1:])]),
        listing.audience_words,
        age_words(listing),
    ]
    return ". ".join(part for part in parts if part) or Audience.EVERYBODY.words


def age_words(listing: Published) -> str:
    """Ages, if it is not for all."""
    match listing.minimum_age, listing.maximum_age:
        case None, None:
            return ""
        case youngest, None:
            return f"Aged {youngest} and over"
        case None, oldest:
            return f"Aged up to {oldest}"
        case youngest, oldest:
            return f"Aged {youngest} to {oldest}"


def dialled(phone: str) -> str:
    """A phone number as a telephone dials it."""
    return phone.translate(TELEPHONE)


def confirmed_words(listing: Published) -> str:
    """When the group last said that it is right, and a warning where that is too long ago."""
    day = listing.confirmed_on
    said = f"{day.day} {day:%B %Y}" if day else ""
    if listing.checked is Checked.NOT_CONFIRMED:
        return f"Not confirmed{f' since {said}' if said else ' yet'}: ring or write before you go"
    return f"Last confirmed {said}" if said else "Not confirmed yet"


def _inside(words: str) -> str:
    """Words as they stand inside a sentence; "LGBT+ people" keeps its capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _price(pence: int) -> str:
    return str(Money(pence)).removesuffix(".00")
