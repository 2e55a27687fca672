"""The story of a listing, from all that happened to it."""

from datetime import timedelta

from directory.operations import ladder, upkeep
from directory.queries.history import step_words, story
from kernel.access import Actor
from tests.cast import a_lead_ntp, an_area
from tests.cast_directory import a_listing
from tests.support.clock import NOON


def test_moves_steps_and_confirmations_are_one_story_newest_first(session):
    a_lead_ntp(session)
    listing = a_listing(session, area_id=an_area(session).id)
    session.flush()
    ladder.take_step(session, listing.id, at=NOON + timedelta(days=90))
    upkeep.confirm_own(
        session, Actor(holds=listing.group_id), listing.id, at=NOON + timedelta(days=91)
    )
    session.flush()
    told = [(line.what, line.who, line.why) for line in story(session, listing.id)]
    assert told[:3] == [
        ("Still correct", "the group", "On the group's own page"),
        ("Time to confirm", "Petunias", "We wrote to the group."),
        ("In the directory", "Petunias", ""),
    ]


def test_a_persons_own_reminder_has_words():
    assert step_words("asked") == "Asked to confirm"
