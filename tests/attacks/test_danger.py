"""Danger that is silenced: what an attack of November 2026 found."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.access import Actor, Role
from kernel.errors import RuleBroken
from kernel.mail import Letter
from referrals.lifecycle import GoalMove, State
from referrals.models import ClockStop, Consent, Referral
from referrals.operations import consents, plans, refer, working
from referrals.operations.allocating import give
from referrals.operations.clocks import PRESS_AGAIN, TICK_AGAIN, make_safe
from referrals.operations.heeding import heed
from referrals.operations.plans import CameOf
from referrals.operations.silence import raise_alarms
from referrals.queries.case import story
from referrals.queries.caseload import Show, caseload
from referrals.queries.desk import WorkersDesk, managers_desk, workers_desk
from referrals.queries.inbox import inbox_page
from referrals.queries.standing import is_in_danger
from referrals.vocabulary import HowItGoes
from tests.cast import (
    NOON,
    a_lead_manager,
    a_link_worker,
    a_practice,
    carry,
    held_token,
    signed_in,
)
from tests.cast_answer import a_yes_to_reports
from tests.cast_caseload import a_case, leaves
from tests.cast_danger import BANNER, DIES, LATER, agreed_practice, filled
from tests.cast_plans import an_agreed_case, the_plan
from tests.cast_referrals import a_referral, a_referrer, id_of
from tests.support.pages import Page


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


ENDED = [State.RETURNED, State.DECLINED, State.REDIRECTED, State.UNREACHABLE, State.WITHDRAWN]


@pytest.mark.parametrize("state", [State.DECLINED, State.LAPSED, State.UNREACHABLE])
def test_opened_again_danger_goes_along(session, state):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=state)
    heed(session, asha, row.id, where="In the contact log", at=NOON)
    assert is_in_danger(session, asha, row.id, at=NOON)
    new = working.reopen(session, asha, row.id, why_now="She would like to walk", at=LATER)
    session.flush()
    assert is_in_danger(session, asha, new.id, at=LATER) or is_in_danger(
        session, asha, row.id, at=LATER
    )


def test_a_practice_cannot_write_danger_away(client, database, asha, clock, work):
    with database.writing() as session:
        agreed_practice(session, asha)
        row = a_case(session, asha, state=State.RECEIVED)
    mine = held_token(client)
    client.submit(
        f"/cases/{row.id}/send-back",
        {"reason": "too-little-information", "because": f"{DIES}. See her."},
    )
    assert BANNER in client.page(f"/cases/{row.id}").words
    signed_in(client, Role.REFERRER, name="Nadia Nurse")
    clock.passes(minutes=5)
    client.submit(
        f"/referrals/{row.id}/draft",
        {"why_now": "Sees nobody", "consent": "told"},
        button="Send referral",
    )
    work()
    carry(client, mine)
    assert BANNER in client.page(f"/cases/{row.id}").words


@pytest.mark.parametrize("state", [State.RECEIVED, State.CONTACTING])
def test_taken_back_in_danger_somebody_hears(session, state):
    asha, laura = a_link_worker(session), a_lead_manager(session)
    row = a_case(session, asha, state=state, danger_at=NOON, why_now="She wants to die")
    a_yes_to_reports(session, row.person)
    try:
        refer.take_back(session, a_referrer(session), row.id, because="By mistake", at=LATER)
    except RuleBroken:
        return
    session.flush()
    told = [one.template for one in session.query(Letter)]
    assert "referrals/in_danger" in told or managers_desk(session, laura, at=LATER).in_danger


@pytest.mark.parametrize("state", [*ENDED, State.SUSTAINED])
def test_a_case_that_is_over_stays_on_desks_while_danger_stands(session, state):
    asha, laura = a_link_worker(session), a_lead_manager(session)
    a_case(session, asha, "Nobody Else", state=state)
    row = a_case(session, asha, state=state, sent_at=NOON)
    heed(session, asha, row.id, where="In the contact log", at=NOON)
    for who in (asha, laura):
        lines = caseload(session, who, at=LATER, show=Show.DUE).lines
        assert [(one.id, one.is_in_danger) for one in lines] == [(row.id, True)]
    assert workers_desk(session, asha, at=LATER) == WorkersDesk(in_danger=1)
    assert managers_desk(session, laura, at=LATER).in_danger == 1
    assert raise_alarms(session, at=NOON + timedelta(days=3)) == 1
    make_safe(session, asha, row.id, how="Rang her", seen=NOON, at=LATER)
    assert workers_desk(session, asha, at=LATER) == WorkersDesk()
    assert caseload(session, laura, at=LATER, show=Show.DUE).lines == ()


def test_of_one_who_left_the_managers_have_it_and_give_it(session):
    asha, laura = a_link_worker(session), a_lead_manager(session)
    row = a_case(session, asha, state=State.DECLINED)
    heed(session, asha, row.id, where="In the contact log", at=NOON)
    leaves(session, asha)
    (line,) = inbox_page(session, laura, at=LATER).queue
    assert line.is_in_danger
    daniel = a_link_worker(session, name="Daniel Crowe")
    give(session, laura, row.id, to=id_of(daniel), had=id_of(asha), because="", at=LATER)
    assert workers_desk(session, daniel, at=LATER).in_danger == 1


def test_whoever_takes_back_their_yes_in_danger_is_not_lost(client, database, asha, letters):
    with database.writing() as session:
        laura = a_lead_manager(session)
        row = a_case(session, asha)
        yes = session.query(Consent).filter_by(person_id=row.person_id).one()
        heed(session, asha, row.id, where="In the contact log", at=NOON)
        consents.take_back(session, laura, row.person_id, yes.id, at=NOON)
    told = [one.to for one in letters() if f"/cases/{row.id}/done/safety" in one.text]
    assert len(told) == 2
    desk = client.page("/desk")
    assert "Maya Thornton is said to be in danger, and took back their consent" in desk.words
    client.page(f"/cases/{row.id}", status=404)
    address = f"/cases/{row.id}/done/safety"
    assert "Nobody works with them any more" in client.page(address).words
    answer = client.submit(address, {"how": "Her practice rang her"})
    assert "Written down" in client.page(answer.location).words
    assert "in danger" not in client.page("/desk").words
    client.page(address, status=404)


def test_nobody_is_kept_up_over_danger(session):
    asha = a_link_worker(session)
    row, goal = an_agreed_case(session, asha)
    plans.close(
        session,
        asha,
        row.id,
        came_of={goal: CameOf(GoalMove.ACHIEVE)},
        changed_for_me="",
        seen=the_plan(session, row).version,
        at=NOON,
    )
    plans.follow_up(
        session, asha, row.id, goes=HowItGoes.KEEPING, words="", at=NOON + timedelta(days=190)
    )
    at = NOON + timedelta(days=380)
    heed(session, asha, row.id, where="In the contact log", at=at)
    assert workers_desk(session, asha, at=at).in_danger == 1
    try:
        plans.follow_up(
            session, asha, row.id, goes=HowItGoes.KEEPING, words="", at=at + timedelta(hours=1)
        )
    except RuleBroken:
        return
    assert workers_desk(session, asha, at=at).in_danger == 1


def test_a_tick_is_kept_beside_new_words_of_danger(client, database, asha, clock):
    with database.writing() as session:
        row = a_case(session, asha, state=State.ASSESSED)
        heed(session, asha, row.id, where="In the contact log", at=NOON)
    clock.passes(minutes=5)
    client.submit(
        f"/cases/{row.id}/decline",
        {"answer": "no", "is_safe": "y", "because": "She is not suicidal any more"},
    )
    with database.reading() as session:
        assert session.query(ClockStop).count() == 1 or "Ticked" in str(story(session, row.id))


def test_danger_in_who_rings_is_heeded(client, database):
    with database.writing() as session:
        there = a_practice(session)
        agreed_practice(session, a_link_worker(session, name="Asha Begum"))
    signed_in(client, Role.LINK_WORKER, name="Olu Link")
    client.submit(
        "/referrals/phone",
        {
            "name": "Maya Thornton",
            "phone": "07700 900123",
            "why_now": "Sees nobody.",
            "consent": "told",
            "may_report": "y",
            "told_by": "Her GP, rude as ever: she wants to kill herself",
            "practice": str(there.id),
        },
        button="Send referral",
    )
    with database.reading() as session:
        row = session.query(Referral).one()
        assert row.danger_at is not None, "words of danger passed over"


@pytest.mark.parametrize(
    ("page", "answers", "says"),
    [
        ("decline", {"answer": "no", "because": "Not her time", "is_safe": "y"}, TICK_AGAIN),
        ("done/safety", {"how": "I rang her on Monday"}, PRESS_AGAIN),
    ],
)
def test_what_came_after_the_page_was_opened_is_not_answered(
    client, database, asha, clock, page, answers, says
):
    with database.writing() as session:
        row = a_case(session, asha, state=State.ASSESSED)
        heed(session, asha, row.id, where="In the contact log", at=NOON)
    address = f"/cases/{row.id}/{page}"
    sent = filled(client, address, answers)
    with database.writing() as session:
        group, at = Actor(holds=uuid4()), NOON + timedelta(minutes=5)
        heed(session, group, row.id, where="On the page of an onward link", at=at)
    clock.passes(minutes=6)
    refused = Page(client.post(address, data=sent).get_data(as_text=True))
    assert refused.mistakes == [says] and "On the page of an onward link" in refused.words
    again = dict(refused.form(next(iter(answers))).filled({}))
    assert "is_safe" not in again and answers.items() - again.items() <= {("is_safe", "y")}
    with database.reading() as session:
        assert is_in_danger(session, asha, row.id, at=LATER)
    assert client.post(address, data=again | answers).status_code == 303
    with database.reading() as session:
        assert not is_in_danger(session, asha, row.id, at=LATER)


def test_a_new_case_says_that_danger_stands_in_an_earlier_one(client, database, asha):
    with database.writing() as session:
        old = a_case(session, asha, state=State.DECLINED)
        heed(session, asha, old.id, where="In the contact log", at=NOON)
        new = a_referral(session, old.person, worker=asha, state=State.RECEIVED)
    page = client.page(f"/cases/{new.id}")
    assert "Words of danger stand in another case of theirs" in page.words
    assert page.links["Look at that case now"] == f"/cases/{old.id}"
    assert workers_desk_of(database, asha).in_danger == 1
    client.submit(f"/cases/{old.id}/done/safety", {"how": "I rang her"})
    assert "another case of theirs" not in client.page(f"/cases/{new.id}").words


def test_whoever_may_not_open_the_earlier_one_is_told_whom_to_tell(client, database, asha):
    with database.writing() as session:
        olu = a_link_worker(session, name="Olu Link")
        old = a_case(session, olu, state=State.DECLINED)
        heed(session, olu, old.id, where="In the contact log", at=NOON)
        new = a_referral(session, old.person, worker=asha)
    page = client.page(f"/cases/{new.id}")
    assert "Tell your manager now, who can read it and give it to you." in page.words
    assert "Look at that case now" not in page.links
    laura = signed_in(client, Role.LEAD_MANAGER)
    assert "Give to another link worker" in client.page(f"/cases/{old.id}").links
    with database.writing() as session:
        give(session, laura, old.id, to=id_of(asha), had=id_of(olu), because="", at=LATER)
    assert workers_desk_of(database, asha).in_danger == 1


def workers_desk_of(database, who):
    with database.reading() as session:
        return workers_desk(session, who, at=LATER)
