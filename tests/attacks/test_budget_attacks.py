"""Budgets of a sub-contract under attack: ids of others, odd days, names twice, and what a year says of them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing.operations.budgets import choose_budgets, say_nothing
from billing.operations.income import copy_year, take_out_stream
from billing.queries.budgets import (
    divisions_of,
    drawn_page,
    gone_budgets,
    groups_paid_from,
    panel_of,
)
from kernel.access import Role
from kernel.errors import NotFound, RuleBroken
from kernel.money import Money, total
from kernel.periods import Month
from tests.cast import NOON, a_lead_ntp, an_actor, an_ntp
from tests.cast_budgets import TARIFF, WARM, YEAR, a_budget, a_finance_lead_of, paid_from
from tests.cast_passed_on import JANUARY, came_in, pay_for
from tests.cast_sub_contracts import FIRST_DAY, a_paid_group, an_agreement

TODAY = NOON.date()
A_DAY = timedelta(days=1)
APRIL = Month(date(2027, 4, 1))


@pytest.fixture
def finance(session):
    return a_finance_lead_of(session)


@pytest.fixture
def kitchen(session):
    return a_paid_group(session)


def sums(session, actor, year=YEAR, on=TODAY):
    drawn = drawn_page(session, actor, year, on=on)
    return {one.called: one.paid for one in drawn.lines if one.paid}


class TestTwoOfOneName:
    def test_each_has_its_own_warning(self, session, finance, kitchen):
        """Two grants of one name, one of which is spent: whoever is paid from the other hears nothing of it."""
        tight = a_budget(session, amount=Money(1_00))
        free = a_budget(session)
        other = an_agreement(session, group=an_ntp(session, "The Allotment"))
        paid_from(session, kitchen.agreement_id, {tight.id: 100})
        paid_from(session, other.id, {free.id: 100})
        came_in(session, kitchen, 2, JANUARY)
        pay_for(session, JANUARY, kitchen)
        assert panel_of(session, finance, kitchen.agreement_id, on=TODAY).to_watch
        assert panel_of(session, finance, other.id, on=TODAY).to_watch == ()

    def test_two_that_are_gone_are_not_one(self, session, finance, kitchen):
        one, two = a_budget(session), a_budget(session)
        a_budget(session, TARIFF)
        paid_from(session, kitchen.agreement_id, {one.id: 50, two.id: 50})
        for row in (one, two):
            take_out_stream(session, finance, row.id, version=row.version, at=NOON)
        came_in(session, kitchen, 2, JANUARY)
        pay_for(session, JANUARY, kitchen)
        assert sums(session, finance) == {WARM.called: Money(9_00)}
        assert len(gone_budgets(session, finance, on=TODAY)) == 2


class TestWhatAYearMeans:
    def test_copies_go_on_from_what_was_said_of_the_year_before(self, session, finance, kitchen):
        """Next year's copies go on from what was said of this year's."""
        warm, tariff = a_budget(session), a_budget(session, TARIFF)
        paid_from(session, kitchen.agreement_id, {warm.id: 60, tariff.id: 40})
        copy_year(session, finance, YEAR + 1, at=NOON)
        came_in(session, kitchen, 3, APRIL)
        pay_for(session, APRIL, kitchen)
        assert sums(session, finance, YEAR + 1) == {
            WARM.called: Money(8_10),
            TARIFF.called: Money(5_40),
        }


class TestDays:
    @pytest.mark.parametrize(
        "from_on", [date(1, 1, 1), FIRST_DAY - A_DAY, date(2027, 4, 1), date(9999, 12, 31)]
    )
    def test_a_day_of_another_year_or_outside_the_agreement_is_refused(
        self, session, finance, from_on
    ):
        agreement, warm = an_agreement(session), a_budget(session)
        with pytest.raises(RuleBroken):
            choose_budgets(
                session,
                finance,
                agreement.id,
                {warm.id: Decimal(100)},
                from_on=from_on,
                seen=0,
                at=NOON,
            )
        assert divisions_of(session, finance, agreement.id) == []

    def test_nothing_is_said_twice_of_a_day(self, session, finance):
        agreement, warm = an_agreement(session), a_budget(session)
        paid_from(session, agreement.id, {warm.id: 100}, from_on=TODAY)
        with pytest.raises(RuleBroken):
            say_nothing(session, finance, agreement.id, from_on=TODAY, seen=1, at=NOON)


@pytest.mark.parametrize(
    "percents", [["100.005", "-0.005"], ["1E+2", "0"], ["Infinity"], ["33.333", "66.667"]]
)
def test_no_odd_number_makes_money(session, finance, kitchen, percents):
    streams = [a_budget(session), a_budget(session, TARIFF)]
    said = {row.id: Decimal(one) for row, one in zip(streams, percents, strict=False)}
    try:
        choose_budgets(
            session, finance, kitchen.agreement_id, said, from_on=FIRST_DAY, seen=0, at=NOON
        )
    except RuleBroken:
        return
    came_in(session, kitchen, 1, JANUARY)
    pay_for(session, JANUARY, kitchen)
    assert total(sums(session, finance).values()) == Money(4_50)


def test_a_stream_of_another_lead_ntp_among_ones_own_is_not_found_and_nothing_is_kept(
    session, finance, kitchen
):
    there = an_actor(session, Role.LEAD_FINANCE, at=a_lead_ntp(session, "Southbank", is_host=False))
    own, theirs = a_budget(session), a_budget(session, by=there)
    with pytest.raises(NotFound):
        paid_from(session, kitchen.agreement_id, {own.id: 50, theirs.id: 50})
    with pytest.raises(NotFound):
        groups_paid_from(session, finance, theirs.id, on=TODAY)
    assert divisions_of(session, finance, kitchen.agreement_id) == []
