"""The chain: what a hash depends on."""

import pytest

from audit.chain import START, hash_of

LINE = {"number": 1, "act": "did something", "details": {"a": 1, "b": ["x"]}}


def test_it_is_the_same_whatever_the_order_of_the_words():
    turned = {"details": {"b": ["x"], "a": 1}, "act": "did something", "number": 1}
    assert hash_of("key", START, LINE) == hash_of("key", START, turned)


@pytest.mark.parametrize(("key", "previous", "line"), [
    ("other", START, LINE), ("key", "1" * 64, LINE), ("key", START, {**LINE, "number": 2}),
    ("key", START, {**LINE, "details": {"a": "1", "b": ["x"]}}),
])  # fmt: skip
def test_it_changes_with_the_key_the_line_before_and_every_word(key, previous, line):
    assert hash_of(key, previous, line) != hash_of("key", START, LINE)
