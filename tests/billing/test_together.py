"""No sum tells what one group with few people was paid: not by itself, nor beside any other, in any period."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations, permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.together import (
    FEWEST_VISITS,
    Cell,
    Shown,
    Told,
    for_group,
    for_payer,
    hides_each,
    rounded,
    step_above,
)
from kernel.money import NOTHING, Money, total
from kernel.periods import Quarter
from kernel.suppression import FEWEST_SHOWN

SPRING = Quarter(date(2026, 4, 1))
QUARTERS = (SPRING, SPRING.next, SPRING.next.next, SPRING.next.next.next)
A, B, C, D = (UUID(int=number) for number in range(1, 5))
GROUPS = (A, B, C, D)


PRICE = Money(4_50)


def cell(group, people, quarter=SPRING, pence=1_00, price=PRICE, late=0):
    """What a group was paid; with `late`, the bank paid it so many quarters later."""
    paid_in = quarter
    for _ in range(late):
        paid_in = paid_in.next
    return Cell(group, quarter, Money(pence), people, price, paid_in)


def names(told):
    return [[one.group_id for one in part] for part in (told.named, told.together)]


class TestWhoPays:
    def test_reads_each_group_that_was_paid_for_enough_people(self):
        (told,) = for_payer([cell(A, 8), cell(B, 30)]).told
        assert names(told) == [[A, B], []]

    def test_reads_two_with_few_people_as_one_sum(self):
        (told,) = for_payer([cell(A, 5), cell(B, 7), cell(C, 20)]).told
        assert names(told) == [[C], [A, B]]
        assert (told.about, told.total) == (Money(20_00), Money(21_00))

    def test_reads_one_with_few_people_together_with_the_next_smallest(self):
        (told,) = for_payer([cell(A, 7), cell(B, 30), cell(C, 20)]).told
        assert names(told) == [[B], [A, C]]

    def test_reads_three_together_where_two_have_few_people_even_so(self):
        (told,) = for_payer([cell(A, 1), cell(B, 2), cell(C, 9)]).told
        assert names(told) == [[], [A, B, C]]

    def test_reads_nothing_of_the_only_group_while_few_people_come(self):
        shown = for_payer([cell(A, 7), cell(A, 3, QUARTERS[1])])
        assert shown == Shown((), (cell(A, 7), cell(A, 3, QUARTERS[1])))

    def test_reads_what_waited_once_it_can_be_told_with_more(self):
        first, later = cell(A, 3), [cell(A, 2, QUARTERS[1]), cell(B, 9, QUARTERS[1])]
        shown = for_payer([first, *later])
        assert shown == Shown((Told(QUARTERS[1], (), (first, *later)),))

    def test_reads_nothing_where_a_few_come_to_two_groups(self):
        assert for_payer([cell(A, 3), cell(B, 4)]).told == ()

    def test_counts_no_person_twice_who_may_have_come_in_two_quarters(self):
        first = cell(A, 3)
        shown = for_payer([first, cell(A, 3, QUARTERS[1]), cell(B, 4, QUARTERS[1])])
        assert shown.told == () and first in shown.waiting

    def test_is_not_told_by_a_sum_that_everybody_may_know(self):
        """A fixed sum a month, and one group with few people: who knows the first would know the second."""
        shown = for_payer([cell(A, 3), cell(B, 40, price=NOTHING)])
        assert [names(one) for one in shown.told] == [[[B], []]]
        assert shown.waiting == (cell(A, 3),)

    def test_reads_two_fixed_sums_together_where_few_people_came(self):
        here = [cell(one, 2, price=NOTHING) for one in (A, B)]
        assert [names(one) for one in for_payer(here).told] == [[[], [A, B]]]

    def test_reads_fixed_sums_together_while_one_with_few_people_waits(self):
        fixed = [cell(one, 2, price=NOTHING) for one in (A, B)]
        shown = for_payer([*fixed, cell(C, 3)])
        assert [names(one) for one in shown.told] == [[[], [A, B]]]
        assert shown.waiting == (cell(C, 3),)


class TestAGroup:
    def test_reads_its_own_and_the_others_as_one_sum(self):
        (told,) = for_group([cell(A, 2), cell(B, 7), cell(C, 3)], A).told
        assert names(told) == [[A], [B, C]]

    def test_reads_no_sum_by_which_it_knows_one_other(self):
        shown = for_group([cell(A, 2), cell(B, 70), cell(B, 9, QUARTERS[1])], A)
        assert shown.told == ()

    def test_reads_its_own_where_no_other_was_paid(self):
        (told,) = for_group([cell(A, 2)], A).told
        assert names(told) == [[A], []]

    def test_reads_what_waited_with_its_own_part_of_it(self):
        early = [cell(A, 2), cell(B, 9)]
        late = [cell(A, 2, QUARTERS[1]), cell(C, 9, QUARTERS[1])]
        (told,) = for_group([*early, *late], A).told
        assert names(told) == [[A, A], [B, C]]


class TestRounding:
    @pytest.mark.parametrize(("price", "step"), [
        (NOTHING, Money(1)), (Money(25), Money(1_00)), (Money(26), Money(2_00)),
        (Money(4_50), Money(20_00)), (Money(5_00), Money(20_00)), (Money(40_00), Money(200_00)),
    ])  # fmt: skip
    def test_leaves_four_visits_open_at_the_highest_price(self, price, step):
        assert step_above(price) == step

    def test_is_to_the_nearest_and_never_to_nothing(self):
        step = Money(20_00)
        sums = (4_50, 29_99, 30_00, 49_99, 50_00)
        assert [rounded(Money(one), step).pence // 100 for one in sums] == [20, 20, 40, 40, 60]

    def test_leaves_sums_of_months_alone_to_the_penny(self):
        (told,) = for_payer([cell(one, 2, pence=33_33, price=NOTHING) for one in (A, B)]).told
        assert told.about == Money(66_66)

    @given(
        prices=st.tuples(st.integers(1_00, 60_00), st.integers(1_00, 60_00)),
        visits=st.tuples(st.integers(1, 30), st.integers(1, 30)),
    )
    def test_leaves_open_how_many_came_to_whoever_knows_each_price(self, prices, visits):
        """For two groups, where the fewest ways are left; each was visited, by eight people together."""
        if sum(visits) < FEWEST_SHOWN:
            return
        exact = sum(price * many for price, many in zip(prices, visits, strict=True))
        step = step_above(Money(max(prices)))
        told = rounded(Money(exact), step).pence
        lowest = 1 if told == step.pence else told - step.pence // 2
        highest = told + step.pence // 2 - 1
        for mine, other in (prices, prices[::-1]):
            fit = [
                many
                for many in range(1, highest // mine + 1)
                if (highest - mine * many) // other
                >= max(1, FEWEST_SHOWN - many, -((mine * many - lowest) // other))
            ]
            assert len(fit) >= FEWEST_VISITS


CELLS = st.lists(
    st.builds(
        cell, st.sampled_from(GROUPS), st.integers(0, 16), st.sampled_from(QUARTERS),
        price=st.sampled_from([PRICE, PRICE, NOTHING]), late=st.sampled_from([0, 0, 1, 2]),
    ),
    max_size=16, unique_by=lambda one: (one.group_id, one.quarter),
)  # fmt: skip


def apart(cells):
    """The same with amounts whose sums and differences are equal only where they are of the same cells."""
    return [replace(one, amount=Money(4**place)) for place, one in enumerate(cells)]


def figures(told):
    """Every figure of a quarter, as the cells that it is the sum of."""
    return [*((one,) for one in told.named), told.together]


def rank(rows):
    """How many of the rows are not sums and differences of the others."""
    rows, found = [list(map(Fraction, row)) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((place for place in range(found, len(rows)) if rows[place][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for place in range(found + 1, len(rows)):
            factor = rows[place][column] / rows[found][column]
            rows[place] = [
                one - factor * other for one, other in zip(rows[place], rows[found], strict=True)
            ]
        found += 1
    return found


def gives_away(shown, secret, known):
    """Whether anything of secret cells follows from what is shown, for somebody who knows some cells already."""
    all_figures = [one for told in shown.told for one in figures(told) if one]
    everything = {one for figure in all_figures for one in figure}
    outside = sorted(everything - set(secret) - set(known), key=repr)
    beside = sorted(everything - set(known), key=repr)
    rows = {
        size: [[int(one in figure) for one in cells] for figure in all_figures]
        for size, cells in (("outside", outside), ("beside", beside))
    }
    return rank(rows["beside"]) > rank(rows["outside"])


def sums(shown):
    """All that a page of any run of quarters shows: by name, together, and all of it."""
    made = []
    for first, last in combinations(range(len(shown.told) + 1), 2):
        period = shown.told[first:last]
        by_name = {one.group_id for told in period for one in told.named}
        for group in by_name:
            made.append(total(
                one.amount for told in period for one in told.named if one.group_id == group
            ))  # fmt: skip
        made.append(total(one.amount for told in period for one in told.together))
        made.append(total(
            one.amount for told in period for one in (*told.named, *told.together)
        ))  # fmt: skip
    return {one.pence for one in made if one}


def hidden(cells, group):
    """What is to be hidden of a group."""
    return [one for one in cells if one.group_id == group and one.is_few and one.is_by_people]


class TestAnAttacker:
    @given(cells=CELLS)
    def test_who_knows_every_fixed_sum_learns_of_no_group_with_few_people(self, cells):
        shown = for_payer(apart(cells))
        known = [one for one in apart(cells) if not one.is_by_people]
        for group in GROUPS:
            assert not gives_away(shown, hidden(apart(cells), group), known)

    @given(cells=CELLS)
    def test_who_subtracts_any_two_figures_finds_no_hidden_amount(self, cells):
        cells = apart(cells)
        seen = sums(for_payer(cells))
        found = seen | {one - other for one, other in permutations(seen, 2)}
        for group in GROUPS:
            secret = [one.amount.pence for one in hidden(cells, group)]
            for first, last in combinations(range(len(secret) + 1), 2):
                assert sum(secret[first:last]) not in found

    @given(cells=CELLS)
    def test_who_is_paid_too_learns_of_no_other_group(self, cells):
        cells = apart(cells)
        shown = for_group(cells, A)
        known = [one for one in cells if one.group_id == A]
        for group in GROUPS[1:]:
            assert not gives_away(shown, [one for one in cells if one.group_id == group], known)

    @given(cells=CELLS)
    def test_who_looks_each_quarter_reads_then_what_stands_there_for_good(self, cells):
        for reader in (for_payer, lambda them: for_group(them, A)):
            whole = reader(cells).told
            for end in QUARTERS:
                early = reader([one for one in cells if one.told_in <= end]).told
                assert early == whole[: len(early)]

    @given(cells=CELLS)
    def test_no_sum_of_several_is_of_few_people(self, cells):
        for told in for_payer(cells).told:
            assert all(not one.is_few for one in told.named)
            assert not told.together or hides_each(told.together)

    @pytest.mark.parametrize("together", [(cell(A, 3),), (cell(A, 3), cell(B, 9, price=NOTHING))])
    def test_would_have_found_it_without_the_rule(self, together):
        naive = Shown((Told(SPRING, (cell(C, 20),), together),))
        known = [one for one in together if not one.is_by_people]
        assert gives_away(naive, [cell(A, 3)], known)


@given(cells=CELLS)
def test_nobodys_money_is_lost_or_counted_twice(cells):
    cells = apart(cells)
    for shown in (for_payer(cells), for_group(cells, A)):
        placed = [one for told in shown.told for one in (*told.named, *told.together)]
        assert sorted((*placed, *shown.waiting), key=repr) == sorted(cells, key=repr)
