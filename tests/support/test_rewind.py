"""A database is put back as it was, however often and whatever was done to it."""

import sqlalchemy as sa

from accounts.models import Area
from tests.cast import an_area
from tests.support.rewind import rewinding


def names(database):
    with database.reading() as session:
        return {area.id: area.name for area in session.scalars(sa.select(Area))}


def test_what_was_added_changed_or_taken_away_is_as_it_was(database):
    with database.writing() as session:
        changed, gone = an_area(session).id, an_area(session, "Elsewhere").id
    before = names(database)
    with rewinding(database.engine) as rewind:
        for _ in range(3):
            with database.writing() as session:
                an_area(session, "New")
                session.get_one(Area, changed).name = "Renamed"
                session.delete(session.get_one(Area, gone))
            assert names(database) != before
            assert "area" in rewind()
            assert names(database) == before
        assert rewind() == set()
