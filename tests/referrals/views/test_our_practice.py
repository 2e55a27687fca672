"""The practice's own page."""

import pytest

from kernel.access import Role
from referrals.models import LeadSettings, TrainedInCarePlanning
from referrals.operations.work import write_profile
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_practice, signed_in
from tests.cast_referrals import named_worker, sharing


@pytest.fixture
def paul(client, database):
    with database.writing() as session:
        sharing(session, a_practice(session), a_lead_ntp(session))
        named_worker(session, a_practice(session), a_link_worker(session, name="Asha Begum"))
    return signed_in(client, Role.PRACTICE_MANAGER, name="Paul Manners")


def test_the_link_workers_have_faces_and_the_roles_are_in_plain_words(client, paul):
    page = client.page("/our-practice")
    assert page.with_class("face")
    assert "Asha Begum" in page.words
    assert "You may refer, without asking a doctor first." in page.words


def test_what_a_link_worker_wrote_about_themselves_stands_with_their_name(client, paul, database):
    with database.writing() as session:
        asha = a_link_worker(session, name="Asha Khan")
        named_worker(session, a_practice(session), asha)
        write_profile(
            session, asha, languages="English and Bengali", training="",
            about="I was a nurse for ten years.", locality_ids=[], at=NOON,
        )  # fmt: skip
    words = client.page("/our-practice").words
    assert "Speaks English and Bengali" in words and "I was a nurse for ten years." in words


def test_who_is_trained_is_kept_and_taken_off(client, paul):
    answers = {
        "name": "Nadia Nurse", "role": "Practice nurse", "trained_on-day": "3",
        "trained_on-month": "2", "trained_on-year": "2025",
    }  # fmt: skip
    client.submit("/our-practice/trained", answers)
    assert "Practice nurse, trained on 3 February 2025" in client.page("/our-practice").words
    client.submit("/our-practice", button="Take off Nadia Nurse")
    assert "Nobody is on the list yet." in client.page("/our-practice").words


def test_nobody_was_trained_in_the_future(client, paul):
    answers = {
        "name": "Nadia Nurse", "role": "Practice nurse", "trained_on-day": "3",
        "trained_on-month": "2", "trained_on-year": "2027",
    }  # fmt: skip
    page = client.refused_page("/our-practice/trained", answers)
    assert page.mistakes == ["Choose a day that is not in the future."]


def test_what_was_agreed_about_reporting_is_written_down_and_changed(client, paul):
    for frequency in ("Every month", "Every three months"):
        client.submit(
            "/our-practice/reporting", {"frequency": frequency, "content": "How they are"}
        )
    words = client.page("/our-practice").words
    assert "Every three months" in words
    assert "Every month" not in words


def test_two_who_change_it_at_once_are_told(client, paul):
    form = client.page("/our-practice/reporting").form("frequency")
    client.submit("/our-practice/reporting", {"frequency": "Every month"})
    sent = dict(form.filled({"frequency": "Every week"}))
    answer = client.post("/our-practice/reporting", data=sent)
    assert answer.status_code == 409
    assert "Every week" in answer.text


def test_the_card_for_the_waiting_room_has_the_square_and_the_link_workers(client, paul):
    page = client.page("/our-practice/waiting-room-card")
    assert page.with_class("qr__code")
    assert "Asha Begum is our link worker." in page.words


def test_the_card_says_how_to_ask_by_oneself_where_that_is_switched_on(client, paul, database):
    card = "/our-practice/waiting-room-card"
    assert "/refer-yourself" not in client.page(card).words
    with database.writing() as session:
        lead = a_lead_ntp(session)
        session.add(LeadSettings(lead_id=lead.id, takes_self_referrals=True, changed_at=NOON))
    assert "Or ask by yourself: http://localhost/refer-yourself" in client.page(card).words


def test_a_referrer_reads_it_and_changes_nothing(client, paul):
    signed_in(client, Role.REFERRER)
    page = client.page("/our-practice")
    assert "Add somebody" not in page.links
    assert client.get("/our-practice/trained").status_code == 403


def test_another_practices_line_cannot_be_taken_off(client, paul, database):
    with database.writing() as session:
        other = a_practice(session, "Orchard Park Surgery")
        row = TrainedInCarePlanning(
            practice_id=other.id, name="X", role="Y", trained_on=NOON.date(), recorded_at=NOON
        )
        session.add(row)
    form = dict(client.page("/our-practice/reporting").form("frequency").filled({}))
    answer = client.post(f"/our-practice/trained/{row.id}/take-off", data=form)
    assert answer.status_code == 404
