"""Writing down what was agreed with a smaller group, and how good it was found to be."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from billing import permissions
from billing.models import SubContractCheck, SubContractVersion
from billing.queries.sub_contracts import (
    SubContract,
    checks_of,
    get_own_sub_contract,
    versions_of,
)
from billing.sub_contracts import (
    Check,
    SubContractTerms,
    must_be_a_check,
    must_begin_fairly,
    must_make_sense,
)
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from kernel.periods import day_in_london

MEANWHILE = "Somebody else wrote down what was agreed in the meantime. Look at that first."


def agree_sub_contract(
    session: Session,
    actor: Actor,
    agreement_id: UUID,
    terms: SubContractTerms,
    *,
    from_on: date,
    seen: int,
    at: datetime,
) -> SubContractVersion:
    """Write down what was agreed from a day on; what was agreed before stays, and holds until then.

    `seen` is how many versions there were when it was written. Raises Conflict where there are more.
    """
    actor.must(permissions.WRITE_SUB_CONTRACTS)
    today = day_in_london(at)
    contract = get_open(session, actor, agreement_id, today)
    earlier = versions_of(session, agreement_id)
    if len(earlier) != seen:
        raise Conflict(MEANWHILE, theirs=earlier[-1].terms.price)
    must_make_sense(terms)
    must_begin_fairly(
        from_on, first_day=contract.facts.from_on, last_day=contract.facts.until_on,
        before=[one.from_on for one in earlier], today=today,
    )  # fmt: skip
    made = SubContractVersion(
        agreement_id=agreement_id, number=seen + 1, from_on=from_on, kept=terms.to_json(),
        by=actor.user_id, who=actor.called, at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "agreed the price of a sub-contract", made, at=at, agreement=agreement_id,
        from_on=from_on, kind=terms.kind.value, pence=terms.amount.pence,
    )  # fmt: skip
    return made


def check_sub_contract(
    session: Session, actor: Actor, agreement_id: UUID, check: Check, *, at: datetime
) -> SubContractCheck:
    """Write down a look at how good it is, and what is done about it (A-FIN-05)."""
    actor.must(permissions.WRITE_SUB_CONTRACTS)
    today = day_in_london(at)
    contract = get_open(session, actor, agreement_id, today)
    must_be_a_check(check, first_day=contract.facts.from_on, today=today)
    made = SubContractCheck(
        agreement_id=agreement_id, number=len(checks_of(session, agreement_id)) + 1, on=check.on,
        finding=check.finding, words=check.words, action=check.action, action_by=check.action_by,
        by=actor.user_id, who=actor.called, at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "looked at a sub-contracted group", made, at=at, agreement=agreement_id,
        finding=check.finding.value,
    )  # fmt: skip
    return made


def get_open(session: Session, actor: Actor, agreement_id: UUID, today: date) -> SubContract:
    """The sub-contract of the side that pays, or NotFound; RuleBroken where it has ended."""
    contract = get_own_sub_contract(session, actor, agreement_id, on=today)
    if contract.is_over:
        raise RuleBroken("This agreement has ended. Record a new one first.")
    return contract
