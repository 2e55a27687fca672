"""Paid and done, in the browser: groups for whoever keeps money, people for a manager, and no name on the page."""

from datetime import timedelta

import pytest

from billing.bands import Band
from billing.operations.group_lines import write_all_lines
from kernel.access import Role
from tests.cast import NOON, a_commissioning_body, signed_in
from tests.cast_billing import an_assessed_case
from tests.cast_charges import a_case_with_a_band, a_paying_contract, charge
from tests.cast_sub_contracts import a_paid_group

ADDRESS = "/paid-and-done"


@pytest.fixture
def world(client, database, clock):
    """Somebody was charged for and not reached since, somebody waits for a band, and a group is owed."""
    with database.writing() as session:
        paid = a_paid_group(session)
        paid.came(session)
        write_all_lines(session, at=NOON + timedelta(days=1))
        a_paying_contract(session)
        charge(session, a_case_with_a_band(session, paid.worker, Band.LOW))
        an_assessed_case(session, paid.worker, "Ned Sand")
    clock.passes(days=70)


def test_a_manager_is_led_to_where_it_can_be_put_right(client, world):
    signed_in(client, Role.LEAD_MANAGER)
    page = client.page(client.page("/money").links["Paid and done"])
    assert page.heading == "Paid and done"
    assert "The Community Kitchen None 1 day, £4.50" in page.words
    assert "From 22 November 2026: nobody was in touch with them since." in page.words
    assert "No band is chosen yet: 1 person" in page.words
    assert "Maya" not in page.words and "Ned" not in page.words
    hrefs = page.links.values()
    for part in ("/remittances/make/", "/cases/", "/reverse", "/charges"):
        (href, *_) = [one for one in hrefs if part in one]
        client.page(href)


def test_whoever_keeps_the_money_reads_of_groups_and_of_nobody(client, world):
    signed_in(client, Role.LEAD_FINANCE)
    page = client.page(client.page("/money").links["Paid and done"])
    assert "The Community Kitchen" in page.words and "People" not in page.words
    assert not [one for one in page.links.values() if "/cases/" in one or "reverse" in one]


def test_where_all_fits_it_says_so(client):
    signed_in(client, Role.LEAD_MANAGER)
    words = client.page(ADDRESS).words
    assert "is on a remittance." in words and "in touch early" in words


def test_nobody_else_reads_it(client, world):
    signed_in(client, Role.COMMISSIONER, at=a_commissioning_body)
    assert client.get(ADDRESS).status_code == 403
