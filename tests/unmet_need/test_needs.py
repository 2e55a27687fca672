"""What makes no sense of unmet need, and how it is added up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.vocabulary import Domain
from kernel.errors import RuleBroken
from unmet_need.needs import MOST_OF_ONE, Counted, Told, check, check_tally, lines
from unmet_need.vocabulary import Reason, Source

TODAY = date(2026, 11, 22)
COOKING, WALKING = Domain.HEALTHY_EATING, Domain.PHYSICAL_ACTIVITY


@pytest.mark.parametrize("told", [Told((COOKING,)), Told(words="Somewhere to sing")])
def test_a_kind_or_a_few_words_are_enough(told):
    check(told, happened_on=TODAY)


@pytest.mark.parametrize("told", [Told(), Told(words="  "), Told(reason=Reason.FULL)])
def test_nothing_at_all_is_refused_at_the_words(told):
    with pytest.raises(RuleBroken, match="Say in a few words") as refused:
        check(told, happened_on=TODAY)
    assert refused.value.field == "words"


def test_nothing_is_wanted_before_it_was_said():
    check(Told((COOKING,), wanted_by=TODAY), happened_on=TODAY)
    with pytest.raises(RuleBroken) as refused:
        check(Told((COOKING,), wanted_by=date(2026, 11, 21)), happened_on=TODAY)
    assert refused.value.field == "wanted_by"


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        ({COOKING: 0, WALKING: 0}, "healthy-eating"),
        ({COOKING: 1, WALKING: MOST_OF_ONE + 1}, "physical-activity"),
        ({COOKING: 2, WALKING: -1}, "physical-activity"),
    ],
)
def test_an_empty_sheet_and_a_slip_of_the_finger_are_refused_where_they_stand(counts, field):
    with pytest.raises(RuleBroken) as refused:
        check_tally(counts)
    assert refused.value.field == field
    check_tally({COOKING: MOST_OF_ONE, WALKING: 0})


def test_what_people_said_and_what_was_found_are_never_added_together():
    needs = [
        Counted((COOKING,), Reason.FULL, Source.CONSULTATION, 2),
        Counted((COOKING,), Reason.FULL, Source.FOCUS_GROUP, 5),
        Counted((COOKING,), Reason.FULL, Source.GROUP, 1),
    ]
    (line,) = lines(needs)
    assert (line.identified, line.unidentified) == (3, 5)


def test_a_need_of_two_kinds_stands_in_two_lines_and_one_in_words_in_its_own():
    needs = [
        Counted((COOKING, WALKING), Reason.COST, Source.CONSULTATION, 1),
        Counted((), Reason.NOT_SAID, Source.CONSULTATION, 1),
    ]
    assert [(one.domain, one.reason) for one in lines(needs)] == [
        (WALKING, Reason.COST), (COOKING, Reason.COST), (None, Reason.NOT_SAID),
    ]  # fmt: skip


@given(
    st.lists(
        st.builds(
            Counted,
            st.sampled_from(Domain).map(lambda one: (one,)),
            st.sampled_from(Reason), st.sampled_from(Source), st.integers(1, 9),
        )
    )
)  # fmt: skip
def test_of_one_kind_each_nothing_is_lost_and_nothing_is_counted_twice(needs):
    found = lines(needs)
    assert sum(one.identified + one.unidentified for one in found) == sum(
        one.number for one in needs
    )
    assert len({(one.domain, one.reason) for one in found}) == len(found)
