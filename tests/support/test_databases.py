"""A database that tests share holds nothing of any of them."""

import pytest
import sqlalchemy as sa

from accounts.models import Area
from tests.cast import an_area


def test_what_a_test_writes_is_gone_after_it(empties, database_kind):
    for _ in range(2):
        with empties.of(database_kind).reading() as session:
            assert session.scalar(sa.select(sa.func.count()).select_from(Area)) == 0
            an_area(session)
            session.flush()


def test_a_test_that_keeps_what_it_wrote_is_told_so(empties, database_kind):
    with (
        pytest.raises(AssertionError, match="let it ask for `database`"),
        empties.of(database_kind).writing() as session,
    ):
        an_area(session)


def test_who_asks_for_a_database_too_has_one_transaction_in_it(session, database):
    an_area(session)
    session.commit()
    with database.reading() as later:
        assert later.scalar(sa.select(sa.func.count()).select_from(Area)) == 1
