"""What is published of a cohort adds up for nobody: not by hand, not by a solver, not over the years."""

import random
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from kernel.disclosure import Known, publish
from kernel.periods import FinancialYear, Quarter
from kernel.releases import Release, issue, sums_over_time
from kernel.suppression import HIDDEN
from outcomes_star import published, shelf
from outcomes_star.change import Sums
from outcomes_star.cohort import Counts, Course, quarters_of, together
from outcomes_star.published import (
    BETTER,
    ENDED,
    HARDER,
    SAME,
    STARTED,
    TWICE,
    averages,
    due,
    kind_of,
    known_at,
    lines_of,
    tables,
)
from referrals.cuts import Cut
from tests.support.solver import ranges

ONS4 = shelf.get("ons4", 1)
YEAR = FinancialYear(date(2026, 4, 1))
AT = datetime(2027, 10, 15, tzinfo=UTC)
PARTS = {
    Cut.PRACTICE: ("weaver", "hilltop", "quay", "mill"),
    Cut.LOCALITY: ("riverside", "hill", ""),
    Cut.FIFTH: ("1", "2", "3", ""),
    Cut.SEX: ("female", "male", "prefer-not-to-say", ""),
}
SERVICES = ("walks", "tea", "cooking")


def somebody(chance):
    """Somebody who started: in which part of each cut, how far they came, how each aspect moved."""
    far = chance.choices(("ended", "under_way", "dropped", "ended_without"), weights=(6, 1, 2, 1))[
        0
    ]
    course = Course(started=1, reviewed=chance.randint(0, 1), **{far: 1})
    sums = {}
    for aspect in ONS4.aspects if far == "ended" else ():
        if chance.random() < 0.9:
            before, after = chance.randint(0, 10), chance.randint(0, 10)
            gained = after - before
            sums[aspect.code] = Sums(
                1, before, after, gained, gained * gained, int(gained > 0), int(gained < 0)
            )
    where = {cut: chance.choice(parts) for cut, parts in PARTS.items()}
    where[Cut.SERVICE] = [one for one in SERVICES if chance.random() < 0.4]
    return where, Counts(course, sums)


def counted(people):
    """The counts of some people, whole and cut."""
    found = {Cut.ALL: {"": sum((one for _, one in people), start=Counts())}}
    for cut in PARTS:
        by = {}
        for where, one in people:
            by[where[cut]] = by.get(where[cut], Counts()) + one
        found[cut] = by
    return found


def counted_by_activity(people):
    """The counts of those who went to each activity, of whom some went to several."""
    went = [(name, one) for where, one in people for name in where[Cut.SERVICE]]
    return {name: sum((one for own, one in went if own == name), Counts()) for name, _ in went}


def line(figures, cut=Cut.ALL, key=""):
    return next(one for one in lines_of(figures) if (one.cut, one.key) == (cut, key))


def as_published(people):
    counts = counted(people)
    table = next(iter(tables(counts, ONS4)))()
    figures = publish(Known.before(table.sums), table)
    assert figures is not None
    return figures


class TestTheTable:
    def test_everybody_is_published_as_the_rule_has_it(self):
        chance = random.Random(1)
        people = [somebody(chance) for _ in range(60)]
        whole = counted(people)[Cut.ALL][""]
        shown = line(as_published(people))
        assert int(shown.course[STARTED]) == 60
        assert abs(int(shown.course[ENDED]) - whole.course.ended) <= 5
        happy = shown.aspects["happy"]
        assert set(happy) == {TWICE, BETTER, SAME, HARDER}
        assert abs(int(happy[BETTER]) - whole.of("happy").better) <= 5

    def test_each_part_has_a_line_and_a_few_are_hidden(self):
        chance = random.Random(2)
        shown = lines_of(as_published([somebody(chance) for _ in range(24)]))
        assert {one.key for one in shown if one.cut is Cut.PRACTICE} == set(PARTS[Cut.PRACTICE])
        assert any(one.course[STARTED] == HIDDEN for one in shown)

    def test_two_practices_are_not_told_apart(self):
        chance = random.Random(3)
        people = [
            (where | {Cut.PRACTICE: "weaver"}, one)
            for where, one in (somebody(chance) for _ in range(40))
        ]
        shown = lines_of(as_published(people))
        assert not [one for one in shown if one.cut is Cut.PRACTICE]
        assert [one for one in shown if one.cut is Cut.LOCALITY]

    def test_the_last_resort_says_nothing(self):
        counts = counted([somebody(random.Random(4)) for _ in range(20)])
        *_, last = tables(counts, ONS4)
        assert _shown(last()) == {}

    def test_few_figures_are_left_out_and_last_of_all_those_of_practices(self):
        chance = random.Random(7)
        asked = left_out = 0
        for _ in range(3):
            table = next(iter(tables(counted([somebody(chance) for _ in range(60)]), ONS4)))()
            shown = _shown(table)
            gaps = set(table.counts) - set(shown)
            assert not [one for one in gaps if "practice" in dict(one)]
            asked, left_out = asked + len(table.counts), left_out + len(gaps)
        assert left_out / asked < 0.1

    def test_an_activity_to_which_few_went_has_no_line(self):
        chance = random.Random(5)
        people = [somebody(chance)[1] for _ in range(12)]
        counts = {
            Cut.SERVICE: {
                "walks": sum(people, start=Counts()),
                "tea": sum(people[:7], start=Counts()),
            }
        }
        shown = lines_of(_shown(next(iter(published.by_activity(counts, ONS4)))()))
        assert [(one.key, one.course[STARTED]) for one in shown] == [("walks", "10")]


def _shown(table):
    return publish(Known.before(table.sums), table) or {}


class TestAverages:
    def test_a_year_has_them_and_a_quarter_has_none(self):
        counts = counted([somebody(random.Random(at)) for at in range(60)])
        told = {frozenset(one.of): one.says for one in averages(counts, ONS4, YEAR)}
        happy = told[frozenset({("counted", "average"), ("aspect", "happy")})]
        known = counts[Cut.ALL][""].of("happy")
        assert happy["before"] == f"{known.before / known.people:.1f}"
        assert set(happy) == {"before", "after", "gain", "between", "size"}
        assert list(averages(counts, ONS4, Quarter(date(2026, 4, 1)))) == []

    def test_fewer_than_thirty_claim_nothing_and_fewer_than_eight_have_none(self):
        some = [somebody(random.Random(at)) for at in range(24)]
        told = list(averages({Cut.ALL: counted(some)[Cut.ALL]}, ONS4, YEAR))
        assert told and all(set(one.says) == {"before", "after", "gain"} for one in told)
        assert list(averages(counted(some[:7]), ONS4, YEAR)) == []

    def test_where_a_part_is_a_few_no_part_has_one(self):
        """The whole less the others would be theirs."""
        thirty = Sums(30, 100, 200, 100, 500, 20, 5)
        few = Sums(3, 10, 20, 10, 50, 2, 0)
        whole = {"": Counts(Course(33), {"happy": thirty + few})}
        cut = {"a": Counts(Course(30), {"happy": thirty}), "b": Counts(Course(3), {"happy": few})}
        told = list(averages({Cut.ALL: whole, Cut.LOCALITY: cut}, ONS4, YEAR))
        assert [dict(one.of).get("locality") for one in told] == [None]

    def test_what_somebody_said_of_themselves_has_no_average(self):
        counts = counted([somebody(random.Random(at)) for at in range(200)])
        told = averages(counts, ONS4, YEAR)
        assert {name for one in told for name, _ in one.of} == {
            "counted", "aspect", "practice", "locality", "fifth",
        }  # fmt: skip


class TestWhatIsDue:
    def test_a_quarter_half_a_year_and_a_fortnight_after_it(self):
        spring = Quarter(date(2026, 4, 1))
        assert known_at(spring).date() == date(2027, 1, 15)
        assert spring not in due(datetime(2027, 1, 14, tzinfo=UTC))
        assert spring in due(datetime(2027, 1, 15, tzinfo=UTC))

    def test_a_year_after_the_last_of_its_quarters(self):
        last = quarters_of(YEAR)[-1]
        assert YEAR not in due(known_at(last.previous))
        assert due(known_at(last))[-1] == YEAR

    def test_what_was_missed_is_looked_for_again(self):
        found = due(datetime(2027, 10, 15, tzinfo=UTC))
        assert [one for one in found if isinstance(one, Quarter)] == list(quarters_of(YEAR))


# ---- the attack ----------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize("people", [40])
def test_a_solver_recovers_no_hidden_number_from_a_years_tables(
    session, people, soak_factor, evidence
):
    """Four quarters, the year, and by activity, of one lead NTP: all that anybody outside was given."""
    hidden = attacked = 0
    for seed in range(max(1, soak_factor // 3)):
        chance = random.Random(seed * 1000 + people)
        reader = f"everybody {seed}"
        publish_a_year(session, reader, chance, people)
        figures, sums = given(session, reader)
        known = [one for one, figure in figures if figure.shown == HIDDEN]
        hidden += len(known)
        some = chance.sample(known, min(len(known), 4 * soak_factor))
        attacked += len(some)
        for quantity, span in ranges(figures, sums, some).items():
            assert span.possible >= 4, (seed, sorted(quantity), span)
    assert attacked
    evidence(
        f"hidden numbers of published cohorts, {people} people a quarter, that a solver works out",
        f"0 of {attacked} tried, of {hidden}",
    )


def publish_a_year(session, reader, chance, people):
    quarters = []
    for quarter in quarters_of(YEAR):
        some = [somebody(chance) for _ in range(chance.randint(0, 2 * people))]
        quarters.append(counted(some) | {Cut.SERVICE: counted_by_activity(some)})
        give(session, reader, quarter, quarters[-1])
    give(
        session,
        reader,
        YEAR,
        {cut: together(*(one[cut] for one in quarters)) for cut in quarters[0]},
    )


def give(session, reader, period, counts):
    apart = {cut: by for cut, by in counts.items() if not cut.may_overlap}
    for is_by, made in (
        (False, tables(apart, ONS4)), (True, published.by_activity(counts, ONS4)),
    ):  # fmt: skip
        finest, *coarser = made
        kind = kind_of(ONS4, by_activity=is_by)
        issue(
            session, reader=reader, period=period, kind=kind, table=finest(), coarser=coarser, at=AT
        )


def given(session, reader):
    releases = session.scalars(sa.select(Release).where(Release.reader == reader)).all()
    figures = [one for release in releases for one in release.figures().items()]
    sums = {one for release in releases for one in release.given().sums}
    quantities = {one for release in releases for one in release.given().quantities}
    return figures, [*sums, *sums_over_time(quantities, sums, adds_over_time=True)]
