"""The week's letter to practices is on the timetable, and reads well."""

from directory.jobs import digest as jobs
from kernel import outbox
from kernel.access import Role
from tests.cast import a_lead_ntp, a_practice, a_user, an_area
from tests.cast_directory import a_listing


def test_it_is_on_the_timetable_once_a_week():
    minutes = {timed.name: timed.minutes for timed in outbox.timetable()}
    assert minutes["directory.jobs.digest.tell_practices"] == 7 * 24 * 60


def test_the_letter_names_what_is_new_and_has_one_link(app, clock, letters):
    database = app.extensions["petunias"].database
    with database.writing() as session:
        a_lead_ntp(session)
        a_user(session, Role.REFERRER, at=a_practice(session), email="nurse@surgery.example")
        for number in range(25):
            a_listing(session, area_id=an_area(session).id, name=f"Activity {number}")
    with database.writing() as session:
        jobs.tell_practices(session, at=clock.passes(days=2))
    letter = letters()[-1]
    assert letter.to == "nurse@surgery.example"
    assert letter.subject == "New in the Anytown activity directory: 25 activities"
    assert letter.text.count("- Activity") == 20
    assert "- and 5 more" in letter.text
    assert letter.link == "/new-activities"
