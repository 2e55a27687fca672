from uuid import UUID

import pytest

from directory.feed import shapes

SHELTER = UUID("11111111-1111-4111-8111-111111111111")


def test_only_what_is_known_is_said():
    gaps = {"a": None, "b": "", "c": " \n", "d": [], "e": {}}
    assert shapes.said(**gaps, free=0, no=False, name="Dog walking") == {
        "free": 0,
        "no": False,
        "name": "Dog walking",
    }


def test_a_part_has_one_id_for_ever():
    assert shapes.derived(SHELTER, "location") == shapes.derived(SHELTER, "location")
    assert shapes.derived(SHELTER, "location") != shapes.derived(SHELTER, "address")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://shelter.example", "https://shelter.example"),
        (" https://shelter.example/a%20b?q=1#top ", "https://shelter.example/a%20b?q=1#top"),
        ("https://mü.example/straße", "https://xn--m-eha.example/stra%C3%9Fe"),
        ("https://shelter.example/100%", "https://shelter.example/100%25"),
        ("https://shelter.example:8080/x", "https://shelter.example:8080/x"),
        ("shelter.example", None),
        ("javascript:alert(1)", None),
        ("https://two words.example", None),
        ("https://shelter.example:99999999", None),
        ("https://[::1", None),
        ("", None),
    ],
)
def test_a_web_address_is_written_as_the_standard_asks_or_left_out(typed, address):
    assert shapes.web_address(typed) == address
