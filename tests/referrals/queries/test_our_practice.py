"""What a practice finds of itself."""

import pytest

from kernel.access import SYSTEM
from kernel.errors import NotFound
from referrals.queries.our_practice import find_arrangement


def test_whoever_acts_for_no_practice_has_agreed_nothing_there(session):
    with pytest.raises(NotFound):
        find_arrangement(session, SYSTEM)
