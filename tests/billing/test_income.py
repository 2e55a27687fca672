"""Where the money of a year comes from: exact sums, rounded shares, and what to watch (A-FIN-01 to A-FIN-03)."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.income import (
    MOST_OF_ONE,
    WORTH_A_WORD,
    Income,
    Payer,
    Share,
    Stream,
    StreamKind,
    must_fit,
    to_watch,
    years_around,
)
from kernel.errors import RuleBroken
from kernel.money import NOTHING, Money, total
from kernel.periods import FinancialYear

YEAR = FinancialYear(date(2026, 4, 1))
TODAY = date(2026, 11, 28)


def a_stream(pounds="100", kind=StreamKind.NHS_GRANT, *, ringed=False, ends_on=None, words=""):
    """A stream; `None` pounds is an amount that nobody knows yet."""
    amount = None if pounds is None else Money.pounds(pounds)
    return Stream(kind, words, amount, is_ring_fenced=ringed, ends_on=ends_on)


def income_of(*streams):
    return Income(tuple(streams))


class TestKinds:
    def test_there_are_the_ten_of_the_guide_each_with_its_payer(self):
        assert [one.payer for one in StreamKind] == [
            Payer.NHS, Payer.NHS, Payer.NHS, Payer.COUNCIL, Payer.COUNCIL, Payer.TRUST, Payer.TRUST,
            Payer.PUBLIC, Payer.PUBLIC, Payer.OTHER,
        ]  # fmt: skip
        assert {one.payer for one in StreamKind} == set(Payer)

    def test_each_has_words_of_its_own(self):
        assert len({one.words for one in StreamKind}) == len(StreamKind)
        assert all(one.words for one in (*StreamKind, *Payer))

    def test_none_brings_a_figure_along(self):
        """Of the guide's figures one is missing (T2): which belongs to which kind, nobody knows."""
        assert not any(char.isdigit() for one in StreamKind for char in one.words + one.value)


class TestShares:
    def test_nine_figures_that_make_a_hundred_are_shares_of_themselves(self):
        """C6.3, as amounts in pounds."""
        figures = ["2.5", "30", "0", "20", "20", "10", "15.5", "1", "1"]
        income = income_of(*map(a_stream, figures))
        assert income.total == Money.pounds("100")
        assert [str(income.share(one.amount)) for one in income.streams] == [
            "2.5%", "30.0%", "0.0%", "20.0%", "20.0%", "10.0%", "15.5%", "1.0%", "1.0%",
        ]  # fmt: skip
        assert sum(Fraction(income.share(one.amount).tenths, 10) for one in income.streams) == 100

    @pytest.mark.parametrize(
        ("part", "whole", "said"),
        [
            (1, 3, "33.3%"),
            (2, 3, "66.7%"),
            (1, 2000, "0.1%"),
            (1, 2001, "less than 0.1%"),
            (0, 5, "0.0%"),
            (9999, 10000, "more than 99.9%"),
            (5, 5, "100.0%"),
            (1245, 10000, "12.5%"),
        ],
    )
    def test_half_a_tenth_goes_up_and_a_little_is_never_called_nothing(self, part, whole, said):
        assert str(Share.of(Money(part), Money(whole))) == said

    def test_of_nothing_there_is_no_share(self):
        assert Share.of(NOTHING, NOTHING) is None
        assert income_of(a_stream("0")).share(NOTHING) is None

    @given(st.lists(st.integers(0, 10**11), min_size=1, max_size=20).filter(any))
    def test_exact_shares_always_make_one(self, pence):
        income = income_of(*(Stream(StreamKind.OTHER, "", Money(one)) for one in pence))
        assert sum(income.share(one.amount).exact for one in income.streams) == 1


class TestSums:
    def test_nil_is_a_fact_and_what_nobody_knows_is_in_no_sum(self):
        income = income_of(a_stream("10"), a_stream("0"), a_stream(None))
        assert (income.total, income.unknown) == (Money.pounds("10"), 1)
        assert income.share(None) is None

    def test_what_is_not_ring_fenced_is_summed_apart(self):
        income = income_of(a_stream("10"), a_stream("5.50", ringed=True), a_stream("0.25"))
        assert income.free == Money.pounds("10.25")

    def test_payers_are_summed_in_one_order_and_only_those_who_are_there(self):
        income = income_of(
            a_stream("7", StreamKind.FUND_RAISING), a_stream("2", StreamKind.NHS_TARIFF),
            a_stream("3", StreamKind.NHS_BLOCK), a_stream("0", StreamKind.OTHER),
            a_stream(None, StreamKind.COUNCIL_GRANT),
        )  # fmt: skip
        assert income.by_payer == (
            (Payer.NHS, Money.pounds("5")), (Payer.PUBLIC, Money.pounds("7")), (Payer.OTHER, NOTHING),
        )  # fmt: skip

    @given(st.lists(st.tuples(st.sampled_from(StreamKind), st.integers(0, 10**11), st.booleans())))
    def test_payers_make_the_total_and_so_do_ring_fenced_and_free(self, rows):
        income = income_of(
            *(Stream(kind, "", Money(pence), is_ring_fenced=ringed) for kind, pence, ringed in rows)
        )
        ringed = total(one.amount for one in income.streams if one.is_ring_fenced)
        assert (
            total(amount for _, amount in income.by_payer) == income.total == income.free + ringed
        )


class TestWatching:
    def test_half_is_not_more_than_half_and_a_penny_more_is(self):
        assert Fraction(1, 2) == MOST_OF_ONE
        half = income_of(
            a_stream("50", StreamKind.OTHER), a_stream("30"), a_stream("20", StreamKind.CUSTOMERS)
        )
        assert to_watch(half, YEAR, on=TODAY) == ()
        more = income_of(
            a_stream("50.01", StreamKind.OTHER, words="Rent"),
            a_stream("25"), a_stream("25", StreamKind.CUSTOMERS),
        )  # fmt: skip
        assert to_watch(more, YEAR, on=TODAY) == (
            "More than half of the money comes from one place: “Anything else: Rent”. It gives 50.0%.",
        )

    def test_one_payer_of_several_streams_is_watched_too(self):
        income = income_of(
            a_stream("30"), a_stream("30", StreamKind.NHS_BLOCK), a_stream("40", StreamKind.OTHER)
        )
        assert to_watch(income, YEAR, on=TODAY) == (
            "More than half of the money comes from one payer: “The NHS”. It gives 60.0%.",
        )

    def test_a_payer_of_one_large_stream_is_not_told_of_twice(self):
        income = income_of(a_stream("60"), a_stream("40", StreamKind.OTHER))
        assert len(to_watch(income, YEAR, on=TODAY)) == 1
        income = income_of(
            a_stream("60"), a_stream("10", StreamKind.NHS_BLOCK), a_stream("30", StreamKind.OTHER)
        )
        assert len(to_watch(income, YEAR, on=TODAY)) == 2

    @pytest.mark.parametrize(
        ("ends_on", "is_told"),
        [
            (None, False),
            (date(2027, 5, 28), True),
            (date(2027, 5, 29), False),
            (date(2026, 11, 28), True),
            (date(2026, 11, 27), True),
        ],
    )
    def test_what_ends_within_six_months_is_told(self, ends_on, is_told):
        income = income_of(
            a_stream("20", ends_on=ends_on), a_stream("40", StreamKind.OTHER),
            a_stream("40", StreamKind.CUSTOMERS),
        )  # fmt: skip
        assert bool(to_watch(income, YEAR, on=TODAY)) is is_told

    def test_six_months_from_the_end_of_august_is_the_end_of_february(self):
        rest = (a_stream("40", StreamKind.OTHER), a_stream("40", StreamKind.CUSTOMERS))
        for last, is_told in ((date(2027, 2, 28), True), (date(2027, 3, 1), False)):
            income = income_of(a_stream("20", ends_on=last), *rest)
            assert bool(to_watch(income, YEAR, on=date(2026, 8, 31))) is is_told

    def test_it_says_whether_the_day_is_still_to_come(self):
        rest = (a_stream("40", StreamKind.OTHER), a_stream("40", StreamKind.CUSTOMERS))
        (coming,) = to_watch(income_of(a_stream("20", ends_on=TODAY), *rest), YEAR, on=TODAY)
        (past,) = to_watch(
            income_of(a_stream("20", ends_on=date(2026, 9, 30)), *rest), YEAR, on=TODAY
        )
        assert coming == "“NHS grant” is sure until 28 November 2026 only. It gives 20.0%."
        assert past == "“NHS grant” was sure until 30 September 2026 only. It gives 20.0%."

    def test_a_tenth_is_too_little_to_be_told_of(self):
        assert Fraction(1, 10) == WORTH_A_WORD
        rest = (a_stream("45", StreamKind.OTHER), a_stream("45", StreamKind.CUSTOMERS))
        assert not to_watch(income_of(a_stream("10", ends_on=TODAY), *rest), YEAR, on=TODAY)
        assert to_watch(income_of(a_stream("10.01", ends_on=TODAY), *rest), YEAR, on=TODAY)

    def test_ends_of_a_year_that_is_over_are_history(self):
        rest = (a_stream("40", StreamKind.OTHER), a_stream("40", StreamKind.CUSTOMERS))
        income = income_of(a_stream("20", ends_on=date(2027, 3, 31)), *rest)
        assert to_watch(income, YEAR, on=date(2027, 3, 31))
        assert not to_watch(income, YEAR, on=date(2027, 4, 1))

    def test_of_nothing_and_of_what_nobody_knows_there_is_no_warning(self):
        assert to_watch(income_of(), YEAR, on=TODAY) == ()
        income = income_of(a_stream("0", ends_on=TODAY), a_stream(None, ends_on=TODAY))
        assert to_watch(income, YEAR, on=TODAY) == ()


class TestAStream:
    def test_it_is_called_by_its_kind_and_its_own_words(self):
        assert a_stream().called == "NHS grant"
        assert a_stream(words="Riverside Fund").called == "NHS grant: Riverside Fund"

    def test_all_of_it_can_be_said_in_a_sentence(self):
        kept = a_stream("5", ringed=True, ends_on=date(2027, 3, 3))
        assert kept.said == "NHS grant: £5.00 a year, ring-fenced, sure until 3 March 2027."
        assert a_stream(None).said == "NHS grant: amount not known yet, not ring-fenced."
        assert a_stream("0").said == "NHS grant: nil, not ring-fenced."

    def test_less_than_nothing_is_no_income(self):
        with pytest.raises(RuleBroken) as refused:
            must_fit(a_stream("-1"), YEAR)
        assert refused.value.field == "amount"

    def test_one_that_ended_before_the_year_is_none_of_the_year(self):
        must_fit(a_stream(ends_on=date(2026, 4, 1)), YEAR)
        with pytest.raises(RuleBroken, match="before the year begins") as refused:
            must_fit(a_stream(ends_on=date(2026, 3, 31)), YEAR)
        assert refused.value.field == "ends_on"


def test_the_years_to_choose_from_are_those_round_today_and_those_with_a_list():
    old = FinancialYear(date(2019, 4, 1))
    assert [one.label for one in years_around(TODAY, [YEAR, old])] == [
        "2019 to 2020", "2025 to 2026", "2026 to 2027", "2027 to 2028",
    ]  # fmt: skip
