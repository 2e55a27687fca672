"""Who may write down unmet need."""

import pytest

from kernel.access import Actor, Role
from unmet_need import permissions

MAY = {Role.REFERRER, Role.PRACTICE_MANAGER, Role.LINK_WORKER, Role.LEAD_MANAGER}


@pytest.mark.parametrize("role", Role)
def test_who_hears_of_need_writes_it_down(role):
    assert Actor(roles=frozenset({role})).may(permissions.RECORD) is (role in MAY)
