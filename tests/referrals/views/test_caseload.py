"""The pages of the caseload: lists, settings, putting somebody first."""

from datetime import timedelta

import sqlalchemy as sa

from audit.models import AuditLine
from kernel.access import Role
from referrals.clocks import Limits
from referrals.lifecycle import State
from referrals.operations.arranging import change_settings
from referrals.queries.arranged import limits_of
from tests.cast import NOON, a_link_worker, signed_in
from tests.cast_caseload import a_case


def test_a_list_says_what_is_next_and_what_is_late(client, database):
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with database.writing() as session:
        a_case(session, asha, "Maya Thornton")
        a_case(session, asha, "Omar Khalid", sent_at=NOON - timedelta(days=30))
    words = client.page("/cases").words
    assert "Reach the person: by 4 December 2026" in words
    assert "Gone silent" in words
    assert "Maya Thornton" not in client.page("/cases?show=due").words
    assert "There are no cases here." in client.page("/cases?show=waiting").words


def test_who_was_sent_today_waits_since_today(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        a_case(session, asha, state=State.SENT)
        yesterday = NOON - timedelta(days=1)
        a_case(session, asha, "Omar Khalid", state=State.SENT, sent_at=yesterday)
    words = client.page("/cases").words
    assert "Has waited since today" in words and "Has waited 1 day" in words


def test_what_nobody_offers_shows_all(client):
    signed_in(client, Role.LINK_WORKER)
    assert client.page("/cases?show=nonsense&by=moon&page=x").heading == "Cases"


def test_opening_the_list_notes_whose_records_were_shown(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    client.page("/cases")
    with database.reading() as session:
        seen = session.execute(
            sa.select(AuditLine.subject_kind, AuditLine.subject_id).where(
                AuditLine.act == "saw in a list"
            )
        ).all()
    assert seen == [("person", row.person_id)]


def test_a_manager_sets_the_clocks_and_of_two_the_second_is_told(client, database):
    manager = signed_in(client, Role.LEAD_MANAGER)
    page = client.page("/lead-settings")
    assert "While nobody is named, nobody can read a worry" in page.words
    typed = {"read": "3", "meet": "4", "urgent": "1", "most_cases": "30"}
    sent = page.form("read").filled(typed)
    assert client.post("/lead-settings", data=dict(sent)).status_code == 303
    with database.reading() as session:
        assert limits_of(session, manager.organisation_id) == Limits(
            read=3, meet=4, urgent=1, most_cases=30
        )
    with database.writing() as session:
        change_settings(
            session, manager, Limits(), takes_self_referrals=False, safeguarding_lead_id=None,
            version=1, at=NOON,
        )  # fmt: skip
    again = dict(sent) | {"form_key": "another-key-of-this-page"}
    assert client.post("/lead-settings", data=again).status_code == 409


def test_a_limit_that_is_no_number_is_named_at_its_field(client):
    signed_in(client, Role.LEAD_MANAGER)
    page = client.refused_page("/lead-settings", {"read": "0"})
    assert page.mistakes == ["Enter a number of working days, from 1 to 90."]


def test_a_case_is_put_first_and_takes_its_turn_again(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    client.submit(f"/cases/{row.id}/put-first", {"group": "carer"})
    assert "Comes first" in client.page("/cases").words
    client.submit(f"/cases/{row.id}", button="Let it take its turn")
    assert "Comes first" not in client.page("/cases").words


def test_a_clock_is_stopped_by_saying_how(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        row = a_case(session, asha)
    answer = client.submit(f"/cases/{row.id}/done/report", {"how": "I rang the nurse"})
    assert answer.status_code == 303
    assert client.get(f"/cases/{row.id}/done/read").status_code == 404


def test_the_desk_says_what_is_due(client, database):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        a_case(session, asha, sent_at=NOON - timedelta(days=30))
        a_case(session, a_link_worker(session), "Omar Khalid", sent_at=NOON - timedelta(days=30))
    assert "1 person is to be reached by today." in client.page("/desk").words
