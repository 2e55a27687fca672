"""Reading what was agreed with smaller groups: prices by day, what is asked, how good it was found to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import AgreementFacts
from accounts.vocabulary import AgreementPurpose, AgreementState
from billing import permissions
from billing.models import SubContractCheck, SubContractVersion
from billing.sub_contracts import Check, SubContractTerms
from kernel.access import Actor
from kernel.errors import NotFound


@dataclass(frozen=True)
class SubContract:
    """An agreement with a group, as it stands in accounts."""

    id: UUID
    lead: str
    group: str
    facts: AgreementFacts
    is_over: bool


@dataclass(frozen=True)
class AgreedLine:
    """What was agreed from a day on."""

    number: int
    from_on: date
    terms: SubContractTerms
    who: str


@dataclass(frozen=True)
class SubContractPanel:
    """What the page of an agreement shows of it. `held` is what holds today, or will; `coming` holds from later days."""

    id: UUID
    held: AgreedLine | None
    coming: tuple[AgreedLine, ...]
    others: tuple[AgreedLine, ...]
    last_check: Check | None
    checked_by: str
    is_overdue: bool
    """Whether what was to be done about it has no later look, and its day is over."""
    may_write: bool


@dataclass(frozen=True)
class SubContractPage:
    """What is written, or looked at, for a sub-contract. `seen` is how many versions there were."""

    contract: SubContract
    newest: AgreedLine | None
    seen: int


@dataclass(frozen=True)
class Sheet:
    """One page for the group: what we agreed last, in plain words; `until_then` holds where that begins later."""

    contract: SubContract
    agreed: AgreedLine
    until_then: AgreedLine | None
    outcomes: tuple[str, ...]
    phone: str
    hours: str


def get_sub_contract(
    session: Session, actor: Actor, agreement_id: UUID, *, on: date
) -> SubContract:
    """An agreement with a group in which the actor's organisation stands, or NotFound."""
    line = accounts.agreement_page(session, actor, agreement_id, on=on).line
    if line.agreement.purpose is not AgreementPurpose.SUB_CONTRACT:
        raise NotFound
    is_over = line.state is AgreementState.ENDED
    return SubContract(agreement_id, line.first, line.second, line.agreement, is_over)


def get_own_sub_contract(
    session: Session, actor: Actor, agreement_id: UUID, *, on: date
) -> SubContract:
    """The same for the side that pays, and for no other."""
    found = get_sub_contract(session, actor, agreement_id, on=on)
    if found.facts.first_id != actor.organisation_id:
        raise NotFound
    return found


def versions_of(session: Session, agreement_id: UUID) -> Sequence[SubContractVersion]:
    """All that was ever agreed, oldest first."""
    return session.scalars(
        sa.select(SubContractVersion)
        .where(SubContractVersion.agreement_id == agreement_id)
        .order_by(SubContractVersion.number)
    ).all()


def checks_of(session: Session, agreement_id: UUID) -> Sequence[SubContractCheck]:
    """Every look, oldest first."""
    return session.scalars(
        sa.select(SubContractCheck)
        .where(SubContractCheck.agreement_id == agreement_id)
        .order_by(SubContractCheck.number)
    ).all()


def held_on(versions: Sequence[SubContractVersion], day: date) -> SubContractVersion | None:
    """What holds on a day: the latest that had begun."""
    begun = [one for one in versions if one.from_on <= day]
    return max(begun, key=lambda one: one.from_on, default=None)


def panel_of(
    session: Session, actor: Actor, agreement_id: UUID, *, on: date
) -> SubContractPanel | None:
    """What is added to the page of an agreement; None where it is none with a group, or not for the actor."""
    if not actor.may(permissions.SEE_SUB_CONTRACTS):
        return None
    try:
        contract = get_sub_contract(session, actor, agreement_id, on=on)
    except NotFound:
        return None
    versions = versions_of(session, agreement_id)
    held = held_on(versions, on) or (versions[0] if versions else None)
    checks = checks_of(session, agreement_id)
    last = checks[-1].check if checks else None
    is_own = contract.facts.first_id == actor.organisation_id
    return SubContractPanel(
        agreement_id,
        _line(held) if held else None,
        tuple(_line(one) for one in versions if one is not held and one.from_on > on),
        tuple(_line(one) for one in reversed(versions) if one is not held and one.from_on <= on),
        last,
        checks[-1].who if checks else "",
        bool(last and last.action_by and last.action_by < on),
        is_own and not contract.is_over and actor.may(permissions.WRITE_SUB_CONTRACTS),
    )


def write_page(session: Session, actor: Actor, agreement_id: UUID, *, on: date) -> SubContractPage:
    """What somebody should see who writes down what was agreed, or what a look found."""
    actor.must(permissions.WRITE_SUB_CONTRACTS)
    contract = get_own_sub_contract(session, actor, agreement_id, on=on)
    versions = versions_of(session, agreement_id)
    newest = _line(versions[-1]) if versions else None
    return SubContractPage(contract, newest, len(versions))


def sheet(session: Session, actor: Actor, agreement_id: UUID, *, on: date) -> Sheet:
    """The page for the group; NotFound before anything was agreed."""
    actor.must(permissions.SEE_SUB_CONTRACTS)
    contract = get_sub_contract(session, actor, agreement_id, on=on)
    versions = versions_of(session, agreement_id)
    if not versions:
        raise NotFound
    lead = accounts.get_organisation(session, contract.facts.first_id)
    newest, held = held_on(versions, date.max) or versions[0], held_on(versions, on)
    return Sheet(
        contract, _line(newest), _line(held) if held and held is not newest else None,
        contract.facts.outcomes, lead.phone, lead.hours,
    )  # fmt: skip


def _line(row: SubContractVersion) -> AgreedLine:
    return AgreedLine(row.number, row.from_on, row.terms, row.who)
