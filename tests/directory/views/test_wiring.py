"""Whose menu leads to the work of the directory's editors."""

import pytest

from kernel.access import Role
from tests.cast import signed_in


@pytest.mark.parametrize(
    ("role", "there"),
    [
        (Role.DIRECTORY_EDITOR, {"/directory/review", "/directory/freshness"}),
        (Role.LEAD_MANAGER, set()),
        (Role.LINK_WORKER, set()),
    ],
)
def test_what_is_done_all_day_is_in_the_menu_of_who_does_it_all_day(client, role, there):
    signed_in(client, role)
    links = set(client.page("/desk").links.values())
    assert links & {"/directory/review", "/directory/freshness"} == there
