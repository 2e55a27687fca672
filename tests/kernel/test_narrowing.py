"""What a few sums say together, one after another."""

import pytest

from kernel.narrowing import UNBOUNDED, Contradiction, Web, narrow

WEB = Web.of([("all", ("ash", "oak")), ("all", ("oak", "ash")), ("wood", ("all", "elm"))])


def narrowed(since, **ranges):
    """The ranges after one of them was changed."""
    low, high = ([ranges.get(one, (0, UNBOUNDED))[end] for one in WEB.names] for end in (0, 1))
    changed = narrow(low, high, WEB, since=WEB.numbers[since])
    return {WEB.names[at]: (low[at], high[at]) for at in changed}


def test_a_sum_that_is_said_twice_is_there_once():
    assert len(WEB.sums) == 2
    assert {WEB.names[at] for at in WEB.totals} == {"all", "wood"}


def test_a_total_lies_between_what_its_parts_allow_and_so_do_totals_of_it():
    assert narrowed("ash", ash=(1, 7), oak=(2, 4), elm=(0, 3)) == {"all": (3, 11), "wood": (3, 14)}


def test_a_part_is_what_the_others_leave_it():
    assert narrowed("all", all=(10, 10), ash=(1, 7)) == {"oak": (3, 9), "wood": (10, UNBOUNDED)}


def test_a_total_without_an_upper_end_says_nothing_of_the_most():
    found = narrowed("wood", wood=(20, UNBOUNDED), all=(0, 5))
    assert found == {"elm": (15, UNBOUNDED)}


def test_what_creeps_up_by_ones_ends_where_no_more_can_be_counted():
    """Of two places each has one more than the other, which no sum says alone."""
    web = Web.of([("hill", ("quay", "one")), ("quay", ("hill", "some"))], most=64)
    low, high = [0] * len(web.names), [web.most] * len(web.names)
    low[web.numbers["one"]] = 1
    with pytest.raises(Contradiction):
        narrow(low, high, web, since=web.numbers["one"])


def test_that_no_more_can_be_counted_narrows_nothing():
    web = Web.of([("all", ("ash", "oak"))], most=64)
    low, high = [0] * len(web.names), [web.most] * len(web.names)
    low[web.numbers["ash"]] = 60
    assert {web.names[at] for at in narrow(low, high, web, since=web.numbers["ash"])} == {"all"}
    assert (low[web.numbers["oak"]], high[web.numbers["oak"]]) == (0, 64)


def test_what_cannot_be_is_said():
    with pytest.raises(Contradiction):
        narrowed("all", all=(10, 10), ash=(1, 7), oak=(1, 2))
