"""When a link worker leaves, the managers are told how many cases wait; the queue needs no job."""

import sqlalchemy as sa

from kernel.mail import Letter
from referrals.operations.leaving import tell_of_cases_left
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_caseload import a_case, leaves
from tests.cast_referrals import id_of


def tell(session, who) -> int:
    return tell_of_cases_left(
        session, user_id=id_of(who), organisation_id=who.organisation_id, at=NOON
    )


def test_the_managers_hear_how_many_and_no_name(session):
    asha = a_link_worker(session)
    a_lead_manager(session)
    a_case(session, asha)
    leaves(session, asha)
    assert tell(session, asha) == 1
    session.flush()
    letters = session.scalars(sa.select(Letter).where(Letter.template == "referrals/left")).all()
    assert [letter.facts for letter in letters] == [{"number": 1}]


def test_who_had_no_cases_leaves_quietly(session):
    asha = a_link_worker(session)
    leaves(session, asha)
    assert tell(session, asha) == 0
