"""The pages of work for everybody, one's profile, issues and equality answers."""

import sqlalchemy as sa

from accounts.models import User
from kernel.access import Role
from referrals.models import EqualityAnswers
from tests.cast import a_lead_manager, a_locality, signed_in
from tests.cast_caseload import a_case


def test_an_outreach_session_is_written_down(client):
    signed_in(client, Role.LINK_WORKER)
    client.submit(
        "/work-log/add",
        {"kind": "outreach", "where_or_who": "The market", "minutes": "90", "people_met": "12",
         "new_contacts": "4"},
    )  # fmt: skip
    words = client.page("/work-log").words
    assert "Outreach session: The market" in words and "12 people, 4 new" in words


def test_a_profile_is_written(client, database):
    signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        place = a_locality(session)
    client.submit("/my-profile", {"languages": "Bengali", "localities": [str(place.id)]})
    form = client.page("/my-profile").form("languages")
    assert ("languages", "Bengali") in form.filled({})
    assert ("localities", str(place.id)) in form.filled({})


def test_an_issue_goes_to_the_manager_and_back(client, database):
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    client.submit("/issues/raise", {"words": "No bus on Sundays"})
    signed_in(client, Role.LEAD_MANAGER)
    assert "1 issue waits for your answer." in client.page("/desk").words
    address = next(href for words, href in client.page("/issues").links.items()
                   if words.startswith("Answer"))  # fmt: skip
    client.submit(address, {"answer": "We ask the council", "passes_on": "y"})
    with database.writing() as session:
        user = session.get_one(User, asha.user_id)
    signed_in(client, Role.LINK_WORKER, user=user)
    words = client.page("/issues").words
    assert "We ask the council" in words and "With the steering group" in words


def test_equality_answers_are_kept_apart_and_shown_nowhere(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
        a_lead_manager(session)
    client.submit(f"/cases/{row.id}/equality", {"religion": "sikh"})
    assert "Sikh" not in client.page(f"/cases/{row.id}").words
    page = client.page(f"/cases/{row.id}/equality")
    assert "Answered on 22 November 2026" in page.words
    assert ("religion", "sikh") not in page.form("religion").filled({})
    client.submit(f"/cases/{row.id}/equality", button="Forget the answers")
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(EqualityAnswers)) == 0
