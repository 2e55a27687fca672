import subprocess
import sys
import time

import pytest

from benchmarks.figures import Figure, by_turns, due_and_lead, percentile, work


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (Figure("mean", 1.234, 1.5), "directory/mean 1.23 1.5 ok"),
        (Figure("mean", 1.6, 1.5), "directory/mean 1.6 1.5 short"),
        (Figure("recall", 0.96, 0.95, at_least=True), "directory/recall 0.96 0.95 ok"),
        (Figure("recall", 0.9, 0.95, at_least=True), "directory/recall 0.9 0.95 short"),
    ],
)
def test_a_figure_says_whether_its_limit_is_kept(figure, line):
    assert figure.line("directory") == line


def test_a_figure_with_two_limits_is_two_lines():
    due, lead = due_and_lead("mean", 2.0, due=3.5, lead=1.5)
    assert [(it.name, it.is_ok) for it in (due, lead)] == [("mean-due", True), ("mean-lead", False)]


def test_what_is_measured_takes_turns():
    turns: list[str] = []
    by_turns(lambda: turns.append("a"), lambda: turns.append("b"), rounds=2)
    assert turns == ["a", "b", "a", "b"]


def test_work_counts_what_is_computed_here_and_in_children_and_no_waiting():
    count = "sum(range(3_000_000))"
    assert work(lambda: time.sleep(0.3)) < 0.1
    assert work(lambda: sum(range(3_000_000))) > 0.02
    assert work(lambda: subprocess.run([sys.executable, "-c", count], check=True)) > 0.02


def test_a_percentile_is_one_of_the_values():
    assert percentile([3.0, 1.0, 2.0, 4.0], 0.5) == 3.0
    assert percentile([1.0], 0.95) == 1.0
