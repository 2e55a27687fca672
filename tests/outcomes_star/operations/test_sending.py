"""A star by e-mail: only when it was asked for, audited, and with nothing but the numbers."""

import json

import pytest
import sqlalchemy as sa

from audit.models import AuditLine
from kernel.errors import NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from outcomes_star.operations.sending import Wish, send_star
from referrals.lifecycle import State
from tests.cast import NOON, a_lead_manager, a_link_worker
from tests.cast_caseload import a_case
from tests.cast_plans import a_goal
from tests.cast_readings import GOALS, OURS, WHEEL, a_reading, asked, asked_in

WISH = Wish(is_asked_for=True)


@pytest.fixture
def asha(session):
    asked(session)
    return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def row(session, asha):
    row = a_case(session, asha, state=State.ASSESSED)
    a_reading(session, asha, row.id, words="My neighbour shouts.")
    return row


def send(session, actor, row, wish=WISH, code=WHEEL):
    send_star(session, actor, row.id, code, 1, wish, at=NOON)


def written(session):
    return session.scalars(sa.select(Letter)).all()


def test_it_says_the_numbers_and_nothing_that_was_said(session, asha, row):
    send(session, asha, row)
    (letter,) = written(session)
    said = json.dumps(letter.facts)
    assert "very hard" in said and letter.facts["lead"]
    assert "neighbour" not in said and "Maya" not in said and "Asha" not in said


def test_unless_they_ask_for_it_nothing_goes(session, asha, row):
    with pytest.raises(RuleBroken, match="only when they ask") as refused:
        send(session, asha, row, Wish(is_asked_for=False))
    assert refused.value.field == "is_asked_for" and written(session) == []


def test_goals_are_their_own_words_and_do_not_go(session, asha, row):
    asked(session, GOALS)
    goal = a_goal(session, asha, row, "Leave my husband")
    a_reading(session, asha, row.id, GOALS, numbers={str(goal): 3})
    with pytest.raises(NotFound):
        send(session, asha, row, code=GOALS)


def test_before_anybody_was_asked_there_is_nothing_to_send(session, asha):
    with pytest.raises(NotFound):
        send(session, asha, a_case(session, asha, "Somebody Else"))


def test_it_is_in_the_language_of_their_record_or_as_chosen(session, asha, row):
    asked_in(session, "bn")
    a_reading(session, asha, row.id, OURS)
    row.person.language = "Bengali"
    send(session, asha, row, code=OURS)
    send(session, asha, row, Wish(is_asked_for=True, language="en"), code=OURS)
    sent = [one.facts["star"]["language"]["code"] for one in written(session)]
    assert sorted(sent) == ["bn", "en"]


def test_a_colleague_and_a_manager_send_nothing(session, asha, row):
    with pytest.raises(NotFound):
        send(session, a_link_worker(session, name="Daniel Crowe"), row)
    with pytest.raises(NotAllowed):
        send(session, a_lead_manager(session), row)


def test_it_is_audited(database):
    with database.writing() as session:
        asked(session)
        asha = a_link_worker(session)
        row = a_case(session, asha)
        a_reading(session, asha, row.id)
        send(session, asha, row)
    with database.reading() as session:
        acts = session.scalars(
            sa.select(AuditLine.act).where(AuditLine.subject_id == row.person_id)
        )
        assert "sent a person their star by e-mail" in acts.all()
