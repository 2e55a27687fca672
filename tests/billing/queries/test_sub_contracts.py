"""What is shown of a sub-contract: to both of its sides, what holds now, and whether something was left undone."""

from datetime import date, timedelta

import pytest

from accounts import operations as accounts
from accounts.agreements import Terms
from accounts.vocabulary import AgreementPurpose, DataItem
from billing.operations.sub_contracts import check_sub_contract
from billing.queries.sub_contracts import held_on, panel_of, sheet, versions_of, write_page
from billing.sub_contracts import Check, Finding
from kernel.access import SYSTEM, Role
from kernel.errors import NotAllowed, NotFound
from kernel.money import Money
from tests.cast import (
    NOON,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    a_practice,
    an_actor,
    an_ntp,
)
from tests.cast_sub_contracts import FIRST_DAY, a_keeper, an_agreed_price, an_agreement

TODAY = NOON.date()
NEW_YEAR = date(2027, 1, 1)
A_DAY = timedelta(days=1)


@pytest.fixture
def agreement(session):
    return an_agreement(session)


@pytest.fixture
def manager(session):
    return a_lead_manager(session)


class TestThePanel:
    def test_before_anything_was_agreed_it_says_so(self, session, manager, agreement):
        panel = panel_of(session, manager, agreement.id, on=TODAY)
        assert (panel.held, panel.others, panel.last_check) == (None, (), None)
        assert panel.may_write

    def test_it_shows_what_holds_now_and_what_comes(self, session, manager, agreement):
        an_agreed_price(session, agreement, manager=manager)
        an_agreed_price(
            session, agreement, manager=manager, from_on=NEW_YEAR, amount=Money(5_00)
        )  # fmt: skip
        panel = panel_of(session, manager, agreement.id, on=TODAY)
        assert panel.held.terms.amount == Money(4_50)
        assert ([one.from_on for one in panel.coming], panel.others) == ([NEW_YEAR], ())
        assert panel_of(session, manager, agreement.id, on=NEW_YEAR).held.terms.amount == Money(
            5_00
        )

    def test_it_shows_what_will_hold_where_nothing_does_yet(self, session, manager, agreement):
        an_agreed_price(session, agreement, manager=manager, from_on=NEW_YEAR)
        assert panel_of(session, manager, agreement.id, on=TODAY).held.from_on == NEW_YEAR

    def test_what_was_to_be_done_is_overdue_until_somebody_looks_again(
        self, session, manager, agreement
    ):
        bad = Check(TODAY, Finding.NOT, "", "They ring us", TODAY + A_DAY)
        check_sub_contract(session, manager, agreement.id, bad, at=NOON)
        overdue = [
            panel_of(session, manager, agreement.id, on=TODAY + days * A_DAY).is_overdue
            for days in (0, 1, 2)
        ]
        assert overdue == [False, False, True]
        good = Check(TODAY, Finding.GOOD)
        check_sub_contract(session, manager, agreement.id, good, at=NOON)
        panel = panel_of(session, manager, agreement.id, on=TODAY + 9 * A_DAY)
        assert (panel.is_overdue, panel.last_check, panel.checked_by) == (
            False, good, manager.name,
        )  # fmt: skip

    def test_the_other_side_and_finance_read_and_write_nothing(self, session, agreement):
        for actor in (a_keeper(session), an_actor(session, Role.LEAD_FINANCE)):
            assert panel_of(session, actor, agreement.id, on=TODAY).may_write is False

    def test_nor_does_a_manager_of_the_other_side(self, session):
        other = a_lead_ntp(session, "Southbank", is_host=False)
        theirs = an_agreement(session, group=other)
        there = a_lead_manager(session, at=other)
        assert panel_of(session, there, theirs.id, on=TODAY).may_write is False

    def test_nothing_is_written_once_it_is_over(self, session, manager, agreement):
        panel = panel_of(session, manager, agreement.id, on=date(2027, 9, 1))
        assert panel.may_write is False

    def test_it_is_not_for_others(self, session, agreement):
        assert panel_of(session, a_link_worker(session), agreement.id, on=TODAY) is None
        elsewhere = an_actor(session, Role.GROUP_EDITOR, at=an_ntp(session, "Chess club"))
        assert panel_of(session, elsewhere, agreement.id, on=TODAY) is None

    def test_nor_of_sharing_data(self, session, manager):
        terms = Terms(
            AgreementPurpose.DATA_SHARING, a_lead_ntp(session).id, a_practice(session).id,
            FIRST_DAY, None,
        )  # fmt: skip
        shared = accounts.agree(session, SYSTEM, terms, data_items=[DataItem.REASON], at=NOON)
        assert panel_of(session, manager, shared.id, on=TODAY) is None


class TestWriting:
    def test_the_page_says_what_was_agreed_last(self, session, manager, agreement):
        assert write_page(session, manager, agreement.id, on=TODAY).newest is None
        an_agreed_price(session, agreement, manager=manager)
        page = write_page(session, manager, agreement.id, on=TODAY)
        assert (page.seen, page.newest.number) == (1, 1)

    def test_it_is_not_for_those_who_only_read(self, session, agreement):
        with pytest.raises(NotAllowed):
            write_page(session, a_keeper(session), agreement.id, on=TODAY)


class TestTheSheet:
    def test_it_says_what_both_sides_need(self, session, agreement):
        an_agreed_price(session, agreement)
        found = sheet(session, a_keeper(session), agreement.id, on=TODAY)
        assert found.agreed.terms.price == "£4.50 for each person, each time they come"
        assert (found.outcomes, found.phone) == (("They walk a dog each week",), "0191 498 0123")

    def test_it_is_of_what_was_agreed_last_and_says_from_when(self, session, manager, agreement):
        an_agreed_price(session, agreement, manager=manager)
        assert sheet(session, manager, agreement.id, on=TODAY).until_then is None
        an_agreed_price(
            session, agreement, manager=manager, from_on=NEW_YEAR, amount=Money(5_00)
        )  # fmt: skip
        found = sheet(session, manager, agreement.id, on=TODAY)
        assert (found.agreed.terms.amount, found.agreed.from_on) == (Money(5_00), NEW_YEAR)
        assert found.until_then.terms.amount == Money(4_50)
        assert sheet(session, manager, agreement.id, on=NEW_YEAR).until_then is None

    def test_there_is_none_before_anything_was_agreed(self, session, manager, agreement):
        with pytest.raises(NotFound):
            sheet(session, manager, agreement.id, on=TODAY)

    def test_it_is_for_the_two_sides_alone(self, session, agreement):
        an_agreed_price(session, agreement)
        with pytest.raises(NotFound):
            sheet(
                session, an_actor(session, Role.GROUP_EDITOR, at=an_ntp(session, "Chess club")),
                agreement.id, on=TODAY,
            )  # fmt: skip
        with pytest.raises(NotAllowed):
            sheet(session, a_link_worker(session), agreement.id, on=TODAY)


def test_a_day_before_anything_holds_has_no_price(session, agreement):
    an_agreed_price(session, agreement)
    versions = versions_of(session, agreement.id)
    assert held_on(versions, FIRST_DAY - A_DAY) is None
    assert held_on(versions, FIRST_DAY).number == 1
