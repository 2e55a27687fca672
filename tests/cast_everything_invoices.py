"""What waits with invoices in the demo world, so that every page and form of them can be met."""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from billing.demo_contracts import whole
from billing.models import Contract, CreditNote, Invoice
from billing.operations.contracts import begin_contract, sign_contract
from billing.operations.invoices import credit, issue_invoice
from billing.operations.points import write_points
from billing.points import Way, Written
from billing.queries.invoices import make_page
from kernel.access import Actor, Role
from kernel.money import Money
from kernel.periods import day_in_london
from tests.cast_points import CAME, hanging


def let_invoices_wait(session: Session, *, at: datetime) -> list[str]:
    """One that is questioned and in part credited, one that nobody touched, and a contract to ask for."""
    questioned = session.scalars(sa.select(Invoice)).one()
    finance = Actor(
        organisation_id=questioned.lead_id, roles=frozenset({Role.LEAD_FINANCE}), name="Farah Aziz"
    )
    seen = len(questioned.acts)
    credit(session, finance, questioned.id, 0, net=Money(1_00), because="A pound", seen=seen, at=at)
    note = session.scalars(sa.select(CreditNote)).one()
    ready = make_page(session, finance, questioned.contract_id, on=day_in_london(at))
    untouched = issue_invoice(session, finance, questioned.contract_id, seen=ready.seen, at=at)
    _one_more_contract(session, questioned, at=at)
    return [f"/invoices/{untouched.id}", f"/invoices/{questioned.id}", f"/credit-notes/{note.id}"]


def _one_more_contract(session: Session, like: Invoice, *, at: datetime) -> None:
    """Both sides signed a contract that no invoice asked for yet; a part of it hangs on outcomes."""
    terms = session.get_one(Contract, like.contract_id).newest.terms
    manager = Actor(organisation_id=terms.lead_id, roles=frozenset({Role.LEAD_MANAGER}))
    payer = replace(
        manager, organisation_id=terms.funders[0].organisation_id,
        roles=frozenset({Role.COMMISSIONER}),
    )  # fmt: skip
    offered = hanging(whole(replace(terms, is_shadow=False)))
    made = begin_contract(session, manager, offered, at=at)
    session.flush()
    for side in (manager, payer):
        sign_contract(session, side, made.id, seen=made.newest.version, has_read=True, at=at)
        session.flush()
    earned = Written(1, CAME, Way.GIVE, 12, "Their report says so.")
    write_points(session, payer, made.id, earned, seen="0-1", at=at)
