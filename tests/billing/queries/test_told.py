"""What is told of a time, where something of it waited for a later one."""

from datetime import date

import pytest

from billing.operations.people_paid_for import count_people_paid_for
from billing.passed_on import Reader
from billing.queries.told import OTHERS, OWN, TOGETHER, Span, told_of
from kernel.money import Money
from kernel.periods import FinancialYear, Month, day_in_london
from tests.cast_passed_on import (
    CLOSED_ON,
    JANUARY,
    WINTER,
    another_paid_group,
    came_in,
    close_winter,
    closing,
    pay_by_bank,
    pay_for,
)
from tests.cast_sub_contracts import a_paid_group

SPRING = WINTER.next
LATER = day_in_london(closing(SPRING))
YEARS = [FinancialYear(date(year, 4, 1)) for year in (2026, 2027)]


@pytest.fixture
def kitchen(session):
    """Three came to the kitchen in the winter; in the spring four, and five to the chess club."""
    kitchen = a_paid_group(session)
    came_in(session, kitchen, 3, JANUARY)
    close_winter(session, kitchen)
    chess = another_paid_group(session, kitchen, "Chess club")
    month = Month(SPRING.first_day)
    came_in(session, kitchen, 4, month)
    came_in(session, chess, 5, month)
    pay_for(session, month, kitchen, chess)
    count_people_paid_for(session, at=closing(SPRING))
    return kitchen


def told(session, kitchen, reader, year=None, *, on=LATER, names=()):
    span = Span(year, *((year.first_day, year.last_day) if year else (YEARS[0].first_day, LATER)))
    names = {kitchen.group_id: "The kitchen", **dict(names)}
    return told_of(
        session, kitchen.lead_id, reader, own_id=kitchen.group_id, span=span, names=names, on=on
    )


def amounts(page):
    return [(one.called, one.amount) for one in page.groups]


def test_a_year_in_which_nobody_can_be_told_says_that_something_waits(session, kitchen):
    early, late = (told(session, kitchen, Reader.FUNDER, year) for year in YEARS)
    assert (early.groups, early.some_wait, early.some_is_earlier) == ((), True, False)
    assert amounts(late) == [(TOGETHER, Money(60_00))]
    assert (late.some_wait, late.some_is_earlier) == (False, True)


def test_all_of_the_time_holds_all_of_it(session, kitchen):
    page = told(session, kitchen, Reader.FUNDER)
    assert (page.total, page.some_wait, page.some_is_earlier) == (Money(60_00), False, False)


def test_readers_outside_are_told_the_amount_of_no_payment(session, kitchen):
    for reader in (Reader.FUNDER, Reader.GROUP):
        page = told(session, kitchen, reader)
        assert page.payments and {one.amount for one in page.payments} == {None}


def test_a_group_is_told_its_own_until_today_and_no_sum_of_one_other(session, kitchen):
    page = told(session, kitchen, Reader.GROUP)
    assert amounts(page) == [(OWN, Money(13_50))]
    assert (page.own, page.some_wait) == (Money(31_50), True)
    assert OTHERS not in dict(amounts(page))
    assert [one.amount for one in page.own_payments] == [Money(13_50), Money(18_00)]


def test_what_the_bank_did_not_pay_is_in_no_sum(session):
    kitchen = a_paid_group(session)
    came_in(session, kitchen, 9, JANUARY)
    close_winter(session, kitchen, by_bank=False)
    year = YEARS[0]
    assert told(session, kitchen, Reader.LEAD, year).total == Money(0)
    group = told(session, kitchen, Reader.GROUP, year)
    assert (group.own, group.some_wait) == (Money(0), True)
    payer = told(session, kitchen, Reader.FUNDER, year)
    assert (payer.groups, payer.some_wait) == ((), True)


def test_what_the_bank_paid_late_is_told_with_a_later_quarter_for_good(session):
    """Else whoever looks before and after reads what one group was paid."""
    kitchen = a_paid_group(session)
    chess = another_paid_group(session, kitchen, "Chess club")
    for one in (kitchen, chess):
        came_in(session, one, 9, JANUARY)
    pay_for(session, JANUARY, kitchen, chess, by_bank=False)
    pay_by_bank(session, kitchen, at=JANUARY.ends)
    count_people_paid_for(session, at=closing(WINTER))
    names = {chess.group_id: "Chess club"}
    before = told(session, kitchen, Reader.FUNDER, YEARS[0], on=CLOSED_ON)
    assert (amounts(before), before.some_wait) == ([("The kitchen", Money(40_50))], True)
    pay_by_bank(session, chess, at=closing(WINTER))
    again = told(session, kitchen, Reader.FUNDER, YEARS[0], names=names)
    assert (again.groups, again.some_wait) == (before.groups, True)
    later = told(session, kitchen, Reader.FUNDER, YEARS[1], names=names)
    assert (amounts(later), later.some_is_earlier) == ([("Chess club", Money(40_50))], True)


def test_before_its_quarter_is_closed_nothing_is_told(session, kitchen):
    page = told(session, kitchen, Reader.FUNDER, YEARS[1], on=SPRING.last_day)
    assert (page.until, page.groups, page.payments) == (WINTER.last_day, (), ())
