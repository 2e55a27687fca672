"""Requests about one's own record, as a link worker files and a privacy officer answers them."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from audit.models import AuditLine
from kernel.access import Role
from referrals.casework import ContactKind, Danger, Result
from referrals.lifecycle import State
from referrals.models import Concern, Contact, Person, Referral
from referrals.vocabulary import Channel
from tests.cast import NOON, signed_in
from tests.cast_answer import a_sent_report
from tests.cast_caseload import a_safeguarding_lead
from tests.cast_referrals import NHS_NUMBER, a_person, a_referral

ASKED = {"kind": "access", "asks": "Everything, please"}
RIGHT = {"kind": "rectification", "asks": "My name is misspelt"}
ERASED = {"kind": "erasure", "asks": "Forget me"}


@pytest.fixture
def officer(client):
    return signed_in(client, Role.PRIVACY_OFFICER, name="Pat Osei")


@pytest.fixture
def row(database):
    with database.writing() as session:
        return a_referral(session, a_person(session, nhs_number=NHS_NUMBER))


@pytest.fixture
def request_page(client, officer, row):
    """The address of a request that was written down."""
    return client.submit(f"/data-requests/new/{row.person_id}", ASKED).location


@pytest.fixture
def right_page(client, officer, row):
    """The address of a request to put something right."""
    return client.submit(f"/data-requests/new/{row.person_id}", RIGHT).location


@pytest.fixture
def erase_page(client, officer, row):
    """The address of a request to be erased."""
    return client.submit(f"/data-requests/new/{row.person_id}", ERASED).location


def test_a_link_worker_writes_one_down_and_the_officer_has_it_on_the_list(client, app, database):
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        row = a_referral(session, worker=asha)
    address = client.page(f"/cases/{row.id}").links["Write down what they ask about their record"]
    assert client.submit(address, ASKED).location == "/desk"
    officer = app.test_client()
    signed_in(officer, Role.PRIVACY_OFFICER)
    page = officer.page("/data-requests")
    assert "Maya Thornton: A copy of everything" in page.words
    assert "Due on 22 December 2026" in page.words


def test_whose_requests_the_list_names_is_noted(client, request_page, row, database):
    assert "Maya Thornton" in client.page("/data-requests").words
    with database.reading() as session:
        seen = session.scalars(
            sa.select(AuditLine.subject_id).where(AuditLine.act == "saw in a list")
        ).all()
    assert seen == [row.person_id]


def test_the_officer_finds_somebody_to_write_it_down_for(client, officer, row):
    answer = client.submit("/find-person", {"nhs_number": NHS_NUMBER})
    assert f"/data-requests/new/{row.person_id}" in answer.get_data(as_text=True)
    assert f"/cases/{row.id}" not in answer.get_data(as_text=True)


def test_the_desk_lists_each_request_with_the_day_it_is_due(client, request_page, clock):
    says = "M.T. asks: a copy of everything."
    assert f"{says} Due on 22 December 2026." in client.page("/desk").words
    for _ in range(31):
        clock.passes(days=1)
    signed_in(client, Role.PRIVACY_OFFICER)
    assert f"{says} It was due on 22 December 2026." in client.page("/desk").words


def test_a_copy_is_in_plain_words_and_in_the_order_of_days(client, request_page, row, database):
    with database.writing() as session:
        for days in (3, 1, 2):
            session.add(
                Contact(
                    referral_id=row.id, kind=ContactKind.MEETING, channel=Channel.PHONE,
                    result=Result.REACHED, who="Asha Begum", minutes=days,
                    happened_at=NOON + timedelta(days=days), recorded_at=NOON,
                )
            )  # fmt: skip
    words = client.page(f"{request_page}/copy").words
    days = [words.index(f"When: {day} {NOON:%B %Y}") for day in (23, 24, 25)]
    assert days == sorted(days)
    for nothing in ("Is twin", "Has crisis words", "Stopped days", "Digest", "_"):
        assert nothing not in words


def test_the_copy_holds_what_is_theirs_and_says_what_is_not_there_yet(client, request_page):
    page = client.page(f"{request_page}/copy")
    assert "07700 900123" in page.words
    assert "her husband died" not in page.words
    assert "they may speak of other people" in page.words
    data = client.get(f"{request_page}/copy.json").get_json()
    assert data["record"]["person"][0]["name"] == "Maya Thornton"
    assert {"part": "referral.why_now", "why": "It may speak of somebody else."} in data["withheld"]
    assert data["who_looked"]


def why_now(page):
    """The part of the review page that says why somebody was referred."""
    boxes = [one.get("value", "") for one in page.tree.iter("input")]
    return next(one for one in boxes if one.startswith("referral.why_now@"))


def test_a_report_is_read_in_words(client, officer, database):
    with database.writing() as session:
        report = a_sent_report(session)
    request_page = client.submit(f"/data-requests/new/{report.referral.person_id}", ASKED).location
    words = client.page(f"{request_page}/review").words
    assert report.says.sections[0].title in words
    assert "prsb" not in words and "key:" not in words


def test_a_part_is_read_and_let_go(client, request_page):
    page = client.page(f"{request_page}/review")
    assert "Since her husband died" in page.words
    client.submit(f"{request_page}/review", {"parts": [why_now(page)], "because": "He is dead"})
    assert "her husband died" in client.page(f"{request_page}/copy").words


def test_what_is_added_while_somebody_reads_sends_them_back_to_read(
    client, request_page, row, database
):
    page = client.page(f"{request_page}/review")
    read = page.form("parts").filled({"parts": [why_now(page)], "because": "He is dead"})
    with database.writing() as session:
        session.get_one(Referral, row.id).why_now += " Her sister Joan drinks."
    answer = client.post(f"{request_page}/review", data=MultiDict(read))
    assert answer.status_code == 422
    words = answer.get_data(as_text=True)
    assert "Something was added since you read these. Read them again" in words
    assert "He is dead" in words and "Joan" in words
    assert "her husband died" not in client.page(f"{request_page}/copy").words


def test_the_clock_stands_still_while_we_ask(client, request_page, clock):
    client.submit(f"{request_page}/ask", {"says": "Which letters do you mean?"})
    assert "the clock stands still" in client.page(request_page).words
    clock.passes(days=5)
    signed_in(client, Role.PRIVACY_OFFICER)
    client.submit(f"{request_page}/clarify", {"says": "Those of May"})
    assert "5 days on which the clock stood still" in client.page(request_page).words
    assert "1 part is still held back." in client.page(f"{request_page}/answer").words
    page = client.refused_page(f"{request_page}/answer", {"says": "Sent by post"})
    assert page.mistakes == ["Tick that it is meant, or let somebody read the parts first."]
    client.submit(f"{request_page}/answer", {"says": "Sent by post", "means_it": "y"})
    assert "Answered" in client.page(request_page).words
    assert "Erase the record" not in client.page(request_page).words


def test_a_fact_is_put_right_and_what_it_said_before_is_kept(client, right_page):
    assert client.page(right_page).links["Put something right"] == f"{right_page}/put-right"
    mistakes = client.refused_page(f"{right_page}/put-right", {"name": "Maya Thorne"}).mistakes
    assert mistakes == ["Say why."]
    client.submit(f"{right_page}/put-right", {"name": "Maya Thorne", "because": "It was misspelt"})
    page = client.page(right_page)
    assert "“Maya Thornton” is now “Maya Thorne”. It was misspelt" in page.words


def test_an_officer_who_is_second_is_told_in_words_and_loses_nothing(
    client, right_page, row, database
):
    form = client.page(f"{right_page}/put-right").form("name")
    sent = form.filled({"name": "Maya Thorne", "because": "It was misspelt"})
    with database.writing() as session:
        person = session.get_one(Person, row.person_id)
        person.phone, person.email = "07700 900555", "safe@example.org"
    answer = client.post(f"{right_page}/put-right", data=MultiDict(sent))
    words = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Somebody else changed something about this person in the meantime" in words
    assert "Maya Thorne" in words and "It was misspelt" in words
    with database.reading() as session:
        person = session.get_one(Person, row.person_id)
        assert (person.name, person.phone, person.email) == (
            "Maya Thornton", "07700 900555", "safe@example.org",
        )  # fmt: skip


def test_what_cannot_be_read_is_said_at_its_field(client, right_page):
    wrong = {"phone": "none", "postcode": "x", "because": "It was misspelt"}
    page = client.refused_page(f"{right_page}/put-right", wrong)
    assert "Enter a phone number, like 01632 960 123." in page.mistakes
    assert len(page.mistakes) == 2


def test_a_copy_that_is_asked_for_neither_erases_nor_puts_right(client, request_page):
    links = client.page(request_page).links
    assert "Erase the record" not in links and "Put something right" not in links
    assert "Erase only by an open request to erase" in client.page(f"{request_page}/erase").words
    answer = client.submit(f"{request_page}/erase", button="Erase everything")
    assert answer.status_code == 422
    says = "Put right only by an open request to put something right"
    assert says in client.page(f"{request_page}/put-right").words
    wrong = {"name": "Maya Thorne", "because": "It was misspelt"}
    (mistake,) = client.refused_page(f"{request_page}/put-right", wrong).mistakes
    assert says in mistake
    assert "Maya Thornton" in client.page(request_page).words


def test_a_record_on_hold_is_not_erased_and_afterwards_it_is(client, erase_page):
    assert "Erase the record" in client.page(erase_page).links
    client.submit(f"{erase_page}/hold", {"because": "A complaint"})
    assert "Erase the record" not in client.page(erase_page).links
    answer = client.submit(f"{erase_page}/erase", button="Erase everything")
    assert answer.status_code == 422
    client.submit(f"{erase_page}/lift-hold", button="Lift it")
    assert client.submit(f"{erase_page}/erase", button="Erase everything").status_code == 303
    assert "Nobody has asked anything yet." in client.page("/data-requests").words
    client.page(erase_page, status=404)


class TestErasing:
    def test_the_page_names_what_goes_what_stays_and_the_case_that_runs(self, client, erase_page):
        page = client.page(f"{erase_page}/erase")
        assert "Somebody is still helping them" in page.words
        says = "Accepted by a link worker, with Asha Begum, referred on 22 November 2026"
        assert says in page.words
        assert "What goes" in page.words and "1 referral with meetings" in page.words
        assert "What stays" in page.words

    def test_a_case_that_is_over_is_no_longer_running(self, client, erase_page, database, row):
        with database.writing() as session:
            session.get_one(Referral, row.id).state = State.SUSTAINED
        assert "Somebody is still helping" not in client.page(f"{erase_page}/erase").words

    def test_an_open_concern_says_whom_to_ask_and_nothing_else(
        self, client, erase_page, database, row
    ):
        with database.writing() as session:
            a_safeguarding_lead(session, "Sophie Lead")
            worry = a_concern(session, row)
        page = client.page(f"{erase_page}/erase")
        assert "Ask Sophie Lead, who is named for safeguarding, first" in page.words
        assert "concern" not in page.words and "Bruises" not in page.words
        answer = client.submit(f"{erase_page}/erase", button="Erase everything")
        assert answer.status_code == 422
        with database.writing() as session:
            session.get_one(Concern, worry.id).close(by=None, what_was_done="Rang", at=NOON)
        assert client.submit(f"{erase_page}/erase", button="Erase everything").status_code == 303


def a_concern(session, row):
    worry = Concern(
        person_id=row.person_id, referral_id=row.id, lead_id=row.lead_id, danger=Danger.NOW,
        words="Bruises on both arms", raised_by=uuid4(), raised_at=NOON,
    )  # fmt: skip
    session.add(worry)
    session.flush()
    return worry
