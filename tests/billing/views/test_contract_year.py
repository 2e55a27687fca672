"""How a year goes in the browser: for the lead NTP, with every assumption in words, and for nobody who pays."""

import pytest

from billing.bands import Band
from kernel.access import Role
from tests.cast import a_commissioning_body, signed_in
from tests.cast_charges import a_case_with_a_band, a_paying_contract, charge


@pytest.fixture
def address(client, database):
    """A contract by which somebody was charged for."""
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        contract = a_paying_contract(session)
        charge(session, a_case_with_a_band(session, asha, Band.LOW))
        return f"/contracts/{contract.id}"


@pytest.mark.parametrize("role", [Role.LEAD_MANAGER, Role.LEAD_FINANCE])
def test_the_lead_ntp_goes_from_the_contract_to_its_year(client, address, role):
    signed_in(client, role)
    page = client.page(client.page(address).links["How the year goes"])
    assert page.heading == "How the year goes"
    assert "Year 1 of the contract, from 1 April 2026" in page.words
    assert "1 (10)" in page.words and "November 2026, not over" in page.words
    assert "All bands 0 140 140 fewer" in page.words and " of 140" not in page.words
    assert "Both sides look at it, and write down what they decide" in page.words
    assert "no less" not in page.words and "We never take less than 50%" in page.words
    assert "Maya" not in page.words


def test_years_and_their_sums_can_be_chosen(client, address):
    signed_in(client, Role.LEAD_FINANCE)
    page = client.page(client.page(f"{address}/year").links["Year 3"])
    assert "Year 3 of the contract, from 1 April 2028" in page.words
    for year in ("0", "4"):
        assert client.get(f"{address}/year?year={year}").status_code == 404


def test_a_file_for_a_spreadsheet_holds_each_month_and_band(client, address):
    signed_in(client, Role.LEAD_FINANCE)
    answer = client.get(client.page(f"{address}/year").links[
        "The plan and what began, as a file for a spreadsheet"
    ])  # fmt: skip
    lines = answer.get_data(as_text=True).splitlines()
    assert len(lines) == 1 + 12 * 3
    assert lines[1 + 7 * 3] == '"2026-11","Low","10","1","-9","700.00","70.00"'
    assert "plan-from-2026-04-01.csv" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.COMMISSIONER_FINANCE])
def test_who_pays_is_neither_led_there_nor_let_in(client, address, role):
    signed_in(client, role, at=a_commissioning_body)
    assert "How the year goes" not in client.page(address).links
    for end in ("year", "year/plan.csv"):
        assert client.get(f"{address}/{end}").status_code in (403, 404)


def test_without_a_plan_the_page_says_where_to_write_one(client, database):
    with database.writing() as session:
        contract = a_paying_contract(session, expected=(), costs=None, surplus="Half each.")
        address = f"/contracts/{contract.id}/year"
    signed_in(client, Role.LEAD_MANAGER)
    words = client.page(address).words
    assert "Nobody has said yet how many people are expected" in words
    assert "does not say what the work costs" in words and "“Half each.”" in words
