"""Where a lead NTP finds its money: every page of it, in one step from the menu."""

import pytest

from kernel.access import Role
from tests.cast import signed_in

PAGES = {
    "Contracts", "Charges", "Invoices", "Paid and done", "Where the money went", "Group payments", "Free sessions", "What people pay", "Our income",
}  # fmt: skip


def test_whoever_keeps_the_money_finds_every_page_of_it(client):
    signed_in(client, Role.LEAD_FINANCE)
    page = client.page(client.page("/desk").links["Money"])
    assert set(page.links) >= PAGES
    for one in PAGES:
        client.page(page.links[one])


@pytest.mark.parametrize("role", [Role.LEAD_FINANCE, Role.LEAD_MANAGER])
def test_every_page_of_it_leads_back(client, role):
    signed_in(client, role)
    money = client.page("/money")
    for one in PAGES:
        assert client.page(money.links[one]).links["Back"] == "/money", one


def test_a_manager_finds_it_among_what_they_look_after_in_one_line(client):
    signed_in(client, Role.LEAD_MANAGER)
    inbox = client.page("/inbox").links
    (words,) = [words for words, to in inbox.items() if to == "/money"]
    assert words.startswith("Money: contracts")
    assert not {"/contracts", "/charges", "/invoices", "/remittances"} & set(inbox.values())


def test_others_are_led_back_to_no_page_that_is_not_theirs(client):
    signed_in(client, Role.COMMISSIONER_FINANCE)
    for one in ("/contracts", "/invoices", "/where-money-went"):
        assert "/money" not in client.page(one).links.values()


@pytest.mark.parametrize(("role", "words"), [
    (Role.COMMISSIONER, "Contracts"), (Role.COMMISSIONER_FINANCE, "Contracts"),
    (Role.GROUP_EDITOR, "Group payments"),
])  # fmt: skip
def test_others_find_the_one_that_is_theirs(client, role, words):
    signed_in(client, role)
    links = client.page("/desk").links
    assert words in links and "Money" not in links
    assert client.get("/money").status_code == 403
