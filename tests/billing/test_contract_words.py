"""A contract is read in words, and two versions are compared in the same words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

from billing.contract_words import NOT_SAID, differences, lines
from billing.contracts import Funder, Report
from billing.outcome_share import OutcomeShare
from billing.surplus import SurplusRule
from billing.vocabulary import Every, Mechanism, OverActivity, Section
from kernel.money import Money
from tests.cast_contracts import BODY, LEAD, PLACE, begun, whole

NAMES = {BODY: "Anytown Commissioning Group", LEAD: "Better Services", PLACE: "Riverside"}


def said(terms, label):
    (found,) = [one.texts for one in lines(terms, NAMES) if one.label == label]
    return found


def test_what_a_contract_begins_with_is_said_first():
    first = [(one.label, one.texts) for one in lines(begun(), NAMES)][:5]
    assert first == [
        ("Paid by", ("Anytown Commissioning Group",)), ("Lead NTP", ("Better Services",)),
        ("For", ("Riverside",)), ("From", ("1 April 2026",)), ("To the end of", ("31 March 2029",)),
    ]  # fmt: skip


def test_what_nobody_has_said_says_so():
    for label in (
        "Why that long",
        "Way",
        "Service lines",
        "Fixed sums",
        "VAT",
        "Reports",
        "To be shown",
    ):
        assert said(begun(), label) == (NOT_SAID,)


def test_what_small_groups_get_is_unset_and_never_nothing():
    """The guide gives no figure (OD2)."""
    label = "To smaller groups, of the fixed sum"
    assert said(begun(), label) == ("Not set: the commissioner decides",)
    assert said(begun(sub_contract_percent=Decimal(0)), label) == ("0%",)
    assert said(begun(sub_contract_percent=Decimal("12.50")), label) == ("12.5%",)


def test_prices_are_for_services_only_and_a_shadow_says_that_it_is_one():
    assert said(whole(), "Prices of a year, for services only") == (
        "From 1 April 2026: low £70.00, medium £150.00, high £260.00, kept up £24.00 and 6 sessions",
    )
    block = whole(begun(mechanism=Mechanism.BLOCK), is_shadow=True)
    assert "Nobody is billed by them" in said(block, "Shadow")[0]
    assert not [one for one in lines(begun(mechanism=Mechanism.BLOCK), NAMES)
                if one.section is Section.PRICES]  # fmt: skip


def test_what_is_expected_is_added_up_by_year():
    assert said(whole(), "People's years that begin")[0] == (
        "From 1 April 2026: low 120, medium 72, high 48"
    )
    assert said(begun(), "People's years that begin")[0] == "From 1 April 2026: not said yet"
    assert said(whole(), "What the year comes to")[:2] == (
        "Year 1: £85,680.00",
        "Year 2: £84,680.00",
    )
    assert said(whole(spells=()), "What the year comes to")[0] == "Year 1: prices are missing"


def test_a_year_for_which_nobody_said_how_many_does_not_look_whole():
    assert said(whole(expected=()), "What the year comes to")[1] == (
        "Year 2: £53,000.00, without people's years: nobody has said how many"
    )
    block = whole(expected=(), mechanism=Mechanism.BLOCK)
    assert said(block, "What the year comes to")[1] == "Year 2: £53,000.00"


def test_the_rest_in_words():
    other = uuid4()
    names = NAMES | {other: "Hilltop Trust"}
    terms = whole(
        funders=(Funder(BODY, Decimal("62.5")), Funder(other, Decimal("37.5"))),
        over_activity=OverActivity.BAND, band_percent=Decimal(5),
        outcome_share=OutcomeShare((Decimal(20), Decimal(40)), Money(50_00)),
        reports=(Report("Falls", Every.YEAR, 1, collects="Asha", baseline="9", targets="6", points=1),),
    )  # fmt: skip
    found = {one.label: one.texts for one in lines(terms, names)}
    assert found["Paid by"] == ("Anytown Commissioning Group, 62.5%", "Hilltop Trust, 37.5%")
    assert found["If more come than planned"][0].endswith("band around the plan (of 5%)")
    assert found["Hangs on outcomes"] == (
        "Year 1: 20% of the fixed sum", "Year 2: 40% of the fixed sum",
    )  # fmt: skip
    assert (
        found["What the year comes to"][0]
        == "Year 1: £85,680.00, of which £9,600.00 hangs on outcomes"
    )
    assert found["A point is worth"] == ("£50.00",)
    assert found["Reports"] == (
        "Falls: every year, 1 day after; collected by Asha; where it stands now: 9; aim: 6; 1 point a year",
    )
    assert found["To be shown"] == ("Insurance (Anytown Cat and Dog Shelter), by 1 May 2026",)
    assert found["Fixed sums"][-1] == "Setting up, once: £1,000.00"
    assert found["Fixed sums"][0] == "Governance: £1,000.00 a year"


def test_two_versions_are_told_apart_by_what_they_say():
    later = replace(whole(), fee=Money(50_000_00), last_day=date(2030, 3, 31), core_funding="")
    found = {one.label: (one.before, one.after) for one in differences(whole(), later, NAMES)}
    assert found["Fixed sum a year"] == (("£48,000.00",), ("£50,000.00",))
    assert found["To the end of"] == (("31 March 2029",), ("31 March 2030",))
    assert found["What pays for the lead NTP's core"] == (("A grant.",), (NOT_SAID,))
    assert set(found) == {
        "Fixed sum a year", "To the end of", "What pays for the lead NTP's core",
        "People's years that begin", "What the year comes to",
    }  # fmt: skip


def test_the_same_is_no_difference():
    assert differences(whole(), whole(), NAMES) == ()


def test_how_a_surplus_is_shared_is_said_where_it_was_agreed():
    label = "How a surplus is shared"
    assert not [one for one in lines(begun(), NAMES) if one.label == label]
    agreed = begun(surplus_rule=SurplusRule(Decimal(5), Decimal("50.0")))
    (words,) = said(agreed, label)
    assert words.startswith("The lead NTP keeps the first 5% of it, and 50% of the rest")
