"""The page of a handover: a dated list first, then the act, and what is missing named."""

import csv
import io
from datetime import date

import sqlalchemy as sa

from accounts.models import Organisation
from audit.models import AuditLine
from kernel.access import Role
from referrals.lifecycle import State
from referrals.operations.handover import hand_over
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, signed_in
from tests.cast_caseload import a_case
from tests.cast_referrals import id_of, named_worker, sharing

ANSWERS = {"because": "The contract", "everybody_was_told": "y"}


def test_a_caseload_is_handed_over(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        other = a_lead_ntp(session, "Southbank", is_host=False)
        row = a_case(session, a_link_worker(session))
        a_case(session, a_link_worker(session), "Omar Khalid")
    page = client.refused_page("/handover", ANSWERS | {"to": str(other.id)})
    assert "Southbank has no agreement to share data with" in page.mistakes[0]
    with database.writing() as session:
        sharing(session, a_lead_ntp(session), session.get_one(Organisation, other.id))
        sharing(
            session, session.get_one(Organisation, row.practice_id),
            session.get_one(Organisation, other.id),
        )  # fmt: skip
    client.submit("/handover", ANSWERS | {"to": str(other.id), "stay": [str(row.person_id)]})
    words = client.page("/cases").words
    assert "1 person handed over." in words
    assert "Maya Thornton" in words and "Omar Khalid" not in words


def test_namesakes_are_told_apart_by_birthday_and_practice(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        asha = a_link_worker(session)
        a_lead_ntp(session, "Southbank", is_host=False)
        for born_on in (date(1948, 5, 17), date(1990, 1, 2), None):
            row = a_case(session, asha, "Walter Pym", state=State.SENT)
            row.person.born_on = born_on
    words = client.page("/handover").words
    for told in ("born 17 May 1948", "born 2 January 1990", "date of birth not known"):
        assert f"Walter Pym, {told}, Weaver Street Surgery (waits)" in words


def test_the_new_manager_sees_that_nobody_is_named_yet_and_names_somebody(client, database):
    with database.writing() as session:
        own, other = a_lead_ntp(session), a_lead_ntp(session, "Southbank", is_host=False)
        asha, manager = a_link_worker(session), a_lead_manager(session)
        row = a_case(session, asha)
        practice = session.get_one(Organisation, row.practice_id)
        for party in (own, practice):
            sharing(session, party, other)
        named_worker(session, practice, asha)
        daniel = a_link_worker(session, at=other, name="Daniel Crowe")
        hand_over(session, manager, to=other.id, stay=(), because="The contract", at=NOON)
    signed_in(client, Role.LEAD_MANAGER, at=lambda session: session.get_one(Organisation, other.id))
    desk = client.page("/desk")
    assert "1 case has no link worker." in desk.words
    assert "1 practice has no link worker named yet." in desk.words
    cases = client.page("/cases").words
    assert "No link worker: nobody is named for the practice yet" in cases
    inbox = client.page("/inbox")
    assert "Nobody is named for this practice yet." in inbox.words
    name = inbox.links["Name somebody for Weaver Street Surgery"]
    client.submit(name, {"worker": str(id_of(daniel))})
    assert "nobody is named" not in client.page("/cases").words
    assert "named yet" not in client.page("/desk").words
    inbox = client.page("/inbox")
    assert "named for this practice" not in inbox.words
    give = client.page(inbox.links["Give to somebody: Maya Thornton"])
    assert "Named for the practice" in give.words


def test_nobody_moves_before_they_were_told(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        other = a_lead_ntp(session, "Southbank", is_host=False)
    page = client.refused_page("/handover", {"because": "x", "to": str(other.id)})
    assert page.mistakes == ["Tell everybody first, then tick the box."]


def test_the_list_is_dated_and_noted_for_each_person_on_it(client, database):
    signed_in(client, Role.LEAD_MANAGER)
    with database.writing() as session:
        row = a_case(session, a_link_worker(session), "=cmd|'x'")
    answer = client.get("/handover/list.csv")
    assert "caseload-2026-11-22.csv" in answer.headers["Content-Disposition"]
    (line,) = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert line["Person"].startswith("'=")
    with database.reading() as session:
        seen = session.scalars(sa.select(AuditLine.subject_id).where(AuditLine.act == "opened"))
        assert row.person_id in set(seen)
