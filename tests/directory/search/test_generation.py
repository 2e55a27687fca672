import pytest

from directory.search import IndexUnavailable
from directory.search.generation import Generations


def finish(generations: Generations, text: str = "words", *, after=None) -> None:
    with generations.one_writer(), generations.making(after=after) as folder:
        (folder / "words" / text).write_text(text)


@pytest.fixture
def generations(tmp_path) -> Generations:
    return Generations(tmp_path / "index")


def test_there_is_none_at_first(generations):
    with pytest.raises(IndexUnavailable):
        generations.stamp()
    with pytest.raises(IndexUnavailable):
        generations.current()


def test_a_finished_one_is_pointed_to(generations):
    finish(generations)
    before = generations.stamp()
    finish(generations)
    assert generations.current().number == 2
    assert generations.stamp() != before


def test_words_are_taken_over_from_the_one_before(generations):
    finish(generations, "old")
    finish(generations, "new", after=generations.current())
    assert {"words/old", "words/new"} <= set(generations.current().files)


def test_one_that_was_not_finished_is_never_read_and_cleared_away(generations, tmp_path):
    finish(generations)
    with pytest.raises(ZeroDivisionError), generations.making() as folder:
        raise ZeroDivisionError
    assert folder.exists()
    assert generations.current().number == 1
    finish(generations)
    assert not folder.exists()


def test_old_ones_go_but_for_one_that_somebody_may_be_opening(generations, tmp_path):
    for _ in range(5):
        finish(generations)
    names = sorted(path.name for path in (tmp_path / "index").iterdir())
    assert names == ["000004", "000005", "current", "lock"]


@pytest.mark.parametrize("pointer", ["", "x", "99", "-1"])
def test_a_pointer_to_nowhere_is_refused(generations, tmp_path, pointer):
    finish(generations)
    (tmp_path / "index" / "current").write_text(pointer)
    with pytest.raises(IndexUnavailable):
        generations.current()
    finish(generations)
    assert generations.current().number == 2
