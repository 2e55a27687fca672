"""The file by which the bank pays groups: each remittance once, to confirmed accounts alone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from audit.models import AuditLine
from billing.models import PaymentFile, PaymentFileLine, Remittance
from billing.operations.bank_details import propose_bank_details
from billing.operations.group_lines import write_all_lines
from billing.operations.payment_files import make_payment_file
from billing.operations.remittances import make_remittance
from billing.queries.payment_files import (
    check_sum,
    file_page,
    make_file_page,
    paid_on,
    payments_in,
    ready_to_pay,
)
from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, NotFound, Refused, RuleBroken
from kernel.money import Money
from tests.cast import NOON, a_lead_ntp, an_actor
from tests.cast_sub_contracts import ACCOUNT, a_paid_group, some_bank_details

A_DAY = timedelta(days=1)
DECEMBER = NOON + 12 * A_DAY
PAY_ON = DECEMBER.date() + A_DAY
LATER = DECEMBER + 31 * A_DAY


def remitted(session, *, has_details=True):
    """A kitchen that was made a remittance of £9.00."""
    paid = a_paid_group(session)
    for _ in range(2):
        paid.came(session)
    write_all_lines(session, at=NOON + A_DAY)
    make_remittance(session, paid.manager, paid.group_id, seen=1, at=DECEMBER)
    if has_details:
        some_bank_details(session, paid)
    return paid


@pytest.fixture
def finance(session):
    return an_actor(session, Role.LEAD_FINANCE)


@pytest.fixture
def stranger(session):
    return an_actor(session, Role.LEAD_FINANCE, at=a_lead_ntp(session, "Southbank", is_host=False))


def pay(session, actor, *, seen=None, pay_on=PAY_ON, at=DECEMBER):
    seen = seen or check_sum(ready_to_pay(session, actor))
    return make_payment_file(session, actor, pay_on=pay_on, seen=seen, at=at)


class TestWhatCanBePaid:
    def test_what_has_confirmed_bank_details(self, session, finance):
        remitted(session)
        page = make_file_page(session, finance)
        assert [(one.to, one.amount) for one in page.ready] == [
            ("The Community Kitchen, account ending in 78", Money(9_00))
        ]
        assert (page.left_out, page.total) == ((), Money(9_00))

    def test_what_has_none_is_left_out_and_says_why(self, session, finance):
        paid = remitted(session, has_details=False)
        assert [one.why_not for one in make_file_page(session, finance).left_out] == [
            "No bank details are confirmed."
        ]
        some_bank_details(session, paid, is_confirmed=False)
        page = make_file_page(session, finance)
        assert (page.ready, len(page.left_out)) == ((), 1)

    def test_nothing_is_paid_while_a_change_waits(self, session, finance):
        paid = remitted(session)
        propose_bank_details(
            session, paid.manager, paid.group_id, ACCOUNT, checked="x", at=DECEMBER
        )
        page = make_file_page(session, finance)
        assert [one.why_not for one in page.left_out] == [
            "A change of its bank details waits for a second person."
        ]
        with pytest.raises(RuleBroken, match="nothing that can be paid"):
            pay(session, finance)

    def test_another_lead_ntp_sees_nothing_of_it(self, session, finance, stranger):
        remitted(session)
        page = make_file_page(session, stranger)
        assert (page.ready, page.left_out) == ((), ())


class TestPaying:
    def test_it_holds_what_the_bank_needs(self, session, finance):
        remitted(session)
        made = pay(session, finance)
        (payment,) = payments_in(session, finance, made.id)
        assert (payment.to, str(payment.amount), payment.reference) == (
            ACCOUNT, "9.00", "REMITTANCE 1",
        )  # fmt: skip
        page = file_page(session, finance, made.id)
        assert (page.pay_on, page.total, page.who) == (PAY_ON, Money(9_00), finance.name)
        assert "12345678" not in repr(page)

    def test_the_remittance_is_marked_with_the_day(self, session, finance):
        remitted(session)
        (row,) = session.scalars(sa.select(Remittance))
        assert paid_on(session, [row.id]) == {}
        pay(session, finance)
        assert paid_on(session, [row.id]) == {row.id: PAY_ON}

    def test_each_remittance_is_in_one_file(self, session, finance):
        remitted(session)
        pay(session, finance)
        with pytest.raises(RuleBroken, match="nothing that can be paid"):
            pay(session, finance)

    def test_only_what_was_looked_at(self, session, finance):
        paid = remitted(session)
        seen = make_file_page(session, finance).seen
        assert pay(session, finance, seen=seen).pay_on == PAY_ON
        paid.came(session)
        write_all_lines(session, at=DECEMBER + A_DAY)
        make_remittance(session, paid.manager, paid.group_id, seen=1, at=LATER)
        with pytest.raises(Conflict, match="has changed"):
            pay(session, finance, seen=seen, at=LATER, pay_on=LATER.date())

    def test_only_to_the_account_that_was_looked_at(self, session, finance):
        """As many payments, of the same sums, and one to another account."""
        paid = remitted(session)
        seen = make_file_page(session, finance).seen
        some_bank_details(session, paid, details=replace(ACCOUNT, account="87654321"))
        with pytest.raises(Conflict, match="has changed"):
            pay(session, finance, seen=seen)
        assert pay(session, finance, seen=make_file_page(session, finance).seen).id

    def test_no_day_that_is_over(self, session, finance):
        remitted(session)
        with pytest.raises(RuleBroken, match="today or a later day") as refused:
            pay(session, finance, pay_on=DECEMBER.date() - A_DAY)
        assert refused.value.field == "pay_on"

    def test_only_finance_pays_and_opens_the_file(self, session, finance, stranger):
        paid = remitted(session)
        with pytest.raises(NotAllowed):
            pay(session, paid.manager)
        with pytest.raises(NotAllowed):
            make_file_page(session, paid.manager)
        made = pay(session, finance)
        for read in (file_page, payments_in):
            with pytest.raises(NotAllowed):
                read(session, paid.manager, made.id)
            with pytest.raises(NotFound):
                read(session, stranger, made.id)


def test_many_who_pay_at_the_same_moment_pay_once(database):
    with database.writing() as session:
        remitted(session)
        finance = an_actor(session, Role.LEAD_FINANCE)

    def run(_number):
        try:
            with database.writing() as session:
                pay(session, finance)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as runners:
        assert sum(runners.map(run, range(24))) == 1
    with database.reading() as session:
        assert len(session.scalars(sa.select(PaymentFile)).all()) == 1
        (noted,) = [one for one in session.query(AuditLine) if one.act == "made a payment file"]
        assert (noted.details["pence"], noted.details["payments"]) == (900, 1)


@pytest.mark.parametrize("table", [PaymentFile, PaymentFileLine])
def test_the_database_refuses_every_change(database, table):
    with database.writing() as session:
        remitted(session)
        pay(session, an_actor(session, Role.LEAD_FINANCE))
    for act in (sa.update(table).values(id=table.id), sa.delete(table)):
        with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
            session.execute(act)
