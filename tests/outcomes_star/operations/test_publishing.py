"""What is published of a cohort is frozen once, counts everybody once a year, and knows no later news."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from audit.models import AuditLine
from kernel.disclosure import Table
from kernel.errors import Conflict
from kernel.periods import FinancialYear, Quarter
from kernel.releases import Release, issue
from kernel.suppression import HIDDEN
from outcomes_star import published, said, shelf
from outcomes_star.instruments import Way
from outcomes_star.models import Reading
from outcomes_star.operations import loading
from outcomes_star.operations.publishing import give, issue_due, next_due
from outcomes_star.published import BETTER, ENDED, STARTED, TWICE, known_at, lines_of, reader_of
from outcomes_star.vocabulary import Occasion
from referrals.cuts import Cut
from referrals.lifecycle import State
from referrals.models import Consent
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, a_locality
from tests.cast_caseload import a_case
from tests.cast_readings import LOW, ONS4, TODAY, WHEEL, a_reading, asked

AUTUMN = Quarter.containing(NOON)
YEAR = FinancialYear.containing(NOON)
DUE = known_at(Quarter.containing(YEAR.last_day))
FRIENDS = "friends-and-family"
SHIPPED = Path(shelf.__file__).parent / "shipped"
WHEEL_1 = shelf.get(WHEEL, 1)
BETTER_NOW = LOW | {"people": 4}


@pytest.fixture
def asha(session):
    asked(session)
    return a_link_worker(session)


def some(session, asha, people, *, numbers=BETTER_NOW, state=State.COMPLETED, name="P"):
    """So many people who started, and were asked again at the end where they said something."""
    rows = [a_case(session, asha, f"{name}{at}", state=state) for at in range(people)]
    for row in rows:
        a_reading(session, asha, row.id)
        if numbers:
            a_reading(session, asha, row.id, numbers=numbers, occasion=Occasion.END,
                      is_another=True, at=NOON + timedelta(hours=1))  # fmt: skip
    return rows


def given(session, kind="how people moved, petunias-wheel 1", period=YEAR):
    return session.scalar(
        sa.select(Release).where(Release.kind == kind, Release.period == period.label)
    )


def everybody(session, **which):
    release = given(session, **which)
    lines = lines_of(release.figures(), release.told_averages())
    return next(one for one in lines if one.cut is Cut.ALL)


def test_it_is_given_half_a_year_and_a_fortnight_later_and_once(session, asha):
    some(session, asha, 9)
    assert issue_due(session, at=DUE - timedelta(seconds=1)) == 0
    assert issue_due(session, at=DUE) == 2  # of everybody, and by activity
    assert issue_due(session, at=DUE + timedelta(days=1)) == 0
    assert given(session).reader == reader_of(a_lead_ntp(session).id)


def test_the_figures_are_those_of_the_rule(session, asha):
    some(session, asha, 9)
    some(session, asha, 3, numbers=None, state=State.IN_PROGRAMME, name="Q")
    issue_due(session, at=DUE)
    shown = everybody(session)
    assert (shown.course[STARTED], shown.course[ENDED]) == ("10", "10")  # of 12, and of 9
    assert shown.course["under way"] == "*"
    assert shown.aspects["people"] == {
        TWICE: "10", BETTER: "10", "about the same": "*", "harder": "*",
    }  # fmt: skip
    assert shown.averages == {}, "An average would tell what is hidden beside it."


@pytest.mark.one_database
def test_where_all_is_shown_there_is_an_average_as_far_as_it_tells_nothing(session, asha):
    for people, after in ((9, 4), (9, 1), (9, 2)):
        some(session, asha, people, numbers=LOW | {"food": after}, name=f"F{after}")
    some(session, asha, 9, numbers=LOW | {"food": 5}, name="F5")
    issue_due(session, at=DUE)
    shown = everybody(session)
    assert HIDDEN not in shown.aspects["food"].values()
    assert set(shown.averages) == {"food"} and set(shown.averages["food"]) == {"gain"}
    assert shown.share_better("food") == "29% (16% to 45%)"  # 10 of 35, as they are shown


@pytest.mark.one_database
def test_every_place_and_answer_there_is_has_a_line_where_some_has_eight(session, asha):
    """A line that is there because somebody is in it tells that somebody is."""
    hill = a_locality(session, "Hill", postcodes=["NE7"])
    others = {str(a_locality(session, f"L{at}", postcodes=[f"NE{at}"]).id) for at in range(2)}
    for row in some(session, asha, 9):
        row.person.locality_id = hill.id
    (lonely,) = some(session, asha, 1, name="Q")
    lonely.person.locality_id = UUID(min(others))
    session.flush()
    issue_due(session, at=DUE)
    lines = [one for one in lines_of(given(session).figures()) if one.cut is Cut.LOCALITY]
    assert {one.key for one in lines} >= {str(hill.id), "", *others}
    few = [one for one in lines if one.key in others]
    assert len({tuple(sorted(one.course.items())) for one in few}) == 1, (
        "One and nobody look alike."
    )


def test_news_that_came_later_are_not_in_it(session, asha):
    (row, *_) = some(session, asha, 9, numbers=None)
    late = known_at(AUTUMN) + timedelta(hours=1)
    a_reading(session, asha, row.id, numbers=BETTER_NOW, occasion=Occasion.END,
              is_another=True, at=late, on=TODAY)  # fmt: skip
    issue_due(session, at=DUE)
    assert everybody(session).course[ENDED] == "*"


def test_what_was_put_right_afterwards_counts_as_it_was_known(session, asha):
    rows = some(session, asha, 9)
    for reading in session.scalars(sa.select(Reading).where(Reading.referral_id == rows[0].id)):
        reading.replaced_at = known_at(AUTUMN) + timedelta(days=1)
    session.flush()
    issue_due(session, at=DUE + timedelta(days=2))
    assert everybody(session).course[ENDED] == "10"


@pytest.mark.one_database
def test_who_starts_twice_in_a_year_counts_once(session, asha):
    rows = some(session, asha, 8)
    later = AUTUMN.next.first_day + timedelta(days=9)
    for row in rows:
        again = a_case(session, asha, "again", state=State.IN_PROGRAMME)
        again.person_id = row.person_id
        session.flush()
        reading = a_reading(session, asha, again.id)
        reading.taken_on = later
        reading.person_id = row.person_id
    session.flush()
    issue_due(session, at=DUE)
    assert everybody(session).course[STARTED] == "10"  # of 8


@pytest.mark.one_database
def test_a_start_that_is_put_right_into_a_later_quarter_counts_once(session, asha):
    rows = some(session, asha, 8)
    put_right = known_at(AUTUMN) + timedelta(days=1)
    for row in rows[:5]:
        start = session.scalar(
            sa.select(Reading).where(
                Reading.referral_id == row.id, Reading.occasion == Occasion.START
            )
        )
        again = a_reading(session, asha, row.id, occasion=Occasion.REVIEW, is_another=True,
                          at=NOON + timedelta(hours=2))  # fmt: skip
        start.replaced_at = again.recorded_at = put_right
        session.flush()
        again.occasion, again.taken_on = Occasion.START, AUTUMN.next.first_day
    session.flush()
    issue_due(session, at=DUE)
    assert everybody(session).course[STARTED] == "10"  # of 8: 13 would be "15"


@pytest.mark.one_database
def test_in_another_year_they_count_again(session, asha):
    (row,) = some(session, asha, 1)
    some(session, asha, 8, name="Q")
    again = a_case(session, asha, "again", state=State.IN_PROGRAMME)
    again.person_id = row.person_id
    session.flush()
    spring = Quarter(date(2027, 4, 1))
    reading = a_reading(session, asha, again.id)
    reading.taken_on, reading.person_id = spring.first_day, row.person_id
    session.flush()
    after = FinancialYear.containing(spring.first_day)
    issue_due(session, at=known_at(Quarter.containing(after.last_day)))
    assert given(session, period=after).figures() == {}, "One is too few to tell of."


def test_where_nobody_was_asked_nothing_is_given(session, asha):
    assert issue_due(session, at=DUE) == 0


@pytest.mark.one_database
def test_each_lead_ntp_has_its_own_and_no_sum_of_both_is_given(session, asha):
    some(session, asha, 9)
    other = a_lead_ntp(session, "Southbank", is_host=False)
    asked(session, lead=other)
    issue_due(session, at=DUE)
    readers = set(session.scalars(sa.select(Release.reader).where(Release.period == YEAR.label)))
    assert readers == {reader_of(a_lead_ntp(session).id)}


def test_whoever_took_back_their_yes_is_not_counted(session, asha):
    rows = some(session, asha, 9)
    whose = [row.person_id for row in rows[:5]]
    session.execute(
        sa.update(Consent).where(Consent.person_id.in_(whose)).values(withdrawn_at=NOON)
    )
    issue_due(session, at=DUE)
    assert given(session).figures() == {}


def test_what_people_said_is_given_too(session, asha):
    asked(session, FRIENDS)
    for at in range(9):
        row = a_case(session, asha, f"P{at}", state=State.COMPLETED)
        a_reading(session, asha, row.id, FRIENDS, numbers={"experience": 5},
                  occasion=Occasion.END, way=Way.ALONE)  # fmt: skip
    issue_due(session, at=DUE)
    shown = {
        each: figure.shown for each, figure in given(session, kind=said.KIND).figures().items()
    }
    named = {dict(each)["counted"]: text for each, text in shown.items()}
    assert named == {"said good": "10", "said neither": "*", "said poor": "*", "said asked": "10"}


def test_the_audit_says_that_it_was_published(database):
    with database.writing() as session:
        asked(session)
        some(session, a_link_worker(session), 9)
        issue_due(session, at=DUE)
    with database.reading() as session:
        lines = session.scalars(
            sa.select(AuditLine).where(AuditLine.act == "published how people moved")
        )
        kinds = {one.details["kind"] for one in lines}
    assert kinds == {published.kind_of(WHEEL_1), published.kind_of(WHEEL_1, by_activity=True)}


@pytest.mark.one_database
def test_two_instruments_are_two_counts(session, asha):
    asked(session, ONS4)
    rows = some(session, asha, 30)
    for row in rows[:12]:
        a_reading(session, asha, row.id, ONS4, numbers=dict.fromkeys(("satisfied", "happy"), 5))
    issue_due(session, at=DUE)
    assert everybody(session).course[STARTED] == "30"
    assert everybody(session, kind="how people moved, ons4 1").course[STARTED] == "10"


@pytest.mark.one_database
def test_where_nobody_of_a_place_starts_in_a_quarter_the_year_is_given(session, asha):
    places = [a_locality(session, f"L{at}", postcodes=[f"NE{at}"]) for at in range(3)]
    for at, place in enumerate(places):
        for row in some(session, asha, 10, name=f"L{at}-"):
            row.person.locality_id = place.id
            if at == 2:
                for one in session.scalars(sa.select(Reading).where(Reading.referral_id == row.id)):
                    one.taken_on = AUTUMN.next.first_day
    session.flush()
    assert issue_due(session, at=DUE) == 2
    lines = lines_of(given(session).figures())
    shown = [one.course[STARTED] for one in lines if one.cut is Cut.LOCALITY]
    assert sorted(one for one in shown if one != HIDDEN) == ["10"] * 3
    assert not [one for one in lines if one.cut in (Cut.PRACTICE, Cut.LIVE, Cut.FIFTH)]


def test_what_they_think_of_our_help_is_told_once(session, asha):
    """Asked of it at a start too they would count twice, and the one would tell the other (an attack)."""
    asked(session, FRIENDS)
    for at in range(9):
        row = a_case(session, asha, f"F{at}", state=State.COMPLETED)
        for occasion, more in ((Occasion.START, {}), (Occasion.END, {"is_another": True})):
            a_reading(session, asha, row.id, FRIENDS, numbers={"experience": 5}, way=Way.ALONE,
                      occasion=occasion, **more)  # fmt: skip
    assert issue_due(session, at=DUE) == 1
    (release,) = session.scalars(sa.select(Release))
    assert release.kind == said.KIND


@pytest.mark.one_database
def test_a_scale_of_their_own_stops_nobody(session, asha):
    some(session, asha, 9)
    text = (SHIPPED / "friends-and-family-1.toml").read_text()
    text = text.replace("version = 1", "version = 2").replace("highest = 5", "highest = 7")
    loading.load(session, a_lead_manager(session), text, at=NOON)
    asked(session, FRIENDS, version=2)
    row = a_case(session, asha, "Seven", state=State.COMPLETED)
    a_reading(session, asha, row.id, FRIENDS, numbers={"experience": 7}, occasion=Occasion.END,
              way=Way.ALONE)  # fmt: skip
    assert issue_due(session, at=DUE) == 2
    assert given(session, kind=said.KIND) is None


def test_what_was_given_already_is_not_given_again_and_the_rest_is(session, asha):
    some(session, asha, 9)
    by_activity = published.kind_of(WHEEL_1, by_activity=True)
    issue(
        session, reader=reader_of(a_lead_ntp(session).id), period=YEAR, at=NOON, kind=by_activity,
        table=Table({}),
    )  # fmt: skip
    assert issue_due(session, at=DUE) == 1
    assert everybody(session).course[STARTED] == "10"


@pytest.mark.one_database
def test_what_was_worked_out_before_another_was_given_is_not_given(session, asha):
    some(session, asha, 9)
    lead = a_lead_ntp(session).id
    ready = next_due(session, lead, at=DUE)
    give(session, lead, ready, at=DUE)
    with pytest.raises(Conflict):
        give(session, lead, ready, at=DUE)
