"""Points under attack: who gives some to themselves, who is only in a draft, who types a formula or a name."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from billing.contracts import Funder
from billing.models import PointAward
from billing.operations.contracts import (
    begin_contract,
    end_contract,
    sign_contract,
    vary_contract,
    write_contract,
)
from billing.operations.points import write_points
from billing.outcome_share import OutcomeShare
from billing.points import Way, Written, money_of
from billing.queries.points import award_page, has_points, points_page
from kernel.access import Role
from kernel.csv_safety import write_csv
from kernel.errors import NotAllowed, NotFound, Refused, RuleBroken
from kernel.money import NOTHING, Money
from kernel.periods import day_in_london
from kernel.workbooks import write_workbook
from tests.cast import (
    NOON,
    a_commissioning_body,
    a_lead_manager,
    a_lead_ntp,
    a_user,
    actor_of,
    an_actor,
    signed_in,
)
from tests.cast_contracts import begun, here, sign, the_sides, whole
from tests.cast_invoices import issue, who_pays
from tests.cast_points import A_POINT, CAME, EARNS, a_commissioner, a_contract_with_points, award

TODAY = day_in_london(NOON)
A_DAY = timedelta(days=1)
ONE = Written(1, CAME, Way.GIVE, 1, "Because we can")


def written(session):
    return [one.award for one in session.scalars(sa.select(PointAward).order_by(PointAward.number))]


def try_as(session, actor, contract, what=ONE):
    """What somebody gets who goes straight for the act, whatever the page told them."""
    session.flush()
    write_points(session, actor, contract.id, what, seen="0-1", at=NOON)


def vary(session, contract, *sides, from_on=TODAY + A_DAY, at=NOON, **said):
    manager = a_lead_manager(session)
    vary_contract(session, manager, contract.id, from_on=from_on, because="Why", at=at)
    session.flush()
    write_contract(
        session, manager, contract.id, lambda terms: terms.with_answers(**said),
        seen=contract.newest.version, at=at,
    )  # fmt: skip
    session.flush()
    for side in sides:
        sign_contract(
            session, side, contract.id, seen=contract.newest.version, has_read=True, at=at
        )
        session.flush()


@pytest.fixture
def contract(session):
    return a_contract_with_points(session)


class TestWhoWritesThemDown:
    def test_the_lead_ntp_does_not_award_itself(self, session, contract):
        with pytest.raises(NotFound):
            try_as(session, a_lead_manager(session), contract)
        with pytest.raises(NotFound):
            award_page(session, a_lead_manager(session), contract.id, 1, on=TODAY)
        assert written(session) == []

    @pytest.mark.parametrize("role", [Role.LEAD_FINANCE, Role.COMMISSIONER_FINANCE])
    def test_who_keeps_or_pays_the_money_does_not(self, session, contract, role):
        with pytest.raises(NotAllowed):
            try_as(session, an_actor(session, role), contract)

    def test_one_person_on_both_sides_does_not(self, session, contract):
        lead, body = a_lead_ntp(session), a_commissioning_body(session)
        user = a_user(session, Role.LEAD_MANAGER, at=lead)
        with pytest.raises(RuleBroken, match="You act for the lead NTP too"):
            try_as(session, actor_of(user, body, Role.COMMISSIONER), contract)

    def test_a_commissioner_of_elsewhere_does_not_and_learns_nothing(self, session, contract):
        stranger = a_commissioner(session, at=a_commissioning_body(session, "Elsewhere Health"))
        with pytest.raises(NotFound):
            try_as(session, stranger, contract)
        with pytest.raises(NotFound):
            points_page(session, stranger, contract.id, on=TODAY)
        assert not has_points(session, stranger, contract.id)

    def test_a_funder_that_is_only_in_a_draft_does_not_and_reads_nothing(self, session, contract):
        friend = a_commissioning_body(session, "A Friend")
        award(session, contract, 3)
        vary(session, contract, funders=(*contract.newest.terms.funders, Funder(friend.id)))
        them = a_commissioner(session, at=friend)
        with pytest.raises(NotFound):
            try_as(session, them, contract)
        with pytest.raises(NotFound):
            points_page(session, them, contract.id, on=TODAY)
        assert not has_points(session, them, contract.id)

    def test_nor_does_one_that_was_taken_out(self, session, contract):
        left, other = a_commissioner(session), a_commissioning_body(session, "Next Year's Body")
        theirs = a_commissioner(session, at=other)
        vary(session, contract, a_lead_manager(session), left, theirs, funders=(Funder(other.id),))
        what = Written(1, CAME, Way.GIVE, 1, "Still ours?")
        for actor, is_let in ((left, False), (theirs, True)):
            with suppress(NotFound):
                write_points(session, actor, contract.id, what, seen="0-2", at=NOON + 2 * A_DAY)
            assert bool(written(session)) is is_let
        assert points_page(session, left, contract.id, on=TODAY + 2 * A_DAY).story

    def test_a_partner_that_provides_does_not(self, session):
        partner = a_lead_ntp(session, "A Partner", is_host=False)
        commissioner, manager = the_sides(session)
        terms = whole(begun(**here(session)), partners=(partner.id,), **EARNS)
        made = begin_contract(session, commissioner, terms, at=NOON)
        for side in (commissioner, manager, a_lead_manager(session, at=partner)):
            sign(session, side, made)
        with pytest.raises(NotFound):
            try_as(session, a_lead_manager(session, at=partner), made)

    def test_nobody_does_before_everybody_signed(self, session):
        commissioner, manager = the_sides(session)
        terms = whole(begun(**here(session)), **EARNS)
        made = begin_contract(session, commissioner, terms, at=NOON)
        sign(session, manager, made)
        with pytest.raises(NotFound):
            try_as(session, commissioner, made)
        assert not has_points(session, commissioner, made.id)


class TestHowMuch:
    def test_what_hangs_on_outcomes_is_all_there_is(self, session):
        """1,000 points are promised, and 100 of them are held back."""
        reports = (replace(whole().reports[0], points=1000),)
        contract = a_contract_with_points(session, reports=reports)
        award(session, contract, 99)
        award(session, contract, 1)
        with pytest.raises(RuleBroken, match=r"and £0\.00 is still held back"):
            award(session, contract, 1)
        assert money_of(written(session)) == Money(9_600_00)

    def test_a_report_that_is_not_in_the_contract_earns_nothing(self, session, contract):
        with pytest.raises(RuleBroken, match="cannot earn any more"):
            try_as(session, a_commissioner(session), contract, replace(ONE, report="Made up"))

    def test_who_makes_points_dearer_later_takes_back_no_more_than_was_given(
        self, session, contract
    ):
        """Given at £96, taken back at £96, though a point is worth £200 by then."""
        award(session, contract, 10)
        share = OutcomeShare((Decimal(20), Decimal(30), Decimal(40)), Money(200_00))
        vary(
            session, contract, a_lead_manager(session), a_commissioner(session), outcome_share=share
        )
        later = NOON + 2 * A_DAY
        award(session, contract, 2, at=later)
        award(session, contract, -12, at=later)
        assert [(one.points, one.a_point) for one in written(session)] == [
            (10, A_POINT), (2, Money(200_00)), (-2, Money(200_00)), (-10, A_POINT),
        ]  # fmt: skip
        assert money_of(written(session)) == NOTHING

    def test_who_ends_a_contract_early_is_told_what_was_earned_beyond(self, session, contract):
        award(session, contract, 60)
        award(session, contract, 20, report="Falls")
        manager = a_lead_manager(session)
        end_contract(session, manager, contract.id, on=TODAY, because="No money", at=NOON)
        with pytest.raises(RuleBroken, match="still held back"):
            award(session, contract, 1, report="Falls")
        year = points_page(session, manager, contract.id, on=TODAY).years[0]
        assert (year.held_back, year.earned) == (Money(6_400_00), Money(7_680_00))
        assert (year.left, year.beyond) == (NOTHING, Money(1_280_00))

    def test_after_the_end_points_of_its_last_year_can_still_be_written_down(
        self, session, contract
    ):
        manager = a_lead_manager(session)
        end_contract(session, manager, contract.id, on=TODAY, because="No money", at=NOON)
        after = NOON + 60 * A_DAY
        award(session, contract, 5, at=after)
        assert issue(session, contract, at=after + 20 * A_DAY).said.lines

    def test_a_change_that_holds_nothing_back_any_more_leaves_what_was_held(
        self, session, contract
    ):
        vary(
            session, contract, a_lead_manager(session), a_commissioner(session),
            from_on=date(2026, 12, 1), outcome_share=OutcomeShare(),
        )  # fmt: skip
        page = points_page(session, a_commissioner(session), contract.id, on=date(2026, 12, 2))
        assert [one.held_back for one in page.years] == [Money(6_400_00), NOTHING, NOTHING]


class TestWords:
    @pytest.mark.parametrize("typed", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1"])
    def test_no_formula_runs_in_a_spreadsheet(self, session, typed):
        """A reason is in no file at all; what a report is called is in the invoice's."""
        reports = (replace(whole().reports[0], name=typed, points=60),)
        contract = a_contract_with_points(session, reports=reports)
        award(session, contract, 3, report=typed, because=f"{typed} is why")
        said = list(issue(session, contract).said.rows())
        book = load_workbook(BytesIO(write_workbook("Invoice", said))).active
        cells = [cell for row in book.rows for cell in row if typed in str(cell.value)]
        assert cells and {one.data_type for one in cells} == {"s"}
        assert "is why" not in write_csv(said)

    def test_a_script_in_a_reason_is_text(self, app, client):
        with app.extensions["petunias"].database.writing() as session:
            made = a_contract_with_points(session)
            award(session, made, 1, because="<script>alert(1)</script>")
            address = f"/contracts/{made.id}/points"
        signed_in(client, Role.COMMISSIONER)
        page = client.get(address).get_data(as_text=True)
        assert "&lt;script&gt;alert(1)" in page and "<script>alert(1)" not in page


def test_who_agrees_to_invoices_reads_points_and_changes_nothing(session, contract):
    award(session, contract, 3)
    payer = who_pays(session)
    page = points_page(session, payer, contract.id, on=TODAY)
    assert page.story and not page.may_award
    with pytest.raises(Refused):
        award_page(session, payer, contract.id, 1, on=TODAY)
