"""Reading agreements between organisations: what is funded, and what may be shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import permissions
from accounts.agreements import Terms, overlapping, state_on
from accounts.models import Agreement, Organisation
from accounts.vocabulary import AgreementPurpose, AgreementState
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.periods import day_in_london


@dataclass(frozen=True)
class AgreementFacts:
    """An agreement as other features may know it."""

    id: UUID
    purpose: AgreementPurpose
    first_id: UUID
    second_id: UUID
    data_items: tuple[str, ...]
    services: tuple[str, ...]
    outcomes: tuple[str, ...]
    from_on: date
    until_on: date | None
    ended_on: date | None = None
    """The day on which it was ended before its last one; it held on that day."""

    @property
    def terms(self) -> Terms:
        """What is needed to compare it with others."""
        return Terms(
            self.purpose, self.first_id, self.second_id, self.from_on, self.until_on,
            frozenset(self.services),
        )  # fmt: skip


@dataclass(frozen=True)
class AgreementLine:
    """An agreement in a list: who, how it stands, and whether another one covers the same days."""

    agreement: AgreementFacts
    first: str
    second: str
    state: AgreementState
    overlaps: bool


@dataclass(frozen=True)
class AgreementPage:
    """An agreement with its story."""

    line: AgreementLine
    note: str
    can_end: bool


def agreements_in_force(
    session: Session, *, on: date, purpose: AgreementPurpose, party_id: UUID | None = None
) -> tuple[AgreementFacts, ...]:
    """The agreements in force on a day; so everything above knows what is funded and shareable."""
    wanted = (
        sa.select(Agreement)
        .where(
            Agreement.purpose == purpose,
            Agreement.ended_at.is_(None),
            Agreement.from_on <= on,
            sa.or_(Agreement.until_on.is_(None), Agreement.until_on >= on),
        )
        .order_by(Agreement.from_on)
    )
    if party_id is not None:
        wanted = wanted.where(_is_party(party_id))
    return tuple(_facts(row) for row in session.scalars(wanted))


def visible_to(actor: Actor) -> sa.Select[Agreement]:
    """The agreements of the actor's own organisation; all of them for an administrator."""
    wanted = sa.select(Agreement)
    if actor.may(permissions.MANAGE_ORGANISATIONS):
        return wanted
    if actor.organisation_id is None:
        return wanted.where(sa.false())
    return wanted.where(_is_party(actor.organisation_id))


def _is_party(organisation_id: UUID) -> sa.ColumnElement[bool]:
    return sa.or_(Agreement.first_id == organisation_id, Agreement.second_id == organisation_id)


def agreements(session: Session, actor: Actor, *, on: date) -> tuple[AgreementLine, ...]:
    """The agreements that the actor may read, newest first."""
    actor.must(permissions.SEE_AGREEMENTS)
    rows = session.scalars(
        visible_to(actor).order_by(
            Agreement.from_on.desc(), Agreement.recorded_at.desc(), Agreement.id
        )
    ).all()
    names = _names(session, rows)
    standing = [_facts(row).terms for row in rows if row.ended_at is None]
    return tuple(_line(row, names, standing, on) for row in rows)


def get_agreement(session: Session, actor: Actor, agreement_id: UUID) -> Agreement:
    """An agreement that the actor may read, or NotFound."""
    row = session.scalar(visible_to(actor).where(Agreement.id == agreement_id))
    if row is None:
        raise NotFound
    return row


def agreement_page(
    session: Session, actor: Actor, agreement_id: UUID, *, on: date
) -> AgreementPage:
    """One agreement and how it stands."""
    get_agreement(session, actor, agreement_id)
    line = next(
        one for one in agreements(session, actor, on=on) if one.agreement.id == agreement_id
    )
    note = session.get_one(Agreement, agreement_id).note
    can_end = actor.may(permissions.MANAGE_AGREEMENTS) and line.state is not AgreementState.ENDED
    return AgreementPage(line, note, can_end)


def find_agreement(session: Session, agreement_id: UUID) -> AgreementFacts | None:
    """An agreement, for the program itself."""
    row = session.get(Agreement, agreement_id)
    return _facts(row) if row else None


def ending_soon(session: Session, actor: Actor, *, on: date) -> tuple[AgreementLine, ...]:
    """The agreements whose last day is near."""
    lines = agreements(session, actor, on=on)
    return tuple(one for one in lines if one.state is AgreementState.ENDS_SOON)


def _line(row: Agreement, names: dict[UUID, str], standing: list[Terms], on: date) -> AgreementLine:
    facts = _facts(row)
    state = state_on(on, from_on=row.from_on, until_on=row.until_on, is_ended=bool(row.ended_at))
    is_standing = row.ended_at is None and state is not AgreementState.ENDED
    others = list(standing)
    if facts.terms in others:
        others.remove(facts.terms)
    return AgreementLine(
        facts, names[row.first_id], names[row.second_id], state,
        is_standing and bool(overlapping(facts.terms, others)),
    )  # fmt: skip


def _names(session: Session, rows: Sequence[Agreement]) -> dict[UUID, str]:
    ids = {one for row in rows for one in (row.first_id, row.second_id)}
    found = session.execute(
        sa.select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    )
    return {organisation_id: name for organisation_id, name in found}  # noqa: C416 - keeps the types


def _facts(row: Agreement) -> AgreementFacts:
    return AgreementFacts(
        row.id, row.purpose, row.first_id, row.second_id, tuple(row.data_items),
        tuple(row.services), tuple(row.outcomes), row.from_on, row.until_on,
        day_in_london(row.ended_at) if row.ended_at else None,
    )  # fmt: skip
