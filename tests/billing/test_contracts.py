"""What a contract says is one value: kept whole, refused where it makes no sense, added up to the penny."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.contracts import (
    Assurance,
    ContractTerms,
    Expected,
    FixedLine,
    Funder,
    Report,
    check,
    months_of,
    with_prices_from,
    without_prices_from,
)
from billing.outcome_share import OutcomeShare
from billing.surplus import SurplusRule
from billing.tariff import ABOUT, MOST_PRICE, Spell
from billing.vocabulary import Every, FixedKind, Mechanism, OverActivity
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money
from tests.cast_contracts import BODY, FIRST, LAST, LEAD, begun, whole


@pytest.mark.parametrize(
    "terms", [begun(), whole(), begun(surplus_rule=SurplusRule(Decimal(5), Decimal("12.5")))]
)
def test_it_comes_back_as_it_was_kept(terms):
    kept = terms.to_json()
    assert ContractTerms.from_json(kept) == terms


def test_what_was_not_said_is_not_kept():
    assert set(begun().to_json()) == {
        "funders", "lead_id", "localities", "first_day", "last_day", "mechanism", "fee",
    }  # fmt: skip


def test_a_word_that_is_on_no_list_is_an_error():
    with pytest.raises(ValueError, match="mechanism"):
        ContractTerms.from_json(begun().to_json() | {"mechanism": "barter"})


@pytest.mark.parametrize(("said", "field"), [
    ({"funders": ()}, "funders"),
    ({"funders": (Funder(LEAD),)}, "partners"),
    ({"partners": (LEAD,)}, "partners"),
    ({"localities": ()}, "localities"),
    ({"last_day": date(2026, 3, 31)}, "last_day"),
    ({"fee": Money(-1)}, "fee"),
    ({"fee": NOTHING}, "fee"),
    ({"mechanism": Mechanism.TARIFF}, "fee"),
    ({"sub_contract_percent": Decimal(101)}, "sub_contract_percent"),
    ({"own_delivery_cap": Decimal(-1)}, "own_delivery_cap"),
    ({"surplus_rule": SurplusRule(Decimal(101), Decimal(50))}, "surplus_kept"),
    ({"surplus_rule": SurplusRule(Decimal(5), Decimal(-1))}, "surplus_share"),
    ({"over_activity": OverActivity.BAND}, "band_percent"),
    ({"outcome_share": OutcomeShare((Decimal(101),))}, "outcome_percents"),
    ({"outcome_share": OutcomeShare((Decimal(5),), Money(-1))}, "a_point"),
    ({"funders": (Funder(BODY, Decimal(60)), Funder(uuid4(), Decimal(30)))}, "share-0"),
    ({"funders": (Funder(BODY, Decimal(60)), Funder(uuid4()))}, "share-0"),
    ({"spells": (Spell(FIRST, None, ABOUT), Spell(LAST, None, ABOUT))}, "begins_on"),
])  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(said, field):
    with pytest.raises(RuleBroken) as refused:
        check(begun(**said))
    assert refused.value.field == field


@pytest.mark.parametrize("field", ["low", "medium", "high", "incentive"])
@pytest.mark.parametrize("pence", [-1, MOST_PRICE.pence + 1])
def test_a_price_that_no_year_costs_is_refused_at_its_field(field, pence):
    def priced(pence):
        return begun(spells=(Spell(FIRST, None, replace(ABOUT, **{field: Money(pence)})),))

    with pytest.raises(RuleBroken, match=r"Enter an amount from £0 to £100,000.00\.") as refused:
        check(priced(pence))
    assert refused.value.field == field
    check(priced(0))
    check(priced(MOST_PRICE.pence))


@pytest.mark.parametrize("said", [
    {},
    {"mechanism": Mechanism.TARIFF, "fee": NOTHING},
    {"funders": (Funder(BODY, Decimal("62.5")), Funder(uuid4(), Decimal("37.5")))},
    {"funders": (Funder(BODY), Funder(uuid4()))},
    {"over_activity": OverActivity.BAND, "band_percent": Decimal(5)},
    {"last_day": FIRST},
])  # fmt: skip
def test_what_can_be_is_not(said):
    check(begun(**said))


def test_everybody_who_stands_in_it_signs():
    partner = uuid4()
    assert begun(partners=(partner,)).parties == (BODY, LEAD, partner)


def test_its_years_begin_on_its_first_day_and_the_last_may_be_short():
    terms = begun(last_day=date(2028, 9, 30))
    assert terms.years == (
        (date(2026, 4, 1), date(2027, 4, 1)),
        (date(2027, 4, 1), date(2028, 4, 1)),
        (date(2028, 4, 1), date(2028, 10, 1)),
    )


@pytest.mark.parametrize(("last_day", "is_one_year"), [
    (date(2027, 3, 30), True), (date(2027, 3, 31), True), (date(2027, 4, 1), False),
])  # fmt: skip
def test_a_year_is_no_more_than_a_year(last_day, is_one_year):
    assert begun(last_day=last_day).is_one_year is is_one_year


def test_months_are_those_in_which_it_holds():
    months = months_of(date(2026, 4, 15), date(2026, 7, 1))
    assert [one.label for one in months] == ["April 2026", "May 2026", "June 2026"]


class TestWhatAYearCosts:
    def test_as_the_guides_prices_add_up(self):
        """10 low, 6 medium and 4 high are £2,640 (C6.1)."""
        terms = begun(
            mechanism=Mechanism.TARIFF, fee=NOTHING, spells=with_prices_from((), FIRST, ABOUT),
            expected=(Expected(FIRST, 10, 6, 4),),
        )  # fmt: skip
        assert terms.of_year(0) == Money(2_640_00)
        assert terms.of_year(1) == NOTHING

    def test_with_fixed_sums_and_what_is_paid_once(self):
        lines = (FixedLine(FixedKind.DIRECTORY, Money(1_000_00)),
                 FixedLine(FixedKind.SET_UP, Money(500_00)))  # fmt: skip
        terms = begun(fixed_lines=lines)
        assert [terms.of_year(year) for year in range(3)] == [
            Money(49_500_00), Money(49_000_00), Money(49_000_00),
        ]  # fmt: skip

    def test_of_a_shorter_last_year_only_its_months(self):
        assert begun(last_day=date(2027, 6, 30)).of_year(1) == Money(12_000_00)

    def test_without_prices_that_are_shadows(self):
        terms = whole(begun(mechanism=Mechanism.BLOCK, is_shadow=True), fixed_lines=())
        assert terms.of_year(0) == Money(48_000_00)

    def test_is_not_guessed_while_a_price_is_missing(self):
        assert whole(spells=()).of_year(0) is None

    def test_by_the_prices_of_each_day(self):
        dearer = replace(ABOUT, low=Money(80_00))
        spells = with_prices_from(with_prices_from((), FIRST, ABOUT), date(2026, 6, 1), dearer)
        terms = begun(
            mechanism=Mechanism.TARIFF, fee=NOTHING, spells=spells,
            expected=tuple(Expected(date(2026, month, 1), 1, 0, 0) for month in (4, 5, 6, 7)),
        )  # fmt: skip
        assert terms.of_year(0) == Money(2 * 70_00 + 2 * 80_00)

    def test_that_begins_in_the_middle_of_a_month(self):
        begins = date(2026, 4, 15)
        terms = begun(
            mechanism=Mechanism.TARIFF, fee=NOTHING, first_day=begins,
            spells=with_prices_from((), begins, ABOUT), expected=(Expected(FIRST, 1, 0, 0),),
        )  # fmt: skip
        assert terms.of_year(0) == Money(70_00)


class TestPrices:
    def test_hold_until_the_next_ones_begin(self):
        spells = with_prices_from(with_prices_from((), FIRST, ABOUT), date(2027, 4, 1), ABOUT)
        assert [(one.begins_on, one.until) for one in spells] == [
            (FIRST, date(2027, 4, 1)), (date(2027, 4, 1), None),
        ]  # fmt: skip

    def test_of_a_day_take_the_place_of_those_of_that_day(self):
        dearer = replace(ABOUT, low=Money(80_00))
        (only,) = with_prices_from(with_prices_from((), FIRST, ABOUT), FIRST, dearer)
        assert only.prices.low == Money(80_00)

    def test_that_are_taken_out_let_those_before_go_on(self):
        spells = with_prices_from(with_prices_from((), FIRST, ABOUT), date(2027, 4, 1), ABOUT)
        (only,) = without_prices_from(spells, date(2027, 4, 1))
        assert (only.begins_on, only.until) == (FIRST, None)
        assert without_prices_from((only,), FIRST) == ()

    @given(st.lists(st.dates(FIRST, LAST), max_size=8))
    def test_never_overlap_whatever_is_written(self, days):
        spells: tuple[Spell, ...] = ()
        for day in days:
            spells = with_prices_from(spells, day, ABOUT)
        check(begun(spells=spells))
        assert begun(spells=spells).tariff.gaps(min(days, default=LAST), LAST) == (
            () if days else begun().tariff.gaps(LAST, LAST)
        )


@pytest.mark.parametrize(("every", "on", "due"), [
    (Every.QUARTER, date(2026, 4, 1), date(2026, 7, 20)),
    (Every.QUARTER, date(2026, 7, 20), date(2026, 7, 20)),
    (Every.QUARTER, date(2026, 7, 21), date(2026, 10, 20)),
    (Every.MONTH, date(2026, 4, 1), date(2026, 5, 20)),
    (Every.YEAR, date(2027, 5, 1), date(2028, 4, 20)),
])  # fmt: skip
def test_a_report_is_due_so_many_days_after_a_whole_period(every, on, due):
    assert Report("People who came", every, 20).next_due(FIRST, on=on) == due


def test_a_period_that_begins_on_a_day_that_a_month_lacks_ends_with_that_month():
    assert Report("", Every.MONTH, 0).next_due(
        date(2026, 1, 31), on=FIRST.replace(month=2)
    ) == date(2026, 2, 28)


def test_something_to_be_shown_says_of_whom():
    assert Assurance("Insurance", "the shelter", FIRST).called == "Insurance (the shelter)"
    assert Assurance("Insurance", "", FIRST).called == "Insurance"
