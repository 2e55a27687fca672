"""Everything that is kept about a person is found from the schema, and was looked through (G1)."""

import pytest

import billing.models  # noqa: F401 - the tables of every feature
import outcomes_star.models  # noqa: F401 - likewise
from kernel.database import Base
from referrals.held import reviewed
from referrals.queries.record import linked_tables, numbers_of
from tests.cast_referrals import a_person, a_referral
from tests.support.canaries import Planter

LINKED = linked_tables()


def test_tables_above_come_before_those_below():
    names = [one.name for one in LINKED]
    assert names[0] == "person"
    for one in LINKED:
        assert all(names.index(above) < names.index(one.name) for _, above in one.keys)


def test_every_table_of_a_person_was_looked_through():
    by_key = {name for name, one in reviewed().items() if not one.by}
    assert by_key == {one.name for one in LINKED}, (
        "referrals/held.toml lists every table that belongs to people: say what a copy for them shows."
    )


@pytest.mark.parametrize("linked", LINKED, ids=lambda one: one.name)
def test_every_column_with_words_was_looked_through(linked):
    table = reviewed().get(linked.name)
    assert table is not None
    if not table.is_safeguarding:
        kinds = [*table.given, *table.review, *table.elsewhere]
        assert sorted(kinds) == sorted(linked.columns_with_words)


def test_tables_without_a_key_name_a_persons_row():
    for one in reviewed().values():
        if one.by:
            assert one.by in Base.metadata.tables[one.table].columns


def test_the_rows_of_two_people_are_never_mixed(session):
    one, other = a_referral(session), a_referral(session, a_person(session, "Omar Khalid"))
    planter = Planter()
    for row in (one, other):
        planter.plant(session, row.person_id)
    mine, theirs = (numbers_of(session, row.person_id) for row in (one, other))
    assert {one.id, one.person_id} <= mine
    assert not mine & theirs
    assert len(mine) > len(LINKED)
