"""When a link worker leaves, the managers are told how many cases wait; the queue needs no job."""

import sqlalchemy as sa

from kernel.mail import Letter
from referrals.operations.leaving import forget_photograph, tell_of_cases_left
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_caseload import a_case, leaves
from tests.cast_referrals import id_of
from tests.support.places import photographed


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


def test_their_photograph_is_forgotten_and_no_other(session):
    asha, daniel = a_link_worker(session), a_link_worker(session)
    hers, his = (photographed(id_of(one), one.organisation_id) for one in (asha, daniel))
    session.add_all([hers, his])
    session.flush()
    for _ in range(2):  # who hears of it twice does it once
        forget_photograph(
            session, user_id=id_of(asha), organisation_id=asha.organisation_id, at=NOON
        )
    session.expire_all()
    assert (hers.photo, hers.photographed_at) == (None, None)
    assert his.photo
    acts = [line.act for line in session.info["audit"]]
    assert acts.count("forgot the photograph of somebody who left") == 1


def test_who_never_wrote_of_themselves_leaves_nothing_to_forget(session):
    asha = a_link_worker(session)
    forget_photograph(session, user_id=id_of(asha), organisation_id=asha.organisation_id, at=NOON)
    assert "forgot" not in " ".join(line.act for line in session.info["audit"])
