"""The freshness ladder at each of its edges (OD5, D4)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.freshness import (
    Clock,
    Standing,
    begins_on,
    check_choice,
    says,
    standing,
    step_due,
    steps_due,
)
from kernel.errors import RuleBroken

CLOCK = Clock()
CONFIRMED = date(2027, 1, 4)


def after(days: int) -> date:
    return CONFIRMED + timedelta(days=days)


class TestStanding:
    @pytest.mark.parametrize(
        ("days", "expected"),
        [
            (-1, Standing.FRESH),
            (0, Standing.FRESH),
            (89, Standing.FRESH),
            (90, Standing.DUE),
            (103, Standing.DUE),
            (104, Standing.NOT_CONFIRMED),
            (117, Standing.NOT_CONFIRMED),
            (118, Standing.LOWER),
            (149, Standing.LOWER),
            (150, Standing.OUT),
            (269, Standing.OUT),
            (270, Standing.ARCHIVE),
            (4000, Standing.ARCHIVE),
        ],
    )
    def test_at_each_edge(self, days: int, expected: Standing) -> None:
        assert standing(CONFIRMED, after(days), CLOCK) is expected

    def test_counts_days_across_a_leap_day(self) -> None:
        confirmed = date(2027, 12, 1)
        assert begins_on(Standing.DUE, confirmed, CLOCK) == date(2028, 2, 29)
        assert standing(confirmed, date(2028, 2, 28), CLOCK) is Standing.FRESH
        assert standing(confirmed, date(2028, 2, 29), CLOCK) is Standing.DUE

    @pytest.mark.parametrize("step", [step for step in Standing if step is not Standing.FRESH])
    def test_begins_on_the_day_foretold_and_not_before(self, step: Standing) -> None:
        first = begins_on(step, CONFIRMED, CLOCK)
        assert standing(CONFIRMED, first, CLOCK) is step
        assert standing(CONFIRMED, first - timedelta(days=1), CLOCK) < step

    @given(st.integers(-10, 2000), st.integers(0, 2000))
    def test_never_gets_better_by_waiting(self, days: int, more: int) -> None:
        assert standing(CONFIRMED, after(days), CLOCK) <= standing(
            CONFIRMED, after(days + more), CLOCK
        )

    @pytest.mark.parametrize(
        ("reached", "was_confirmed", "words"),
        [
            (Standing.FRESH, True, "Confirmed"),
            (Standing.FRESH, False, "Never confirmed by the group"),
            (Standing.LOWER, False, "Never confirmed by the group"),
            (Standing.OUT, False, "Left out of search until it is confirmed"),
        ],
    )
    def test_what_was_never_confirmed_is_not_called_confirmed(
        self, reached: Standing, was_confirmed: bool, words: str
    ) -> None:
        assert says(reached, was_confirmed=was_confirmed) == words

    def test_is_marked_from_not_confirmed_and_ranked_lower_from_lower(self) -> None:
        assert [step.is_marked for step in Standing] == [False, False, True, True, True, True]
        assert [step.is_ranked_lower for step in Standing] == [False] * 3 + [True] * 3

    def test_is_kept_by_its_own_name(self) -> None:
        assert Standing.NOT_CONFIRMED.slug == "not-confirmed"
        assert len({step.slug for step in Standing}) == len(Standing)


class TestLetters:
    @pytest.mark.parametrize(
        ("days", "taken", "letter"),
        [
            (89, Standing.FRESH, None),
            (90, Standing.FRESH, Standing.DUE),
            (90, Standing.DUE, None),
            (103, Standing.DUE, None),
            (104, Standing.DUE, Standing.NOT_CONFIRMED),
            (118, Standing.NOT_CONFIRMED, Standing.LOWER),
            (150, Standing.LOWER, Standing.OUT),
            (270, Standing.OUT, Standing.ARCHIVE),
            (999, Standing.ARCHIVE, None),
        ],
    )
    def test_are_sent_once_a_step(
        self, days: int, taken: Standing, letter: Standing | None
    ) -> None:
        assert step_due(CONFIRMED, after(days), CLOCK, taken=taken) is letter

    def test_after_an_outage_only_the_last_is_sent_but_each_step_is_remembered(self) -> None:
        late = after(120)
        assert step_due(CONFIRMED, late, CLOCK, taken=Standing.FRESH) is Standing.LOWER
        assert steps_due(CONFIRMED, late, CLOCK, taken=Standing.FRESH) == (
            Standing.DUE,
            Standing.NOT_CONFIRMED,
            Standing.LOWER,
        )

    @given(st.lists(st.integers(0, 400), max_size=60))
    def test_whenever_the_job_runs_each_step_is_taken_once_and_in_order(
        self, runs: list[int]
    ) -> None:
        taken, history = Standing.FRESH, []
        for day in sorted(runs):
            steps = steps_due(CONFIRMED, after(day), CLOCK, taken=taken)
            history.extend(steps)
            taken = steps[-1] if steps else taken
        assert history == [step for step in Standing if Standing.FRESH < step <= taken]


class TestClock:
    def test_a_group_may_be_asked_sooner_and_every_later_step_moves_with_it(self) -> None:
        sooner = CLOCK.chosen_by_group(30)
        assert standing(CONFIRMED, after(30), sooner) is Standing.DUE
        assert standing(CONFIRMED, after(44), sooner) is Standing.NOT_CONFIRMED

    def test_a_group_that_chose_nothing_or_longer_has_the_hosts_clock(self) -> None:
        assert CLOCK.chosen_by_group(None) == CLOCK
        assert CLOCK.chosen_by_group(200) == CLOCK

    @pytest.mark.parametrize("days", [0, -1, 91])
    def test_a_group_cannot_choose_longer_than_the_host(self, days: int) -> None:
        with pytest.raises(RuleBroken) as refused:
            check_choice(days, CLOCK)
        assert refused.value.field == "due_after_days"

    def test_a_group_can_choose_as_long_as_the_host(self) -> None:
        check_choice(90, CLOCK)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"due_after_days": 0}, "due_after_days"),
            ({"due_after_days": 366}, "due_after_days"),
            ({"marked_after_days": 0}, "marked_after_days"),
            ({"lower_after_days": 14}, "lower_after_days"),
            ({"out_after_days": 20}, "out_after_days"),
            ({"archived_after_days": 60}, "archived_after_days"),
        ],
    )
    def test_a_host_cannot_put_the_steps_out_of_order(
        self, wrong: dict[str, int], field: str
    ) -> None:
        with pytest.raises(RuleBroken) as refused:
            Clock(**wrong)
        assert refused.value.field == field
