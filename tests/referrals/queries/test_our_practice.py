"""What a practice finds of itself."""

import pytest

from kernel.access import SYSTEM
from kernel.errors import NotFound
from referrals.models import PracticeArrangement
from referrals.queries.our_practice import find_arrangement
from tests.cast import NOON, a_practice
from tests.cast_referrals import a_referrer


def test_whoever_acts_for_no_practice_has_agreed_nothing_there(session):
    with pytest.raises(NotFound):
        find_arrangement(session, SYSTEM)


def test_what_another_practice_agreed_is_not_found(session):
    nadia, other = a_referrer(session), a_practice(session, "Old Quay Practice")
    session.add(PracticeArrangement(practice_id=other.id, changed_at=NOON))
    session.flush()
    assert find_arrangement(session, nadia) is None
    assert find_arrangement(session, a_referrer(session, at=other)) is not None
