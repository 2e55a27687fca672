"""What is published of a cohort adds up for nobody: not by hand, not by a solver, not over the years."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from kernel.disclosure import Figure, Known, Range, cell, figure_of, publish
from kernel.periods import FinancialYear
from kernel.releases import Release, issue, sums_over_time
from kernel.suppression import HIDDEN, Headcount
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
from tests.cast_published import (
    GAINED,
    LESS_ANXIOUS,
    SAID_LITTLE,
    alike,
    one_of_four,
    so_many,
)
from tests.support.solver import ranges

ONS4 = shelf.get("ons4", 1)
FRIENDS = shelf.get("friends-and-family", 1)
OF_TWO = replace(
    FRIENDS, aspects=(*FRIENDS.aspects, replace(FRIENDS.aspects[0], code="something else"))
)
"""What is asked of two things: who has an end may have left one out."""

YEAR = FinancialYear(date(2026, 4, 1))
AT = datetime(2027, 10, 15, tzinfo=UTC)
PARTS = {
    Cut.PRACTICE: ("weaver", "hilltop", "quay", "mill"),
    Cut.LOCALITY: ("riverside", "hill", "byker", ""),
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
    figures = publish(Known.before(table.sums, most=table.out_of_reach()), table)
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
        shown = lines_of(as_published([somebody(chance) for _ in range(30)]))
        assert {one.key for one in shown if one.cut is Cut.LOCALITY} == set(PARTS[Cut.LOCALITY])
        assert any(one.course[STARTED] == HIDDEN for one in shown)

    def test_practices_and_fifths_are_not_told_apart_nor_a_cut_where_no_part_has_eight(self):
        chance = random.Random(3)
        people = [somebody(chance) for _ in range(40)]
        few = [
            (where | {Cut.SEX: "" if at else "male"}, one) for at, (where, one) in enumerate(people)
        ]
        shown = {one.cut for one in lines_of(as_published(few))}
        assert shown == {Cut.ALL, Cut.LOCALITY}

    def test_of_fewer_than_eight_nothing_is_told(self):
        chance = random.Random(8)
        counts = counted([somebody(chance) for _ in range(7)])
        assert [_shown(make()) for make in tables(counts, ONS4)] == [{}]

    def test_the_last_resort_says_nothing(self):
        counts = counted([somebody(random.Random(4)) for _ in range(20)])
        *_, last = tables(counts, ONS4)
        assert _shown(last()) == {}

    def test_few_figures_are_left_out(self, soak_factor):
        chance = random.Random(7)
        asked = left_out = 0
        for _ in range(soak_factor):
            table = next(iter(tables(counted([somebody(chance) for _ in range(60)]), ONS4)))()
            shown = _shown(table)
            asked, left_out = (
                asked + len(table.counts),
                left_out + len(set(table.counts) - set(shown)),
            )
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
    return publish(Known.before(table.sums, most=table.out_of_reach()), table) or {}


class TestAverages:
    """Of everybody alone, beside figures that are all told, and saying nothing of any of them."""

    def told(self, gained, *numbers):
        better, same, harder = numbers
        people = sum(numbers)
        figures = {
            _happy(counted): figure_of(Headcount(number), sensitive=True)
            for counted, number in (
                (TWICE, people),
                (BETTER, better),
                (SAME, same),
                (HARDER, harder),
            )
        }
        known = Sums(people, 100, 100 + gained, gained, 900, better, harder)
        counts = {Cut.ALL: {"": Counts(Course(people), {"happy": known})}}
        return [one.says for one in averages(counts, ONS4, figures)]

    def test_an_average_stands_beside_figures_that_are_all_told(self):
        assert self.told(30, 20, 10, 10) == [{"gain": "+0.8"}]

    def test_beside_a_hidden_figure_it_would_tell_it(self):
        assert self.told(30, 20, 17, 3) == []

    def test_near_an_end_of_the_scale_it_says_no_more_than_that(self):
        (said,) = self.told(20 * 10 - 10, 20, 10, 10)
        assert said["gain"].endswith(" or more")

    def test_a_figure_that_may_stand_for_fewer_than_eight_has_none(self):
        """Rounded on, a true five is shown as about ten."""
        shown = {_happy(one): figure_of(Headcount(10)) for one in (BETTER, SAME, HARDER)}
        shown[_happy(TWICE)] = Figure("10", Range(5, 12))
        counts = {Cut.ALL: {"": Counts(Course(9), {"happy": Sums(9, 1, 1, 0, 9, 3, 3)})}}
        assert list(averages(counts, ONS4, shown)) == []


def _happy(counted):
    return cell(counted, aspect="happy", of="ons4 1")


class TestWhatIsDue:
    def test_a_year_half_a_year_and_a_fortnight_after_the_last_of_its_quarters(self):
        last = quarters_of(YEAR)[-1]
        assert known_at(last).date() == date(2027, 10, 14)
        assert due(known_at(last)) == YEAR
        assert due(known_at(last.previous)) == YEAR.previous


class TestWhatSeveralSumsSay:
    """Each says nothing by itself; a solver sees what they say together (an attack of November 2026)."""

    @pytest.mark.parametrize(
        "parts",
        [
            [(8, 7)] * 4 + [(10, 10)] * 3,
            [(8, 7)] * 2 + [(10, 10), (11, 11)],
            [(8, 7)] * 3 + [(10, 10)] * 3,
        ],
    )
    def test_no_hidden_number_is_left_with_fewer_than_four_values(self, parts):
        by = {
            f"place {at}": Counts(Course(started=started, ended=ended, under_way=started - ended))
            for at, (started, ended) in enumerate(parts)
        }
        counts = {Cut.ALL: {"": sum(by.values(), start=Counts())}, Cut.LOCALITY: by}
        table = next(iter(tables(counts, OF_TWO)))()
        assert_none_is_worked_out(list(_shown(table).items()), table.sums)


HALF_ENDED = {"better": 7, "same": 1, "without": 5}


class TestMixes:
    """Sets of outcomes that cross levels add up too: those not better, say (an attack of November 2026)."""

    @pytest.mark.parametrize(
        "parts",
        [
            [HALF_ENDED] * 2 + [{"better": 9}, {"better": 12}],
            [HALF_ENDED] * 3 + [{"better": 12}],
            [{"better": 7, "same": 2, "worse": 2, "not_twice": 2}] * 4 + [{"better": 11}] * 3,
        ],
    )
    def test_no_hidden_number_of_one_aspect_is_worked_out(self, parts):
        by = {f"place {at}": so_many(**part) for at, part in enumerate(parts)}
        table = in_places(by, OF_TWO)
        shown = _shown(table)
        assert set(shown) == set(table.counts), "Nothing had to be left out."
        assert_none_is_worked_out(list(shown.items()), table.sums)

    @pytest.mark.full_size
    @pytest.mark.parametrize(
        ("parts", "more"),
        [
            ([(7, 1, 0, 5)] * 3, [12]),
            ([(7, 1, 0, 5)] * 2, [9, 12]),
            ([(7, 1, 5, 0)] * 4, [10, 10, 10]),
        ],
    )
    def test_nor_of_four(self, parts, more):
        """Some gained in all, some are less anxious alone, some answered that alone, some have no end."""
        ends = [
            [GAINED] * gained + [LESS_ANXIOUS] * less + [SAID_LITTLE] * little + [None] * none
            for gained, less, little, none in parts
        ] + [[GAINED] * people for people in more]  # fmt: skip
        by = {
            f"place {at}": sum(map(one_of_four, some), start=Counts())
            for at, some in enumerate(ends)
        }
        table = in_places(by, ONS4)
        assert_none_is_worked_out(list(_shown(table).items()), table.sums)

    def test_nor_in_made_up_worlds(self, soak_factor, evidence):
        """Places alike, each with a few left over, beside places where nearly all are better."""
        chance, hidden = random.Random(11), 0
        for _ in range(soak_factor):
            by = {f"place {at}": so_many(**one) for at, one in enumerate(alike(chance))}
            table = in_places(by, OF_TWO)
            hidden += assert_none_is_worked_out(list(_shown(table).items()), table.sums)
        evidence("hidden numbers of alike places that a solver works out", f"0 of {hidden}")


def in_places(by, instrument):
    """The finest table of these places and of everybody."""
    counts = {Cut.ALL: {"": sum(by.values(), start=Counts())}, Cut.LOCALITY: by}
    return next(iter(tables(counts, instrument)))()


class TestOneQuestion:
    """Nobody answers it without answering its one part: a reader knows so (an attack of November 2026)."""

    def test_the_gate_knows_it_too(self):
        places = [
            {"same": 12},
            {"better": 7, "same": 6, "worse": 7, "dropped": 2},
            {"better": 7, "same": 7, "worse": 8, "dropped": 2},
        ]
        by = {f"place {at}": so_many(**one) for at, one in enumerate(places)}
        table = in_places(by, FRIENDS)
        assert_none_is_worked_out(list(_shown(table).items()), table.sums)


class TestThoseWhoDidNotGo:
    """They are a line that nobody is shown, and that adds up like any other (an attack of November 2026)."""

    @pytest.mark.parametrize(
        ("whole", "went"),
        [
            ({"better": 8, "not_twice": 10, "under_way": 15, "without": 8},
             {"better": 8, "not_twice": 9, "under_way": 15, "without": 7}),
            ({"better": 1, "worse": 7, "not_twice": 22, "under_way": 1, "dropped": 8, "without": 13},
             {"better": 1, "worse": 7, "not_twice": 22, "under_way": 1, "dropped": 7, "without": 12}),
            ({"same": 1, "under_way": 18, "dropped": 15, "without": 13},
             {"same": 1, "under_way": 18, "dropped": 7, "without": 7}),
            ({"better": 8, "worse": 22, "not_twice": 1, "under_way": 13, "dropped": 8},
             {"better": 7, "worse": 21, "under_way": 12}),
        ],
    )  # fmt: skip
    def test_no_hidden_number_of_an_activity_is_worked_out(self, session, whole, went):
        counts = {Cut.ALL: {"": so_many(**whole)}, Cut.SERVICE: {"walks": so_many(**went)}}
        give(session, "everybody", YEAR, counts, of=OF_TWO)
        assert_none_is_worked_out(*given(session, "everybody"))


def assert_none_is_worked_out(figures, sums):
    hidden = [one for one, figure in figures if figure.shown == HIDDEN]
    assert hidden
    for quantity, span in ranges(figures, plain(sums), hidden).items():
        assert span.possible >= 4, (sorted(quantity), span)
    return len(hidden)


def plain(sums):
    """Those without what is a few parts together: the gate needs that named, a solver puts it together itself."""
    return [
        one for one in sums
        if not any(" or " in dict(member)["counted"] for member in (one.total, *one.parts))
    ]  # fmt: skip


# ---- the attack ----------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize("people", [40])
def test_a_solver_recovers_no_hidden_number_from_a_years_tables(
    session, people, soak_factor, evidence
):
    """A year by every cut, and by activity, of one lead NTP: all that anybody outside was given."""
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
        for quantity, span in ranges(figures, plain(sums), some).items():
            assert span.possible >= 4, (seed, sorted(quantity), span)
    assert attacked
    evidence(
        f"hidden numbers of published cohorts, {people} people a quarter, that a solver works out",
        f"0 of {attacked} tried, of {hidden}",
    )


def publish_a_year(session, reader, chance, people):
    quarters = []
    for _ in quarters_of(YEAR):
        some = [somebody(chance) for _ in range(chance.randint(0, 2 * people))]
        quarters.append(counted(some) | {Cut.SERVICE: counted_by_activity(some)})
    give(
        session,
        reader,
        YEAR,
        {cut: together(*(one[cut] for one in quarters)) for cut in quarters[0]},
    )


def give(session, reader, period, counts, of=ONS4):
    apart = {cut: by for cut, by in counts.items() if not cut.may_overlap}
    for is_by, made in (
        (False, tables(apart, of)), (True, published.by_activity(counts, of)),
    ):  # fmt: skip
        finest, *coarser = made
        kind = kind_of(of, by_activity=is_by)
        issue(
            session, reader=reader, period=period, kind=kind, table=finest(), coarser=coarser, at=AT
        )


def given(session, reader):
    releases = session.scalars(sa.select(Release).where(Release.reader == reader)).all()
    figures = [one for release in releases for one in release.figures().items()]
    sums = {one for release in releases for one in release.given().sums}
    quantities = {one for release in releases for one in release.given().quantities}
    return figures, [*sums, *sums_over_time(quantities, sums, adds_over_time=True)]
