"""Rows without names: nobody is alone with what is shown of them, and no pseudonym leads back."""

from collections import Counter
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes_star.anonymity import (
    FEWEST_ALIKE,
    FEWEST_IN_PLACE,
    HIDDEN,
    NOT_KNOWN,
    NOT_SHOWN,
    OTHER,
    Traits,
    age_band,
    generalised,
    places_named,
    pseudonym,
)

ROWS = st.lists(
    st.builds(
        Traits,
        st.sampled_from(["Q1", "Q2"]),
        st.sampled_from(["40 to 49", "50 to 59", "90 and over", NOT_KNOWN]),
        st.sampled_from(["Riverside", "Hilltop", OTHER]),
        st.sampled_from(["1", "2", "5", NOT_KNOWN]),
    ),
    max_size=60,
)
RIVERSIDE = Traits("Q1", "50 to 59", "Riverside", "1")


class TestPseudonyms:
    def test_one_key_gives_one_name_and_another_another(self):
        who = UUID(int=7)
        assert pseudonym(b"a" * 32, "2026", who) == pseudonym(b"a" * 32, "2026", who)
        assert pseudonym(b"a" * 32, "2026", who) != pseudonym(b"b" * 32, "2026", who)
        assert pseudonym(b"a" * 32, "2026", who) != pseudonym(b"a" * 32, "2026", UUID(int=8))

    def test_in_another_file_they_are_called_something_else(self):
        who = UUID(int=7)
        assert pseudonym(b"a" * 32, "2026", who) != pseudonym(b"a" * 32, "2027", who)

    def test_no_two_of_many_are_the_same_and_none_looks_like_a_number(self):
        made = [pseudonym(b"key", "2026", uuid4()) for _ in range(5_000)]
        assert len(set(made)) == len(made)
        assert all(one[0] == "p" and len(one) == 21 for one in made)


@pytest.mark.parametrize(
    ("born_on", "band"),
    [
        (date(2010, 1, 1), "under 20"),
        (date(2006, 11, 23), "under 20"),
        (date(2006, 11, 22), "20 to 29"),
        (date(1996, 11, 23), "20 to 29"),
        (date(1948, 5, 17), "70 to 79"),
        (date(1936, 11, 22), "90 and over"),
        (date(1920, 1, 1), "90 and over"),
        (date(1996, 2, 29), "30 to 39"),
        (None, NOT_KNOWN),
    ],
)
def test_an_age_is_one_of_ten_years(born_on, band):
    assert age_band(born_on, on=date(2026, 11, 22)) == band


class TestPlaces:
    def test_where_enough_live_it_is_named(self):
        assert set(places_named(["Riverside"] * 8 + [NOT_KNOWN])) == {"Riverside", NOT_KNOWN}

    def test_a_single_small_one_takes_the_next_with_it(self):
        there = ["Riverside"] * 30 + ["Hilltop"] * 9 + ["Southbank"] * 2
        assert Counter(places_named(there)) == {"Riverside": 30, OTHER: 11}

    def test_two_small_ones_that_are_too_few_together_do_too(self):
        there = ["Riverside"] * 30 + ["Hilltop"] * 9 + ["Southbank"] * 2 + ["Quayside"]
        assert Counter(places_named(there)) == {"Riverside": 30, OTHER: 12}

    def test_a_few_of_one_place_alone_are_not_known_rather_than_other(self):
        assert places_named(["A"] * 3 + [NOT_KNOWN] * 20) == (NOT_KNOWN,) * 23

    @given(st.lists(st.sampled_from(["A", "B", "C", "D", NOT_KNOWN]), max_size=60))
    def test_no_name_stands_for_few_and_other_hides_which(self, there):
        named = places_named(there)
        counts = Counter(named)
        behind = {before for before, after in zip(there, named, strict=True) if after == OTHER}
        for name, count in counts.items():
            if name not in (OTHER, NOT_KNOWN):
                assert count >= FEWEST_IN_PLACE
        whole = set(there) - {NOT_KNOWN}
        assert not behind or behind == whole or (len(behind) > 1 and counts[OTHER] >= 8)


class TestGeneralising:
    def test_what_five_share_is_shown(self):
        assert generalised([RIVERSIDE] * 5) == (RIVERSIDE,) * 5

    def test_the_finest_is_hidden_first(self):
        fifths = [Traits("Q1", "50 to 59", "Riverside", str(at)) for at in (1, 2, 3, 4, 5)]
        assert set(generalised(fifths)) == {Traits("Q1", "50 to 59", "Riverside", NOT_SHOWN)}

    def test_somebody_alone_is_hidden_among_others(self):
        old = Traits("Q1", "90 and over", "Hilltop", "5")
        found = generalised(
            [RIVERSIDE] * 5 + [Traits("Q1", "40 to 49", "Hilltop", "2")] * 7 + [old]
        )
        assert Counter(found) == {Traits("Q1", "40 to 49", "Hilltop", "2"): 7, HIDDEN: 6}

    def test_a_large_group_spares_as_many_as_are_needed(self):
        old = Traits("Q1", "90 and over", "Hilltop", "5")
        assert Counter(generalised([old, *[RIVERSIDE] * 100])) == {RIVERSIDE: 96, HIDDEN: 5}

    def test_of_too_few_nothing_is_shown(self):
        assert generalised([RIVERSIDE] * 4) == (HIDDEN,) * 4
        assert generalised([]) == ()

    @given(ROWS)
    def test_nobody_is_alone_with_what_is_shown(self, rows):
        shown = generalised(rows)
        counts = Counter(shown)
        assert all(count >= min(FEWEST_ALIKE, len(rows)) for count in counts.values())
        for before, after in zip(rows, shown, strict=True):
            for name, value in vars(after).items():
                assert value in (getattr(before, name), NOT_SHOWN)

    @given(ROWS, st.randoms())
    def test_the_order_of_the_rows_decides_nothing(self, rows, chance):
        order = list(range(len(rows)))
        chance.shuffle(order)
        assert Counter(generalised([rows[at] for at in order])) == Counter(generalised(rows))

    @given(ROWS)
    def test_a_row_that_is_hidden_in_part_was_rare(self, rows):
        counts = Counter(rows)
        for before, after in zip(rows, generalised(rows), strict=True):
            if after not in (before, HIDDEN):
                assert counts[before] < FEWEST_ALIKE
