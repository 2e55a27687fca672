"""The page of how practices refer."""

from datetime import timedelta

import pytest

from kernel.access import Role
from kernel.disclosure import Table, cell
from kernel.periods import Quarter
from kernel.releases import issue
from referrals.figures import reader_of
from referrals.operations.by_practice import issue_due
from tests.cast import NOON, a_commissioning_body, a_practice, an_area, signed_in
from tests.cast_figures import DUE_AT, HILLTOP, QUAY, WEAVER, refers

PATH = "/referrals/by-practice"
AUTUMN = Quarter.containing(NOON)


def steering(client, at=a_commissioning_body):
    return signed_in(client, Role.STEERING_MEMBER, at=at)


def far_away(session):
    return a_commissioning_body(session, "Far", area=an_area(session, "Elsewhere"))


def cells(page):
    """The numbers of each line, by the practice."""
    return {
        row[0].text: [("".join(cell.itertext())).strip() for cell in row[1:]]
        for row in page.tree.iter("tr")
        if row[0].tag == "td"
    }


@pytest.fixture
def released(database):
    """Counts of 1 to 7 of everything, which nobody may see, beside larger ones."""
    with database.writing() as session:
        refers(session, WEAVER, accepted=2, missed=9, misfit=3, waiting=1)
        refers(session, HILLTOP, accepted=3, missed=4, misfit=5)
        refers(session, QUAY, accepted=6, missed=1)
        issue_due(session, at=DUE_AT)


def test_the_steering_group_sees_no_number_under_eight_and_none_that_is_exact(client, released):
    steering(client)
    page = client.page(PATH)
    assert cells(page) == {
        HILLTOP: ["10", "*", "*", "*"],
        QUAY: ["*", "*", "*", "*"],
        WEAVER: ["15", "10", "10 (about 100%)", "*"],
        "All practices": ["35", "25", "15 (about 60%)", "10 (about 29%)"],
    }


def test_it_says_how_to_read_them_and_that_nothing_follows_by_itself(client, released):
    steering(client)
    words = client.page(PATH).words
    assert (
        "“*” means fewer than 8 people, or nobody" in words
        and "numbers go to the nearest five" in words
    )
    assert "A high rate is a reason to talk, and to train" in words
    assert "never a penalty by itself" in words
    assert "Made on 15 January 2027, as release 1" in words
    assert "Quarters" not in words


def test_earlier_quarters_are_a_click_away_newest_first(client, released, database):
    with database.writing() as session:
        for name in (WEAVER, HILLTOP, QUAY):
            refers(session, name, accepted=8, at=AUTUMN.ends)
        issue_due(session, at=AUTUMN.next.ends + timedelta(days=20))
    steering(client)
    page = client.page(PATH)
    assert "January to March 2027: people referred by practice" in page.words
    assert page.words.index("January to March 2027") < page.words.index(AUTUMN.label)
    earlier = client.page(page.links[AUTUMN.label])
    assert cells(earlier)[WEAVER][0] == "15"
    for strange in ("x", "-1", "99", "9" * 30):
        assert (
            "January to March 2027: people referred by practice"
            in client.page(f"{PATH}?number={strange}").words
        )


def test_without_any_the_page_says_when_they_come(client):
    steering(client)
    words = client.page(PATH).words
    assert "There are no figures yet" in words and "two weeks after it ends" in words


def test_two_practices_are_shown_as_one_area(client, database):
    with database.writing() as session:
        refers(session, WEAVER, accepted=9)
        refers(session, HILLTOP, accepted=9)
        issue_due(session, at=DUE_AT)
    steering(client)
    page = client.page(PATH)
    assert cells(page) == {"All practices": ["20", "20", "*", "*"]}
    assert "So these numbers are for the whole area." in page.words


def test_where_nothing_can_be_shown_it_says_so(client, database):
    with database.writing() as session:
        issue(
            session, reader=reader_of(an_area(session).id), period=AUTUMN, kind="invoice",
            table=Table({cell("misfit"): 1}), at=NOON,
        )  # fmt: skip
        refers(session, WEAVER, accepted=1, misfit=1)
        issue_due(session, at=DUE_AT)
    steering(client)
    page = client.page(PATH)
    assert "Nothing can be shown for October to December 2026" in page.words
    assert cells(page) == {} and "“*”" not in page.words


def test_the_steering_group_of_another_area_sees_nothing(client, released):
    steering(client, at=far_away)
    page = client.page(PATH)
    assert "There are no figures yet" in page.words and WEAVER not in page.words
    assert "There are no figures yet" in client.page(f"{PATH}?number=1").words


def test_a_member_from_a_practice_finds_no_such_page(client, released):
    """They know the true numbers of one practice, and could take them away."""
    steering(client, at=a_practice)
    assert WEAVER not in client.page(PATH, status=404).words
    assert "How practices refer" not in client.page("/desk").links
    signed_in(client, Role.PRACTICE_MANAGER, Role.STEERING_MEMBER)
    assert client.page(f"{PATH}?number=1", status=404)
    assert "How practices refer" not in client.page("/desk").links


def test_it_stands_in_the_menu_of_the_steering_group_alone(client):
    steering(client)
    assert client.page("/desk").links["How practices refer"] == PATH
    signed_in(client, Role.LEAD_MANAGER)
    assert "How practices refer" not in client.page("/desk").links


def test_a_member_who_is_refused_something_else_has_a_menu_all_the_same(client):
    steering(client)
    assert client.page("/analyst-rows", status=403).links["How practices refer"] == PATH


@pytest.mark.parametrize(
    "role",
    [Role.ANALYST, Role.COMMISSIONER, Role.COMMISSIONER_FINANCE, Role.BOARD_READER,
     Role.REFERRER, Role.PRACTICE_MANAGER, Role.LINK_WORKER, Role.ADMINISTRATOR],
)  # fmt: skip
def test_everybody_else_is_refused_and_cannot_tell_whether_there_is_anything(
    client, database, role
):
    signed_in(client, role)
    before = client.page(PATH, status=403).words
    with database.writing() as session:
        refers(session, WEAVER, accepted=9)
        issue_due(session, at=DUE_AT)
    assert client.page(PATH, status=403).words == before
    assert client.page(f"{PATH}?number=1", status=403).words == before
    assert WEAVER not in before


def test_a_stranger_is_asked_to_sign_in(client, released):
    assert client.get(PATH).location.startswith("/sign-in")


class TestAManager:
    def test_sees_the_true_numbers_of_the_own_practices(self, client, database):
        with database.writing() as session:
            refers(session, WEAVER, accepted=1, missed=2, misfit=1)
        signed_in(client, Role.LEAD_MANAGER)
        page = client.page(PATH)
        assert cells(page) == {WEAVER: ["4", "3", "2 of 3 (67%)", "1 of 4 (25%)"]}
        assert "October to December 2026, so far" in page.words
        assert "July to September 2026 No practice referred anybody to us." in page.words
        assert "How to read this" not in page.words

    def test_finds_it_from_the_inbox(self, client):
        signed_in(client, Role.LEAD_MANAGER)
        assert client.page("/inbox").links["How practices refer"] == PATH


def test_a_manager_on_the_steering_group_is_told_why_there_is_one_table(client, released):
    signed_in(client, Role.LEAD_MANAGER, Role.STEERING_MEMBER)
    page = client.page(PATH)
    assert "from both together, a few people of another lead NTP could be worked out" in page.words
    assert "All practices" not in page.words and "There are no figures yet" not in page.words
    assert cells(page)[WEAVER][0] == "15"
