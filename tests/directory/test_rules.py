"""What a listing is called, what a contact is, and which changes wait for an editor."""

import pytest

from directory import rules
from directory.content import Content
from kernel.errors import RuleBroken


@pytest.mark.parametrize(
    ("what", "title"),
    [
        ("dog walking", "Dog walking"),
        (
            "Walk one of our dogs by the river. We show you how.",
            "Walk one of our dogs by the river",
        ),
        ("Knit, crochet or hold the wool!", "Knit, crochet or hold the wool"),
        ("Fishing - rods to borrow", "Fishing"),
        (",,", ",,"),
        (
            "Chair-based exercise for people who have not moved much for a very long while now",
            "Chair-based exercise for people who have not moved much for…",
        ),
    ],
)
def test_a_listing_is_called_by_the_first_thought_of_what_people_can_do(what, title):
    assert rules.title_of(what) == title
    assert len(rules.title_of(what)) <= rules.LONGEST_TITLE


@pytest.mark.parametrize(
    ("typed", "phone", "email"),
    [
        ("01632 960123", "01632 960 123", ""),
        (" Jo@Shelter.example ", "", "jo@shelter.example"),
        ("+44 7700 900123", "07700 900123", ""),
    ],
)
def test_a_contact_is_a_phone_number_or_an_e_mail_address(typed, phone, email):
    found = rules.contact_of(typed)
    assert (found.phone.replace(" ", ""), found.email) == (phone.replace(" ", ""), email)


@pytest.mark.parametrize(
    "typed", ["", "ask at the desk", "jo@", "@shelter.org", "0", "09098 790123"]
)
def test_anything_else_is_refused_with_what_to_type(typed):
    with pytest.raises(RuleBroken) as refusal:
        rules.contact_of(typed)
    assert refusal.value.field == "contact"
    assert "Enter" in refusal.value.message


def test_only_a_new_way_to_get_in_touch_waits_and_only_where_there_was_one():
    before = Content(name="Dog walking", phone="01632 960 123")
    after = before.with_answers(phone="01632 960 999", email="jo@shelter.example", when="Mondays")
    assert rules.waiting_changes(before, after) == {"phone": "01632 960 999"}


def test_what_was_typed_is_kept_in_one_form_of_each_letter():
    typed = Content(name="Cafe\u0301  club", description="One\r\n\r\n\r\n\r\nTwo\u200b")
    assert rules.tidied(typed) == Content(name="Café club", description="One\n\nTwo")


@pytest.mark.parametrize("name", ["\u200b", "\u2060 \ufeff", "\u00ad", " "])
def test_a_name_of_which_nothing_can_be_seen_is_no_name(name):
    with pytest.raises(RuleBroken, match="Enter what the activity is called") as refused:
        rules.tidied(Content(name=name))
    assert refused.value.field == "name"
