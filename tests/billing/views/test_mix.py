"""Bands by where people live, in the browser: for a manager, without a name, and with what it may mean."""

from kernel.access import Role
from tests.cast import signed_in
from tests.cast_charges import a_case_with_a_band

ADDRESS = "/bands-by-place"


def test_a_manager_is_led_there_and_reads_no_small_number(client, database):
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        a_case_with_a_band(session, asha)
    signed_in(client, Role.LEAD_MANAGER)
    page = client.page(client.page("/inbox").links["Bands by where people live"])
    assert "Everybody * 0 0 * –" in page.words
    assert "too few to compare" in page.words and "Maya" not in page.words


def test_before_anybody_has_a_band_it_says_so(client):
    signed_in(client, Role.LEAD_MANAGER)
    assert "Nobody's band was chosen" in client.page(ADDRESS).words


def test_nobody_else_reads_it(client):
    for role in (Role.LEAD_FINANCE, Role.LINK_WORKER):
        signed_in(client, role)
        assert client.get(ADDRESS).status_code == 403
