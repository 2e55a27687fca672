"""Asking funders to pay: once a month, gapless, each charge once, frozen, through the gate, and settled in words."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from billing.bands import Band
from billing.invariants import INVARIANTS
from billing.models import Charge, CreditNote, Invoice, InvoiceAct, InvoicedCharge
from billing.operations import invoices as operations
from billing.operations.charging import reverse_charge
from billing.operations.invoices import issue_invoice
from billing.queries.invoices import make_page
from billing.settling import Act, Acted, InvoiceState
from billing.vocabulary import FixedKind, LineKind, Mechanism, Vat
from kernel import releases
from kernel.access import Role
from kernel.disclosure import Headcount, Sum, Table
from kernel.errors import Conflict, NotAllowed, NotFound, Refused, RuleBroken
from kernel.mail import Letter
from kernel.money import NOTHING, Money, total
from kernel.periods import Month, day_in_london
from kernel.releases import Release
from outcomes_star.published import reader_of
from tests.cast import a_lead_manager, a_lead_ntp, a_link_worker, an_actor
from tests.cast_charges import a_case_with_a_band, charge
from tests.cast_contracts import a_signed_contract
from tests.cast_invoices import (
    DECEMBER,
    JANUARY,
    a_finance_lead,
    a_helping_contract,
    an_invoice,
    issue,
    some_years,
    who_pays,
)

RUNS = 50
A_DAY = timedelta(days=1)


def lines_of(row, kind):
    return [one for one in row.said.lines if one.kind is kind]


def doctor(session):
    session.flush()
    return [said for one in INVARIANTS for said in one.check(session)]


class TestIssuing:
    def test_it_asks_for_twelfths_and_for_people_s_years_by_band(self, session):
        row = an_invoice(session, Band.LOW, Band.LOW, Band.HIGH)
        session.expire_all()
        assert (row.number, row.month) == (1, date(2026, 11, 1))
        (block,) = lines_of(row, LineKind.BLOCK)
        assert (block.what, block.number, block.each) == (
            "Fixed sum, April 2026 to November 2026", 8, Money(4_000_00),
        )  # fmt: skip
        assert [(one.what, one.number, one.amount) for one in lines_of(row, LineKind.TARIFF)] == [
            ("A year of help, low", 2, Money(140_00)), ("A year of help, high", 1, Money(260_00)),
        ]  # fmt: skip
        assert len(lines_of(row, LineKind.FIXED)) == len(FixedKind)
        assert row.pence == total(one.amount for one in row.said.lines).pence
        assert doctor(session) == []

    def test_it_names_nobody_no_practice_and_no_day_of_a_person(self, session):
        row = an_invoice(session)
        said = str(row.kept)
        assert not [one for one in ("Person", "Maya", "Practice", "2026-11-22") if one in said]

    def test_the_next_one_asks_for_the_next_month_alone(self, session):
        contract = a_helping_contract(session)
        issue(session, contract)
        row = issue(session, contract, at=JANUARY)
        assert row.number == 2
        assert [one.what for one in lines_of(row, LineKind.BLOCK)] == ["Fixed sum, December 2026"]
        assert lines_of(row, LineKind.TARIFF) == []

    def test_what_is_reversed_after_is_set_against_the_next(self, session):
        contract = a_helping_contract(session)
        issue(session, contract)
        (one,) = session.scalars(sa.select(Charge))
        manager = a_lead_manager(session)
        reverse_charge(
            session, manager, one.id, because="Twice", is_charged_anew=False, at=DECEMBER
        )
        (line,) = lines_of(issue(session, contract, at=JANUARY), LineKind.TARIFF)
        assert (line.what, line.amount) == ("Reversed, low", Money(-70_00))
        assert line.said.endswith("begun earlier")
        assert doctor(session) == []

    def test_what_began_before_its_months_and_was_charged_late_is_said(self, session):
        contract = a_helping_contract(session)
        issue(session, contract)
        late = a_case_with_a_band(session, a_link_worker(session), Band.HIGH)
        charge(session, late, when=DECEMBER)
        (line,) = lines_of(issue(session, contract, at=JANUARY), LineKind.TARIFF)
        assert line.is_late and line.said == "A year of help, high, begun earlier"

    def test_shadow_prices_are_told_and_not_asked_for(self, session):
        row = an_invoice(session, mechanism=Mechanism.BLOCK, is_shadow=True)
        assert lines_of(row, LineKind.TARIFF) == []
        assert [one.amount for one in row.said.shadow] == [Money(70_00)]
        assert doctor(session) == []

    def test_tax_is_as_the_contract_says(self, session):
        row = an_invoice(session, vat=Vat.STANDARD, vat_because="So says our accountant.")
        assert (row.said.net, row.said.tax) == (Money(36_403_35), Money(7_280_67))
        assert row.pence == 43_684_02

    def test_the_funders_are_told_and_nothing_of_it_is_in_the_letter_but_sums(self, session):
        who_pays(session)
        an_invoice(session)
        (letter,) = session.scalars(sa.select(Letter).where(Letter.template == "billing/invoice"))
        assert letter.facts["total"].startswith("£")

    def test_it_is_issued_once(self, session):
        contract = a_helping_contract(session)
        finance = a_finance_lead(session)
        session.flush()
        seen = make_page(session, finance, contract.id, on=day_in_london(DECEMBER)).seen
        issue_invoice(session, finance, contract.id, seen=seen, at=DECEMBER)
        with pytest.raises(Conflict, match="has its invoice of that month"):
            issue_invoice(session, finance, contract.id, seen=seen, at=DECEMBER)

    def test_only_what_was_looked_at_is_issued(self, session):
        contract = a_helping_contract(session)
        with pytest.raises(Conflict, match="Something changed"):
            issue_invoice(session, a_finance_lead(session), contract.id, seen="", at=DECEMBER)

    def test_nothing_is_not_asked_for(self, session):
        contract = a_signed_contract(
            session, mechanism=Mechanism.TARIFF, fee=NOTHING, fixed_lines=()
        )
        finance = a_finance_lead(session)
        session.flush()
        seen = make_page(session, finance, contract.id, on=day_in_london(DECEMBER)).seen
        with pytest.raises(RuleBroken, match="nothing to invoice"):
            issue_invoice(session, finance, contract.id, seen=seen, at=DECEMBER)

    def test_who_does_not_keep_this_money_issues_nothing(self, session):
        contract = a_helping_contract(session)
        with pytest.raises(NotAllowed):
            issue_invoice(session, who_pays(session), contract.id, seen="", at=DECEMBER)
        other = an_actor(
            session, Role.LEAD_FINANCE, at=a_lead_ntp(session, "Another Lead NTP", is_host=False)
        )
        with pytest.raises(NotFound):
            issue_invoice(session, other, contract.id, seen="", at=DECEMBER)


class TestTheGate:
    def test_what_it_tells_is_known_to_whatever_is_published_after(self, session):
        row = an_invoice(session, Band.LOW, Band.LOW, Band.HIGH)
        (told,) = session.scalars(
            sa.select(Release).where(Release.reader == reader_of(row.lead_id))
        )
        assert sorted(int(figure.shown) for figure in told.figures().values()) == [1, 2]
        assert all(one.stands_for.possible == 1 for one in told.figures().values())

    def test_two_contracts_that_count_the_same_do_not_contradict_one_another(self, session):
        for number in (1, 9):
            contract = a_signed_contract(session)
            some_years(session, contract, number)
            issue(session, contract)
        told = session.scalars(sa.select(Release).order_by(Release.number)).all()
        assert sorted(one.number for one in told) == [1, 1, 2, 2], "Two readers, two each."

    def test_no_invoice_leaves_a_hidden_number_to_be_subtracted(self, session):
        row = an_invoice(session, *[Band.LOW] * 3)
        told = session.scalars(
            sa.select(Release).where(Release.reader == reader_of(row.lead_id))
        ).one()
        (exact,) = told.figures()
        cell = frozenset(pair for pair in exact if pair[0] not in {"from", "to"})
        rest, whole = frozenset({("rest", "yes")}), frozenset({("whole", "yes")})
        counts = {cell: Headcount(3), rest: Headcount(21), whole: Headcount(24)}
        with pytest.raises(RuleBroken, match="would give a number under 8 away"):
            releases.issue(
                session, reader=reader_of(row.lead_id), period=Month(row.month), kind="a return",
                table=Table(counts, (Sum(whole, (cell, rest)),)), at=DECEMBER,
            )  # fmt: skip


class TestSettling:
    @pytest.fixture
    def row(self, session):
        return an_invoice(session)

    def test_a_line_is_questioned_answered_settled_agreed_and_paid(self, session, row):
        payer, finance = who_pays(session), a_finance_lead(session)
        operations.challenge(session, payer, row.id, 0, because="Why so much?", seen=0, at=DECEMBER)
        assert row.stands.state is InvoiceState.CHALLENGED
        operations.answer(session, finance, row.id, 0, because="Eight months.", seen=1, at=DECEMBER)
        operations.settle(session, payer, row.id, 0, seen=2, at=DECEMBER)
        operations.agree(session, payer, row.id, seen=3, at=DECEMBER)
        assert row.stands.state is InvoiceState.AGREED
        for seen, part in ((4, Money(1_00)), (5, row.said.total - Money(1_00))):
            done = Acted(Act.PAY, date(2026, 12, 30), amount=part)
            operations.write_down_money(
                session, finance, row.id, done, because="", seen=seen, at=JANUARY
            )
        assert (row.stands.state, row.stands.owing) == (InvoiceState.PAID, NOTHING)
        assert [one.number for one in row.acts] == [1, 2, 3, 4, 5, 6]

    def test_the_lead_ntp_hears_of_a_question_and_until_when_to_answer(self, session, row):
        a_finance_lead(session)
        operations.challenge(
            session, who_pays(session), row.id, 0, because="Why?", seen=0, at=DECEMBER
        )
        wanted = sa.select(Letter).where(Letter.template == "billing/invoice_questioned")
        letters = session.scalars(wanted).all()
        assert letters and {one.facts["answer_by"] for one in letters} == {"17 December 2026"}

    def test_a_credit_note_has_a_number_and_the_invoice_stays(self, session, row):
        before, finance = row.digest, a_finance_lead(session)
        made = operations.credit(
            session, finance, row.id, 0, net=Money(4_000_00), because="No help in May", seen=0,
            at=DECEMBER,
        )  # fmt: skip
        assert (made.number, made.said.total, row.said.digest) == (1, Money(4_000_00), before)
        assert row.stands.owing == row.said.total - Money(4_000_00)
        with pytest.raises(RuleBroken, match="which is left of this line"):
            operations.credit(
                session, finance, row.id, 0, net=Money(28_000_01), because="", seen=1, at=DECEMBER
            )
        assert doctor(session) == []

    def test_two_who_act_at_once_cannot_both(self, session, row):
        payer = who_pays(session)
        operations.agree(session, payer, row.id, seen=0, at=DECEMBER)
        with pytest.raises(Conflict, match="Somebody did something"):
            operations.challenge(session, payer, row.id, 0, because="?", seen=0, at=DECEMBER)

    @pytest.mark.parametrize("on", [date(2026, 12, 2), date(2026, 12, 4)])
    def test_money_came_between_the_issue_and_today(self, session, row, on):
        done = Acted(Act.PAY, on, amount=Money(1))
        with pytest.raises(RuleBroken, match="from its issue until today"):
            operations.write_down_money(
                session, a_finance_lead(session), row.id, done, because="", seen=0, at=DECEMBER
            )

    def test_there_is_no_line_beyond_the_last(self, session, row):
        for line in (-1, len(row.said.lines)):
            with pytest.raises(NotFound):
                operations.challenge(
                    session, who_pays(session), row.id, line, because="?", seen=0, at=DECEMBER
                )

    def test_each_side_does_its_own(self, session, row):
        payer, finance = who_pays(session), a_finance_lead(session)
        with pytest.raises(NotAllowed):
            operations.agree(session, finance, row.id, seen=0, at=DECEMBER)
        with pytest.raises(NotAllowed):
            operations.answer(session, payer, row.id, 0, because="", seen=0, at=DECEMBER)
        with pytest.raises(NotAllowed):
            operations.credit(
                session, payer, row.id, 0, net=Money(1), because="", seen=0, at=DECEMBER
            )


class TestTheDatabase:
    @pytest.mark.parametrize("table", [Invoice, InvoicedCharge, InvoiceAct, CreditNote])
    @pytest.mark.parametrize("how", ["update", "delete"])
    def test_it_refuses_to_change_what_was_issued(self, session, table, how):
        row = an_invoice(session)
        operations.credit(
            session,
            a_finance_lead(session),
            row.id,
            0,
            net=Money(1),
            because="",
            seen=0,
            at=DECEMBER,
        )
        session.flush()
        column = next(one for one in table.__table__.columns if not one.primary_key)
        statement = (
            sa.delete(table) if how == "delete" else sa.update(table).values({column: column})
        )
        with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
            session.execute(statement)


class TestAtOnce:
    def test_of_fifty_runs_one_issues(self, database):
        with database.writing() as session:
            contract = a_helping_contract(session, Band.LOW, Band.HIGH)
            finance = a_finance_lead(session)
            session.flush()
            seen = make_page(session, finance, contract.id, on=day_in_london(DECEMBER)).seen
            contract_id = contract.id

        def run(_):
            try:
                with database.writing() as session:
                    issue_invoice(session, finance, contract_id, seen=seen, at=DECEMBER)
            except Refused:
                return 0
            return 1

        with ThreadPoolExecutor(8) as threads:
            assert sum(threads.map(run, range(RUNS))) == 1
        with database.reading() as session:
            (row,) = session.scalars(sa.select(Invoice))
            assert row.number == 1
            assert len(session.scalars(sa.select(InvoicedCharge)).all()) == 2
            assert doctor(session) == []
