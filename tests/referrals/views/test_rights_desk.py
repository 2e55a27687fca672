"""What a desk says of people's rights, and to whom."""

from uuid import uuid4

import sqlalchemy as sa

from kernel.access import Role
from referrals.models import Consent
from referrals.operations.consents import take_back
from referrals.operations.openings import open_anyway
from referrals.queries.looking import looks
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


def test_whom_a_desk_names_is_noted_as_seen_in_a_list(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
        yes = session.scalars(sa.select(Consent).where(Consent.person_id == row.person_id)).first()
        take_back(session, asha, row.person_id, yes.id, at=NOON)
    assert "Maya Thornton took back their consent" in client.page("/desk").words
    with database.reading() as session:
        assert "saw the name in a list" in [one.what for one in looks_of(session, row.person_id)]


def looks_of(session, person_id):
    """Who looked, as the lead NTP reads it."""
    return looks(session, person_id, named=uuid4())
