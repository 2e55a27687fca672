"""What finding leaves behind."""

from datetime import date

import pytest
import sqlalchemy as sa

from directory.models import MissingActivity, Postcode, Tally
from directory.operations import finding
from directory.operations.finding import Searched
from directory.postcodes.files import Outcome, Read
from directory.vocabulary import Domain
from kernel.access import ANYONE
from kernel.errors import RuleBroken
from kernel.mail import Letter
from kernel.messages import Channel
from tests.cast_directory import a_listing, anytown
from tests.support.clock import NOON

TODAY = date(2026, 11, 22)


def test_searches_of_a_day_are_added_up(session):
    walks = Searched(TODAY, "physical-activity", "", "found")
    finding.keep_tallies(session, {walks: 2, Searched(TODAY, "", "", "nothing"): 1})
    finding.keep_tallies(session, {walks: 3})
    finding.keep_tallies(session, {})
    counts = session.execute(sa.select(Tally.domain, Tally.outcome, Tally.count)).all()
    assert sorted(map(tuple, counts)) == [("", "nothing", 1), ("physical-activity", "found", 5)]


def test_what_is_missing_is_kept_and_announced(session):
    area_id = anytown(session)
    told = finding.tell_missing(session, ANYONE, area_id=area_id, wanted="Falconry",
                                domain=Domain.VOLUNTEERING, locality_id=None, at=NOON)  # fmt: skip
    kept = session.get(MissingActivity, told.id)
    assert (kept.wanted, kept.domain, kept.area_id) == ("Falconry", "volunteering", area_id)


@pytest.mark.parametrize(
    ("to", "channel", "address"),
    [
        ("Jo@Example.org", Channel.EMAIL, "jo@example.org"),
        ("07700 900 123", Channel.TEXT, "+447700900123"),
    ],
)
def test_a_menu_goes_by_e_mail_or_text(session, to, channel, address):
    listing = a_listing(session, area_id=anytown(session))
    finding.send_menu(session, ANYONE, listing_ids=[listing.id], to=to, at=NOON)
    letter = session.scalar(sa.select(Letter).where(Letter.template.startswith("directory/menu")))
    assert (letter.channel, letter.address.lower()) == (channel, address)


@pytest.mark.parametrize("to", ["0191 498 0101", "nobody", "09012 345678"])
def test_a_menu_does_not_go_where_it_cannot_arrive(session, to):
    listing = a_listing(session, area_id=anytown(session))
    with pytest.raises(RuleBroken) as refusal:
        finding.send_menu(session, ANYONE, listing_ids=[listing.id], to=to, at=NOON)
    assert refusal.value.field == "to"


def test_an_empty_menu_is_not_sent(session):
    with pytest.raises(RuleBroken, match="empty"):
        finding.send_menu(session, ANYONE, listing_ids=[], to="jo@example.org", at=NOON)


def test_postcodes_loaded_twice_are_there_once(session):
    rows = [Read(Outcome.POSITION, "NE61AB", 1, 2), Read(Outcome.NO_POSITION)]
    finding.keep_postcodes(session, rows)
    finding.keep_postcodes(session, [Read(Outcome.POSITION, "NE61AB", 3, 4)])
    kept = session.execute(sa.select(Postcode.key, Postcode.latitude_e5, Postcode.longitude_e5))
    assert [tuple(row) for row in kept] == [("NE61AB", 3, 4)]


def test_rows_come_in_batches():
    rows = [Read(Outcome.NO_POSITION)] * 5
    assert [len(batch) for batch in finding.batches(rows, size=2)] == [2, 2, 1]
    assert [len(batch) for batch in finding.batches(rows[:2], size=2)] == [2, 0]
