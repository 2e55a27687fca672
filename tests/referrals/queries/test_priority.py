"""Why a case is put first, if it is."""

from referrals.casework import Inequality
from referrals.operations.allocating import put_first, take_its_turn
from referrals.queries.priority import find_flag
from tests.cast import NOON, a_link_worker
from tests.cast_caseload import a_case


def test_a_flag_is_found_changed_and_taken_away(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    assert find_flag(session, row.id) is None
    for group in (Inequality.CARER, Inequality.POVERTY):
        put_first(session, asha, row.id, group=group, at=NOON)
        session.flush()
        assert find_flag(session, row.id).group is group
    take_its_turn(session, asha, row.id, at=NOON)
    session.flush()
    assert find_flag(session, row.id) is None
