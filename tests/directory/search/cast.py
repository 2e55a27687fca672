"""Entries that tests ask for: one default activity, of which a test says only what matters to it."""

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from directory.published import Slot
from directory.search import FACETS, Entry
from directory.vocabulary import Audience, Joining

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday
ANYTOWN = UUID("0a0a0a0a-0000-4000-8000-000000000001")
ELSEWHERE = UUID("0a0a0a0a-0000-4000-8000-000000000002")


def an_entry(title: str = "Something to do", **said: object) -> Entry:
    """An entry; facets are given by name and stand beside the default ones."""
    facets = {
        **dict.fromkeys(FACETS, frozenset()),
        "joining": frozenset({Joining.TURN_UP}),
        "audiences": frozenset({Audience.EVERYBODY}),
    }
    facets |= {name: frozenset(said.pop(name)) for name in tuple(said) if name in FACETS}
    facts = {
        "id": uuid4(),
        "area_id": ANYTOWN,
        "organisation": "",
        "text": "",
        "freshness": date(2026, 11, 1).toordinal(),
        **said,
    }
    return Entry(title=title, facets=facets, **facts)


def a_slot(weekday: int, hour: int | None = 10, *weeks: int) -> Slot:
    """A session that begins on the hour."""
    opens_at = time(hour) if hour is not None else None
    return Slot(uuid4(), weekday, opens_at, ordinals=tuple(weeks))
