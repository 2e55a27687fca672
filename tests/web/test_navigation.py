"""The menu: by role, at most seven entries, and one of them is where one is."""

from uuid import uuid4

import pytest

from kernel.access import ANYONE, Actor, Role
from tests.cast import signed_in
from tests.web.conftest import EDITORS_ONLY
from web.access import anyone, can
from web.access import signed_in as those_signed_in
from web.navigation import MOST, Entry, Menu

EDITOR = Actor(user_id=uuid4(), roles=frozenset({Role.DIRECTORY_EDITOR}))
KEEPER = Actor(holds=uuid4(), roles=frozenset({Role.DIRECTORY_EDITOR}))
FINANCE = Actor(user_id=uuid4(), roles=frozenset({Role.LEAD_FINANCE}))


@pytest.fixture
def menu(app):
    made = Menu()
    made.add(
        Entry("Ask", "trial.ask", anyone, is_public=True),
        Entry("Members", "trial.members", those_signed_in),
        Entry("Edit", "trial.editors", can(EDITORS_ONLY)),
    )
    with app.test_request_context("/trial/ask"):
        yield made


@pytest.mark.parametrize(
    ("actor", "words"),
    [
        (ANYONE, ["Ask"]),
        (FINANCE, ["Members"]),
        (EDITOR, ["Members", "Edit"]),
        (KEEPER, ["Ask", "Edit"]),
    ],
)
def test_each_sees_what_is_for_them(menu, actor, words):
    assert [entry["text"] for entry in menu.for_actor(actor)] == words


def test_the_entry_of_the_page_in_hand_says_so(menu):
    assert [entry["current"] for entry in menu.for_actor(ANYONE)] == [True]
    assert [entry["current"] for entry in menu.for_actor(FINANCE)] == [False]


def test_a_menu_never_has_more_than_seven_entries(menu):
    menu.add(*[Entry(f"More {n}", "trial.ask", those_signed_in) for n in range(9)])
    assert len(menu.for_actor(EDITOR)) == MOST == 7


@pytest.mark.parametrize("role", Role)
def test_nobodys_menu_is_cut_off(app, role):
    """What does not fit is not shown: so it must fit, for every role that there is."""
    actor = Actor(user_id=uuid4(), organisation_id=uuid4(), roles=frozenset({role}))
    menu = app.extensions["petunias_menu"]
    with app.test_request_context("/"):
        fitting = [
            entry for entry in menu.entries if not entry.is_public and entry.access.allows(actor)
        ]
    assert len(fitting) <= MOST


def test_a_page_that_says_no_keeps_the_menu(client):
    signed_in(client, Role.DIRECTORY_EDITOR)
    assert 'aria-label="Menu"' in client.get("/nothing").text
