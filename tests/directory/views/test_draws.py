"""The draw, made by the manager and read by everybody."""

from datetime import UTC, datetime

import pytest

from directory.operations import keeping
from kernel.access import Role
from tests.cast import a_lead_ntp, an_area, signed_in
from tests.cast_directory import a_listing
from tests.support.clock import NOON

DECEMBER = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def entered(app, clock):
    """Three groups entered in November, and it is December."""
    with app.extensions["petunias"].database.writing() as session:
        a_lead_ntp(session)
        for number in range(3):
            listing = a_listing(session, area_id=an_area(session).id, group=f"Group {number}")
            keeping.enter_draw(session, listing, at=NOON)
    clock.now = DECEMBER


def test_before_the_first_draw_the_public_page_says_so(client, entered):
    assert "No draw has been made yet." in client.page("/prize-draw").words


def test_who_may_not_draw_is_told_whose_task_it_is(client, entered):
    signed_in(client, Role.DIRECTORY_EDITOR)
    words = client.page("/directory/draw", status=403).words
    assert "You need the role of lead manager to do this." in words
    assert "change to it" in words


def test_the_manager_presses_once_and_everybody_can_check_it(app, client, entered, letters):
    manager = signed_in(client, Role.LEAD_MANAGER)
    page = client.page("/directory/draw")
    assert "3 groups are in the draw for November 2026." in page.words
    client.submit("/directory/draw", button="Make the draw for November 2026")
    assert manager.name in client.page("/directory/draw").words
    assert sorted(letter.subject.split(" the ")[0] for letter in letters()) == [
        "Your group has won",
        "Your group is",
    ]
    public = app.test_client().page("/prize-draw").words
    assert "won £100" in public and "SHA-256" in public
    assert manager.name not in public


def test_it_offers_no_second_button(client, entered):
    signed_in(client, Role.LEAD_MANAGER)
    client.submit("/directory/draw", button="Make the draw for November 2026")
    page = client.page("/directory/draw")
    assert "cannot be made again" in page.words
    assert page.tree.find(".//main//form") is None


def test_a_form_that_was_kept_open_does_not_draw_again(client, entered):
    signed_in(client, Role.LEAD_MANAGER)
    button = "Make the draw for November 2026"
    sent = dict(client.page("/directory/draw").form(button=button).filled({}, None))
    client.submit("/directory/draw", button=button)
    answer = client.post("/directory/draw", data=sent)
    assert answer.status_code == 422
    assert "cannot be made again" in answer.get_data(as_text=True)


@pytest.mark.parametrize("month", ["", "2026-13", "never", "2026-12"])
def test_a_month_that_cannot_be_drawn_is_refused(client, entered, month):
    signed_in(client, Role.LEAD_MANAGER)
    button = "Make the draw for November 2026"
    sent = dict(client.page("/directory/draw").form(button=button).filled({}, None))
    assert client.post("/directory/draw", data={**sent, "month": month}).status_code == 422


def test_an_editor_does_not_draw(client, entered):
    signed_in(client, Role.DIRECTORY_EDITOR)
    client.page("/directory/draw", status=403)
