"""Reading an assessment: only once there is one, and only by those who may read the case."""

import pytest

from kernel.errors import NotFound
from referrals.casework import ContactKind, Result
from referrals.queries.assessment import answers, assessment_page, prefilled, tariff_facts
from tests.cast import NOON, a_link_worker
from tests.cast_caseload import a_case, a_contact


def test_before_the_first_meeting_there_are_no_facts(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    a_contact(session, row, kind=ContactKind.FIRST_MEETING, minutes=60)
    assert tariff_facts(session, row.id) is None
    assert assessment_page(session, asha, row.id, at=NOON) is None
    with pytest.raises(NotFound):
        answers(session, asha, row.id, at=NOON)


def test_what_is_known_is_not_asked_again(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    row.person.conditions = ["Diabetes", "Asthma"]
    a_contact(session, row, result=Result.DID_NOT_COME)
    session.flush()
    known = prefilled(session, asha, row.id, at=NOON)
    assert (known.co_morbidities, known.missed, known.support_level) == (2, 1, None)
