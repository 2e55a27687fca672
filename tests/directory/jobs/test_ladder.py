"""The timetable finds what is due, and each listing takes its step in a transaction of its own."""

import sqlalchemy as sa

from directory.jobs import ladder as jobs
from directory.models import Group, LadderStep
from kernel import outbox
from kernel.mail import Letter
from tests.cast import a_lead_ntp, an_area
from tests.cast_directory import a_listing
from tests.support.clock import NOON


def test_it_is_on_the_timetable_once_a_day():
    minutes = {timed.name: timed.minutes for timed in outbox.timetable()}
    assert minutes["directory.jobs.ladder.look_at_every_listing"] == 24 * 60
    assert minutes["directory.jobs.ladder.note_bounces"] == 15


def test_one_look_leads_to_one_letter_for_each_listing(app, clock, work, letters):
    database = app.extensions["petunias"].database
    with database.writing() as session:
        a_lead_ntp(session)
        for number in range(3):
            address = f"{number}@group.example"
            a_listing(session, area_id=an_area(session).id, keeper_email=address)
    work()
    at = clock.passes(days=90)
    for _ in range(2):  # a second look on the same day finds nothing more to do
        with database.writing() as session:
            jobs.look_at_every_listing(session, at=at)
        work()
    assert sorted(letter.to for letter in letters()) == [f"{n}@group.example" for n in range(3)]
    with database.reading() as session:
        assert session.scalars(sa.select(LadderStep.step)).all() == ["due"] * 3


def test_a_step_that_is_taken_at_night_is_told_in_the_morning(app, clock, work, letters):
    database = app.extensions["petunias"].database
    with database.writing() as session:
        a_lead_ntp(session)
        a_listing(session, area_id=an_area(session).id)
    at = clock.passes(days=91, hours=-9)
    with database.writing() as session:
        jobs.look_at_every_listing(session, at=at)
    work()
    with database.reading() as session:
        assert session.scalars(sa.select(LadderStep.told)).all() == ["letter"]
    assert letters() == []
    clock.passes(hours=5)
    assert [letter.subject for letter in letters()] == ["Is this still correct?"]


def test_a_letter_that_is_refused_marks_the_group(database):
    with database.writing() as session:
        a_lead_ntp(session)
        listing = a_listing(session, area_id=an_area(session).id)
        session.add(
            Letter(
                channel="email",
                address="jo@shelter.example",
                template="directory/still_correct",
                facts={},
                link={},
                about_id=listing.group_id,
                written_at=NOON,
                refused="The mail server refused the address (550).",
            )
        )
    with database.writing() as session:
        jobs.note_bounces(session, at=NOON)
    with database.reading() as session:
        assert session.scalars(sa.select(Group.mail_bounced_at)).all() == [NOON]
