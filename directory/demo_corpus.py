"""Makes believable listings by the thousand, the same ones for the same seed: all fiction.

`demo load --listings N --seed S` and the benchmarks measure with them.
"""

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from directory.published import Published, PublishedGroup, Slot
from directory.vocabulary import (
    DAYS,
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
from kernel.geography import Point

T = TypeVar("T")
MADE_AT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
_WORDS = Path(__file__).with_name("demo_corpus.toml")
_SPREAD_KM = 12
_KM_A_DEGREE = 111.2
_TOWNS = 40
_LISTINGS_A_GROUP = 2.5
_PLACES = (
    (Place.SOMEWHERE,) * 84 + (Place.ONLINE,) * 7 + (Place.WHOLE_AREA,) * 7 + (Place.HIDDEN,) * 2
)
_JOINING = (Joining.TURN_UP,) * 5 + (Joining.ASK_FIRST,) * 4 + (Joining.REFERRAL,)
_COSTS = (Cost.FREE,) * 5 + (Cost.ASK,) * 3 + (Cost.DONATION, Cost.AMOUNT)
_CHECKED = (Checked.CHECKED,) * 6 + (Checked.NEW,) * 3 + (Checked.NOT_CONFIRMED,)
_WEEKS = ((),) * 8 + ((1,), (1, 3), (2, 4), (-1,))


@dataclass(frozen=True)
class DemoArea:
    """The area that listings are made for: what it is called, where it lies, its localities."""

    id: UUID
    name: str
    centre: Point
    localities: tuple[tuple[UUID | None, str], ...]


ANYTOWN = DemoArea(
    id=UUID("b7a1f0de-3f7c-4b1e-9c55-0a4a6c3f2d11"),
    name="Anytown",
    centre=Point(lat=53.8, lon=-1.6),
    localities=((None, "North Anytown"), (None, "Riverside"), (None, "The Moors")),
)


@dataclass(frozen=True)
class _Town:
    name: str
    point: Point


def listings(count: int, *, seed: int, area: DemoArea = ANYTOWN) -> Iterator[Published]:
    """So many listings of an area. The first n are the same whatever the count."""
    chance = random.Random(f"{seed} {area.name}")  # noqa: S311 - not a secret: the same for the same seed
    towns = _towns(area, chance)
    group = _group(chance)
    for _ in range(count):
        if _happens(chance, share=1 / _LISTINGS_A_GROUP):
            group = _group(chance)
        yield _listing(area, group, towns, chance)


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


def _id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _happens(chance: random.Random, *, share: float) -> bool:
    return chance.random() < share


def _some(chance: random.Random, from_: Sequence[T], *, share: float) -> tuple[T, ...]:
    """Mostly none; sometimes one or two."""
    if not _happens(chance, share=share):
        return ()
    return tuple(dict.fromkeys(chance.choices(from_, k=chance.choice((1, 1, 2)))))


def _towns(area: DemoArea, chance: random.Random) -> list[_Town]:
    return [_Town(_place(chance), _about(area.centre, _SPREAD_KM, chance)) for _ in range(_TOWNS)]


def _place(chance: random.Random) -> str:
    """The name of a place that is nowhere: "Larkwick"."""
    words = _words()
    return f"{chance.choice(words['place_starts'])}{chance.choice(words['place_ends'])}"


def _about(centre: Point, spread_km: float, chance: random.Random) -> Point:
    north = chance.gauss(0, spread_km) / _KM_A_DEGREE
    east = chance.gauss(0, spread_km) / _KM_A_DEGREE / 0.6
    return Point(lat=round(centre.lat + north, 5), lon=round(centre.lon + east, 5))


def _group(chance: random.Random) -> PublishedGroup:
    name = f"{_place(chance)} {chance.choice(_words()['bodies'])}"
    return PublishedGroup(
        id=_id(chance),
        name=name,
        description=f"{name} is run by people who live nearby.",
        legal_type=chance.choice(tuple(LegalType)),
        last_modified=MADE_AT,
    )


def _listing(
    area: DemoArea, group: PublishedGroup, towns: Sequence[_Town], chance: random.Random
) -> Published:
    place, town = chance.choice(_PLACES), chance.choice(towns)
    kind, weekly = _kind(place, chance), _slots(chance)
    is_hidden = place is Place.HIDDEN
    confirmed_at = MADE_AT - timedelta(days=chance.randrange(200))
    locality_id, locality = chance.choice(area.localities)
    listing = Published(
        id=_id(chance),
        area_id=area.id,
        group=group,
        name=chance.choice(kind["titles"]) if is_hidden else _title(kind, town, chance),
        description=kind["says"] if is_hidden else _description(kind, town, chance),
        domains=tuple(it for it in Domain if it in kind["domains"]),
        joining=chance.choice(_JOINING),
        place=place,
        when=_when(weekly),
        last_modified=confirmed_at,
        slots=weekly,
        locality_id=locality_id,
        locality=locality,
        area=area.name,
        phone=f"01632 960{chance.randrange(1000):03}",  # Ofcom keeps these numbers for drama
        confirmed_on=confirmed_at.date(),
        is_ranked_lower=_happens(chance, share=0.03),
        **_optional_facts(kind, chance),
    )
    return _somewhere(listing, town, chance) if place is Place.SOMEWHERE else listing


def _kind(place: Place, chance: random.Random) -> dict[str, Any]:
    """A kind of activity: as in life, walks are many and community radio is rare."""
    kinds = _words()["hidden_kinds" if place is Place.HIDDEN else "kinds"]
    return dict(kinds[int(len(kinds) * chance.random() ** 1.4)])


def _title(kind: dict[str, Any], town: _Town, chance: random.Random) -> str:
    title = chance.choice(kind["titles"])
    tail = (
        "",
        "",
        f" at {town.name}",
        f" in {town.name}",
        f" with {chance.choice(_words()['people'])}",
    )
    return f"{title}{chance.choice(tail)}"


def _description(kind: dict[str, Any], town: _Town, chance: random.Random) -> str:
    words = _words()
    remarks = chance.sample(words["remarks"], chance.choice((1, 2, 2, 3)))
    ask = (
        f"Ask for {chance.choice(words['people'])} at {town.name} {chance.choice(words['venues'])}."
    )
    return " ".join([kind["says"], *remarks, ask])


def _slots(chance: random.Random) -> tuple[Slot, ...]:
    weeks = chance.choice(_WEEKS)
    days = sorted(chance.sample(range(7), chance.choice((0, 1, 1, 1, 1, 2))))
    hour = chance.choice((9, 10, 10, 11, 13, 14, 14, 18, 19))
    return tuple(
        Slot(_id(chance), day, time(hour, 30), time(hour + 2, 0), ordinals=weeks) for day in days
    )


def _when(slots: Sequence[Slot]) -> str:
    days = " and ".join(f"{DAYS[slot.weekday]}s" for slot in slots)
    return f"{days} from {slots[0].opens_at:%H:%M}" if slots else "Ring us, it varies"


def _optional_facts(kind: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """What a group need not say; about half do."""
    cost = chance.choice(_COSTS)
    checked = chance.choice(_CHECKED)
    return {
        "parts_of_day": _some(chance, tuple(PartOfDay), share=0.2),
        "cost": cost,
        "cost_pence": chance.randrange(50, 800, 50) if cost is Cost.AMOUNT else None,
        "needs": tuple(it for it in Need if it in kind["needs"]),
        "audiences": _some(chance, tuple(Audience), share=0.35),
        "languages": _some(chance, _words()["languages"], share=0.15),
        "is_step_free": chance.choice((True, True, False, None)),
        "places_left": chance.choice((None, None, 0, 3, 12)),
        "checked": checked,
        "checked_on": MADE_AT.date() if checked is Checked.CHECKED else None,
        "first_visit": "Somebody will meet you at the door." if _happens(chance, share=0.4) else "",
    }


def _somewhere(listing: Published, town: _Town, chance: random.Random) -> Published:
    point = _about(town.point, 1.5, chance)
    return replace(
        listing,
        latitude=point.lat,
        longitude=point.lon,
        town=town.name,
        address=f"{chance.choice(_words()['venues'])}, {chance.randrange(1, 200)} {_place(chance)} Street",
        postcode=_postcode(chance),
    )


def _postcode(chance: random.Random) -> str:
    """Well formed, and nobody's: there is no postcode area AN."""
    letters = "".join(chance.choices("ABDEFGHJLN", k=2))
    return f"AN{chance.randrange(1, 30)} {chance.randrange(10)}{letters}"
