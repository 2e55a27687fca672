"""Who is helped, since when and until when, for whoever charges years of help by it."""

from datetime import timedelta

import pytest

from kernel.periods import day_in_london
from referrals.casework import Result
from referrals.lifecycle import Move
from referrals.models import Contact
from referrals.queries.helped import (
    cases_of,
    done,
    helped,
    helped_by,
    reached_after,
    sustained_of,
)
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker
from tests.cast_billing import an_assessed_case
from tests.cast_caseload import a_case, a_contact
from tests.cast_referrals import a_referral

MET = day_in_london(NOON)


def look(session, asha, row, *moves, at):
    """Moves that follow the work, as they are kept."""
    for one in moves:
        session.add(row.make(one, by=asha, at=at))
    session.flush()


def finish(session, asha, row, *, at):
    """The work is done."""
    look(session, asha, row, Move.BEGIN, Move.COMPLETE, at=at)


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
    finish(session, asha, row, at=NOON + timedelta(days=3))
    assert helped(session, [row.id])[row.id].ended_on == MET + timedelta(days=3)
    assert done(session, [row.id])[row.id].done_on == MET + timedelta(days=3)
    look(session, asha, row, Move.MAINTAIN, Move.SUSTAIN, at=NOON + timedelta(days=380))
    assert helped(session, [row.id])[row.id].ended_on == MET + timedelta(days=3)
    assert session.scalars(cases_of([row.lead_id], are_open=True)).all() == []
    assert session.scalars(cases_of([row.lead_id])).all() == [row.id]
    assert session.scalars(cases_of([])).all() == []


class TestWhatCameOfIt:
    def test_is_known_once_the_work_is_done(self, session, asha):
        row = an_assessed_case(session, asha)
        assert done(session, [row.id]) == {}
        finish(session, asha, row, at=NOON)
        look(session, asha, row, Move.MAINTAIN, Move.SUSTAIN, at=NOON + timedelta(days=370))
        facts = done(session, [row.id])[row.id]
        assert (facts.done_on, facts.kept_up_on) == (MET, MET + timedelta(days=370))
        assert (facts.has_slipped, facts.again_on) == (False, None)
        assert session.scalars(sustained_of([row.lead_id])).all() == [row.id]

    def test_may_be_that_it_slipped(self, session, asha):
        row = an_assessed_case(session, asha)
        finish(session, asha, row, at=NOON)
        look(session, asha, row, Move.LAPSE, at=NOON + timedelta(days=30))
        facts = done(session, [row.id])[row.id]
        assert facts.has_slipped and facts.kept_up_on is None

    def test_or_that_they_were_referred_again(self, session, asha):
        row = an_assessed_case(session, asha)
        finish(session, asha, row, at=NOON)
        again = a_referral(session, row.person, worker=asha)
        again.sent_at = NOON + timedelta(days=40)
        session.flush()
        assert done(session, [row.id])[row.id].again_on == MET + timedelta(days=40)

    def test_what_was_sent_before_the_end_is_no_coming_again(self, session, asha):
        row = an_assessed_case(session, asha)
        earlier = a_referral(session, row.person, worker=asha)
        earlier.sent_at = NOON
        finish(session, asha, row, at=NOON + timedelta(days=1))
        assert done(session, [row.id])[row.id].again_on is None


def test_a_manager_reads_those_of_the_lead_ntp_the_latest_first(session, asha):
    an_assessed_case(session, asha)
    an_assessed_case(session, asha, "Ned Sand")
    session.flush()
    assert len(helped_by(session, a_lead_manager(session))) == 2
    elsewhere = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
    assert helped_by(session, elsewhere) == ()


def test_days_on_which_somebody_was_reached_are_told_without_the_first_meeting(session, asha):
    row = an_assessed_case(session, asha)
    for days in (-3, 2, 2, 5):
        a_contact(session, row, at=NOON + timedelta(days=days))
    a_contact(session, row, at=NOON + timedelta(days=7), result=Result.NO_ANSWER)
    a_contact(session, row, at=NOON + timedelta(days=9)).replaced_at = NOON
    session.flush()
    found = reached_after(session, [row.id], since=NOON)
    assert found == {row.id: {MET + timedelta(days=days) for days in (2, 5)}}
