"""A menu is its code: nothing about it is kept."""

import contextlib
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.menus import MOST, code_of, listing_ids_in, with_one_more, without
from kernel.errors import NotFound, RuleBroken


@given(st.lists(st.uuids(), min_size=1, max_size=MOST, unique=True))
def test_a_code_gives_back_its_list_in_its_order(listing_ids):
    assert listing_ids_in(code_of(listing_ids)) == tuple(listing_ids)


@given(st.text())
def test_any_other_text_is_a_list_or_not_found(code):
    with contextlib.suppress(NotFound):
        assert all(isinstance(one, UUID) for one in listing_ids_in(code))


def test_a_code_is_safe_in_an_address():
    assert code_of([UUID(int=2**128 - 1)]).isascii()
    assert not set(code_of([UUID(int=2**128 - 1), UUID(int=0)])) & set("+/=?&#")


def test_an_activity_is_on_a_list_once():
    one = uuid4()
    assert with_one_more((one,), one) == (one,)


def test_a_full_list_says_what_to_do():
    full = tuple(uuid4() for _ in range(MOST))
    with pytest.raises(RuleBroken, match="Take one off"):
        with_one_more(full, uuid4())
    assert len(with_one_more(full, full[0])) == MOST


def test_an_activity_can_be_taken_off_twice():
    one, other = uuid4(), uuid4()
    assert without(without((one, other), one), one) == (other,)
