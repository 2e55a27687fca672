"""What a desk says of people's rights, and to whom."""

from kernel.access import Role
from referrals.operations.openings import open_anyway
from tests.cast import NOON, a_link_worker, signed_in
from tests.cast_caseload import a_case


def test_only_the_manager_hears_on_the_desk_of_a_case_that_a_colleague_opened(
    client, app, database
):
    asha, manager = signed_in(client, Role.LINK_WORKER), app.test_client()
    signed_in(manager, Role.LEAD_MANAGER)
    with database.writing() as session:
        row = a_case(session, asha)
        open_anyway(session, a_link_worker(session), row.id, because="He rang in distress", at=NOON)
    heard = ["opened with a reason" in one.page("/desk").words for one in (manager, client)]
    assert heard == [True, False]
