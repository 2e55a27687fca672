"""Years are charged when a band is chosen, when a contract is signed, and when the year before is over."""

import pytest

from billing.jobs import charge_years_that_began
from billing.queries.charges import to_look_at
from billing.tariff import a_year_after
from kernel import outbox
from kernel.money import Money
from kernel.periods import day_in_london
from tests.cast import NOON, a_link_worker
from tests.cast_charges import a_case_with_a_band, a_paying_contract, at, the_charges

MET = day_in_london(NOON)


def work(database, when=NOON):
    """Whatever waits in the outbox is done."""
    outbox.drain(database, lambda: when)


def amounts(database):
    with database.reading() as session:
        return [one.amount for one in the_charges(session)]


@pytest.mark.parametrize("is_contract_first", [True, False])
def test_whichever_comes_last_charges_the_year(database, is_contract_first):
    with database.writing() as session:
        if is_contract_first:
            a_paying_contract(session)
        a_case_with_a_band(session, a_link_worker(session))
    work(database)
    if not is_contract_first:
        assert amounts(database) == []
        with database.writing() as session:
            a_paying_contract(session)
        work(database)
    assert amounts(database) == [Money(70_00)]


def test_every_day_the_years_that_began_are_charged_once(database):
    with database.writing() as session:
        a_paying_contract(session)
        a_case_with_a_band(session, a_link_worker(session))
    work(database)
    for _ in range(2):
        charge_years_that_began(database, at=at(a_year_after(MET)))
    assert amounts(database) == [Money(70_00), Money(70_00)]
    with database.reading() as session:
        assert to_look_at(session, on=a_year_after(MET)) == ()
