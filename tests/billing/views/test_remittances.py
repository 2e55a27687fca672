"""The pages, the paper, the file and the letter by which a group is paid."""

from datetime import timedelta

import pytest

from accounts.models import Organisation
from billing.operations.group_lines import write_all_lines
from billing.operations.remittances import make_remittance
from kernel.access import Role
from tests.cast import NOON, an_ntp, signed_in
from tests.cast_passed_on import another_paid_group
from tests.cast_sub_contracts import a_paid_group, some_bank_details
from tests.journeys.test_plain_words import HIGHEST_GRADE, LONGEST_SENTENCE, grade
from tests.support.pages import words_of
from web import paper

A_DAY = timedelta(days=1)
PRESS = "Make the remittance"
WAYS = {
    "Our agreement with Better": "Sub-contract", "What we agreed": "What we agreed",
    "What was counted": "What was counted",
}  # fmt: skip
"""The ways from a payment to what was agreed, and the headings of the pages there."""


@pytest.fixture
def paid(app, clock):
    with app.extensions["petunias"].database.writing() as session:
        made = a_paid_group(session)
        made.came(session)
        made.came(session)
        write_all_lines(session, at=NOON + A_DAY)
    clock.passes(days=12)
    return made


@pytest.fixture
def make(paid):
    return f"/remittances/make/{paid.group_id}"


@pytest.fixture
def finance(client, paid):
    return signed_in(client, Role.LEAD_FINANCE)


@pytest.fixture
def made(client, make, finance):
    return client.submit(make, button=PRESS).location


def kitchen(session):
    return an_ntp(session, "The Community Kitchen")


class TestMaking:
    def test_the_list_leads_to_the_group_that_is_to_be_paid(self, client, make, finance):
        page = client.page("/remittances")
        assert "To pay, until the end of November 2026" in page.words
        assert page.links["The Community Kitchen"] == make
        assert "£9.00" in page.words

    def test_it_shows_the_lines_first(self, client, make, finance):
        page = client.page(make)
        assert "was not paid yet: £9.00." in page.words
        assert "22 November 2026 Cooking together 2 people £4.50 £9.00" in page.words
        assert "is told by e-mail" in page.words

    def test_it_says_that_it_was_done_and_is_in_the_list(self, client, made):
        page = client.page(made)
        assert "The remittance is made. The group is told by e-mail." in page.words
        assert page.heading == "Remittance 1 to The Community Kitchen"
        page = client.page("/remittances")
        assert "Nothing is to pay." in page.words
        assert page.links["Number 1"] == made

    def test_made_once_there_is_nothing_to_press(self, client, make, made):
        page = client.page(make)
        assert "What was counted since goes into the next one." in page.words
        assert page.links["remittance for November 2026"] == made
        assert PRESS not in page.words

    def test_twice_is_refused_in_words(self, client, make, finance):
        sent = dict(client.page(make).form(button=PRESS).filled({}, PRESS))
        client.submit(make, button=PRESS)
        refused = client.post(make, data=sent | {"form_key": "a" * 24})
        assert refused.status_code == 409
        assert "its remittance of that month already" in refused.get_data(as_text=True)

    def test_where_nobody_can_be_written_to_it_says_so(self, client, app, paid, make, finance):
        with app.extensions["petunias"].database.writing() as session:
            session.merge(paid.listing.group).keeper_email = ""
        assert "We know no e-mail address of this group" in client.page(make).words
        page = client.page(client.submit(make, button=PRESS).location)
        assert "Print it for the group." in page.words

    def test_a_group_without_lines_is_not_found(self, client, finance):
        client.page(f"/remittances/make/{finance.user_id}", status=404)


class TestReading:
    def test_the_group_reads_it_on_its_own_pages(self, client, made):
        signed_in(client, Role.GROUP_EDITOR, at=kitchen)
        page = client.page("/remittances")
        assert "You never have to send a bill." in page.words and "To pay" not in page.words
        assert page.links["Number 1 of Better Services Enterprise"] == made
        assert "The Community Kitchen" not in words_of(page.tree.find(".//table"))
        assert "pays The Community Kitchen £9.00" in client.page(made).words

    def test_the_group_is_led_to_what_it_agreed_and_reads_where_it_is_paid_to(
        self, client, app, paid, made
    ):
        with app.extensions["petunias"].database.writing() as session:
            some_bank_details(session, paid)
            some_bank_details(session, paid, is_confirmed=False)
        signed_in(client, Role.GROUP_EDITOR, at=kitchen)
        page = client.page("/remittances")
        assert "You mark who came, by the link in our letter" in page.words
        assert (
            "Better Services Enterprise pays you to: The Community Kitchen, account ending in 78."
            in page.words
        )
        assert "Is that wrong? Ring 0191 498 0123 (Monday to Friday)." in page.words
        assert "waits until a second person has looked at it" in page.words
        for address in ("/remittances", made):
            links = client.page(address).links
            for words, heading in WAYS.items():
                (href,) = [links[one] for one in links if one.startswith(words)]
                assert client.page(href).heading.startswith(heading)

    def test_a_lead_ntp_chooses_one_of_several_groups(self, client, app, paid, made):
        assert "Which group?" not in client.page("/remittances").words
        with app.extensions["petunias"].database.writing() as session:
            chess = another_paid_group(session, paid, "Chess club")
            chess.came(session)
            write_all_lines(session, at=NOON + A_DAY)
            make_remittance(
                session, paid.manager, chess.group_id, seen=1, at=NOON + 12 * A_DAY
            )  # fmt: skip
        page = client.page("/remittances")
        assert {"Number 1", "Number 2"} <= page.links.keys()
        form = page.form("group")
        assert form.method == "GET"
        shown = client.page(f"/remittances?group={chess.group_id}")
        assert "Number 2" in shown.links and "Number 1" not in shown.links
        assert len(client.page("/remittances?group=").links) == len(page.links)

    def test_nobody_else_reads_it(self, client, made):
        signed_in(client, Role.GROUP_EDITOR, at=lambda session: an_ntp(session, "Chess club"))
        for address in (made, f"{made}/remittance.pdf", f"{made}/remittance.csv"):
            client.page(address, status=404)

    def test_page_paper_and_file_show_one_check_sum(self, client, made, monkeypatch):
        shown = client.page(made).words
        monkeypatch.setattr(paper, "pdf_of", lambda html: None)
        printed = client.page(f"{made}/remittance.pdf").words
        file = client.get(f"{made}/remittance.csv").get_data(as_text=True)
        (check,) = [line.split('"')[5] for line in file.splitlines() if "Check sum" in line]
        assert len(check) == 64
        assert f"Its check sum begins with {check[:12]}" in shown
        assert f"Its check sum begins with {check[:12]}" in printed
        assert "This machine makes no PDF." in printed

    def test_the_paper_is_a_pdf(self, client, made):
        answer = client.get(f"{made}/remittance.pdf")
        assert answer.content_type == "application/pdf"
        assert answer.get_data().startswith(b"%PDF")
        assert answer.headers["Content-Disposition"] == 'inline; filename="remittance-1.pdf"'

    def test_the_paper_says_whom_to_ring_when_it_is_paid_and_blames_nobody(
        self, client, app, paid, made, finance, monkeypatch
    ):
        with app.extensions["petunias"].database.writing() as session:
            some_bank_details(session, paid)
            lead = session.get_one(Organisation, paid.lead_id)
            lead.phone, lead.hours = "01632 960123", "weekdays, 9 to 5"
        monkeypatch.setattr(paper, "pdf_of", lambda html: None)
        printed = client.page(f"{made}/remittance.pdf").words
        assert "Ring Better Services Enterprise, 01632 960123 (weekdays, 9 to 5)." in printed
        assert "The bank pays it on" not in printed
        day = {"pay_on-day": "5", "pay_on-month": "12", "pay_on-year": "2026"}
        client.submit("/remittances/pay", day)
        printed = client.page(f"{made}/remittance.pdf").words
        assert "The bank pays it on 5 December 2026." in printed

    def test_what_was_counted_late_is_not_said_on_paper(
        self, client, app, clock, paid, made, monkeypatch
    ):
        with app.extensions["petunias"].database.writing() as session:
            paid.came(session)
            write_all_lines(session, at=NOON + 15 * A_DAY)
        clock.passes(days=30)
        signed_in(client, Role.LEAD_FINANCE)
        late = client.submit(f"/remittances/make/{paid.group_id}", button=PRESS).location
        monkeypatch.setattr(paper, "pdf_of", lambda html: None)
        assert "1 person, counted late" in client.page(late).words
        assert "1 person, £4.50 each" in client.page(f"{late}/remittance.pdf").words

    def test_the_file_is_for_a_spreadsheet(self, client, made):
        answer = client.get(f"{made}/remittance.csv")
        assert answer.content_type == "text/csv; charset=utf-8"
        assert '"2026-11-22","Cooking together","2 people","4.50","9.00"' in answer.get_data(
            as_text=True
        )


def test_the_letter_is_easy_to_read_and_says_how_much_and_for_what(client, made, letters):
    letter = letters()[-1]
    assert letter.to == "kim@kitchen.example"
    assert letter.subject == "The Community Kitchen: we pay you £9.00"
    assert "22 November 2026: Cooking together, 2 people: £9.00" in letter.text
    assert "In your bank statement it says: REMITTANCE 1" in letter.text
    assert "You do not have to send a bill." in letter.text
    said = [
        "Better Services House pays The Kitchen £9.00 for what you did until the end of November.",
        "You do not have to send a bill.", "Is something wrong?",
        "Tell us, and we put it right with the next one.",
    ]  # fmt: skip
    assert grade(" ".join(said)) <= HIGHEST_GRADE
    assert all(len(one.split()) <= LONGEST_SENTENCE for one in said)
