"""The monthly draw: one entry a group, drawn once, and the same again from its seed."""

import hashlib
from collections import Counter
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.draw import Drawn, draw, entered, how_to_check, must_be_open, ticket
from kernel.errors import RuleBroken
from kernel.periods import Month

MARCH = Month(date(2027, 3, 1))
SEED = "9f2c6d1e0b7a48359f2c6d1e0b7a4835"
ids = st.sets(st.uuids(), min_size=1, max_size=30)


def group(number: int) -> UUID:
    return UUID(int=number)


class TestEntering:
    def test_a_group_is_entered_once_however_often_it_confirms(self) -> None:
        acts = [
            (group(2), date(2027, 3, 5)),
            (group(1), date(2027, 3, 9)),
            (group(2), date(2027, 3, 31)),
        ]
        assert entered(acts, MARCH) == (group(1), group(2))

    def test_other_months_do_not_count(self) -> None:
        acts = [(group(1), date(2027, 2, 28)), (group(2), date(2027, 4, 1))]
        assert entered(acts, MARCH) == ()

    def test_the_month_is_the_month_in_london(self) -> None:
        summer_time = datetime(2027, 3, 31, 23, 30, tzinfo=UTC)  # 0:30 on 1 April in London
        assert entered([(group(1), summer_time)], MARCH) == ()


class TestDrawing:
    def test_the_winner_can_be_found_with_any_hash_tool(self) -> None:
        lines = {
            hashlib.sha256(f"{SEED}:{group(n)}".encode()).hexdigest(): group(n) for n in range(9)
        }
        first, second, *_ = sorted(lines)
        drawn = draw(lines.values(), SEED)
        assert (drawn.winner, drawn.runner_up) == (lines[first], lines[second])

    def test_a_known_draw_comes_out_as_it_always_did(self) -> None:
        drawn = draw([group(n) for n in range(100)], SEED)
        assert (drawn.winner, drawn.runner_up) == (group(61), group(17))

    @given(ids, st.randoms())
    def test_neither_order_nor_repeats_change_it(self, pool: set[UUID], chance) -> None:
        shuffled = [*pool, *pool]
        chance.shuffle(shuffled)
        assert draw(shuffled, SEED) == draw(pool, SEED)

    @given(ids)
    def test_winner_and_runner_up_are_two_of_the_pool(self, pool: set[UUID]) -> None:
        drawn = draw(pool, SEED)
        assert drawn.winner in pool
        assert (drawn.runner_up is None) == (len(pool) == 1)
        assert drawn.runner_up in pool - {drawn.winner} or len(pool) == 1

    def test_every_group_has_the_same_chance(self) -> None:
        pool = [group(n) for n in range(10)]
        wins = Counter(draw(pool, f"a seed, number {n:06}").winner for n in range(5000))
        assert set(wins) == set(pool)
        assert all(400 < won < 600 for won in wins.values())  # 500 each; 100 is near five sigma

    def test_an_empty_pool_is_refused(self) -> None:
        with pytest.raises(RuleBroken):
            draw([], SEED)

    def test_a_seed_short_enough_to_guess_is_refused(self) -> None:
        with pytest.raises(RuleBroken) as refused:
            draw([group(1)], "lucky")
        assert refused.value.field == "seed"


class TestOnceOnly:
    def test_a_month_is_drawn_once(self) -> None:
        with pytest.raises(RuleBroken, match="March 2027 has been made"):
            must_be_open(MARCH, today=date(2027, 4, 2), is_drawn=True)

    def test_a_month_is_not_drawn_before_it_is_over(self) -> None:
        with pytest.raises(RuleBroken, match="after the last day"):
            must_be_open(MARCH, today=date(2027, 3, 31), is_drawn=False)

    def test_it_may_be_drawn_the_day_after(self) -> None:
        must_be_open(MARCH, today=date(2027, 4, 1), is_drawn=False)


class TestChecking:
    def test_a_draw_that_was_tampered_with_is_not_sound(self) -> None:
        true = draw([group(n) for n in range(9)], SEED)
        assert true.runner_up is not None
        swapped = Drawn(true.pool, true.seed, winner=true.runner_up, runner_up=true.winner)
        smaller = Drawn(
            tuple(e for e in true.pool if e != true.winner), true.seed, true.winner, true.runner_up
        )
        assert true.is_sound
        assert not swapped.is_sound
        assert not smaller.is_sound

    def test_the_explanation_names_the_seed_and_the_size_of_the_pool(self) -> None:
        words = how_to_check(draw([group(n) for n in range(9)], SEED))
        assert SEED in words
        assert "9 groups" in words

    def test_a_ticket_is_the_sum_that_the_explanation_describes(self) -> None:
        line = f"{SEED}:{group(7)}"
        assert ticket(group(7), SEED) == hashlib.sha256(line.encode()).hexdigest()
