"""The pages on which unmet need is written down."""

import pytest

from kernel.access import Role
from tests.cast import a_commissioning_body, a_lead_ntp, a_locality, a_practice, signed_in
from tests.cast_unmet_need import a_need, a_nurse

ADDRESS = "/unmet-need"


@pytest.fixture
def nurse(client, database):
    with database.writing() as session:
        a_practice(session)
        a_locality(session)
    return signed_in(client, Role.REFERRER)


def tap(client, button="Food and cooking"):
    return client.submit(ADDRESS, button=button).location


def test_one_press_keeps_it(client, nurse):
    made = tap(client)
    page = client.page(made)
    assert "It is kept. You can say more of it here, or leave it." in page.words
    words = client.page(ADDRESS).words
    assert "Food and cooking 1 Nobody said why Said in a consultation Not known" in words
    assert "Food and cooking Nobody said why 1 0" in words


def test_more_can_be_said_and_is_shown(client, nurse):
    made = tap(client)
    client.submit(
        made,
        {"words": "Cooking for one", "reason": "too-far", "match": "lacking", "wish": "group"},
    )
    assert "Food and cooking: “Cooking for one” 1 It is too far" in client.page(ADDRESS).words
    again = client.page(made).form("words").filled({})
    assert ("words", "Cooking for one") in again and ("wish", "group") in again


def test_a_mistake_is_said_where_it_is_and_nothing_is_lost(client, nurse):
    made = tap(client)
    page = client.refused_page(
        made,
        {
            "words": "Cooking for one",
            "wanted_by-day": "1",
            "wanted_by-month": "1",
            "wanted_by-year": "2026",
        },
    )
    assert page.mistakes == ["Enter a day after that on which it was said."]
    assert ("words", "Cooking for one") in page.form("words").filled({})


def test_it_leads_into_the_directory_to_look_whether_it_is_there(client, nurse):
    page = client.page(tap(client))
    link = page.links["Look into the directory for something like it"]
    assert link == "/search?domain=healthy-eating"


def test_a_mistake_of_ours_is_struck_out(client, nurse):
    made = tap(client)
    client.submit(f"{made}/strike-out", {"because": "Pressed twice"})
    page = client.page(ADDRESS)
    assert "It is struck out, and counts no longer." in page.words
    assert "(struck out)" in page.words and "Added up" not in page.words
    assert "Why: Pressed twice" in client.page(made).words
    client.page(f"{made}/strike-out", status=404)


def test_a_sheet_of_paper_is_typed_in(client, nurse):
    answers = {
        "source": "focus-group", "happened_on-day": "3", "happened_on-month": "11",
        "happened_on-year": "2026", "reason": "nothing", "healthy_eating": "4", "befriending": "2",
    }  # fmt: skip
    client.submit(f"{ADDRESS}/sheet", answers)
    words = client.page(ADDRESS).words
    assert "The sheet is kept: 6 needs." in words
    assert "Food and cooking There is nothing like it 0 4" in words


def test_an_empty_sheet_is_refused_at_its_first_number(client, nurse):
    page = client.refused_page(f"{ADDRESS}/sheet", button="Keep the sheet")
    assert page.mistakes == ["Enter how many were counted, for one kind at least."]


def test_the_sheet_prints_with_every_kind_and_where_to_type_it_in(client, nurse):
    words = client.page(f"{ADDRESS}/sheet/print").words
    for kind in ("Getting active", "Food and cooking", "Helping out"):
        assert kind in words
    assert "/unmet-need/sheet" in words


@pytest.mark.parametrize(
    ("role", "at", "page"),
    [
        (Role.PRACTICE_MANAGER, a_practice, "/our-practice"),
        (Role.LEAD_MANAGER, a_lead_ntp, "/inbox"),
    ],
)
def test_who_hears_it_finds_the_way_where_they_work(client, database, role, at, page):
    signed_in(client, role, at=at)
    links = client.page(page).links
    assert links["Is something missing that would help? Write it down"] == ADDRESS


def test_who_refers_has_it_in_the_menu(client, nurse):
    assert client.page("/desk").links["Unmet need"] == ADDRESS


def test_nobody_else_opens_it(client, database):
    signed_in(client, Role.COMMISSIONER, at=a_commissioning_body)
    client.page(ADDRESS, status=403)


def test_what_another_practice_wrote_is_not_found(client, database, nurse):
    with database.writing() as session:
        other = a_nurse(session, at=a_practice(session, "Another Surgery"))
        made = a_need(session, other).id
    for address in (f"{ADDRESS}/{made}", f"{ADDRESS}/{made}/strike-out"):
        client.page(address, status=404)
