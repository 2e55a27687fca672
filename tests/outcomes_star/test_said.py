"""What people said of our help, and what it tells of those who did not go somewhere."""

import pytest

from kernel.disclosure import A_FEW, FEWEST_POSSIBLE, Known, cell, publish
from kernel.suppression import HIDDEN, Headcount
from outcomes_star.said import ASKED, GOOD, NEITHER, POOR, WAYS, shown_for, tables
from tests.support.solver import ranges


def answers(good, neither, poor):
    return {GOOD: good, NEITHER: neither, POOR: poor}


def published(said):
    table = next(iter(tables(said)))()
    return table, publish(Known.before(table.sums, most=table.out_of_reach()), table) or {}


def test_everybody_and_each_activity_to_which_eight_went_are_told():
    table, figures = published(
        {"": answers(20, 9, 1), "walks": answers(10, 8, 1), "tea": answers(4, 3, 0)}
    )
    assert shown_for(figures, "") == {GOOD: "20", NEITHER: "10", POOR: HIDDEN, ASKED: "30"}
    assert shown_for(figures, "walks") == {GOOD: "10", NEITHER: "10", POOR: HIDDEN, ASKED: "20"}
    assert shown_for(figures, "tea") == {}
    assert table.counts[cell("said asked")] == Headcount(30)


def test_of_fewer_than_eight_nothing_is_told():
    assert published({"": answers(5, 1, 1)})[1] == {}


@pytest.mark.parametrize(
    "said",
    [
        {"": answers(58, 9, 13), "a": answers(57, 9, 12), "b": answers(39, 6, 9)},
        {"": answers(30, 20, 17), "b": answers(30, 17, 16)},
        {"": answers(20, 8, 9), "a": answers(19, 7, 9), "b": answers(20, 8, 8)},
    ],
)
def test_nobody_is_worked_out_who_did_not_go(said):
    """One activity narrows the whole and another tells it (an attack of November 2026)."""
    table, figures = published(said)
    quantities = {one for each in table.sums for one in (each.total, *each.parts)}
    wanted = [one for one in quantities if " or " not in dict(one)["counted"]]
    plain = [
        one for one in table.sums
        if not any(" or " in dict(member)["counted"] for member in (one.total, *one.parts))
    ]  # fmt: skip
    for quantity, span in ranges(list(figures.items()), plain, wanted).items():
        is_small = A_FEW.low <= span.low and span.high <= A_FEW.high
        is_hidden = figures.get(quantity) is not None and figures[quantity].shown == HIDDEN
        assert not (is_small or is_hidden) or span.possible >= FEWEST_POSSIBLE, sorted(quantity)


def test_every_two_answers_together_add_up_too():
    table, _ = published({"": answers(20, 9, 1), "walks": answers(10, 8, 1)})
    named = {dict(one.total)["counted"] for one in table.sums}
    assert f"said {GOOD} or {NEITHER}" in named
    assert len(WAYS) == 3
