"""Telling the area about something that the directory does not have."""

import pytest
import sqlalchemy as sa

from accounts import operations as accounts
from directory.events import MissingActivityTold
from directory.models import MissingActivity
from kernel import outbox
from kernel.access import SYSTEM
from tests.cast_directory import anytown
from tests.support.clock import NOON


@pytest.fixture
def database(app):
    return app.extensions["petunias"].database


@pytest.fixture
def area_id(database):
    with database.writing() as session:
        return anytown(session)


def told(database):
    wanted = sa.select(
        MissingActivity.id, MissingActivity.wanted, MissingActivity.area_id,
        MissingActivity.locality_id,
    ).order_by(MissingActivity.told_at)  # fmt: skip
    with database.reading() as session:
        return session.execute(wanted).all()


def test_the_form_begins_with_what_was_looked_for(client, area_id):
    page = client.page("/missing-activity?q=falconry&where=NE6+1AB&domain=volunteering")
    sent = dict(page.form("wanted").filled({}))
    assert (sent["wanted"], sent["postcode"], sent["domain"]) == (
        "falconry", "NE6 1AB", "volunteering",
    )  # fmt: skip


def test_opening_it_keeps_nothing(client, area_id, database):
    client.page("/missing-activity?q=falconry")
    assert told(database) == []


def test_what_is_sent_is_kept_and_others_hear(client, area_id, database, monkeypatch):
    heard = []
    listening = outbox.Subscription("test", MissingActivityTold, heard.append, takes_many=False)
    monkeypatch.setitem(outbox._subscriptions, "test", listening)
    answer = client.submit("/missing-activity", {"wanted": "Falconry", "postcode": "ne6"},
                           button="Send")  # fmt: skip
    assert answer.location == "/"
    (one,) = told(database)
    assert (one.wanted, one.area_id, one.locality_id is not None) == ("Falconry", area_id, True)
    with database.reading() as session:
        payloads = session.scalars(sa.select(outbox.OutboxItem.payload)).all()
    assert {"missing_activity_id": str(one.id)} in payloads


@pytest.mark.parametrize(("postcode", "has_locality"), [("NE7", True), ("SW1A 1AA", False)])
def test_it_counts_for_the_nearest_part_of_the_area(
    client, area_id, database, postcode, has_locality
):
    client.submit("/missing-activity", {"wanted": "Falconry", "postcode": postcode}, button="Send")
    (one,) = told(database)
    assert (one.area_id, one.locality_id is not None) == (area_id, has_locality)


def test_an_empty_wish_is_asked_again(client, area_id):
    page = _refused(client.submit("/missing-activity", {"wanted": " "}, button="Send"))
    assert page.mistakes == ["Say what you would like there to be."]


def test_with_several_areas_the_area_is_asked_unless_the_postcode_tells(
    client, area_id, database, clock
):
    with database.writing() as session:
        other = accounts.add_area(session, SYSTEM, name="Othertown", at=NOON).id
    page = _refused(client.submit("/missing-activity", {"wanted": "Falconry"}, button="Send"))
    assert page.mistakes == ["Choose the area that it is about."]
    client.submit("/missing-activity", {"wanted": "Falconry", "area": str(other)}, button="Send")
    clock.passes(seconds=1)
    client.submit("/missing-activity", {"wanted": "Falconry", "postcode": "NE6 1AB"}, button="Send")
    assert [one.area_id for one in told(database)] == [other, area_id]


def test_nobody_floods_it(client, area_id, database):
    for number in range(10):
        client.submit("/missing-activity", {"wanted": f"Falconry {number}"}, button="Send")
    answer = client.submit("/missing-activity", {"wanted": "Falconry again"}, button="Send")
    assert answer.status_code == 429
    assert len(told(database)) == 10


def _refused(answer):
    from tests.support.pages import Page

    assert answer.status_code == 422
    return Page(answer.text)
