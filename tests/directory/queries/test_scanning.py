"""Of many listings, the database itself finds those worth looking at."""

import pytest

from directory.queries import scanning
from directory.queries.scanning import found_in_database
from directory.search import Question
from tests.cast_directory import a_listing, anytown
from tests.support.clock import NOON


@pytest.fixture
def many(session, monkeypatch):
    """A directory that counts as a large one."""
    monkeypatch.setattr(scanning, "FEW", 3)
    area_id = anytown(session)
    for name in ("Happy hour", "Café Zoë", "50% off", "Swimming"):
        a_listing(session, area_id=area_id, name=name, group=f"The {name} people", description="")
    a_listing(session, area_id=area_id, name="Something", group="Keen Knitters", description="")
    return session


@pytest.mark.parametrize(
    ("words", "found"),
    [("happiness", 1), ("swim", 1), ("zoë", 1), ("50%", 1), ("knitter", 1), ("opera", 0), ("_", 3)],
)
def test_words_are_found_by_their_beginnings(many, words, found):
    assert found_in_database(many, Question(words=words), now=NOON).total == found
