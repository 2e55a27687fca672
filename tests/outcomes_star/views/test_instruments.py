"""The pages of what people can be asked."""

import pytest

from kernel.access import Role
from tests.cast import signed_in

WHEEL = "/instruments/petunias-wheel/1"


@pytest.mark.parametrize(
    "role", [Role.LINK_WORKER, Role.LEAD_MANAGER, Role.PRACTICE_MANAGER, Role.STEERING_MEMBER]
)
def test_whoever_has_to_agree_finds_each(client, role):
    signed_in(client, role)
    page = client.page("/instruments")
    assert page.links["Petunias Wheel"] == WHEEL
    assert "Well-being Star" in page.links and "needs a licence" in page.words
    for address in {one for one in page.links.values() if one.startswith("/instruments/")}:
        assert client.page(address).heading


@pytest.mark.parametrize(
    ("role", "page"), [(Role.LEAD_MANAGER, "/inbox"), (Role.PRACTICE_MANAGER, "/our-practice")]
)
def test_managers_are_led_there_by_what_they_look_after(client, role, page):
    signed_in(client, role)
    assert "/instruments" in client.page(page).links.values()


def test_others_do_not(client):
    signed_in(client, Role.ANALYST)
    assert client.get("/instruments").status_code == 403
    assert client.get(WHEEL).status_code == 404


def test_it_says_what_is_asked_and_draws_a_star(client):
    signed_in(client, Role.LINK_WORKER)
    page = client.page(WHEEL)
    assert "How much is there that you look forward to?" in page.words
    assert "3: In between" in page.words
    assert "Start, made up" in page.words
    (star,) = [one for one in page.tree.iter() if one.get("class") == "star"]
    assert star.get("role") == "img" and star.get("aria-labelledby") == "example-title example-says"
    assert len([one for one in star.iter() if one.tag.endswith("polygon")]) == 5 + 2


def test_where_lower_is_better_it_says_so(client):
    signed_in(client, Role.LINK_WORKER)
    words = client.page("/instruments/ons4/1").words
    assert words.count("here a lower number is better") == 1
    assert "Open Government Licence" in words and "Never added together" in words


def test_of_what_is_licensed_it_shows_numbers_alone(client):
    signed_in(client, Role.LEAD_MANAGER)
    words = client.page("/instruments/well-being-star/1").words
    assert "until a lead NTP has a licence" in words and "8 questions, each from 1 to 5" in words


@pytest.mark.parametrize("address", ["/instruments/ons4/9", "/instruments/tarot/1"])
def test_what_is_not_there_is_not_found(client, address):
    signed_in(client, Role.LINK_WORKER)
    assert client.get(address).status_code == 404
