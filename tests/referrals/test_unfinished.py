"""What was saved and not sent comes back as it was typed, and no line of it is taken for another."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.asked import Answers
from referrals.contact_rules import ContactRules
from referrals.unfinished import FIELDS, half_typed, named, of_draft, of_returned, saved_over
from referrals.vocabulary import Urgency

SENT = Answers(name="Maya Thornton", why_now="She sees nobody.")
TYPED = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z")), max_size=30)
HALF = st.dictionaries(st.sampled_from(list(FIELDS)), TYPED)
WORDS = st.builds(
    Answers,
    name=TYPED, why_now=TYPED, conditions=st.lists(TYPED).map(tuple), unfinished=HALF,
    born_on=st.none() | st.dates(), rules=st.builds(ContactRules, no_text=st.booleans()),
    urgency=st.sampled_from(list(Urgency)),
)  # fmt: skip


def as_kept(saved):
    """As it comes back from the database."""
    return json.loads(json.dumps(saved))


@given(HALF)
def test_beside_a_draft_stands_what_cannot_be_read_yet(typed):
    answers = saved_over(SENT, as_kept(of_draft(Answers(unfinished=typed))))
    assert (answers.name, answers.why_now, answers.unfinished) == (SENT.name, SENT.why_now, typed)


@given(WORDS)
def test_of_one_that_came_back_all_answers_come_back(answers):
    assert saved_over(SENT, as_kept(of_returned(answers))) == answers


def test_where_nothing_was_saved_what_was_sent_stands():
    assert saved_over(SENT, {}) == SENT and of_draft(SENT) == {}


def test_nothing_but_invisible_letters_is_nothing():
    assert half_typed({"phone": " \u200b", "email": " a@ "}) == {"email": "a@"}


def test_words_that_look_like_something_unfinished_are_words():
    said = Answers(why_now="Not finished, phone number: alone", unfinished={"phone": "0770 half"})
    for saved in (of_draft(said), of_returned(said)):
        answers = saved_over(Answers(why_now=said.why_now, born_on=date(1948, 3, 27)), saved)
        assert (answers.why_now, answers.unfinished) == (said.why_now, said.unfinished)


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["phone"], "phone number"),
        (["phone", "born_on"], "phone number and date of birth"),
        (["phone", "postcode", "born_on"], "phone number, postcode and date of birth"),
        ([], ""),
    ],
)
def test_a_sentence_names_them(names, says):
    assert named(dict.fromkeys(names, "x")) == says
