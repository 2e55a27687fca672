"""How a year goes: what was charged and stands, beside the plan of the version that held; one's own lead NTP's alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing.bands import Band
from billing.contracts import Expected
from billing.operations.charging import reverse_charge
from billing.operations.contracts import end_contract, vary_contract, write_contract
from billing.queries.contract_year import has_year, year_page
from billing.surplus import SurplusRule
from billing.tariff import a_year_after
from billing.vocabulary import Mechanism, OverActivity
from kernel.access import Actor, Role
from kernel.errors import NotAllowed, NotFound
from kernel.money import NOTHING, Money
from kernel.periods import Month, day_in_london
from tests.cast import (
    NOON,
    a_commissioning_body,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    an_actor,
)
from tests.cast_charges import (
    a_band,
    a_case_with_a_band,
    a_paying_contract,
    a_rewarded_case,
    at,
    charge,
    keep_up,
    the_charges,
)
from tests.cast_contracts import a_contract, sign, the_sides
from tests.cast_points import a_contract_with_points, award

MET = day_in_london(NOON)
NOVEMBER = Month.containing(NOON)
AFTER = NOVEMBER.next.first_day


@pytest.fixture
def asha(session):
    return a_link_worker(session)


@pytest.fixture
def laura(session):
    return a_lead_manager(session)


def charged(session, asha, *bands):
    """People who were met at NOON, and were charged for."""
    rows = [
        a_case_with_a_band(session, asha, band, name=f"Ned {at}") for at, band in enumerate(bands)
    ]
    for row in rows:
        charge(session, row)
    return rows


def month_of(page, month=NOVEMBER):
    (found,) = [one for one in page.months if one.month == month]
    return found


class TestAgainstThePlan:
    def test_a_month_holds_the_years_that_began_in_it(self, session, asha, laura):
        contract = a_paying_contract(session)
        charged(session, asha, Band.LOW, Band.LOW, Band.HIGH)
        page = year_page(session, laura, contract.id, None, on=AFTER)
        found = month_of(page)
        assert [(one.planned, one.began) for one in found.bands] == [(10, 2), (6, 0), (4, 1)]
        assert (found.sums.cost, found.sums.planned_cost) == (Money(400_00), Money(2_640_00))
        assert (page.number, len(page.months), page.year.planned) == (1, 12, 240)
        assert (page.to_date.planned, page.to_date.began) == (160, 3)

    def test_a_month_that_is_not_over_is_in_no_sum_to_date(self, session, asha, laura):
        contract = a_paying_contract(session)
        charged(session, asha, Band.LOW)
        page = year_page(session, laura, contract.id, None, on=MET)
        assert (page.to_date.began, page.year.began, month_of(page).is_over) == (0, 1, False)

    def test_what_was_reversed_did_not_begin(self, session, asha, laura):
        contract = a_paying_contract(session)
        charged(session, asha, Band.LOW, Band.HIGH)
        reverse_charge(
            session, laura, the_charges(session)[0].id, because="Wrong.", is_charged_anew=True,
            at=NOON + timedelta(hours=1),
        )  # fmt: skip
        found = month_of(year_page(session, laura, contract.id, None, on=AFTER))
        assert (found.sums.began, found.sums.cost) == (2, Money(330_00))

    def test_shadows_are_counted_as_people_and_never_as_money(self, session, asha, laura):
        contract = a_paying_contract(session, mechanism=Mechanism.BLOCK, is_shadow=True)
        charged(session, asha, Band.LOW)
        page = year_page(session, laura, contract.id, None, on=AFTER)
        assert (page.year.began, page.year.cost, page.year.planned_cost) == (1, NOTHING, NOTHING)
        assert (page.is_shadow, page.is_paid, page.apart) == (True, False, 0)
        assert page.forecast.as_planned == page.forecast.fixed

    def test_by_a_block_alone_nobody_is_counted(self, session, asha, laura):
        contract = a_paying_contract(session, mechanism=Mechanism.BLOCK)
        charged(session, asha, Band.LOW)
        assert not year_page(session, laura, contract.id, None, on=AFTER).is_counted

    def test_each_month_has_the_plan_of_the_version_that_holds_then(self, session, laura):
        contract = a_paying_contract(session)
        commissioner, manager = the_sides(session)
        vary_contract(
            session, manager, contract.id, from_on=date(2027, 1, 1), because="Fewer.", at=NOON
        )
        session.flush()
        write_contract(
            session, manager, contract.id,
            lambda terms: terms.with_answers(
                expected=tuple(one for one in terms.expected if one.month < date(2027, 2, 1))
            ),
            seen=contract.newest.version, at=NOON,
        )  # fmt: skip
        for side in (manager, commissioner):
            sign(session, side, contract)
        page = year_page(session, laura, contract.id, 1, on=AFTER)
        assert [one.is_said for one in page.months[-3:]] == [True, False, False]
        assert page.year.planned == 200

    def test_a_contract_that_ended_early_has_no_later_month(self, session, laura):
        contract = a_paying_contract(session)
        end_contract(session, laura, contract.id, on=date(2026, 12, 31), because="Merged.", at=NOON)
        page = year_page(session, laura, contract.id, None, on=date(2027, 6, 1))
        assert (page.numbers, len(page.months)) == ((1,), 9)

    def test_the_band_around_the_plan_is_told(self, session, laura):
        contract = a_paying_contract(
            session, over_activity=OverActivity.BAND, band_percent=Decimal(10)
        )
        page = year_page(session, laura, contract.id, None, on=AFTER)
        assert "from 144 to 176 years" in " ".join(page.rule)
        assert "With 0 we are outside it." in page.rule


class TestTheForecast:
    def test_goes_by_the_last_three_months_and_names_renewals(self, session, asha, laura):
        contract = a_paying_contract(session)
        (row, _) = charged(session, asha, Band.LOW, Band.HIGH)
        later = a_year_after(MET) - timedelta(days=100)
        page = year_page(session, laura, contract.id, None, on=later)
        assert (page.number, page.forecast.pace.began) == (2, 0)
        assert page.forecast.renewals == 2
        keep_up(session, asha, row, when=NOON)
        assert year_page(session, laura, contract.id, None, on=later).forecast.renewals == 1

    def test_does_not_count_a_year_that_was_reversed_as_one_to_renew(self, session, asha, laura):
        contract = a_paying_contract(session)
        charged(session, asha, Band.LOW)
        reverse_charge(
            session, laura, the_charges(session)[0].id, because="Wrong.", is_charged_anew=False,
            at=NOON + timedelta(hours=1),
        )  # fmt: skip
        page = year_page(session, laura, contract.id, 2, on=date(2027, 8, 1))
        assert page.forecast.renewals == 0

    def test_counts_other_bands_and_what_was_kept_up_beside_the_years(self, session, asha, laura):
        contract = a_paying_contract(session)
        a_rewarded_case(session, asha)
        second = year_page(session, laura, contract.id, 2, on=date(2028, 1, 1))
        assert second.forecast.beside == Money(24_00)
        assert second.year.cost == NOTHING

    def test_of_a_cap_says_what_would_not_be_paid(self, session, asha, laura):
        few = (Expected(date(2026, 11, 1), 1, 0, 0),)
        contract = a_paying_contract(session, expected=few, over_activity=OverActivity.CAP)
        charged(session, asha, Band.LOW, Band.LOW)
        page = year_page(session, laura, contract.id, 1, on=date(2027, 5, 1))
        assert page.beyond == Money(70_00)

    @pytest.mark.parametrize("said", [
        {"over_activity": OverActivity.TALK, "expected": (Expected(date(2026, 11, 1), 0, 0, 0),)},
        {"over_activity": OverActivity.CAP, "expected": ()},
    ])  # fmt: skip
    def test_says_nothing_of_a_cap_where_there_is_none_or_no_plan(self, session, asha, laura, said):
        contract = a_paying_contract(session, **said)
        charged(session, asha, Band.LOW)
        page = year_page(session, laura, contract.id, 1, on=date(2027, 5, 1))
        assert page.beyond is None

    def test_names_who_is_to_renew_in_a_month_that_belongs_to_two_years(self, session, asha, laura):
        contract = a_paying_contract(session, first_day=date(2026, 11, 10), expected=())
        charged(session, asha, Band.LOW)
        first, second = (
            year_page(session, laura, contract.id, number, on=date(2027, 11, 1))
            for number in (1, 2)
        )
        assert first.is_split and first.months[-1].month.label == "November 2027"
        assert (first.forecast.renewals, second.forecast.renewals) == (1, 0)


class TestWhatIsLeftOver:
    def test_is_what_comes_in_less_what_the_work_costs_and_is_shared_by_the_setting(
        self, session, laura
    ):
        contract = a_paying_contract(session, surplus_rule=SurplusRule(Decimal(5), Decimal(50)))
        left = year_page(session, laura, contract.id, 1, on=date(2027, 5, 1)).left_over
        assert (left.income, left.costs) == (Money(54_000_00), Money(50_000_00))
        parts = left.parts
        assert (parts.kept, parts.ours, parts.theirs) == (
            Money(200_00), Money(1_900_00), Money(1_900_00),
        )  # fmt: skip

    def test_is_not_known_where_costs_are_not_or_it_is_too_early(self, session, laura):
        early = a_paying_contract(session)
        assert year_page(session, laura, early.id, 1, on=date(2026, 5, 1)).left_over is None
        unsaid = a_paying_contract(session, costs=None)
        assert year_page(session, laura, unsaid.id, 1, on=date(2027, 5, 1)).left_over is None

    def test_has_no_parts_where_nobody_agreed_on_them(self, session, laura):
        contract = a_paying_contract(session)
        left = year_page(session, laura, contract.id, 1, on=date(2027, 5, 1)).left_over
        assert left.parts is None and left.surplus == Money(4_000_00)


class TestWhoReadsIt:
    def test_those_who_manage_it_and_who_keep_its_money(self, session, laura):
        contract = a_paying_contract(session)
        for actor in (laura, an_actor(session, Role.LEAD_FINANCE)):
            assert has_year(session, actor, contract.id)
            assert year_page(session, actor, contract.id, None, on=AFTER).months

    @pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.COMMISSIONER_FINANCE, Role.ANALYST])
    def test_nobody_of_a_side_that_pays(self, session, role):
        contract = a_paying_contract(session)
        reader = an_actor(session, role)
        assert not has_year(session, reader, contract.id)
        with pytest.raises(NotAllowed):
            year_page(session, reader, contract.id, None, on=AFTER)

    def test_nobody_of_a_side_that_pays_whatever_their_role(self, session):
        contract = a_paying_contract(session)
        body = a_commissioning_body(session)
        both = Actor(organisation_id=body.id, roles=frozenset({Role.LEAD_FINANCE}))
        assert not has_year(session, both, contract.id)
        with pytest.raises(NotFound):
            year_page(session, both, contract.id, None, on=AFTER)

    def test_nobody_of_another_lead_ntp(self, session):
        contract = a_paying_contract(session)
        other = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
        with pytest.raises(NotFound):
            year_page(session, other, contract.id, None, on=AFTER)

    def test_nobody_before_it_is_signed_and_of_no_year_that_is_none(self, session, laura):
        draft = a_contract(session)
        session.flush()
        assert not has_year(session, laura, draft.id)
        contract = a_paying_contract(session)
        for number in (0, 4, -1):
            with pytest.raises(NotFound):
                year_page(session, laura, contract.id, number, on=AFTER)


def test_a_change_of_band_within_a_year_is_beside_it(session, asha, laura):
    contract = a_paying_contract(session)
    (row,) = charged(session, asha, Band.LOW)
    page = year_page(session, laura, contract.id, None, on=AFTER)
    assert page.forecast.beside == NOTHING
    a_band(session, asha, row, Band.HIGH, when=at(MET + timedelta(days=10)))
    charge(session, row, when=at(MET + timedelta(days=10)))
    again = year_page(session, laura, contract.id, None, on=AFTER)
    assert (again.year.began, again.forecast.beside) == (1, the_changes(session))


def the_changes(session):
    """What changes of band add."""
    return sum((one.amount for one in the_charges(session)[1:]), NOTHING)


def test_what_hangs_on_outcomes_is_counted_once_it_is_earned(session, laura):
    plain, contract = a_paying_contract(session), a_contract_with_points(session)
    award(session, contract, 25)
    award(session, contract, -5)
    without = year_page(session, laura, plain.id, 1, on=AFTER)
    page = year_page(session, laura, contract.id, 1, on=AFTER)
    outcomes = page.forecast.outcomes
    assert (outcomes.held_back, outcomes.earned) == (Money(9_600_00), Money(1_920_00))
    assert page.forecast.fixed == without.forecast.fixed - Money(9_600_00)
    assert page.forecast.as_planned == without.forecast.as_planned - Money(7_680_00)
    assert page.left_over.income == without.left_over.income - Money(7_680_00)
    assert "Of it we count what points earned until now: £1,920.00." in page.assumptions
    later = year_page(session, laura, contract.id, 2, on=AFTER).forecast.outcomes
    assert (later.held_back, later.earned) == (Money(14_400_00), NOTHING)
