"""A headcount adds up and cannot be shown; what is published follows the rule table (SD1)."""

import json
from decimal import Decimal

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.suppression import Headcount, mean, nearest_five, percentage, total

people = st.integers(0, 10_000).map(Headcount)


def published_by_the_rule(number: int) -> str:
    """The rule written out the long way: 0, hidden to 7, then the multiple of 5 that is nearest."""
    if number == 0:
        return "0"
    if number <= 7:
        return "*"
    return str(min(range(0, 300, 5), key=lambda multiple: abs(multiple - number)))


@pytest.mark.parametrize("number", range(201))
def test_a_headcount_is_published_by_the_rule(number):
    assert Headcount(number).published() == published_by_the_rule(number)


@pytest.mark.parametrize("number", range(201))
def test_in_a_sensitive_family_nobody_looks_like_a_few(number):
    expected = "*" if number < 8 else published_by_the_rule(number)
    assert Headcount(number).published(sensitive=True) == expected


@pytest.mark.parametrize(
    ("number", "text"), [(7, "*"), (8, "10"), (12, "10"), (13, "15"), (17, "15")]
)
def test_the_edges_of_the_rule(number, text):
    assert Headcount(number).published() == text


@pytest.mark.parametrize(
    "show",
    [
        str,
        format,
        lambda count: f"{count}",
        lambda count: f"{count:>5}",
        "{}".format,
        lambda count: "%s" % count,  # noqa: UP031
        lambda count: "%d" % count,  # noqa: UP031
        int,
        json.dumps,
        lambda count: jinja2.Template("{{ count }}").render(count=count),
        lambda count: (
            jinja2.Environment(autoescape=True).from_string("{{ count }}").render(count=count)
        ),
        lambda count: ", ".join([count]),
    ],
)
def test_a_headcount_cannot_be_printed(show):
    with pytest.raises((TypeError, ValueError)):
        show(Headcount(3))


def test_what_a_programmer_sees_of_it_hides_the_number():
    assert repr([Headcount(3)]) == "[Headcount(…)]"


@given(st.lists(people))
def test_headcounts_add_up(counts):
    assert total(counts) == Headcount(sum(count.people for count in counts))


@pytest.mark.parametrize("other", [1, "1", None, 1.0])
def test_a_headcount_is_added_only_to_a_headcount(other):
    with pytest.raises(TypeError):
        Headcount(1) + other


@pytest.mark.parametrize("number", [-1, 1.0, True, "3", None])
def test_only_whole_people_are_counted(number):
    with pytest.raises(ValueError, match="whole number"):
        Headcount(number)


@given(st.integers(8, 10**6))
def test_rounding_moves_a_number_by_two_at_most(number):
    assert abs(nearest_five(number) - number) <= 2
    assert nearest_five(number) % 5 == 0


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(42, 98, "40%"), (0, 50, "0%"), (7, 50, "*"), (3, 6, "*"), (0, 0, "*"), (8, 8, "100%")],
)
def test_a_percentage_comes_from_the_published_numbers(part, whole, text):
    assert percentage(Headcount(part), of=Headcount(whole)) == text


def test_in_a_sensitive_family_no_percentage_says_that_there_is_nobody():
    assert percentage(Headcount(0), of=Headcount(50), sensitive=True) == "*"


@given(people, people)
def test_a_percentage_tells_no_more_than_the_published_numbers(part, whole):
    for other in range(part.people, part.people + 5):
        if Headcount(other).published() == part.published():
            assert percentage(Headcount(other), of=whole) == percentage(part, of=whole)


@pytest.mark.parametrize(
    ("amount", "number", "text"),
    [(30, 7, "*"), (0, 0, "*"), (30, 8, "3.8"), (Decimal("20.4"), 8, "2.6"), (0, 8, "0.0")],
)
def test_a_mean_is_of_eight_people_or_more(amount, number, text):
    assert mean(amount, of=Headcount(number)) == text
