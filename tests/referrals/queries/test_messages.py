"""The page of a practice's keys: its own, that still work, and never the key itself."""

from datetime import timedelta

import pytest

from kernel.errors import NotAllowed
from referrals.operations import messages as operations
from referrals.queries.messages import keys_page
from tests.cast import NOON, a_practice
from tests.cast_messages import a_connected_practice
from tests.cast_referrals import a_practice_manager, a_referrer


def test_a_practices_own_keys_newest_first(session):
    manager, _ = a_connected_practice(session)
    operations.make_key(session, manager, at=NOON + timedelta(hours=1))
    page = keys_page(session, manager)
    assert [key.made_at for key in page.keys] == [NOON + timedelta(hours=1), NOON]
    assert {key.made_by for key in page.keys} == {"Pat Manager"}
    assert (page.practice, page.code) == ("Weaver Street Surgery", "A81001")


def test_another_practice_sees_none_of_them(session):
    a_connected_practice(session)
    other = a_practice_manager(session, at=a_practice(session, "Old Quay Practice"))
    assert keys_page(session, other).keys == ()


def test_a_nurse_has_no_keys(session):
    with pytest.raises(NotAllowed):
        keys_page(session, a_referrer(session))
