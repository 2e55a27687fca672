"""The page of points for both sides, and the form on which who pays writes them down."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from kernel.access import Role
from tests.cast import a_lead_ntp, signed_in
from tests.cast_contracts import a_signed_contract
from tests.cast_points import CAME, a_contract_with_points, award
from tests.journeys.test_plain_words import LONGEST_SENTENCE, sentences

PRESS = "Write it down"


@pytest.fixture
def contract(app):
    with app.extensions["petunias"].database.writing() as session:
        made = a_contract_with_points(session)
        award(session, made, 10)
        return made.id


@pytest.fixture
def commissioner(client, contract):
    return signed_in(client, Role.COMMISSIONER, name="Cora Price")


def typed(**said):
    return {"report": CAME, "way": "give", "points": "2", "because": "It shows 12 of 60."} | said


class TestReading:
    def test_the_contract_leads_there(self, client, contract, commissioner):
        page = client.page(f"/contracts/{contract}")
        assert page.links["Points for outcomes"] == f"/contracts/{contract}/points"

    def test_it_says_what_is_held_back_earned_and_still_to_be_earned(
        self, client, contract, commissioner
    ):
        words = client.page(f"/contracts/{contract}/points").words
        assert "Held back: £9,600.00 Earned: £960.00 Still to be earned: £8,640.00" in words
        assert "People who came 10 of 60 £960.00" in words and "Falls 0 of 40 £0.00" in words
        assert "The year has not begun." in words
        assert "Year 1, “People who came”: 10 points earned, £960.00" in words

    def test_the_lead_ntp_reads_it_and_has_no_form(self, app, contract):
        client = app.test_client()
        signed_in(client, Role.LEAD_MANAGER)
        page = client.page(f"/contracts/{contract}/points")
        assert "10 of 60" in page.words and "Write down points" not in page.words
        client.page(f"/contracts/{contract}/points/1", status=404)

    @pytest.mark.parametrize("address", ["points", "points/1"])
    def test_another_lead_ntp_finds_nothing(self, client, contract, address):
        signed_in(
            client, Role.LEAD_MANAGER,
            at=lambda session: a_lead_ntp(session, "Another Lead", is_host=False),
        )  # fmt: skip
        client.page(f"/contracts/{contract}/{address}", status=404)

    def test_a_contract_without_a_share_leads_nowhere(self, app, client):
        with app.extensions["petunias"].database.writing() as session:
            made = a_signed_contract(session).id
        signed_in(client, Role.COMMISSIONER)
        assert "Points for outcomes" not in client.page(f"/contracts/{made}").links
        client.page(f"/contracts/{made}/points", status=404)

    @pytest.mark.parametrize("address", ["points", "points/1"])
    def test_its_sentences_are_short(self, client, contract, commissioner, address):
        page = client.get(f"/contracts/{contract}/{address}").get_data(as_text=True)
        said = sentences(page)
        assert said and not [one for one in said if len(one.split()) > LONGEST_SENTENCE]


class TestWritingDown:
    def test_it_says_that_it_was_done_and_the_lead_ntp_hears(
        self, app, client, contract, commissioner, letters
    ):
        signed_in(app.test_client(), Role.LEAD_FINANCE, name="Farah Aziz")
        answer = client.submit(f"/contracts/{contract}/points/1", typed(), button=PRESS)
        page = client.page(answer.location)
        assert "The points are written down. The lead NTP is told by e-mail." in page.words
        assert "12 of 60" in page.words
        (letter,) = [one for one in letters() if one.subject == "Points of year 1: 2 points"]
        assert "£192.00" in letter.text and f"/contracts/{contract}/points" in letter.text

    def test_a_mistake_is_taken_back(self, client, contract, commissioner):
        said = typed(way="take-back", points="4", because="Counted twice.")
        answer = client.submit(f"/contracts/{contract}/points/1", said, button=PRESS)
        words = client.page(answer.location).words
        assert "6 of 60" in words and "4 points taken back, £384.00" in words

    @pytest.mark.parametrize(
        ("said", "says"),
        [
            ({"points": "51"}, "Enter 1 to 50: more this report cannot earn."),
            ({"points": "0"}, "Enter 1 to 50: more this report cannot earn."),
            ({"points": "half"}, "Enter a whole number, like 12."),
            ({"points": ""}, "Enter how many points."),
            ({"way": "take-back", "points": "11"}, "Enter 1 to 10: so many it has."),
            ({"because": " "}, "Write why."),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
        self, client, contract, commissioner, said, says
    ):
        answers = typed(**said)
        page = client.refused_page(f"/contracts/{contract}/points/1", answers, button=PRESS)
        assert [one for one in page.mistakes if says in one]
        shown = dict(page.form(*answers).filled({}))
        assert {name: str(one).strip() for name, one in answers.items()} == {
            name: str(shown[name]).strip() for name in answers
        }

    def test_who_looked_before_another_wrote_looks_again(self, app, client, contract, commissioner):
        form = client.page(f"/contracts/{contract}/points/1").form(*typed(), button=PRESS)
        other = app.test_client()
        signed_in(other, Role.COMMISSIONER, name="Cleo Ward")
        other.submit(f"/contracts/{contract}/points/1", typed(points="1"), button=PRESS)
        answer = client.post(
            f"/contracts/{contract}/points/1", data=dict(form.filled(typed(), PRESS))
        )
        assert answer.status_code == 409
        text = answer.get_data(as_text=True)
        assert "Somebody wrote down points" in text and "It shows 12 of 60." in text
        assert "11 of 60" in client.page(f"/contracts/{contract}/points").words


def test_the_invoice_shows_them_on_its_page_on_paper_and_in_files(
    app, client, contract, commissioner, clock
):
    client.submit(f"/contracts/{contract}/points/1", typed(report="Falls"), button=PRESS)
    clock.passes(days=12)
    finance = app.test_client()
    signed_in(finance, Role.LEAD_FINANCE, name="Farah Aziz")
    made = finance.submit(f"/invoices/make/{contract}", button="Issue the invoice").location
    lines = (
        "Points of year 1: Falls 2 £96.00 £192.00",
        "Points of year 1: People who came 10 £96.00 £960.00",
    )
    words = finance.page(made).words
    assert not [one for one in lines if one not in words]
    assert "Fixed sum, less 20% that hangs on outcomes, April 2026 to November 2026" in words
    row = '"Outcomes","Points of year 1: Falls","2","96.00","192.00","yes"'
    assert row in finance.get(f"{made}/invoice.csv").get_data(as_text=True)
    assert "Points of year 1: Falls" in finance.get(f"{made}/invoice.xml").get_data(as_text=True)
    book = load_workbook(BytesIO(finance.get(f"{made}/invoice.xlsx").data)).active
    cells = [[cell.value for cell in one] for one in book.rows]
    assert ["Outcomes", "Points of year 1: Falls", 2, 96, 192, "yes"] in cells
    assert finance.get(f"{made}/invoice.pdf").data.startswith(b"%PDF")
    assert "Invoice 1" in finance.page(f"/contracts/{contract}/statement").words
