"""What waits today, counted: each for whom it is."""

from dataclasses import replace
from datetime import timedelta

from accounts.models import Organisation
from kernel.access import Role
from referrals.lifecycle import State
from referrals.queries.desk import ManagersDesk, WorkersDesk, managers_desk, workers_desk
from tests.cast import NOON, a_lead_manager, a_link_worker, an_actor
from tests.cast_caseload import a_case, a_contact, a_safeguarding_lead, leaves
from tests.cast_referrals import a_referrer, named_worker

LONG_AGO = NOON - timedelta(days=30)


def test_a_link_worker_sees_what_is_to_be_done_today(session):
    asha = a_link_worker(session)
    a_case(session, asha, "To accept", state=State.RECEIVED)
    a_case(session, asha, "To reach", sent_at=LONG_AGO)
    a_contact(session, a_case(session, asha, "To arrange", state=State.MISSED))
    a_contact(session, a_case(session, asha, "Met", state=State.ASSESSED))
    later = NOON + timedelta(days=2)
    assert workers_desk(session, asha, at=later) == WorkersDesk(
        to_accept=1, to_reach=1, to_report=1, to_arrange=1
    )
    assert workers_desk(session, asha, at=NOON + timedelta(weeks=6, days=1)).to_agree == 1


def test_a_colleagues_cases_are_not_on_it(session):
    a_case(session, a_link_worker(session), state=State.RECEIVED)
    assert workers_desk(session, a_link_worker(session), at=NOON) == WorkersDesk()
    asha = a_link_worker(session)
    a_case(session, asha, state=State.RECEIVED)
    no_more = replace(asha, roles=frozenset({Role.LEAD_MANAGER}))
    assert workers_desk(session, no_more, at=NOON) == WorkersDesk()
    both = an_actor(session, Role.LINK_WORKER, Role.LEAD_MANAGER)
    assert workers_desk(session, both, at=NOON) == WorkersDesk()


def test_a_manager_sees_the_queue_silence_and_that_nobody_is_named(session):
    asha, manager = a_link_worker(session), a_lead_manager(session)
    a_case(session, asha, "Silent", sent_at=LONG_AGO)
    leaves(session, asha)
    assert managers_desk(session, manager, at=NOON) == ManagersDesk(
        without_worker=1, unnamed=1, silent=1, lacks_safeguarding_lead=True
    )
    a_safeguarding_lead(session)
    assert not managers_desk(session, manager, at=NOON).lacks_safeguarding_lead


def test_a_practice_with_cases_waits_until_somebody_who_is_here_is_named_for_it(session):
    asha, daniel, manager = a_link_worker(session), a_link_worker(session), a_lead_manager(session)
    row = a_case(session, asha)
    practice = session.get_one(Organisation, row.practice_id)
    assert managers_desk(session, manager, at=NOON).unnamed == 1
    named_worker(session, practice, daniel)
    assert managers_desk(session, manager, at=NOON).unnamed == 0
    leaves(session, daniel)
    assert managers_desk(session, manager, at=NOON).unnamed == 1


def test_a_practice_has_no_such_lines(session):
    nurse = a_referrer(session)
    a_case(session, a_link_worker(session), danger_at=NOON)
    assert workers_desk(session, nurse, at=NOON) == WorkersDesk()
    assert managers_desk(session, nurse, at=NOON) == ManagersDesk()
