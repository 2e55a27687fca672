"""How cases stand: the facts that clocks are counted from are those of the history and the log."""

from datetime import date, timedelta

import pytest

from audit import operations as audit
from referrals.casework import Result
from referrals.clocks import Clock, Limits
from referrals.lifecycle import GoalMove, State
from referrals.operations import plans
from referrals.operations.clocks import stop
from referrals.operations.contacts import Said, log_contact
from referrals.operations.heeding import note
from referrals.operations.meeting import Booking, book
from referrals.operations.plans import CameOf
from referrals.queries import visible_to
from referrals.queries.standing import (
    days_waited,
    dues_of,
    is_in_danger,
    sooner_reach_by,
    standings,
)
from referrals.vocabulary import Channel, Urgency
from tests.cast import NOON, a_lead_manager, a_link_worker, a_practice
from tests.cast_caseload import a_case, a_contact
from tests.cast_plans import an_agreed_case, the_plan
from tests.cast_referrals import a_referrer


def clocks(session, worker) -> dict[Clock, date]:
    """The clocks of the only case."""
    session.flush()
    found = standings(session, visible_to(worker), lead_id=worker.organisation_id, limits=Limits())
    return {due.clock: due.on for due in found[0].dues}


def opened_by(session, who, row) -> None:
    """Somebody opens a case; the lines of the audit are written at the end of a request."""
    audit.note_opened(session, who, [("referral", row.id)], at=NOON)
    audit.seal_with("a key")(session)


def test_what_its_practice_opens_is_not_read_here(session):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.RECEIVED)
    opened_by(session, a_referrer(session, at=a_practice(session)), row)
    assert Clock.READ in clocks(session, asha)


def test_what_somebody_of_the_lead_ntp_opens_is_read(session):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.RECEIVED)
    opened_by(session, a_lead_manager(session), row)
    assert set(clocks(session, asha)) == {Clock.ACCEPT, Clock.CONTACT}


def test_a_talk_stops_the_clock_of_the_first_contact(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    assert Clock.CONTACT in clocks(session, asha)
    a_contact(session, row)
    assert clocks(session, asha) == {Clock.MEET: date(2026, 12, 4)}


def test_the_clock_of_the_first_meeting_counts_from_the_first_talk_and_from_a_missed_one(session):
    asha = a_link_worker(session)
    row = a_case(session, asha)
    a_contact(session, row)
    a_contact(session, row, at=NOON + timedelta(days=5))
    assert clocks(session, asha) == {Clock.MEET: date(2026, 12, 4)}
    week = timedelta(days=7)
    book(session, asha, row.id, Booking(Channel.PHONE, NOON + week, 30), at=NOON)
    assert clocks(session, asha) == {Clock.MEET: date(2026, 11, 29)}
    said = Said(Channel.PHONE, Result.DID_NOT_COME, 0, NOON + week)
    log_contact(session, asha, row.id, said, at=NOON + week)
    assert clocks(session, asha) == {Clock.MEET: date(2026, 12, 11)}


def test_who_could_not_be_reached_and_is_tried_again_has_the_whole_time_again(session):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.UNREACHABLE)
    a_contact(session, row)
    later = NOON + timedelta(days=28)
    said = Said(Channel.PHONE, Result.REACHED, 5, later)
    log_contact(session, asha, row.id, said, at=later)
    assert clocks(session, asha) == {Clock.MEET: date(2027, 1, 6)}


def test_after_the_first_meeting_the_practice_is_to_hear_until_it_has(session):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.ASSESSED)
    a_contact(session, row)
    assert clocks(session, asha)[Clock.REPORT] == date(2026, 11, 24)
    stop(session, asha, row.id, Clock.REPORT, at=NOON)
    assert Clock.REPORT not in clocks(session, asha)


def test_the_clock_of_a_review_and_the_plan_say_the_same_day(session):
    asha = a_link_worker(session)
    row, goal_id = an_agreed_case(session, asha)
    a_contact(session, row)
    stop(session, asha, row.id, Clock.REPORT, at=NOON)
    assert clocks(session, asha) == {Clock.REVIEW: the_plan(session, row).review_on}
    plans.close(
        session, asha, row.id, came_of={goal_id: CameOf(GoalMove.ACHIEVE)}, changed_for_me="",
        seen=the_plan(session, row).version, at=NOON,
    )  # fmt: skip
    assert clocks(session, asha) == {Clock.REVIEW: the_plan(session, row).review_on}
    assert the_plan(session, row).review_on == date(2027, 5, 22)


def test_waiting_is_counted_in_days_of_london():
    assert days_waited(NOON - timedelta(days=3, hours=11), at=NOON) == 3
    assert days_waited(None, at=NOON) == 0


def test_the_clocks_of_a_case_are_its_own(session):
    asha = a_link_worker(session)
    calm, other = a_case(session, asha), a_case(session, asha, "Omar Khalid", danger_at=NOON)
    assert is_in_danger(session, asha, other.id, at=NOON)
    assert not is_in_danger(session, asha, calm.id, at=NOON)
    assert dues_of(session, asha, calm.id, at=NOON) != dues_of(session, asha, other.id, at=NOON)


class TestTheDayThatAPracticeReads:
    @pytest.fixture
    def row(self, session):
        row = a_case(session, a_link_worker(session), state=State.SENT, urgency=Urgency.URGENT)
        row.danger_at = row.sent_at
        session.flush()
        return row

    @pytest.mark.parametrize("hears", [True, False])
    def test_it_is_the_earlier_one_where_it_wrote_of_danger(self, session, row, hears):
        assert sooner_reach_by(session, row, hears=hears) == date(2026, 11, 23)
        row.danger_at = None
        assert sooner_reach_by(session, row, hears=hears) == date(2026, 11, 24)

    def test_what_was_written_since_changes_nothing(self, session, row):
        note(
            session,
            row,
            by=None,
            who="Nadia",
            where="In the referral",
            is_told=True,
            at=row.sent_at,
        )
        row.danger_at = row.sent_at + timedelta(days=5)
        assert sooner_reach_by(session, row, hears=False) == date(2026, 11, 23)

    def test_danger_that_a_link_worker_wrote_of_is_not_the_practices(self, session, row):
        row.danger_at = row.sent_at + timedelta(minutes=1)
        for hears in (True, False):
            assert sooner_reach_by(session, row, hears=hears) == date(2026, 11, 24)
