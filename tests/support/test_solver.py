"""The attacker finds what is known to be there to find (SD8)."""

from itertools import product

import pytest

from kernel.disclosure import Figure, Range, Sum, cell
from tests.support.solver import ranges

PARTS = tuple(cell("people", practice=one) for one in ("Ash", "Elm", "Oak"))
WHOLE = cell("people")
ROW = Sum(WHOLE, PARTS)


def told(*spans):
    return [
        (one, Figure("", Range(*span))) for one, span in zip((*PARTS, WHOLE), spans, strict=True)
    ]


def test_eight_eight_and_one_with_their_total_give_the_one_away():
    found = ranges(told((8, 12), (8, 12), (1, 7), (13, 17)), [ROW], [PARTS[2]])
    assert found == {PARTS[2]: Range(1, 1)}


@pytest.mark.parametrize("seed", range(5))
def test_of_small_tables_it_finds_what_trying_all_of_them_finds(seed):
    spans = [(seed, seed + 4), (1, 7), (2, 5), (seed + 6, seed + 10)]
    whole = range(spans[3][0], spans[3][1] + 1)
    rows = [
        row for row in product(*(range(low, high + 1) for low, high in spans[:3]))
        if sum(row) in whole
    ]  # fmt: skip
    found = ranges(told(*spans), [ROW], PARTS)
    assert found == {
        part: Range(min(row[at] for row in rows), max(row[at] for row in rows))
        for at, part in enumerate(PARTS)
    }


def test_figures_that_cannot_all_be_true_are_not_passed_over():
    with pytest.raises(AssertionError, match="contradict"):
        ranges(told((8, 12), (8, 12), (1, 7), (1, 7)), [ROW], [PARTS[2]])
