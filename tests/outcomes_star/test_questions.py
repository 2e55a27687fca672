"""What is asked: the aspects, or each goal."""

from uuid import uuid4

from outcomes_star import shelf
from outcomes_star.languages import ENGLISH
from outcomes_star.questions import Goal, by_theme, picked, questions
from tests.cast_star import made_up_words

WHEEL, GOALS = shelf.get("petunias-wheel", 1), shelf.get("goal-rating", 1)
STATEMENTS = shelf.get("i-statements", 1)


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


def test_what_was_picked_is_asked_in_the_order_of_the_instrument():
    every = questions(STATEMENTS, made_up_words(STATEMENTS))
    parts = ["statement-6-1", "statement-1-2", "the-cat", "statement-1-2"]
    assert [one.part for one in picked(every, parts)] == ["statement-1-2", "statement-6-1"]
    assert picked(every, []) == ()


def test_all_of_it_stands_by_theme_and_without_themes_in_one():
    every = questions(STATEMENTS, made_up_words(STATEMENTS))
    assert [(theme, len(asked)) for theme, asked in by_theme(every)] == [
        (f"Made-up theme-{at}", count) for at, count in enumerate((5, 5, 4, 4, 4, 4), start=1)
    ]
    ((name, asked),) = by_theme(questions(WHEEL, WHEEL.wording(ENGLISH)))
    assert (name, len(asked)) == ("", 8)
