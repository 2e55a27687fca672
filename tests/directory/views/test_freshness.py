"""The board and the list to nudge from, as editors and link workers meet them."""

import pytest

from directory.operations import ladder
from kernel.access import Role
from tests.cast import a_lead_ntp, an_area, signed_in
from tests.cast_directory import a_listing


@pytest.fixture
def stale(app, clock):
    """A listing that nobody confirmed for 104 days, with the steps that it took."""
    database = app.extensions["petunias"].database
    with database.writing() as session:
        a_lead_ntp(session)
        listing = a_listing(session, area_id=an_area(session).id)
    for days in (90, 14):
        at = clock.passes(days=days)
        with database.writing() as session:
            ladder.take_step(session, listing.id, at=at)
    return listing.id


def other_lead(session):
    return a_lead_ntp(session, "Other Ways", is_host=False)


def test_the_board_counts_lists_and_draws_bars(client, stale):
    signed_in(client, Role.DIRECTORY_EDITOR)
    page = client.page("/directory/freshness?show=overdue")
    assert "Marked as not confirmed: 1" in page.words.replace(" : ", ": ")
    assert "Dog walking" in page.links
    assert len(page.tree.findall(".//{*}svg[@class='bar-chart__bar']")) == 5
    assert "By part of the area" in page.words
    assert "By kind of activity" in page.words


def test_an_address_that_asks_for_nonsense_shows_what_is_due(client, stale):
    signed_in(client, Role.DIRECTORY_EDITOR)
    assert "Well kept." in client.page("/directory/freshness?show=%00&page=-3").words


def test_an_editor_reminds_with_one_click_and_is_back_on_the_same_list(client, stale, letters):
    signed_in(client, Role.DIRECTORY_EDITOR)
    before = len(letters())
    address = "/directory/freshness?show=overdue"
    answer = client.submit(address, button="Remind them about Dog walking")
    assert answer.location == "/directory/freshness?show=overdue"
    assert len(letters()) == before + 1


@pytest.mark.parametrize("at", [None, other_lead])
def test_a_link_worker_of_either_lead_reminds_with_one_click(client, stale, letters, at):
    signed_in(client, Role.LINK_WORKER, at=at)
    before = len(letters())
    answer = client.submit("/directory/stale", button="Remind them about Dog walking")
    assert answer.location == "/directory/stale"
    assert len(letters()) == before + 1


def test_a_second_click_is_refused_in_words(client, stale):
    signed_in(client, Role.LINK_WORKER)
    client.submit("/directory/stale", button="Remind them about Dog walking")
    answer = client.submit("/directory/stale", button="Remind them about Dog walking")
    assert "Wait a week, or ring them." in answer.get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.REFERRER, Role.COMMISSIONER])
def test_the_board_is_for_the_hosts_editors(client, stale, role):
    signed_in(client, role)
    client.page("/directory/freshness", status=403)


def test_the_other_leads_editor_is_told_who_keeps_the_board(client, stale):
    signed_in(client, Role.DIRECTORY_EDITOR, at=other_lead)
    assert "hosts the directory" in client.page("/directory/freshness", status=403).words
