"""What hangs on outcomes, year by year, for both sides: held back, earned, and what is still to be earned."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing.outcome_share import OutcomeShare
from billing.queries.points import award_page, has_points, points_page
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound
from kernel.money import NOTHING, Money
from kernel.periods import day_in_london
from tests.cast import NOON, a_lead_manager, an_actor
from tests.cast_contracts import a_contract, a_signed_contract
from tests.cast_points import A_POINT, CAME, EARNS, a_commissioner, a_contract_with_points, award

TODAY = day_in_london(NOON)


@pytest.fixture
def contract(session):
    return a_contract_with_points(session)


def test_each_year_says_what_is_held_back_and_what_points_brought_back(session, contract):
    award(session, contract, 12)
    award(session, contract, 5, report="Falls")
    page = points_page(session, a_lead_manager(session), contract.id, on=TODAY)
    assert [(one.number, one.has_begun, one.held_back) for one in page.years] == [
        (1, True, Money(9_600_00)), (2, False, Money(14_400_00)), (3, False, Money(19_200_00)),
    ]  # fmt: skip
    first = page.years[0]
    assert (first.earned, first.left, first.beyond) == (Money(1_632_00), Money(7_968_00), NOTHING)
    assert (first.begins_on, first.last_day) == (date(2026, 4, 1), date(2027, 3, 31))
    assert [(one.name, one.earned, one.most, one.amount) for one in first.reports] == [
        (CAME, 12, 60, Money(1_152_00)), ("Falls", 5, 40, Money(480_00)),
    ]  # fmt: skip
    assert first.a_point == A_POINT


def test_its_story_says_who_why_and_how_much_newest_first(session, contract):
    award(session, contract, 12)
    award(session, contract, -1, because="Counted twice.")
    page = points_page(session, a_lead_manager(session), contract.id, on=TODAY)
    assert [(one.what, one.why) for one in page.story] == [
        ("Year 1, “People who came”: 1 point taken back, £96.00", "Counted twice."),
        ("Year 1, “People who came”: 12 points earned, £1,152.00", "Their report says so."),
    ]  # fmt: skip
    assert page.story[0].who.endswith("Anytown Commissioning Group")


@pytest.mark.parametrize("role", [
    Role.COMMISSIONER, Role.COMMISSIONER_FINANCE, Role.LEAD_MANAGER, Role.LEAD_FINANCE,
])  # fmt: skip
def test_both_sides_read_it_and_who_looks_after_the_contract_for_the_funder_writes(
    session, contract, role
):
    actor = an_actor(session, role)
    page = points_page(session, actor, contract.id, on=TODAY)
    assert page.may_award is (role is Role.COMMISSIONER)
    assert has_points(session, actor, contract.id)


def test_nobody_else_does(session, contract):
    worker = an_actor(session, Role.LINK_WORKER)
    assert not has_points(session, worker, contract.id)
    with pytest.raises(NotAllowed):
        points_page(session, worker, contract.id, on=TODAY)


@pytest.mark.parametrize("make", [a_signed_contract, lambda session: a_contract(session, **EARNS)])
def test_there_is_no_page_where_nothing_hangs_on_outcomes_or_nobody_signed(session, make):
    made, manager = make(session), a_lead_manager(session)
    session.flush()
    assert not has_points(session, manager, made.id)
    with pytest.raises(NotFound):
        points_page(session, manager, made.id, on=TODAY)


@pytest.mark.parametrize(("number", "on"), [
    (0, TODAY), (2, TODAY), (4, TODAY), (1, date(2026, 3, 31)),
])  # fmt: skip
def test_a_year_that_is_not_there_or_has_not_begun_has_no_form(session, contract, number, on):
    with pytest.raises(NotFound):
        award_page(session, a_commissioner(session), contract.id, number, on=on)


def test_a_year_begins_on_its_day(session, contract):
    _, year = award_page(session, a_commissioner(session), contract.id, 2, on=date(2027, 4, 1))
    assert year.number == 2
    for number, on in ((2, date(2027, 3, 31)),):
        with pytest.raises(NotFound):
            award_page(session, a_commissioner(session), contract.id, number, on=on)


def test_a_year_of_which_nothing_hangs_on_outcomes_has_no_form(session):
    share = OutcomeShare((Decimal(0), Decimal(20)), A_POINT)
    made = a_contract_with_points(session, outcome_share=share)
    with pytest.raises(NotFound):
        award_page(session, a_commissioner(session), made.id, 1, on=TODAY)
    later = TODAY + timedelta(days=365)
    assert award_page(session, a_commissioner(session), made.id, 2, on=later)
