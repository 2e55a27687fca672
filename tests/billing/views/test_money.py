"""Where a lead NTP finds its money: every page of it, in one step from the menu."""

import pytest

from kernel.access import Role
from tests.cast import signed_in

PAGES = {
    "Contracts", "Charges", "Paid and done", "Group payments", "Free sessions", "What people pay", "Our income",
}  # fmt: skip


def test_whoever_keeps_the_money_finds_every_page_of_it(client):
    signed_in(client, Role.LEAD_FINANCE)
    page = client.page(client.page("/desk").links["Money"])
    assert set(page.links) >= PAGES
    for one in PAGES:
        client.page(page.links[one])


@pytest.mark.parametrize(("role", "words"), [
    (Role.COMMISSIONER, "Contracts"), (Role.COMMISSIONER_FINANCE, "Contracts"),
    (Role.GROUP_EDITOR, "Group payments"),
])  # fmt: skip
def test_others_find_the_one_that_is_theirs(client, role, words):
    signed_in(client, role)
    links = client.page("/desk").links
    assert words in links and "Money" not in links
    assert client.get("/money").status_code == 403
