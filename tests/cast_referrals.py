"""The cast of referrals: somebody referred, at any point of their way. One default world.

`a_referral(session, state=State.ASSESSED)` brings a practice, its lead NTP, a link worker and the
agreement to share data along. Nobody here is real; NHS numbers are from the range kept for tests.
"""

from __future__ import annotations

from collections import deque
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from accounts import operations as accounts
from accounts.agreements import Terms
from accounts.models import Agreement
from accounts.vocabulary import AgreementPurpose, DataItem
from kernel.access import SYSTEM, Actor, Role
from referrals.lifecycle import REFERRAL, Move, State
from referrals.models import Consent, Person, Referral, WorkerOfPractice
from referrals.vocabulary import Purpose, Recipient, Source, SupportLevel, Urgency
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_practice, an_actor

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from accounts.models import Organisation

NHS_NUMBER = "9990000018"
WHY_NOW = "Since her husband died she sees nobody and has stopped cooking."


def a_referrer(session: Session, **more: Any) -> Actor:
    """Somebody of a practice who refers."""
    return an_actor(session, Role.REFERRER, **more)


def a_nurse_who_refers(session: Session, worker: Actor) -> Actor:
    """A nurse whose practice shares data with a lead NTP, which named a link worker for it."""
    practice = a_practice(session)
    sharing(session, practice, a_lead_ntp(session))
    named_worker(session, practice, worker)
    return a_referrer(session, name="Nadia Nurse")


def a_practice_manager(session: Session, **more: Any) -> Actor:
    """The manager of a practice."""
    return an_actor(session, Role.PRACTICE_MANAGER, **more)


def sharing(session: Session, practice: Organisation, lead: Organisation) -> None:
    """Let a practice and a lead NTP share data, if they have not agreed to yet."""
    found = session.scalar(
        sa.select(Agreement.id).where(
            Agreement.first_id == practice.id, Agreement.second_id == lead.id,
            Agreement.purpose == AgreementPurpose.DATA_SHARING,
        )
    )  # fmt: skip
    if found is None:
        terms = Terms(AgreementPurpose.DATA_SHARING, practice.id, lead.id, NOON.date(), None)
        accounts.agree(session, SYSTEM, terms, data_items=list(DataItem), at=NOON)


def named_worker(session: Session, practice: Organisation, worker: Actor) -> None:
    """Name a link worker for a practice."""
    assert worker.user_id and worker.organisation_id
    session.add(
        WorkerOfPractice(
            practice_id=practice.id, lead_id=worker.organisation_id, user_id=worker.user_id,
            named_at=NOON,
        )
    )  # fmt: skip
    session.flush()


def a_person(
    session: Session,
    name: str = "Maya Thornton",
    *,
    practice: Organisation | None = None,
    lead: Organisation | None = None,
    **facts: Any,
) -> Person:
    """Somebody known to a practice and its lead NTP. Her NHS number only if a test says so."""
    lead = lead or a_lead_ntp(session)
    practice = practice or a_practice(session)
    person = Person(
        lead_id=lead.id, practice_id=practice.id, name=name, conditions=[], made_at=NOON,
        changed_at=NOON,
        **{"phone": "07700 900123", "email": "maya@example.org", "born_on": date(1948, 5, 17)}
        | facts,
    )  # fmt: skip
    session.add(person)
    session.flush()
    return person


def a_referral(
    session: Session,
    person: Person | None = None,
    *,
    state: State = State.ALLOCATED,
    worker: Actor | None = None,
    sent_by: Actor | None = None,
    **facts: Any,
) -> Referral:
    """A referral that came to a state by legal moves, all at NOON; it belongs to `worker`."""
    person = person or a_person(session)
    practice = a_practice(session) if sent_by is None else None
    sender = sent_by or a_referrer(session, at=practice, name="Nadia Nurse")
    worker = worker or a_link_worker(session, name="Asha Begum")
    referral = Referral(
        person_id=person.id, lead_id=person.lead_id, practice_id=person.practice_id,
        link_worker_id=worker.user_id, state=REFERRAL.start, started_by=sender.user_id,
        started_at=NOON, moved_at=NOON,
        **{"source": Source.PRACTICE, "urgency": Urgency.ROUTINE, "why_now": WHY_NOW} | facts,
    )  # fmt: skip
    session.add(referral)
    _consents(session, person)
    for move in way_to(state):
        by = sender if move is Move.SEND else worker
        session.add(referral.make(move, by=by, at=NOON))
    session.flush()
    return referral


def _consents(session: Session, person: Person) -> None:
    """The yes that every referral needs, unless it stands already."""
    there = session.scalar(sa.select(Consent.id).where(Consent.person_id == person.id))
    if there is None:
        session.add(
            Consent(
                person_id=person.id, recipient=Recipient.LEAD_NTP, recipient_id=person.lead_id,
                purpose=Purpose.SUPPORT, given_at=NOON,
            )
        )  # fmt: skip


def way_to(state: State) -> list[Move]:
    """The shortest way of legal moves from a draft to a state."""
    ways: deque[tuple[State, list[Move]]] = deque([(REFERRAL.start, [])])
    seen = {REFERRAL.start}
    while ways:
        now, moves = ways.popleft()
        if now is state:
            return moves
        for move in REFERRAL.open_moves(now):
            after = REFERRAL.moves[move].after
            if after not in seen:
                seen.add(after)
                ways.append((after, [*moves, move]))
    raise LookupError(f"No way leads to {state}.")


def needs(person: Person, level: SupportLevel, *, by: Actor) -> Any:
    """A support level for somebody; the row is to be added."""
    return person.support(level, by=by, on=NOON.date(), because="For the test", at=NOON)


def id_of(actor: Actor) -> UUID:
    """The id of somebody who signed in."""
    assert actor.user_id is not None
    return actor.user_id
