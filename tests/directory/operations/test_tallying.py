"""Searches are counted in memory first, and kept a few seconds' worth at a time."""

from datetime import date, timedelta

import sqlalchemy as sa

from directory.models import Tally
from directory.operations.finding import Searched
from directory.operations.tallying import BETWEEN, Tallies
from tests.support.clock import NOON

FOUND = Searched(date(2026, 11, 22), "", "", "found")


def kept(database):
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.sum(Tally.count))) or 0


def test_the_first_search_is_kept_at_once_and_the_next_ones_together(database):
    tallies = Tallies(database)
    for second in range(4):
        tallies.count(FOUND)
        tallies.keep_if_due(at=NOON + timedelta(seconds=second))
    assert kept(database) == 1
    tallies.keep_if_due(at=NOON + BETWEEN)
    assert kept(database) == 4


def test_nothing_is_counted_twice(database):
    tallies = Tallies(database)
    tallies.count(FOUND)
    tallies.keep()
    tallies.keep()
    assert kept(database) == 1


def test_what_cannot_be_kept_now_is_kept_later(database):
    tallies = Tallies(database)
    tallies.count(FOUND)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE tally RENAME TO away")
    tallies.keep()
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO tally")
    tallies.keep()
    assert kept(database) == 1
