"""What is unwise in a contract is said before anybody signs (A-COST-04, A-CS-13, A-CS-14, B4-15)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from billing.cautions import cautions, missing
from billing.contracts import FixedLine, with_prices_from
from billing.outcome_share import OutcomeShare
from billing.tariff import ABOUT
from billing.vocabulary import Confidence, FixedKind, Mechanism, OverActivity, Route, Section
from kernel.money import NOTHING, Money
from tests.cast_contracts import DRAFTED, FIRST, begun, whole

MANAGEMENT = (FixedLine(FixedKind.MANAGEMENT, Money(1_00)),)
ONCE = (FixedLine(FixedKind.SET_UP, Money(1_00)),)
TARIFF = {"mechanism": Mechanism.TARIFF, "fee": NOTHING}


def warned(terms):
    return [(one.section, one.words) for one in cautions(terms)]


def test_of_a_contract_that_says_everything_well_nothing_is_said():
    assert missing(whole()) == ()
    assert cautions(whole()) == ()


class TestWhatKeepsFromSigning:
    @pytest.mark.parametrize(("said", "is_missing"), [
        (TARIFF, True),
        (TARIFF | {"core_funding": "A grant."}, False),
        (TARIFF | {"fixed_lines": MANAGEMENT}, False),
        (TARIFF | {"fixed_lines": ONCE}, True),
        ({}, False),
    ])  # fmt: skip
    def test_a_tariff_with_no_core_behind_it(self, said, is_missing):
        terms = replace(replace(whole(), core_funding="", fixed_lines=()), **said)
        found = [one for one in missing(terms) if one.section is Section.FIXED]
        assert bool(found) is is_missing

    def test_a_day_without_a_price(self):
        late = with_prices_from((), date(2026, 6, 1), ABOUT)
        (one,) = missing(whole(spells=late))
        assert one.words == (
            "There are no prices from 1 April 2026 to the day before 1 June 2026. Agree them."
        )
        (one,) = missing(whole(spells=()))
        assert one.words == "There are no prices from 1 April 2026 on. Agree them."

    def test_not_where_nobody_is_priced(self):
        assert missing(whole(begun(mechanism=Mechanism.BLOCK), spells=())) == ()

    def test_but_in_the_shadow_of_a_block_too(self):
        terms = whole(begun(mechanism=Mechanism.BLOCK), spells=(), is_shadow=True)
        assert [one.section for one in missing(terms)] == [Section.PRICES]

    def test_nothing_that_is_done_for_people(self):
        assert [one.section for one in missing(whole(service_lines=()))] == [Section.SERVICES]


@pytest.mark.parametrize(("said", "section", "begins"), [
    ({"last_day": date(2027, 3, 31)}, Section.BASICS, "It lasts a year or less."),
    ({"length_because": ""}, Section.BASICS, "Nobody has said why it lasts"),
    ({"route": None}, Section.ROUTE, "Nobody has said how the lead NTP was chosen."),
    ({"reasons": None}, Section.ROUTE, "A heading of the regulations has no reason yet."),
    ({"route": Route.PILOT}, Section.ROUTE, "Nobody has said why this way was taken."),
    ({"core_funding": ""}, Section.FIXED, "A tariff works only where the lead NTP's core"),
    ({"vat": None}, Section.FIXED, "Nobody has said how VAT is treated."),
    ({"costs": None}, Section.FIXED, "Nobody has said what the work costs"),
    ({"confidence": Confidence.UNKNOWN}, Section.FIXED, "What the work costs was not measured."),
    ({"over_activity": None}, Section.ACTIVITY, "Nobody has said what happens when more"),
    ({"over_activity": OverActivity.CAP}, Section.ACTIVITY, "Beyond the plan nothing is paid."),
    ({"sub_contract_percent": None}, Section.SHARES, "The commissioner has not said how much"),
    ({"evaluation": ""}, Section.SERVICES, "Nobody has said how the old way"),
    ({"spells": with_prices_from((), FIRST, replace(ABOUT, credits=0))}, Section.PRICES,
     "The lead NTP is paid when somebody keeps well"),
])  # fmt: skip
def test_each_is_said_by_itself_with_the_page_to_mend_it(said, section, begins):
    ((found, words),) = warned(whole(**said))
    assert found is section
    assert words.startswith(begins)


def test_no_money_for_setting_up_or_for_data():
    terms = whole(fixed_lines=MANAGEMENT)
    assert warned(terms) == [
        (Section.FIXED, "No money is set aside to set it up. A change that nobody pays for fails."),
        (Section.FIXED, "No money is set aside for collecting and reporting data."),
    ]


def test_less_is_paid_than_it_costs_and_how_much():
    """UnitingCare asked for £34m more, months after it had won at £26m below the cap (B4-15, C6.7)."""
    paid = whole().of_year(0)
    assert paid is not None
    terms = whole(costs=paid + Money(34_00))
    ((_, words),) = warned(terms)
    assert (
        f"The first year pays {paid}, and costs {paid + Money(34_00)}. £34.00 is missing" in words
    )


def test_nothing_is_said_of_what_is_paid_while_a_price_is_missing():
    assert cautions(whole(spells=(), costs=Money(1_000_000_00))) == ()


def test_nobody_is_expected():
    terms = whole(expected=(), costs=Money(1_00))
    assert warned(terms) == [(Section.ACTIVITY, "Nobody has said how many people are expected.")]


@pytest.mark.parametrize(("percent", "said"), [(15, 0), (16, 1)])
def test_much_of_the_first_year_hangs_on_outcomes(percent, said):
    found = warned(whole(**hanging(percent)))
    assert len(found) == said
    assert all(
        words.startswith(f"£{percent} of each £100 of the first year's fixed sum hangs")
        for _, words in found
    )


def hanging(percent, *more, points=100):
    """So much of the first year hangs on outcomes, and all points come to it."""
    a_point = Money(48_000_00).times(Decimal(percent) / 100 / 100)
    return {
        "outcome_share": OutcomeShare((Decimal(percent), *map(Decimal, more)), a_point),
        "reports": (replace(whole().reports[0], points=points),),
    }  # fmt: skip


class TestWhatHangsOnOutcomes:
    def test_where_points_bring_back_what_is_held_nothing_is_said(self):
        terms = whole(**hanging(10, 10, 0))
        assert (missing(terms), warned(terms)) == ((), [])

    def test_points_that_come_to_another_sum_in_a_year(self):
        assert warned(whole(**hanging(10, 12))) == [
            (Section.SHARES, "Year 2: all points come to £4,800.00, and £5,760.00 is held back."),
        ]  # fmt: skip
        assert [words for _, words in warned(whole(**hanging(10, 10, 10, points=99)))] == [
            f"Year {n}: all points come to £4,752.00, and £4,800.00 is held back."
            for n in (1, 2, 3)
        ]

    def test_nobody_signs_where_a_point_is_worth_nothing(self):
        for worth in (None, NOTHING):
            said = hanging(10) | {"outcome_share": OutcomeShare((Decimal(10),), worth)}
            (one,) = missing(whole(**said))
            assert (one.section, one.words) == (
                Section.SHARES,
                "Money hangs on outcomes. Say what a point is worth that brings it back.",
            )

    @pytest.mark.parametrize("points", [None, 0])
    def test_nor_where_no_report_earns_any(self, points):
        (one,) = missing(whole(**hanging(10, points=points)))
        assert one.section is Section.REPORTS and "no report earns points" in one.words

    def test_nor_where_there_is_no_fixed_sum_to_hold_it_back_of(self):
        (one,) = missing(whole(**TARIFF, **hanging(10)))
        assert one.section is Section.SHARES and "and there is none" in one.words

    def test_a_share_of_nothing_keeps_nobody_from_signing(self):
        assert missing(whole(outcome_share=OutcomeShare((Decimal(0),)))) == ()


def test_a_report_without_owners_and_without_a_beginning():
    found = [words for _, words in warned(whole(reports=(DRAFTED,)))]
    assert found == [
        "“People who came”: nobody is named to collect it, put it together or analyse it.",
        "“People who came”: nobody has said where it stands now.",
    ]
    first_year_is_for_that = whole(reports=(DRAFTED,), is_baseline_year=True)
    assert len(warned(first_year_is_for_that)) == 1


def test_no_report_at_all():
    assert [section for section, _ in warned(whole(reports=()))] == [Section.REPORTS]


@pytest.mark.parametrize(("said", "is_said"), [
    ({}, True),
    ({"first_day": date(2029, 3, 31), "last_day": date(2031, 3, 31)}, True),
    ({"first_day": date(2029, 4, 1), "last_day": date(2031, 3, 31)}, False),
    ({"localities": (uuid4(),)}, False),
    ({"lead_id": uuid4()}, False),
])  # fmt: skip
def test_another_contract_for_the_same_places_and_days(said, is_said):
    other = replace(begun(), **said)
    found = [one.section for one in cautions(whole(), [other])]
    assert found == ([Section.BASICS] if is_said else [])
