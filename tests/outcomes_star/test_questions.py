"""What is asked: the aspects, or each goal."""

from uuid import uuid4

from outcomes_star import shelf
from outcomes_star.languages import ENGLISH
from outcomes_star.questions import Goal, questions

WHEEL, GOALS = shelf.get("petunias-wheel", 1), shelf.get("goal-rating", 1)


def test_every_aspect_is_asked_in_its_order():
    asked = questions(WHEEL, WHEEL.wording(ENGLISH))
    assert [one.part for one in asked] == [one.code for one in WHEEL.aspects]
    assert asked[0].ends == ("1: Very hard", "5: Very good")


def test_each_goal_is_asked_about_in_the_persons_words():
    goals = [Goal(uuid4(), "Up the stairs"), Goal(uuid4(), "Cook again")]
    asked = questions(GOALS, GOALS.wording(ENGLISH), goals)
    assert [(one.part, one.title) for one in asked] == [(str(one.id), one.words) for one in goals]


def test_without_goals_nothing_is_asked_about_them():
    assert questions(GOALS, GOALS.wording(ENGLISH)) == ()
