"""The pages of what a group is paid from: optional, in percents, for the lead NTP alone."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from billing.operations.income import take_out_stream
from kernel.access import Role
from kernel.money import Money
from tests.cast import NOON, a_lead_ntp, an_ntp, signed_in
from tests.cast_budgets import TARIFF, WARM, a_budget, a_finance_lead_of, paid_from
from tests.cast_contracts import a_signed_contract
from tests.cast_passed_on import JANUARY, came_in, pay_for
from tests.cast_sub_contracts import a_paid_group, an_agreement

DAY = {"from_on-day": "1", "from_on-month": "9", "from_on-year": "2026"}
NO_DAY = {"from_on-day": "", "from_on-month": "", "from_on-year": ""}
LATER = {"from_on-day": "1", "from_on-month": "12", "from_on-year": "2026"}
MONEY = timedelta(days=90)


@pytest.fixture
def warm(database):
    with database.writing() as session:
        return f"budget-{a_budget(session).id}"


@pytest.fixture
def tariff(database):
    with database.writing() as session:
        return f"budget-{a_budget(session, TARIFF).id}"


@pytest.fixture
def agreement(database):
    with database.writing() as session:
        return f"/agreements/{an_agreement(session).id}"


@pytest.fixture
def asks(agreement):
    return agreement.replace("/agreements/", "/sub-contracts/") + "/budgets"


@pytest.fixture
def finance(client):
    return signed_in(client, Role.LEAD_FINANCE)


def id_of(field):
    """The stream that a field asks about."""
    return UUID(field.removeprefix("budget-"))


def choose(client, asks, **typed):
    sent = client.submit(asks, DAY | typed)
    assert sent.location, sent.get_data(as_text=True)
    return client.page(sent.location)


class TestChoosing:
    def test_nobody_has_to(self, client, agreement, asks, finance):
        page = client.page(agreement)
        assert "Nobody has said from which of your budgets this group is paid." in page.words
        assert page.links["Say what it is paid from"] == asks

    def test_it_says_that_it_was_done_and_shows_it(self, client, asks, warm, tariff, finance):
        page = choose(client, asks, **{warm: "62.5", tariff: "37.5%"})
        assert "What this group is paid from is written down." in page.words
        assert "From 1 September 2026: 62.5% from “Council grant: Warm rooms”, 37.5%" in page.words

    def test_each_budget_says_how_much_it_is(self, client, asks, warm, finance):
        words = client.page(asks).words
        assert "£1,000.00 a year, ring-fenced: for one named thing only." in words
        assert "so the day must be in that year" in words

    def test_what_does_not_come_to_a_hundred_is_refused_at_the_first_budget_and_stays_as_typed(
        self, client, asks, warm, tariff, finance
    ):
        page = client.refused_page(asks, DAY | {warm: "60", tariff: "30"})
        says = "The numbers come to 90%. They must come to 100%: 10% is missing."
        assert page.mistakes == [says]
        shown = dict(page.form(warm).filled({}))
        assert (shown[warm], shown[tariff]) == ("60", "30")
        assert (shown["from_on-day"], shown["from_on-month"]) == ("1", "9")
        (first,) = [one for one in page.links.values() if one.startswith("#budget-")]
        assert first[1:] == next(name for name in shown if name.startswith("budget-"))

    def test_every_mistake_is_said_at_once(self, client, asks, warm, finance):
        page = client.refused_page(asks, {warm: "99"} | NO_DAY)
        assert page.mistakes == [
            "The numbers come to 99%. They must come to 100%: 1% is missing.", "Enter the day.",
        ]  # fmt: skip

    def test_what_is_no_number_is_refused_where_it_stands(self, client, asks, warm, finance):
        page = client.refused_page(asks, DAY | {warm: "half"})
        assert page.mistakes == ["Enter a number from 0 to 100, like 20 or 12.5."]
        assert dict(page.form(warm).filled({}))[warm] == "half"

    def test_a_change_shows_what_holds_and_keeps_it(
        self, client, agreement, asks, warm, tariff, finance
    ):
        choose(client, asks, **{warm: "100"})
        shown = dict(client.page(asks).form(warm).filled({}))
        assert (shown[warm], shown[tariff], shown["from_on-day"]) == ("100", "", "")
        page = choose(client, asks, **{warm: "", tariff: "100"} | LATER)
        assert "From 1 September 2026: 100% from “Council grant: Warm rooms”" in page.words
        assert "Budgets at other times From 1 December 2026: 100% from “NHS payment" in page.words

    def test_it_can_be_left_unsaid_from_a_day_on(self, client, asks, warm, finance):
        assert "Say nothing from that day on" not in client.page(asks).words
        choose(client, asks, **{warm: "100"})
        page = choose(client, asks, **LATER, nothing="y")
        assert "From 1 December 2026: Not said." in page.words

    def test_the_budgets_of_another_year_have_days_of_that_year(self, client, asks, warm, finance):
        client.submit("/our-income?year=2027", button="Begin with the list of 2026 to 2027")
        there = client.page(asks).links["2027 to 2028"]
        (name,) = [
            one for one, _ in client.page(there).form("from_on-day").filled({})
            if one.startswith("budget-")
        ]  # fmt: skip
        assert name != warm
        page = client.refused_page(there, DAY | {name: "100"})
        assert "Choose a day from 1 April 2027 to 31 March 2028." in page.words
        assert dict(page.form(name).filled({}))[name] == "100"
        choose(client, there, **{name: "100", "from_on-month": "4", "from_on-year": "2027"})

    def test_without_a_list_it_says_where_to_begin_one(self, client, asks, finance):
        page = client.page(asks)
        assert "There is no list of that year yet." in page.words
        assert page.links["Begin it on “Our income”"] == "/our-income?year=2026"
        assert client.refused_page(asks, DAY).mistakes


class TestTwoAtOnce:
    def test_nothing_is_overwritten_and_nothing_is_lost(self, client, asks, warm, tariff, finance):
        seen = client.page(asks).form(warm)
        choose(client, asks, **{warm: "100"})
        late = client.post(asks, data=dict(seen.filled(DAY | {warm: "12.5", tariff: "87.5"})))
        words = " ".join(late.get_data(as_text=True).split())
        assert late.status_code == 409
        assert "12.5" in words and "87.5" in words
        assert "100% from “Council grant: Warm rooms”" in words

    def test_a_budget_that_is_taken_out_meanwhile_keeps_what_was_typed(
        self, client, database, asks, warm, tariff, finance
    ):
        seen = client.page(asks).form(warm)
        with database.writing() as session:
            actor = a_finance_lead_of(session)
            take_out_stream(session, actor, id_of(warm), version=1, at=NOON)
        late = client.post(asks, data=dict(seen.filled(DAY | {warm: "60", tariff: "40"})))
        words = " ".join(late.get_data(as_text=True).split())
        assert late.status_code == 422
        assert "This budget is not in the list any more." in words
        assert 'value="60"' in words and 'value="40"' in words


class TestOthers:
    def test_a_budget_of_another_lead_ntp_is_as_one_that_never_was(
        self, client, database, asks, warm, finance
    ):
        with database.writing() as session:
            lead = a_lead_ntp(session, "Southbank", is_host=False)
            actor = a_finance_lead_of(session, at=lead)
            theirs = a_budget(session, replace(WARM, words="Southbank only"), by=actor).id
        answers = []
        for one in (theirs, uuid4()):
            sent = dict(client.page(asks).form(warm).filled(DAY | {warm: "50"}))
            answer = client.post(asks, data=sent | {f"budget-{one}": "50"})
            assert answer.status_code == 422
            text = answer.get_data(as_text=True).replace(str(one), "")
            answers.append("This budget is not in the list any more." in text)
            assert "Southbank" not in text
        assert answers == [True, True]

    def test_the_page_is_for_the_side_that_pays(self, client, agreement, asks, warm, finance):
        choose(client, asks, **{warm: "100"})
        signed_in(client, Role.GROUP_EDITOR, at=an_ntp)
        page = client.page(agreement)
        assert "Warm rooms" not in page.words and "paid from" not in page.words
        client.page(asks, status=404)
        signed_in(
            client, Role.LEAD_FINANCE, at=lambda it: a_lead_ntp(it, "Southbank", is_host=False)
        )
        client.page(asks, status=404)
        assert client.post(asks, data=DAY | {warm: "100"}).status_code == 404
        signed_in(client, Role.LINK_WORKER)
        client.page(asks, status=404)

    def test_those_who_pay_the_lead_ntp_read_nothing_of_it(self, client, database, warm, clock):
        with database.writing() as session:
            contract = a_signed_contract(session)
            address = f"/where-money-went/{contract.id}?year=all"
            paid = a_paid_group(session)
            paid_from(session, paid.agreement_id, {id_of(warm): 100})
            came_in(session, paid, 9, JANUARY)
            pay_for(session, JANUARY, paid)
        clock.passes(days=200)
        signed_in(client, Role.COMMISSIONER)
        assert "Warm rooms" not in client.page(address).words
        client.page("/our-income", status=403)
        assert client.get("/our-income/2026/groups.csv").status_code in {403, 404}


def row_of(page, name):
    """The words of the row of a table that begins with a name and says to whom."""
    return next(row for row in page.rows if len(row) == 4 and row[0] == name)


class TestOurIncome:
    @pytest.fixture
    def kitchen(self, database):
        """The kitchen is paid £9.00 from two budgets, and £9.00 before anybody said from which."""
        with database.writing() as session:
            warm = a_budget(session, amount=Money(5_00))
            tariff = a_budget(session, TARIFF, amount=None)
            paid = a_paid_group(session)
            paid_from(
                session, paid.agreement_id, {warm.id: "66.66", tariff.id: "33.34"},
                from_on=JANUARY.first_day,
            )  # fmt: skip
            came_in(session, paid, 2, JANUARY)
            came_in(session, paid, 2, JANUARY.previous)
            pay_for(session, JANUARY, paid)
            return warm.id

    def test_each_budget_says_what_it_paid_and_what_is_left(self, client, kitchen, finance):
        page = client.page("/our-income")
        assert row_of(page, WARM.called) == [
            WARM.called, "The Community Kitchen", "£6.00", "−£1.00",
        ]  # fmt: skip
        assert row_of(page, TARIFF.called)[2:] == ["£3.00", "–"]
        assert row_of(page, "Not said") == ["Not said", "The Community Kitchen", "£9.00", "–"]
        assert row_of(page, "All together")[2] == "£18.00"

    def test_ring_fenced_money_that_does_not_reach_is_to_watch(self, client, kitchen, finance):
        words = client.page("/our-income").words
        assert "is ring-fenced and gives £5.00. Groups were paid £6.00 from it." in words

    def test_the_file_says_the_same(self, client, kitchen, finance):
        page = client.page("/our-income")
        answer = client.get(page.links["For a spreadsheet (CSV)"])
        assert "paid-to-groups-2026.csv" in answer.headers["Content-Disposition"]
        assert '"Council grant: Warm rooms","All groups","yes","5.00","6.00","-1.00"' in answer.text
        assert '"Not said","The Community Kitchen","","","9.00",""' in answer.text

    def test_a_year_in_which_no_group_was_paid_says_so(self, client, finance):
        words = client.page("/our-income").words
        assert "No group was paid for a day of this year yet." in words

    def test_before_a_budget_is_taken_out_it_says_whom_it_pays(
        self, client, database, kitchen, finance, clock
    ):
        clock.passes(days=MONEY.days)
        signed_in(client, Role.LEAD_FINANCE)
        asks = f"/our-income/streams/{kitchen}/take-out"
        assert "It pays The Community Kitchen." in client.page(asks).words
        client.submit(asks, button="Take it out")
        page = client.page("/our-income")
        gone = row_of(page, "Council grant: Warm rooms (not in the list of this year)")
        assert gone[2:] == ["£6.00", "–"]
        desk = client.page("/desk").words
        assert "What The Community Kitchen is paid from: “Council grant: Warm rooms” is not" in desk
        signed_in(client, Role.GROUP_EDITOR, at=lambda it: an_ntp(it, "The Community Kitchen"))
        assert "Warm rooms" not in client.page("/desk").words
