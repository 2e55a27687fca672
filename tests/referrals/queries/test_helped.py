"""Who is helped, since when and until when, for whoever charges years of help by it."""

from datetime import timedelta

import pytest

from kernel.periods import day_in_london
from referrals.models import Contact
from referrals.queries.helped import cases_of, helped, helped_by
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker
from tests.cast_billing import an_assessed_case
from tests.cast_caseload import a_case

MET = day_in_london(NOON)


@pytest.fixture
def asha(session):
    return a_link_worker(session)


def test_begins_with_the_first_meeting(session, asha):
    row, unmet = an_assessed_case(session, asha), a_case(session, asha, "Ned Sand")
    session.flush()
    found = helped(session, [row.id, unmet.id])
    assert set(found) == {row.id}
    facts = found[row.id]
    assert (facts.person_id, facts.lead_id, facts.met_on, facts.ended_on) == (
        row.person_id, row.lead_id, MET, None,
    )  # fmt: skip


def test_a_meeting_that_was_put_right_counts_as_it_stands(session, asha):
    row = an_assessed_case(session, asha)
    session.flush()
    first = session.query(Contact).filter_by(referral_id=row.id).one()
    first.replaced_at = NOON
    session.flush()
    assert helped(session, [row.id]) == {}


def test_ends_with_the_work(session, asha):
    row = an_assessed_case(session, asha)
    row.ended_at = NOON + timedelta(days=3)
    session.flush()
    assert helped(session, [row.id])[row.id].ended_on == MET + timedelta(days=3)
    assert session.scalars(cases_of([row.lead_id], are_open=True)).all() == []
    assert session.scalars(cases_of([row.lead_id])).all() == [row.id]
    assert session.scalars(cases_of([])).all() == []


def test_a_manager_reads_those_of_the_lead_ntp_the_latest_first(session, asha):
    an_assessed_case(session, asha)
    an_assessed_case(session, asha, "Ned Sand")
    session.flush()
    assert len(helped_by(session, a_lead_manager(session))) == 2
    elsewhere = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
    assert helped_by(session, elsewhere) == ()
