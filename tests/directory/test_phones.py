"""Sixty-odd numbers as people type them, each with its exact verdict (D3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.phones import Phone, Verdict, first_in, numbers_in, phone, verdict

NUMBERS = [
    # The kinds of number a group has.
    ("01632 960 123", Verdict.FINE),
    ("01632960123", Verdict.FINE),
    ("(01632) 960123", Verdict.FINE),
    ("01632-960-123", Verdict.FINE),
    ("01632.960.123", Verdict.FINE),
    ("+44 1632 960123", Verdict.FINE),
    ("+44 (0)1632 960123", Verdict.FINE),
    ("0044 1632 960123", Verdict.FINE),
    ("01632 960123 ext 4", Verdict.FINE),
    ("Jo: 01632 960123", Verdict.FINE),
    ("01632 960123 (ask for Jo)", Verdict.FINE),
    ("Helpline 0808 157 0123", Verdict.FINE),
    ("0800 FLOWERS", Verdict.FINE),
    ("016977 2345", Verdict.FINE),
    ("0113 496 0123", Verdict.FINE),
    ("020 7946 0123", Verdict.FINE),
    ("0118 496 0123", Verdict.FINE),
    ("01632 118118", Verdict.FINE),
    ("07700 900123", Verdict.FINE),
    ("7700900123", Verdict.FINE),
    ("+447700900123", Verdict.FINE),
    ("\u202a+44 7700 900123\u202c", Verdict.FINE),
    ("０７７００ ９００１２３", Verdict.FINE),
    ("07624 496 123", Verdict.FINE),
    ("0300 123 4567", Verdict.FINE),
    ("0330 123 4567", Verdict.FINE),
    ("0800 123 456", Verdict.FINE),
    ("0808 157 0123", Verdict.FINE),
    ("0800 1111", Verdict.FINE),
    ("055 1234 5678", Verdict.FINE),
    # Public services with a short number.
    ("101", Verdict.FINE),
    ("105", Verdict.FINE),
    ("111", Verdict.FINE),
    ("119", Verdict.FINE),
    ("159", Verdict.FINE),
    ("116 123", Verdict.FINE),
    # Kept, with a word of warning.
    ("070 1234 5678", Verdict.PERSONAL),
    ("+44 70 1234 5678", Verdict.PERSONAL),
    ("0843 123 4567", Verdict.COSTLY),
    ("0844 123 4567", Verdict.COSTLY),
    ("0845 123 4567", Verdict.COSTLY),
    ("0870 123 4567", Verdict.COSTLY),
    ("0871 123 4567", Verdict.COSTLY),
    ("0872 123 4567", Verdict.COSTLY),
    ("+44 845 123 4567", Verdict.COSTLY),
    ("+33 1 23 45 67 89", Verdict.ABROAD),
    ("00 353 1 234 5678", Verdict.ABROAD),
    ("+1 212 555 0123", Verdict.ABROAD),
    # Refused.
    ("0906 123 4567", Verdict.PREMIUM),
    ("09061234567", Verdict.PREMIUM),
    ("+44 909 879 0000", Verdict.PREMIUM),
    ("0982 123 4567", Verdict.PREMIUM),
    ("(0)911 123 4567", Verdict.PREMIUM),
    ("+1 900 555 0199", Verdict.PREMIUM),
    ("118 118", Verdict.ENQUIRIES),
    ("118500", Verdict.ENQUIRIES),
    ("+44 118 118", Verdict.ENQUIRIES),
    ("999", Verdict.EMERGENCY),
    ("112", Verdict.EMERGENCY),
    ("960123", Verdict.LOCAL_ONLY),
    ("496 0123", Verdict.LOCAL_ONLY),
    ("1234", Verdict.LOCAL_ONLY),
    ("01632 960123 or 07700 900123", Verdict.SEVERAL),
    ("01632 960123 / 01632 960124", Verdict.SEVERAL),
    ("0412 345 678", Verdict.NOT_A_NUMBER),
    ("0632 123 4567", Verdict.NOT_A_NUMBER),
    ("01632 96012345678901", Verdict.NOT_A_NUMBER),
    ("ask at the desk", Verdict.NOT_A_NUMBER),
    ("12", Verdict.NOT_A_NUMBER),
    ("+", Verdict.NOT_A_NUMBER),
    ("", Verdict.NOT_A_NUMBER),
]


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len({typed for typed, _ in NUMBERS}) >= 60


@pytest.mark.parametrize(("typed", "expected"), NUMBERS)
def test_each_number_gets_its_verdict(typed: str, expected: Verdict) -> None:
    assert verdict(typed) is expected


@pytest.mark.parametrize(("typed", "expected"), NUMBERS)
def test_what_is_refused_is_not_kept_and_everything_else_is(typed: str, expected: Verdict) -> None:
    assert (phone(typed) is None) == expected.is_refused


def test_all_but_a_fine_number_say_what_to_do() -> None:
    assert all(found.says.endswith(".") for found in Verdict if found is not Verdict.FINE)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+44 (0)1632 960123", Phone("+441632960123", "01632 960123")),
        ("7700900123", Phone("+447700900123", "07700 900123")),
        ("0500 123456", Phone("+44500123456", "0500123456")),
        ("+33 1 23 45 67 89", Phone("+33123456789", "+33 1 23 45 67 89")),
        ("116 123", Phone("116123", "116123")),
    ],
)
def test_a_number_is_kept_in_one_form_and_shown_in_the_usual_one(typed: str, kept: Phone) -> None:
    assert phone(typed) == kept


def test_numbers_are_found_in_a_text_among_ages_and_times() -> None:
    text = "Ages 5-11, 10-12. Ring Jo on 01632 960 123 or (07700) 900-123."
    assert numbers_in(text) == ("01632 960 123", "07700) 900-123")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "01632 960 123 (Mon - Fri 9am to 8pm, and Sat 9am to 1pm) or 01632 960 124",
            "01632 960 123",
        ),
        ("Appointments: 01632 960123 8:30am-4:30pm", "01632 960123"),
        ("01632 960 123  01632 960 124", "01632 960 123"),
        ("0906 123 4567, or by day 01632 960123", "01632 960123"),
        ("Day 960123", ""),
        ("999 or NHS 111", ""),
        ("", ""),
    ],
)
def test_the_first_number_fit_to_keep_is_found_among_hours_and_words(text: str, first: str) -> None:
    assert first_in(text) == first


@given(st.text())
def test_any_text_gets_a_verdict(typed: str) -> None:
    assert verdict(typed) in Verdict
    assert (phone(typed) is None) == verdict(typed).is_refused
    assert first_in(typed) == "" or phone(first_in(typed)) is not None
