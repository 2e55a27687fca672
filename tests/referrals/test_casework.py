"""The lists of a link worker's day: every value can be read, and none blames anybody."""

import pytest

from directory.vocabulary import Worded
from referrals import casework
from referrals.casework import Result

LISTS = [
    one for one in vars(casework).values()
    if isinstance(one, type) and issubclass(one, Worded) and one is not Worded
]  # fmt: skip


@pytest.mark.parametrize("worded", LISTS, ids=lambda one: one.__name__)
def test_every_value_has_words_of_its_own(worded):
    words = [member.words for member in worded]
    assert all(words) and len(set(words)) == len(words)


def test_only_a_talk_or_a_meeting_reaches_somebody():
    assert [one for one in Result if one.was_reached] == [Result.REACHED]
