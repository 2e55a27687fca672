"""What an invoice says: charges added up, tax, and shares to the penny."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from billing.bands import Band
from billing.invoices import (
    Counted,
    Invoiced,
    InvoiceLine,
    charge_lines,
    must_be_owed,
    with_shares,
)
from billing.ledger import ChargeKind
from billing.vocabulary import LineKind, Vat
from kernel.csv_safety import write_csv
from kernel.errors import RuleBroken
from kernel.money import Money, total
from kernel.workbooks import write_workbook
from tests.cast_contracts import FIRST


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
