"""Anytown's commissioner has an invoice to look at, and its lead NTP one to issue with people's years in it."""

import sqlalchemy as sa

from accounts import queries as accounts
from billing.invariants import INVARIANTS
from billing.models import Contract, Invoice
from billing.queries.invoices import to_invoice
from billing.settling import InvoiceState
from billing.vocabulary import LineKind
from kernel.money import Money
from tests.cast import NOON


def test_one_is_questioned_and_one_is_to_be_issued(demo_world):
    with demo_world.reading() as session:
        (row,) = session.scalars(sa.select(Invoice))
        assert row.stands.state is InvoiceState.CHALLENGED and row.stands.paid
        ready = to_invoice(session, session.get_one(Contract, row.contract_id), on=NOON.date())
        assert any(one.kind.is_for_people for one in ready.said.lines)
        (earned,) = [one for one in ready.said.lines if one.kind is LineKind.OUTCOME]
        assert (earned.number, earned.amount) == (30, Money(1_440_00))
        assert [said for one in INVARIANTS for said in one.check(session)] == []
        assert accounts.get_organisation(session, row.lead_id).name == row.said.lead
