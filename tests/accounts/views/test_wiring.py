"""What the menu has of people and places, and for whom."""

import pytest

from kernel.access import Role
from tests.cast import signed_in


@pytest.mark.parametrize(
    ("role", "is_there"),
    [(Role.LEAD_MANAGER, True), (Role.LINK_WORKER, False), (Role.ADMINISTRATOR, False)],
)
def test_people_are_in_the_menu_of_who_looks_after_them_and_has_no_list_of_organisations(
    client, role, is_there
):
    signed_in(client, role)
    assert ("People" in client.page("/desk").links) is is_there
