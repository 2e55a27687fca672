"""What of reports waits on a desk: a sentence and a button, and never a name."""

from datetime import timedelta

import pytest

from kernel.access import Role
from tests.cast import NOON, signed_in
from tests.cast_answer import a_draft, a_sent_report


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


def test_a_draft_waits_for_its_link_worker(client, database, asha):
    with database.writing() as session:
        draft = a_draft(session, worker=asha)
    page = client.page("/desk")
    assert "A report on M.T. to Weaver Street Surgery is ready to show and send." in page.words
    assert page.links["Look at it"] == f"/cases/{draft.referral_id}/reports/{draft.id}"
    assert "Maya" not in page.words


@pytest.mark.parametrize(("days", "is_late"), [(1, False), (5, True)])
def test_a_report_that_nobody_acknowledged_comes_back_after_the_clock(
    client, database, asha, days, is_late
):
    with database.writing() as session:
        a_sent_report(session, worker=asha).sent_at = NOON - timedelta(days=days)
    page = client.page("/desk")
    assert (
        "Weaver Street Surgery has not acknowledged your report on M.T. of" in page.words
    ) is is_late


@pytest.mark.parametrize("role", [Role.REFERRER, Role.PRACTICE_MANAGER])
def test_a_practice_is_told_how_many_wait(client, database, role):
    with database.writing() as session:
        a_sent_report(session)
    signed_in(client, role)
    page = client.page("/desk")
    assert "1 report about your patients waits for you." in page.words
    assert page.links["Read"] == "/reports"
