"""The fixed sum that what reached groups is measured against: what hangs on outcomes is in it once it is earned."""

from datetime import date, datetime, timedelta

import pytest

from billing.operations.contracts import end_contract
from billing.outcome_share import OutcomeShare
from billing.queries.passed_on import ledger_page
from kernel.money import NOTHING, Money
from kernel.periods import LONDON, day_in_london
from tests.cast import NOON, a_lead_manager
from tests.cast_contracts import a_signed_contract
from tests.cast_invoices import issue, who_pays
from tests.cast_points import a_contract_with_points, award

TODAY = day_in_london(NOON)
A_DAY = timedelta(days=1)
YEAR = 2026


def fixed(session, contract, year=YEAR, *, on=TODAY):
    return ledger_page(session, a_lead_manager(session), contract.id, year, on=on).fixed


def test_it_is_less_what_is_held_back_until_points_bring_it_back(session):
    contract = a_contract_with_points(session)
    assert fixed(session, contract) == Money(38_400_00)
    award(session, contract, 50)
    assert fixed(session, contract) == Money(43_200_00)
    award(session, contract, -10)
    assert fixed(session, contract) == Money(42_240_00)
    assert [fixed(session, contract, year) for year in (2027, 2028)] == [
        Money(33_600_00), Money(28_800_00),
    ]  # fmt: skip


def test_it_is_counted_in_the_year_in_which_it_was_written_down(session):
    contract = a_contract_with_points(session)
    award(session, contract, 50, at=datetime(2027, 4, 1, 12, tzinfo=LONDON))
    on = date(2027, 4, 2)
    assert fixed(session, contract, on=on) == Money(38_400_00)
    assert fixed(session, contract, 2027, on=on) == Money(33_600_00 + 4_800_00)


def test_what_is_written_down_after_the_end_is_of_the_last_day(session):
    contract = a_contract_with_points(session)
    manager = a_lead_manager(session)
    end_contract(session, manager, contract.id, on=TODAY, because="No money", at=NOON)
    award(session, contract, 10, at=NOON + 200 * A_DAY)
    on = TODAY + 201 * A_DAY
    assert fixed(session, contract, on=on) == Money(8 * 3_200_00 + 960_00)
    assert fixed(session, contract, None, on=on) == Money(8 * 3_200_00 + 960_00)


@pytest.mark.parametrize("said", [{}, {"outcome_share": OutcomeShare()}])
def test_who_reads_it_is_told_whether_some_of_it_hangs_on_outcomes(session, said):
    contract = a_contract_with_points(session, **said)
    page = ledger_page(session, a_lead_manager(session), contract.id, YEAR, on=TODAY)
    assert page.hangs is (not said)


def test_without_a_share_it_is_whole(session):
    assert fixed(session, a_signed_contract(session)) == Money(48_000_00)


def test_what_invoices_asked_for_outcomes_is_said_and_adds_up(session):
    contract = a_contract_with_points(session)
    award(session, contract, 10)
    row = issue(session, contract)
    page = ledger_page(session, who_pays(session), contract.id, YEAR, on=TODAY)
    sums = dict(page.asked.sums)
    assert sums["Asked for outcomes"] == Money(960_00)
    assert sums["Asked for beside the tariff"] + Money(960_00) == row.said.total
    assert page.asked.owing == row.said.total
    plain = issue(session, a_signed_contract(session))
    page = ledger_page(session, who_pays(session), plain.contract_id, YEAR, on=TODAY)
    assert page.asked.outcomes == NOTHING and "Asked for outcomes" not in dict(page.asked.sums)
