"""What a licensee enters: words that are kept whole, and a table that has every sum once."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import RuleBroken
from outcomes_star import shelf
from outcomes_star.instruments import Asked, Wording
from outcomes_star.languages import ENGLISH
from outcomes_star.licensed import (
    kept,
    kept_table,
    read_table,
    sums_of,
    table_of,
    worded,
    wording_of,
)
from outcomes_star.scoring import score

SWEMWBS, STAR = shelf.get("swemwbs", 1), shelf.get("well-being-star", 1)
TABLE = "\n".join(f"{total} {total + 0.25}" for total in sums_of(SWEMWBS))
WORDS = st.text(min_size=1, max_size=20)


@given(
    WORDS,
    st.dictionaries(st.sampled_from([one.code for one in STAR.aspects]), st.tuples(WORDS, WORDS)),
)
def test_words_come_back_as_they_were(title, aspects):
    wording = Wording(
        title, "Begin", {code: Asked(*one) for code, one in aspects.items()}, {1: "low", 5: "high"}
    )
    assert wording_of(kept(wording)) == wording


def test_words_of_themes_too_and_what_was_kept_before_there_were_any():
    wording = Wording("Ours", "Begin", {"a": Asked("A")}, themes={"one": "The first"})
    assert wording_of(kept(wording)) == wording
    old = {name: said for name, said in kept(wording).items() if name != "themes"}
    assert wording_of(old).themes == {}


def test_with_all_its_words_it_can_be_asked():
    assert not STAR.is_worded
    aspects = {one.code: Asked(f"Part {one.code}") for one in STAR.aspects}
    there = worded(STAR, Wording("Our star", aspects=aspects))
    assert there.is_worded and there.wording(ENGLISH).title == "Our star"


def test_the_sums_of_seven_items_of_five_points():
    assert (sums_of(SWEMWBS)[0], sums_of(SWEMWBS)[-1]) == (7, 35)


def test_a_table_is_read_kept_and_used():
    table = read_table(SWEMWBS, f"\n{TABLE}\n")
    assert table[7] == Decimal("7.25") and table_of(kept_table(table)) == table
    answers = {one.code: 3 for one in SWEMWBS.aspects}
    assert score(SWEMWBS, answers, table=table) == Decimal("21.25")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "one line for each sum from 7 to 35"),
        (TABLE.replace("20 20.25\n", ""), "one line for each sum from 7 to 35"),
        (f"{TABLE}\n36 36.25", "one line for each sum from 7 to 35"),
        (f"{TABLE}\n7 8", "7 stands there twice"),
        (f"{TABLE}\nseven 8", "is “seven 8”"),
        (f"{TABLE}\n7", "is “7”"),
        (TABLE.replace("7.25", "NaN"), "is “7 NaN”"),
    ],
)
def test_a_table_that_is_wrong_is_refused_in_words(typed, says):
    with pytest.raises(RuleBroken, match=says) as refused:
        read_table(SWEMWBS, typed)
    assert refused.value.field == "conversion"


def test_an_instrument_that_is_not_converted_has_no_table():
    assert read_table(STAR, "whatever") == {}


@pytest.mark.parametrize("value", ["1e400", "1e30000000", "-1000001", "0.00001"])
def test_a_sum_that_stands_for_something_enormous_is_refused(value):
    with pytest.raises(RuleBroken) as refusal:
        read_table(SWEMWBS, f"{sums_of(SWEMWBS)[0]} {value}\n{TABLE.partition(chr(10))[2]}")
    assert refusal.value.field == "conversion"
