"""The clock goes forward and nobody confirms (reliability.md D4, A-DIR-13)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from directory.lifecycle import Move, State
from directory.models import HostSettings, LadderStep, ListingMove
from directory.operations import keeping, ladder, upkeep
from directory.queries import published
from directory.queries import upkeep as queries
from kernel.access import SYSTEM
from kernel.mail import Letter
from kernel.outbox import OutboxItem
from tests.cast import a_directory_editor, a_lead_ntp, an_area
from tests.cast_directory import a_listing
from tests.support.clock import NOON

# Days after confirming, the step that is taken on them, and where the listing then stands.
EDGES = [
    (90, "due", State.LIVE),
    (104, "not-confirmed", State.LIVE),
    (118, "lower", State.LIVE),
    (150, "out", State.HIDDEN),
    (270, "archive", State.ARCHIVED),
]


@pytest.fixture
def listing(session):
    a_lead_ntp(session)
    return a_listing(session, area_id=an_area(session).id)


def day(number):
    return NOON + timedelta(days=number)


def look(session, at):
    """What the daily job and its listener do."""
    session.flush()
    for listing_id in list(queries.due(session, today=at.date())):
        ladder.take_step(session, listing_id, at=at)
    session.flush()


def steps(session):
    return [
        (row.step, row.told)
        for row in session.scalars(sa.select(LadderStep).order_by(LadderStep.at, LadderStep.step))
    ]


def letters(session):
    session.flush()
    return [row.facts["step"] for row in session.scalars(sa.select(Letter).order_by("written_at"))]


@pytest.mark.parametrize(("days", "step", "state"), EDGES)
def test_each_step_is_taken_on_its_day_and_not_the_day_before(session, listing, days, step, state):
    for number in range(0, days):
        look(session, day(number))
    assert step not in letters(session)
    look(session, day(days))
    assert letters(session)[-1] == step
    assert listing.state is state


def test_a_year_of_days_brings_one_letter_and_one_line_for_each_step(session, listing):
    for number in range(366):
        look(session, day(number))
    assert letters(session) == [step for _, step, _ in EDGES]
    assert steps(session) == [(step, "letter") for _, step, _ in EDGES]


def test_what_people_see_follows_the_steps(session, listing):
    seen = {}
    for days, step, _ in EDGES[1:4]:
        look(session, day(days))
        seen[step] = published.find_published(session, listing.id, today=day(days).date())
    assert seen["not-confirmed"].checked.words == "Not confirmed lately"
    assert not seen["not-confirmed"].is_ranked_lower
    assert seen["lower"].is_ranked_lower
    assert seen["out"] is not None
    in_search = session.scalars(published.searchable()).all()
    assert in_search == []


def test_after_an_outage_only_the_last_steps_letter_goes_out(session, listing):
    look(session, day(160))
    assert letters(session) == ["out"]
    assert dict(steps(session)) == {"due": "", "not-confirmed": "", "lower": "", "out": "letter"}


def test_after_a_long_outage_it_leaves_search_and_the_directory_in_one_go(session, listing):
    look(session, day(400))
    assert listing.state is State.ARCHIVED
    moves = session.scalars(sa.select(ListingMove.move).where(ListingMove.listing_id == listing.id))
    assert list(moves)[-2:] == [Move.HIDE, Move.ARCHIVE]


def test_confirming_half_way_begins_a_new_round(session, listing):
    look(session, day(104))
    upkeep.confirm(session, SYSTEM, listing, how=upkeep.BY_PHONE, at=day(105))
    look(session, day(106))
    assert letters(session) == ["not-confirmed"]
    look(session, day(195))
    assert letters(session) == ["not-confirmed", "due"]


def test_the_same_step_taken_twice_writes_once(session, listing):
    for _ in range(3):
        ladder.take_step(session, listing.id, at=day(90))
    assert letters(session) == ["due"]


def test_the_database_keeps_a_step_to_once_a_round(session, listing):
    for _ in range(2):
        session.add(
            LadderStep(
                listing_id=listing.id,
                round_on=NOON.date(),
                step="due",
                told="letter",
                who="Petunias",
                at=NOON,
            )
        )
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()


@pytest.mark.parametrize("what", ["no address", "bounced"])
def test_a_group_that_no_letter_reaches_is_to_be_rung(session, listing, what):
    if what == "bounced":
        listing.group.mail_bounced_at = NOON
    else:
        listing.group.keeper_email = ""
    look(session, day(90))
    assert letters(session) == []
    assert steps(session) == [("due", "ring")]


def test_a_group_may_be_asked_sooner_than_the_host_asks(session, listing):
    listing.due_after_days = 30
    look(session, day(29))
    assert letters(session) == []
    look(session, day(30))
    assert letters(session) == ["due"]


def test_each_area_has_its_hosts_clock(session, listing):
    settings = queries_settings(session, listing.area_id)
    settings.due_after_days, settings.marked_after_days = 10, 5
    look(session, day(15))
    assert letters(session) == ["not-confirmed"]


def queries_settings(session, area_id):
    settings = HostSettings(area_id=area_id)
    session.add(settings)
    session.flush()
    return settings


def test_what_an_editor_brought_back_unconfirmed_goes_again_without_another_letter(
    session, listing
):
    look(session, day(150))
    keeping.make(session, SYSTEM, listing, Move.SUSPEND, at=day(151))
    keeping.make(session, SYSTEM, listing, Move.RELEASE, at=day(152))
    look(session, day(153))
    assert listing.state is State.HIDDEN
    assert letters(session) == ["out"]


@pytest.mark.parametrize("move", [Move.SUSPEND, Move.WITHDRAW, Move.HOLD])
def test_what_is_not_in_the_directory_is_not_on_the_ladder(session, listing, move):
    keeping.make(session, SYSTEM, listing, move, at=NOON)
    look(session, day(100))
    assert letters(session) == []


def test_a_listing_that_nobody_ever_confirmed_counts_from_its_first_day(session, listing):
    listing.confirmed_on = None
    look(session, day(90))
    assert letters(session) == ["due"]


def test_the_daily_look_announces_each_listing_by_itself(session, listing):
    a_listing(session, area_id=listing.area_id, group="Knit and Natter")
    session.flush()
    assert ladder.announce_steps(session, at=day(90)) == 2
    waiting = session.scalars(sa.select(OutboxItem.listener)).all()
    assert waiting.count("directory.jobs.ladder.take_the_step") == 2


def test_an_editor_who_rings_puts_the_listing_back_on_the_first_step(session, listing):
    listing.group.keeper_email = ""
    look(session, day(150))
    upkeep.confirm_by_phone(session, a_directory_editor(session), listing.id, at=day(151))
    assert (listing.state, listing.ladder_step) == (State.LIVE, "")
