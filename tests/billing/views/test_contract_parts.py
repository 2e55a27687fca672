"""A contract is written page by page: what was typed is shown again, and makes what the contract says."""

from datetime import date
from decimal import Decimal

import pytest

from billing.contracts import (
    Assurance,
    Expected,
    FixedLine,
    Funder,
    Report,
    ServiceLine,
)
from billing.models import Contract
from billing.outcome_share import OutcomeShare
from billing.surplus import SurplusRule
from billing.tariff import ABOUT, WhenBandChanges
from billing.vocabulary import (
    Confidence,
    Criterion,
    Every,
    FixedKind,
    Mechanism,
    OverActivity,
    Route,
    Vat,
)
from kernel.access import Role
from kernel.money import Money
from tests.cast import a_commissioning_body, a_lead_ntp, signed_in
from tests.cast_contracts import FIRST, a_contract


@pytest.fixture
def commissioner(client):
    return signed_in(client, Role.COMMISSIONER)


@pytest.fixture
def address(commissioner, database):
    with database.writing() as session:
        return f"/contracts/{a_contract(session, commissioner).id}"


@pytest.fixture
def terms(database):
    def now():
        with database.reading() as session:
            return session.query(Contract).one().newest.terms

    return now


def shown(client, address, name):
    """What a page shows in its fields."""
    return dict(client.page(address).form(name).filled({}))


class TestBasics:
    def test_are_shown_and_changed(self, client, address, terms):
        there = shown(client, f"{address}/basics", "mechanism")
        assert (there["fee"], there["first_day-year"], there["mechanism"]) == (
            "48,000.00", "2026", "hybrid",
        )  # fmt: skip
        client.submit(f"{address}/basics", {
            "mechanism": "block", "fee": "50000", "length_because": "So that groups can plan.",
            "is_baseline_year": "y",
        })  # fmt: skip
        now = terms()
        assert (now.mechanism, now.fee) == (Mechanism.BLOCK, Money(50_000_00))
        assert (now.length_because, now.is_baseline_year) == ("So that groups can plan.", True)

    def test_a_second_funder_brings_shares_and_they_add_up(
        self, client, address, terms, database, commissioner
    ):
        with database.writing() as session:
            council = a_commissioning_body(session, "The Council").id
            partner = a_lead_ntp(session, "Southbank", is_host=False).id
        own = commissioner.organisation_id
        assert "share-0" not in shown(client, f"{address}/basics", "mechanism")
        client.submit(
            f"{address}/basics",
            {"funders": [str(own), str(council)], "partners": [str(partner)]},
        )
        refused = client.refused_page(f"{address}/basics", {"share-0": "60", "share-1": "30"})
        assert refused.mistakes == ["The shares of those who pay must add up to 100. Change one."]
        client.submit(f"{address}/basics", {"share-0": "62.5", "share-1": "37.5"})
        now = terms()
        assert now.funders == (Funder(own, Decimal("62.5")), Funder(council, Decimal("37.5")))
        assert now.partners == (partner,)


def test_how_the_lead_ntp_was_chosen(client, address, terms):
    said = {
        "route": "competitive", "route_because": "Three offers.", "quality": "The best.",
        "value": "The cheapest.", "integration": "With all.", "access": "The poorest.",
        "social_value": "Cheap rooms.", "interests": "None.",
    }  # fmt: skip
    client.submit(f"{address}/route", said)
    now = terms()
    assert (now.route, now.interests) == (Route.COMPETITIVE, "None.")
    assert now.reasons[Criterion.SOCIAL_VALUE] == "Cheap rooms." and len(now.reasons) == 5
    assert said.items() <= shown(client, f"{address}/route", "route").items()


def test_what_is_done_for_people_one_on_each_line(client, address, terms):
    lines = "Link workers: you agree a plan\n\nThe directory\n"
    client.submit(
        f"{address}/services",
        {"service_lines": lines, "levers": "The local framework", "evaluation": "Before, after."},
    )
    now = terms()
    assert now.service_lines == (
        ServiceLine("Link workers", "you agree a plan"), ServiceLine("The directory"),
    )  # fmt: skip
    assert (now.levers, now.evaluation) == (("The local framework",), "Before, after.")
    again = shown(client, f"{address}/services", "levers")
    assert again["service_lines"].split("\n")[0] == "Link workers: you agree a plan"
    too_many = "\n".join(f"Line {number}" for number in range(41))
    refused = client.refused_page(f"{address}/services", {"levers": too_many})
    assert refused.mistakes == ["Write 40 lines or fewer. There are 41."]
    assert refused.links["Write 40 lines or fewer. There are 41."] == "#levers"
    lines = "\n".join(f"Line {number}" for number in range(45))
    refused = client.refused_page(f"{address}/services", {"service_lines": lines})
    assert refused.links["Write 40 lines or fewer. There are 45."] == "#service_lines"


@pytest.mark.parametrize(("part", "may"), [
    ("services", True), ("shares", True), ("prices", False), ("reports/add", False),
    ("assurances/add", False),
])  # fmt: skip
def test_a_page_asks_to_leave_out_only_what_it_does_not_need(client, address, part, may):
    words = client.page(f"{address}/{part}").words
    assert ("Leave empty what you do not know yet" in words) is may


def test_what_is_paid_beside_the_tariff(client, address, terms):
    said = {
        "directory": "9500", "set_up": "15,000.50", "core_funding": "Rents.", "costs": "100000",
        "confidence": "estimated", "vat": "exempt", "vat_because": "Our accountant.",
    }  # fmt: skip
    client.submit(f"{address}/fixed-sums", said)
    now = terms()
    assert now.fixed_lines == (
        FixedLine(FixedKind.DIRECTORY, Money(9_500_00)),
        FixedLine(FixedKind.SET_UP, Money(15_000_50)),
    )
    assert (now.confidence, now.vat, now.vat_because) == (
        Confidence.ESTIMATED, Vat.EXEMPT, "Our accountant.",
    )  # fmt: skip
    assert shown(client, f"{address}/fixed-sums", "directory")["set_up"] == "15,000.50"
    assert "Setting up, once: £15,000.50" in client.page(address).words


class TestPrices:
    def test_begin_as_the_guides_and_are_ones_own(self, client, address, terms):
        page = client.page(f"{address}/prices")
        there = dict(page.form("low").filled({}))
        assert [there[name] for name in ("low", "medium", "high", "incentive", "credits")] == [
            "70.00", "150.00", "260.00", "24.00", "6",
        ]  # fmt: skip
        assert "for services only" in page.words and "about £70" in page.words
        client.submit(f"{address}/prices", {"is_shadow": "y", "when_band_changes": "pro-rata"})
        now = terms()
        assert [(one.begins_on, one.prices) for one in now.spells] == [(FIRST, ABOUT)]
        assert (now.is_shadow, now.when_band_changes) == (True, WhenBandChanges.PRO_RATA)

    def test_from_a_later_day_follow_and_are_taken_out(self, client, address, terms):
        client.submit(f"{address}/prices", button="Save")
        later = {"begins_on-year": "2027", "low": "80"}
        client.submit(f"{address}/prices", later)
        assert [one.until for one in terms().spells] == [date(2027, 4, 1), None]
        page = client.page(f"{address}/prices")
        assert "From 1 April 2027: low £80.00" in page.words
        client.submit(page.links["Take prices out"], {"begins_on": "2027-04-01"})
        assert [one.prices.low for one in terms().spells] == [Money(70_00)]

    @pytest.mark.parametrize(("said", "mistake"), [
        ({"low": ""}, "Enter a price."),
        ({"low": "-1"}, "Enter an amount of £0 or more."),
        ({"low": "100,000.01"}, "Enter an amount from £0 to £100,000.00."),
        ({"credits": "-1"}, "Enter a number from 0 to 100."),
        ({"begins_on-year": "2025"}, "Choose a day of the contract."),
    ])  # fmt: skip
    def test_say_what_to_change(self, client, address, said, mistake):
        assert client.refused_page(f"{address}/prices", said).mistakes == [mistake]


class TestActivity:
    def test_the_same_for_each_month_and_another_for_one(self, client, address, terms):
        client.submit(f"{address}/activity/1", {
            "each_low": "10", "each_medium": "6", "each_high": "4", "low-2026-08": "3",
            "over_activity": "band", "band_percent": "5",
        })  # fmt: skip
        now = terms()
        assert len(now.expected) == 12
        assert now.expected_in(date(2026, 4, 1)) == Expected(date(2026, 4, 1), 10, 6, 4)
        assert now.expected_in(date(2026, 8, 1)) == Expected(date(2026, 8, 1), 3, 0, 0)
        assert (now.over_activity, now.band_percent) == (OverActivity.BAND, Decimal(5))

    def test_of_another_year_leaves_the_first_alone(self, client, address, terms):
        for year in (1, 2):
            client.submit(f"{address}/activity/{year}", {"each_low": str(year)})
        now = terms()
        assert len(now.expected) == 24
        assert {one.low for one in now.expected} == {1, 2}
        again = shown(client, f"{address}/activity/2", "each_low")
        assert again["low-2027-04"] == "2" and "low-2026-04" not in again

    def test_a_year_that_the_contract_has_not_is_not_found(self, client, address):
        assert client.get(f"{address}/activity/4").status_code == 404
        assert client.get(f"{address}/activity/0").status_code == 404

    @pytest.mark.parametrize(("said", "mistake"), [
        ({"low-2026-05": "-1"}, "Enter a number from 0 to 100,000."),
        ({"each_low": "many"}, "Enter a whole number, like 12."),
        ({"over_activity": "band"}, "Say how wide the band around the plan is."),
    ])  # fmt: skip
    def test_says_what_to_change(self, client, address, said, mistake):
        assert client.refused_page(f"{address}/activity/1", said).mistakes == [mistake]


class TestShares:
    def test_are_unset_until_they_are_said(self, client, address, terms):
        assert shown(client, f"{address}/shares", "surplus")["sub_contract_percent"] == ""
        client.submit(f"{address}/shares", {
            "sub_contract_percent": "30", "own_delivery_cap": "40", "outcome-0": "20",
            "outcome-2": "40", "a_point": "50", "surplus": "Half each.",
        })  # fmt: skip
        now = terms()
        assert (now.sub_contract_percent, now.own_delivery_cap) == (Decimal(30), Decimal(40))
        assert now.outcome_share == OutcomeShare(
            (Decimal(20), Decimal(0), Decimal(40)), Money(50_00)
        )
        assert shown(client, f"{address}/shares", "surplus")["outcome-2"] == "40"
        client.submit(f"{address}/shares", {"outcome-0": "", "outcome-1": "", "outcome-2": ""})
        assert not terms().outcome_share.is_on

    def test_a_lead_ntp_is_not_asked_what_must_reach_small_groups(
        self, client, address, terms, database
    ):
        client.submit(f"{address}/shares", {"sub_contract_percent": "30"})
        signed_in(client, Role.LEAD_MANAGER)
        there = shown(client, f"{address}/shares", "surplus")
        assert "sub_contract_percent" not in there
        client.submit(f"{address}/shares", {"surplus": "Half each."})
        assert (terms().sub_contract_percent, terms().surplus) == (Decimal(30), "Half each.")

    def test_a_surplus_is_shared_by_two_numbers_or_by_none(self, client, address, terms):
        client.submit(f"{address}/shares", {"surplus_kept": "5", "surplus_share": "50"})
        assert terms().surplus_rule == SurplusRule(Decimal(5), Decimal(50))
        assert shown(client, f"{address}/shares", "surplus")["surplus_share"] == "50"
        refused = client.refused_page(
            f"{address}/shares", {"surplus_kept": "5", "surplus_share": ""}
        )
        assert refused.mistakes == ["Enter both numbers of a surplus, or none."]
        client.submit(f"{address}/shares", {"surplus_kept": "", "surplus_share": ""})
        assert terms().surplus_rule is None

    def test_more_than_a_hundred_is_refused(self, client, address):
        refused = client.refused_page(f"{address}/shares", {"own_delivery_cap": "101"})
        assert refused.mistakes == ["Enter a number from 0 to 100, like 20 or 12.5."]


class TestReports:
    SAID = {"name": "Falls", "every": "quarter", "due_days": "20", "collects": "Asha"}  # noqa: RUF012

    def test_are_added_changed_and_taken_out(self, client, address, terms):
        client.submit(f"{address}/reports/add", self.SAID)
        assert terms().reports == (Report("Falls", Every.QUARTER, 20, collects="Asha"),)
        change = client.page(address).links["Change “Falls”"]
        client.submit(change, {"points": "5", "analyses": "Anna"})
        (one,) = terms().reports
        assert (one.points, one.analyses, one.collects) == (5, "Anna", "Asha")
        client.submit(change, {"is_out": "y"})
        assert terms().reports == ()
        assert client.get(change).status_code == 404

    def test_a_new_one_cannot_be_taken_out(self, client, address):
        assert "Take this report out" not in client.page(f"{address}/reports/add").words

    @pytest.mark.parametrize(("said", "mistake"), [
        ({"name": ""}, "Say what is reported."),
        ({"due_days": "367"}, "Enter a number from 0 to 366."),
    ])  # fmt: skip
    def test_say_what_to_change(self, client, address, said, mistake):
        refused = client.refused_page(f"{address}/reports/add", self.SAID | said)
        assert refused.mistakes == [mistake]


def test_what_must_be_shown_is_added_changed_and_taken_out(client, address, terms):
    said = {
        "what": "Insurance", "about": "The shelter",
        "due_on-day": "1", "due_on-month": "5", "due_on-year": "2027",
    }  # fmt: skip
    client.submit(f"{address}/assurances/add", said)
    assert terms().assurances == (Assurance("Insurance", "The shelter", date(2027, 5, 1)),)
    change = client.page(address).links["Change “Insurance (The shelter)”"]
    client.submit(change, {"due_on-month": "6"})
    assert terms().assurances[0].due_on == date(2027, 6, 1)
    client.submit(change, {"is_out": "y"})
    assert terms().assurances == ()
    assert client.get(change).status_code == 404


def test_what_somebody_else_changed_meanwhile_is_a_conflict(client, address, database):
    sent = dict(client.page(f"{address}/services").form("levers").filled({"levers": "Mine"}))
    client.submit(f"{address}/services", {"levers": "Theirs"})
    answer = client.post(f"{address}/services", data=sent)
    assert answer.status_code == 409
    assert "Mine" in answer.text


@pytest.mark.parametrize("role", [Role.LEAD_FINANCE, Role.COMMISSIONER_FINANCE])
def test_whoever_looks_after_money_writes_nothing(client, address, role):
    signed_in(client, role)
    for part in ("basics", "route", "services", "fixed-sums", "prices", "prices/take-out",
                 "activity/1", "shares", "reports/add", "assurances/add"):  # fmt: skip
        assert client.get(f"{address}/{part}").status_code in {403, 404}
