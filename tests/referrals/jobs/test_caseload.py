"""The caseload's jobs are heard of, and call what they should."""

from datetime import timedelta

from kernel import outbox
from referrals.jobs.caseload import raise_alarms
from referrals.models import WorkerProfile
from tests.cast import a_lead_manager, a_link_worker
from tests.cast_caseload import a_case, leaves
from tests.cast_referrals import id_of
from tests.support.places import photographed


def test_alarms_are_on_the_timetable():
    assert raise_alarms in {timed.call for timed in outbox.timetable()}


def test_silence_and_leaving_are_told_of_by_letter(app, database, clock, letters):
    with database.writing() as session:
        asha = a_link_worker(session)
        a_lead_manager(session)
        a_case(session, asha)
        raise_alarms(session, at=clock.passes(days=60) - timedelta(days=1))
    assert {letter.subject for letter in letters()} == {"Some cases have waited too long"}
    with database.writing() as session:
        leaves(session, asha, at=clock.now)
    assert "Cases are without a link worker" in {letter.subject for letter in letters()}


def test_a_photograph_is_forgotten_when_somebody_leaves(app, database, clock, work):
    with database.writing() as session:
        asha = a_link_worker(session)
        made = photographed(id_of(asha), asha.organisation_id)
        session.add(made)
        leaves(session, asha, at=clock.now)
    work()
    with database.reading() as session:
        assert session.get_one(WorkerProfile, made.id).photo is None
