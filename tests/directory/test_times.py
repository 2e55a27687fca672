"""When it is next on, which part of the day that is, and the times in words."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.published import Slot
from directory.spoken_times import openings_in
from directory.times import LAST, Opening, next_occurrence, parts_of_day, said, words_of
from directory.vocabulary import PartOfDay

LONDON = ZoneInfo("Europe/London")
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
MORNING, AFTERNOON, EVENING = PartOfDay

times = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
openings = st.builds(
    Opening,
    weekday=st.integers(0, 6),
    opens_at=st.none() | times,
    closes_at=st.none() | times,
    ordinals=st.sets(st.sampled_from([1, 2, 3, 4, LAST])).map(
        lambda weeks: tuple(sorted(weeks, key=lambda week: (week < 0, week)))
    ),
)
moments = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - the zone is drawn apart
    datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, LONDON]),
)


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


class TestPartsOfDay:
    @pytest.mark.parametrize(
        ("opens", "closes", "parts"),
        [
            (time(9), time(12), (MORNING,)),
            (time(11, 59), None, (MORNING,)),
            (time(12), None, (AFTERNOON,)),
            (time(10), time(12, 1), (MORNING, AFTERNOON)),
            (time(9), time(17), (MORNING, AFTERNOON)),
            (time(17), None, (EVENING,)),
            (time(16, 59), time(17), (AFTERNOON,)),
            (time(10), time(20), (MORNING, AFTERNOON, EVENING)),
            (time(22), time(2), (EVENING,)),
            (time(0), None, (MORNING,)),
            (None, time(16), (AFTERNOON,)),
            (None, None, ()),
        ],
    )
    def test_run_from_opening_to_closing(
        self, opens: time | None, closes: time | None, parts: tuple[PartOfDay, ...]
    ) -> None:
        assert parts_of_day([Opening(MON, opens, closes)]) == parts

    def test_come_from_the_words_where_no_time_is_said(self) -> None:
        words = "Weekday mornings and Friday evenings"
        assert parts_of_day(openings_in(words), words) == (MORNING, EVENING)


class TestNext:
    @pytest.mark.parametrize(
        ("opening", "after", "expected"),
        [
            # An ordinary week: 1 March 2027 is a Monday.
            (Opening(TUE, time(10)), london(2027, 3, 1, 9), london(2027, 3, 2, 10)),
            (Opening(MON, time(10)), london(2027, 3, 1, 10), london(2027, 3, 1, 10)),
            (Opening(MON, time(10)), london(2027, 3, 1, 10, 1), london(2027, 3, 8, 10)),
            (Opening(MON, time(10)), london(2027, 3, 1, 9, 59), london(2027, 3, 1, 10)),
            # No time is said: today is still next.
            (Opening(MON), london(2027, 3, 1, 15), london(2027, 3, 1)),
            (Opening(SUN), london(2027, 3, 1, 15), london(2027, 3, 7)),
            # Weeks of the month.
            (Opening(MON, time(10), None, (1,)), london(2027, 3, 2), london(2027, 4, 5, 10)),
            (Opening(THU, time(18), None, (LAST,)), london(2027, 3, 1), london(2027, 3, 25, 18)),
            (Opening(SUN, time(18), None, (LAST,)), london(2027, 2, 1), london(2027, 2, 28, 18)),
            (Opening(WED, time(9), None, (1, 3)), london(2027, 3, 4), london(2027, 3, 17, 9)),
            (Opening(WED, time(9), None, (4,)), london(2027, 3, 25), london(2027, 4, 28, 9)),
            (Opening(FRI, time(9), None, (5,)), london(2027, 2, 1), london(2027, 4, 30, 9)),
            # 29 February 2028 is the fifth and the last Tuesday.
            (Opening(TUE, time(10), None, (LAST,)), london(2028, 2, 23), london(2028, 2, 29, 10)),
            (Opening(TUE, time(10)), london(2028, 2, 22, 11), london(2028, 2, 29, 10)),
            (Opening(MON, time(10), None, (LAST,)), london(2027, 2, 23), london(2027, 3, 29, 10)),
            # Over the year's end.
            (Opening(FRI, time(10)), london(2027, 12, 31, 11), london(2028, 1, 7, 10)),
        ],
    )
    def test_is_the_first_moment_it_begins(
        self, opening: Opening, after: datetime, expected: datetime
    ) -> None:
        assert next_occurrence([opening], after) == expected

    def test_ten_in_the_morning_stays_ten_when_the_clocks_change(self) -> None:
        sundays = [Opening(SUN, time(10))]
        winter = next_occurrence(sundays, london(2027, 3, 21))
        summer = next_occurrence(sundays, london(2027, 3, 28))
        assert winter is not None and summer is not None
        assert (winter.hour, summer.hour) == (10, 10)
        assert summer.astimezone(UTC) - winter.astimezone(UTC) == timedelta(days=7, hours=-1)

    def test_a_time_that_spring_skips_is_an_hour_later(self) -> None:
        found = next_occurrence([Opening(SUN, time(1, 30))], london(2027, 3, 28))
        assert found == london(2027, 3, 28, 2, 30)
        assert found is not None and found.astimezone(UTC).hour == 1

    def test_a_time_that_autumn_repeats_is_the_first_of_the_two(self) -> None:
        at_half_past_one = [Opening(SUN, time(1, 30))]
        first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
        second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
        found = next_occurrence(at_half_past_one, first)
        assert found is not None
        assert found.astimezone(UTC) == first
        between = next_occurrence(at_half_past_one, second)
        assert between == london(2027, 11, 7, 1, 30)

    def test_after_midnight_in_london_it_is_the_next_day_though_utc_says_otherwise(self) -> None:
        summer_night = datetime(2027, 6, 7, 23, 30, tzinfo=UTC)  # Tuesday 0:30 in London
        assert next_occurrence([Opening(MON)], summer_night) == london(2027, 6, 14)
        assert next_occurrence([Opening(TUE)], summer_night) == london(2027, 6, 8)

    def test_the_soonest_of_several_is_given_in_london_time(self) -> None:
        several = [Opening(FRI, time(9)), Opening(TUE, time(14)), Opening(TUE, time(10))]
        found = next_occurrence(several, datetime(2027, 3, 1, tzinfo=UTC))
        assert found == london(2027, 3, 2, 10)
        assert found is not None and found.tzinfo == LONDON

    def test_a_published_slot_will_do(self) -> None:
        slot = Slot(id=uuid4(), weekday=TUE, opens_at=time(10))
        assert next_occurrence([slot], london(2027, 3, 1)) == london(2027, 3, 2, 10)

    def test_there_is_none_without_times_or_for_a_week_that_never_comes(self) -> None:
        assert next_occurrence([], london(2027, 3, 1)) is None
        assert next_occurrence([Opening(MON, time(9), None, (6,))], london(2027, 3, 1)) is None

    def test_a_moment_without_a_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="zone"):
            next_occurrence([], datetime(2027, 3, 1))  # noqa: DTZ001 - that is the point

    @given(st.lists(openings, min_size=1, max_size=4), moments)
    def test_it_is_never_past_and_falls_on_a_day_that_was_said(
        self, several: list[Opening], after: datetime
    ) -> None:
        found = next_occurrence(several, after)
        assert found is not None
        assert found.weekday() in {opening.weekday for opening in several}
        is_whole_day = any(opening.opens_at is None for opening in several)
        today = after.astimezone(LONDON).date()
        assert found.astimezone(UTC) >= after or (is_whole_day and found.date() == today)


class TestWords:
    @pytest.mark.parametrize(
        ("several", "words"),
        [
            ([Opening(TUE, time(10), time(12))], "Tuesdays, 10am to 12 noon"),
            ([Opening(day, time(9), time(17)) for day in range(5)], "Monday to Friday, 9am to 5pm"),
            ([Opening(day) for day in range(7)], "every day"),
            ([Opening(SAT), Opening(SUN)], "Saturdays and Sundays"),
            ([Opening(WED, time(19, 30)), Opening(FRI, time(19, 30))], "Wednesdays and Fridays, 7:30pm"),
            ([Opening(MON, time(14), None, (1,))], "first Monday of the month, 2pm"),
            ([Opening(MON, None, None, (LAST, 2))], "second and last Monday of the month"),
            ([Opening(THU, None, time(16))], "Thursdays, until 4pm"),
            ([Opening(FRI, time(22), time(0))], "Fridays, 10pm to 12 midnight"),
            (
                [Opening(FRI, time(9), time(16)), Opening(MON, time(9), time(17))],
                "Mondays, 9am to 5pm; Fridays, 9am to 4pm",
            ),
            ([], ""),
        ],
    )  # fmt: skip
    def test_are_what_people_would_say(self, several: list[Opening], words: str) -> None:
        assert words_of(several) == words

    @given(st.lists(openings, max_size=6))
    def test_are_read_back_as_the_same_times(self, several: list[Opening]) -> None:
        assert set(openings_in(words_of(several))) == set(several)

    def test_two_that_begin_at_the_same_time_have_one_order(self) -> None:
        whole, until = Opening(0, None, None), Opening(0, None, time(0, 0))
        assert words_of([whole, until]) == words_of([until, whole])

    @given(st.lists(openings, max_size=6), st.randoms())
    def test_do_not_depend_on_the_order(self, several: list[Opening], chance) -> None:
        shuffled = several[:]
        chance.shuffle(shuffled)
        assert words_of(shuffled) == words_of(several)

    @pytest.mark.parametrize(
        ("moment", "words"),
        [
            (time(0), "12 midnight"),
            (time(0, 5), "12:05am"),
            (time(9), "9am"),
            (time(12), "12 noon"),
            (time(12, 30), "12:30pm"),
            (time(14, 30), "2:30pm"),
            (time(23, 59), "11:59pm"),
        ],
    )
    def test_of_a_time_of_day(self, moment: time, words: str) -> None:
        assert said(moment) == words
