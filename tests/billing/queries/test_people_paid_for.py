"""For how many people a group was paid: those behind the lines that were paid, and no more."""

import pytest
import sqlalchemy as sa

from accounts.models import Agreement
from billing.models import PeoplePaidFor
from billing.operations.people_paid_for import count_people_paid_for
from billing.queries.people_paid_for import PaidIn, closed, people_behind, uncounted
from billing.sub_contracts import PriceKind
from kernel.money import Money
from tests.cast_passed_on import (
    CLOSED_ON,
    FIFTH,
    JANUARY,
    WINTER,
    another_paid_group,
    came_in,
    came_on,
    close_winter,
    closing,
    pay_for,
)
from tests.cast_sub_contracts import a_paid_group, an_agreed_price


@pytest.fixture
def paid(session):
    return a_paid_group(session)


def people(session, paid, quarter=WINTER):
    return people_behind(session, PaidIn(paid.lead_id, quarter, paid.group_id))


class TestPeople:
    def test_count_once_however_often_they_came(self, session, paid):
        link = paid.came(session, on=None)
        came_on(session, paid, link, JANUARY.first_day)
        came_on(session, paid, link, JANUARY.last_day)
        came_in(session, paid, 2, JANUARY)
        pay_for(session, JANUARY, paid)
        assert people(session, paid) == 3

    def test_who_came_and_are_not_paid_for_yet_count_later(self, session, paid):
        came_in(session, paid, 1, JANUARY)
        pay_for(session, JANUARY, paid)
        came_in(session, paid, 4, JANUARY)
        came_in(session, paid, 2, JANUARY.next)
        assert people(session, paid) == 1

    def test_who_are_paid_for_late_are_no_more_than_the_line_says(self, session, paid):
        came_in(session, paid, 9, JANUARY.next.next)
        pay_for(session, JANUARY.next.next, paid)
        came_in(session, paid, 1, JANUARY.next.next)
        pay_for(session, JANUARY.next.next.next, paid)
        assert [people(session, paid, one) for one in (WINTER, WINTER.next)] == [9, 1]

    def test_of_a_sum_for_the_month_are_all_who_came_in_it(self, session):
        paid = a_paid_group(session, kind=PriceKind.BLOCK)
        came_in(session, paid, 3, JANUARY)
        came_in(session, paid, 2, JANUARY.next)
        pay_for(session, JANUARY, paid)
        assert people(session, paid) == 3

    def test_of_a_session_are_all_who_came_to_it(self, session):
        paid = a_paid_group(session, kind=PriceKind.SESSION)
        came_in(session, paid, 9, JANUARY)
        pay_for(session, JANUARY, paid)
        assert people(session, paid) == 9

    def test_at_the_price_with_the_fewest_decide(self, session, paid):
        """£4.50 for nine people and £5 for one are £45.50: who knows both prices knows of the one."""
        paid.price(session, Money(5_00), from_on=JANUARY.next.first_day)
        came_in(session, paid, 9, JANUARY)
        came_in(session, paid, 1, JANUARY.next)
        pay_for(session, JANUARY.next, paid)
        assert people(session, paid) == 1

    def test_of_a_sum_for_the_month_hide_nobody_who_is_paid_for_beside_it(self, session):
        paid = a_paid_group(session, kind=PriceKind.BLOCK)
        agreement = session.get_one(Agreement, paid.agreement_id)
        an_agreed_price(session, agreement, manager=paid.manager, from_on=JANUARY.next.first_day)
        came_in(session, paid, 9, JANUARY)
        came_in(session, paid, 2, JANUARY.next)
        pay_for(session, JANUARY.next, paid)
        assert people(session, paid) == 2


class TestClosing:
    def test_counts_all_groups_of_a_quarter_once(self, session, paid):
        chess = another_paid_group(session, paid, "Chess club")
        came_in(session, paid, 2, JANUARY)
        came_in(session, chess, 9, JANUARY)
        pay_for(session, JANUARY, paid, chess)
        assert count_people_paid_for(session, at=closing(WINTER) - FIFTH) == 0
        assert count_people_paid_for(session, at=closing(WINTER)) == 2
        assert count_people_paid_for(session, at=closing(WINTER)) == 0
        assert uncounted(session, on=CLOSED_ON) == ()

    def test_stays_as_it_was_when_a_mark_is_taken_back(self, session, paid):
        link = paid.came(session, on=None)
        came_on(session, paid, link, JANUARY.first_day)
        close_winter(session, paid)
        came_on(session, paid, link, JANUARY.first_day, came=False)
        count_people_paid_for(session, at=closing(WINTER))
        assert [one.people for one in session.scalars(sa.select(PeoplePaidFor))] == [1]

    def test_nobody_changes_it_afterwards(self, session, paid):
        came_in(session, paid, 1, JANUARY)
        close_winter(session, paid)
        with pytest.raises(sa.exc.DBAPIError, match="never changed"):
            session.execute(sa.update(PeoplePaidFor).values(people=9))


class TestWhatIsClosed:
    def test_is_told_by_group_and_quarter(self, session, paid):
        walks = another_paid_group(
            session, paid, "Walks", kind=PriceKind.BLOCK, amount=Money(40_00)
        )
        came_in(session, paid, 2, JANUARY)
        close_winter(session, paid, walks)
        done = closed(session, paid.lead_id, on=CLOSED_ON)
        assert done.last == WINTER
        found = {one.group_id: one for one in done.cells}
        assert (found[paid.group_id].amount, found[paid.group_id].people) == (Money(9_00), 2)
        assert found[paid.group_id].is_by_people and not found[walks.group_id].is_by_people

    def test_ends_before_a_quarter_that_is_not_counted(self, session, paid):
        came_in(session, paid, 2, JANUARY)
        pay_for(session, JANUARY, paid)
        done = closed(session, paid.lead_id, on=CLOSED_ON)
        assert (done.last, done.cells) == (WINTER.previous, ())

    def test_ends_with_the_last_that_could_be_closed(self, session, paid):
        assert closed(session, paid.lead_id, on=CLOSED_ON).last == WINTER
        assert closed(session, paid.lead_id, on=WINTER.next.first_day).last == WINTER.previous
