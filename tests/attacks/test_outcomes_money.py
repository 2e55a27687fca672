"""Money that hangs on outcomes, and what is asked about it: nobody gets more, pays less, or speaks for others."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from billing.contracts import Funder, Report
from billing.instalments import InForce, held_back, instalments
from billing.models import PointAward
from billing.operations.contracts import end_contract, sign_contract, vary_contract, write_contract
from billing.operations.invoices import agree, answer, challenge, settle
from billing.operations.points import write_points
from billing.outcome_share import OutcomeShare
from billing.points import Way, Written
from billing.queries.contracts import contract_page
from billing.queries.invoices import invoice_page, is_due
from billing.queries.points import award_page, points_page
from billing.queries.statements import on_desk
from billing.settling import InvoiceState
from billing.tariff import a_year_after
from billing.vocabulary import Every, LineKind
from kernel.access import Role
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.money import Money, total
from kernel.periods import Month, day_in_london
from tests.cast import NOON, a_commissioning_body, a_lead_manager, an_actor
from tests.cast_contracts import a_contract, begun, sign, the_sides, whole
from tests.cast_invoices import DECEMBER, JANUARY, a_finance_lead, issue, who_pays
from tests.cast_points import CAME, a_commissioner, a_contract_with_points, award

TODAY = day_in_london(NOON)
A_DAY = timedelta(days=1)
HALF = Decimal(50)
ENOUGH = OutcomeShare((Decimal(40),) * 3, Money(10_00))
"""Much more is held back than all points come to."""


def change(session, contract, *sides, from_on, **said):
    """A change that every side signs."""
    manager = a_lead_manager(session)
    vary_contract(session, manager, contract.id, from_on=from_on, because="Why", at=NOON)
    session.flush()
    write_contract(
        session, manager, contract.id, lambda terms: terms.with_answers(**said),
        seen=contract.newest.version, at=NOON,
    )  # fmt: skip
    for side in (manager, *sides):
        session.flush()
        sign_contract(
            session, side, contract.id, seen=contract.newest.version, has_read=True, at=NOON
        )
    session.flush()


def reports(*named):
    return tuple(
        Report(name, Every.QUARTER, 20, "Asha", "Laura", "Anna", "9", "6", points=points)
        for name, points in named
    )


def earned(session, contract):
    """How many points were written down, by year and report."""
    session.flush()
    rows = session.scalars(sa.select(PointAward).where(PointAward.contract_id == contract.id)).all()
    found = Counter()
    for row in rows:
        found[row.year, row.report] += row.points
    return dict(found)


class TestAReportThatIsCalledOtherwise:
    def renamed(self, session, *then):
        contract = a_contract_with_points(
            session, reports=reports((CAME, 60), ("Falls", 40)), outcome_share=ENOUGH
        )
        award(session, contract, 60)
        change(
            session, contract, a_commissioner(session), from_on=TODAY + A_DAY,
            reports=reports(*then),
        )  # fmt: skip
        return contract

    def test_does_not_earn_its_points_again(self, session):
        contract = self.renamed(session, ("People who were here", 60), ("Falls", 40))
        later = NOON + 2 * A_DAY
        with pytest.raises(
            RuleBroken, match="Enter 1 to 40: more all reports together cannot earn"
        ):
            award(session, contract, 41, report="People who were here", at=later)
        award(session, contract, 40, report="People who were here", at=later)
        with pytest.raises(RuleBroken, match="All reports together have"):
            award(session, contract, 1, report="Falls", at=later)

    def test_one_that_is_done_and_taken_out_leaves_the_others_theirs(self, session):
        contract = self.renamed(session, ("Falls", 40))
        award(session, contract, 40, report="Falls", at=NOON + 2 * A_DAY)
        assert earned(session, contract) == {(1, CAME): 60, (1, "Falls"): 40}

    def test_one_that_comes_newly_on_top_earns_its_own(self, session):
        contract = self.renamed(session, (CAME, 60), ("Falls", 40), ("Sleep", 20))
        award(session, contract, 20, report="Sleep", at=NOON + 2 * A_DAY)
        award(session, contract, 40, report="Falls", at=NOON + 2 * A_DAY)
        assert earned(session, contract) == {(1, CAME): 60, (1, "Sleep"): 20, (1, "Falls"): 40}

    def test_points_of_another_year_count_for_that_year_alone(self, session):
        contract = self.renamed(session, ("People who were here", 60), ("Falls", 40))
        next_year = NOON + 200 * A_DAY
        award(session, contract, 60, report="People who were here", year=2, at=next_year)
        award(session, contract, 40, report="Falls", year=2, at=next_year)
        assert earned(session, contract) == {
            (1, CAME): 60, (2, "People who were here"): 60, (2, "Falls"): 40,
        }  # fmt: skip


class TestAContractThatIsEndedEarly:
    @pytest.mark.parametrize("first_day", [date(2026, 11, 15), date(2027, 1, 31)])
    def test_asks_for_no_month_of_a_year_that_never_began(self, first_day):
        """Twelve months touch it before its first year is over, and a thirteenth that belongs to the same year."""
        last_day = date(first_day.year + 3, first_day.month, first_day.day) - A_DAY
        terms = whole(
            begun(first_day=first_day, last_day=last_day), fixed_lines=(),
            outcome_share=OutcomeShare((Decimal(20), Decimal(30)), Money(96_00)),
            reports=reports((CAME, 100)),
        )  # fmt: skip
        held = [InForce(first_day, terms)]
        month, over = Month.containing(first_day), []
        for _ in range(14):
            over.append(month)
            month = month.next
        ended_on = date(first_day.year + 1, first_day.month, 10)
        asked = total(one.amount for one in instalments(held, over, ended_on=ended_on))
        back = [held_back(held, year, ended_on=ended_on) for year in (0, 1)]
        assert (asked, back) == (Money(38_400_00), [Money(9_600_00), Money(0)])
        assert asked + total(back) == terms.fee

    def test_is_left_to_those_who_paid_and_not_to_those_who_never_did(self, session):
        contract = a_contract_with_points(session)
        body = a_commissioner(session)
        other = a_commissioning_body(session, "Next Year's Body")
        theirs = a_commissioner(session, at=other)
        change(
            session, contract, body, theirs, from_on=date(2027, 4, 1), funders=(Funder(other.id),)
        )
        end_contract(session, body, contract.id, on=TODAY, because="No money", at=NOON)
        session.flush()
        session.expire(contract)
        after = NOON + 2 * A_DAY
        with pytest.raises(NotFound):
            award_page(session, theirs, contract.id, 1, on=day_in_london(after))
        assert not points_page(session, theirs, contract.id, on=day_in_london(after)).may_award
        award(session, contract, 3, actor=body, at=after)
        assert contract_page(session, body, contract.id, on=day_in_london(after)).can_assure

    def test_before_it_begins_it_is_of_those_who_stand_in_what_comes_first(self, session):
        first_day = TODAY + 30 * A_DAY
        commissioner, manager = the_sides(session)
        contract = a_contract(session, commissioner)
        terms = whole(replace(contract.newest.terms, first_day=first_day))
        write_contract(
            session, commissioner, contract.id, lambda _: terms, seen=contract.newest.version,
            at=NOON,
        )  # fmt: skip
        for side in (commissioner, manager):
            sign(session, side, contract)
        other = a_commissioning_body(session, "Next Year's Body")
        theirs = a_commissioner(session, at=other)
        change(
            session, contract, commissioner, theirs, from_on=first_day + 60 * A_DAY,
            funders=(Funder(other.id),),
        )  # fmt: skip
        assert contract.stands(commissioner.organisation_id, on=TODAY)
        assert not contract.stands(theirs.organisation_id, on=TODAY)

    def test_is_looked_at_again_by_who_had_the_page_open(self, session):
        contract = a_contract_with_points(session)
        actor = a_commissioner(session)
        page, _ = award_page(session, actor, contract.id, 1, on=TODAY)
        end_contract(
            session, a_lead_manager(session), contract.id, on=TODAY, because="No money", at=NOON
        )
        session.flush()
        what = Written(1, CAME, Way.GIVE, 60, "Their report says so.")
        with pytest.raises(Conflict, match="changed the contract"):
            write_points(session, actor, contract.id, what, seen=page.seen, at=NOON)
        assert session.scalars(sa.select(PointAward)).all() == []


@pytest.fixture
def two(session):
    """An invoice of points that two funders pay, the payer of each, and who keeps the lead NTP's money."""
    other = a_commissioning_body(session, "Anytown Council")
    sides = the_sides(session)
    terms = whole(
        begun(sides[0].organisation_id, sides[1].organisation_id),
        funders=(Funder(sides[0].organisation_id, HALF), Funder(other.id, HALF)),
    )
    contract = a_contract(session, **{
        name: getattr(terms, name) for name in vars(terms) if name not in {"lead_id", "localities"}
    })  # fmt: skip
    for side in (*sides, a_commissioner(session, at=other)):
        sign(session, side, contract)
    return issue(session, contract), who_pays(session), an_actor(
        session, Role.COMMISSIONER_FINANCE, name="Cara Payne", at=other
    ), a_finance_lead(session)  # fmt: skip


class TestAQuestionThatIsAnswered:
    def answered(self, session, two):
        row, asker, other, finance = two
        challenge(session, asker, row.id, 0, because="Why so much?", seen=0, at=DECEMBER)
        answer(session, finance, row.id, 0, because="Eight months.", seen=1, at=DECEMBER)
        return row, asker, other

    def test_is_not_taken_over_by_another_funder_who_would_settle_it(self, session, two):
        row, asker, other = self.answered(session, two)
        with pytest.raises(RuleBroken, match="Another funder asked this"):
            challenge(session, other, row.id, 0, because="Never mind", seen=2, at=DECEMBER)
        with pytest.raises(RuleBroken, match="Another funder asked this"):
            settle(session, other, row.id, 0, seen=2, at=DECEMBER)
        assert row.stands.state is InvoiceState.ANSWERED
        challenge(session, asker, row.id, 0, because="And May?", seen=2, at=DECEMBER)
        assert row.stands.state is InvoiceState.CHALLENGED

    def test_leads_another_funder_to_no_page_that_refuses(self, session, two):
        row, asker, other = self.answered(session, two)
        for reader, is_own in ((asker, True), (other, False)):
            page = invoice_page(session, reader, row.id, on=TODAY)
            assert [one.may_settle for one in page.lines][:2] == [is_own, False]

    def test_is_asked_by_another_once_it_is_settled(self, session, two):
        row, asker, other = self.answered(session, two)
        settle(session, asker, row.id, 0, seen=2, at=DECEMBER)
        challenge(session, other, row.id, 0, because="And we?", seen=3, at=DECEMBER)
        assert row.stands.challenged


class TestWhoIsAskedToPay:
    @pytest.fixture
    def there(self, session):
        """A contract that another body pays from 1 December on, and who agrees to invoices there."""
        contract = a_contract_with_points(session)
        other = a_commissioning_body(session, "Next Year's Body")
        change(
            session, contract, a_commissioner(session), a_commissioner(session, at=other),
            from_on=date(2026, 12, 1), funders=(Funder(other.id),),
        )  # fmt: skip
        return contract, an_actor(session, Role.COMMISSIONER_FINANCE, name="N", at=other)

    def test_agrees_to_it_and_nobody_who_pays_later(self, session, there):
        contract, later = there
        row = issue(session, contract)
        assert not invoice_page(session, later, row.id, on=TODAY).may_settle
        assert list(on_desk(session, later, on=TODAY)) == []
        with pytest.raises(NotFound):
            agree(session, later, row.id, seen=0, at=DECEMBER)
        agree(session, who_pays(session), row.id, seen=0, at=DECEMBER)

    def test_nor_does_who_paid_before(self, session, there):
        contract, later = there
        issue(session, contract)
        row = issue(session, contract, at=JANUARY)
        with pytest.raises(NotFound):
            challenge(session, who_pays(session), row.id, 0, because="?", seen=0, at=JANUARY)
        agree(session, later, row.id, seen=0, at=JANUARY)


class TestWhoComesInTheMiddleOfAMonth:
    """A month asks who paid on its first day."""

    @pytest.fixture
    def later(self, session):
        contract = a_contract_with_points(session)
        other = a_commissioning_body(session, "Next Year's Body")
        theirs = a_commissioner(session, at=other)
        change(
            session, contract, a_commissioner(session), theirs, from_on=date(2026, 11, 25),
            funders=(Funder(other.id),),
        )  # fmt: skip
        return contract, theirs

    def test_gives_no_points_at_the_cost_of_who_paid_before(self, session, later):
        contract, theirs = later
        award(session, contract, 2)
        award(session, contract, 50, actor=theirs, at=NOON + 4 * A_DAY)
        first = issue(session, contract)
        assert [one.number for one in first.said.lines if one.kind is LineKind.OUTCOME] == [2]
        assert not is_due(session, contract, on=day_in_london(DECEMBER))
        then = issue(session, contract, at=JANUARY)
        assert [one.name for one in then.said.funders] == ["Next Year's Body"]
        assert [one.number for one in then.said.lines if one.kind is LineKind.OUTCOME] == [50]

    def test_takes_back_nothing_that_others_paid_for(self, session, later):
        """20 points that the one before paid would be taken off an invoice of the one who pays now."""
        contract, theirs = later
        award(session, contract, 20)
        issue(session, contract)
        award(session, contract, 5, actor=theirs, at=DECEMBER)
        for points in (-20, -6, -26):
            with pytest.raises(RuleBroken, match="An earlier funder paid for some") as refused:
                award(session, contract, points, actor=theirs, at=DECEMBER)
            assert refused.value.field == "points"
        award(session, contract, -5, actor=theirs, at=DECEMBER)

    def test_leaves_what_was_written_down_before_on_the_day_of_the_change(self, session, later):
        """Who pays no more from today on gave points this morning, before the change was signed."""
        contract, _ = later
        gone = a_commissioner(session)
        row = PointAward(
            contract_id=contract.id, number=1, year=1, report=CAME, points=4, a_point_pence=96_00,
            because="Theirs", organisation_id=gone.organisation_id, by=gone.user_id, who="C",
            at=NOON + 3 * A_DAY,
        )  # fmt: skip
        session.add(row)
        first = issue(session, contract)
        assert [one.number for one in first.said.lines if one.kind is LineKind.OUTCOME] == [4]


FIRST_DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31)) | st.sampled_from(
    [date(2024, 2, 29), date(2028, 2, 29), date(2027, 1, 31), date(2027, 8, 31), date(2027, 2, 28)]
)
PERCENTS = st.lists(st.decimals(0, 100, places=2, allow_nan=False), min_size=0, max_size=4).map(
    tuple
)


@given(
    FIRST_DAYS, st.integers(1, 1_500), st.integers(1, 10**8), PERCENTS,
    st.lists(st.tuples(st.integers(1, 1_400), st.integers(1, 10**8), PERCENTS), max_size=2),
    st.none() | st.integers(1, 1_500),
)  # fmt: skip
def test_whatever_is_changed_or_ended_months_and_points_never_come_to_more_than_the_fixed_sums(
    first_day, days, fee, percents, changes, ends_after
):
    """Each year asks for twelve twelfths at most, each by the sum that holds; the last penny hangs or is sure."""
    terms = whole(
        begun(first_day=first_day, last_day=first_day + days * A_DAY, fee=Money(fee)),
        fixed_lines=(), expected=(), reports=reports((CAME, 100)),
        outcome_share=OutcomeShare(percents, Money(1)),
    )  # fmt: skip
    held = [InForce(first_day, terms)]
    for after, other, others in sorted(changes):
        share = OutcomeShare(others, Money(1))
        changed = replace(terms, fee=Money(other), outcome_share=share)
        held.append(InForce(first_day + after * A_DAY, changed))
    ended_on = first_day + ends_after * A_DAY if ends_after is not None else None
    until = min(terms.end, ended_on) if ended_on else terms.end
    years = replace(terms, last_day=until - A_DAY).years
    month, over = Month.containing(first_day), []
    while month.first_day < terms.end:
        over.append(month)
        month = month.next
    asked = total(one.amount for one in instalments(held, over, ended_on=ended_on))
    back = total(held_back(held, year, ended_on=ended_on) for year in range(len(years)))
    never = [held_back(held, year, ended_on=ended_on) for year in (len(years), len(years) + 1)]
    fees = [one.terms.fee.pence for one in held]
    assert never == [Money(0)] * 2
    months = total(Money(max(fees)) for _ in years)
    assert Money(0) <= asked + back <= months + Money(12 * len(years))
    if len(held) == 1 and until == a_year_after(years[-1][0]):
        assert asked + back == Money(fee).times(len(years))
