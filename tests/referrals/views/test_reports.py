"""The pages on which a link worker writes a report, shows it, and sends it."""

import pytest
import sqlalchemy as sa

from kernel.access import Role
from referrals.lifecycle import ReportState
from referrals.models import Referral, Report
from tests.cast import a_lead_ntp, a_practice, signed_in
from tests.cast_answer import WORDS, a_draft, a_sent_report
from tests.cast_referrals import a_person, a_referral, sharing
from tests.support.naughty import MARK, NAUGHTY


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


@pytest.fixture
def row(database, asha):
    with database.writing() as session:
        sharing(session, a_practice(session), a_lead_ntp(session))
        return a_referral(session, a_person(session), worker=asha)


def states(database):
    with database.reading() as session:
        return session.scalars(sa.select(Report.state)).all()


def test_she_writes_shows_and_sends_it(client, database, row, letters):
    written = client.submit(
        client.page(f"/cases/{row.id}").links["Write a report"],
        {"occasion": "review", "agreed": "She joins the Tuesday walk.", "asks": "Look at tablets."},
        button="Save, then show it",
    )
    page = client.page(written.location)
    assert "has not said yes to reports yet" in page.words
    assert "She joins the Tuesday walk." in page.words and "871731000000106" in page.words
    sent = client.submit(
        page.links["Show it and send it"],
        {"shown": "read-out", "left_out": ["asks"], "agreed": "yes"},
        button="Send it to Weaver Street Surgery",
    )
    page = client.page(sent.location)
    assert "Yes, I read it out to them" in page.words and "Look at tablets" not in page.words
    assert states(database) == [ReportState.SENT]
    (letter,) = letters()
    assert letter.subject == "A report waits for Weaver Street Surgery"
    assert "Maya" not in letter.text and letter.link == "/reports"


def test_what_changed_since_it_was_drawn_up_is_said_and_it_is_drawn_up_anew(client, database, asha):
    with database.writing() as session:
        draft = a_draft(session, worker=asha)
    here = f"/cases/{draft.referral_id}/reports/{draft.id}"
    for page in (client.page(here), client.page(f"{here}/send")):
        assert "something has changed" not in page.words
        assert "Draw it up anew" not in page.words
    with database.writing() as session:
        session.get_one(Referral, draft.referral_id).what_matters = "Her roses"
    page = client.page(f"{here}/send")
    assert "Since this was drawn up, something has changed." in page.words
    assert "What matters to them." in page.words and "Now: “Her roses”." in page.words
    done = client.submit(f"{here}/send", button="Draw it up anew")
    words = client.page(done.location).words
    assert "Drawn up anew, from the facts of today." in words
    assert "Her roses" in words and WORDS.agreed in words
    assert "something has changed" not in client.page(f"{here}/send").words


def test_what_is_missing_is_said(client, database, asha):
    with database.writing() as session:
        draft = a_draft(session, worker=asha, agrees=False)
    here = f"/cases/{draft.referral_id}/reports/{draft.id}"
    page = client.refused_page(f"{here}/send", {}, button="Send it to Weaver Street Surgery")
    assert page.mistakes == ["Choose how they have seen the report.", "Choose whether they agree."]
    page = client.refused_page(
        f"{here}/send", {"shown": "not-shown", "agreed": "no"},
        button="Send it to Weaver Street Surgery",
    )  # fmt: skip
    assert "read it out" in page.mistakes[0]
    assert states(database) == [ReportState.DRAFT]


def test_the_yes_is_asked_for_only_where_it_is_missing(client, database, asha):
    with database.writing() as session:
        draft = a_draft(session, worker=asha)
    page = client.page(f"/cases/{draft.referral_id}/reports/{draft.id}/send")
    assert "agreed" not in page.form("shown").names


def test_without_an_agreement_she_reads_why_only_codes_go(client, database, asha):
    with database.writing() as session:
        draft = a_draft(session, worker=asha, shares=False)
    page = client.page(f"/cases/{draft.referral_id}/reports/{draft.id}")
    assert "no agreement in force" in page.words and "So only the codes go." in page.words
    for shown in (page, client.page(page.links["Show it and send it"])):
        assert "Tuesday walk" not in shown.words and "871731000000106" in shown.words


def test_a_draft_is_changed_printed_to_read_and_thrown_away(client, database, asha):
    with database.writing() as session:
        draft = a_draft(session, worker=asha)
    here = f"/cases/{draft.referral_id}/reports/{draft.id}"
    client.submit(f"{here}/edit", {"agreed": "She swims."}, button="Save, then show it")
    paper = client.page(client.page(here).links["On paper, to read"])
    assert "She swims." in paper.words and "It has not been sent yet." in paper.words
    gone = client.submit(here, button="Throw it away")
    assert "Nothing was sent." in client.page(gone.location).words
    assert states(database) == []


def test_where_a_draft_came_meanwhile_the_words_stay_and_it_is_a_click_away(client, database, asha):
    with database.writing() as session:
        draft = a_draft(session, worker=asha)
    words = {"occasion": "review", "agreed": "She swims."}
    page = client.refused_page(f"/cases/{draft.referral_id}/reports/write", words)
    link = page.links["Open the report that waits (opens in another window)"]
    assert link == f"/cases/{draft.referral_id}/reports/{draft.id}/edit"
    assert dict(page.form("agreed").filled({}))["agreed"] == "She swims."


def test_one_that_was_sent_is_not_thrown_away(client, database, asha):
    with database.writing() as session:
        report = a_sent_report(session, worker=asha)
    here = f"/cases/{report.referral_id}/reports/{report.id}"
    assert "Throw it away" not in client.page(here).words
    assert client.post(f"{here}/throw-away").status_code in {403, 409}
    assert states(database) == [ReportState.SENT]


def test_the_case_lists_its_reports_and_how_far_each_came(client, database, asha):
    with database.writing() as session:
        report = a_sent_report(session, worker=asha)
    page = client.page(f"/cases/{report.referral_id}")
    assert "Report 1: After the first meeting" in page.links
    assert "Sent on 22 November 2026, not opened yet." in page.words


def test_no_odd_words_in_a_report_are_a_fault_or_become_markup(client, database, asha):
    with database.writing() as session:
        draft = a_draft(session, worker=asha)
    here = f"/cases/{draft.referral_id}/reports/{draft.id}"
    sent = dict(client.page(f"{here}/edit").form("agreed").filled({}, None))
    for text in NAUGHTY:
        answer = client.post(f"{here}/edit", data={**sent, "form_key": "", "agreed": text})
        assert answer.status_code in {303, 422}
        assert f"<script>{MARK}" not in client.get(here).get_data(as_text=True)
