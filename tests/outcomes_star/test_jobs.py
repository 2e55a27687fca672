"""How people moved is published on the timetable, one lead NTP after another, while others write."""

import pytest
import sqlalchemy as sa

from accounts.models import Organisation
from kernel.outbox import timetable
from kernel.releases import Release
from outcomes_star import published
from outcomes_star.jobs import publish_how_people_moved
from outcomes_star.operations import publishing
from referrals.lifecycle import State
from tests.cast import a_lead_ntp, a_link_worker
from tests.cast_readings import a_reading, asked
from tests.cast_referrals import a_person, a_referral
from tests.outcomes_star.operations.test_publishing import DUE


def with_nine(session, name):
    """A lead NTP that asked nine people."""
    lead = a_lead_ntp(session, name, is_host=False)
    asked(session, lead=lead)
    worker = a_link_worker(session, at=lead, name=f"Worker of {name}")
    for at in range(9):
        person = a_person(session, f"{name}{at}", lead=lead)
        row = a_referral(session, person, worker=worker, state=State.ASSESSED)
        a_reading(session, worker, row.id)
    return lead


def readers(database):
    with database.reading() as session:
        return set(session.scalars(sa.select(Release.reader)))


def test_it_is_looked_at_once_a_day_and_nobody_waits_for_it():
    (there,) = (one for one in timetable() if one.call is publish_how_people_moved)
    assert (there.minutes, there.is_long) == (24 * 60, True)


def test_what_is_due_is_given_once(database):
    with database.writing() as session:
        with_nine(session, "Southbank")
    for _ in range(2):
        publish_how_people_moved(database, at=DUE)
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Release)) == 2


@pytest.mark.one_database
def test_somebody_can_write_while_it_is_worked_out(database, monkeypatch):
    with database.writing() as session:
        with_nine(session, "Southbank")
    whole = publishing.next_due

    def with_somebody_who_writes(session, lead_id, *, at):
        ready = whole(session, lead_id, at=at)
        with database.writing() as other:
            other.execute(sa.update(Organisation).values(name=Organisation.name))
        return ready

    monkeypatch.setattr(publishing, "next_due", with_somebody_who_writes)
    publish_how_people_moved(database, at=DUE)
    assert len(readers(database)) == 1


@pytest.mark.one_database
def test_where_one_lead_ntp_cannot_be_given_the_others_are(database, monkeypatch, caplog):
    with database.writing() as session:
        broken, well = with_nine(session, "Southbank").id, with_nine(session, "Northbank").id
    whole = publishing.next_due

    def breaks_at_one(session, lead_id, *, at):
        if lead_id == broken:
            raise ZeroDivisionError
        return whole(session, lead_id, at=at)

    monkeypatch.setattr(publishing, "next_due", breaks_at_one)
    publish_how_people_moved(database, at=DUE)
    assert readers(database) == {published.reader_of(well)}
    assert f"what is due of {broken} could not be published" in caplog.text
