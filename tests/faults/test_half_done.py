"""A fault at the first, second, … nth thing that an act writes: nothing is ever half done (K7).

The fault is raised where the database would raise it, also at the audit's own lines, so this shows as
well that there is no answer without its audit.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from kernel.access import Role
from kernel.database import Base, Database
from referrals.lifecycle import State
from tests.cast import PASSWORD, a_lead_ntp, a_link_worker, a_practice, a_user, signed_in
from tests.cast_referrals import a_referral, named_worker, sharing
from tests.support.watch import WRITING

OF_THE_REQUEST_ITSELF = {"limit_count", "audit_line", "audit_head"}
"""Kept whatever becomes of the act: what is counted beforehand, and the note of a refusal."""

SIX_ANSWERS = {
    "group_name": "Anytown Cat and Dog Shelter",
    "what": "Walk one of our dogs by the river. We show you how.",
    "where": "somewhere",
    "postcode": "NE6 1AB",
    "when": "Tuesdays 10am to 12",
    "joining": "turn-up",
    "contact": "jo@shelter.example",
}

MAYA = {
    "name": "Maya Thornton",
    "phone": "07700 900123",
    "why_now": "Sees nobody.",
    "consent": "told",
}


@contextmanager
def failing_at(database: Database, nth: int) -> Iterator[list[str]]:
    """Let the nth statement that writes fail; the statements that were let through, as they come."""
    passed: list[str] = []

    def before(_connection, _cursor, statement, *_rest):
        found = WRITING.match(statement)
        if found is None or found[1] == "limit_count":
            return
        if len(passed) + 1 == nth:
            passed.append("the fault")
            raise OperationalError(statement, {}, sqlite3.OperationalError("disk I/O error"))
        passed.append(found[1])

    event.listen(database.engine, "before_cursor_execute", before)
    try:
        yield passed
    finally:
        event.remove(database.engine, "before_cursor_execute", before)


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with database.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in Base.metadata.sorted_tables
            if table.name not in OF_THE_REQUEST_ITSELF
        }


@pytest.fixture
def world(app, client, clock):
    """A host, and somebody who can sign in."""
    database = app.extensions["petunias"].database
    with database.writing() as session:
        a_lead_ntp(session)
        a_user(session, Role.GROUP_EDITOR, email="robin@anytown.example", has_phone=False)
    client.expects_faults = True
    return database


def listing_a_group(client, clock):
    sent = dict(client.page("/register").form("group_name").filled(SIX_ANSWERS, None))
    clock.passes(minutes=3)
    return lambda: client.post("/register", data=sent)


def signing_in(client, clock):
    answers = {"email": "robin@anytown.example", "password": PASSWORD}
    sent = dict(client.page("/sign-in").form("password").filled(answers, None))
    return lambda: client.post("/sign-in", data=sent)


def changing_a_name(client, clock):
    signed_in(client, Role.LINK_WORKER)
    sent = dict(client.page("/account/name").form("name").filled({"name": "Ada"}, None))
    return lambda: client.post("/account/name", data=sent)


def sending_a_referral(client, clock):
    with client.application.extensions["petunias"].database.writing() as session:
        practice, lead = a_practice(session), a_lead_ntp(session)
        sharing(session, practice, lead)
        named_worker(session, practice, a_link_worker(session, name="Asha Begum"))
    signed_in(client, Role.REFERRER, name="Nadia Nurse")
    form = client.page("/referrals/new").form("why_now", button="Send referral")
    sent = dict(form.filled(MAYA, "Send referral"))
    return lambda: client.post("/referrals/new", data=sent)


def accepting_a_referral(client, clock):
    asha = signed_in(client, Role.LINK_WORKER, name="Asha Begum")
    with client.application.extensions["petunias"].database.writing() as session:
        address = f"/cases/{a_referral(session, worker=asha, state=State.RECEIVED).id}/accept"
    sent = dict(client.page(address).form(button="Accept").filled({}))
    return lambda: client.post(address, data=sent)


@pytest.mark.parametrize(
    "act",
    [listing_a_group, signing_in, changing_a_name, sending_a_referral, accepting_a_referral],
)
def test_nothing_is_half_done_wherever_it_fails(client, world, clock, act):
    send = act(client, clock)
    for nth in range(1, 200):
        clock.passes(minutes=10)  # so that nobody has tried too often
        client.get("/account")  # so that nobody has been away for too long
        before = everything(world)
        with failing_at(world, nth) as passed:
            answer = send()
        if "the fault" not in passed:
            break
        assert answer.status_code in {500, 503}, f"{nth}: after {passed}"
        assert everything(world) == before, f"{nth}: after {passed}"
    assert answer.status_code in {200, 303}
    assert nth > 3 and "audit_line" in passed, "What was tried writes, and is audited."
    assert everything(world) != before
