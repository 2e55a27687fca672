"""News from the directory carries ids, and survives being kept."""

from dataclasses import fields
from uuid import UUID, uuid4

import pytest

from directory import events
from kernel.events import Event

ALL = [kind for kind in vars(events).values() if isinstance(kind, type) and Event in kind.__bases__]


def test_there_are_the_events_that_others_listen_for() -> None:
    assert {kind.__name__ for kind in ALL} == {
        "ListingChanged",
        "ListingConfirmed",
        "ListingWithdrawn",
        "GroupClaimed",
        "MissingActivityTold",
        "FileToRead",
    }


@pytest.mark.parametrize("kind", ALL)
def test_every_field_is_an_id_and_comes_back_as_it_was(kind: type[Event]) -> None:
    news = kind(**{field.name: uuid4() for field in fields(kind)})
    assert all(field.type in (UUID, "UUID") for field in fields(kind))
    assert kind.from_payload(news.payload()) == news
