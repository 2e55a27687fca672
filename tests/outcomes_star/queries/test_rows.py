"""Who started in a period, as a file of rows without names is made of them."""

from datetime import date, timedelta

import pytest

from directory.operations import finding
from directory.postcodes.deprivation import Deprived, Outcome
from kernel.errors import NotAllowed
from kernel.periods import FinancialYear, Quarter
from outcomes_star.models import Reading
from outcomes_star.operations import rows as operations
from outcomes_star.queries import rows as queries
from outcomes_star.vocabulary import Occasion
from referrals.lifecycle import State
from referrals.models import Consent
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, a_locality
from tests.cast_readings import (
    GOALS,
    LOW,
    STATEMENTS,
    TODAY,
    WHEEL,
    a_reading,
    asked,
    asked_statements,
)
from tests.cast_rows import QUARTER, SPRING, a_starter, an_analyst, rows_agreed, spring


@pytest.fixture
def asha(session):
    asked(session)
    return a_link_worker(session, name="Asha Begum")


def starters(session, period=QUARTER):
    return queries.starters(session, a_lead_ntp(session).id, period)


class TestStarters:
    def test_each_with_their_numbers_at_the_start_and_at_the_end(self, session, asha):
        a_starter(session, asha, "One", end=LOW | {"people": 4, "food": None})
        (one,) = starters(session)
        assert one.at_start[WHEEL, 1] == LOW
        assert (one.at_end[WHEEL, 1]["people"], one.at_end[WHEEL, 1]["food"]) == (4, None)
        assert (one.started_on, one.born_on) == (SPRING.date(), date(1948, 5, 17))

    def test_nobody_who_started_earlier_or_later(self, session, asha):
        a_starter(session, asha, "Before", at=SPRING - timedelta(days=60))
        a_starter(session, asha, "After", at=SPRING + timedelta(days=60))
        assert starters(session) == ()

    def test_somebody_with_two_starts_is_one(self, session, asha):
        asked_statements(session)
        row = a_starter(session, asha, "One")
        a_reading(
            session, asha, row.id, STATEMENTS, numbers={"statement-1-1": 2}, at=SPRING,
            on=SPRING.date(),
        )  # fmt: skip
        (one,) = starters(session)
        assert set(one.at_start) == {(WHEEL, 1), (STATEMENTS, 1)}
        lead_id = a_lead_ntp(session).id
        named = queries.instruments_of(session, lead_id, [one])
        assert [it.code for it in named] == [STATEMENTS, WHEEL]

    def test_whoever_had_started_before_is_in_the_file_of_that_time(self, session, asha):
        asked_statements(session)
        row = a_starter(session, asha, "One")
        later = SPRING + timedelta(days=80)
        a_reading(
            session, asha, row.id, STATEMENTS, numbers={"statement-1-1": 2}, at=later,
            on=later.date(),
        )  # fmt: skip
        assert starters(session, QUARTER.next) == ()
        (one,) = starters(session)
        assert set(one.at_start) == {(WHEEL, 1)}, "What was begun later is not in it."
        (year,) = starters(session, FinancialYear.containing(SPRING))
        assert set(year.at_start) == {(WHEEL, 1), (STATEMENTS, 1)}

    def test_an_end_of_what_was_begun_later_is_none(self, session, asha):
        asked_statements(session)
        row = a_starter(session, asha, "One")
        for days, occasion in ((80, Occasion.START), (90, Occasion.END)):
            later = SPRING + timedelta(days=days)
            a_reading(
                session, asha, row.id, STATEMENTS, numbers={"statement-1-1": 2}, at=later,
                on=later.date(), occasion=occasion,
            )  # fmt: skip
        (one,) = starters(session)
        assert (one.at_end, one.course) == ({}, "no end")

    @pytest.mark.parametrize(
        ("state", "end", "course"),
        [
            (State.COMPLETED, LOW, "ended"),
            (State.COMPLETED, None, "no end"),
            (State.IN_PROGRAMME, None, "under way"),
            (State.DECLINED, None, "stopped"),
        ],
    )
    def test_how_far_they_came(self, session, asha, state, end, course):
        row = a_starter(session, asha, "One", end=end)
        row.state = state
        session.flush()
        (one,) = starters(session)
        assert one.course == course

    def test_nobody_who_took_their_yes_back(self, session, asha):
        row = a_starter(session, asha, "One")
        for one in session.query(Consent).filter_by(person_id=row.person_id):
            one.withdrawn_at = NOON
        session.flush()
        assert starters(session) == ()

    def test_nobody_of_another_lead(self, session, asha):
        a_starter(session, asha, "One")
        other = a_lead_ntp(session, "Southbank Neighbours", is_host=False)
        assert queries.starters(session, other.id, QUARTER) == ()

    def test_the_fifth_is_that_of_the_postcode_else_of_the_locality(self, session, asha):
        finding.keep_deprivation(session, [Deprived(Outcome.LOADED, "NE61AB", 9)])
        poor = a_locality(session)
        poor.deprivation_rank = 2
        people = [a_starter(session, asha, f"P{at}").person for at in range(3)]
        people[0].postcode, people[0].locality_id = "NE6 1AB", poor.id
        people[1].locality_id = poor.id
        session.flush()
        found = {one.person_id: one.fifth for one in starters(session)}
        assert [found[one.id] for one in people] == [5, 1, None]

    def test_a_reading_that_was_put_right_is_not_asked(self, session, asha):
        row = a_starter(session, asha, "One", end=LOW)
        ended = session.query(Reading).filter_by(referral_id=row.id, occasion=Occasion.END)
        ended.update({"replaced_at": NOON})
        session.flush()
        (one,) = starters(session)
        assert one.at_end == {}


class TestPeriods:
    def test_the_quarter_after_one_is_over(self):
        ready = queries.periods_ready(TODAY)
        assert ready[0] == QUARTER and len(ready) == 10
        assert Quarter.containing(date(2026, 8, 1)) not in ready
        assert {one.label for one in ready if isinstance(one, FinancialYear)} == {
            "2025 to 2026", "2024 to 2025",
        }  # fmt: skip

    def test_a_year_waits_for_the_quarter_after_it(self):
        years = [one.label for one in queries.periods_ready(date(2026, 6, 30))]
        assert "2025 to 2026" not in years
        assert "2025 to 2026" in [one.label for one in queries.periods_ready(date(2026, 7, 1))]


class TestOffers:
    def test_what_there_is_with_an_agreement(self, session):
        spring(session)
        analyst = an_analyst(session)
        assert queries.rows_page(session, analyst, on=TODAY).has_agreement is False
        rows_agreed(session)
        (offer,) = queries.rows_page(session, analyst, on=TODAY).offers
        assert (offer.period, offer.words, offer.made_on) == (
            QUARTER, "Better Services Enterprise, April to June 2026", None,
        )  # fmt: skip

    def test_nothing_of_few(self, session):
        spring(session, people=7)
        rows_agreed(session)
        assert queries.rows_page(session, an_analyst(session), on=TODAY).offers == ()

    def test_nothing_of_many_who_had_started_before(self, session, asha):
        asked_statements(session)
        rows_agreed(session)
        later = SPRING + timedelta(days=80)
        for number in range(8):
            row = a_starter(session, asha, f"P{number}")
            a_reading(
                session, asha, row.id, STATEMENTS, numbers={"statement-1-1": 2}, at=later,
                on=later.date(),
            )  # fmt: skip
        (offer,) = queries.rows_page(session, an_analyst(session), on=date(2027, 1, 2)).offers
        assert offer.period == QUARTER

    def test_a_file_that_was_taken_stays_and_shuts_out_what_overlaps(self, session, asha):
        for at in range(8):
            a_starter(session, asha, f"P{at}", at=SPRING - timedelta(days=120))
        rows_agreed(session)
        analyst = an_analyst(session)
        offers = queries.rows_page(session, analyst, on=TODAY).offers
        assert [one.period.label for one in offers] == ["January to March 2026", "2025 to 2026"]
        operations.take_file(session, analyst, offers[0].lead_id, offers[0].period, at=NOON)
        (left,) = queries.rows_page(session, analyst, on=TODAY).offers
        assert (left.period.label, left.made_on) == ("January to March 2026", TODAY)
        assert left.words.endswith("January to March 2026, as it was on 22 November 2026")

    def test_for_analysts_alone(self, session):
        with pytest.raises(NotAllowed):
            queries.rows_page(session, a_lead_manager(session), on=TODAY)


def test_goals_are_peoples_own_words_and_left_out(session, asha):
    one = a_starter(session, asha, "One")
    session.query(Reading).filter_by(referral_id=one.id).update({"code": GOALS})
    found = starters(session)
    assert queries.instruments_of(session, a_lead_ntp(session).id, found) == ()
