"""Who may read the audit."""

import pytest

from audit.permissions import READ, READ_ALL
from kernel.access import Actor, Role

READERS = {Role.PRIVACY_OFFICER, Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", Role)
def test_who_may_read_it(role):
    actor = Actor(roles=frozenset({role}))
    assert actor.may(READ) is (role in READERS)
    assert actor.may(READ_ALL) is (role is Role.ADMINISTRATOR)
