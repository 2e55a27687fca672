"""Credit notes under attack: more given back than was asked, or tax on nothing owed for good."""

import contextlib
from datetime import date

import sqlalchemy as sa

from billing.models import Charge
from billing.operations.charging import reverse_charge
from billing.queries.invoices import invoices_page
from billing.settling import InvoiceState
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money
from tests.cast import (
    a_lead_manager,
)
from tests.cast_invoices import (
    DECEMBER,
    JANUARY,
    VATTED,
    a_finance_lead,
    a_helping_contract,
    credit,
    issue,
    pay,
    people_alone,
)


class TestCredits:
    def test_many_small_credits_take_back_no_more_tax_than_was_asked(self, session):
        row = issue(session, people_alone(session, **VATTED))
        for _ in range(20):
            credit(session, row, 3)
        credit(session, row, 69_40)
        assert row.said.total == Money(84_00)
        assert row.stands.credited == row.said.total  # 84.08
        assert row.stands.state is InvoiceState.CREDITED

    def test_an_invoice_credited_whole_in_small_parts_owes_nothing(self, session):
        row = issue(session, people_alone(session, **VATTED))
        for _ in range(20):
            credit(session, row, 2)
        credit(session, row, 69_60)
        assert row.stands.left_of(0) == NOTHING
        assert row.stands.owing == NOTHING  # eight pence of tax on nothing, for good
        assert row.stands.state is InvoiceState.CREDITED

    def test_lines_rounded_one_by_one_come_to_the_tax_of_the_whole(self, session):
        """Three lines of other amounts, each credited whole, once."""
        row = issue(
            session, a_helping_contract(session, fee=Money(48_000_04), fixed_lines=(), **VATTED)
        )
        for line, one in enumerate(row.said.lines):
            credit(session, row, one.amount.pence, line)
        assert (row.stands.owing, row.stands.state) == (NOTHING, InvoiceState.CREDITED)

    def test_no_more_is_credited_than_the_invoice_asks_for(self, session):
        """A line below nothing makes the others worth more than the whole."""
        contract = a_helping_contract(session)
        issue(session, contract)
        (one,) = session.scalars(sa.select(Charge))
        reverse_charge(session, a_lead_manager(session), one.id, because="Twice",
                       is_charged_anew=False, at=DECEMBER)  # fmt: skip
        row = issue(session, contract, at=JANUARY)
        assert min(each.amount for each in row.said.lines) == Money(-70_00)
        for line, each in enumerate(row.said.lines):
            if each.amount > NOTHING:
                with contextlib.suppress(RuleBroken):
                    credit(session, row, each.amount.pence, line, at=JANUARY)
        assert row.stands.credited <= row.said.total
        assert row.stands.owing >= NOTHING

    def test_what_was_credited_in_full_is_not_late_for_ever(self, session):
        row = issue(session, people_alone(session))
        credit(session, row, 70_00)
        assert row.stands.state is InvoiceState.CREDITED
        page = invoices_page(session, a_finance_lead(session), on=date(2027, 6, 1))
        assert page.took.late == 0

    def test_what_was_paid_in_part_and_credited_for_the_rest_is_not_late_for_ever(self, session):
        row = issue(session, people_alone(session))
        pay(session, row, 40_00)
        credit(session, row, 30_00)
        assert (row.stands.state, row.stands.owing) == (InvoiceState.PAID, NOTHING)
        page = invoices_page(session, a_finance_lead(session), on=date(2027, 6, 1))
        assert (page.took.late, page.took.number) == (0, 1)
