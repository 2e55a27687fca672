"""What people pay, in the browser: off until steps are written, then asked kindly, with a receipt."""

from uuid import UUID

import pytest

from billing.contributions import CanPay, Schedule, Taper
from billing.operations.contributions import say_whether_they_pay, take_contribution, write_steps
from kernel.access import Role
from kernel.money import Money
from kernel.periods import day_in_london
from tests.cast import NOON, a_lead_manager, a_lead_ntp, signed_in
from tests.cast_caseload import a_case

ADDRESS = "/contributions"


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


@pytest.fixture
def case(client, database, asha):
    with database.writing() as session:
        return f"/cases/{a_case(session, asha).id}"


@pytest.fixture
def on(database, case):
    with database.writing() as session:
        schedule = Schedule.read(Taper.SESSIONS, "0: 0.50")
        write_steps(session, a_lead_manager(session), schedule, seen=0, at=NOON)


def test_nothing_is_said_of_it_while_no_steps_are_written(client, case):
    assert "What they pay" not in client.page(case).links
    assert "Nobody pays at your organisation" in client.page(f"{case}/contributions").words


def test_a_manager_writes_the_steps(client, case):
    signed_in(client, Role.LEAD_MANAGER)
    address = client.page("/money").links["What people pay"]
    assert address == ADDRESS
    refused = client.refused_page(address, {"steps": "6 1"})
    assert refused.mistakes == ["Write “6 1” as a number, a colon and an amount: 6: 1.00"]
    client.submit(address, {"steps": "12: 2\n6: 1"})
    shown = dict(client.page(address).form("steps").filled({}))["steps"]
    assert shown.splitlines() == ["6: 1.00", "12: 2.00"]
    client.submit(address, {"steps": ""})
    assert dict(client.page(address).form("steps").filled({}))["steps"] == ""


def test_somebody_says_that_they_can_comes_and_gets_a_receipt(client, case, on):
    page = client.page(client.page(case).links["What they pay"])
    assert "Nobody has asked them." in page.words and "£0.00" not in page.words
    assert "The next time they are asked for nothing." in page.words
    assert "They may pay less" not in page.words
    client.submit(page.links["Say whether they pay"], {"can_pay": "yes"})
    page = client.page(f"{case}/contributions")
    assert "asked for £0.50" in page.words
    refused = client.refused_page(page.links["They came"], {"paid": "3"})
    assert refused.mistakes == ["They are asked for £0.50. Enter that, or less."]
    client.submit(page.links["They came"], {"paid": "0.50"})
    page = client.page(f"{case}/contributions")
    paper = client.page(page.links["Receipt 1"])
    assert paper.heading == "Receipt 1"
    assert "has received £0.50 from Maya Thornton on 22 November 2026" in paper.words


def test_of_whoever_is_let_off_it_does_not_say_that_they_pay(client, case, on):
    said = {"can_pay": "yes", "let_off": "Until the benefits are settled"}
    client.submit(f"{case}/contributions/can-pay", said)
    words = client.page(f"{case}/contributions").words
    assert "They could pay, and are let off: Until the benefits are settled" in words
    assert "They can pay." not in words
    client.submit(f"{case}/contributions/can-pay", said | {"can_pay": "no"})
    assert "They are let off: Until the" in client.page(f"{case}/contributions").words


def test_a_receipt_of_who_paid_nothing_is_not_found(client, case, on):
    client.submit(f"{case}/contributions/add", {"paid": "0"})
    assert "Nothing" in client.page(f"{case}/contributions").words
    assert client.get(f"{case}/contributions/1/receipt").status_code == 404


def test_it_is_of_who_has_the_case(client, database, case, asha, on):
    with database.writing() as session:
        referral = UUID(case.rpartition("/")[2])
        say_whether_they_pay(session, asha, referral, CanPay.YES, let_off="", seen=0, at=NOON)
        take_contribution(
            session, asha, referral, on=day_in_london(NOON), paid=Money(50), seen=0, at=NOON
        )
    signed_in(client, Role.LINK_WORKER, name="Daniel Crowe")
    for path in ("", "/add", "/can-pay", "/1/receipt"):
        assert client.get(f"{case}/contributions{path}").status_code == 404
    signed_in(client, Role.LEAD_MANAGER, at=lambda it: a_lead_ntp(it, "Southbank", is_host=False))
    assert client.get(f"{case}/contributions").status_code == 404
