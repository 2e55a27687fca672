"""The file by which the bank pays groups: each remittance once, to confirmed accounts alone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from audit.models import AuditLine
from billing.models import BouncedPayment, PaymentFile, PaymentFileLine, Remittance
from billing.operations.bank_details import propose_bank_details
from billing.operations.group_lines import write_all_lines
from billing.operations.payment_files import make_payment_file, say_not_paid
from billing.operations.remittances import make_remittance
from billing.passed_on import DaysToPay, Payment
from billing.queries.payment_files import (
    bounces_of,
    check_sum,
    file_page,
    files,
    make_file_page,
    paid_on,
    payments_in,
    ready_to_pay,
)
from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, NotFound, Refused, RuleBroken
from kernel.money import Money
from kernel.periods import Month
from tests.cast import NOON, a_lead_manager, a_lead_ntp, an_actor, an_ntp
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

    def test_no_day_that_nobody_means(self, session, finance):
        remitted(session)
        with pytest.raises(RuleBroken, match="within 60 days") as refused:
            pay(session, finance, pay_on=date(2062, 12, 1))
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


def bounce(session, actor, made, *, seen=None, because="The account is closed.", at=DECEMBER):
    (row,) = session.scalars(sa.select(Remittance))
    seen = str(made.id) if seen is None else seen
    return say_not_paid(session, actor, row.id, because=because, seen=seen, at=at)


class TestWhatTheBankDidNotPay:
    @pytest.fixture
    def row(self, session):
        remitted(session)
        return session.scalars(sa.select(Remittance)).one()

    def test_it_goes_into_one_more_file(self, session, finance, row):
        first = pay(session, finance)
        bounce(session, finance, first)
        assert paid_on(session, [row.id]) == {}
        assert [one.remittance_id for one in make_file_page(session, finance).ready] == [row.id]
        later = PAY_ON + 5 * A_DAY
        second = pay(session, finance, pay_on=later)
        assert paid_on(session, [row.id]) == {row.id: later}
        assert [one.reference for one in payments_in(session, finance, second.id)] == [
            "REMITTANCE 1"
        ]
        with pytest.raises(RuleBroken, match="nothing that can be paid"):
            pay(session, finance)

    def test_days_to_pay_are_counted_to_the_day_on_which_it_arrived(self, session, finance, row):
        bounce(session, finance, pay(session, finance))
        pay(session, finance, pay_on=PAY_ON + 5 * A_DAY)
        found = paid_on(session, [row.id])
        payment = Payment(Month(row.month), found[row.id], None)
        assert DaysToPay.of([payment]).slowest == (PAY_ON + 5 * A_DAY - date(2026, 11, 30)).days

    def test_as_often_as_the_bank_does_not_pay_it(self, session, finance, row):
        for _ in range(3):
            bounce(session, finance, pay(session, finance))
        assert len(bounces_of(session, row.id)) == 3
        assert [one.again_id is None for one in ready_to_pay(session, finance)] == [False]
        pay(session, finance)
        assert paid_on(session, [row.id]) == {row.id: PAY_ON}

    def test_the_old_file_stays_and_says_what_of_it_was_not_paid(self, session, finance, row):
        first = pay(session, finance)
        bounce(session, finance, first)
        pay(session, finance, pay_on=PAY_ON + A_DAY)
        page = file_page(session, finance, first.id)
        assert (page.total, page.bounced) == (Money(9_00), Money(9_00))
        assert len(payments_in(session, finance, first.id)) == 1
        assert [one.amount for one in files(session, finance)] == [Money(9_00), Money(9_00)]

    def test_why_is_kept_and_who_said_so_is_noted(self, database):
        with database.writing() as session:
            remitted(session)
            finance = an_actor(session, Role.LEAD_FINANCE)
            bounce(session, finance, pay(session, finance))
        with database.reading() as session:
            (kept,) = bounces_of(session, session.scalars(sa.select(Remittance)).one().id)
            assert (kept.because, kept.who, kept.pay_on) == (
                "The account is closed.", finance.name, PAY_ON,
            )  # fmt: skip
            noted = [one for one in session.query(AuditLine) if "did not pay" in one.act]
            assert len(noted) == 1 and "closed" not in str(noted[0].details)

    def test_what_is_with_no_bank_was_not_refused_by_one(self, session, finance, row):
        with pytest.raises(Conflict, match="not to pay this now"):
            bounce(session, finance, None, seen="")
        made = pay(session, finance)
        bounce(session, finance, made)
        with pytest.raises(Conflict):
            bounce(session, finance, made)
        pay(session, finance)
        with pytest.raises(Conflict, match="Look at it again"):
            bounce(session, finance, made)

    def test_it_is_for_finance_of_the_lead_ntp_alone(self, session, finance, stranger, row):
        made = pay(session, finance)
        with pytest.raises(NotFound):
            bounce(session, stranger, made)
        manager = a_lead_manager(session)
        keeper = an_actor(session, Role.GROUP_EDITOR, at=an_ntp(session, "The Community Kitchen"))
        for actor in (manager, keeper):
            with pytest.raises(NotAllowed):
                bounce(session, actor, made)

    def test_the_database_takes_a_remittance_into_no_second_file_without_it(self, database):
        with database.writing() as session:
            remitted(session)
            finance = an_actor(session, Role.LEAD_FINANCE)
            bounced = bounce(session, finance, pay(session, finance)).id
            pay(session, finance)
        for again_id in (None, bounced):
            with pytest.raises((Conflict, IntegrityError)), database.writing() as session:
                one = session.scalars(sa.select(PaymentFileLine)).first()
                session.add(
                    PaymentFileLine(
                        file_id=one.file_id, remittance_id=one.remittance_id,
                        details_id=one.details_id, again_id=again_id,
                    )
                )  # fmt: skip
                session.flush()


def test_many_who_pay_again_at_the_same_moment_pay_once(database):
    with database.writing() as session:
        remitted(session)
        finance = an_actor(session, Role.LEAD_FINANCE)
        first = pay(session, finance).id
        bounce(session, finance, session.get_one(PaymentFile, first))

    def run(_number):
        try:
            with database.writing() as session:
                pay(session, finance)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as runners:
        assert sum(runners.map(run, range(16))) == 1
    with database.reading() as session:
        assert len(session.scalars(sa.select(PaymentFileLine)).all()) == 2


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


@pytest.mark.parametrize("table", [PaymentFile, PaymentFileLine, BouncedPayment])
def test_the_database_refuses_every_change(database, table):
    with database.writing() as session:
        remitted(session)
        finance = an_actor(session, Role.LEAD_FINANCE)
        bounce(session, finance, pay(session, finance))
    for act in (sa.update(table).values(id=table.id), sa.delete(table)):
        with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
            session.execute(act)
