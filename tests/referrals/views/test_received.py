"""The practice's pages: reports to read, take along and acknowledge; codes to copy."""

import io
from uuid import uuid4

import pytest
from pypdf import PdfReader

from kernel.access import Role
from referrals.reporting import PRSB
from tests.cast import a_practice, signed_in
from tests.cast_answer import a_draft, a_sent_report
from tests.cast_referrals import NHS_NUMBER, a_person
from web import paper


@pytest.fixture
def report(database):
    with database.writing() as session:
        return a_sent_report(session, person=a_person(session, nhs_number=NHS_NUMBER))


@pytest.fixture
def nurse(client, report):
    signed_in(client, Role.REFERRER, name="Nadia Nurse")
    return client


def test_a_nurse_reads_a_report_and_says_that_she_has_it(nurse, report):
    page = nurse.page(nurse.page("/reports").links["Maya Thornton"])
    assert "She joins the Tuesday walk." in page.words and "999 000 0018" in page.words
    assert "They read it before it was sent." in page.words
    answer = nurse.submit(f"/reports/{report.id}", button="We have it")
    page = nurse.page(answer.location)
    assert "Nadia Nurse acknowledged it on 22 November 2026." in page.words
    assert "No report waits for you." in nurse.page("/reports").words


def test_acknowledging_twice_is_told_and_changes_nothing(nurse, report):
    form = nurse.page(f"/reports/{report.id}").form(button="We have it")
    sent = dict(form.filled({}, None))
    assert nurse.post(form.action, data=sent).status_code == 303
    assert nurse.post(form.action, data=sent).status_code == 303  # the same form: the same answer
    assert nurse.post(form.action, data={**sent, "form_key": ""}).status_code == 409


def test_as_pdf_it_is_tagged_and_says_the_same(nurse, report):
    answer = nurse.get(f"/reports/{report.id}/report.pdf")
    if answer.mimetype != "application/pdf":
        pytest.skip("Pango is not installed (Debian's package: libpango-1.0-0).")
    document = PdfReader(io.BytesIO(answer.data))
    text = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    assert "Maya Thornton" in text and "Tuesday walk" in text and "871731000000106" in text
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"
    assert "pdfuaid" in root["/Metadata"].get_data().decode()


def test_without_pango_the_page_says_what_to_do(nurse, report, monkeypatch):
    monkeypatch.setattr(paper, "pdf_of", lambda html: None)
    page = nurse.page(f"/reports/{report.id}/report.pdf")
    assert "You can print this page" in page.words and "Tuesday walk" in page.words


def test_as_json_it_has_the_standards_section_names(nurse, report):
    said = nurse.get(f"/reports/{report.id}/report.json").get_json()
    assert set(said["sections"]) <= set(PRSB)
    assert said["report"] == {
        "number": 1, "occasion": "After the first meeting", "sent on": "2026-11-22",
    }  # fmt: skip


def test_codes_are_there_to_copy_with_their_day(nurse):
    page = nurse.page(nurse.page("/reports").links["Codes to copy into records"])
    assert "871731000000106 Referral to social prescribing service (procedure)" in page.words
    assert "on 22 November 2026" in page.words and "999 000 0018" in page.words


@pytest.mark.parametrize("end", ["", "/report.pdf", "/report.json"])
def test_a_strange_report_and_a_missing_one_look_the_same(client, database, report, end):
    with database.writing() as session:
        draft = a_draft(session, person=a_person(session, "Omar Khalid"), agrees=False)
    signed_in(client, Role.REFERRER, at=lambda session: a_practice(session, "Old Quay Practice"))
    pages = [client.get(f"/reports/{one}{end}") for one in (report.id, draft.id, uuid4())]
    assert {page.status_code for page in pages} == {404}
    assert len({page.data for page in pages}) == 1


def test_a_practice_without_any_reads_that(client):
    signed_in(client, Role.PRACTICE_MANAGER)
    assert "No report waits for you." in client.page("/reports").words
    assert "There are no codes yet." in client.page("/reports/codes").words
