"""How a cohort moved: everybody counted once, pairs alone compared, and whoever has no end is shown."""

from datetime import timedelta

import pytest

from kernel.errors import NotAllowed
from kernel.periods import FinancialYear, Quarter
from outcomes_star.cohort import periods_before
from outcomes_star.operations.comparing import compare_with
from outcomes_star.queries.cohorts import cohort_page
from outcomes_star.vocabulary import Occasion
from referrals.cuts import Cut
from referrals.lifecycle import Move, State
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, a_locality, a_practice
from tests.cast_caseload import a_case
from tests.cast_readings import (
    LOW,
    ONS4,
    STATEMENTS,
    TODAY,
    WHEEL,
    a_reading,
    asked,
    asked_statements,
)
from tests.cast_referrals import a_person, a_referral

LATER, LATE = NOON + timedelta(hours=1), NOON + timedelta(hours=9)


@pytest.fixture
def asha(session):
    asked(session)
    return a_link_worker(session)


@pytest.fixture
def manager(session):
    return a_lead_manager(session)


def page(session, manager, *, by="all", code=WHEEL, period=""):
    return cohort_page(session, manager, code=code, version=1, period=period, by=by, at=LATE)


def moved(session, asha, name, before, after, *, state=State.IN_PROGRAMME, code=WHEEL):
    row = a_case(session, asha, name, state=state)
    a_reading(session, asha, row.id, code, numbers=before)
    if after is not None:
        a_reading(
            session, asha, row.id, code, numbers=after, occasion=Occasion.END, is_another=True,
            at=LATER,
        )  # fmt: skip
    return row


def line(group, title):
    return next(one for one in group.lines if one.title == title)


def test_pairs_alone_are_compared_and_everybody_is_counted(session, asha, manager):
    moved(session, asha, "One", LOW, LOW | {"people": 4}, state=State.COMPLETED)
    moved(session, asha, "Two", LOW, LOW | {"people": None}, state=State.COMPLETED)
    moved(session, asha, "Three", LOW, None)
    moved(session, asha, "Four", LOW, None, state=State.COMPLETED)
    (group,) = page(session, manager).groups
    course = group.course
    assert (course.started, course.ended, course.under_way, course.ended_without) == (4, 2, 1, 1)
    people = line(group, "People").sums
    assert (people.people, people.better, people.gained, people.before) == (1, 1, 3, 0)
    food = line(group, "Food").sums
    assert (food.people, food.same, food.gained) == (2, 2, 0)
    assert line(group, "Food").change is None  # of two people no average is told


def test_who_stopped_is_counted_by_how_far_they_came(session, asha, manager):
    for name, is_reviewed in (("One", True), ("Two", False), ("Three", False)):
        row = moved(session, asha, name, LOW, None)
        if is_reviewed:
            a_reading(
                session, asha, row.id, numbers=LOW, occasion=Occasion.REVIEW, is_another=True,
                at=LATER,
            )  # fmt: skip
        session.add(row.make(Move.DECLINE, by=asha, at=LATER))
    session.flush()
    (group,) = page(session, manager).groups
    assert (group.course.dropped, group.course.dropped_early, group.course.reviewed) == (3, 2, 1)


def test_from_eight_people_there_is_an_average(session, asha, manager):
    for at in range(8):
        moved(session, asha, f"P{at}", LOW, LOW | {"people": 2 + at % 3}, state=State.COMPLETED)
    (group,) = page(session, manager).groups
    change = line(group, "People").change
    assert change.gain == pytest.approx(sum(1 + at % 3 for at in range(8)) / 8)
    assert change.is_clear and not group.is_enough


def test_of_what_people_pick_each_line_counts_those_who_picked_it_twice(session, asha, manager):
    asked_statements(session)
    both, once = {"statement-1-1": 1, "statement-6-4": 3}, {"statement-1-1": 3}
    moved(session, asha, "One", both, once, code=STATEMENTS)
    moved(session, asha, "Two", once, both, code=STATEMENTS)
    (group,) = page(session, manager, code=STATEMENTS).groups
    assert len(group.lines) == 26
    first = line(group, "Made-up statement-1-1").sums
    assert (first.people, first.better, first.worse, first.before) == (2, 1, 1, 2)
    assert line(group, "Made-up statement-6-4").sums.people == 0


def test_where_lower_is_better_less_is_a_gain(session, asha, manager):
    asked(session, ONS4)
    low, high = dict.fromkeys(("satisfied", "worthwhile", "happy"), 5), {"anxious": 8}
    moved(session, asha, "One", low | high, low | {"anxious": 2}, code=ONS4)
    (group,) = page(session, manager, code=ONS4).groups
    sums = {one.title: one.sums for one in group.lines}
    gained = [one.gained for one in sums.values()]
    assert gained == [0, 0, 0, 6] and list(sums.values())[3].better == 1


def test_the_end_that_was_put_right_counts_and_the_last_of_two(session, asha, manager):

    row = moved(session, asha, "One", LOW, LOW | {"people": 2})
    a_reading(session, asha, row.id, numbers=LOW | {"people": 5}, occasion=Occasion.END,
              is_another=True, at=LATER + timedelta(hours=1))  # fmt: skip
    (group,) = page(session, manager).groups
    assert (line(group, "People").sums.people, line(group, "People").sums.gained) == (1, 4)


def test_it_is_cut_by_practice_and_locality_and_the_parts_are_the_whole(session, asha, manager):
    other = a_practice(session, "Old Quay Practice")
    moved(session, asha, "One", LOW, LOW, state=State.COMPLETED)
    person = a_person(session, "Two", practice=other, locality_id=a_locality(session).id)
    row = a_referral(session, person, worker=asha, state=State.ASSESSED)
    a_reading(session, asha, row.id)
    whole, *parts = page(session, manager, by="practice").groups
    assert {one.name: one.course.started for one in parts} == {
        "Old Quay Practice": 1, "Weaver Street Surgery": 1,
    }  # fmt: skip
    assert sum(one.course.started for one in parts) == whole.course.started
    _, *parts = page(session, manager, by="locality").groups
    assert {one.name for one in parts} == {"Not known", "Riverside"}


def test_each_period_is_fixed_and_holds_those_who_started_in_it(session, asha, manager):
    row = a_case(session, asha, sent_at=NOON - timedelta(days=120))
    a_reading(session, asha, row.id, on=TODAY - timedelta(days=100))
    before = Quarter.containing(TODAY).previous
    assert page(session, manager, period=Quarter.containing(TODAY).label).groups == ()
    assert page(session, manager).period == FinancialYear.containing(TODAY)
    assert page(session, manager, period=before.label).groups[0].course.started == 1
    labels = [one.label for one in periods_before(TODAY)]
    assert len(labels) == len(set(labels)) == 10
    assert page(session, manager, period="from 1 to 2 November", by="person").by is Cut.ALL


def test_another_lead_ntp_counts_none_of_them(session, asha):
    moved(session, asha, "One", LOW, LOW)
    other = a_lead_ntp(session, "Southbank", is_host=False)
    asked(session, lead=other)
    found = page(session, a_lead_manager(session, at=other))
    assert found.groups == () and found.instrument.code == WHEEL


def test_a_link_worker_reads_no_cohort(session, asha):
    with pytest.raises(NotAllowed):
        page(session, asha)


def test_before_anybody_was_asked_it_says_so(session, manager):
    assert page(session, manager).instrument is None


def test_those_helped_are_set_against_places_where_help_has_not_started(session, asha, manager):
    riverside, hill = a_locality(session), a_locality(session, "Hill", postcodes=["NE7"])
    for at in range(16):
        place, after = (riverside, 4) if at % 2 else (hill, 2)
        row = moved(session, asha, f"P{at}", LOW, LOW | {"people": after}, state=State.COMPLETED)
        row.person.locality_id = place.id
    session.flush()
    assert page(session, manager, by="live").differences == ()
    compare_with(session, manager, [str(hill.id)], at=NOON)
    found = page(session, manager, by="live")
    assert [(one.name[:24], one.course.started) for one in found.groups] == [
        ("", 16), ("Where our help has not s", 8), ("Where our help has start", 8),
    ]  # fmt: skip
    assert dict(found.differences)["People"].more == 2
    assert dict(found.differences)["Food"].more == 0
