"""The pages on which a lead NTP keeps the list of where its money comes from."""

import pytest

from kernel.access import Role
from kernel.money import Money
from tests.cast import a_lead_ntp, signed_in
from tests.cast_contracts import a_signed_contract

ADD = "/our-income/2026/add"
GRANT = {
    "kind": "nhs-grant", "words": "Riverside Fund", "amount": "1,250.50", "ring_fenced": "yes",
    "ends_on-day": "31", "ends_on-month": "3", "ends_on-year": "2027",
}  # fmt: skip


@pytest.fixture
def finance(client):
    return signed_in(client, Role.LEAD_FINANCE)


def add(client, **answers):
    sent = client.submit(ADD, GRANT | answers)
    assert sent.location == "/our-income?year=2026", sent.get_data(as_text=True)


def row_of(page, name):
    """The words of the row of the list that begins with a name."""
    return next(row for row in page.rows if row and row[0] == name)


class TestTheList:
    def test_it_shows_amounts_shares_and_sums(self, client, finance):
        add(client)
        add(client, kind="customers", words="", amount="249.50", ring_fenced="no", **no_end())
        page = client.page("/our-income")
        assert row_of(page, "NHS grant: Riverside Fund") == [
            "NHS grant: Riverside Fund", "£1,250.50", "83.4%", "Yes", "31 March 2027",
        ]  # fmt: skip
        assert row_of(page, "People who pay for what they come to") == [
            "People who pay for what they come to", "£249.50", "16.6%", "No", "No end is set",
        ]  # fmt: skip
        assert "All together: £1,500.00" in page.words
        assert "Not ring-fenced: £249.50, 16.6% of it." in page.words
        assert "The NHS £1,250.50, 83.4%" in page.words
        assert "together they may not make exactly 100%" in page.words

    def test_it_warns_in_words(self, client, finance):
        add(client)
        words = client.page("/our-income").words
        assert "comes from one place: “NHS grant: Riverside Fund”. It gives 100.0%." in words
        assert "is sure until 31 March 2027 only" in words

    def test_it_says_what_may_go_to_the_central_pot_and_what_that_lacks(
        self, client, finance, database
    ):
        add(client, ring_fenced="no")
        words = client.page("/our-income").words
        assert "No contract says what its work costs in this year." in words
        with database.writing() as session:
            a_signed_contract(session, costs=Money(1_000_00))
        words = client.page("/our-income").words
        assert "By our contracts their work costs £1,000.00 in this year." in words
        assert "£250.50 would be left for small shortfalls" in words
        assert "your accounts say it" in words

    def test_nil_and_what_nobody_knows_are_told_apart(self, client, finance):
        add(client, amount="0")
        add(client, kind="other", words="", amount="")
        page = client.page("/our-income")
        assert row_of(page, "NHS grant: Riverside Fund")[1:3] == ["Nil", "–"]
        assert row_of(page, "Anything else")[1:3] == ["Not known yet", "–"]
        assert "1 amount is not known yet, and in no sum and no share." in page.words

    def test_of_no_list_it_says_so(self, client, finance):
        page = client.page("/our-income")
        assert "There is no list of this year yet." in page.words
        assert not page.with_class("data-table")

    def test_a_year_that_is_none_is_not_found(self, client, finance):
        client.page("/our-income?year=1066", status=404)
        client.page("/our-income/1066/add", status=404)
        assert client.page("/our-income?year=now").words == client.page("/our-income").words


class TestAdding:
    def test_it_says_that_it_was_done(self, client, finance):
        page = client.page(client.submit(ADD, GRANT).location)
        assert "The income stream is in the list." in page.words

    def test_mistakes_stand_at_their_fields_and_nothing_is_lost(self, client, finance):
        page = client.refused_page(
            ADD, {"words": "Riverside Fund", "amount": "lots", "ends_on-day": "31"}
        )
        assert page.mistakes == [
            "Choose where it comes from.", "Enter an amount in pounds and pence, like 20.00.",
            "Say if it is ring-fenced.", "The date needs a month and a year.",
        ]  # fmt: skip
        shown = dict(page.form("words").filled({}))
        assert (shown["words"], shown["amount"], shown["ends_on-day"]) == (
            "Riverside Fund", "lots", "31",
        )  # fmt: skip

    def test_less_than_nothing_is_refused_where_it_stands(self, client, finance):
        assert client.refused_page(ADD, GRANT | {"amount": "-5"}).mistakes == [
            "Enter an amount of £0 or more."
        ]

    def test_a_day_before_the_year_is_refused_where_it_stands(self, client, finance):
        page = client.refused_page("/our-income/2027/add", GRANT | {"ends_on-year": "2026"})
        assert "before the year begins" in page.mistakes[0]
        assert dict(page.form("words").filled({}))["amount"] == "1,250.50"


class TestChanging:
    @pytest.fixture
    def address(self, client, finance):
        add(client)
        return client.page("/our-income").links["NHS grant: Riverside Fund"]

    def test_it_shows_what_is_there_and_takes_what_is_new(self, client, address):
        shown = dict(client.page(address).form("words").filled({}))
        assert shown.items() >= GRANT.items()
        sent = client.submit(address, {"amount": "0"})
        page = client.page(sent.location)
        assert "The income stream is changed." in page.words
        assert row_of(page, "NHS grant: Riverside Fund")[1] == "Nil"

    def test_a_blank_stays_a_blank_and_nil_stays_nil(self, client, address):
        for typed, kept in (("0", "0.00"), ("", "")):
            client.submit(address, {"amount": typed})
            assert dict(client.page(address).form("words").filled({}))["amount"] == kept

    def test_two_at_once_overwrite_nothing_and_lose_nothing(self, client, address):
        seen = client.page(address).form("words")
        client.submit(address, {"amount": "7"})
        late = client.post(address, data=dict(seen.filled({"amount": "9", "words": "Late Fund"})))
        words = " ".join(late.get_data(as_text=True).split())
        assert late.status_code == 409
        assert "Late Fund" in words and "9" in words and "£7.00 a year" in words
        assert row_of(client.page("/our-income"), "NHS grant: Riverside Fund")[1] == "£7.00"

    def test_it_is_taken_out_once_somebody_says_so(self, client, address):
        asks = client.page(address).links["Take it out of the list"]
        assert "NHS grant: Riverside Fund: £1,250.50 a year" in client.page(asks).words
        page = client.page(client.submit(asks, button="Take it out").location)
        assert "taken out of the list" in page.words
        assert "There is no list of this year yet." in page.words

    def test_it_is_not_taken_out_where_it_was_changed_meanwhile(self, client, address):
        asks = client.page(address).links["Take it out of the list"]
        seen = client.page(asks).form("version")
        client.submit(address, {"amount": "7"})
        assert client.post(asks, data=dict(seen.filled({}))).status_code == 409
        assert "£7.00" in client.page("/our-income").words

    def test_another_lead_ntp_finds_neither_the_list_nor_the_stream(self, client, address):
        signed_in(
            client, Role.LEAD_MANAGER,
            at=lambda session: a_lead_ntp(session, "Southbank", is_host=False),
        )  # fmt: skip
        assert "Riverside Fund" not in client.page("/our-income").words
        client.page(address, status=404)
        client.page(f"{address}/take-out", status=404)
        assert client.post(address, data={}).status_code == 404


class TestCopying:
    def test_one_press_begins_the_new_year(self, client, finance):
        add(client)
        assert "Begin with the list of" not in client.page("/our-income").words
        sent = client.submit("/our-income?year=2027", button="Begin with the list of 2026 to 2027")
        page = client.page(sent.location)
        assert "The list of 2026 to 2027 is copied." in page.words
        row = row_of(page, "NHS grant: Riverside Fund")
        assert (row[1], row[4]) == ("£1,250.50", "31 March 2027, before this year")

    def test_a_list_that_has_begun_meanwhile_is_left_as_it_is(self, client, finance):
        add(client)
        seen = client.page("/our-income?year=2027").form(
            button="Begin with the list of 2026 to 2027"
        )
        client.submit("/our-income/2027/add", GRANT | no_end())
        late = client.post(seen.action, data=dict(seen.filled({})))
        assert late.status_code == 409
        assert "has begun already" in late.get_data(as_text=True)


def no_end():
    return {"ends_on-day": "", "ends_on-month": "", "ends_on-year": ""}


@pytest.mark.parametrize("role", [Role.LEAD_FINANCE, Role.LEAD_MANAGER])
def test_who_keeps_the_money_finds_it_under_money(client, role):
    signed_in(client, role)
    assert client.page("/money").links["Our income"] == "/our-income"
    assert "Our income" not in client.page("/desk").links


@pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.COMMISSIONER, Role.STEERING_MEMBER])
def test_nobody_else_opens_it(client, role):
    signed_in(client, role)
    client.page("/our-income", status=403)
    client.page("/our-income/2026/add", status=404)
