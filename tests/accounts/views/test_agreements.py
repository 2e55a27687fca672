"""Agreements, as people record, read and end them."""

import pytest

from accounts import offers, queries
from accounts.vocabulary import AgreementPurpose
from kernel.access import Role
from tests import cast

DAYS = {
    "from_on-day": "1",
    "from_on-month": "12",
    "from_on-year": "2026",
    "until_on-day": "30",
    "until_on-month": "11",
    "until_on-year": "2027",
}


@pytest.fixture
def world(app):
    return app.extensions["petunias"].database


@pytest.fixture
def group(world):
    with world.writing() as session:
        return cast.an_ntp(session).id


@pytest.fixture
def manager(client, group):
    return cast.signed_in(client, Role.LEAD_MANAGER)


@pytest.fixture
def agreement(client, manager, group):
    """The address of a sub-contract that was recorded."""
    return record(client, group).headers["Location"]


def record(client, group, **answers):
    return client.submit(
        "/agreements/add-sub-contract",
        {
            "second": str(group),
            **DAYS,
            "outcomes": "20 people come each week\n\n5 volunteers",
            **answers,
        },
    )


class TestRecording:
    def test_a_sub_contract(self, client, agreement):
        words = client.page(agreement).words
        for expected in (
            "Better Services Enterprise with Anytown Cat and Dog Shelter",
            "20 people come each week",
            "5 volunteers",
            "1 December 2026",
            "All that Anytown Cat and Dog Shelter offers",
            "Not yet begun",
        ):
            assert expected in words

    def test_sharing_of_data(self, client, manager, group, world):
        client.submit(
            "/agreements/add-data-sharing",
            {"second": str(group), **DAYS, "data_items": ["name-and-contact", "attendance"]},
        )
        with world.reading() as session:
            (facts,) = queries.agreements_in_force(
                session,
                on=cast.NOON.date().replace(month=12),
                purpose=AgreementPurpose.DATA_SHARING,
            )
        assert facts.data_items == ("name-and-contact", "attendance")

    @pytest.mark.parametrize(("answers", "mistake"), [
        ({"second": ""}, "Choose the other side."),
        ({"from_on-day": ""}, "The date needs a day."),
        ({"until_on-year": "2020"}, "The last day is before the first day."),
        ({"outcomes": " \n "}, "Write at least one outcome that is owed."),
    ])  # fmt: skip
    def test_mistakes_are_said_in_words(self, client, manager, group, answers, mistake):
        answer = record(client, group, **answers)
        assert answer.status_code == 422
        assert mistake in answer.text

    def test_only_ones_own_side_is_offered(self, client, manager, group):
        form = client.page("/agreements/add-sub-contract").form("second")
        assert form.offered("first") == ["", str(manager.organisation_id)]
        assert str(manager.organisation_id) not in form.offered("second")

    def test_one_that_overlaps_is_marked(self, client, agreement, group):
        second = record(client, group).headers["Location"]
        assert "covers some of the same days" in client.page(second).words
        assert client.page("/agreements").words.count("Overlaps with another") == 2


class TestTheList:
    def test_an_empty_one_says_so(self, client, manager):
        assert "There is no agreement yet." in client.page("/agreements").words

    def test_what_ends_soon_waits_on_the_desk(self, client, agreement, clock):
        clock.passes(days=340)
        cast.signed_in(client, Role.LEAD_MANAGER)
        assert "ends on 30 November 2027." in client.page("/desk").words
        assert "Ends soon" in client.page("/agreements").words

    def test_readers_are_offered_no_buttons(self, client, agreement):
        cast.signed_in(client, Role.LINK_WORKER)
        assert "Record a sub-contract" not in client.page("/agreements").words
        assert "End it early" not in client.page(agreement).words


class TestEndingEarly:
    def test_with_a_reason(self, client, agreement):
        client.submit(f"{agreement}/end", {"because": "The group has closed."})
        words = client.page(agreement).words
        assert "Ended early: The group has closed." in words
        assert "End it early" not in words

    def test_not_without_one(self, client, agreement):
        answer = client.submit(f"{agreement}/end", {"because": ""})
        assert "Write why it ends early." in answer.text


class TestServices:
    @pytest.fixture(autouse=True)
    def catalogue(self, app):
        before = list(offers._known)
        offers.open_catalogue(lambda _session, _id: {"a": "Dog walking", "b": "Cat stroking"})
        yield
        offers._known[:] = before

    def test_some_can_be_chosen(self, client, agreement):
        client.submit(f"{agreement}/services", {"services": ["b"]})
        words = client.page(agreement).words
        assert "Cat stroking" in words
        assert "Dog walking" not in words


@pytest.mark.parametrize("way", ["", "/end", "/services"])
def test_a_stranger_cannot_tell_that_it_exists(client, agreement, way):
    cast.signed_in(client, Role.PRACTICE_MANAGER)
    assert client.get(f"{agreement}{way}").status_code == 404


def test_who_may_record_one(client):
    may = {Role.ADMINISTRATOR, Role.LEAD_MANAGER, Role.PRACTICE_MANAGER, Role.COMMISSIONER}
    for role in Role:
        cast.signed_in(client, role)
        for kind in ("data-sharing", "sub-contract"):
            status = client.get(f"/agreements/add-{kind}").status_code
            assert status == (200 if role in may else 403), role
