"""Saying from which budgets a group is paid: one's own alone, kept for ever, nobody's overwritten."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from accounts import operations as accounts
from audit.models import AuditLine
from billing.models import BudgetDivision
from billing.operations.budgets import choose_budgets, say_nothing
from billing.operations.income import take_out_stream
from billing.queries.budgets import divisions_of
from kernel.access import SYSTEM, Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, an_actor, an_ntp
from tests.cast_budgets import TARIFF, WARM, a_budget, a_finance_lead_of, paid_from
from tests.cast_sub_contracts import FIRST_DAY, a_keeper, an_agreement

TODAY = NOON.date()
A_DAY = timedelta(days=1)
ALL = Decimal(100)


@pytest.fixture
def finance(session):
    return a_finance_lead_of(session)


@pytest.fixture
def agreement(session):
    return an_agreement(session)


@pytest.fixture
def warm(session):
    return a_budget(session)


@pytest.fixture
def tariff(session):
    return a_budget(session, TARIFF)


@pytest.fixture
def there(session):
    """Another lead NTP."""
    return a_lead_ntp(session, "Southbank", is_host=False)


@pytest.fixture
def stranger(session, there):
    return an_actor(session, Role.LEAD_FINANCE, at=there)


def choose(session, actor, agreement, percents, *, from_on=FIRST_DAY, seen=0):
    return choose_budgets(
        session, actor, agreement.id, percents, from_on=from_on, seen=seen, at=NOON
    )


class TestChoosing:
    def test_it_is_kept_with_what_each_was_called(self, session, finance, agreement, warm, tariff):
        percents = {warm.id: Decimal("62.5"), tariff.id: Decimal("37.5")}
        row = choose(session, finance, agreement, percents)
        session.expire_all()
        assert (row.from_on, row.number, row.who) == (FIRST_DAY, 1, finance.name)
        assert {one.stream_id: one.percent for one in row.division.parts} == percents
        assert row.division.by_size[0].called == WARM.called

    def test_it_stays_where_a_budget_is_taken_out(self, session, finance, agreement, warm):
        row = paid_from(session, agreement.id, {warm.id: 100})
        take_out_stream(session, finance, warm.id, version=1, at=NOON)
        session.expire_all()
        assert row.division.said == "100% from “Council grant: Warm rooms”"

    def test_one_budget_pays_for_several_groups(self, session, finance, agreement, warm):
        other = an_agreement(session, group=an_ntp(session, "Choir"))
        for one in (agreement, other):
            assert choose(session, finance, one, {warm.id: ALL})

    def test_what_was_said_before_stays(self, session, finance, agreement, warm, tariff):
        choose(session, finance, agreement, {warm.id: ALL})
        choose(session, finance, agreement, {tariff.id: ALL}, from_on=TODAY, seen=1)
        first, second = divisions_of(session, finance, agreement.id)
        assert (first.from_on, second.from_on) == (FIRST_DAY, TODAY)
        assert first.parts[0].stream_id == warm.id

    def test_a_manager_may_too_and_nobody_else(self, session, agreement, warm):
        assert choose(session, a_lead_manager(session), agreement, {warm.id: ALL})
        for actor in (a_keeper(session), a_link_worker(session)):
            with pytest.raises(NotAllowed):
                choose(session, actor, agreement, {warm.id: ALL}, from_on=TODAY, seen=1)

    @pytest.mark.parametrize("percents", ["99.99", "100.01", "0", "-100"])
    def test_what_does_not_come_to_a_hundred_is_refused(
        self, session, finance, agreement, warm, percents
    ):
        with pytest.raises(RuleBroken) as refused:
            choose(session, finance, agreement, {warm.id: Decimal(percents)})
        assert refused.value.field == "percents"
        assert divisions_of(session, finance, agreement.id) == []

    def test_the_day_is_one_of_the_agreement_and_of_the_year_of_the_budgets(
        self, session, finance, agreement, warm
    ):
        with pytest.raises(RuleBroken, match="on which the agreement holds"):
            choose(session, finance, agreement, {warm.id: ALL}, from_on=FIRST_DAY - A_DAY)
        with pytest.raises(RuleBroken, match="from 1 April 2026 to 31 March 2027") as refused:
            choose(session, finance, agreement, {warm.id: ALL}, from_on=date(2027, 4, 1))
        assert refused.value.field == "from_on"
        assert choose(session, finance, agreement, {warm.id: ALL}, from_on=date(2027, 3, 31))

    def test_a_change_begins_today_or_later_so_that_no_sum_of_a_year_moves(
        self, session, finance, agreement, warm, tariff
    ):
        choose(session, finance, agreement, {warm.id: ALL})
        with pytest.raises(RuleBroken, match="today or later"):
            choose(session, finance, agreement, {tariff.id: ALL}, from_on=TODAY - A_DAY, seen=1)

    def test_of_an_agreement_that_is_over_nothing_is_said(self, session, finance, agreement, warm):
        accounts.end_agreement(
            session, SYSTEM, agreement.id, because="Moved away", on=TODAY, at=NOON
        )  # fmt: skip
        with pytest.raises(RuleBroken, match="has ended"):
            choose(session, finance, agreement, {warm.id: ALL})


class TestWhoseItIs:
    def test_the_budget_of_another_lead_ntp_is_not_found(
        self, session, finance, agreement, warm, stranger
    ):
        theirs = a_budget(session, TARIFF, by=stranger)
        half = Decimal(50)
        with pytest.raises(NotFound):
            choose(session, finance, agreement, {warm.id: half, theirs.id: half})
        assert divisions_of(session, finance, agreement.id) == []

    def test_nor_is_one_that_never_was(self, session, finance, agreement):
        with pytest.raises(NotFound):
            choose(session, finance, agreement, {uuid4(): ALL})

    def test_the_sub_contract_of_another_lead_ntp_is_not_found(self, session, agreement, stranger):
        theirs = a_budget(session, TARIFF, by=stranger)
        with pytest.raises(NotFound):
            choose(session, stranger, agreement, {theirs.id: ALL})
        with pytest.raises(NotFound):
            say_nothing(session, stranger, agreement.id, from_on=TODAY, seen=1, at=NOON)

    def test_nor_may_the_side_that_is_paid_say_it(self, session, there, stranger):
        """Also where the group is a lead NTP itself."""
        where_it_is_paid = an_agreement(session, group=there)
        theirs = a_budget(session, TARIFF, by=stranger)
        with pytest.raises(NotFound):
            choose(session, stranger, where_it_is_paid, {theirs.id: ALL})


class TestTwoAtOnce:
    def test_who_has_not_seen_the_newest_is_told_what_it_says(
        self, session, finance, agreement, warm, tariff
    ):
        choose(session, finance, agreement, {warm.id: ALL})
        with pytest.raises(Conflict, match="Somebody else") as refused:
            choose(session, finance, agreement, {tariff.id: ALL}, from_on=TODAY)
        assert refused.value.theirs == "100% from “Council grant: Warm rooms”"

    def test_at_the_same_moment_one_is_kept(self, database):
        """Whatever both have seen: the database says so."""
        with database.writing() as session:
            warm, agreement = a_budget(session).id, an_agreement(session)
            row = paid_from(session, agreement.id, {warm: 100})
            facts = {one.name: getattr(row, one.name) for one in BudgetDivision.__table__.columns}
        for other in ({"from_on": TODAY}, {"number": 2}):
            again = {name: facts[name] for name in facts if name != "id"} | other
            with pytest.raises(Conflict), database.writing() as session:
                session.add(BudgetDivision(**again))


class TestSayingNothing:
    def test_from_its_day_on_nothing_is_said(self, session, finance, agreement, warm):
        choose(session, finance, agreement, {warm.id: ALL})
        row = say_nothing(session, finance, agreement.id, from_on=TODAY, seen=1, at=NOON)
        assert row.division.parts == ()

    def test_where_nothing_was_said_there_is_nothing_to_leave_out(
        self, session, finance, agreement
    ):
        with pytest.raises(RuleBroken, match="Nothing is said yet"):
            say_nothing(session, finance, agreement.id, from_on=TODAY, seen=0, at=NOON)

    def test_others_may_not(self, session, agreement):
        with pytest.raises(NotAllowed):
            say_nothing(session, a_keeper(session), agreement.id, from_on=TODAY, seen=1, at=NOON)


@pytest.fixture
def kept(database):
    with database.writing() as session:
        warm, agreement = a_budget(session), an_agreement(session)
        paid_from(session, agreement.id, {warm.id: 100})
        return str(warm.id)


def test_the_database_refuses_to_change_what_was_said(database, kept):
    table = BudgetDivision
    for act in (sa.update(table).values(who="Nobody"), sa.delete(table)):
        with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
            session.execute(act)


def test_it_is_in_the_audit_with_numbers_and_without_words(database, kept):
    with database.reading() as session:
        lines = {one.act: one.details for one in session.query(AuditLine)}
    said = lines["said from which budgets a group is paid"]
    assert (said["from_on"], said["parts"]) == ("2026-09-01", [f"100% from {kept}"])
    assert "Warm rooms" not in repr(lines)
