"""Steps that a lead NTP writes, whether somebody can pay, each time they came, and receipts without a gap."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from billing.contributions import CanPay, Schedule, Taper
from billing.models import Contribution, ContributionTerms, Receipt
from billing.operations.contributions import (
    say_whether_they_pay,
    take_contribution,
    write_steps,
)
from billing.queries.contributions import next_amount
from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from kernel.money import NOTHING, Money
from kernel.periods import day_in_london
from referrals.operations.erasing import take_away
from tests.cast import NOON, a_lead_manager, a_link_worker, an_actor
from tests.cast_caseload import a_case

TODAY = day_in_london(NOON)
STEPS = "0: 0.50\n2: 1.00"


@pytest.fixture
def asha(session):
    return a_link_worker(session)


@pytest.fixture
def case(session, asha):
    return a_case(session, asha)


def steps(session, text=STEPS, taper=Taper.SESSIONS, seen=0):
    write_steps(session, a_lead_manager(session), Schedule.read(taper, text), seen=seen, at=NOON)


def can_pay(session, actor, case, answer=CanPay.YES, *, let_off="", seen=0):
    say_whether_they_pay(session, actor, case.id, answer, let_off=let_off, seen=seen, at=NOON)


def come(session, actor, case, pence, *, seen, on=TODAY):
    return take_contribution(session, actor, case.id, on=on, paid=Money(pence), seen=seen, at=NOON)


class TestTaking:
    def test_goes_up_by_the_steps_and_gives_a_receipt_each_time(self, session, asha, case):
        steps(session)
        can_pay(session, asha, case)
        for seen, pence in enumerate((50, 50, 100)):
            assert next_amount(session, case.lead_id, case.id, on=TODAY) == Money(pence)
            come(session, asha, case, pence, seen=seen)
        receipts = session.scalars(sa.select(Receipt).order_by(Receipt.number)).all()
        assert [(one.number, one.amount_pence) for one in receipts] == [(1, 50), (2, 50), (3, 100)]

    def test_less_is_taken_and_nothing_brings_no_receipt(self, session, asha, case):
        steps(session)
        can_pay(session, asha, case)
        assert come(session, asha, case, 0, seen=0).receipt_id is None
        assert come(session, asha, case, 20, seen=1).receipt_id is not None
        assert session.scalars(sa.select(Receipt.number)).all() == [1]

    def test_more_than_they_are_asked_for_is_refused(self, session, asha, case):
        steps(session)
        with pytest.raises(RuleBroken) as refused:
            come(session, asha, case, 50, seen=0)
        assert refused.value.field == "paid" and "£0.00" in refused.value.message

    @pytest.mark.parametrize("said", [
        {"answer": CanPay.NO}, {"let_off": "Until the benefits are settled"},
    ])  # fmt: skip
    def test_nobody_who_cannot_or_is_let_off_is_asked(self, session, asha, case, said):
        steps(session)
        can_pay(session, asha, case, **said)
        assert next_amount(session, case.lead_id, case.id, on=TODAY) == NOTHING

    def test_by_months_counts_from_the_first_time(self, session, asha, case):
        steps(session, "0: 0\n6: 2.00", Taper.MONTHS)
        can_pay(session, asha, case)
        first = TODAY - timedelta(days=200)
        come(session, asha, case, 0, seen=0, on=first)
        assert next_amount(session, case.lead_id, case.id, on=TODAY) == Money(200)
        early = first + timedelta(days=30)
        assert next_amount(session, case.lead_id, case.id, on=early) == NOTHING

    def test_what_somebody_else_wrote_meanwhile_is_no_second_time(self, session, asha, case):
        steps(session)
        can_pay(session, asha, case)
        come(session, asha, case, 50, seen=0)
        with pytest.raises(Conflict):
            come(session, asha, case, 50, seen=0)

    @pytest.mark.parametrize("days", [1, -1])
    def test_only_of_today_or_since_they_came_last(self, session, asha, case, days):
        steps(session)
        come(session, asha, case, 0, seen=0)
        with pytest.raises(RuleBroken) as refused:
            come(session, asha, case, 0, seen=1, on=TODAY + timedelta(days=days))
        assert refused.value.field == "on"

    def test_nobody_pays_where_no_steps_are_written(self, session, asha, case):
        with pytest.raises(RuleBroken, match="Nobody pays here"):
            come(session, asha, case, 0, seen=0)

    def test_is_for_who_has_the_case(self, session, case):
        steps(session)
        with pytest.raises(NotFound):
            come(session, a_link_worker(session, name="Daniel Crowe"), case, 0, seen=0)
        with pytest.raises(NotAllowed):
            come(session, an_actor(session, Role.LEAD_FINANCE), case, 0, seen=0)


class TestSteps:
    def test_are_of_a_manager_or_who_keeps_the_money(self, session, asha):
        with pytest.raises(NotAllowed):
            write_steps(session, asha, Schedule(), seen=0, at=NOON)

    def test_over_what_somebody_wrote_meanwhile_are_refused(self, session):
        steps(session)
        with pytest.raises(Conflict):
            steps(session)
        steps(session, "", seen=1)

    def test_whether_somebody_can_pay_is_not_overwritten(self, session, asha, case):
        can_pay(session, asha, case)
        with pytest.raises(Conflict):
            can_pay(session, asha, case, CanPay.NO)
        can_pay(session, asha, case, CanPay.NO, seen=1)
        assert session.query(ContributionTerms).count() == 2


def test_erased_nothing_says_who_paid_and_no_number_is_missing(session, asha, case):
    steps(session)
    can_pay(session, asha, case)
    come(session, asha, case, 50, seen=0)
    take_away(session, case.person_id)
    session.expire_all()
    assert session.query(Contribution).count() == session.query(ContributionTerms).count() == 0
    assert session.scalars(sa.select(Receipt.number)).all() == [1]


@pytest.mark.parametrize(
    "statement", ["UPDATE receipt SET amount_pence = 1", "DELETE FROM receipt"]
)
def test_the_database_refuses_to_change_a_receipt(session, asha, case, statement):
    steps(session)
    can_pay(session, asha, case)
    come(session, asha, case, 50, seen=0)
    with pytest.raises(sa.exc.DBAPIError, match="never changed"), session.begin_nested():
        session.execute(sa.text(statement))
