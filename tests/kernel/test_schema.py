"""The shape of the database: brought up to date, and known to be or not."""

import sqlalchemy as sa

from kernel import schema
from kernel.database import Database


def test_an_empty_database_is_not_current_and_then_it_is(unmigrated_url):
    database = Database(unmigrated_url)
    assert not schema.is_current(database)
    schema.upgrade(unmigrated_url)
    assert schema.is_current(database)
    database.close()


def test_bringing_it_up_to_date_twice_changes_nothing(unmigrated_url):
    schema.upgrade(unmigrated_url)
    database = Database(unmigrated_url)
    before = sa.inspect(database.engine).get_table_names()
    schema.upgrade(unmigrated_url)
    assert sa.inspect(database.engine).get_table_names() == before
    database.close()


def test_it_can_be_taken_back_to_nothing(unmigrated_url):
    schema.upgrade(unmigrated_url)
    schema.downgrade(unmigrated_url, "base")
    database = Database(unmigrated_url)
    assert set(sa.inspect(database.engine).get_table_names()) <= {"alembic_version"}
    assert not schema.is_current(database)
    database.close()
