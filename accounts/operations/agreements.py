"""Agreements between organisations: recorded, and ended early with a reason."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import permissions, queries
from accounts.agreements import Terms, check_can_end, check_terms, state_on
from accounts.models import Agreement
from accounts.vocabulary import AgreementPurpose, DataItem
from audit import operations as audit
from kernel.access import Actor
from kernel.errors import RuleBroken


def agree(
    session: Session, actor: Actor, terms: Terms, *, at: datetime,
    data_items: Sequence[DataItem] = (), outcomes: Sequence[str] = (), note: str = "",
) -> Agreement:  # fmt: skip
    """Record what two organisations have agreed; the actor's own is one of them."""
    actor.must(permissions.MANAGE_AGREEMENTS)
    _check_is_party(actor, terms)
    first, second = (queries.get_organisation(session, one)
                     for one in (terms.first_id, terms.second_id))  # fmt: skip
    check_terms(terms, kinds=(first.kind, second.kind), data_items=data_items, outcomes=outcomes)
    agreement = Agreement(
        purpose=terms.purpose, first_id=terms.first_id, second_id=terms.second_id,
        data_items=[item.value for item in data_items], services=sorted(terms.services),
        outcomes=list(outcomes), from_on=terms.from_on, until_on=terms.until_on, note=note,
        recorded_at=at,
    )  # fmt: skip
    session.add(agreement)
    session.flush()
    audit.record(session, actor, "recorded an agreement", agreement, at=at,
                 first=terms.first_id, second=terms.second_id)  # fmt: skip
    return agreement


def _check_is_party(actor: Actor, terms: Terms) -> None:
    may_for_all = actor.may(permissions.MANAGE_ORGANISATIONS)
    if not may_for_all and actor.organisation_id != terms.first_id:
        raise RuleBroken("You can only record agreements of your own organisation.", field="first")


def end_agreement(
    session: Session, actor: Actor, agreement_id: UUID, *, because: str, on: date, at: datetime
) -> None:
    """End an agreement before its last day; the reason stays with its note."""
    actor.must(permissions.MANAGE_AGREEMENTS)
    agreement = queries.get_agreement(session, actor, agreement_id)
    is_ended = agreement.ended_at is not None
    check_can_end(
        state_on(on, from_on=agreement.from_on, until_on=agreement.until_on, is_ended=is_ended)
    )
    agreement.ended_at = at
    agreement.note = f"{agreement.note}\n\nEnded early: {because}".strip()
    audit.record(session, actor, "ended an agreement", agreement, at=at)


def choose_services(
    session: Session, actor: Actor, agreement_id: UUID, *, services: Sequence[str], at: datetime
) -> None:
    """Say which services a sub-contract is about; none means all that the other side offers."""
    actor.must(permissions.MANAGE_AGREEMENTS)
    agreement = queries.get_agreement(session, actor, agreement_id)
    if agreement.purpose is not AgreementPurpose.SUB_CONTRACT or agreement.ended_at is not None:
        raise RuleBroken("Services are chosen for a sub-contract that has not ended.")
    agreement.services = sorted(services)
    audit.record(session, actor, "chose the services of an agreement", agreement, at=at)
