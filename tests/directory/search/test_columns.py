import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.columns import Columns, changed, to_bits, to_masks
from kernel.geography import Point
from tests.directory.search.cast import ELSEWHERE, a_slot, an_entry


def columns(*entries, before=None, at=0, removed=()) -> Columns:
    put = dict(enumerate(entries, start=at))
    lengths = [(1, 2, 3)] * len(put)
    return changed(before or Columns.empty(), put=put, removed=removed, lengths=lengths)


@given(st.lists(st.booleans(), max_size=200))
def test_bits_and_masks_are_the_same_thing(flags):
    mask = np.array(flags, np.bool_)
    assert to_masks(to_bits(mask), count=len(flags)).tolist() == flags
    assert np.bitwise_count(to_bits(mask)).sum() == sum(flags)


def test_what_was_saved_is_loaded(tmp_path):
    made = columns(an_entry(languages=["welsh"], slots=(a_slot(3, 9, 1, -1),), is_hidden=True))
    made.save(tmp_path / "columns.npz")
    loaded = Columns.load(tmp_path / "columns.npz")
    assert loaded.facet_values == made.facet_values
    assert loaded.row_of == made.row_of
    assert all(
        np.array_equal(getattr(loaded, name), getattr(made, name), equal_nan=name == "xyz")
        for name in made.__dataclass_fields__
    )


def test_a_row_that_is_written_again_keeps_nothing_of_before():
    before = columns(an_entry(days=[1], point=Point(53, -1), slots=(a_slot(1),)), an_entry())
    after = columns(an_entry(area_id=ELSEWHERE), before=before)
    assert not to_masks(after.bits, count=2)[after.facet_values["days", 1]].any()
    assert np.isnan(after.xyz).all()
    assert after.slots.shape == (4, 0)
    assert after.in_areas(frozenset({ELSEWHERE})).tolist() == [True, False]


def test_nothing_changes_in_place():
    before = columns(an_entry(days=[1]))
    columns(an_entry(), before=before)
    columns(before=before, removed=[0])
    assert before.is_used.tolist() == [True]
    assert to_masks(before.bits, count=1)[before.facet_values["days", 1]].all()


def test_a_row_that_was_given_up_is_in_no_area():
    after = columns(before=columns(an_entry()), removed=[0])
    assert not after.in_areas(None).any()
    assert after.row_of == {}


@pytest.mark.parametrize("rows", [0, 1, 63, 64, 65])
def test_any_number_of_rows_will_do(rows):
    made = columns(*(an_entry(days=[1]) for _ in range(rows)))
    assert len(made) == len(made.row_of) == rows
    assert sorted(made.rank.tolist()) == list(range(rows))
