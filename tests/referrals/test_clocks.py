"""The clocks of a case: working days of England, summer time, leap days, and beginning anew."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kernel.periods import holidays_in_england
from referrals.clocks import TO_MEET, Clock, Due, Facts, Limits, reach_by, running, unread_before
from referrals.lifecycle import State
from referrals.vocabulary import Urgency

HOLIDAYS = holidays_in_england()
FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
MONDAY_LATER = datetime(2026, 11, 23, 12, tzinfo=UTC)


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def days(facts: Facts, limits: Limits | None = None) -> dict[Clock, date]:
    """By when each clock that runs is due."""
    found = running(facts, limits or Limits(), holidays=HOLIDAYS)
    return {due.clock: due.on for due in found}


class TestUntilSomebodyIsReached:
    def test_what_waits_is_to_be_read_accepted_and_answered(self):
        assert days(Facts(State.SENT, FRIDAY)) == {
            Clock.READ: date(2026, 11, 24),
            Clock.ACCEPT: date(2026, 11, 27),
            Clock.CONTACT: date(2026, 12, 4),
        }

    def test_what_was_read_still_waits_to_be_accepted(self):
        assert set(days(Facts(State.RECEIVED, FRIDAY, was_read=True))) == {
            Clock.ACCEPT,
            Clock.CONTACT,
        }

    def test_what_is_accepted_waits_for_the_first_contact_only(self):
        assert set(days(Facts(State.ALLOCATED, FRIDAY))) == {Clock.CONTACT}

    def test_once_reached_they_wait_to_be_met(self):
        assert set(days(Facts(State.CONTACTING, FRIDAY, reached_at=FRIDAY))) == {Clock.MEET}

    def test_a_contact_before_it_was_sent_again_does_not_count(self):
        facts = Facts(State.ALLOCATED, MONDAY_LATER, reached_at=FRIDAY)
        assert set(days(facts)) == {Clock.CONTACT}

    @pytest.mark.parametrize("state", [one for one in State if not one.is_open])
    def test_what_is_not_open_has_no_such_clock(self, state):
        assert days(Facts(state, FRIDAY)) == {}

    def test_each_lead_ntp_says_how_many_days(self):
        limits = Limits(read=1, accept=1, contact=1)
        assert set(days(Facts(State.SENT, FRIDAY), limits).values()) == {date(2026, 11, 23)}

    def test_the_nearest_comes_first(self):
        found = running(Facts(State.SENT, FRIDAY), Limits(), holidays=HOLIDAYS)
        assert [due.clock for due in found] == [Clock.READ, Clock.ACCEPT, Clock.CONTACT]


class TestAsSoonAsCanBe:
    def test_it_is_read_accepted_and_answered_sooner(self):
        facts = Facts(State.SENT, FRIDAY, urgency=Urgency.URGENT)
        assert set(days(facts).values()) == {date(2026, 11, 24)}
        assert set(days(facts, Limits(urgent=1)).values()) == {date(2026, 11, 23)}

    def test_it_never_takes_longer_than_the_usual(self):
        facts = Facts(State.SENT, FRIDAY, urgency=Urgency.URGENT)
        assert days(facts, Limits(read=1, urgent=7)) == {
            Clock.READ: date(2026, 11, 23),
            Clock.ACCEPT: date(2026, 11, 27),
            Clock.CONTACT: date(2026, 12, 1),
        }

    def test_weekends_and_christmas_do_not_count(self):
        facts = Facts(State.ALLOCATED, at(2026, 12, 24), urgency=Urgency.URGENT)
        assert days(facts) == {Clock.CONTACT: date(2026, 12, 30)}

    @pytest.mark.parametrize("state", State)
    def test_they_come_first_until_they_were_met(self, state):
        facts = Facts(state, FRIDAY, urgency=Urgency.URGENT)
        before = state.is_open and not state.is_met
        assert facts.is_at_once is before
        assert not replace(facts, urgency=Urgency.SOON).is_at_once


class TestSoonerThanUsual:
    def test_it_takes_half_of_the_usual_time_rounded_up(self):
        facts = Facts(State.SENT, FRIDAY, urgency=Urgency.SOON)
        assert days(facts) == {
            Clock.READ: date(2026, 11, 23),
            Clock.ACCEPT: date(2026, 11, 25),
            Clock.CONTACT: date(2026, 11, 27),
        }

    @pytest.mark.parametrize("usual", range(1, 11))
    def test_it_never_takes_longer_than_the_usual(self, usual):
        limits = Limits(read=usual, accept=usual, contact=usual)
        soon = limits.for_one(Urgency.SOON)
        assert 1 <= soon.read == soon.accept == soon.contact <= usual
        assert limits.for_one(Urgency.ROUTINE) == limits


class TestUntilTheyAreMet:
    def test_somebody_who_was_reached_is_met_within_ten_working_days(self):
        """Whatever was said since: a talk every week puts the first meeting off no further."""
        facts = Facts(
            State.CONTACTING, FRIDAY, reached_at=at(2026, 12, 2), first_reached_at=MONDAY_LATER
        )
        assert days(facts) == {Clock.MEET: date(2026, 12, 7)}

    def test_christmas_does_not_count(self):
        christmas_eve = at(2026, 12, 24)
        facts = Facts(State.CONTACTING, FRIDAY, reached_at=christmas_eve)
        assert days(facts, Limits(meet=2)) == {Clock.MEET: date(2026, 12, 30)}

    def test_late_in_a_summer_evening_it_is_the_next_day_in_london(self):
        evening = at(2026, 7, 1, 23, 30)
        facts = Facts(State.CONTACTING, at(2026, 7, 1), reached_at=evening)
        assert days(facts, Limits(meet=1)) == {Clock.MEET: date(2026, 7, 3)}

    def test_a_meeting_that_is_booked_is_due_on_its_day_weekend_or_not(self):
        facts = Facts(
            State.BOOKED, FRIDAY, reached_at=FRIDAY, booked_for=at(2027, 1, 3),
            booked_at=MONDAY_LATER,
        )  # fmt: skip
        assert running(facts, Limits(), holidays=HOLIDAYS) == (
            Due(Clock.MEET, date(2027, 1, 3), MONDAY_LATER),
        )

    def test_one_that_was_booked_without_a_talk_is_due_on_its_day_too(self):
        facts = Facts(State.BOOKED, FRIDAY, booked_for=MONDAY_LATER, booked_at=FRIDAY)
        assert days(facts)[Clock.MEET] == date(2026, 11, 23)

    def test_a_missed_meeting_begins_it_anew(self):
        facts = Facts(
            State.MISSED, at(2026, 10, 1), reached_at=at(2026, 10, 2), again_at=MONDAY_LATER
        )
        assert days(facts) == {Clock.MEET: date(2026, 12, 7)}

    def test_who_was_never_reached_is_to_be_reached_first(self):
        facts = Facts(State.MISSED, FRIDAY, again_at=MONDAY_LATER)
        assert set(days(facts)) == {Clock.CONTACT}

    @pytest.mark.parametrize(
        "state", [one for one in State if one.is_waiting or one.is_met or not one.is_open]
    )
    def test_who_was_met_or_waits_for_a_link_worker_or_is_over_has_no_such_clock(self, state):
        facts = Facts(state, FRIDAY, reached_at=FRIDAY, booked_for=MONDAY_LATER)
        assert Clock.MEET not in days(facts)

    def test_each_state_before_the_first_meeting_has_a_clock(self):
        """So no case falls silent between the first talk and the first meeting."""
        for state in TO_MEET:
            assert days(Facts(state, FRIDAY, reached_at=FRIDAY))


class TestDanger:
    def test_somebody_said_to_be_in_danger_is_seen_to_on_the_same_working_day(self):
        facts = Facts(State.RECEIVED, FRIDAY, danger_at=FRIDAY)
        assert days(facts)[Clock.SAFETY] == date(2026, 11, 20)
        assert running(facts, Limits(), holidays=HOLIDAYS)[0].clock is Clock.SAFETY

    def test_it_stands_before_what_is_late(self):
        facts = Facts(State.ASSESSED, FRIDAY, assessed_at=FRIDAY, danger_at=at(2026, 12, 4))
        found = running(facts, Limits(), holidays=HOLIDAYS)
        assert [due.clock for due in found][:2] == [Clock.SAFETY, Clock.REPORT]

    def test_on_a_weekend_it_is_the_next_one(self):
        facts = Facts(State.MAINTAINING, FRIDAY, danger_at=at(2026, 11, 21))
        assert days(facts)[Clock.SAFETY] == date(2026, 11, 23)

    def test_a_draft_counts_from_when_it_was_sent(self):
        facts = Facts(State.SENT, MONDAY_LATER, danger_at=FRIDAY)
        assert days(facts)[Clock.SAFETY] == date(2026, 11, 23)

    def test_no_contact_and_no_meeting_answers_it(self):
        later = FRIDAY + timedelta(minutes=1)
        said = Facts(State.ASSESSED, FRIDAY, danger_at=FRIDAY, reached_at=later, assessed_at=later)
        assert Clock.SAFETY in days(said)

    def test_somebody_may_say_what_was_done(self):
        facts = Facts(State.SENT, FRIDAY, danger_at=FRIDAY, stops={Clock.SAFETY: FRIDAY})
        assert Clock.SAFETY not in days(facts)

    def test_it_is_to_be_answered_after_the_end_too_unless_it_goes_on_anew(self):
        over = Facts(State.DECLINED, FRIDAY, danger_at=FRIDAY)
        assert days(over) == {Clock.SAFETY: FRIDAY.date()}
        assert days(replace(over, state=State.REOPENED)) == {}
        assert days(replace(over, stops={Clock.SAFETY: FRIDAY})) == {}


class TestDaysOfEngland:
    def test_christmas_and_its_holidays_do_not_count(self):
        """Christmas Eve 2026 is a Thursday; Monday 28 stands in for Boxing Day, a Saturday."""
        assert days(Facts(State.SENT, at(2026, 12, 24)))[Clock.READ] == date(2026, 12, 30)

    def test_easter_does_not_count(self):
        """Good Friday is 26 March 2027, Easter Monday the 29th."""
        assert days(Facts(State.SENT, at(2027, 3, 25)))[Clock.READ] == date(2027, 3, 31)

    def test_the_summer_bank_holiday_is_englands_and_not_scotlands(self):
        assert days(Facts(State.SENT, at(2026, 8, 27)))[Clock.READ] == date(2026, 9, 1)

    def test_late_in_a_summer_evening_it_is_the_next_day_in_london(self):
        """23:30 in UTC on Wednesday 1 July is half past midnight on Thursday in London."""
        assert days(Facts(State.SENT, at(2026, 7, 1, 23, 30)))[Clock.READ] == date(2026, 7, 6)
        assert days(Facts(State.SENT, at(2026, 7, 1, 22, 30)))[Clock.READ] == date(2026, 7, 3)

    def test_the_nights_the_clocks_go_forward_and_back_make_no_difference(self):
        """29 March and 25 October 2026 are Sundays."""
        assert days(Facts(State.SENT, at(2026, 3, 27, 23, 59)))[Clock.READ] == date(2026, 3, 31)
        assert days(Facts(State.SENT, at(2026, 10, 23, 12)))[Clock.READ] == date(2026, 10, 27)

    def test_a_leap_day_is_a_day_of_work(self):
        """29 February 2028 is a Tuesday."""
        assert days(Facts(State.SENT, at(2028, 2, 28)))[Clock.READ] == date(2028, 3, 1)


class TestSinceTheFirstMeeting:
    def test_the_practice_is_told_in_two_working_days_and_a_plan_agreed_in_six_weeks(self):
        assert days(Facts(State.ASSESSED, FRIDAY, reached_at=FRIDAY, assessed_at=FRIDAY)) == {
            Clock.REPORT: date(2026, 11, 24),
            Clock.PLAN: date(2027, 1, 1),
        }

    def test_somebody_without_a_practice_has_no_report_due(self):
        facts = Facts(State.ASSESSED, FRIDAY, has_practice=False, reached_at=FRIDAY,
                      assessed_at=FRIDAY)  # fmt: skip
        assert Clock.REPORT not in days(facts)

    def test_what_was_done_runs_no_more(self):
        facts = Facts(
            State.IN_PROGRAMME, FRIDAY, reached_at=FRIDAY, assessed_at=FRIDAY,
            stops={Clock.REPORT: FRIDAY},
        )  # fmt: skip
        assert days(facts) == {}

    @pytest.mark.parametrize("state", [State.IN_PROGRAMME, State.COMPLETED, State.MAINTAINING])
    def test_the_next_review_is_on_the_day_that_the_plan_says_weekend_or_not(self, state):
        sunday = date(2027, 1, 3)
        facts = Facts(
            state, FRIDAY, reached_at=FRIDAY, assessed_at=FRIDAY, review_on=sunday,
            stops={Clock.REPORT: FRIDAY},
        )  # fmt: skip
        assert days(facts) == {Clock.REVIEW: sunday}

    def test_no_review_is_due_for_who_needs_help_again_or_kept_it_up(self):
        for state in (State.LAPSED, State.SUSTAINED, State.DECLINED):
            facts = Facts(state, FRIDAY, reached_at=FRIDAY, assessed_at=FRIDAY,
                          stops={Clock.REPORT: FRIDAY})  # fmt: skip
            assert days(facts) == {}


class TestWhoeverWouldLikeHelpAgain:
    facts = Facts(State.LAPSED, FRIDAY, lapsed_at=MONDAY_LATER)

    def test_is_answered_within_the_days_of_a_new_referral(self):
        assert days(self.facts) == {Clock.AGAIN: date(2026, 11, 30)}
        assert days(self.facts, Limits(accept=1)) == {Clock.AGAIN: date(2026, 11, 24)}

    def test_is_answered_by_saying_why_not_or_by_opening_again(self):
        assert days(replace(self.facts, stops={Clock.AGAIN: MONDAY_LATER})) == {}
        assert days(replace(self.facts, state=State.REOPENED)) == {}


def test_a_last_day_is_near_and_not_yet_late():
    due = Due(Clock.READ, date(2026, 11, 24), FRIDAY)
    assert due.is_near(date(2026, 11, 24)) and not due.is_late(date(2026, 11, 24))
    assert due.is_late(date(2026, 11, 25))
    assert not due.is_near(date(2026, 11, 23))


class TestWhatAPracticeReads:
    @pytest.mark.parametrize(
        ("facts", "day"),
        [
            ({}, date(2026, 11, 24)),
            ({"danger_at": FRIDAY}, date(2026, 11, 20)),
            ({"danger_at": FRIDAY, "stops": {Clock.SAFETY: FRIDAY}}, date(2026, 11, 24)),
            ({"danger_at": FRIDAY + timedelta(minutes=1)}, date(2026, 11, 24)),
            ({"danger_at": FRIDAY, "reached_at": FRIDAY}, None),
        ],
    )
    def test_of_two_days_it_reads_the_one_for_the_danger_that_it_wrote_of(self, facts, day):
        facts = Facts(State.SENT, FRIDAY, urgency=Urgency.URGENT, **facts)
        assert reach_by(running(facts, Limits(), holidays=HOLIDAYS)) == day

    @pytest.mark.parametrize(
        ("moment", "day"),
        [
            (at(2026, 11, 25), "Thursday 26 November"),
            (at(2026, 11, 27), "Monday 30 November"),
            (at(2026, 11, 28), "Monday 30 November"),
            (at(2026, 11, 29), "Monday 30 November"),
            (at(2026, 12, 24), "Tuesday 29 December"),
            (at(2026, 6, 30, 23, 30), "Thursday 2 July"),
        ],
    )
    def test_nobody_reads_before_the_next_working_day(self, moment, day):
        assert unread_before(moment, holidays=HOLIDAYS) == day
