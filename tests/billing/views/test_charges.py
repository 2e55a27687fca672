"""Charges in the browser: month by month, with no name on them, and reversed with a reason."""

import pytest

from kernel.access import Role
from tests.cast import a_commissioning_body, a_lead_ntp, signed_in
from tests.cast_billing import an_assessed_case
from tests.cast_charges import a_case_with_a_band, a_paying_contract, charge, the_charges

ADDRESS = "/charges"


@pytest.fixture
def charged(client, database):
    """Somebody was charged for, somebody else waits for a band."""
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        a_paying_contract(session)
        row = a_case_with_a_band(session, asha)
        charge(session, row)
        an_assessed_case(session, asha, "Ned Sand")
        return row.id, the_charges(session)[0].id


def test_a_manager_reads_the_month_and_what_waits(client, charged):
    signed_in(client, Role.LEAD_MANAGER)
    page = client.page(client.page("/money").links["Charges"])
    assert page.heading == "Charges of November 2026"
    assert "A year of help, low" in page.words and "£70.00" in page.words
    assert "Not charged yet (1)" in page.words and "no band is chosen yet" in page.words
    assert "Maya" not in page.words and "Ned" not in page.words
    assert "Earlier: October 2026" in page.words and "Later:" not in page.words
    before = client.page(page.links["October 2026"])
    assert "Nothing was charged in October 2026." in before.words
    assert before.links["November 2026"] == f"{ADDRESS}?month=2026-11"


def test_who_looks_after_money_reads_lines_and_nobodys_case(client, charged):
    signed_in(client, Role.LEAD_FINANCE)
    page = client.page(client.page(client.page("/desk").links["Money"]).links["Charges"])
    assert "A year of help, low" in page.words and "Not charged yet" not in page.words
    assert [one.text for one in page.tree.iter("th")][-2:] == ["Began on", "Amount"]
    assert [one.get("class") for one in page.tree.iter("tr")].count(
        "nhsuk-table__row data-table__sum"
    ) == 1
    assert not [href for href in page.links.values() if "/cases/" in href or "reverse" in href]


def test_a_charge_is_reversed_and_charged_anew(client, database, charged):
    _, charge_id = charged
    signed_in(client, Role.LEAD_MANAGER)
    address = f"{ADDRESS}/{charge_id}/reverse"
    assert address in client.page(ADDRESS).links.values()
    refused = client.refused_page(address, {"because": ""})
    assert refused.mistakes == ["Write why it is reversed.", "Choose one."]
    client.submit(address, {"because": "It was written down twice.", "anew": "no"})
    page = client.page(ADDRESS)
    assert "Reversed, low" in page.words and "(reversed)" in page.words
    assert "−£70.00" in page.words and "-£" not in page.words
    assert client.get(address).status_code == 404


def test_the_case_says_what_was_charged_for_it(client, charged):
    case, _ = charged
    signed_in(client, Role.LEAD_MANAGER)
    words = client.page(f"/cases/{case}").words
    assert "A year of help, low, from 22 November 2026: £70.00" in words


@pytest.mark.parametrize(
    "month",
    ["2026-13", "november", "2026-1", "0000-00", "0001-01", "9999-12", "٢٠٢٦-11", "2026-11-01"],
)
def test_a_month_that_is_none_is_not_found(client, charged, month):
    signed_in(client, Role.LEAD_MANAGER)
    assert client.get(f"{ADDRESS}?month={month}").status_code == 404


def test_others_read_nothing(client, charged):
    _, charge_id = charged
    signed_in(client, Role.LEAD_MANAGER, at=lambda it: a_lead_ntp(it, "Southbank", is_host=False))
    assert "Nothing was charged" in client.page(ADDRESS).words
    assert client.get(f"{ADDRESS}/{charge_id}/reverse").status_code == 404
    signed_in(client, Role.COMMISSIONER, at=a_commissioning_body)
    assert client.get(ADDRESS).status_code == 403
