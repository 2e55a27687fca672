"""Every equality question can be answered with “prefer not to say”, and none decides anything."""

import pytest

from referrals.equality import NOT_SAID, QUESTIONS
from referrals.models import EqualityAnswers


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_lets_people_say_nothing_and_has_a_place(name):
    assert list(QUESTIONS[name].choices)[-1] == NOT_SAID
    assert hasattr(EqualityAnswers, name)
    assert QUESTIONS[name].words.endswith("?")
