"""The pages, papers and files of invoices, for who asks and for who pays."""

import io

import pytest
from openpyxl import load_workbook

from billing.bands import Band
from kernel.access import Role
from tests.cast import a_commissioning_body, a_lead_ntp, signed_in
from tests.cast_invoices import a_helping_contract
from tests.journeys.test_plain_words import LONGEST_SENTENCE
from web import paper

PRESS = "Issue the invoice"
FILES = ("invoice.pdf", "invoice.csv", "invoice.xlsx", "invoice.xml", "charges.csv")


@pytest.fixture
def contract(app, clock):
    with app.extensions["petunias"].database.writing() as session:
        made = a_helping_contract(session, Band.LOW, Band.LOW, Band.HIGH)
        contract_id = made.id
    clock.passes(days=12)
    return contract_id


@pytest.fixture
def finance(client, contract):
    return signed_in(client, Role.LEAD_FINANCE, name="Farah Aziz")


@pytest.fixture
def payer(app, contract):
    client = app.test_client()
    signed_in(client, Role.COMMISSIONER_FINANCE, name="Colin Payne")
    return client


@pytest.fixture
def made(client, contract, finance, payer):
    return client.submit(f"/invoices/make/{contract}", button=PRESS).location


class TestIssuing:
    def test_the_list_leads_to_what_can_be_asked_for(self, client, contract, finance):
        page = client.page("/invoices")
        assert f"/invoices/make/{contract}" in page.links.values()
        assert "Until the end of" in page.words and "November 2026" in page.words

    def test_it_shows_the_lines_and_sums_first(self, client, contract, finance):
        words = client.page(f"/invoices/make/{contract}").words
        assert "A year of help, low 2 £70.00 £140.00" in words
        assert "Fixed sum, April 2026 to November 2026 8 £4,000.00 £32,000.00" in words
        assert "To be paid £36,733.35" in words and "Value added tax £0.00 (Exempt)" in words

    def test_it_says_that_it_was_done_and_who_pays_hears(self, client, made, letters):
        page = client.page(made)
        assert "The invoice is issued. Those who pay are told by e-mail." in page.words
        assert page.heading == "Invoice 1 for April 2026 to November 2026"
        (letter,) = [one for one in letters() if one.subject.startswith("Invoice 1")]
        assert "£36,733.35" in letter.text and "3 January 2027" in letter.text
        page = client.page("/invoices")
        assert "Nothing is to be asked for now." in page.words
        assert "Still owed: £36,733.35" in page.words

    def test_twice_is_refused(self, client, contract, made):
        client.page(f"/invoices/make/{contract}", status=404)

    def test_another_lead_ntp_asks_for_nothing_of_it(self, client, contract):
        signed_in(
            client, Role.LEAD_FINANCE,
            at=lambda session: a_lead_ntp(session, "Another Lead", is_host=False),
        )  # fmt: skip
        client.page(f"/invoices/make/{contract}", status=404)


class TestReading:
    def test_who_pays_finds_it_in_the_menu(self, payer, made):
        page = payer.page("/invoices")
        assert page.links["Number 1 of Better Services Enterprise"] == made
        assert "What you are asked to pay." in page.words and "To issue" not in page.words
        assert payer.page("/desk").links["Invoices"] == "/invoices"

    @pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.ANALYST])
    def test_nobody_who_reads_returns_reads_a_count(self, app, made, contract, role):
        client = app.test_client()
        signed_in(client, role)
        for address in (made, *(f"{made}/{one}" for one in FILES)):
            client.page(address, status=404)
        client.page(f"/contracts/{contract}/statement", status=404)

    def test_nor_does_who_pays_for_another_area(self, app, made, contract):
        client = app.test_client()
        signed_in(
            client, Role.COMMISSIONER_FINANCE,
            at=lambda session: a_commissioning_body(session, "Elsewhere Health"),
        )  # fmt: skip
        for address in (made, *(f"{made}/{one}" for one in FILES)):
            client.page(address, status=404)
        client.page(f"/contracts/{contract}/statement", status=404)

    def test_page_paper_and_files_show_one_check_sum(self, client, made, monkeypatch):
        shown = client.page(made).words
        monkeypatch.setattr(paper, "pdf_of", lambda html: None)
        printed = client.page(f"{made}/invoice.pdf").words
        file = client.get(f"{made}/invoice.csv").get_data(as_text=True)
        book = load_workbook(io.BytesIO(client.get(f"{made}/invoice.xlsx").data)).active
        (check,) = [row[4].value for row in book.rows if row[1].value == "Check sum"]
        assert len(check) == 64 and check in file
        assert check in client.get(f"{made}/invoice.xml").get_data(as_text=True)
        assert f"Its check sum begins with {check[:12]}" in shown
        assert f"Its check sum begins with {check[:12]}" in printed and check in printed
        assert "This machine makes no PDF." in printed

    def test_the_paper_says_who_asks_whom_and_how_to_ring(
        self, app, client, contract, finance, payer, monkeypatch
    ):
        with app.extensions["petunias"].database.writing() as session:
            lead = a_lead_ntp(session)
            lead.base_address, lead.phone = "1 Weaver Street\nAnytown", "0191 498 0100"
            a_commissioning_body(session).base_address = "2 Mill Lane\nAnytown"
        made = client.submit(f"/invoices/make/{contract}", button=PRESS).location
        monkeypatch.setattr(paper, "pdf_of", lambda html: None)
        words = payer.page(f"{made}/invoice.pdf").words
        assert f"From {lead.name} 1 Weaver Street Anytown Ring 0191 498 0100" in words
        assert "2 Mill Lane Anytown" in words and "Ring us first, on 0191 498 0100." in words
        xml = payer.get(f"{made}/invoice.xml").text
        assert "<cbc:Line>1 Weaver Street</cbc:Line>" in xml
        assert "<cbc:Telephone>0191 498 0100</cbc:Telephone>" in xml

    def test_the_paper_is_a_pdf(self, client, made):
        answer = client.get(f"{made}/invoice.pdf")
        assert answer.get_data().startswith(b"%PDF")
        assert answer.headers["Content-Disposition"] == 'inline; filename="invoice-1.pdf"'

    def test_the_charges_behind_it_name_nobody_and_no_day(self, payer, made):
        text = payer.get(f"{made}/charges.csv").get_data(as_text=True)
        lines = text.splitlines()
        assert len(lines) == 4
        assert all('"November 2026","November 2026","no","yes"' in one for one in lines[1:])
        assert "Person" not in text and "22" not in lines[0] + text.replace("2026", "")[-40:]


class TestSettling:
    def test_a_question_is_asked_answered_and_settled(self, client, payer, made, letters):
        payer.submit(f"{made}/lines/1/question", {"because": "Why eight months?"})
        assert "Your question is sent." in payer.page(made).words
        (letter,) = [one for one in letters() if "questioned" in one.subject]
        assert "18 December 2026" in letter.text
        assert "Why eight months?" not in letter.text, (
            "A letter holds no words that somebody typed."
        )
        page = client.page(made)
        asked = "Line 1: Why eight months?"
        assert f"{asked} It is to be answered by 18 December 2026." in page.words
        client.submit(f"{made}/lines/1/answer", {"because": "It is the first one."})
        page = payer.page(made)
        assert f"{asked} Answer: It is the first one." in page.words
        assert "A question is answered" in page.words and "Agree to it" not in page.words
        settle = payer.page(f"{made}/lines/1/settle")
        assert "Answer: It is the first one." in settle.words
        payer.submit(f"{made}/lines/1/settle", button="It is settled")
        assert "Agree to it" in payer.page(made).words

    def test_who_is_not_content_asks_again(self, client, payer, made):
        payer.submit(f"{made}/lines/1/question", {"because": "Why eight months?"})
        client.submit(f"{made}/lines/1/answer", {"because": "It is the first one."})
        again = payer.page(made).links["Ask again about line 1"]
        page = payer.page(again)
        assert "You asked: Why eight months? Answer: It is the first one." in page.words
        payer.submit(again, {"because": "Since April?"})
        page = client.page(made)
        assert "Line 1: Since April?" in page.words and "A line is questioned" in page.words
        assert "Answer the question about line 1" in page.links

    def test_an_answer_that_is_late_is_said_to_be(self, client, payer, made, clock):
        payer.submit(f"{made}/lines/1/question", {"because": "Why eight months?"})
        clock.passes(days=40)
        signed_in(payer, Role.COMMISSIONER_FINANCE, name="Colin Payne")
        assert "The answer is late. It was due by 18 December 2026." in payer.page(made).words
        late = "Invoice 1 of Better Services Enterprise is late. Your question about line 1 waits"
        assert late in payer.page("/desk").words

    def test_to_write_down_that_it_is_paid_closes_no_mouth(self, client, payer, made):
        client.submit(
            f"{made}/money",
            {
                "way": "pay",
                "amount": "36733.35",
                "on-day": "4",
                "on-month": "12",
                "on-year": "2026",
            },
        )
        assert "is written down as paid, and waits to be agreed" in payer.page("/desk").words
        links = payer.page(made).links
        assert "Agree to it" in links and "Question line 1" in links
        payer.submit(links["Agree to it"], button="Agree to it")
        assert "Question line 1" not in payer.page(made).links
        assert "waits to be agreed" not in payer.page("/desk").words

    def test_it_is_agreed_and_paid_in_parts(self, client, payer, made, clock):
        payer.submit(f"{made}/agree", button="Agree to it")
        assert "You agreed to this invoice." in payer.page(made).words
        clock.passes(days=40)
        signed_in(client, Role.LEAD_FINANCE, name="Farah Aziz")
        assert "10 days late" in client.page(made).words
        for amount in ("700", "36033.35"):
            client.submit(
                f"{made}/money",
                {"way": "pay", "amount": amount, "on-day": "5", "on-month": "1", "on-year": "2027"},
            )
        page = client.page(made)
        assert "Paid" in page.words and "Still owed: £0.00." in page.words
        words = client.page("/invoices").words
        assert "Paid after 32 days as a rule, 32 at most. Late: 1." in words

    def test_a_wrong_day_and_a_wrong_amount_are_said_in_one_go(self, client, made):
        page = client.refused_page(
            f"{made}/money",
            {"way": "pay", "amount": "40000", "on-day": "4", "on-month": "12", "on-year": "2062"},
        )
        assert page.mistakes == [
            "Enter an amount up to £36,733.35, which is still owed.",
            "Enter a day from its issue until today.",
        ]

    def test_what_happened_last_comes_first(self, client, payer, made):
        payer.submit(f"{made}/lines/1/question", {"because": "Why eight months?"})
        client.submit(f"{made}/lines/1/answer", {"because": "It is the first one."})
        words = client.page(made).words
        happened = words[words.index("What happened with it") :]
        assert happened.index("It is the first one.") < happened.index("Why eight months?")

    def test_contract_account_and_money_lead_to_each_other(self, client, payer, made, contract):
        for reader in (client, payer):
            page = reader.page(f"/contracts/{contract}")
            account = reader.page(page.links["Its invoices and its account"])
            assert made in account.links.values()
            assert account.links["Back"] == f"/contracts/{contract}"
            assert account.links["All invoices"] == "/invoices"
            reader.page(page.links["Where the money went"])

    def test_more_than_is_owed_is_refused_where_it_was_typed(self, client, made):
        page = client.refused_page(
            f"{made}/money",
            {"way": "pay", "amount": "40000", "on-day": "4", "on-month": "12", "on-year": "2026"},
        )
        assert "Enter an amount up to £36,733.35, which is still owed." in page.words

    def test_a_line_is_credited_with_a_number(self, client, payer, made, monkeypatch):
        answer = client.submit(
            f"{made}/lines/1/credit", {"amount": "4000", "because": "No help in May."}
        )
        assert answer.location == made
        page = payer.page(made)
        assert "Credited: £4,000.00." in page.words
        assert "(£4,000.00 of it is credited)" in page.words
        (note,) = [href for href in page.links.values() if href.startswith("/credit-notes/")]
        words = payer.page(note).words
        assert "takes back £4,000.00 of invoice 1" in words and "No help in May." in words
        assert b"CreditNote" in payer.get(f"{note}/credit-note.xml").data
        assert payer.get(f"{note}/credit-note.pdf").data.startswith(b"%PDF")

    def test_the_account_says_what_is_owed_after_each(self, client, payer, contract, made):
        client.submit(f"{made}/lines/1/credit", {"amount": "1", "because": "A pound."})
        words = payer.page(f"/contracts/{contract}/statement").words
        assert "Owed now: £36,732.35." in words
        assert "Credit note for invoice 1 −£1.00 £36,732.35" in words
        assert '"Invoice 1"' in payer.get(f"/contracts/{contract}/statement.csv").text

    @pytest.mark.parametrize("line", ["0", "99"])
    def test_there_is_no_such_line(self, payer, made, line):
        payer.page(f"{made}/lines/{line}/question", status=404)

    def test_who_asks_does_not_settle_and_who_pays_does_not_credit(self, client, payer, made):
        for own in ("lines/1/question", "lines/1/settle", "agree"):
            client.page(f"{made}/{own}", status=404)
        for own in ("lines/1/answer", "lines/1/credit", "money"):
            payer.page(f"{made}/{own}", status=404)


def test_the_letter_is_easy_to_read_and_leads_to_the_invoice(client, made, letters):
    (letter,) = [one for one in letters() if one.subject.startswith("Invoice 1")]
    assert made in letter.text
    sentences = [one for line in letter.text.splitlines() for one in line.split(". ")]
    assert max(len(one.split()) for one in sentences) <= LONGEST_SENTENCE
