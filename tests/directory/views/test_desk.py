"""The directory's lines on a desk: one sentence, one button, most urgent first."""

import pytest

from directory.lifecycle import Move
from directory.operations import keeping, ladder
from kernel.access import SYSTEM, Role
from tests.cast import a_lead_ntp, an_area, signed_in
from tests.cast_directory import a_listing
from tests.cast_importing import WALKS, brought_in
from tests.support.clock import NOON


@pytest.fixture
def busy(app, clock):
    """One flagged listing, and one that is stale, paid for and without an e-mail address."""
    database = app.extensions["petunias"].database
    with database.writing() as session:
        a_lead_ntp(session)
        area = an_area(session).id
        odd = a_listing(session, area_id=area, group="Odd")
        keeping.make(session, SYSTEM, odd, Move.HOLD, at=NOON)
        paid = a_listing(session, area_id=area, group="Paid", keeper_email="")
        paid.group.is_funded = True
    at = clock.passes(days=104)
    with database.writing() as session:
        ladder.take_step(session, paid.id, at=at)


LINES = {
    Role.DIRECTORY_EDITOR: [
        ("1 listing waits for an editor.", "Look"),
        ("1 listing is due, and no e-mail reaches the group.", "Ring them"),
    ],
    Role.LEAD_MANAGER: [
        ("1 listing waits for an editor.", "Look"),
        ("1 listing of a paid group is not confirmed.", "See which"),
        ("1 listing is due, and no e-mail reaches the group.", "Ring them"),
    ],
    Role.LINK_WORKER: [("1 listing near you was not confirmed lately.", "Remind them")],
    Role.COMMISSIONER: [],
}


@pytest.mark.parametrize("role", LINES)
def test_each_sees_what_waits_for_them_with_a_button_that_leads_there(client, busy, role):
    signed_in(client, role)
    page = client.page("/desk")
    for sentence, button in LINES[role]:
        assert sentence in page.words
        client.page(page.links[button])
    there = [page.words.index(sentence) for sentence, _ in LINES[role]]
    assert there == sorted(there)


def test_a_line_leads_to_its_own_part_of_the_page(client, busy):
    signed_in(client, Role.DIRECTORY_EDITOR)
    href = client.page("/desk").links["Look"]
    path, _, part = href.partition("#")
    assert f'id="{part}"' in client.get(path).text


def test_a_list_that_was_read_leads_to_the_lists(client, app):
    database = app.extensions["petunias"].database
    with database.writing() as session:
        a_lead_ntp(session)
    brought_in(database, WALKS)
    signed_in(client, Role.DIRECTORY_EDITOR)
    page = client.page("/desk")
    assert "1 list that was brought in waits to be published." in page.words
    assert "neighbours" in client.page(page.links["Look at it"]).words


@pytest.mark.parametrize("role", [role for role, lines in LINES.items() if not lines])
def test_others_hear_nothing_of_the_directory(client, busy, role):
    signed_in(client, role)
    assert "listing" not in client.page("/desk").words
