"""A whole caseload goes to another lead NTP: with every agreement, and without those who said no."""

import pytest
import sqlalchemy as sa

from accounts.models import Organisation
from kernel.errors import NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from referrals.invariants import INVARIANTS
from referrals.lifecycle import State
from referrals.models import Allocation, Consent, Referral, WorkerOfPractice
from referrals.operations.handover import TOLD, hand_over
from referrals.queries.inbox import inbox_page
from tests.cast import (
    NOON,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    a_practice,
    an_area,
)
from tests.cast_caseload import a_case
from tests.cast_referrals import named_worker, sharing


@pytest.fixture
def world(session):
    """Asha's manager hands over to Southbank; everybody has agreed to share data."""
    asha, manager = a_link_worker(session, name="Asha Begum"), a_lead_manager(session)
    own, other = a_lead_ntp(session), a_lead_ntp(session, "Southbank", is_host=False)
    rows = [
        a_case(session, asha, "Maya Thornton", state=State.IN_PROGRAMME),
        a_case(session, asha, "Omar Khalid", state=State.SENT),
        a_case(session, asha, "Ivy Lamb", state=State.MAINTAINING),
        a_case(session, asha, "Over Long Ago", state=State.DECLINED),
    ]
    sharing(session, own, other)
    sharing(session, session.get_one(Organisation, rows[0].practice_id), other)
    return manager, other, rows


def go(session, manager, other, **more) -> int:
    facts = {"to": other.id, "stay": (), "because": "The contract went to them", "at": NOON} | more
    return hand_over(session, manager, **facts)


def test_open_and_followed_cases_and_the_waiting_list_move(session, world):
    manager, other, rows = world
    theirs = a_lead_manager(session, at=other)
    assert go(session, manager, other) == 3
    session.flush()
    queue = inbox_page(session, theirs, at=NOON).queue
    assert {line.name for line in queue} == {"Maya Thornton", "Omar Khalid", "Ivy Lamb"}
    assert inbox_page(session, manager, at=NOON).queue == ()
    assert [row.lead_id == other.id for row in rows] == [True, True, True, False]
    assert {row.person.lead_id for row in rows[:3]} == {other.id}
    assert [wrong for one in INVARIANTS for wrong in one.check(session)] == []


def test_a_person_goes_with_every_episode(session, world):
    manager, other, rows = world
    earlier = Referral(
        person_id=rows[0].person_id, lead_id=rows[0].lead_id, practice_id=rows[0].practice_id,
        state=State.DRAFT, source=rows[0].source, urgency=rows[0].urgency, started_at=NOON,
        moved_at=NOON,
    )  # fmt: skip
    session.add(earlier)
    session.flush()
    go(session, manager, other)
    assert earlier.lead_id == other.id


def test_who_said_no_stays_and_so_does_whoever_took_back_their_yes(session, world):
    manager, other, rows = world
    session.execute(
        sa.update(Consent).where(Consent.person_id == rows[1].person_id).values(withdrawn_at=NOON)
    )
    assert go(session, manager, other, stay={rows[0].person_id}) == 1
    assert [row.lead_id == other.id for row in rows[:3]] == [False, False, True]


def test_the_yes_is_written_down_anew_for_the_new_lead_ntp(session, world):
    manager, other, rows = world
    go(session, manager, other)
    session.flush()
    found = session.scalars(
        sa.select(Consent).where(
            Consent.person_id == rows[0].person_id, Consent.withdrawn_at.is_(None)
        )
    ).all()
    assert [(one.recipient_id, one.how, one.recorded_by) for one in found] == [
        (other.id, TOLD, manager.user_id)
    ]


def test_who_had_what_is_remembered_and_the_letter_names_nobody(session, world):
    manager, other, _ = world
    a_lead_manager(session, at=other)
    go(session, manager, other)
    session.flush()
    kept = session.scalars(sa.select(Allocation)).all()
    assert {(one.from_lead_id, one.to_lead_id) for one in kept} == {
        (manager.organisation_id, other.id)
    }
    letter = session.scalars(sa.select(Letter)).one()
    assert (letter.template, letter.facts) == (
        "referrals/handed_over",
        {"number": 3, "in_danger": 0},
    )


def test_nothing_moves_without_every_agreement(session):
    asha, manager = a_link_worker(session), a_lead_manager(session)
    other = a_lead_ntp(session, "Southbank", is_host=False)
    row = a_case(session, asha)
    with pytest.raises(RuleBroken, match="Better Services Enterprise, Weaver Street Surgery"):
        go(session, manager, other)
    sharing(session, a_lead_ntp(session), other)
    with pytest.raises(RuleBroken, match="with Weaver Street Surgery"):
        go(session, manager, other)
    assert row.lead_id == manager.organisation_id


def test_only_to_another_lead_ntp_of_the_area(session, world):
    manager, _, rows = world
    elsewhere = a_lead_ntp(session, "Elsewhere Links", area=an_area(session, "Elsewhere"))
    practice = session.get_one(Organisation, rows[0].practice_id)
    for place in (elsewhere, practice, session.get_one(Organisation, manager.organisation_id)):
        with pytest.raises(NotFound):
            go(session, manager, place)


def test_a_link_worker_hands_nothing_over(session, world):
    with pytest.raises(NotAllowed):
        go(session, a_link_worker(session), world[1])


def test_nobody_here_is_named_any_more_for_the_practices_that_went(session, world):
    manager, other, rows = world
    asha = a_link_worker(session, name="Asha Begum")
    practice = session.get_one(Organisation, rows[0].practice_id)
    elsewhere = a_practice(session, "Old Quay Practice")
    theirs = a_link_worker(session, at=other)
    for where, who in ((practice, asha), (elsewhere, asha), (practice, theirs)):
        named_worker(session, where, who)
    go(session, manager, other)
    session.flush()
    standing = session.scalars(
        sa.select(WorkerOfPractice).where(WorkerOfPractice.ended_at.is_(None))
    )
    assert {(one.practice_id, one.lead_id) for one in standing} == {
        (elsewhere.id, asha.organisation_id), (practice.id, other.id),
    }  # fmt: skip


def test_the_letter_counts_who_is_said_to_be_in_danger(session, world):
    manager, other, rows = world
    a_lead_manager(session, at=other)
    rows[0].danger_at = rows[3].danger_at = NOON
    session.flush()
    go(session, manager, other)
    letter = session.scalars(sa.select(Letter)).one()
    assert letter.facts == {"number": 3, "in_danger": 1}
