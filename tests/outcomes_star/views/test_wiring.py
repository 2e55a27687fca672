"""Whose menu leads to what is published of how people moved."""

import pytest

from kernel.access import Role
from tests.cast import signed_in


@pytest.mark.parametrize(
    ("role", "is_there"),
    [(Role.COMMISSIONER, True), (Role.LINK_WORKER, False), (Role.LEAD_MANAGER, False)],
)
def test_it_is_in_the_menu_of_those_outside_who_read_it(client, role, is_there):
    signed_in(client, role)
    assert ("How people moved" in client.page("/desk").links) is is_there
