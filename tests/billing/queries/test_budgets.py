"""What each budget paid in a year, and what is said of a budget that is gone: for the lead NTP alone."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing.budgets import NOT_SAID
from billing.operations.budgets import say_nothing
from billing.operations.group_lines import write_all_lines
from billing.operations.income import add_stream, change_stream, copy_year, take_out_stream
from billing.queries.budgets import (
    budgets_of_year,
    choose_page,
    drawn_page,
    gone_budgets,
    groups_paid_from,
    panel_of,
)
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound
from kernel.money import Money
from kernel.periods import FinancialYear, Month
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, an_actor, an_ntp
from tests.cast_budgets import TARIFF, WARM, YEAR, a_budget, a_finance_lead_of, paid_from
from tests.cast_passed_on import JANUARY, another_paid_group, came_in, pay_for
from tests.cast_sub_contracts import FIRST_DAY, a_keeper, a_paid_group, an_agreement

TODAY = NOON.date()
A_DAY = timedelta(days=1)
FROM_2026, FROM_2027 = FinancialYear(date(2026, 4, 1)), FinancialYear(date(2027, 4, 1))
MARCH, APRIL = Month(date(2027, 3, 1)), Month(date(2027, 4, 1))
FEBRUARY = Month(date(2027, 2, 1))


@pytest.fixture
def finance(session):
    return a_finance_lead_of(session)


@pytest.fixture
def stranger(session):
    return an_actor(session, Role.LEAD_FINANCE, at=a_lead_ntp(session, "Southbank", is_host=False))


@pytest.fixture
def warm(session):
    return a_budget(session)


@pytest.fixture
def tariff(session):
    return a_budget(session, TARIFF)


@pytest.fixture
def kitchen(session):
    return a_paid_group(session)


def sums(session, actor, year=YEAR):
    drawn = drawn_page(session, actor, year, on=TODAY)
    return {one.called: one.paid for one in drawn.lines if one.paid}


class TestAYear:
    def test_what_was_paid_is_divided_by_what_held_on_the_day_of_each_line(
        self, session, finance, kitchen, warm, tariff
    ):
        paid_from(session, kitchen.agreement_id, {warm.id: 100})
        change_on = FEBRUARY.first_day
        paid_from(
            session, kitchen.agreement_id, {warm.id: "33.33", tariff.id: "66.67"},
            from_on=change_on,
        )  # fmt: skip
        came_in(session, kitchen, 2, JANUARY)
        came_in(session, kitchen, 1, FEBRUARY)
        pay_for(session, FEBRUARY, kitchen)
        assert sums(session, finance) == {
            WARM.called: Money(9_00 + 1_50), TARIFF.called: Money(3_00),
        }  # fmt: skip

    def test_what_nobody_said_stands_by_itself(self, session, finance, kitchen, warm):
        came_in(session, kitchen, 2, JANUARY)
        pay_for(session, JANUARY, kitchen)
        assert sums(session, finance) == {NOT_SAID: Money(9_00)}

    def test_before_its_first_day_and_after_it_was_left_out_it_is_not_said(
        self, session, finance, kitchen, warm
    ):
        paid_from(session, kitchen.agreement_id, {warm.id: 100}, from_on=FEBRUARY.first_day)
        say_nothing(
            session, finance, kitchen.agreement_id, from_on=MARCH.first_day, seen=1, at=NOON
        )
        for month, people in ((JANUARY, 1), (FEBRUARY, 2), (MARCH, 3)):
            came_in(session, kitchen, people, month)
        pay_for(session, MARCH, kitchen)
        assert sums(session, finance) == {WARM.called: Money(9_00), NOT_SAID: Money(18_00)}

    def test_what_was_counted_and_not_paid_is_in_no_sum(self, session, finance, kitchen, warm):
        came_in(session, kitchen, 2, JANUARY)
        write_all_lines(session, at=JANUARY.ends)
        assert sums(session, finance) == {}

    def test_a_line_belongs_to_the_year_of_its_day_whenever_it_was_paid(
        self, session, finance, kitchen, warm
    ):
        paid_from(session, kitchen.agreement_id, {warm.id: 100})
        came_in(session, kitchen, 1, MARCH)
        came_in(session, kitchen, 2, APRIL)
        pay_for(session, APRIL, kitchen)
        copy_year(session, finance, 2027, at=NOON)
        assert sums(session, finance) == {WARM.called: Money(4_50)}
        assert sums(session, finance, 2027) == {WARM.called: Money(9_00)}

    def test_a_year_without_that_budget_says_so_by_its_old_name(
        self, session, finance, kitchen, warm
    ):
        paid_from(session, kitchen.agreement_id, {warm.id: 100})
        came_in(session, kitchen, 2, APRIL)
        pay_for(session, APRIL, kitchen)
        drawn = drawn_page(session, finance, 2027, on=TODAY)
        assert [(one.called, one.is_listed, one.paid) for one in drawn.budgets] == [
            (WARM.called, False, Money(9_00))
        ]

    def test_one_budget_says_to_which_groups(self, session, finance, kitchen, warm):
        choir = another_paid_group(session, kitchen, "Choir")
        for one in (kitchen, choir):
            paid_from(session, one.agreement_id, {warm.id: 100})
            came_in(session, one, 1, JANUARY)
        pay_for(session, JANUARY, kitchen, choir)
        (line,) = drawn_page(session, finance, YEAR, on=TODAY).budgets
        assert line.by_group == (("Choir", Money(4_50)), ("The Community Kitchen", Money(4_50)))

    def test_another_lead_ntp_reads_its_own_and_others_nothing(
        self, session, kitchen, warm, stranger
    ):
        paid_from(session, kitchen.agreement_id, {warm.id: 100})
        came_in(session, kitchen, 2, JANUARY)
        pay_for(session, JANUARY, kitchen)
        theirs = drawn_page(session, stranger, YEAR, on=TODAY)
        assert theirs.budgets == () and not theirs.has_lines
        for actor in (
            a_keeper(session),
            a_link_worker(session),
            an_actor(session, Role.COMMISSIONER),
        ):
            with pytest.raises(NotAllowed):
                drawn_page(session, actor, YEAR, on=TODAY)

    def test_a_year_that_nobody_can_look_at_is_not_found(self, session, finance):
        with pytest.raises(NotFound):
            drawn_page(session, finance, 1999, on=TODAY)


def test_a_budget_goes_on_from_those_it_was_copied_from_also_where_one_was_taken_out(
    session, finance, warm
):
    copy_year(session, finance, 2027, at=NOON)
    (later,) = budgets_of_year(session, finance, FROM_2027)
    assert later.before == {warm.id}
    take_out_stream(session, finance, warm.id, version=1, at=NOON)
    (still,) = budgets_of_year(session, finance, FROM_2027)
    assert still.before == {warm.id}


class TestThePanel:
    def test_before_anything_was_said_it_says_so(self, session, finance):
        agreement = an_agreement(session)
        panel = panel_of(session, finance, agreement.id, on=TODAY)
        assert (panel.held, panel.others, panel.to_watch, panel.may_write) == (None, (), (), True)

    def test_it_shows_what_holds_and_what_comes(self, session, finance, warm, tariff):
        agreement = an_agreement(session)
        paid_from(session, agreement.id, {warm.id: 100})
        paid_from(session, agreement.id, {tariff.id: 100}, from_on=TODAY + A_DAY)
        panel = panel_of(session, finance, agreement.id, on=TODAY)
        assert panel.held.from_on == FIRST_DAY
        assert [one.from_on for one in panel.others] == [TODAY + A_DAY]
        later = panel_of(session, finance, agreement.id, on=TODAY + A_DAY)
        assert later.held.from_on == TODAY + A_DAY

    def test_it_warns_of_budgets_that_do_not_reach_of_its_own_alone(
        self, session, finance, kitchen, warm, tariff
    ):
        change_stream(
            session, finance, warm.id,
            replace(WARM, amount=Money(5_00)), version=1, at=NOON,
        )  # fmt: skip
        choir = another_paid_group(session, kitchen, "Choir")
        paid_from(session, kitchen.agreement_id, {warm.id: 100})
        paid_from(session, choir.agreement_id, {tariff.id: 100})
        came_in(session, kitchen, 2, JANUARY)
        pay_for(session, JANUARY, kitchen)
        panel = panel_of(session, finance, kitchen.agreement_id, on=TODAY)
        assert panel.to_watch == (
            "“Council grant: Warm rooms” is ring-fenced and gives £5.00. "
            "Groups were paid £9.00 from it.",
        )
        assert panel_of(session, finance, choir.agreement_id, on=TODAY).to_watch == ()

    def test_what_will_hold_is_shown_and_misses_nothing_yet(self, session, finance, warm):
        agreement, first_day = an_agreement(session), FROM_2027.first_day
        later = a_budget(session, TARIFF, year=2027)
        paid_from(session, agreement.id, {later.id: 100}, from_on=first_day)
        panel = panel_of(session, finance, agreement.id, on=TODAY)
        assert (panel.held.from_on, panel.to_watch) == (first_day, ())

    def test_nobody_writes_once_it_is_over(self, session, finance):
        agreement = an_agreement(session)
        assert panel_of(session, finance, agreement.id, on=date(2027, 9, 1)).may_write is False

    def test_it_is_for_the_side_that_pays_alone(self, session, stranger):
        agreement = an_agreement(session)
        lead_as_group = an_agreement(session, group=a_lead_ntp(session, "Southbank"))
        for actor in (
            a_keeper(session),
            a_link_worker(session),
            an_actor(session, Role.COMMISSIONER),
        ):
            assert panel_of(session, actor, agreement.id, on=TODAY) is None
        for one in (agreement, lead_as_group):
            assert panel_of(session, stranger, one.id, on=TODAY) is None


class TestThePageThatAsks:
    def test_it_shows_the_budgets_of_a_year_and_what_stands(self, session, finance, warm, tariff):
        agreement = an_agreement(session)
        paid_from(session, agreement.id, {warm.id: 60, tariff.id: 40})
        copy_year(session, finance, 2027, at=NOON)
        page = choose_page(session, finance, agreement.id, 2027, on=TODAY)
        stands = {one.stream: page.stands[one.id] for one in page.budgets}
        assert stands == {WARM: Decimal(60), TARIFF: Decimal(40)}
        assert (page.seen, page.newest.from_on) == (1, FIRST_DAY)
        assert page.years == (FROM_2026, FROM_2027)

    def test_it_leads_to_years_that_a_first_day_may_be_in(self, session, finance, warm):
        agreement = an_agreement(session)
        a_budget(session, TARIFF, year=2025)
        for said in (False, True):
            if said:
                paid_from(session, agreement.id, {warm.id: 100})
            page = choose_page(session, finance, agreement.id, None, on=TODAY)
            assert page.years == (FROM_2026,)
        later = choose_page(session, finance, agreement.id, None, on=FROM_2027.first_day)
        assert later.years == (FROM_2027,)

    def test_what_stands_of_two_that_became_one_is_added_up(self, session, finance, warm):
        agreement = an_agreement(session)
        twin = a_budget(session)
        paid_from(session, agreement.id, {warm.id: 60, twin.id: 40})
        add_stream(session, finance, 2027, WARM, at=NOON)
        page = choose_page(session, finance, agreement.id, 2027, on=TODAY)
        assert list(page.stands.values()) == [Decimal(100)]

    def test_others_find_none(self, session, finance, warm, stranger):
        agreement = an_agreement(session)
        with pytest.raises(NotFound):
            choose_page(session, stranger, agreement.id, None, on=TODAY)
        with pytest.raises(NotAllowed):
            choose_page(session, a_keeper(session), agreement.id, None, on=TODAY)
        with pytest.raises(NotFound):
            choose_page(session, finance, agreement.id, 1999, on=TODAY)


class TestWhatIsGone:
    def test_a_budget_that_was_taken_out_of_the_list(self, session, finance, warm, tariff):
        agreement = an_agreement(session)
        paid_from(session, agreement.id, {warm.id: 60, tariff.id: 40})
        assert gone_budgets(session, finance, on=TODAY) == ()
        assert groups_paid_from(session, finance, warm.id, on=TODAY) == (
            "Anytown Cat and Dog Shelter",
        )
        take_out_stream(session, finance, warm.id, version=1, at=NOON)
        (gone,) = gone_budgets(session, a_lead_manager(session), on=TODAY)
        assert (gone.agreement_id, gone.group) == (agreement.id, "Anytown Cat and Dog Shelter")
        assert gone.says.startswith(
            "“Council grant: Warm rooms” is not in the list of 2026 to 2027"
        )
        assert panel_of(session, finance, agreement.id, on=TODAY).to_watch == (gone.says,)

    def test_what_holds_later_or_held_before_misses_nothing(self, session, finance, warm, tariff):
        agreement = an_agreement(session)
        paid_from(session, agreement.id, {warm.id: 100})
        paid_from(session, agreement.id, {tariff.id: 100}, from_on=TODAY)
        take_out_stream(session, finance, warm.id, version=1, at=NOON)
        assert gone_budgets(session, finance, on=TODAY) == ()
        assert len(gone_budgets(session, finance, on=TODAY - A_DAY)) == 1

    def test_nor_does_an_agreement_that_is_over(self, session, finance, warm):
        agreement = an_agreement(session, until_on=TODAY)
        paid_from(session, agreement.id, {warm.id: 100})
        take_out_stream(session, finance, warm.id, version=1, at=NOON)
        assert len(gone_budgets(session, finance, on=TODAY)) == 1
        assert gone_budgets(session, finance, on=TODAY + A_DAY) == ()

    def test_it_is_for_the_lead_ntp_alone(self, session, finance, warm, stranger):
        agreement = an_agreement(session)
        paid_from(session, agreement.id, {warm.id: 100})
        with pytest.raises(NotFound):
            groups_paid_from(session, stranger, warm.id, on=TODAY)
        take_out_stream(session, finance, warm.id, version=1, at=NOON)
        for actor in (stranger, a_keeper(session), a_link_worker(session)):
            assert gone_budgets(session, actor, on=TODAY) == ()

    def test_one_of_the_same_words_in_another_year_pays_nobody_now(self, session, finance, warm):
        agreement, last_year = an_agreement(session), a_budget(session, year=2025)
        paid_from(session, agreement.id, {warm.id: 100})
        assert groups_paid_from(session, finance, last_year.id, on=TODAY) == ()

    def test_a_stream_that_pays_nobody_says_nobody(self, session, finance, warm, tariff):
        agreement = an_agreement(session, group=an_ntp(session, "Choir"))
        paid_from(session, agreement.id, {warm.id: 100})
        assert groups_paid_from(session, finance, tariff.id, on=TODAY) == ()
