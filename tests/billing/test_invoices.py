"""What an invoice says: twelfths that come to the year, charges added up, tax, and shares to the penny."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from billing.bands import Band
from billing.contracts import FixedLine, months_of
from billing.invoices import (
    Counted,
    InForce,
    Invoiced,
    InvoiceLine,
    alike,
    charge_lines,
    instalments,
    must_be_owed,
    with_shares,
)
from billing.ledger import ChargeKind
from billing.vocabulary import FixedKind, LineKind, Mechanism, Vat
from kernel.csv_safety import write_csv
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money, total
from kernel.periods import Month
from kernel.workbooks import write_workbook
from tests.cast_contracts import FIRST, LAST, begun

APRIL = Month(date(2026, 4, 1))


def months(first: Month, number: int) -> list[Month]:
    found = [first]
    while len(found) < number:
        found.append(found[-1].next)
    return found


def asked(terms, over, *, ended_on=None, then=None):
    held = [InForce(terms.first_day, terms), *([then] if then else [])]
    return instalments(held, over, ended_on=ended_on)


class TestInstalments:
    def test_twelve_come_to_the_year_to_the_penny(self):
        terms = begun(
            fee=Money(10_000_01), fixed_lines=(FixedLine(FixedKind.GOVERNANCE, Money(1_00)),)
        )
        block, fixed = asked(terms, months(APRIL, 12))
        assert (block.amount, fixed.amount) == (Money(10_000_01), Money(1_00))
        singly = [asked(terms, [month]) for month in months(APRIL, 12)]
        assert total(one.amount for lines in singly for one in lines) == Money(10_001_01)
        assert {lines[1].amount for lines in singly} == {Money(8), Money(9)}

    def test_each_says_its_months(self):
        terms = begun(fee=Money(1_200_00))
        (first,) = asked(terms, [APRIL])
        assert (first.what, first.amount) == ("Fixed sum, April 2026", Money(100_00))
        (three,) = asked(terms, months(APRIL, 3))
        assert three.what == "Fixed sum, April 2026 to June 2026"
        assert (three.number, three.each, three.amount) == (3, Money(100_00), Money(300_00))

    def test_setting_up_is_asked_for_once(self):
        terms = begun(fixed_lines=(FixedLine(FixedKind.SET_UP, Money(500_00)),))
        lines = [one for one in asked(terms, months(APRIL, 30)) if one.kind is LineKind.FIXED]
        assert [one.amount for one in lines] == [Money(500_00)]

    def test_what_is_paid_once_and_agreed_later_is_asked_for_then(self):
        terms = begun(fee=Money(1_200_00))
        once = FixedLine(FixedKind.SET_UP, Money(500_00))
        then = InForce(date(2026, 6, 1), replace(terms, fixed_lines=(once,)))
        _, line = asked(terms, months(APRIL, 12), then=then)
        assert (line.what, line.amount) == ("Setting up, once, June 2026", Money(500_00))

    def test_one_invoice_has_the_same_funders_and_tax_in_all_its_months(self):
        terms = begun()
        then = InForce(date(2026, 6, 2), replace(terms, vat=Vat.STANDARD))
        held = [InForce(terms.first_day, terms), then]
        over = months(APRIL, 6)
        assert alike(held, over, ended_on=None) == tuple(over[:3])
        assert alike(held, over[3:], ended_on=None) == tuple(over[3:])
        assert alike(held, over, ended_on=date(2026, 6, 1)) == tuple(over), "It never held."

    def test_by_tariff_alone_there_is_none(self):
        assert asked(begun(mechanism=Mechanism.TARIFF, fee=NOTHING), months(APRIL, 12)) == ()

    def test_a_change_holds_from_the_month_on_whose_first_day_it_holds(self):
        terms = begun(fee=Money(1_200_00))
        then = InForce(date(2026, 6, 2), replace(terms, fee=Money(2_400_00)))
        (line,) = asked(terms, months(APRIL, 4), then=then)
        assert (line.amount, line.each) == (Money(500_00), None)

    def test_nothing_is_asked_for_before_it_begins_nor_after_it_ended(self):
        terms = begun(fee=Money(1_200_00))
        around = months(Month(date(2026, 3, 1)), 4)
        (line,) = asked(terms, around, ended_on=date(2026, 5, 10))
        assert line.what == "Fixed sum, April 2026 to May 2026"
        assert asked(terms, [Month(date(2029, 4, 1))]) == ()

    def test_the_last_day_belongs_to_the_contract(self):
        (line,) = asked(begun(), [Month.containing(LAST)])
        assert line.what == "Fixed sum, March 2029"

    @given(
        fee=st.integers(min_value=1, max_value=10**9),
        later=st.integers(min_value=0, max_value=400),
        days=st.integers(min_value=1, max_value=1500),
    )
    def test_whole_years_come_to_the_fee_and_no_year_to_more(self, fee, later, days):
        first_day = FIRST + timedelta(days=later)
        terms = begun(
            first_day=first_day, last_day=first_day + timedelta(days=days), fee=Money(fee)
        )
        over = months(Month.containing(first_day), days // 28 + 3)
        in_all = total(one.amount for one in asked(terms, over))
        whole_years = [one for one in terms.years if len(months_of(*one)) >= 12]
        assert Money(fee).times(len(whole_years)) <= in_all <= Money(fee).times(len(terms.years))
        singly = total(one.amount for month in over for one in asked(terms, [month]))
        assert singly == in_all


def charge(number=1, *, kind=ChargeKind.YEAR, band=Band.LOW, pence=70_00, is_late=False):
    return Counted(kind, band, Money(pence), number, is_late)


class TestCharges:
    def test_people_s_years_are_added_up_by_band_and_price(self):
        lines = charge_lines(
            [charge(2, band=Band.HIGH, pence=260_00), charge(12), charge(3, pence=75_00)]
        )
        assert [(one.what, one.number, one.each, one.amount) for one in lines] == [
            ("A year of help, low", 12, Money(70_00), Money(840_00)),
            ("A year of help, low", 3, Money(75_00), Money(225_00)),
            ("A year of help, high", 2, Money(260_00), Money(520_00)),
        ]

    def test_what_began_before_the_month_is_said(self):
        (line,) = charge_lines([charge(is_late=True)])
        assert line.said == "A year of help, low, begun earlier"

    def test_what_differs_is_one_line_without_a_price(self):
        (line,) = charge_lines(
            [
                charge(1, kind=ChargeKind.CHANGE, band=Band.HIGH, pence=10_00),
                charge(2, kind=ChargeKind.CHANGE, band=Band.HIGH, pence=30_00),
            ]
        )
        assert (line.number, line.each, line.amount) == (3, None, Money(70_00))

    def test_what_was_kept_up_is_of_another_kind_than_years(self):
        (line,) = charge_lines([charge(kind=ChargeKind.INCENTIVE, band=None, pence=24_00)])
        assert (line.kind, line.what) == (LineKind.INCENTIVE, "Kept up for a year")

    @given(
        st.lists(
            st.builds(
                charge,
                st.integers(1, 50),
                kind=st.sampled_from(ChargeKind),
                band=st.sampled_from([*Band, None]),
                pence=st.integers(-300_00, 300_00),
                is_late=st.booleans(),
            ),
            max_size=30,
        )
    )
    def test_the_sum_and_the_number_are_those_of_the_charges(self, counted):
        lines = charge_lines(counted)
        assert total(one.amount for one in lines) == total(one.sum for one in counted)
        assert sum(one.number for one in lines) == sum(one.number for one in counted)
        assert all(one.each is None or one.each.times(one.number) == one.amount for one in lines)


def said(pence=100_00, vat=None) -> Invoiced:
    line = InvoiceLine(LineKind.BLOCK, "Fixed sum, April 2026", 1, Money(pence), Money(pence))
    return Invoiced(
        number=1,
        lead="Anytown Community Links",
        funders=(),
        contract="Riverside",
        since=date(2026, 4, 1),
        month=FIRST,
        issued_on=date(2026, 5, 4),
        lines=(line,),
        shadow=(),
        vat=vat,
        vat_because="",
    )


class TestTheWhole:
    def test_tax_is_added_where_the_contract_says_so(self):
        assert (said(vat=Vat.STANDARD).total, said(vat=Vat.EXEMPT).total) == (
            Money(120_00),
            Money(100_00),
        )

    def test_tax_is_rounded_to_the_nearest_penny(self):
        assert said(33, vat=Vat.STANDARD).tax == Money(7)

    def test_it_is_paid_within_thirty_days(self):
        assert said().due_on == date(2026, 6, 3)

    def test_it_reads_as_it_was_written(self):
        one = with_shares(said(vat=Vat.STANDARD), [("Anytown Health", None)])
        assert Invoiced.from_json(one.to_json()) == one
        assert replace(one, vat_because="Another reason").digest != one.digest

    def test_who_pays_alone_pays_all(self):
        (only,) = with_shares(said(), [("Anytown Health", None)]).funders
        assert only.amount == Money(100_00)

    def test_where_no_shares_were_agreed_none_are_said(self):
        parts = with_shares(said(), [("One", None), ("Two", None)]).funders
        assert [one.amount for one in parts] == [None, None]

    @given(
        st.integers(1, 10**8),
        st.lists(st.integers(1, 50), min_size=2, max_size=6),
    )
    def test_shares_come_to_the_whole_and_none_is_a_penny_off(self, pence, weights):
        percents = [Decimal(one * 100) / sum(weights) for one in weights]
        percents[-1] = 100 - sum(percents[:-1])
        parts = with_shares(said(pence), [(str(n), one) for n, one in enumerate(percents)]).funders
        assert total(one.amount for one in parts) == Money(pence)
        for part, percent in zip(parts, percents, strict=True):
            assert abs(part.amount.pence - pence * percent / 100) < 1

    @pytest.mark.parametrize(
        ("amounts", "says"), [([], "nothing to invoice"), ([70_00, -70_00], "More was reversed")]
    )
    def test_nothing_is_not_asked_for(self, amounts, says):
        lines = [InvoiceLine(LineKind.TARIFF, "", 1, None, Money(one)) for one in amounts]
        with pytest.raises(RuleBroken, match=says):
            must_be_owed(lines)


@pytest.mark.parametrize("typed", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "＝1"])
def test_nothing_that_was_typed_runs_in_a_spreadsheet(typed):
    line = InvoiceLine(LineKind.TARIFF, typed, 1, None, Money(-70_00))
    rows = list(replace(said(), lines=(line,)).rows())
    file, book = write_csv(rows), load_workbook(BytesIO(write_workbook("Invoice", rows))).active
    assert f"\"'{typed}" in file and '"-70.00"' in file, "A number stays one."
    assert (book["B2"].data_type, book["E2"].data_type) == ("s", "n")
