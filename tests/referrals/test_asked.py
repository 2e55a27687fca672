"""What a referrer answers, as it is kept."""

from datetime import date

import pytest

from kernel.errors import RuleBroken
from referrals.asked import Answers, are_the_same, check_birthday, joined, mistakes, tidied
from referrals.contact_rules import ContactRules

TODAY = date(2026, 11, 26)


def test_answers_are_kept_in_one_form():
    kept = tidied(
        on=TODAY, answers=Answers(
            name="  Maya   Thornton ", nhs_number="999-000 0018", phone="07700900123",
            email="MAYA@Example.org", postcode="ne61ab", conditions=("COPD", " ", "Diabetes "),
        )
    )  # fmt: skip
    assert (kept.name, kept.nhs_number, kept.phone) == (
        "Maya Thornton", "9990000018", "07700 900123",
    )  # fmt: skip
    assert (kept.email, kept.postcode) == ("maya@example.org", "NE6 1AB")
    assert kept.conditions == ("COPD", "Diabetes")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("nhs_number", "999 000 0019"), ("phone", "ring her"), ("email", "maya"), ("postcode", "x")],
)
def test_what_cannot_be_read_is_said_at_its_field(field, typed):
    with pytest.raises(RuleBroken) as refusal:
        tidied(Answers(**{field: typed}), on=TODAY)
    assert refusal.value.field == field


def test_all_that_cannot_be_read_is_said_at_once():
    typed = Answers(nhs_number="1", phone="x", email="y", postcode="z", born_on=date(2048, 2, 3))
    fields = {wrong.field for wrong in mistakes(typed, on=TODAY)}
    assert fields == {"nhs_number", "phone", "email", "postcode", "born_on"}


@pytest.mark.parametrize(
    ("born_on", "says"),
    [
        (date(2026, 11, 27), "That day is still to come. Check the year."),
        (date(1905, 12, 31), "That is more than 120 years ago. Check the year."),
    ],
)
def test_nobody_is_born_tomorrow_or_is_older_than_people_get(born_on, says):
    with pytest.raises(RuleBroken, match=says) as refusal:
        check_birthday(born_on, on=TODAY)
    assert refusal.value.field == "born_on"


@pytest.mark.parametrize("born_on", [None, date(2026, 11, 26), date(1906, 1, 1)])
def test_any_other_birthday_may_be(born_on):
    check_birthday(born_on, on=TODAY)


def test_danger_is_looked_for_in_everything_that_is_in_own_words():
    said = Answers(
        why_now="a", what_matters="b", in_place="c", access_needs="d", carer="e",
        conditions=("f",), rules=ContactRules(safe_times="g"),
    )  # fmt: skip
    assert set(said.free_words) == set("abcdefg")


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (("THORNTON, Maya", None), True),
        (("Maya Thornton", date(1948, 5, 17)), True),
        (("Maya Okafor", date(1948, 5, 17)), True),
        (("OKAFOR, Maya", date(1948, 5, 17)), True),
        (("Maya Okafor", None), False),
        (("Maya Thornton", date(1948, 5, 18)), False),
        (("Mia Thornton", date(1948, 5, 17)), False),
        (("Mia Thornton", date(1950, 1, 1)), False),
        (("Mia Thornton", None), False),
    ],
)
def test_two_with_one_number_are_the_same_when_their_name_and_birthday_allow_it(other, is_same):
    name, born_on = other
    assert is_same is are_the_same(
        name="Maya Thornton", born_on=date(1948, 5, 17), other_name=name, other_born_on=born_on
    )


def test_what_is_known_is_joined_with_what_is_said_and_no_rule_is_lost():
    before = Answers(
        name="Maya Thornton", phone="07700 900123", email="maya@example.org",
        rules=ContactRules(no_voicemail=True, safe_times="mornings"),
    )  # fmt: skip
    now = Answers(name="Maya Thornton", phone="07700 900456", rules=ContactRules(no_post=True))
    known = joined(before.about_person, now.about_person)
    assert (known["phone"], known["email"]) == ("07700 900456", "maya@example.org")
    assert known["contact_rules"] == ContactRules(
        no_voicemail=True, no_post=True, safe_times="mornings"
    )
