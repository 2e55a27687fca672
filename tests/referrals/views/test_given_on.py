"""Who loses a case while they write in it keeps what they wrote; a stranger finds nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from accounts.models import Membership
from kernel.access import Role
from referrals.lifecycle import State
from referrals.models import Consent, Contact
from referrals.operations import consents
from referrals.operations.allocating import give
from referrals.queries.inbox import passed_to
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, signed_in
from tests.cast_caseload import a_case
from tests.cast_danger import DIES
from tests.cast_referrals import id_of

NOTE = "She rang: the dog walk is on Tuesdays."


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


@pytest.fixture
def daniel(database):
    with database.writing() as session:
        a_lead_ntp(session)
        return a_link_worker(session, name="Daniel Crowe")


def given_on(database, row, daniel):
    with database.writing() as session:
        manager = a_lead_manager(session)
        give(session, manager, row.id, to=id_of(daniel), had=row.link_worker_id, because="Away",
             at=NOON)  # fmt: skip


def filled(client, address, answers):
    return dict(client.page(address).form(next(iter(answers))).filled(answers))


@pytest.mark.parametrize(
    ("page", "answers"),
    [
        ("log", {"took": "5", "note": NOTE}),
        ("decline", {"answer": "no", "because": NOTE}),
        ("book", {"time": "10:00", "day-day": "24", "transport": NOTE}),
        ("plan/add-goal", {"words": NOTE}),
    ],
)
def test_what_was_written_is_given_back_and_nothing_is_kept(
    client, database, asha, daniel, page, answers
):
    with database.writing() as session:
        row = a_case(session, asha, state=State.ASSESSED)
    address = f"/cases/{row.id}/{page}"
    sent = filled(client, address, answers)
    given_on(database, row, daniel)
    answer = client.post(address, data=sent)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "This case is with Daniel Crowe now. Here is what you wrote, to pass on." in text
    assert NOTE in text and "Maya Thornton" not in text
    with database.reading() as session:
        assert session.query(Contact).count() == 0


def test_a_form_without_words_says_whose_it_is(client, database, asha, daniel):
    with database.writing() as session:
        row = a_case(session, asha, state=State.RECEIVED)
    sent = filled(client, f"/cases/{row.id}/log", {"took": "5"})
    given_on(database, row, daniel)
    answer = client.post(f"/cases/{row.id}/log", data=sent)
    assert "This case is with Daniel Crowe now. Nothing was kept." in answer.get_data(as_text=True)


def test_a_stranger_reads_the_same_as_of_what_never_was(client, database, asha, daniel):
    with database.writing() as session:
        own, other = a_case(session, asha), a_case(session, a_link_worker(session), "Omar Khalid")
    sent = filled(client, f"/cases/{own.id}/log", {"took": "5", "note": NOTE})
    given_on(database, other, daniel)
    answers = [
        client.post(f"/cases/{one}/log", data=sent | {"form_key": f"another-key-of-{n}-pages"})
        for n, one in enumerate((other.id, uuid4()))
    ]
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].data == answers[1].data
    assert NOTE in answers[0].get_data(as_text=True), "Their own words are given back all the same."


def test_a_manager_whose_case_left_her_reach_as_she_wrote_reads_her_words(client, database, daniel):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        row = a_case(session, a_link_worker(session))
    answers = {"because": f"She said: {DIES}", "to": str(daniel.user_id)}
    sent = filled(client, f"/cases/{row.id}/give", answers)
    with database.writing() as session:
        (yes,) = session.scalars(sa.select(Consent).where(Consent.person_id == row.person_id))
        consents.take_back(session, a_lead_manager(session), row.person_id, yes.id, at=NOON)
    answer = client.post(f"/cases/{row.id}/give", data=sent)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 404 and DIES in text and "116 123" in text
    assert "Nobody was told: tell your manager or your safeguarding lead at once." in text
    assert client.post(f"/cases/{uuid4()}/give", data=sent).data == answer.data


def test_who_is_no_link_worker_any_more_reads_her_words(client, database, asha):
    with database.writing() as session:
        row = a_case(session, asha)
    sent = filled(client, f"/cases/{row.id}/log", {"took": "5", "note": DIES})
    with database.writing() as session:
        (held,) = session.scalars(sa.select(Membership).where(Membership.user_id == asha.user_id))
        held.role = Role.DIRECTORY_EDITOR
    answer = client.post(f"/cases/{row.id}/log", data=sent)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 404 and DIES in text and "116 123" in text
    assert "Nobody was told: tell your manager" in text


def test_a_password_is_not_read_out(client, database, asha):
    with database.writing() as session:
        row = a_case(session, asha)
    sent = filled(client, f"/cases/{row.id}/log", {"took": "5", "note": NOTE})
    sent |= {"password": "thanks for the petunias"}
    text = client.post(f"/cases/{uuid4()}/log", data=sent).get_data(as_text=True)
    assert NOTE in text and "thanks for the petunias" not in text


def test_to_look_at_it_is_not_found_either(client, database, asha, daniel):
    with database.writing() as session:
        row = a_case(session, asha)
    given_on(database, row, daniel)
    assert client.get(f"/cases/{row.id}/log").data == client.get(f"/cases/{uuid4()}/log").data


def test_it_is_said_for_a_day_and_to_nobody_else(database, asha, daniel):
    with database.writing() as session:
        row = a_case(session, asha)
    given_on(database, row, daniel)
    with database.reading() as session:

        def said(who, at=NOON):
            return passed_to(session, who, row.id, at=at)

        assert said(asha) == "Daniel Crowe"
        assert said(asha, NOON + timedelta(days=1)) == ""
        for other in (daniel, a_link_worker(session), a_lead_manager(session)):
            assert said(other) == ""
