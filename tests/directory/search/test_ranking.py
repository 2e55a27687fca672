import numpy as np
import pytest

from directory.search.columns import Columns, changed
from directory.search.ranking import Ranking
from directory.search.reading import Alternative
from tests.directory.search.cast import an_entry

ROWS = 4


class Seen:
    """Postings of which a test says where each word was seen, once a row."""

    def __init__(self, **rows: dict[str, list[int]]) -> None:
        self._rows = rows

    def postings(self, field, stem):
        rows = self._rows.get(field, {}).get(stem, [])
        return np.array(rows, np.int32), np.ones(len(rows), np.float32)


def ranking(*, lengths=(1, 1, 1), **rows: dict[str, list[int]]) -> Ranking:
    put = {row: an_entry() for row in range(ROWS)}
    columns = changed(Columns.empty(), put=put, removed=[], lengths=[lengths] * ROWS)
    return Ranking(Seen(**rows), columns)


def unit(*stems: str, worth: float = 1.0) -> tuple[Alternative, ...]:
    return (Alternative(stems, worth),)


def test_all_units_must_match():
    words = ranking(text={"dog": [0, 1], "walk": [1, 2]})
    matched, scores = words.match([unit("dog"), unit("walk")])
    assert matched.tolist() == [False, True, False, False]
    matched, any_scores = words.match_any([unit("dog"), unit("walk")])
    assert matched.tolist() == [True, True, True, False]
    assert any_scores[1] == scores[1] > any_scores[0] > 0


def test_a_phrase_needs_all_of_its_stems_in_any_fields():
    words = ranking(title={"money": [0, 2]}, text={"advic": [2, 3]})
    assert words.match([unit("money", "advic")])[0].tolist() == [False, False, True, False]


def test_the_best_alternative_counts():
    words = ranking(text={"lone": [0], "compani": [0, 1]})
    either = (Alternative(("lone",)), Alternative(("compani",), 0.5))
    assert words.match([either])[1][0] == words.match([unit("lone")])[1][0]
    half = words.match([unit("compani", worth=0.5)])[1][1]
    assert half == pytest.approx(words.match([unit("compani")])[1][1] / 2)


def test_a_rare_word_is_worth_more_than_a_common_one():
    words = ranking(text={"rare": [0], "common": [0, 1, 2]})
    assert words.match([unit("rare")])[1][0] > words.match([unit("common")])[1][0]


def test_a_word_in_every_listing_still_matches():
    assert ranking(text={"all": [0, 1, 2, 3]}).match([unit("all")])[0].all()


def test_a_word_in_none_matches_none():
    assert not ranking().match([unit("none")])[0].any()
