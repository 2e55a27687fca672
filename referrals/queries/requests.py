"""What people asked about their own record, for those who answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from kernel.access import Actor, Role
from kernel.errors import NotFound
from kernel.people import People
from referrals import permissions
from referrals.lifecycle import DATA_REQUEST, RequestMove, RequestState, State
from referrals.models import (
    DataRequest,
    Hold,
    LeadSettings,
    Person,
    Referral,
    ReleasedPart,
)
from referrals.queries.case import Banner, banner_of
from referrals.queries.copies import Copy, Withheld, as_read, copy_of
from referrals.queries.details import Before, before_of
from referrals.queries.looking import Looked, looks
from referrals.vocabulary import RequestKind

OWN_PART = "referrals"
_register: list[People] = []


def open_register(people: People) -> None:
    """Say who knows what every feature keeps about people."""
    _register[:] = [people]


@dataclass(frozen=True)
class RequestLine:
    """A request in a list. `is_late` is about the day asked for."""

    id: UUID
    person_id: UUID
    person: str
    kind: RequestKind
    state: RequestState
    received_on: date
    due_on: date
    is_late: bool


@dataclass(frozen=True)
class HoldLine:
    """Why nothing may be erased."""

    because: str
    who: str
    at: datetime


@dataclass(frozen=True)
class RequestPage:
    """One request, and what can be done about it now."""

    id: UUID
    banner: Banner
    kind: RequestKind
    state: RequestState
    received_on: date
    due_on: date
    stopped_days: int
    asks: str
    answer: str
    filed_by: str
    moves: tuple[RequestMove, ...]
    waiting: int
    """Parts that somebody must read before they are in the copy."""
    holds: tuple[HoldLine, ...]
    put_right: tuple[Before, ...]

    @property
    def may_put_right(self) -> bool:
        """Whether they ask for it, and wait for it."""
        return self.kind is RequestKind.RECTIFICATION and self.state.is_open

    @property
    def may_erase(self) -> bool:
        """Whether they ask for it, wait for it, and no hold forbids it."""
        return self.kind is RequestKind.ERASURE and self.state.is_open and not self.holds

    def held_back(self, move: RequestMove) -> int:
        """How many parts somebody who asked for a copy would not get, if it were answered now."""
        is_copy = self.kind is RequestKind.ACCESS and move is RequestMove.ANSWER
        return self.waiting if is_copy else 0


@dataclass(frozen=True)
class CopyPage:
    """A copy for the person, to read or as data; what others of the features keep goes with it."""

    request_id: UUID
    banner: Banner
    copy: Copy
    others: Mapping[str, Mapping[str, Any]]
    looks: tuple[Looked, ...]


@dataclass(frozen=True)
class ReviewPage:
    """The parts that this reviewer may read and let go."""

    request_id: UUID
    banner: Banner
    parts: tuple[Withheld, ...]


def visible_to(actor: Actor) -> sa.Select[DataRequest]:
    """The requests of a privacy officer's own lead NTP; for a safeguarding lead, where they are named."""
    wanted = sa.select(DataRequest)
    named = sa.select(LeadSettings.lead_id).where(
        LeadSettings.safeguarding_lead_id == actor.user_id
    )
    rights: list[sa.ColumnElement[bool]] = []
    if Role.PRIVACY_OFFICER in actor.roles:
        rights.append(sa.true())
    if Role.SAFEGUARDING_LEAD in actor.roles:
        rights.append(DataRequest.lead_id.in_(named))
    kept = sa.select(Referral.person_id).where(
        Referral.lead_id == actor.organisation_id, Referral.state != State.DRAFT
    )
    return wanted.where(
        DataRequest.lead_id == actor.organisation_id, DataRequest.person_id.in_(kept),
        sa.or_(sa.false(), *rights),
    )  # fmt: skip


def get(session: Session, actor: Actor, request_id: UUID) -> DataRequest:
    """A request that the actor may know of, or NotFound."""
    row = session.scalar(visible_to(actor).where(DataRequest.id == request_id))
    if row is None:
        raise NotFound
    return row


def requests(session: Session, actor: Actor, *, on: date) -> tuple[RequestLine, ...]:
    """The requests of the actor's lead NTP: open ones by the day they are due, then those that ended."""
    actor.must(permissions.ANSWER_REQUEST)
    rows = session.execute(
        visible_to(actor).add_columns(Person.name).join(Person, Person.id == DataRequest.person_id)
    ).all()
    lines = [
        RequestLine(
            row.id, row.person_id, name, row.kind, row.state, row.received_on, row.due_on,
            row.state is RequestState.OPEN and row.due_on < on,
        )
        for row, name in rows
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda one: (not one.state.is_open, one.due_on, one.person)))


def unanswered(session: Session, actor: Actor, *, on: date) -> tuple[RequestLine, ...]:
    """The requests that wait for us, by the day they are due; not those that wait for the person."""
    every = requests(session, actor, on=on)
    return tuple(one for one in every if one.state is RequestState.OPEN)


def request_page(session: Session, actor: Actor, request_id: UUID) -> RequestPage:
    """One request."""
    actor.must(permissions.ANSWER_REQUEST)
    row = get(session, actor, request_id)
    person = session.get_one(Person, row.person_id)
    filed = accounts.names_of(session, [row.filed_by] if row.filed_by else [])
    return RequestPage(
        row.id, banner_of(person), row.kind, row.state, row.received_on, row.due_on,
        row.stopped_days, row.asks, row.answer, filed.get(row.filed_by, "") if row.filed_by else "",
        DATA_REQUEST.open_moves(row.state),
        len(copy_of(session, person.id, released=_released(session, row)).withheld),
        tuple(HoldLine(one.because, one.who, one.at) for one in holds_on(session, person.id)),
        before_of(session, person.id, is_for_officer=True),
    )  # fmt: skip


def holds_on(session: Session, person_id: UUID) -> Sequence[Hold]:
    """What forbids to erase somebody's record now."""
    return session.scalars(
        sa.select(Hold).where(Hold.person_id == person_id, Hold.lifted_at.is_(None))
    ).all()


def _released(session: Session, row: DataRequest) -> frozenset[str]:
    wanted = sa.select(ReleasedPart.part, ReleasedPart.digest)
    released = session.execute(wanted.where(ReleasedPart.request_id == row.id))
    return frozenset(as_read(part, digest) for part, digest in released)


def copy_page(session: Session, actor: Actor, request_id: UUID) -> CopyPage:
    """The copy that is handed over: with the parts that a reviewer has let go, and no others."""
    actor.must(permissions.ANSWER_REQUEST)
    row = get(session, actor, request_id)
    person = session.get_one(Person, row.person_id)
    kept = _register[0].export_of(session, person.id) if _register else {}
    return CopyPage(
        row.id, banner_of(person), copy_of(session, person.id, released=_released(session, row)),
        {name: facts for name, facts in kept.items() if name != OWN_PART and facts},
        looks(session, person.id, named=None),
    )  # fmt: skip


def review_page(session: Session, actor: Actor, request_id: UUID) -> ReviewPage:
    """What waits for this reviewer: safeguarding for its named lead alone, the rest for the officer."""
    actor.must(permissions.REVIEW_PARTS)
    row = get(session, actor, request_id)
    person = session.get_one(Person, row.person_id)
    waiting = copy_of(session, person.id, released=_released(session, row)).withheld
    is_named = is_safeguarding_lead(session, actor, row.lead_id)
    may_others = Role.PRIVACY_OFFICER in actor.roles
    return ReviewPage(
        row.id, banner_of(person),
        tuple(one for one in waiting if (is_named if one.is_safeguarding else may_others)),
    )  # fmt: skip


def to_review(session: Session, actor: Actor) -> tuple[UUID, ...]:
    """The requests for a copy with safeguarding parts that only this safeguarding lead may let go."""
    if Role.SAFEGUARDING_LEAD not in actor.roles:
        return ()
    rows = session.scalars(visible_to(actor).order_by(DataRequest.due_on, DataRequest.id)).all()
    return tuple(
        row.id
        for row in rows
        if row.kind is RequestKind.ACCESS
        and row.state.is_open
        and review_page(session, actor, row.id).parts
    )


def is_safeguarding_lead(session: Session, actor: Actor, lead_id: UUID) -> bool:
    """Whether somebody is the one who is named for safeguarding at a lead NTP."""
    named = session.scalar(
        sa.select(LeadSettings.safeguarding_lead_id).where(LeadSettings.lead_id == lead_id)
    )
    return named is not None and named == actor.user_id
