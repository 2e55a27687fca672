"""The pages of a worry: written down, on the named lead's desk at once, and nowhere else."""

import pytest
import sqlalchemy as sa

from accounts.models import User
from kernel.access import Role
from referrals.models import Concern
from tests.cast import signed_in
from tests.cast_caseload import a_case, a_safeguarding_lead

SECRET = "Bruises on both arms"


@pytest.fixture
def raised(client, database):
    """Asha wrote down a worry on the page of the case; the named lead, and the concern's id."""
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        sophie, row = a_safeguarding_lead(session), a_case(session, asha)
    address = client.page(f"/cases/{row.id}").links["Worried about somebody’s safety?"]
    client.submit(address, {"danger": "now", "words": SECRET})
    client.page(f"/cases/{row.id}")
    with database.writing() as session:
        concern_id = session.scalar(sa.select(Concern.id))
        return session.get_one(User, sophie.user_id), row.id, concern_id


def test_its_author_reads_it_under_concerns_and_not_on_the_case(client, raised):
    _, case_id, concern_id = raised
    assert SECRET in client.page(f"/concerns/{concern_id}").words
    assert "Maya Thornton" in client.page("/concerns").words
    words = client.page(f"/cases/{case_id}").words
    assert SECRET not in words and "concern" not in words.lower().replace("safeguarding lead", "")


def test_the_named_lead_finds_it_on_the_desk_and_closes_it(client, raised, letters):
    sophie, _, concern_id = raised
    sent = {one.subject: one.text for one in letters()}
    assert set(sent) == {
        "You are named for safeguarding now", "Urgent: a safeguarding concern waits for you",
    }  # fmt: skip
    assert not [one for one in sent.values() if SECRET in one or "Maya" in one]
    signed_in(client, Role.SAFEGUARDING_LEAD, user=sophie)
    assert "1 safeguarding concern waits for you." in client.page("/desk").words
    client.submit(f"/concerns/{concern_id}", {"what_was_done": "Rang the council"})
    assert "Rang the council" in client.page(f"/concerns/{concern_id}").words
    assert "concern waits" not in client.page("/desk").words


def test_the_named_lead_writes_down_what_was_done_and_it_stays_open(client, raised, database):
    sophie, _, concern_id = raised
    with database.writing() as session:
        asha = session.get_one(User, session.scalars(sa.select(Concern.raised_by)).one())
    signed_in(client, Role.SAFEGUARDING_LEAD, user=sophie)
    address = client.page(f"/concerns/{concern_id}").links["Write down what was done"]
    assert client.refused_page(address, {"words": " "}).mistakes == ["Say what was done."]
    client.submit(address, {"words": "Rang the council, they ring back"})
    words = client.page(f"/concerns/{concern_id}").words
    assert "Written down. The concern stays open." in words
    assert "Rang the council, they ring back Sophie Lead, 22 November 2026" in words
    assert "1 safeguarding concern waits for you." in client.page("/desk").words
    client.submit(f"/concerns/{concern_id}", {"what_was_done": "They took over"})
    assert client.get(address).status_code == 404
    signed_in(client, Role.LINK_WORKER, user=asha)
    page = client.page(f"/concerns/{concern_id}")
    assert "Rang the council" in page.words and "They took over" in page.words
    assert "Write down what was done" not in page.links


def test_its_author_sees_that_nobody_opened_it_until_the_named_lead_did(client, raised):
    asha_sees, sophie = client.page(f"/concerns/{raised[2]}").words, raised[0]
    assert "Not opened yet. If it cannot wait, ring the safeguarding lead." in asha_sees
    assert "Not opened yet" in client.page("/concerns").words
    signed_in(client, Role.SAFEGUARDING_LEAD, user=sophie)
    assert "Not opened yet" in client.page("/concerns").words
    assert "Nobody opened it before you." in client.page(f"/concerns/{raised[2]}").words
    said = "Sophie Lead was the first to open it, 22 November 2026"
    assert said in client.page(f"/concerns/{raised[2]}").words
    words = client.page("/concerns").words
    assert "Sophie Lead opened it first" in words and "Not opened yet" not in words


def test_when_nobody_opens_it_on_its_working_day_both_hear_of_it_on_their_desks(
    client, raised, clock, database
):
    """NOON is a Sunday: its working day is Monday."""
    with database.writing() as session:
        asha = session.get_one(User, session.scalars(sa.select(Concern.raised_by)).one())
    clock.passes(hours=24)
    signed_in(client, Role.LINK_WORKER, user=asha)
    assert "not opened" not in client.page("/desk").words
    clock.passes(hours=24)
    signed_in(client, Role.LINK_WORKER, user=asha)
    alarm = "1 safeguarding concern was not opened on the day"
    assert f"{alarm}: ring the safeguarding lead." in client.page("/desk").words
    for role in (Role.LEAD_MANAGER, Role.LINK_WORKER, Role.REFERRER, Role.COMMISSIONER):
        signed_in(client, role)
        assert "concern" not in client.page("/desk").words
    signed_in(client, Role.SAFEGUARDING_LEAD, user=raised[0])
    assert f"{alarm}." in client.page("/desk").words
    client.page(f"/concerns/{raised[2]}")
    assert alarm not in client.page("/desk").words
    signed_in(client, Role.LINK_WORKER, user=asha)
    assert alarm not in client.page("/desk").words


@pytest.mark.parametrize(
    "role",
    [one for one in Role if one not in (Role.SAFEGUARDING_LEAD, Role.LINK_WORKER)],
)
def test_to_everybody_else_it_is_a_page_that_is_not_there(client, raised, role):
    signed_in(client, role)
    address = f"/concerns/{raised[2]}"
    missing = "/concerns/00000000-0000-4000-8000-000000000000"
    assert client.page(address, status=404).words == client.page(missing, status=404).words
    assert "concern" not in client.page("/desk").words


def test_to_a_colleague_too(client, raised):
    signed_in(client, Role.LINK_WORKER)
    assert client.get(f"/concerns/{raised[2]}").status_code == 404
    assert "There are no concerns" in client.page("/concerns").words
