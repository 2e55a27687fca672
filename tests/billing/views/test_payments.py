"""The pages on which two people say where a group is paid to, and one makes the file for the bank."""

from datetime import timedelta

import pytest

from billing.operations.group_lines import write_all_lines
from billing.operations.remittances import make_remittance
from kernel.access import Role
from tests.cast import NOON, a_lead_ntp, an_ntp, signed_in
from tests.cast_sub_contracts import a_paid_group, some_bank_details
from tests.support.pages import words_of

A_DAY = timedelta(days=1)
ACCOUNT = {
    "name": "The Community Kitchen", "sort_code": "20-40-60", "account_number": "1234 5678",
}  # fmt: skip
PROPOSED = ACCOUNT | {"checked": "I rang Kim on the old number."}
PAY_ON = {"pay_on-day": "5", "pay_on-month": "12", "pay_on-year": "2026"}
DIGITS = ("12345678", "204060", "20-40-60", "1234 5678")


@pytest.fixture
def paid(app, clock):
    with app.extensions["petunias"].database.writing() as session:
        made = a_paid_group(session)
        made.came(session)
        write_all_lines(session, at=NOON + A_DAY)
        make_remittance(session, made.manager, made.group_id, seen=1, at=NOON + 12 * A_DAY)
    clock.passes(days=12)
    return made


@pytest.fixture
def bank(paid):
    return f"/remittances/groups/{paid.group_id}/bank"


@pytest.fixture
def confirmed(app, paid):
    with app.extensions["petunias"].database.writing() as session:
        some_bank_details(session, paid)


def as_manager(client):
    return signed_in(client, Role.LEAD_MANAGER)


def as_finance(client):
    return signed_in(client, Role.LEAD_FINANCE)


def propose(client, bank, **answers):
    return client.submit(f"{bank}/propose", PROPOSED | answers)


class TestWhereAGroupIsPaidTo:
    def test_one_writes_it_down_and_another_confirms_it(self, client, bank):
        as_manager(client)
        assert "No bank details are confirmed yet." in client.page(bank).words
        page = client.page(propose(client, bank).location)
        assert "It waits for a second person. The group is told." in page.words
        assert "so a colleague confirms it" in page.words
        assert f"{bank}/confirm" not in page.links.values()
        as_finance(client)
        page = client.page(bank)
        assert "account ending in 78" in page.words and f"{bank}/confirm" in page.links.values()
        page = client.page(client.submit(f"{bank}/confirm", ACCOUNT).location)
        assert "It is confirmed: the group is paid there from now on." in page.words
        assert "It is paid to: The Community Kitchen, account ending in 78." in page.words

    def test_the_digits_stand_on_no_page(self, client, bank, confirmed, paid):
        as_finance(client)
        shown = client.get(bank).get_data(as_text=True)
        shown += client.get("/remittances/pay").get_data(as_text=True)
        made = client.submit("/remittances/pay", PAY_ON).location
        shown += client.get(made).get_data(as_text=True)
        assert "account ending in 78" in shown
        assert not [one for one in DIGITS if one in shown or one in made]

    def test_mistakes_stand_at_their_fields(self, client, bank):
        as_manager(client)
        page = client.refused_page(f"{bank}/propose", PROPOSED | {"sort_code": "2040"})
        assert "A sort code has 6 digits." in page.words
        page = client.refused_page(f"{bank}/propose", PROPOSED | {"account_number": "123"})
        assert "An account number has 8 digits." in page.words
        page = client.refused_page(f"{bank}/propose", PROPOSED | {"checked": ""})
        assert "Write how you checked it." in page.words

    def test_all_that_is_wrong_is_said_at_once(self, client, bank):
        wrong = {"sort_code": "2040", "account_number": "123"}
        said = [
            "A sort code has 6 digits.",
            "An account number has 8 digits. If it is shorter, put noughts in front.",
        ]
        as_manager(client)
        assert client.refused_page(f"{bank}/propose", PROPOSED | wrong).mistakes == said
        propose(client, bank)
        as_finance(client)
        assert client.refused_page(f"{bank}/confirm", ACCOUNT | wrong).mistakes == said

    def test_another_name_is_not_confirmed_and_says_so_at_the_name(self, client, bank):
        as_manager(client)
        propose(client, bank)
        as_finance(client)
        page = client.refused_page(f"{bank}/confirm", ACCOUNT | {"name": "Other Name Ltd"})
        assert "This is not the name that was proposed." in page.words
        assert "#name" in page.links.values()
        assert "No bank details are confirmed yet." in client.page(bank).words

    def test_the_second_person_reads_how_it_was_checked(self, client, bank):
        said = "How it was checked: I rang Kim on the old number."
        as_manager(client)
        propose(client, bank)
        as_finance(client)
        for act in ("", "/confirm", "/drop"):
            assert said in client.page(f"{bank}{act}").words
        client.submit(f"{bank}/confirm", ACCOUNT)
        assert said in client.page(bank).words
        propose(client, bank, checked="Their treasurer came by.")
        client.submit(f"{bank}/drop", button="Drop it")
        _, before = client.page(bank).words.split("Before ")
        assert "How it was checked: Their treasurer came by." in before

    def test_other_digits_are_not_confirmed(self, client, bank):
        as_manager(client)
        propose(client, bank)
        as_finance(client)
        page = client.refused_page(f"{bank}/confirm", ACCOUNT | {"account_number": "12345679"})
        assert "This is not what was proposed." in page.words

    def test_what_is_wrong_is_dropped(self, client, bank):
        as_manager(client)
        propose(client, bank)
        page = client.page(client.submit(f"{bank}/drop", button="Drop it").location)
        assert "What was proposed is dropped." in page.words
        assert "Before The Community Kitchen, account ending in 78: dropped by" in page.words

    def test_where_nothing_waits_there_is_nothing_to_settle(self, client, bank):
        as_finance(client)
        for act in ("confirm", "drop"):
            page = client.page(f"{bank}/{act}")
            assert "Nothing waits for a second person." in page.words
            assert buttons(page) == OWN_BUTTONS

    def test_what_was_settled_meanwhile_is_a_conflict(self, client, bank):
        as_manager(client)
        propose(client, bank)
        as_finance(client)
        sent = dict(client.page(f"{bank}/confirm").form("name").filled(ACCOUNT))
        client.submit(f"{bank}/drop", button="Drop it")
        assert client.post(f"{bank}/confirm", data=sent).status_code == 409

    def test_whoever_wrote_it_down_is_asked_for_nothing_more(self, client, bank):
        as_manager(client)
        propose(client, bank)
        page = client.page(f"{bank}/confirm")
        assert "so a colleague confirms it" in page.words and buttons(page) == OWN_BUTTONS
        page = client.page(f"{bank}/propose")
        assert "A change waits for a second person already" in page.words
        assert buttons(page) == OWN_BUTTONS and bank in page.links.values()

    def test_the_list_of_payments_says_what_waits_until_it_is_settled(self, client, bank):
        said = "Bank details of The Community Kitchen wait for a second person"
        as_manager(client)
        propose(client, bank)
        assert "so a colleague confirms them" in client.page("/remittances").words
        as_finance(client)
        page = client.page("/remittances")
        assert page.links[said] == bank and "You wrote them down" not in page.words
        client.submit(f"{bank}/confirm", ACCOUNT)
        assert said not in client.page("/remittances").words

    def test_whoever_cannot_be_written_to_is_rung(self, client, app, bank, paid):
        with app.extensions["petunias"].database.writing() as session:
            session.merge(paid.listing.group).keeper_email = ""
        as_manager(client)
        assert "so ring it" in client.page(bank).words
        assert "Ring the group" in client.page(propose(client, bank).location).words

    def test_it_is_for_the_lead_ntp_alone(self, client, bank):
        kitchen = {"at": lambda session: an_ntp(session, "The Community Kitchen")}
        elsewhere = {"at": lambda session: a_lead_ntp(session, "Southbank", is_host=False)}
        for role, place in (
            (Role.GROUP_EDITOR, kitchen), (Role.LINK_WORKER, {}), (Role.LEAD_MANAGER, elsewhere),
        ):  # fmt: skip
            signed_in(client, role, **place)
            for act in ("", "/propose", "/confirm", "/drop"):
                client.page(f"{bank}{act}", status=404)


def buttons(page):
    return [words_of(one) for one in page.tree.iter("button")]


class TestThePaymentFile:
    def test_it_says_what_it_pays_and_what_not(self, client, bank, paid):
        as_finance(client)
        page = client.page("/remittances/pay")
        assert "There is nothing that can be paid now." in page.words
        assert buttons(page) == OWN_BUTTONS
        assert "Number 1, £4.50: No bank details are confirmed." in page.words
        assert bank in page.links.values()

    def test_it_says_that_it_was_made_and_marks_what_it_pays(self, client, confirmed):
        as_finance(client)
        assert "pays £4.50" in client.page("/remittances/pay").words
        made = client.submit("/remittances/pay", PAY_ON).location
        page = client.page(made)
        assert "The payment file is made. Give it to the bank." in page.words
        assert "The bank pays £4.50, by 1 payment." in page.words
        page = client.page("/remittances")
        assert "Payment file for 5 December 2026 (1): £4.50" in page.words
        assert made in page.links.values() and "The bank pays on" in page.words
        remittance = page.links["Number 1"]
        assert "The bank pays it on 5 December 2026." in client.page(remittance).words

    def test_the_file_is_for_the_bank(self, client, confirmed):
        as_finance(client)
        made = client.submit("/remittances/pay", PAY_ON).location
        answer = client.get(f"{made}/payments.csv")
        assert answer.get_data(as_text=True).splitlines() == [
            '"Sort code","Account number","Name","Amount","Reference"',
            '"204060","12345678","THE COMMUNITY KITC","4.50","REMITTANCE 1"',
        ]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.content_type == "text/csv; charset=utf-8"

    def test_another_account_since_it_was_opened_is_a_conflict(self, client, app, confirmed, paid):
        as_finance(client)
        sent = dict(client.page("/remittances/pay").form("version").filled(PAY_ON))
        with app.extensions["petunias"].database.writing() as session:
            some_bank_details(session, paid)
        assert client.post("/remittances/pay", data=sent).status_code == 409
        assert client.submit("/remittances/pay", PAY_ON).status_code == 303

    def test_a_day_is_asked_for(self, client, confirmed):
        as_finance(client)
        assert "Enter the day." in client.refused_page("/remittances/pay", {}, button=MAKE).words

    def test_a_day_that_nobody_means_is_refused_at_its_field(self, client, confirmed):
        as_finance(client)
        page = client.refused_page("/remittances/pay", PAY_ON | {"pay_on-year": "2062"})
        assert page.mistakes == ["Choose a day within 60 days."]
        assert client.page("/remittances").words.count("Not yet") == 1

    def test_what_the_bank_did_not_pay_goes_into_a_new_file(self, client, confirmed):
        as_finance(client)
        first = client.submit("/remittances/pay", PAY_ON).location
        remittance = client.page("/remittances").links["Number 1"]
        address = client.page(remittance).links["The bank did not pay it"]
        page = client.refused_page(address, {"because": ""})
        assert page.mistakes == ["Write why the bank did not pay it."]
        assert "pay The Community Kitchen £4.50 on 5 December 2026" in page.words
        page = client.page(client.submit(address, {"because": "The account is closed."}).location)
        assert "It is written down." in page.words
        assert "The bank did not pay it on 5 December 2026, said Robin Field" in page.words
        assert "The account is closed." in page.words
        assert "It goes into the next payment file." in page.words
        assert "The bank did not pay it" not in page.links
        assert buttons(client.page(address)) == OWN_BUTTONS
        page = client.page(first)
        assert "The bank did not pay £4.50 of it." in page.words
        assert "account ending in 78. The bank did not pay it" in page.words
        client.submit("/remittances/pay", PAY_ON | {"pay_on-day": "9"})
        assert "The bank pays it on 9 December 2026." in client.page(remittance).words

    def test_said_twice_it_is_a_conflict(self, client, confirmed):
        as_finance(client)
        client.submit("/remittances/pay", PAY_ON)
        remittance = client.page("/remittances").links["Number 1"]
        sent = client.page(f"{remittance}/not-paid").form("because")
        sent = dict(sent.filled({"because": "The account is closed."}))
        client.submit(f"{remittance}/not-paid", {"because": "The bank is shut."})
        answer = client.post(f"{remittance}/not-paid", data=sent)
        assert answer.status_code == 409
        assert "The account is closed." in answer.get_data(as_text=True)

    def test_the_group_reads_that_it_was_not_paid_and_not_why(self, client, confirmed):
        as_finance(client)
        client.submit("/remittances/pay", PAY_ON)
        remittance = client.page("/remittances").links["Number 1"]
        client.submit(f"{remittance}/not-paid", {"because": "The account is closed."})
        signed_in(client, Role.GROUP_EDITOR, at=lambda it: an_ntp(it, "The Community Kitchen"))
        words = client.page(remittance).words
        assert "did not pay it on 5 December 2026, so we pay it once more." in words
        assert "closed" not in words
        client.page(f"{remittance}/not-paid", status=404)

    def test_a_manager_finds_no_file(self, client, confirmed):
        as_finance(client)
        made = client.submit("/remittances/pay", PAY_ON).location
        as_manager(client)
        assert "/remittances/pay" not in client.page("/remittances").links.values()
        client.page("/remittances/pay", status=403)
        for address in (made, f"{made}/payments.csv"):
            client.page(address, status=404)


MAKE = "Make the payment file"
OWN_BUTTONS = ["Sign out", "Show More"]
"""Those of every page: nothing else is there to press."""


def test_the_letters_say_what_to_do_and_no_digit(client, bank, letters):
    as_manager(client)
    propose(client, bank)
    as_finance(client)
    client.submit(f"{bank}/confirm", ACCOUNT)
    about = [one for one in letters() if one.subject.endswith(("account", "now on"))]
    asked, told = sorted(about, key=lambda one: one.subject)
    assert asked.subject == "Somebody asks us to pay The Community Kitchen into another account"
    assert "Ring us now, on a number that you knew before this letter." in asked.text
    assert told.subject == "We pay The Community Kitchen into another account from now on"
    for one in (asked, told):
        assert one.to == "kim@kitchen.example"
        assert not [digits for digits in (*DIGITS, "78.") if digits in one.text]


def test_a_letter_says_that_it_was_dropped(client, bank, letters):
    as_manager(client)
    propose(client, bank)
    (asked,) = [one for one in letters() if one.subject.startswith("Somebody asks")]
    assert "Then wait for our next letter." in asked.text
    as_finance(client)
    client.submit(f"{bank}/drop", button="Drop it")
    (letter,) = [one for one in letters() if one.subject.startswith("We do not pay")]
    assert letter.subject == "We do not pay The Community Kitchen into the other account"
    assert letter.to == "kim@kitchen.example"
    assert "We looked at it, and do not use that account." in letter.text
