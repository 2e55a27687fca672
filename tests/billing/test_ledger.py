"""When a year of help is charged, by which contract, and what another band does to it (A-TAR-05, C6)."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.bands import Band
from billing.contracts import with_prices_from
from billing.ledger import (
    Change,
    Helped,
    Holding,
    KeptUp,
    NotEarned,
    Priced,
    Uncharged,
    adjustments,
    due_year,
    earned_on,
    holding_for,
    priced,
)
from billing.tariff import ABOUT, WhenBandChanges, a_year_after
from billing.vocabulary import IncentiveFrom, Mechanism
from kernel.money import NOTHING, Money, total
from tests.cast_contracts import FIRST, PLACE, begun, whole

MET = date(2026, 6, 1)
LOW, MEDIUM, HIGH = Band
MAYA = Helped(uuid4(), uuid4(), uuid4(), PLACE, MET, None)
HOLDING = Holding(uuid4(), uuid4(), whole())


class TestWhenAYearIsDue:
    def test_the_first_begins_with_the_first_meeting(self):
        assert due_year(MAYA, [], today=MET) == MET
        assert due_year(MAYA, [], today=MET - timedelta(days=1)) is None

    def test_also_if_the_work_ended_on_that_day(self):
        assert due_year(replace(MAYA, ended_on=MET), [], today=MET) == MET

    @pytest.mark.parametrize(("today", "due"), [
        (date(2027, 5, 31), None), (date(2027, 6, 1), date(2027, 6, 1)),
    ])  # fmt: skip
    def test_the_next_begins_a_year_later_to_the_day(self, today, due):
        assert due_year(MAYA, [MET], today=today) == due

    @pytest.mark.parametrize(("ended_on", "due"), [
        (date(2027, 5, 31), None), (date(2027, 6, 1), None), (date(2027, 6, 2), date(2027, 6, 1)),
    ])  # fmt: skip
    def test_if_they_are_still_helped_on_that_day(self, ended_on, due):
        helped = replace(MAYA, ended_on=ended_on)
        assert due_year(helped, [MET], today=date(2027, 7, 1)) == due

    def test_referred_again_within_the_year_nothing_is_due_until_it_is_over(self):
        """Payment for relapse rewards failure (A-PH-08)."""
        again = replace(MAYA, met_on=date(2026, 12, 1))
        assert due_year(again, [MET], today=date(2027, 5, 31)) is None
        assert due_year(again, [MET], today=date(2027, 6, 1)) == date(2027, 6, 1)
        over = replace(again, ended_on=date(2027, 2, 1))
        assert due_year(over, [MET], today=date(2027, 6, 1)) is None

    def test_referred_again_much_later_it_begins_with_that_first_meeting(self):
        later = replace(MAYA, met_on=date(2029, 3, 1))
        assert due_year(later, [MET], today=date(2029, 3, 1)) == date(2029, 3, 1)

    def test_of_the_29_february_the_next_is_the_1_march(self):
        leap = replace(MAYA, met_on=date(2028, 2, 29))
        assert due_year(leap, [date(2028, 2, 29)], today=date(2029, 3, 1)) == date(2029, 3, 1)

    @given(
        st.lists(st.dates(FIRST, date(2032, 1, 1)), min_size=1, max_size=8), st.integers(0, 1500)
    )
    def test_no_day_is_ever_paid_for_twice_however_often_they_are_referred(self, meetings, days):
        """Each meeting is a new referral; every day the program looks again."""
        charged: list[date] = []
        for met_on in sorted(meetings):
            helped = replace(MAYA, met_on=met_on, ended_on=met_on + timedelta(days=days))
            while begins := due_year(helped, charged, today=met_on + timedelta(days=days)):
                charged.append(begins)
        assert all(later >= a_year_after(earlier) for earlier, later in pairwise(charged))


class TestWhichContractPays:
    OTHER = Holding(uuid4(), uuid4(), whole(begun(place=uuid4())))

    def test_the_one_for_where_they_live(self):
        assert holding_for(MAYA, [self.OTHER, HOLDING]) is HOLDING

    def test_the_only_one_where_nobody_knows_where_that_is(self):
        nowhere = replace(MAYA, locality_id=None)
        assert holding_for(nowhere, [HOLDING]) is HOLDING
        assert holding_for(nowhere, [HOLDING, self.OTHER]) is Uncharged.ELSEWHERE

    def test_none_is_guessed(self):
        assert holding_for(MAYA, []) is Uncharged.NO_CONTRACT
        assert holding_for(replace(MAYA, locality_id=uuid4()), [HOLDING]) is Uncharged.ELSEWHERE


class TestWhatItCosts:
    @pytest.mark.parametrize(("band", "pounds"), [(LOW, 70), (MEDIUM, 150), (HIGH, 260)])
    def test_is_the_price_of_its_first_day(self, band, pounds):
        found = priced(HOLDING, band, on=MET)
        assert isinstance(found, Priced) and found.amount == Money(pounds * 100)

    def test_is_an_error_where_there_is_none(self):
        late = Holding(
            uuid4(), uuid4(), whole(spells=with_prices_from((), date(2026, 7, 1), ABOUT))
        )
        assert priced(late, LOW, on=MET) is Uncharged.NO_PRICE

    def test_is_nothing_at_all_by_a_block(self):
        block = Holding(uuid4(), uuid4(), whole(begun(mechanism=Mechanism.BLOCK)))
        assert priced(block, LOW, on=MET) is None
        shadow = replace(block, terms=replace(block.terms, is_shadow=True))
        assert isinstance(priced(shadow, LOW, on=MET), Priced)


def changed(rule, *steps, band=LOW, began_on=MET):
    changes = [Change(uuid4(), to, on) for to, on in steps]
    return [one.amount for one in adjustments(
        rule, ABOUT, band, began_on=began_on, changes=changes)]  # fmt: skip


class TestAnotherBand:
    HALF = date(2026, 12, 1)  # 182 of 365 days are left

    @pytest.mark.parametrize(("rule", "pence"), [
        (WhenBandChanges.AT_RENEWAL, 0),
        (WhenBandChanges.HIGHER_FROM_CHANGE, 39_89),
        (WhenBandChanges.PRO_RATA, 39_89),
    ])  # fmt: skip
    def test_a_higher_one_costs_as_the_contract_says(self, rule, pence):
        assert changed(rule, (MEDIUM, self.HALF)) == [Money(pence)]

    @pytest.mark.parametrize(("rule", "pence"), [
        (WhenBandChanges.AT_RENEWAL, 0),
        (WhenBandChanges.HIGHER_FROM_CHANGE, 0),
        (WhenBandChanges.PRO_RATA, -39_89),
    ])  # fmt: skip
    def test_a_lower_one_too(self, rule, pence):
        assert changed(rule, (LOW, self.HALF), band=MEDIUM) == [Money(pence)]

    def test_what_was_paid_for_once_is_not_paid_for_again_within_the_year(self):
        steps = [(HIGH, date(2026, 7, 1)), (LOW, date(2026, 8, 1)), (HIGH, date(2026, 9, 1))]
        first, down, up = changed(WhenBandChanges.HIGHER_FROM_CHANGE, *steps)
        assert first > NOTHING and (down, up) == (NOTHING, NOTHING)

    def test_what_lies_outside_the_year_is_of_another_one(self):
        days = (MET - timedelta(days=1), a_year_after(MET))
        assert changed(WhenBandChanges.PRO_RATA, *((HIGH, day) for day in days)) == []

    @given(st.lists(st.tuples(st.sampled_from(Band), st.integers(0, 364)), max_size=6))
    def test_by_no_rule_does_a_year_cost_more_than_its_highest_band(self, steps):
        ordered = sorted(steps, key=lambda one: one[1])
        dated = [(band, MET + timedelta(days=days)) for band, days in ordered]
        for rule in WhenBandChanges:
            cost = total([ABOUT.low, *changed(rule, *dated)])
            most = max([LOW, *(band for band, _ in steps)], key=ABOUT.of)
            pennies = Money(len(steps))  # each change is rounded by itself
            assert ABOUT.low - pennies <= cost
            assert cost - pennies <= ABOUT.of(most)


def test_a_year_of_twenty_people_and_five_who_kept_well():
    """10 low, 6 medium and 4 high are £2,640; with five incentives of £24, £2,760 (C6.1)."""
    years = [LOW] * 10 + [MEDIUM] * 6 + [HIGH] * 4
    amounts = [priced(HOLDING, band, on=MET).amount for band in years]
    assert total(amounts) == Money(2_640_00)
    assert total([*amounts, *[HOLDING.terms.tariff.on(MET).incentive] * 5]) == Money(2_760_00)


class TestKeptUp:
    DONE = date(2026, 8, 1)
    ASKED = date(2027, 8, 10)
    KEPT = KeptUp(MAYA, DONE, ASKED, False, None)

    def test_is_earned_when_it_was_found_a_year_on(self):
        assert earned_on(self.KEPT, IncentiveFrom.END, today=self.ASKED) == self.ASKED

    def test_found_some_weeks_early_it_is_earned_when_the_year_is_over(self):
        early = replace(self.KEPT, kept_up_on=date(2027, 7, 10))
        assert earned_on(early, IncentiveFrom.END, today=date(2027, 7, 31)) is NotEarned.TOO_EARLY
        assert earned_on(early, IncentiveFrom.END, today=date(2027, 8, 1)) == date(2027, 8, 1)

    def test_counted_from_the_start_it_still_takes_that_somebody_found_it(self):
        """A year since the first meeting is over in June: that alone earns nothing (OD6, B40)."""
        early = replace(self.KEPT, kept_up_on=date(2027, 7, 10))
        assert earned_on(early, IncentiveFrom.START, today=date(2027, 7, 10)) == date(2027, 7, 10)
        nobody = replace(self.KEPT, kept_up_on=None)
        found = earned_on(nobody, IncentiveFrom.START, today=date(2027, 6, 1))
        assert found is NotEarned.NOT_FOUND

    @pytest.mark.parametrize(("said", "why"), [
        ({"kept_up_on": None}, NotEarned.NOT_FOUND),
        ({"has_slipped": True}, NotEarned.SLIPPED),
        ({"again_on": date(2027, 3, 1)}, NotEarned.AGAIN),
        ({"again_on": date(2027, 3, 1), "kept_up_on": None}, NotEarned.AGAIN),
        ({"again_on": date(2027, 8, 10)}, NotEarned.AGAIN),
    ])  # fmt: skip
    def test_a_relapse_or_a_year_alone_earns_nothing(self, said, why):
        kept = replace(self.KEPT, **said)
        assert earned_on(kept, IncentiveFrom.END, today=date(2027, 12, 1)) is why

    def test_coming_again_later_takes_nothing_away(self):
        later = replace(self.KEPT, again_on=date(2027, 8, 11))
        assert earned_on(later, IncentiveFrom.END, today=date(2027, 12, 1)) == self.ASKED

    def test_what_may_still_be_earned_is_told_apart(self):
        assert [one for one in NotEarned if one.is_open] == [
            NotEarned.TOO_EARLY, NotEarned.NOT_FOUND,
        ]  # fmt: skip
