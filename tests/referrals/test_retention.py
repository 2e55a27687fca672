"""How long a record is kept: years for adults, a birthday for children, days for drafts (G4)."""

from datetime import date

import pytest

from referrals.retention import schedule

RECORD = schedule().of("record")
DRAFT = schedule().of("draft")
CASES = [
    ("an adult", date(2026, 11, 22), date(1948, 5, 17), date(2034, 11, 23)),
    ("whose birthday is not known", date(2026, 11, 22), None, date(2034, 11, 23)),
    ("on a leap day", date(2024, 2, 29), date(1948, 5, 17), date(2032, 3, 1)),
    ("a leap day without its like", date(2028, 2, 29), None, date(2036, 3, 1)),
    ("a child of 10", date(2026, 11, 22), date(2016, 6, 1), date(2041, 6, 1)),
    ("somebody of 17", date(2026, 11, 22), date(2009, 6, 1), date(2035, 6, 1)),
    ("on the day they turned 18", date(2026, 11, 22), date(2008, 11, 22), date(2034, 11, 23)),
    ("the day before", date(2026, 11, 21), date(2008, 11, 22), date(2034, 11, 22)),
]


@pytest.mark.parametrize(("who", "last", "born", "over"), CASES, ids=[one[0] for one in CASES])
def test_a_record_is_kept_so_long(who, last, born, over):
    assert RECORD.over_on(last, born_on=born) == over


def test_a_draft_is_kept_ninety_days():
    assert DRAFT.over_on(date(2026, 1, 1)) == date(2026, 4, 2)


def test_only_drafts_go_by_themselves():
    assert [one.what for one in schedule().kept if one.by_itself] == ["draft"]


def test_every_line_says_who_says_so():
    assert all(one.source and one.after for one in schedule().kept)
    assert all(one.years or one.days for one in schedule().kept)


def test_the_columns_of_last_contact_are_there_and_belong_to_people():
    from referrals.queries.record import linked_tables

    tables = {one.name: one.table for one in linked_tables()}
    for table, column in schedule().last_contact:
        assert column in tables[table].columns
