"""The page of a practice's keys: its own, that still work, and never the key itself."""

from datetime import timedelta

import pytest

from kernel.errors import NotAllowed, NotFound
from referrals.operations import messages as operations
from referrals.queries.messages import keys_page
from tests.cast import NOON, a_practice
from tests.cast_messages import a_connected_practice
from tests.cast_referrals import a_practice_manager, a_referrer


def test_a_practices_own_keys_newest_first(session):
    manager, _ = a_connected_practice(session)
    operations.make_key(session, manager, name="A laptop", at=NOON + timedelta(hours=1))
    page = keys_page(session, manager)
    assert [key.made_at for key in page.keys] == [NOON + timedelta(hours=1), NOON]
    assert {key.made_by for key in page.keys} == {"Pat Manager"}
    assert (page.practice, page.code) == ("Weaver Street Surgery", "A81001")


def test_one_that_was_taken_back_stands_apart_with_its_day(session):
    manager, _ = a_connected_practice(session)
    (key,) = keys_page(session, manager).keys
    later = NOON + timedelta(days=1)
    operations.take_key_back(session, manager, key.id, at=later)
    session.flush()
    page = keys_page(session, manager)
    assert page.keys == ()
    assert [(one.name, one.revoked_at) for one in page.taken_back] == [("EMIS server", later)]
    with pytest.raises(NotFound):
        operations.take_key_back(session, manager, key.id, at=later)


def test_another_practice_sees_none_of_them(session):
    a_connected_practice(session)
    other = a_practice_manager(session, at=a_practice(session, "Old Quay Practice"))
    page = keys_page(session, other)
    assert (page.keys, page.taken_back) == ((), ())


def test_a_nurse_has_no_keys(session):
    with pytest.raises(NotAllowed):
        keys_page(session, a_referrer(session))
