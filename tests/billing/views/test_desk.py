"""What of contracts waits on somebody's desk."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from billing.contracts import SOON
from billing.models import Contract
from billing.operations import invoices as operations
from billing.operations.income import take_out_stream
from kernel.access import Role
from kernel.periods import day_in_london
from tests.cast import NOON, signed_in
from tests.cast_budgets import TARIFF, a_budget, a_finance_lead_of, paid_from
from tests.cast_contracts import a_contract, a_signed_contract, begun, here, sign, the_sides, whole
from tests.cast_invoices import (
    DECEMBER,
    a_finance_lead,
    a_helping_contract,
    an_invoice,
    issue,
    who_pays,
)
from tests.cast_sub_contracts import a_paid_group, an_agreement

TODAY = day_in_london(NOON)


def desk(client, database, make, role=Role.LEAD_MANAGER):
    with database.writing() as session:
        make(session)
    signed_in(client, role)
    return client.page("/desk").words


def offered(session):
    made = a_contract(session, **vars(whole(begun(**here(session)))))
    sign(session, the_sides(session)[0], made)


def test_a_signature_of_ones_own_side_alone(client, database):
    assert "waits for your side to sign" in desk(client, database, offered)
    signed_in(client, Role.COMMISSIONER)
    assert "waits for your side to sign" not in client.page("/desk").words


def test_what_was_not_shown_in_time(client, database):
    words = desk(client, database, a_signed_contract)
    assert "for Riverside: one thing has not been shown in time." in words


@pytest.mark.parametrize(("days", "said"), [(SOON, True), (SOON + timedelta(days=1), False)])
def test_a_contract_that_ends_within_six_months(client, database, days, said):
    words = desk(client, database, lambda it: a_signed_contract(it, last_day=TODAY + days))
    assert ("Agree what comes after." in words) is said


def test_nothing_for_who_signs_nothing(client, database):
    assert "The contract of" not in desk(client, database, offered, Role.LEAD_FINANCE)


class TestInvoices:
    @pytest.fixture
    def invoice(self, database, clock):
        clock.passes(days=12)
        with database.writing() as session:
            who_pays(session)
            return an_invoice(session).id

    def look(self, client, role):
        signed_in(client, role)
        return client.page("/desk").words

    def act(self, database, do, *said, **more):
        with database.writing() as session:
            do(session, *said, at=DECEMBER, **more)

    def test_a_month_that_can_be_asked_for(self, client, database, clock):
        clock.passes(days=12)
        said = (
            "A month of the contract of Better Services Enterprise, for Riverside can be invoiced."
        )
        assert said in desk(client, database, a_helping_contract, Role.LEAD_FINANCE)
        with database.writing() as session:
            issue(session, session.scalars(sa.select(Contract)).one())
        assert said not in self.look(client, Role.LEAD_FINANCE)

    def test_who_pays_has_to_agree_and_then_to_pay_in_time(self, client, database, invoice, clock):
        agree = "Invoice 1 of Better Services Enterprise waits to be agreed."
        assert agree in self.look(client, Role.COMMISSIONER_FINANCE)
        with database.writing() as session:
            payer = who_pays(session)
        self.act(database, operations.agree, payer, invoice, seen=0)
        words = self.look(client, Role.COMMISSIONER_FINANCE)
        assert agree not in words and "is not paid in time" not in words
        clock.passes(days=31)
        assert "is not paid in time." in self.look(client, Role.COMMISSIONER_FINANCE)

    def test_a_question_waits_for_one_side_and_its_answer_for_the_other(
        self, client, database, invoice
    ):
        with database.writing() as session:
            payer, finance = who_pays(session), a_finance_lead(session)
        self.act(database, operations.challenge, payer, invoice, 0, because="Why?", seen=0)
        assert "line 1 is questioned." in self.look(client, Role.LEAD_FINANCE)
        assert "is answered" not in self.look(client, Role.COMMISSIONER_FINANCE)
        self.act(database, operations.answer, finance, invoice, 0, because="So it is.", seen=1)
        assert "line 1 is questioned" not in self.look(client, Role.LEAD_FINANCE)
        words = self.look(client, Role.COMMISSIONER_FINANCE)
        assert "your question about line 1 is answered." in words

    def test_nothing_of_it_for_who_reads_returns(self, client, database, invoice):
        for role in (Role.COMMISSIONER, Role.ANALYST):
            assert "Invoice" not in self.look(client, role)


@pytest.mark.parametrize("role", [Role.LEAD_FINANCE, Role.LEAD_MANAGER])
def test_a_group_that_is_paid_from_a_budget_that_is_gone(client, database, role):
    with database.writing() as session:
        warm, agreement_id = a_budget(session), an_agreement(session).id
        paid_from(session, agreement_id, {warm.id: 100})
        actor = a_finance_lead_of(session)
        take_out_stream(session, actor, warm.id, version=1, at=NOON)
        a_budget(session, TARIFF)
    signed_in(client, role)
    page = client.page("/desk")
    assert (
        "What Anytown Cat and Dog Shelter is paid from: “Council grant: Warm rooms” is not in the list of "
        "2026 to 2027 any more. It pays 100%." in page.words
    )
    assert f"/agreements/{agreement_id}" in page.links.values()


def test_bank_details_wait_for_a_second_person(client, database):
    said = "Bank details of The Community Kitchen wait for a second person."
    with database.writing() as session:
        bank = f"/remittances/groups/{a_paid_group(session).group_id}/bank"
    signed_in(client, Role.LEAD_MANAGER)
    account = {"name": "Kitchen", "sort_code": "204060", "account_number": "12345678"}
    client.submit(f"{bank}/propose", account | {"checked": "I rang Kim."})
    assert said not in client.page("/desk").words
    signed_in(client, Role.COMMISSIONER_FINANCE)
    assert said not in client.page("/desk").words
    signed_in(client, Role.LEAD_FINANCE)
    page = client.page("/desk")
    assert said in page.words and bank in page.links.values()
    client.submit(f"{bank}/drop", button="Drop it")
    assert said not in client.page("/desk").words
