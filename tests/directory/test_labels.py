"""What a listing says, in words for editors."""

from dataclasses import fields

from directory import labels
from directory.content import Content
from directory.labels import Answer, Difference
from directory.vocabulary import Cost, Domain, Place

DOGS = Content(name="Dog walking", when="Tuesdays", domains=(Domain.PHYSICAL_ACTIVITY,))


def test_every_fact_has_a_label():
    assert set(labels.LABELS) == {field.name for field in fields(Content)}


def test_what_was_not_said_is_left_out():
    assert "phone" not in {answer.field for answer in labels.answers(DOGS)}


def test_answers_are_words_and_not_values():
    assert Answer("domains", "Kinds of activity", "Getting active") in labels.answers(DOGS)


def test_a_price_is_pounds():
    charged = DOGS.with_answers(cost=Cost.AMOUNT, cost_pence=250)
    assert Answer("cost_pence", "Price", "£2.50") in labels.answers(charged)


def test_no_is_an_answer_and_silence_is_none():
    said = labels.answers(DOGS.with_answers(is_step_free=False))
    assert Answer("is_step_free", "No steps", "No") in said


def test_old_and_new_stand_side_by_side():
    after = DOGS.with_answers(when="Wednesdays", place=Place.ONLINE)
    assert labels.differences(DOGS, after) == (
        Difference("place", "Where it happens", "At a place", "On-line"),
        Difference("when", "When", "Tuesdays", "Wednesdays"),
    )


def test_the_same_has_no_differences():
    assert labels.differences(DOGS, DOGS) == ()


def test_all_of_it_is_one_text_for_two_editors_to_compare():
    assert "When: Tuesdays" in labels.in_one_text(DOGS).splitlines()
