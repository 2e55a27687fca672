"""Giving an analyst a file of rows without names: by agreement, once, and with nobody in it by name."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from accounts import operations as accounts
from accounts.vocabulary import DataItem
from kernel.access import SYSTEM, Role
from kernel.errors import NotAllowed, RuleBroken
from kernel.periods import FinancialYear, Quarter
from outcomes_star.models import AnalystFile, AnalystRow, PseudonymKey, Reading
from outcomes_star.operations.rows import take_file
from outcomes_star.queries.rows import rows_page
from outcomes_star.vocabulary import Occasion
from referrals.models import Person
from tests.cast import (
    NOON,
    a_commissioning_body,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    an_actor,
)
from tests.cast_readings import LOW, ONS4, TODAY, a_reading, asked
from tests.cast_rows import QUARTER, SPRING, a_starter, an_analyst, rows_agreed, spring


def taken(session, analyst, period=QUARTER, *, at=NOON):
    headings, *rows = take_file(session, analyst, a_lead_ntp(session).id, period, at=at)
    return headings, rows


@pytest.fixture
def analyst(session):
    spring(session)
    return an_analyst(session)


class TestByAgreement:
    def test_with_one_in_date_there_is_a_row_for_each(self, session, analyst):
        rows_agreed(session)
        headings, rows = taken(session, analyst)
        assert len(rows) == 8 and {len(row) for row in rows} == {len(headings)}
        at = headings.index("petunias-wheel 1: people, end")
        assert sorted(row[at] for row in rows) == [""] * 4 + ["4"] * 4
        assert headings[at - 1] == "petunias-wheel 1: people, start"
        assert {row[at - 1] for row in rows} == {"1"}
        assert {row[5] for row in rows} == {"ended", "no end"}

    def test_without_one_there_is_none(self, session, analyst):
        with pytest.raises(RuleBroken, match="no agreement in date"):
            taken(session, analyst)
        assert session.scalars(sa.select(AnalystFile)).all() == []

    def test_one_that_shares_something_else_is_none(self, session, analyst):
        rows_agreed(session, items=(DataItem.STAR_SCORES, DataItem.OUTCOME))
        with pytest.raises(RuleBroken, match="no agreement in date"):
            taken(session, analyst)

    def test_one_that_has_ended_is_none_and_the_file_is_given_no_more(self, session, analyst):
        agreed = rows_agreed(session)
        taken(session, analyst)
        accounts.end_agreement(
            session, SYSTEM, agreed.id, because="It is over.", on=NOON.date(), at=NOON
        )
        with pytest.raises(RuleBroken, match="no agreement in date"):
            taken(session, analyst)

    def test_another_organisations_is_none(self, session, analyst):
        rows_agreed(session)
        other = an_analyst_elsewhere(session)
        with pytest.raises(RuleBroken, match="no agreement in date"):
            taken(session, other)

    def test_nobody_else_takes_one(self, session, analyst):
        rows_agreed(session)
        with pytest.raises(NotAllowed):
            taken(session, a_lead_manager(session))


def an_analyst_elsewhere(session):
    return an_actor(session, Role.ANALYST, at=a_commissioning_body(session, "Another Body"))


class TestFrozen:
    def test_what_comes_later_is_not_in_it(self, session, analyst):
        rows_agreed(session)
        before = taken(session, analyst)
        asha = a_link_worker(session, name="Later Worker")
        a_starter(session, asha, "Latecomer", end=LOW)
        assert taken(session, analyst, at=NOON + timedelta(days=2)) == before

    def test_one_that_somebody_was_erased_from_is_not_given_again(self, session, analyst):
        """Two copies of it would show whose row has gone."""
        rows_agreed(session)
        taken(session, analyst)
        row = session.scalars(sa.select(AnalystRow)).first()
        session.execute(sa.delete(AnalystRow).where(AnalystRow.id == row.id))
        session.expire_all()
        with pytest.raises(RuleBroken, match="erased since, so it is not given again"):
            taken(session, analyst)
        assert QUARTER not in {one.period for one in rows_page(session, analyst, on=TODAY).offers}

    def test_a_year_that_holds_a_quarter_that_was_taken_is_refused(self, session, analyst):
        rows_agreed(session)
        asha = a_link_worker(session, name="Winter Worker")
        for at in range(8):
            a_starter(session, asha, f"Winter {at}", at=SPRING - timedelta(days=120))
        taken(session, analyst, Quarter.containing(date(2026, 1, 1)))
        with pytest.raises(RuleBroken, match="the file of 1 January 2026 to 31 March 2026"):
            taken(session, analyst, FinancialYear.containing(date(2026, 1, 1)))

    @pytest.mark.parametrize("day", [date(2026, 8, 1), date(2026, 11, 1), date(2020, 1, 1)])
    def test_a_period_that_is_not_ready_is_refused(self, session, analyst, day):
        rows_agreed(session)
        with pytest.raises(RuleBroken, match="cannot be chosen yet"):
            taken(session, analyst, Quarter.containing(day))

    def test_of_few_there_is_none(self, session):
        spring(session, people=7)
        rows_agreed(session)
        with pytest.raises(RuleBroken, match="Fewer than 8 people"):
            taken(session, an_analyst(session))


LATER = SPRING + timedelta(days=80)
AUTUMN = NOON + timedelta(days=60)


class TestTwoFiles:
    """Numbers are a person's own: the same ones in two files would be one person, and an age two ages."""

    def test_nobody_is_in_two_of_one_reader(self, session):
        """Twelve begin the wheel in spring and a second instrument in summer, when one has turned 40."""
        asked(session)
        asked(session, ONS4)
        asha = a_link_worker(session, name="Asha Begum")
        for at in range(12):
            row = a_starter(session, asha, f"Person {at}", end=nobody_elses(at))
            row.person.born_on = date(1986, 7, 1) if at == 0 else date(1987, 2, 1)
            a_reading(session, asha, row.id, ONS4, at=LATER, on=LATER.date(),
                      numbers={"satisfied": 4, "worthwhile": 4, "happy": 4, "anxious": at % 10})  # fmt: skip
        rows_agreed(session)
        analyst = an_analyst(session)
        for number in range(6):
            a_starter(session, asha, f"Summer {number}", at=LATER)
        headings, rows = taken(session, analyst)
        assert len(rows) == 12
        assert not [one for one in headings if one.startswith(ONS4)], "It was begun in summer."
        with pytest.raises(RuleBroken, match="Fewer than 8 people started for the first time"):
            taken(session, analyst, QUARTER.next, at=AUTUMN)
        for number in range(6, 8):
            a_starter(session, asha, f"Summer {number}", at=LATER)
        headings, rows = taken(session, analyst, QUARTER.next, at=AUTUMN)
        assert len(rows) == 8
        assert not [one for one in headings if one.startswith(ONS4)], (
            "Those who began it are not there."
        )

    def test_nobody_is_whose_start_was_put_right_after_a_file_was_taken(self, session, analyst):
        rows_agreed(session)
        _, before = taken(session, analyst)
        session.query(Reading).filter_by(occasion=Occasion.START).update({"taken_on": LATER.date()})
        asha = a_link_worker(session, name="Summer Worker")
        for at in range(9):
            a_starter(session, asha, f"Summer {at}", at=LATER)
        _, rows = taken(session, analyst, QUARTER.next, at=AUTUMN)
        assert (len(before), len(rows)) == (8, 9)


def nobody_elses(at):
    """What somebody answers: no two alike here, as hardly ever in eight parts of five."""
    return LOW | {"health": 1 + at % 5, "food": 1 + at // 5, "money": 1 + (at * 3) % 5}


class TestWhoseItIs:
    def test_two_readers_cannot_put_their_files_together_by_pseudonyms(self, session, analyst):
        rows_agreed(session)
        other = an_analyst_elsewhere(session)
        rows_agreed(session, reader=a_commissioning_body(session, "Another Body"))
        ours, theirs = ({row[0] for row in taken(session, one)[1]} for one in (analyst, other))
        assert len(ours) == len(theirs) == 8 and not ours & theirs
        keys = session.scalars(sa.select(PseudonymKey.key)).all()
        assert len(set(keys)) == 2 and all(len(one) == 64 for one in keys)

    def test_somebody_has_one_name_under_one_agreement(self, session, analyst):
        rows_agreed(session)
        asha = a_link_worker(session, name="Winter Worker")
        people = [a_starter(session, asha, f"W{at}", at=SPRING - timedelta(days=120))
                  for at in range(8)]  # fmt: skip
        taken(session, analyst)
        taken(session, analyst, Quarter.containing(date(2026, 1, 1)))
        assert len(session.scalars(sa.select(PseudonymKey)).all()) == 1
        found = session.scalars(
            sa.select(AnalystRow.pseudonym).where(AnalystRow.person_id == people[0].person_id)
        ).all()
        assert len(found) == 1

    def test_who_is_rare_is_not_shown(self, session, analyst):
        rows_agreed(session)
        session.scalars(sa.select(Person).where(Person.name == "Person 3")).one().born_on = date(
            1930, 1, 1
        )
        session.flush()
        _, rows = taken(session, analyst)
        assert {row[1] for row in rows} == {"not shown"}
